//! The numbers of an item: drawn and computed line by line from a seed, again and again until all conditions hold.
//! Equal templates and seeds give equal numbers on every device.

use super::topic::Template;
use super::{ItemRef, TemplateFault};
use crate::base::{Lang, Rng};
use crate::maths::{self, Display, Number, TemplateExpr};
use std::collections::{BTreeMap, BTreeSet};

/// How often numbers are drawn before a template is given up. At one fitting draw in twenty, the least that authors
/// are allowed, this fails once in 10^17 seeds.
const DRAWS_MAX: u32 = 800;

/// The numbers of an item by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(BTreeMap<String, Number>);

impl Values {
    /// No numbers.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The value of an expression of the names, or a sentence why it has none.
    pub fn number(&self, expression: &str) -> Result<Number, String> {
        read(expression)?.value_of(&self.0)
    }

    /// Whether a condition holds for these numbers, or a sentence why it says nothing.
    pub fn holds(&self, condition: &str) -> Result<bool, String> {
        read(condition)?.holds(&self.0)
    }

    /// The formula with these numbers in their places.
    pub fn put_into(&self, formula: &Display) -> Result<Display, String> {
        formula.substitute(&self.0)
    }

    /// Gives a name its number.
    pub(super) fn insert(&mut self, name: &str, number: Number) {
        self.0.insert(name.to_owned(), number);
    }

    /// The numbers by name.
    pub fn by_name(&self) -> &BTreeMap<String, Number> {
        &self.0
    }
}

/// The numbers of an item, and how many draws they took.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The numbers.
    pub values: Values,
    /// Draws, from 1.
    pub draws: u32,
}

/// The lines of a template as read once: what is drawn, and what must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    numbers: Vec<(String, TemplateExpr)>,
    conditions: Vec<TemplateExpr>,
}

impl Lines {
    /// Reads the lines of a template; a name must be given before it is used.
    pub fn of(template: &Template) -> Result<Lines, TemplateFault> {
        let fault = |line: &String, what: String| TemplateFault::Expression { line: line.clone(), what };
        let mut lines = Lines { numbers: Vec::new(), conditions: Vec::new() };
        let mut known = BTreeSet::new();
        for line in &template.numbers {
            let read = maths::read_assignment(line).into_result();
            let (name, expression) = read.map_err(|remark| fault(line, remark.sentence(Lang::En)))?;
            all_known(&expression, &known).map_err(|what| fault(line, what))?;
            known.insert(name.clone());
            lines.numbers.push((name, expression));
        }
        for line in &template.conditions {
            let condition = read(line).map_err(|what| fault(line, what))?;
            all_known(&condition, &known).map_err(|what| fault(line, what))?;
            lines.conditions.push(condition);
        }
        Ok(lines)
    }

    /// Draws the numbers of the item that `reference` names.
    pub fn draw(&self, reference: &ItemRef) -> Result<Drawn, TemplateFault> {
        let mut rng = Rng::new(fingerprint(reference));
        'draw: for draws in 1..=DRAWS_MAX {
            let mut values = Values::new();
            for (name, expression) in &self.numbers {
                match expression.evaluate(&values.0, &mut rng) {
                    Ok(number) => values.0.insert(name.clone(), number),
                    Err(_) => continue 'draw,
                };
            }
            if self.conditions.iter().all(|condition| condition.holds(&values.0) == Ok(true)) {
                return Ok(Drawn { values, draws });
            }
        }
        Err(TemplateFault::NothingFits(DRAWS_MAX))
    }
}

fn read(expression: &str) -> Result<TemplateExpr, String> {
    let read = maths::read_template_expression(expression).into_result();
    read.map_err(|remark| remark.sentence(Lang::En))
}

fn all_known(expression: &TemplateExpr, known: &BTreeSet<String>) -> Result<(), String> {
    match expression.names().into_iter().find(|name| !known.contains(name)) {
        Some(missing) => Err(format!("the name `{missing}` is not known here")),
        None => Ok(()),
    }
}

/// A number that differs for every item: FNV-1a over its name. Templates that share a seed draw unlike numbers.
pub fn fingerprint(reference: &ItemRef) -> u64 {
    reference
        .to_string()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(numbers: &[&str], conditions: &[&str]) -> Template {
        let list = |lines: &[&str]| serde_json::to_string(lines).expect("JSON");
        let text = format!(
            r#"{{"id":"t","version":1,"level":1,"kind":"number","seconds":9,"ask":{{"lt":"a","en":"a"}},"let":{},"where":{}}}"#,
            list(numbers),
            list(conditions)
        );
        serde_json::from_str(&text).expect("a template")
    }

    fn reference(seed: u64) -> ItemRef {
        ItemRef { skill: "s".into(), template: "t".into(), version: 1, seed }
    }

    #[test]
    fn equal_seeds_draw_equal_numbers_and_conditions_hold() {
        let template = template(&["a = int(2, 9)", "b = int(-9, 9)", "c = a*b"], &["b != 0", "c > 10 or c < 0"]);
        let lines = Lines::of(&template).expect("lines");
        let mut seen = BTreeSet::new();
        for seed in 0..200 {
            let drawn = lines.draw(&reference(seed)).expect("numbers");
            assert_eq!(lines.draw(&reference(seed)).expect("numbers"), drawn);
            assert!(drawn.draws >= 1);
            assert_eq!(drawn.values.number("a*b - c"), Ok(Number::zero()));
            assert_eq!(drawn.values.holds("b != 0 and (c > 10 or c < 0)"), Ok(true));
            seen.insert(format!("{:?}", drawn.values.by_name()));
        }
        assert!(seen.len() > 40, "{}", seen.len());
        assert_eq!(fingerprint(&reference(1)), 0x68ec_7813_e631_8ea2);
    }

    #[test]
    fn a_faulty_line_is_told() {
        let told = |numbers: &[&str], conditions: &[&str]| {
            let template = template(numbers, conditions);
            let fault = Lines::of(&template).and_then(|lines| lines.draw(&reference(1))).err();
            fault.map(|fault| fault.to_string()).unwrap_or_default()
        };
        assert_eq!(told(&["a = 2*b"], &[]), "the line `a = 2*b`: the name `b` is not known here");
        assert_eq!(told(&["a = 2"], &["a == 3"]), "no numbers fit the conditions in 800 draws");
        assert_eq!(told(&["a = 1/0"], &[]), "no numbers fit the conditions in 800 draws");
        assert!(told(&["2 = a"], &[]).starts_with("the line `2 = a`"));
        assert!(told(&["a = foo(2)"], &[]).starts_with("the line `a = foo(2)`"));
    }
}
