//! Laws of the whole room, on random input: nothing panics or stalls, what is printed reads back, equality is what it
//! says. 2 000 cases each, 100 000 where `AUGU_LONG` is set, `AUGU_CASES` of them where that says otherwise.

use super::form::{Form, check};
use super::{AnswerShape, Equality, Expr, Factor, Function, Joint, Number, NumberStyle, Term, Value};
use super::{compare_values, mathml, read_answer, read_display, read_expression, read_template_expression};
use super::{rounded, same_expression, same_value};
use crate::base::{Lang, Rng};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn cases() -> ProptestConfig {
    let usual = if std::env::var_os("AUGU_LONG").is_some() { 100_000 } else { 2_000 };
    let cases = std::env::var("AUGU_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual);
    ProptestConfig { cases, failure_persistence: None, max_global_rejects: 20 * cases, ..ProptestConfig::default() }
}

const SHAPES: [AnswerShape; 9] = [
    AnswerShape::Number,
    AnswerShape::Expression,
    AnswerShape::Equation,
    AnswerShape::Inequality,
    AnswerShape::Set,
    AnswerShape::Intervals,
    AnswerShape::Pair,
    AnswerShape::Ratio,
    AnswerShape::List,
];

const FORMS: [Form; 16] = [
    Form::Any,
    Form::Expanded,
    Form::Factored { letter: None, reals: false },
    Form::Simplest,
    Form::LowestTerms,
    Form::SingleFraction,
    Form::StandardForm,
    Form::Decimal,
    Form::DecimalPlaces(2),
    Form::SignificantFigures(3),
    Form::PositiveExponents,
    Form::Collected,
    Form::Integer,
    Form::SinglePower,
    Form::CompletedSquare { letter: None },
    Form::Rationalised,
];

/// Everything the room can do with a text. Returns how long reading alone took.
#[allow(clippy::disallowed_methods, reason = "a test may look at the clock to tell a stall")]
fn everything(text: &str) -> Duration {
    let start = Instant::now();
    let mut values = Vec::new();
    let mut remarks = Vec::new();
    for shape in SHAPES {
        let reading = read_answer(shape, text);
        assert_eq!(reading.value.is_none(), !reading.remarks.is_empty(), "{text:?}: a value or a remark");
        values.extend(reading.value);
        remarks.extend(reading.remarks);
    }
    let expression = read_expression(text);
    let formula = read_display(text);
    remarks.extend(read_template_expression(text).remarks);
    let took = start.elapsed();
    for remark in expression.remarks.iter().chain(&formula.remarks).chain(&remarks) {
        assert!(text.get(remark.at.clone()).is_some(), "{text:?}: {remark:?} is a place of the text");
        for lang in [Lang::Lt, Lang::En] {
            assert!(remark.sentence(lang).ends_with(['.', ')']), "{}", remark.sentence(lang));
        }
    }
    for value in &values {
        let _ = value.display().mathml();
        let _ = value.number();
        assert_ne!(same_value(value, value), Equality::Different, "{text:?} {value:?} differs from itself");
        for form in &FORMS {
            let _ = check(form, value, value);
        }
        for other in &values {
            let _ = compare_values(value, other);
        }
    }
    if let Some(expr) = expression.value {
        let _ = mathml(&expr);
        // Spaces may take a printed text past the bound.
        if expr.plain().chars().count() > 400 {
            return took;
        }
        let again = read_expression(&expr.plain());
        assert_eq!(again.value.as_ref(), Some(&expr), "{text:?} printed as {:?}: {:?}", expr.plain(), again.remarks);
    }
    if let Some(formula) = formula.value {
        let _ = formula.mathml();
        if formula.plain().chars().count() > 400 {
            return took;
        }
        let again = read_display(&formula.plain());
        assert_eq!(
            again.value.as_ref(),
            Some(&formula),
            "{text:?} printed as {:?}: {:?}",
            formula.plain(),
            again.remarks
        );
    }
    took
}

/// A random expression in the letters of `letters`, of bounded depth.
fn expression(rng: &mut Rng, depth: u32, letters: &[&str]) -> Expr {
    let leaf = depth == 0 || rng.below(5) == 0;
    if leaf {
        let at = rng.below(letters.len() as u64 + 2) as usize;
        return match letters.get(at) {
            Some(letter) => Expr::letter(letter),
            None => {
                let style = if rng.below(2) == 0 { NumberStyle::Fraction } else { NumberStyle::Mixed };
                let number =
                    Number::ratio(rng.between(0, 20), if at.is_multiple_of(2) { 1 } else { rng.between(1, 9) });
                Expr::of_number(&number.unwrap_or_default(), style)
            }
        };
    }
    let part = |rng: &mut Rng| expression(rng, depth - 1, letters);
    match rng.below(5) {
        0 | 1 => {
            let count = rng.between(2, 3);
            let term = |rng: &mut Rng| Term { minus: rng.below(2) == 0, expr: part(rng).as_factor() };
            Expr::sum_of((0..count).map(|_| term(rng)).collect())
        }
        2 => {
            let count = rng.between(2, 3);
            let factor = |rng: &mut Rng| Factor { joint: Joint::Times, expr: part(rng).as_factor() };
            Expr::product_of((0..count).map(|_| factor(rng)).collect())
        }
        3 => Expr::power_of(part(rng), Expr::whole(rng.between(0, 3))),
        _ => Expr::Negative(Box::new(part(rng).as_factor())),
    }
}

fn product(one: Expr, other: Expr) -> Expr {
    let factor = |expr: Expr| Factor { joint: Joint::Times, expr: expr.in_brackets() };
    Expr::product_of(vec![factor(one), factor(other)])
}

fn sum(one: Expr, minus: bool, other: Expr) -> Expr {
    Expr::sum_of(vec![Term { minus: false, expr: one.in_brackets() }, Term { minus, expr: other.in_brackets() }])
}

/// The same value written another way, at a random place.
fn rewritten(expr: &Expr, rng: &mut Rng) -> Expr {
    match (expr, rng.below(4)) {
        (Expr::Sum(terms), 0) => Expr::Sum(terms.iter().rev().cloned().collect()),
        (Expr::Product(factors), 0) => {
            let turned = factors.iter().rev().map(|factor| Factor { joint: Joint::Times, expr: factor.expr.clone() });
            Expr::Product(turned.collect())
        }
        // a(b + c) = ab + ac
        (Expr::Product(factors), 1) if factors.len() == 2 => {
            let (one, other) = (&factors[0].expr, &factors[1].expr);
            match other.bare() {
                Expr::Sum(terms) => Expr::Sum(
                    terms
                        .iter()
                        .map(|term| Term { minus: term.minus, expr: product(one.clone(), term.expr.clone()) })
                        .collect(),
                ),
                _ => product(other.clone(), one.clone()),
            }
        }
        (Expr::Power(base, exponent), 0 | 1) if exponent.plain() == "2" => product((**base).clone(), (**base).clone()),
        (Expr::Negative(inner), 0) => product(Expr::whole(-1), (**inner).clone()),
        (Expr::Sum(terms), _) => {
            let at = rng.below(terms.len() as u64) as usize;
            let mut terms = terms.clone();
            terms[at].expr = rewritten(&terms[at].expr, rng).in_brackets();
            Expr::Sum(terms)
        }
        (Expr::Product(factors), _) => {
            let at = rng.below(factors.len() as u64) as usize;
            let mut factors = factors.clone();
            factors[at].expr = rewritten(&factors[at].expr, rng).in_brackets();
            Expr::Product(factors)
        }
        (Expr::Brackets(inner), _) => rewritten(inner, rng).in_brackets(),
        // x = (x + 1) − 1 = 3x / 3
        (other, 2) => sum(sum(other.clone(), false, Expr::whole(1)), true, Expr::whole(1)),
        (other, _) => {
            let top = product(Expr::whole(3), other.clone());
            Expr::Fraction(Box::new(top), Box::new(Expr::whole(3)))
        }
    }
}

/// A random function of an expression, where the polynomial roads are closed.
fn function_of(expr: Expr, rng: &mut Rng) -> Expr {
    let bare = Box::new(expr.clone().without_brackets());
    match rng.below(7) {
        0 => Expr::Root(2, bare),
        1 => Expr::Root(3, bare),
        2 => Expr::Absolute(bare),
        3 => Expr::power_of(Expr::whole(rng.between(2, 5)), expr),
        4 => Expr::Function(Function::Ln, vec![*bare]),
        5 => Expr::Function(Function::Sin, vec![*bare]),
        _ => Expr::Fraction(Box::new(Expr::whole(1)), bare),
    }
}

/// An equation of two sides.
fn equation(left: Expr, right: Expr) -> Value {
    Value::Equation(left, right)
}

/// Whether a number beside it is seen: beside 4 to the power of 175 none is, and the laws are about terms of some size.
fn is_of_some_size(expr: &Expr) -> bool {
    let at_one = |expr: &Expr, letter| super::with_letter(expr, letter, &Number::one());
    super::approximate(&at_one(&at_one(expr, "x"), "y")).is_some_and(|value| value.abs() < 1e6)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        everything(&text);
    }

    #[test]
    fn any_text_of_mathematics_is_read_or_refused(text in "[-0-9xyabe+*/^()|,;:.= <>≤√π°%²³½⁻{}\\[\\]∞∪∈±·−?]{0,24}") {
        everything(&text);
    }

    #[test]
    fn any_row_of_words_is_read_or_refused(words in prop::collection::vec(prop::sample::select(vec![
        "x", "y", "x_1", "2", "3,5", "1/2", "2 1/3", "0,(3)", "12 500", "+", "-", "*", ":", "/", "^", "^2", "²", "√", "∛",
        "sqrt(", "sin", "cos ", "tg", "ln ", "lg", "log2(", "abs(", "π", "e", "(", ")", "[", "]", "{", "}", "|", ";", ", ",
        "=", "≠", "<", "≥", "≈", "∈", "∪", "∅", "∞", "R", "±", "%", "°", "arba", " ir ", "Ats.: ", "x = ", "nėra", "set(",
        "system(", "{a}", "{a-1}", "?", "...", "\"cm\"", " cm", "30°", "10^5", "·10^-3", " ",
    ]), 0..14)) {
        everything(&words.concat());
    }

    #[test]
    fn an_expression_equals_its_rewritings(seed in any::<u64>()) {
        let mut rng = Rng::new(seed);
        let expr = expression(&mut rng, 3, &["x", "y"]);
        let mut other = expr.clone();
        for _ in 0..4 {
            other = rewritten(&other, &mut rng);
        }
        // 0⁰ has no value on either side: nothing is claimed there.
        let found = same_expression(&expr, &other);
        prop_assert!(found == Equality::Same || found == Equality::Undecided, "{} and {}", expr.plain(), other.plain());
        if found == Equality::Undecided {
            prop_assert_eq!(same_expression(&expr, &expr), Equality::Undecided, "{}", expr.plain());
        }
        // Rewriting may take a text past the bound.
        if other.plain().chars().count() <= 400 {
            let read = read_expression(&other.plain());
            prop_assert!(read.value.is_some(), "{}: {:?}", other.plain(), read.remarks);
            let read = read.value.unwrap_or(Expr::Blank);
            prop_assert!(same_expression(&read, &other) == found, "{} read as {}", other.plain(), read.plain());
        }
    }

    #[test]
    fn what_is_printed_reads_back_and_equality_goes_both_ways(seed in any::<u64>()) {
        let mut rng = Rng::new(seed);
        let (one, other) = (expression(&mut rng, 3, &["x", "y"]), expression(&mut rng, 2, &["x", "y"]));
        let again = read_expression(&one.plain());
        prop_assert!(again.value.is_some(), "{}: {:?}", one.plain(), again.remarks);
        let again = again.value.unwrap_or(Expr::Blank);
        prop_assert_eq!(again.plain(), one.plain());
        prop_assert_ne!(same_expression(&again, &one), Equality::Different, "{}", one.plain());
        prop_assert_eq!(same_expression(&one, &other), same_expression(&other, &one), "{} and {}", one.plain(), other.plain());
        // Other names for the letters, and back again.
        let renamed = |expr: &Expr, from: [&str; 2], to: [&str; 2]| {
            let names = from.into_iter().zip(to).map(|(from, to)| (from.to_owned(), to.to_owned())).collect::<Vec<_>>();
            super::equality::renamed(expr, &names)
        };
        let there = renamed(&one, ["x", "y"], ["u", "v"]);
        let back = renamed(&there, ["u", "v"], ["x", "y"]);
        prop_assert_eq!(&back, &one);
        prop_assert_eq!(same_expression(&one, &other), same_expression(&there, &renamed(&other, ["x", "y"], ["u", "v"])));
    }

    #[test]
    fn an_expression_never_equals_itself_and_more(seed in any::<u64>(), root in 2i64..30) {
        let mut rng = Rng::new(seed);
        let expr = expression(&mut rng, 3, &["x", "y"]);
        let more = match rng.below(4) {
            0 => Expr::of_number(&Number::ratio(rng.between(1, 50), 1000).unwrap_or_default(), NumberStyle::Decimal),
            1 => Expr::letter("y"),
            2 => Expr::Root(2, Box::new(Expr::whole(root))),
            _ => Expr::power_of(Expr::letter("x"), Expr::whole(3)),
        };
        let other = sum(expr.clone(), rng.below(2) == 0, more);
        prop_assert_ne!(same_expression(&expr, &other), Equality::Same, "{} and {}", expr.plain(), other.plain());
        // In a root the polynomial road is closed.
        let in_root = |expr: &Expr| Expr::Root(3, Box::new(sum(expr.clone(), false, Expr::letter("z"))));
        prop_assert_ne!(same_expression(&in_root(&expr), &in_root(&other)), Equality::Same, "{}", expr.plain());
    }

    #[test]
    fn a_function_never_equals_itself_and_more(seed in any::<u64>()) {
        let mut rng = Rng::new(seed);
        let inner = sum(expression(&mut rng, 1, &["x", "y"]), false, Expr::letter("x"));
        let expr = function_of(inner, &mut rng);
        let more = match rng.below(3) {
            0 => Expr::whole(rng.between(1, 9)),
            1 => Expr::letter("x"),
            _ => product(Expr::of_number(&Number::ratio(1, 100).unwrap_or_default(), NumberStyle::Decimal), expr.clone()),
        };
        // √(x − x) is 0, and a hundredth more of it, too.
        prop_assume!(same_expression(&expr, &Expr::whole(0)) != Equality::Same);
        prop_assume!(is_of_some_size(&expr));
        let other = sum(expr.clone(), rng.below(2) == 0, more);
        prop_assert_ne!(same_expression(&expr, &other), Equality::Same, "{} and {}", expr.plain(), other.plain());
        prop_assert_ne!(same_expression(&other, &expr), Equality::Same, "{} and {}", expr.plain(), other.plain());
        prop_assert_ne!(same_expression(&expr, &expr), Equality::Different, "{}", expr.plain());
    }

    #[test]
    fn an_equation_is_itself_times_a_number_and_no_other(seed in any::<u64>()) {
        let mut rng = Rng::new(seed);
        let part = expression(&mut rng, 2, &["x", "y"]);
        // z stands nowhere else: the equation is about something.
        let function = function_of(part, &mut rng);
        prop_assume!(is_of_some_size(&function));
        let left = sum(function, false, Expr::letter("z"));
        let right = expression(&mut rng, 1, &["x", "y"]);
        let number = Expr::whole(rng.between(1, 9));
        let moved = expression(&mut rng, 1, &["x", "y"]);
        let times = |expr: &Expr| sum(product(number.clone(), expr.clone()), false, moved.clone());
        let own = equation(left.clone(), right.clone());
        let other = equation(times(&right), times(&left));
        prop_assert_ne!(same_value(&own, &other), Equality::Different, "{} = {}", left.plain(), right.plain());
        let off = equation(left.clone(), sum(right.clone(), false, number.clone()));
        prop_assert_ne!(same_value(&own, &off), Equality::Same, "{} = {}", left.plain(), right.plain());
        prop_assert_eq!(same_value(&own, &off), same_value(&off, &own), "{} = {}", left.plain(), right.plain());
    }

    #[test]
    fn numbers_read_back_in_every_style(top in any::<i64>(), bottom in 1i64..5000, places in 0u32..8) {
        let number = Number::ratio(top, bottom).unwrap_or_default();
        for style in [NumberStyle::Fraction, NumberStyle::Decimal, NumberStyle::Mixed] {
            let text = super::print_number(&number, style);
            let read = read_answer(AnswerShape::Number, &text);
            prop_assert_eq!(read.value.and_then(|value| value.number()), Some(number.clone()), "{}", text);
        }
        let decimal = number.round_to_places(places);
        let slip = &(&decimal - &number).abs() * &Number::power_of_ten(places);
        prop_assert!(slip <= Number::ratio(1, 2).unwrap_or_default());
        prop_assert_eq!(rounded(&Expr::of_number(&number, NumberStyle::Mixed), places), Some(decimal));
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test may look at the clock to tell a stall")]
fn the_worst_texts_take_no_time() {
    let long = |piece: &str| piece.repeat(400 / piece.chars().count());
    let texts = [
        long("("),
        long("|"),
        long("||x"),
        long("-"),
        long("√"),
        long("9^"),
        long("(9)"),
        long("a(b+"),
        format!("{}1{}", "x(".repeat(58), ")".repeat(58)),
        format!("{}1{}", "√(1+".repeat(50), ")".repeat(50)),
        format!("{}1{}", "1/(1+".repeat(50), ")".repeat(50)),
        format!("{}x{}", "|1-".repeat(50), "|".repeat(50)),
        long("(x+y+z+t)"),
        long("(x+1)^9"),
        long("x^x"),
        long("1/"),
        long("1:"),
        long("sin"),
        long("sin x"),
        long("log2("),
        long("2 1/3+"),
        long("9"),
        long("9 999 "),
        long("√(9x+"),
        long("±1"),
        long("x=1;"),
        long("[1;2]∪"),
        long("x≠1 ir "),
        long("²"),
        long("x²"),
        long("{"),
        long("{a}"),
        long("\""),
        long("ą"),
        long("\u{301}"),
        long("%"),
        long("9^9^9^9^9^9^9^9^9*"),
        "999999999999999999999999999999^999".to_owned(),
        "((((((9^99)^99)^99)^99)^99)^99)".to_owned(),
        "√(99999999999999999999999999999999999999999999999999999999989)".to_owned(),
        "√(1000000007·1000000009)·√2".to_owned(),
        "log2(3)^log3(2)^ln(5)".to_owned(),
        "(a+b+c+d+f+g+h+i+j+k)^30".to_owned(),
        "e^(e^(e^(e^9)))".to_owned(),
        "sin(sin(sin(sin(sin(x)))))^2+cos(sin(sin(sin(sin(x)))))^2".to_owned(),
        "((x^30+y^30)^30+z^30)^30/((x^30-y^30)^30+1)^30".to_owned(),
        "1/(1/(1/(1/(1/(1/(x+y)+1/(x-y))+1/x)+1/y)+1/z)+1)".to_owned(),
    ];
    for text in texts {
        let start = Instant::now();
        let reading = everything(&text);
        // Only a stall is looked for, on however busy a machine: this is no measurement.
        assert!(reading < Duration::from_secs(20), "{text}: reading took {reading:?}");
        assert!(start.elapsed() < Duration::from_secs(60), "{text}: all took {:?}", start.elapsed());
    }
    let too_long = "x".repeat(100_000);
    assert!(read_expression(&too_long).value.is_none());
}
