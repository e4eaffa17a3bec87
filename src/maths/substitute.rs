//! Numbers into the places of a formula, written as a person would: no `1x`, no `+ −3`, brackets where a negative
//! number follows a sign, no member `0x` in a sum. Not here: letters; those stay.

use super::expr::{Expr, Factor, Hole, Joint, Term};
use super::number::Number;
use std::collections::BTreeMap;

/// What a part became: its sign apart, so that the sign can melt into that of a sum.
struct Put {
    minus: bool,
    expr: Expr,
    /// A member with a coefficient of 0: it may go, where others stay.
    zero: bool,
    /// The minus belongs to the first of several factors with signs between: in the middle of a sum it goes into
    /// brackets, 5 + (−3) · 4.
    rigid: bool,
}

impl Put {
    fn plain(expr: Expr) -> Self {
        Self { minus: false, expr, zero: false, rigid: false }
    }

    fn whole(self) -> Expr {
        if self.minus { Expr::Negative(Box::new(self.expr)) } else { self.expr }
    }
}

/// `expr` with numbers in all its places. The error says to an author which place has no value and why.
pub fn substitute(expr: &Expr, values: &BTreeMap<String, Number>) -> Result<Expr, String> {
    if expr.has_holes() { Ok(put(expr, values)?.whole()) } else { Ok(expr.clone()) }
}

fn number(hole: &Hole, values: &BTreeMap<String, Number>) -> Result<Number, String> {
    hole.value.value_of(values).map_err(|why| format!("{{{}}}: {why}", hole.value.plain()))
}

fn put(expr: &Expr, values: &BTreeMap<String, Number>) -> Result<Put, String> {
    let inside = |part: &Expr| put(part, values).map(|put| Box::new(put.whole()));
    Ok(match expr {
        Expr::Hole(hole) => {
            let value = number(hole, values)?;
            let size = Expr::of_number(&value.abs(), hole.style);
            Put { minus: value.is_negative(), expr: size, zero: value.is_zero(), rigid: false }
        }
        Expr::Number(_) | Expr::Mixed(..) | Expr::Letter(_) | Expr::Constant(_) | Expr::Blank | Expr::Ellipsis => {
            Put::plain(expr.clone())
        }
        Expr::Negative(inner) => {
            let inner = put(inner, values)?;
            let zero = inner.zero;
            if zero && matches!(inner.expr, Expr::Number(_)) {
                Put { zero, ..Put::plain(inner.expr) }
            } else {
                let inside = if inner.minus { first_in_brackets(inner) } else { inner.expr };
                Put { minus: true, expr: inside, zero, rigid: false }
            }
        }
        // +{a} with a negative number is that number.
        Expr::Positive(inner) => match put(inner, values)? {
            inner if inner.minus => inner,
            inner => Put::plain(Expr::Positive(Box::new(inner.expr))),
        },
        Expr::Sum(terms) => Put::plain(sum(terms, values)?),
        Expr::Product(factors) => product(factors, values)?,
        Expr::Fraction(top, bottom) => Put::plain(Expr::Fraction(inside(top)?, inside(bottom)?)),
        Expr::Power(base, exponent) => {
            let base = put(base, values)?.whole().as_base();
            let was_hole = exponent.has_holes();
            let exponent = put(exponent, values)?.whole();
            let one = matches!(&exponent, Expr::Number(literal) if literal.value.is_one());
            // x¹ is x; but 2¹ in a task about powers stays.
            if was_hole && one && base.any(&|part| matches!(part, Expr::Letter(_))) {
                Put::plain(base)
            } else {
                Put::plain(Expr::Power(Box::new(base), Box::new(exponent)))
            }
        }
        Expr::Root(index, inner) => Put::plain(Expr::Root(*index, inside(inner)?)),
        Expr::Absolute(inner) => Put::plain(Expr::Absolute(inside(inner)?)),
        Expr::Function(function, arguments) => {
            let arguments = arguments.iter().map(|part| put(part, values).map(Put::whole)).collect::<Result<_, _>>()?;
            Put::plain(Expr::Function(*function, arguments))
        }
        Expr::Brackets(inner) => Put::plain(Expr::Brackets(inside(inner)?)),
        Expr::Percent(inner) => {
            let inner = put(inner, values)?;
            Put { expr: Expr::Percent(Box::new(inner.expr)), zero: false, ..inner }
        }
        Expr::Degrees(inner) => {
            let inner = put(inner, values)?;
            Put { expr: Expr::Degrees(Box::new(inner.expr)), zero: false, ..inner }
        }
        Expr::Quantity(inner, unit) => {
            let inner = put(inner, values)?;
            Put { expr: Expr::Quantity(Box::new(inner.expr), unit.clone()), zero: false, ..inner }
        }
    })
}

/// A negative value behind a sign: `(−3)`, `(−2x)`, `(−3) · 4`.
fn first_in_brackets(put: Put) -> Expr {
    match (put.rigid, put.expr) {
        (true, Expr::Product(mut factors)) => {
            if let Some(first) = factors.first_mut() {
                let expr = std::mem::replace(&mut first.expr, Expr::Blank);
                first.expr = expr.negated().in_brackets();
            }
            Expr::Product(factors)
        }
        (_, expr) => Expr::Negative(Box::new(expr)).in_brackets(),
    }
}

fn sum(terms: &[Term], values: &BTreeMap<String, Number>) -> Result<Expr, String> {
    let letters = terms.iter().any(|term| term.expr.any(&|part| matches!(part, Expr::Letter(_))));
    let mut written: Vec<Term> = Vec::new();
    let mut dropped = None;
    for term in terms {
        let put = put(&term.expr, values)?;
        // x² + 0x + 0 is x²; but 5 + 0 is a task.
        if put.zero && letters && term.expr.has_holes() {
            dropped.get_or_insert(Term { minus: false, expr: put.expr });
            continue;
        }
        let term = match (term.minus, put.minus) {
            (minus, false) => Term { minus, expr: put.expr },
            (false, true) if !put.rigid || written.is_empty() => Term { minus: true, expr: put.expr },
            (minus, true) => Term { minus, expr: first_in_brackets(put) },
        };
        written.push(term);
    }
    if written.is_empty()
        && let Some(term) = dropped
    {
        written.push(term);
    }
    Ok(Expr::sum_of(written))
}

fn product(factors: &[Factor], values: &BTreeMap<String, Number>) -> Result<Put, String> {
    let mut minus = false;
    let mut zero = false;
    let mut rigid = false;
    let mut written: Vec<Factor> = Vec::new();
    let mut joint_of_next = None;
    for (at, factor) in factors.iter().enumerate() {
        let was_number =
            matches!(factor.expr, Expr::Hole(_) | Expr::Percent(_) | Expr::Quantity(..)) && factor.expr.has_holes();
        let part = put(&factor.expr, values)?;
        let mut joint = joint_of_next.take().unwrap_or(factor.joint);
        let beside = factors.get(at + 1).map(|next| next.joint == Joint::Beside);
        if was_number && at == 0 {
            minus = part.minus;
            rigid = beside != Some(true);
            if beside == Some(true) {
                zero = part.zero;
                let one = matches!(&part.expr, Expr::Number(literal) if literal.value.is_one());
                let next = factors.get(1).map(|next| put(&next.expr, values)).transpose()?;
                if one && next.is_some_and(|next| !next.minus && !starts_with_digit(&next.expr)) {
                    joint_of_next = Some(Joint::Times);
                    continue;
                }
            }
            written.push(Factor { joint, expr: part.expr });
            continue;
        }
        let mut expr = part.whole();
        if !written.is_empty() {
            if matches!(expr, Expr::Negative(_)) {
                expr = expr.in_brackets();
                if joint == Joint::Beside {
                    joint = Joint::Times;
                }
            }
            if joint == Joint::Beside && starts_with_digit(&expr) {
                joint = Joint::Times;
            }
        }
        if matches!(expr, Expr::Sum(_)) {
            expr = expr.in_brackets();
        }
        written.push(Factor { joint, expr });
    }
    Ok(Put { minus, expr: Expr::product_of(written), zero, rigid })
}

fn starts_with_digit(expr: &Expr) -> bool {
    match expr {
        Expr::Number(_) | Expr::Mixed(..) | Expr::Fraction(..) => true,
        Expr::Power(base, _) => starts_with_digit(base),
        Expr::Percent(inner) | Expr::Degrees(inner) | Expr::Quantity(inner, _) => starts_with_digit(inner),
        Expr::Product(factors) => factors.first().is_some_and(|factor| starts_with_digit(&factor.expr)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::maths::{Number, read_display};
    use std::collections::BTreeMap;

    #[test]
    fn numbers_stand_as_a_person_writes_them() {
        let values: BTreeMap<String, Number> = [
            ("zero", "0"),
            ("one", "1"),
            ("none", "-1"),
            ("a", "3"),
            ("b", "-3"),
            ("f", "2/3"),
            ("g", "-2/3"),
            ("m", "-7/3"),
            ("d", "0.75"),
            ("k", "12500"),
            ("n", "2"),
        ]
        .map(|(name, value)| (name.to_owned(), value.parse().unwrap()))
        .into();
        for (template, written) in [
            ("{one}x", "x"),
            ("{none}x", "−x"),
            ("{zero}x", "0x"),
            ("{f}x", "2/3 x"),
            ("{g}x", "−2/3 x"),
            ("{a}x + {b}", "3x − 3"),
            ("{b}x - {a}", "−3x − 3"),
            ("5 + {b}", "5 − 3"),
            ("5 - {b}", "5 − (−3)"),
            ("5 - {a}", "5 − 3"),
            ("5 + ({b})", "5 + (−3)"),
            ("{a} - {b}", "3 − (−3)"),
            ("{a}*{b}", "3 · (−3)"),
            ("{b}*{b}", "−3 · (−3)"),
            ("5 + {b}*{b}", "5 + (−3) · (−3)"),
            ("5 - {b}*{a}", "5 − (−3) · 3"),
            ("{b}^2", "(−3)²"),
            ("-{b}^2", "−(−3)²"),
            ("-{b}", "−(−3)"),
            ("-{a}", "−3"),
            ("-{b}x", "−(−3x)"),
            ("y - {b}x", "y − (−3x)"),
            ("{f}^2", "(2/3)²"),
            ("x^{one}", "x"),
            ("{a}^{one}", "3¹"),
            ("x^{b}", "x⁻³"),
            ("x^{n}", "x²"),
            ("x^2 + {zero}x + {zero}", "x²"),
            ("x^2 + {zero}x - {a}", "x² − 3"),
            ("5 + {zero}", "5 + 0"),
            ("{zero}x + {a}", "3"),
            ("{zero}x + {zero}", "0x"),
            ("{one}(x + {a})", "(x + 3)"),
            ("{none}(x + {b})", "−(x − 3)"),
            ("{a}({b} + x)", "3(−3 + x)"),
            ("{a}{b}", "3 · (−3)"),
            ("2{a}", "2 · 3"),
            ("{one}{a}", "1 · 3"),
            ("{one}*x", "1 · x"),
            ("{b} : {b}", "−3 : (−3)"),
            ("{k} + {d:decimal}", "12\u{202f}500 + 0,75"),
            ("{m:mixed}", "−2 1/3"),
            ("{m}", "−7/3"),
            ("5 + {m:mixed}", "5 − 2 1/3"),
            ("{a - 5}x^2", "−2x²"),
            ("{a - 4}x^2", "−x²"),
            ("{a*b}/{n}", "(−9)/2"),
            ("{a}/{b}", "3/(−3)"),
            ("{a}% ", "3\u{a0}%"),
            ("|{b}|", "|−3|"),
            ("√{a}", "√3"),
            ("{a}√{n}", "3√2"),
            ("{one}√{n}", "√2"),
            ("{a}x = {b}", "3x = −3"),
            ("system({a}x + {b}y = 1; x - {one}y = 2)", "system(3x − 3y = 1; x − y = 2)"),
            ("[{b}; {a})", "[−3; 3)"),
            ("({b}; {a})", "(−3; 3)"),
            ("(-inf; {b}] ∪ [{a}; +inf)", "(−∞; −3] ∪ [3; +∞)"),
            ("[{a}; inf)", "[3; ∞)"),
            ("+5", "+5"),
            ("+{a}", "+3"),
            ("+{b}", "−3"),
            ("+(-8)", "+(−8)"),
            ("+{a}x + 5", "+3x + 5"),
            ("{a} + (+5)", "3 + (+5)"),
            ("A({b}; {a})", "A(−3; 3)"),
            ("{a} \"cm\"", "3\u{a0}cm"),
            ("{a} cm * {n} cm = {a*n} cm^2", "3\u{a0}cm · 2\u{a0}cm = 6\u{a0}cm²"),
            ("x_1 = {b}; x_2 = {a}", "x_1 = −3; x_2 = 3"),
        ] {
            let read = read_display(template);
            assert!(read.remarks.is_empty(), "{template}: {:?}", read.remarks);
            let shown = read.value.unwrap().substitute(&values).unwrap();
            assert_eq!(shown.plain(), written, "{template}");
            let again = read_display(&written.replace("\u{a0}cm", " \"cm\""));
            assert!(again.value.is_some(), "{written}: {:?}", again.remarks);
        }
        assert!(read_display("{q}x").value.unwrap().substitute(&values).is_err());
        assert!(read_display("{a/(b + 3)}x").value.unwrap().substitute(&values).is_err());
    }
}
