//! The form of an answer whose value is right: is it expanded, factored, in lowest terms ...? Judged on the tree as
//! typed. "Not yet" says what to do next in one sentence. Not here: whether the value is right (`equality`).

use super::answer::{SolutionSet, Value};
use super::expr::{Expr, Factor, Joint, Literal};
use super::factor::can_be_factored;
use super::normal::{evaluate, is_written_out, normal};
use super::number::Number;
use super::polynomial::{Base, Monomial, Polynomial};
use crate::base::{Lang, plural_form};
use std::collections::BTreeMap;

/// A form that may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Any.
    Any,
    /// A sum without brackets, like terms collected.
    Expanded,
    /// A product of factors that cannot be taken apart further.
    Factored {
        /// Only by this letter: factors without it stay as they are.
        letter: Option<String>,
        /// Over the reals: x² − 2 is (x − √2)(x + √2). Otherwise over the rationals.
        reals: bool,
    },
    /// Worked out and reduced as far as it goes; expanded or factored alike.
    Simplest,
    /// A fraction that cannot be reduced, or a whole number; a mixed number will do.
    LowestTerms,
    /// One fraction, or none.
    SingleFraction,
    /// a · 10ⁿ with 1 ≤ a < 10.
    StandardForm,
    /// A decimal or whole number.
    Decimal,
    /// With exactly so many digits after the decimal comma.
    DecimalPlaces(u32),
    /// With exactly so many significant figures.
    SignificantFigures(u32),
    /// Without negative exponents.
    PositiveExponents,
    /// Like terms collected, brackets gone.
    Collected,
    /// A whole number written as one.
    Integer,
    /// One power: 2⁷, x⁵.
    SinglePower,
    /// a(x + h)² + k
    CompletedSquare {
        /// By this letter; without it, by the only one there is.
        letter: Option<String>,
    },
    /// No root below the line.
    Rationalised,
}

impl Form {
    /// The form of this name, as tasks write it: `any`, `expanded`, `factored`, `simplest`, `lowest-terms`,
    /// `single-fraction`, `standard-form`, `decimal`, `decimal-places` and `significant-figures` (with a number),
    /// `positive-exponents`, `collected`, `integer`, `single-power`, `completed-square`, `rationalised`.
    pub fn named(name: &str, number: Option<u32>) -> Option<Self> {
        Some(match name {
            "any" => Form::Any,
            "expanded" => Form::Expanded,
            "factored" => Form::Factored { letter: None, reals: false },
            "simplest" => Form::Simplest,
            "lowest-terms" => Form::LowestTerms,
            "single-fraction" => Form::SingleFraction,
            "standard-form" => Form::StandardForm,
            "decimal" => Form::Decimal,
            "decimal-places" => Form::DecimalPlaces(number?),
            "significant-figures" => Form::SignificantFigures(number?),
            "positive-exponents" => Form::PositiveExponents,
            "collected" => Form::Collected,
            "integer" => Form::Integer,
            "single-power" => Form::SinglePower,
            "completed-square" => Form::CompletedSquare { letter: None },
            "rationalised" => Form::Rationalised,
            _ => return None,
        })
    }
}

/// Whether the form is the one asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormCheck {
    /// It is.
    Fine,
    /// Not yet; what to do next.
    NotYet(FormRemark),
}

/// What to do next with an answer of the right value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormRemark {
    /// Remove brackets.
    OpenBrackets,
    /// Collect like terms.
    CollectTerms,
    /// Carry out the operations that are left.
    WorkOut,
    /// Reduce a fraction.
    Reduce,
    /// The sign belongs before the fraction.
    SignInFront,
    /// Write as a fraction.
    WriteFraction,
    /// Write as a decimal.
    WriteDecimal,
    /// Write as a whole number.
    WriteInteger,
    /// Round and write to so many places.
    Places(u32),
    /// Round and write to so many significant figures.
    Figures(u32),
    /// Write as a · 10ⁿ.
    WriteStandardForm,
    /// The number before the power of ten is not between 1 and 10.
    FirstBetweenOneAndTen,
    /// Write as a product.
    Factor,
    /// A factor can be taken apart.
    FactorMore(String),
    /// A number can still be taken out of brackets.
    TakeOut(String),
    /// Write as one fraction.
    OneFraction,
    /// Write without negative exponents.
    NoNegativeExponents,
    /// Write as one power.
    OnePower,
    /// Take a factor out of a root.
    SimplifyRoot,
    /// Write as a(x + h)² + k.
    CompleteSquare,
    /// Remove the root from below the line.
    Rationalise,
    /// The unit is missing.
    WriteUnit,
    /// Convert into this unit.
    UnitAsked(String),
}

impl FormRemark {
    /// What to do next, as a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        let text = |lithuanian: &str, english: &str| (if lang == Lang::Lt { lithuanian } else { english }).to_owned();
        match self {
            FormRemark::OpenBrackets => text("Dar atskliausk.", "Now expand the brackets."),
            FormRemark::CollectTerms => text("Dar sutrauk panašiuosius narius.", "Now collect like terms."),
            FormRemark::WorkOut => text("Dar apskaičiuok iki galo.", "Now work it out to the end."),
            FormRemark::Reduce => text("Dar suprastink trupmeną.", "Now reduce the fraction."),
            FormRemark::SignInFront => {
                text("Minuso ženklą parašyk prieš trupmeną.", "Write the minus sign in front of the fraction.")
            }
            FormRemark::WriteFraction => text("Užrašyk paprastąja trupmena.", "Write it as a fraction."),
            FormRemark::WriteDecimal => text("Užrašyk dešimtaine trupmena.", "Write it as a decimal."),
            FormRemark::WriteInteger => text("Užrašyk sveikuoju skaičiumi.", "Write it as a whole number."),
            FormRemark::Places(0) => text("Suapvalink iki vienetų.", "Round to a whole number."),
            FormRemark::Places(places) => {
                let digits = ["skaitmuo", "skaitmenys", "skaitmens", "skaitmenų"];
                let places_words = ["place", "places", "places", "places"];
                match lang {
                    Lang::Lt => {
                        let noun = plural(&digits, lang, *places);
                        format!("Suapvalink ir užrašyk taip, kad po kablelio būtų {places} {noun}.")
                    }
                    Lang::En => {
                        format!("Round and write exactly {places} decimal {}.", plural(&places_words, lang, *places))
                    }
                }
            }
            FormRemark::Figures(figures) => {
                let digits =
                    ["reikšminis skaitmuo", "reikšminiai skaitmenys", "reikšminio skaitmens", "reikšminių skaitmenų"];
                let figure_words = ["figure", "figures", "figures", "figures"];
                match lang {
                    Lang::Lt => {
                        format!("Suapvalink taip, kad liktų {figures} {}.", plural(&digits, lang, *figures))
                    }
                    Lang::En => format!("Round to {figures} significant {}.", plural(&figure_words, lang, *figures)),
                }
            }
            FormRemark::WriteStandardForm => text(
                "Užrašyk standartine išraiška: a · 10ⁿ, kur 1 ≤ a < 10.",
                "Write it in standard form: a · 10ⁿ with 1 ≤ a < 10.",
            ),
            FormRemark::FirstBetweenOneAndTen => text(
                "Prieš 10 laipsnį turi stovėti skaičius, ne mažesnis už 1 ir mažesnis už 10.",
                "The number before the power of 10 must be at least 1 and less than 10.",
            ),
            FormRemark::Factor => text("Išskaidyk dauginamaisiais.", "Write it as a product of factors."),
            FormRemark::FactorMore(factor) => match lang {
                Lang::Lt => format!("Dauginamąjį {factor} dar galima išskaidyti."),
                Lang::En => format!("The factor {factor} can still be factored."),
            },
            FormRemark::TakeOut(factor) => match lang {
                Lang::Lt => format!("Dar iškelk bendrąjį dauginamąjį {factor} prieš skliaustus."),
                Lang::En => format!("Now take the common factor {factor} out of the brackets."),
            },
            FormRemark::OneFraction => text("Užrašyk viena trupmena.", "Write it as a single fraction."),
            FormRemark::NoNegativeExponents => {
                text("Užrašyk be neigiamųjų laipsnio rodiklių.", "Write it without negative exponents.")
            }
            FormRemark::OnePower => text(
                "Užrašyk vienu laipsniu: vienas pagrindas ir vienas rodiklis.",
                "Write it as one power: one base and one exponent.",
            ),
            FormRemark::SimplifyRoot => {
                text("Dar iškelk dauginamąjį prieš šaknies ženklą.", "Now take a factor out of the root.")
            }
            FormRemark::CompleteSquare => {
                text("Išskirk dvinario kvadratą: a(x + h)² + k.", "Complete the square: a(x + h)² + k.")
            }
            FormRemark::WriteUnit => text("Parašyk ir matavimo vienetą.", "Write the unit of measure, too."),
            FormRemark::UnitAsked(unit) => match lang {
                Lang::Lt => format!("Atsakymą užrašyk šiuo vienetu: {unit}."),
                Lang::En => format!("Give the answer in this unit: {unit}."),
            },
            FormRemark::Rationalise => {
                text("Panaikink šaknį trupmenos vardiklyje.", "Remove the root from the denominator.")
            }
        }
    }
}

fn plural<'a>(forms: &[&'a str; 4], lang: Lang, count: u32) -> &'a str {
    forms.get(plural_form(lang, Some(u64::from(count)))).copied().unwrap_or("")
}

type Check = Result<(), FormRemark>;

/// As [`check`], but what is written as the key is written is always fine.
pub fn check_as_written(form: &Form, typed: &Value, key: &Value) -> FormCheck {
    let drawn_parts = |value: &Value| value.expressions().into_iter().map(drawn).collect::<Vec<_>>();
    let as_key = drawn_parts(typed) == drawn_parts(key) && std::mem::discriminant(typed) == std::mem::discriminant(key);
    // How the key is written says nothing about the places asked for.
    let by_digits = matches!(form, Form::DecimalPlaces(_) | Form::SignificantFigures(_));
    if as_key && !by_digits { FormCheck::Fine } else { check(form, typed, key) }
}

/// Whether an answer of the right value has the form asked for, however the key is written.
pub fn check(form: &Form, typed: &Value, key: &Value) -> FormCheck {
    let (typed_parts, key_parts) = (typed.expressions(), key.expressions());
    if *form == Form::Any {
        return FormCheck::Fine;
    }
    if let (Form::LowestTerms | Form::Simplest | Form::Integer, Value::Ratio(members)) = (form, typed) {
        return outcome(ratio_in_lowest_terms(members));
    }
    if matches!(typed, Value::Set(SolutionSet::None | SolutionSet::All)) {
        return FormCheck::Fine;
    }
    let key_part = |at: usize| key_parts.get(at).copied();
    outcome(typed_parts.iter().enumerate().try_for_each(|(at, expr)| check_expression(form, expr, key_part(at))))
}

fn outcome(check: Check) -> FormCheck {
    match check {
        Ok(()) => FormCheck::Fine,
        Err(remark) => FormCheck::NotYet(remark),
    }
}

fn check_expression(form: &Form, typed: &Expr, key: Option<&Expr>) -> Check {
    let (typed, key) = (&one_line(&drawn(typed)), key.map(|key| one_line(&drawn(key))));
    let key = key.as_ref();
    match form {
        Form::Any => Ok(()),
        // sin² x + cos² x, where 1 is right.
        Form::Simplest | Form::Expanded | Form::Collected
            if key.is_some_and(|key| matches!(key, Expr::Number(_)) && !typed.letters().is_empty()) =>
        {
            Err(FormRemark::WorkOut)
        }
        Form::Expanded => collected_but(typed, |remark| *remark == FormRemark::SimplifyRoot),
        Form::Collected => collected(typed),
        Form::Factored { letter, reals } => factored(typed, key, letter.as_deref(), *reals),
        Form::Simplest if super::equality::is_whole_number(typed) => Err(FormRemark::WorkOut),
        Form::Simplest => simplest(typed),
        Form::LowestTerms => lowest_terms(typed),
        Form::SingleFraction => single_fraction(typed),
        Form::StandardForm => standard_form(typed),
        Form::Decimal => {
            if literal(typed).is_some() {
                Ok(())
            } else {
                Err(FormRemark::WriteDecimal)
            }
        }
        Form::DecimalPlaces(places) => match literal(typed) {
            Some(literal) if literal.places == *places && literal.period == 0 => Ok(()),
            _ => Err(FormRemark::Places(*places)),
        },
        Form::SignificantFigures(figures) => {
            if significant_figures(typed, *figures) {
                Ok(())
            } else {
                Err(FormRemark::Figures(*figures))
            }
        }
        Form::PositiveExponents => {
            if typed.any(&has_negative_exponent) {
                Err(FormRemark::NoNegativeExponents)
            } else {
                Ok(())
            }
        }
        Form::Integer => match literal(typed) {
            Some(literal) if literal.places == 0 => Ok(()),
            _ => Err(FormRemark::WriteInteger),
        },
        Form::SinglePower => single_power(typed, key),
        Form::CompletedSquare { letter } => completed_square(typed, letter.as_deref()),
        Form::Rationalised => {
            if typed.any(&has_root_below) {
                Err(FormRemark::Rationalise)
            } else {
                Ok(())
            }
        }
    }
}

/// Without the brackets that are not drawn in two dimensions, around a whole numerator, denominator, exponent or radicand:
/// the keypad puts them there, and nobody is to be asked to remove them.
fn drawn(expr: &Expr) -> Expr {
    let bare = |part: Box<Expr>| Box::new(part.without_brackets());
    expr.rebuilt(&|part| match part {
        Expr::Fraction(top, bottom) => Expr::Fraction(bare(top), bare(bottom)),
        Expr::Power(base, exponent) => Expr::Power(base, bare(exponent)),
        Expr::Root(index, inner) => Expr::Root(index, bare(inner)),
        other => other,
    })
}

/// a·c/(a + 2b), typed in one line, is one fraction with a·c above: the sign of division takes all that stands before it.
/// 2 · (1/n) and 2 · 1/n stay products.
fn one_line(expr: &Expr) -> Expr {
    expr.rebuilt(&|part| {
        let Expr::Product(factors) = &part else { return part };
        let [before @ .., Factor { joint: Joint::Times, expr: Expr::Fraction(top, bottom) }] = factors.as_slice()
        else {
            return part;
        };
        let plain = |factor: &Factor| {
            factor.joint != Joint::Divide && !matches!(factor.expr, Expr::Fraction(..) | Expr::Mixed(..))
        };
        let one = matches!(top.bare(), Expr::Number(literal) if literal.value.is_one());
        // 3 · 2/3 of a number is left to be worked out.
        if one || before.is_empty() || !before.iter().all(plain) {
            return part;
        }
        let above = before.iter().cloned().chain([Factor { joint: Joint::Times, expr: (**top).clone().as_factor() }]);
        Expr::Fraction(Box::new(Expr::product_of(above.collect())), bottom.clone())
    })
}

/// Whether a root stands below a line, or a line below a root.
fn has_root_below(expr: &Expr) -> bool {
    let rooted = |part: &Expr| part.any(&is_irrational);
    match expr {
        Expr::Fraction(_, bottom) => rooted(bottom),
        Expr::Product(factors) => factors.iter().any(|factor| factor.joint == Joint::Divide && rooted(&factor.expr)),
        Expr::Power(base, exponent) => {
            let exponent = evaluate(exponent, &BTreeMap::new()).ok();
            exponent.is_some_and(|exponent| exponent.is_negative() && (!exponent.is_integer() || rooted(base)))
        }
        Expr::Root(_, inner) => inner.any(&|part| {
            matches!(part, Expr::Fraction(..) | Expr::Mixed(..))
                || matches!(part, Expr::Product(factors) if factors.iter().any(|factor| factor.joint == Joint::Divide))
        }),
        _ => false,
    }
}

/// A root, or a power that is one.
fn is_irrational(expr: &Expr) -> bool {
    match expr {
        Expr::Root(..) => true,
        Expr::Power(_, exponent) => evaluate(exponent, &BTreeMap::new()).is_ok_and(|exponent| !exponent.is_integer()),
        _ => false,
    }
}

/// The expression without a minus in front and without brackets around.
fn unsigned(expr: &Expr) -> &Expr {
    match expr.bare() {
        Expr::Negative(inner) | Expr::Positive(inner) => inner.bare(),
        other => other,
    }
}

/// The number of digits it is, with a sign before it or not.
pub(crate) fn literal(expr: &Expr) -> Option<&Literal> {
    match unsigned(expr) {
        Expr::Number(literal) => Some(literal),
        _ => None,
    }
}

fn whole(expr: &Expr) -> Option<Number> {
    literal(expr).filter(|literal| literal.places == 0).map(|literal| literal.value.clone())
}

fn has_negative_exponent(expr: &Expr) -> bool {
    match expr {
        Expr::Power(_, exponent) => match exponent.bare() {
            Expr::Negative(_) => true,
            other => evaluate(other, &BTreeMap::new()).is_ok_and(|number| number.is_negative()),
        },
        _ => false,
    }
}

fn coprime(one: &Number, other: &Number) -> bool {
    use num_integer::Integer;
    one.numerator().gcd(&other.numerator()) == 1.into()
}

/// A fraction of whole numbers: reduced, its bottom more than 1.
fn reduced(top: &Number, bottom: &Number) -> bool {
    !bottom.is_one() && coprime(top, bottom)
}

fn lowest_terms(expr: &Expr) -> Check {
    let unsigned = unsigned(expr);
    match unsigned {
        Expr::Number(literal) if literal.places == 0 => Ok(()),
        Expr::Number(_) | Expr::Percent(_) => Err(FormRemark::WriteFraction),
        Expr::Mixed(_, top, bottom) => {
            if reduced(top, bottom) && top < bottom {
                Ok(())
            } else {
                Err(FormRemark::Reduce)
            }
        }
        Expr::Fraction(top, bottom) => match (whole(top), whole(bottom)) {
            (Some(_), Some(_)) if matches!(bottom.bare(), Expr::Negative(_)) => Err(FormRemark::SignInFront),
            (Some(top), Some(bottom)) => {
                if reduced(&top, &bottom) {
                    Ok(())
                } else {
                    Err(FormRemark::Reduce)
                }
            }
            _ if evaluate(unsigned, &BTreeMap::new()).is_ok() => Err(FormRemark::WorkOut),
            // √3/3
            _ if unsigned.letters().is_empty() => simplest_number(unsigned),
            _ => fraction_reduced(top, bottom).and_then(|()| numbers_reduced(expr)),
        },
        other if other.letters().is_empty() && evaluate(other, &BTreeMap::new()).is_ok() => Err(FormRemark::WorkOut),
        other if other.any(&has_root_below) => Err(FormRemark::Rationalise),
        _ => numbers_reduced(expr),
    }
}

/// Every fraction of numbers in it cannot be reduced: x + 1/3, but not x + 2/6.
fn numbers_reduced(expr: &Expr) -> Check {
    let own = match expr {
        Expr::Fraction(top, bottom) if top.letters().is_empty() && bottom.letters().is_empty() => lowest_terms(expr),
        Expr::Mixed(..) => lowest_terms(expr),
        // 2x/4
        Expr::Fraction(top, bottom) => match (normal(top, &BTreeMap::new()), whole(bottom)) {
            (Ok(top), Some(bottom)) if top.top.content().is_integer() && !coprime(&top.top.content(), &bottom) => {
                Err(FormRemark::Reduce)
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    };
    own?;
    expr.parts().into_iter().try_for_each(numbers_reduced)
}

/// A fraction with letters: top and bottom have no common factor.
fn fraction_reduced(top: &Expr, bottom: &Expr) -> Check {
    let none = BTreeMap::new();
    let (Ok(top), Ok(bottom)) = (normal(top, &none), normal(bottom, &none)) else { return Ok(()) };
    if top.bottom.as_number().is_none() || bottom.bottom.as_number().is_none() {
        return Err(FormRemark::OneFraction);
    }
    let numbers = |polynomial: &Polynomial| polynomial.content();
    let (one, other) = (numbers(&top.top), numbers(&bottom.top));
    if !one.is_integer() || !other.is_integer() {
        return Err(FormRemark::OneFraction);
    }
    let common = top.top.common_divisor(&bottom.top);
    let share_letters = common.is_some_and(|common| common.as_number().is_none());
    if share_letters || !coprime(&one, &other) { Err(FormRemark::Reduce) } else { Ok(()) }
}

fn ratio_in_lowest_terms(members: &[Expr]) -> Check {
    use num_integer::Integer;
    let Some(numbers) = members.iter().map(whole).collect::<Option<Vec<_>>>() else { return Err(FormRemark::WorkOut) };
    let common = numbers.iter().fold(Number::zero().numerator(), |known, number| known.gcd(&number.numerator()));
    if common == 1.into() || common == 0.into() { Ok(()) } else { Err(FormRemark::Reduce) }
}

fn single_fraction(expr: &Expr) -> Check {
    let inner = match unsigned(expr) {
        Expr::Fraction(top, bottom) => [top.as_ref(), bottom.as_ref()],
        Expr::Mixed(..) => return Err(FormRemark::OneFraction),
        other => [other, other],
    };
    let divides = |part: &Expr| {
        matches!(part, Expr::Fraction(..) | Expr::Mixed(..))
            || matches!(part, Expr::Product(factors) if factors.iter().any(|factor| factor.joint == Joint::Divide))
            || has_negative_exponent(part)
    };
    if inner.iter().any(|part| any_but_exponents(part, &divides)) { Err(FormRemark::OneFraction) } else { Ok(()) }
}

/// Whether this or any part of it but exponents satisfies `asked`: 5^(3/2) is no fraction.
fn any_but_exponents(expr: &Expr, asked: &dyn Fn(&Expr) -> bool) -> bool {
    asked(expr)
        || match expr {
            Expr::Power(base, _) => any_but_exponents(base, asked),
            other => other.parts().into_iter().any(|part| any_but_exponents(part, asked)),
        }
}

fn is_ten(expr: &Expr) -> bool {
    matches!(expr.bare(), Expr::Number(literal) if literal.value == 10)
}

/// The exponent of a power of ten.
fn power_of_ten(expr: &Expr) -> Option<Number> {
    match expr.bare() {
        Expr::Power(base, exponent) if is_ten(base) => {
            let size = whole(exponent)?;
            Some(if matches!(exponent.bare(), Expr::Negative(_)) { -size } else { size })
        }
        other if is_ten(other) => Some(Number::one()),
        _ => None,
    }
}

fn standard_form(expr: &Expr) -> Check {
    let between = |number: &Literal| {
        if number.value >= 1 && number.value < 10 { Ok(()) } else { Err(FormRemark::FirstBetweenOneAndTen) }
    };
    match unsigned(expr) {
        Expr::Product(factors) => match factors.as_slice() {
            [first, second] if second.joint == Joint::Times && power_of_ten(&second.expr).is_some() => {
                literal(&first.expr).map_or(Err(FormRemark::WriteStandardForm), between)
            }
            _ => Err(FormRemark::WriteStandardForm),
        },
        Expr::Power(base, _) if is_ten(base) => Ok(()),
        Expr::Number(literal) if literal.value >= 1 && literal.value < 10 => Ok(()),
        _ => Err(FormRemark::WriteStandardForm),
    }
}

/// How many significant figures a decimal shows: all from the first that is not 0. Zeros at the end of a whole number
/// may count or not: 1200 shows two, three or four.
fn significant_figures(expr: &Expr, asked: u32) -> bool {
    let Some(number) = digits(expr) else { return false };
    if number.value.is_zero() {
        // 0,00 shows two.
        return number.places.max(1) == asked;
    }
    let digits = (&number.value * &Number::power_of_ten(number.places)).numerator().to_string();
    let shown = digits.trim_start_matches('0').len() as u32;
    let least = if number.places > 0 { shown } else { digits.trim_matches('0').len() as u32 };
    (least.max(1)..=shown.max(1)).contains(&asked)
}

/// The digits that are written: of a decimal, or those before a power of ten.
pub(crate) fn digits(expr: &Expr) -> Option<&Literal> {
    match unsigned(expr) {
        Expr::Number(literal) => Some(literal),
        Expr::Product(factors) => match factors.as_slice() {
            [first, second] if power_of_ten(&second.expr).is_some() => literal(&first.expr),
            _ => None,
        },
        _ => None,
    }
}

/// How many significant figures are written; zeros at the end of a whole number are not counted.
pub(crate) fn figures_shown(literal: &Literal) -> u32 {
    let digits = (&literal.value * &Number::power_of_ten(literal.places)).numerator().to_string();
    let digits = digits.trim_start_matches('0');
    let digits = if literal.places > 0 { digits } else { digits.trim_end_matches('0') };
    digits.len().max(1) as u32
}

/// A sum of members with different letter parts, each member worked out and without brackets.
fn collected(expr: &Expr) -> Check {
    collected_but(expr, |_| false)
}

/// The same, but for remarks that do not matter here: 3 + √12 is expanded, though its root can be simplified.
fn collected_but(expr: &Expr, passed_over: fn(&FormRemark) -> bool) -> Check {
    let mut seen: Vec<Monomial> = Vec::new();
    let mut terms = Vec::new();
    gather_terms(expr, &mut terms);
    for term in &terms {
        match member(term) {
            Err(remark) if !passed_over(&remark) => return Err(remark),
            _ => {}
        }
        let Ok(quotient) = normal(term, &BTreeMap::new()) else { continue };
        if quotient.bottom.as_number().is_none() {
            continue;
        }
        match quotient.top.as_term() {
            // 0 is written only where it is all there is.
            None if quotient.top.is_zero() && terms.len() > 1 => return Err(FormRemark::CollectTerms),
            Some((monomial, _)) if seen.contains(monomial) => {
                let number = monomial.is_one();
                return Err(if number { FormRemark::WorkOut } else { FormRemark::CollectTerms });
            }
            Some((monomial, _)) => seen.push(monomial.clone()),
            None => {}
        }
    }
    Ok(())
}

/// The members of a sum; brackets after a plus are not needed and count as open.
fn gather_terms<'a>(expr: &'a Expr, terms: &mut Vec<&'a Expr>) {
    match expr {
        Expr::Sum(members) => members.iter().for_each(|member| gather_terms(&member.expr, terms)),
        other => terms.push(other),
    }
}

/// A member of a collected sum: one number at most, each letter once.
fn member(expr: &Expr) -> Check {
    let mut numbers = 0;
    let mut letters: Vec<&Expr> = Vec::new();
    gather_factors(expr, &mut numbers, &mut letters)?;
    if numbers > 1 {
        return Err(FormRemark::WorkOut);
    }
    let mut bases: Vec<&Expr> = letters.iter().map(|letter| base_of(letter)).collect();
    let count = bases.len();
    bases.sort_by_key(|base| base.plain());
    bases.dedup();
    if bases.len() < count { Err(FormRemark::WorkOut) } else { Ok(()) }
}

/// Whether nothing is left to work out in an exponent: 6, −2, 1/2, n, 2n, n + 1, but not 3 · 2.
fn exponent_is_worked_out(exponent: &Expr) -> bool {
    if exponent.letters().is_empty() {
        let fraction = matches!(unsigned(exponent), Expr::Fraction(top, bottom) if whole(top).is_some() && whole(bottom).is_some());
        return literal(exponent).is_some() || fraction || evaluate(exponent, &BTreeMap::new()).is_err();
    }
    collected(exponent).is_ok()
}

fn base_of(expr: &Expr) -> &Expr {
    match expr.bare() {
        Expr::Power(base, _) => base.bare(),
        other => other,
    }
}

fn gather_factors<'a>(expr: &'a Expr, numbers: &mut usize, letters: &mut Vec<&'a Expr>) -> Check {
    match expr {
        Expr::Number(_) | Expr::Mixed(..) | Expr::Percent(_) => *numbers += 1,
        Expr::Fraction(top, bottom) => {
            match (whole(top), whole(bottom)) {
                (Some(top), Some(bottom)) => {
                    *numbers += 1;
                    if !reduced(&top, &bottom) {
                        return Err(FormRemark::Reduce);
                    }
                }
                // 3x/4
                (None, Some(bottom)) => {
                    let before = *numbers;
                    gather_factors(top, numbers, letters)?;
                    *numbers = (*numbers).max(before + 1);
                    let content = normal(top, &BTreeMap::new()).map(|top| top.top.content());
                    if content.is_ok_and(|content| content.is_integer() && !coprime(&content, &bottom)) {
                        return Err(FormRemark::Reduce);
                    }
                }
                _ => {
                    fraction_reduced(top, bottom)?;
                    letters.push(expr);
                }
            };
        }
        Expr::Letter(_) | Expr::Constant(_) | Expr::Absolute(_) | Expr::Function(..) => letters.push(expr),
        Expr::Root(..) => {
            root_simplified(expr)?;
            letters.push(expr);
        }
        Expr::Power(base, exponent) => match base.bare() {
            Expr::Sum(_) => return Err(FormRemark::OpenBrackets),
            // (2x)³, (x²)³
            Expr::Product(_) | Expr::Power(..) | Expr::Fraction(..) | Expr::Negative(_)
                if exponent.letters().is_empty() =>
            {
                return Err(FormRemark::WorkOut);
            }
            Expr::Number(_) | Expr::Root(..) if exponent.letters().is_empty() => return Err(FormRemark::WorkOut),
            // x^(3·2), x^(2 + 1)
            _ if !exponent_is_worked_out(exponent) => return Err(FormRemark::WorkOut),
            _ => letters.push(expr),
        },
        Expr::Negative(inner) | Expr::Positive(inner) => gather_factors(inner, numbers, letters)?,
        Expr::Brackets(inner) => match inner.bare() {
            Expr::Sum(_) => return Err(FormRemark::OpenBrackets),
            other => gather_factors(other, numbers, letters)?,
        },
        Expr::Product(factors) => {
            for factor in factors {
                if factor.joint == Joint::Divide {
                    return Err(FormRemark::WorkOut);
                }
                gather_factors(&factor.expr, numbers, letters)?;
            }
            // 0x is 0, and 1x is x only when a person writes it: both are worked out.
        }
        Expr::Sum(_) => return Err(FormRemark::OpenBrackets),
        _ => letters.push(expr),
    }
    Ok(())
}

/// √12 is 2√3, √9 is 3.
fn root_simplified(expr: &Expr) -> Check {
    let Expr::Root(index, inner) = expr else { return Ok(()) };
    let Ok(quotient) = normal(expr, &BTreeMap::new()) else { return Ok(()) };
    if quotient.as_number().is_some() {
        return Err(FormRemark::WorkOut);
    }
    let number = evaluate(inner, &BTreeMap::new()).ok();
    let Some((monomial, coefficient)) = quotient.top.as_term() else { return Ok(()) };
    let outside = |base: &Base| matches!(base, Base::Letter(_) | Base::Absolute(_));
    let taken =
        !coefficient.abs().is_one() || number.is_none() && monomial.powers().iter().any(|(base, _)| outside(base));
    if taken && *index >= 2 { Err(FormRemark::SimplifyRoot) } else { Ok(()) }
}

fn simplest(expr: &Expr) -> Check {
    if expr.letters().is_empty() {
        return simplest_number(expr);
    }
    if let Expr::Fraction(top, bottom) = unsigned(expr)
        && !bottom.letters().is_empty()
    {
        simple_part(top)?;
        simple_part(bottom)?;
        fraction_reduced(top, bottom)?;
        return single_fraction(expr);
    }
    // 1/x + 1/(x + 1)
    let mut terms = Vec::new();
    gather_terms(expr, &mut terms);
    let below = |term: &&&Expr| normal(term, &BTreeMap::new()).is_ok_and(|term| term.bottom.has_letters());
    if terms.len() > 1 && terms.iter().filter(below).count() > 1 {
        return Err(FormRemark::OneFraction);
    }
    let outcome = simple_part(expr);
    match unsigned(expr) {
        Expr::Fraction(top, bottom) if outcome.is_err() => {
            simple_part(top)?;
            fraction_reduced(top, bottom)?;
            single_fraction(expr)
        }
        _ => outcome,
    }
}

/// A collected sum, or a product of brackets that cannot be taken apart, which is as simple as the sum.
fn simple_part(expr: &Expr) -> Check {
    let Err(remark) = collected(expr) else { return Ok(()) };
    let product = matches!(unsigned(expr), Expr::Product(_) | Expr::Power(..));
    if product && factored(expr, None, None, false).is_ok() && factors_differ(expr) { Ok(()) } else { Err(remark) }
}

fn simplest_number(expr: &Expr) -> Check {
    match unsigned(expr) {
        Expr::Number(_) | Expr::Constant(_) => Ok(()),
        // sin 45°, log₂ 8, 5!
        function @ Expr::Function(..) if !is_written_out(function) => Err(FormRemark::WorkOut),
        Expr::Function(..) => Ok(()),
        Expr::Percent(inner) | Expr::Degrees(inner) | Expr::Quantity(inner, _) => simplest_number(inner),
        fraction @ (Expr::Fraction(..) | Expr::Mixed(..)) if evaluate(fraction, &BTreeMap::new()).is_ok() => {
            lowest_terms(fraction)
        }
        Expr::Fraction(top, bottom) => {
            if bottom.any(&is_irrational) {
                return Err(FormRemark::Rationalise);
            }
            collected(top)?;
            match (normal(top, &BTreeMap::new()), whole(bottom)) {
                (Ok(top), Some(bottom)) if top.top.content().is_integer() && !coprime(&top.top.content(), &bottom) => {
                    Err(FormRemark::Reduce)
                }
                _ => Ok(()),
            }
        }
        other if standard_form(other).is_ok() => Ok(()),
        other if evaluate(other, &BTreeMap::new()).is_ok() => Err(FormRemark::WorkOut),
        other => collected(other),
    }
}

/// Whether no factor stands twice: x · x could be x².
fn factors_differ(expr: &Expr) -> bool {
    let mut factors = Vec::new();
    gather_product(expr, 1, &mut factors);
    let mut bases: Vec<String> = factors.iter().map(|(factor, _)| factor.plain()).collect();
    let count = bases.len();
    bases.sort();
    bases.dedup();
    let numbers = factors.iter().filter(|(factor, _)| factor.letters().is_empty()).count();
    bases.len() == count && numbers <= 1
}

/// The factors of a product as typed, with their exponents.
fn gather_product<'a>(expr: &'a Expr, times: i64, factors: &mut Vec<(&'a Expr, i64)>) {
    match expr.bare() {
        Expr::Product(members) if members.iter().all(|member| member.joint != Joint::Divide) => {
            members.iter().for_each(|member| gather_product(&member.expr, times, factors));
        }
        Expr::Negative(inner) | Expr::Positive(inner) => gather_product(inner, times, factors),
        Expr::Fraction(top, bottom) if !expr.letters().is_empty() => {
            gather_product(top, times, factors);
            gather_product(bottom, times.saturating_neg(), factors);
        }
        Expr::Power(base, exponent) => match whole(exponent).and_then(|exponent| exponent.to_i64()) {
            Some(exponent) if !matches!(base.bare(), Expr::Number(_)) && !matches!(exponent, 0) => {
                gather_product(base, times.saturating_mul(exponent), factors);
            }
            _ => factors.push((expr.bare(), times)),
        },
        other => factors.push((other, times)),
    }
}

fn factored(typed: &Expr, key: Option<&Expr>, letter: Option<&str>, reals: bool) -> Check {
    // Of numbers: a product of primes and their powers, as the key has them.
    if typed.letters().is_empty() {
        return match (unsigned(typed), key.map(unsigned)) {
            (Expr::Number(_), Some(Expr::Product(_) | Expr::Power(..))) => Err(FormRemark::Factor),
            _ => Ok(()),
        };
    }
    let mut factors = Vec::new();
    gather_product(typed, 1, &mut factors);
    // A key with roots in its factors was factored over the reals.
    let reals = reals || key.is_some_and(has_roots_in_factors);
    let is_product = factors.len() > 1 || factors.iter().any(|(_, times)| *times > 1);
    for (factor, _) in &factors {
        if let Expr::Power(_, exponent) = factor
            && !exponent_is_worked_out(exponent)
        {
            return Err(FormRemark::WorkOut);
        }
        let letters = factor.letters();
        if letters.is_empty() || letter.is_some_and(|letter| !letters.iter().any(|name| name == letter)) {
            continue;
        }
        let Ok(quotient) = normal(factor, &BTreeMap::new()) else { continue };
        let Some(scale) = quotient.bottom.as_number() else {
            // x(x − 4 + 4/x): a fraction within a factor.
            match factor.bare() {
                Expr::Sum(_) => return Err(FormRemark::FactorMore(factor.plain())),
                _ => continue,
            }
        };
        let polynomial = quotient.top.scaled(&scale.reciprocal().unwrap_or_else(Number::one));
        if polynomial.count() < 2 {
            continue;
        }
        if let Some(common) = common_part(&polynomial) {
            return Err(if is_product || matches!(unsigned(typed), Expr::Sum(_)) && key.is_none() {
                FormRemark::TakeOut(common)
            } else {
                FormRemark::Factor
            });
        }
        if can_be_factored(&polynomial, letter, reals) {
            return Err(if is_product { FormRemark::FactorMore(factor.plain()) } else { FormRemark::Factor });
        }
        // (x − 1 + 3)(x − 2): each factor is worked out, too.
        collected(factor)?;
    }
    let numbers = factors.iter().filter(|(factor, _)| matches!(factor, Expr::Number(_) | Expr::Mixed(..))).count();
    if numbers > 1 && !matches!(unsigned(typed), Expr::Fraction(..)) { Err(FormRemark::WorkOut) } else { Ok(()) }
}

/// Whether a root of a number stands in a factor with letters: (x − √2)(x + √2).
fn has_roots_in_factors(key: &Expr) -> bool {
    let mut factors = Vec::new();
    gather_product(key, 1, &mut factors);
    factors.iter().any(|(factor, _)| {
        !factor.letters().is_empty()
            && factor.any(&|part| matches!(part, Expr::Root(_, inner) if inner.letters().is_empty()))
    })
}

/// A whole number or letters that all members share.
fn common_part(polynomial: &Polynomial) -> Option<String> {
    let content = polynomial.content();
    let mut text = String::new();
    if content.is_integer() && !content.is_one() {
        text.push_str(&super::print_number(&content, super::NumberStyle::Fraction));
    }
    for letter in polynomial.letters() {
        let least = polynomial.terms().map(|(monomial, _)| monomial.exponent_of(&letter)).min().unwrap_or(0);
        if least > 0 {
            let power = Expr::power_of(Expr::letter(&letter), Expr::whole(least));
            text.push_str(&if least == 1 { letter } else { power.plain() });
        }
    }
    (!text.is_empty()).then_some(text)
}

fn single_power(typed: &Expr, key: Option<&Expr>) -> Check {
    // Where the key itself is a product of powers (3x⁵, a²b³), each base once.
    if matches!(key.map(unsigned), Some(Expr::Product(_) | Expr::Fraction(..) | Expr::Sum(_))) {
        return collected(typed);
    }
    match unsigned(typed) {
        Expr::Power(base, exponent) => {
            let nested = base.any(&|part| matches!(part, Expr::Power(..)));
            let worked = matches!(
                unsigned(exponent),
                Expr::Number(_) | Expr::Letter(_) | Expr::Fraction(..) | Expr::Sum(_) | Expr::Product(_)
            );
            if nested
                || !worked
                || (exponent.letters().is_empty()
                    && literal(exponent).is_none()
                    && !matches!(unsigned(exponent), Expr::Fraction(..)))
            {
                Err(FormRemark::OnePower)
            } else {
                Ok(())
            }
        }
        Expr::Letter(_) => Ok(()),
        // 2¹ is 2, and 1 is any power of 0: only where the key is no power either.
        Expr::Number(_) if !matches!(key.map(unsigned), Some(Expr::Power(..))) => Ok(()),
        _ => Err(FormRemark::OnePower),
    }
}

fn completed_square(typed: &Expr, letter: Option<&str>) -> Check {
    let letters = typed.letters();
    // x − a has no square to complete.
    let linear = |letter: &str| {
        let normal = normal(typed, &BTreeMap::new());
        normal.is_ok_and(|normal| {
            normal.top.is_exact() && normal.top.by_powers_of(letter).is_some_and(|powers| powers.len() <= 2)
        })
    };
    let only = letters.first().map(String::as_str).filter(|_| letters.len() == 1);
    if letter.or(only).is_some_and(linear) {
        return collected(typed);
    }
    let chosen: Vec<&str> = match letter {
        Some(letter) => vec![letter],
        None => letters.iter().map(String::as_str).collect(),
    };
    if letters.is_empty() {
        return Ok(());
    }
    let mut found = Err(FormRemark::CompleteSquare);
    for letter in chosen {
        match square_completed_by(typed, letter) {
            Ok(()) => return Ok(()),
            Err(FormRemark::WorkOut) => found = Err(FormRemark::WorkOut),
            Err(_) => {}
        }
    }
    found
}

/// One square of something of the first degree in the letter, times a factor without it, and a rest without it that is
/// worked out.
fn square_completed_by(typed: &Expr, letter: &str) -> Check {
    let holds = |expr: &Expr| expr.letters().iter().any(|name| name == letter);
    let is_square = |expr: &Expr| {
        let mut factors = Vec::new();
        gather_product(expr, 1, &mut factors);
        let with_letter: Vec<_> = factors.iter().filter(|(factor, _)| holds(factor)).collect();
        let [(base, 2)] = with_letter.as_slice() else { return false };
        let linear = normal(base, &BTreeMap::new()).is_ok_and(|base| {
            !base.bottom.letters().iter().any(|name| name == letter)
                && base.top.by_powers_of(letter).is_some_and(|powers| powers.len() == 2)
        });
        linear && collected(base).is_ok()
    };
    let mut terms = Vec::new();
    gather_terms(typed, &mut terms);
    let (with_letter, rest): (Vec<&Expr>, Vec<&Expr>) = terms.into_iter().partition(|term| holds(term));
    let one_square = matches!(with_letter.as_slice(), [square] if is_square(square));
    let numbers = rest.iter().filter(|term| term.letters().is_empty()).count();
    let worked_out = rest.iter().all(|term| !term.letters().is_empty() || number_is_simple(term));
    match one_square {
        false => Err(FormRemark::CompleteSquare),
        true if numbers <= 1 && worked_out => Ok(()),
        true => Err(FormRemark::WorkOut),
    }
}

/// A number with nothing left to work out.
fn number_is_simple(expr: &Expr) -> bool {
    simplest_number(expr).is_ok()
}
