//! Texts with formulas: what an author wrote, as blocks that a screen can draw. Nothing of Markdown but `- ` lists,
//! `**bold**` and formulas between `$...$`; a new line starts a new paragraph.
//!
//! Numbers are put into the places `{...}` on the way: inside a formula by `maths`, outside here, counted nouns
//! included. Reading never fails: what cannot be read stays as it was written, and a [`TextFault`] tells of it.

use super::draw::Values;
use crate::base::{Lang, Text, plural_form};
use crate::maths::{self, Display, Number, NumberStyle};
use std::sync::Arc;

/// A text as blocks, from top to bottom.
pub type Rich = Vec<Block>;

/// A block of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; each item is a line.
    List(Vec<Vec<Inline>>),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Text of weight.
    Strong(String),
    /// A formula.
    Formula(Display),
}

/// What is wrong with a text, in a sentence for its author.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextFault(pub String);

/// A text in both languages with the numbers that belong into it. Nothing is read before it is asked for, so hints
/// that nobody opens cost nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    text: Text,
    values: Arc<Values>,
    /// Shown letter by letter: the text may quote what a pupil typed, so nothing in it is a sign of ours.
    verbatim: bool,
}

impl Words {
    /// This text with these numbers.
    pub fn new(text: Text, values: Arc<Values>) -> Self {
        Self { text, values, verbatim: false }
    }

    /// A text without numbers to put in.
    pub fn plainly(lt: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Text::new(lt, en), Arc::default())
    }

    /// A text that is shown letter by letter, whatever signs it holds.
    pub fn verbatim(lt: impl Into<String>, en: impl Into<String>) -> Self {
        Self { verbatim: true, ..Self::plainly(lt, en) }
    }

    /// The blocks in `lang`, numbers put in.
    pub fn rich(&self, lang: Lang) -> Rich {
        self.read(lang).0
    }

    /// The blocks and everything that could not be read.
    pub fn read(&self, lang: Lang) -> (Rich, Vec<TextFault>) {
        if self.verbatim {
            let text = self.text.get(lang).to_owned();
            return (vec![Block::Paragraph(vec![Inline::Text(text)])], Vec::new());
        }
        let mut reader = Reader { values: &self.values, lang, faults: Vec::new() };
        let blocks = reader.blocks(self.text.get(lang));
        (blocks, reader.faults)
    }

    /// Whether it says the same in both languages: a formula, or a bare number.
    pub(super) fn is_same_in_both(&self) -> bool {
        self.text.lt == self.text.en
    }

    /// The text as it was written, numbers not put in.
    pub(super) fn source(&self, lang: Lang) -> &str {
        self.text.get(lang)
    }

    /// Another text with the same numbers.
    pub(super) fn with_text(&self, lt: String, en: String) -> Self {
        Self { text: Text { lt, en }, ..self.clone() }
    }

    /// As plain text, formulas as one would type them.
    pub fn plain(&self, lang: Lang) -> String {
        plain(&self.rich(lang))
    }
}

/// The formulas in a text, in the order of reading.
pub fn formulas(blocks: &[Block]) -> Vec<&Display> {
    let lines = blocks.iter().flat_map(|block| match block {
        Block::Paragraph(line) => std::slice::from_ref(line),
        Block::List(items) => items.as_slice(),
    });
    let mut found = Vec::new();
    for piece in lines.flatten() {
        if let Inline::Formula(formula) = piece {
            found.push(formula);
        }
    }
    found
}

/// A text without numbers to put in, such as an explanation.
pub fn rich(text: &str) -> Rich {
    Reader { values: &Values::new(), lang: Lang::Lt, faults: Vec::new() }.blocks(text)
}

/// Blocks as plain text: a line a paragraph, `- ` before the items of a list, formulas as one would type them.
pub fn plain(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(line) => lines.push(plain_line(line)),
            Block::List(items) => lines.extend(items.iter().map(|line| format!("- {}", plain_line(line)))),
        }
    }
    lines.join("\n")
}

fn plain_line(line: &[Inline]) -> String {
    line.iter()
        .map(|piece| match piece {
            Inline::Text(text) | Inline::Strong(text) => text.clone(),
            Inline::Formula(formula) => formula.plain(),
        })
        .collect()
}

/// Signs that may stand alone between dollar signs, as typed and as shown.
const SIGNS: [(&str, &str); 24] = [
    ("=", "="),
    ("!=", "≠"),
    ("≠", "≠"),
    ("<", "<"),
    (">", ">"),
    ("<=", "≤"),
    ("≤", "≤"),
    (">=", "≥"),
    ("≥", "≥"),
    ("+", "+"),
    ("-", "−"),
    ("−", "−"),
    ("*", "·"),
    ("·", "·"),
    (":", ":"),
    ("(", "("),
    (")", ")"),
    ("[", "["),
    ("]", "]"),
    ("%", "%"),
    ("^", "^"),
    ("∪", "∪"),
    ("∩", "∩"),
    ("±", "±"),
];

struct Reader<'a> {
    values: &'a Values,
    lang: Lang,
    faults: Vec<TextFault>,
}

impl Reader<'_> {
    fn blocks(&mut self, text: &str) -> Rich {
        let mut blocks = Rich::new();
        let mut list_open = false;
        for line in text.lines().map(str::trim) {
            if line.is_empty() {
                list_open = false;
                continue;
            }
            let Some(item) = line.strip_prefix("- ") else {
                list_open = false;
                blocks.push(Block::Paragraph(self.line(line)));
                continue;
            };
            let item = self.line(item);
            match blocks.last_mut() {
                Some(Block::List(items)) if list_open => items.push(item),
                _ => blocks.push(Block::List(vec![item])),
            }
            list_open = true;
        }
        blocks
    }

    fn line(&mut self, line: &str) -> Vec<Inline> {
        let mut pieces: Vec<Inline> = Vec::new();
        let mut strong = false;
        for (at, part) in line.split('$').enumerate() {
            if at % 2 == 1 {
                pieces.push(self.formula(part));
                continue;
            }
            for (nth, text) in part.split("**").enumerate() {
                if nth > 0 {
                    strong = !strong;
                }
                if !text.is_empty() {
                    let after_formula = nth == 0 && at > 0;
                    let text = bind_units(&self.fill(text), after_formula);
                    pieces.push(if strong { Inline::Strong(text) } else { Inline::Text(text) });
                }
            }
        }
        if line.matches('$').count() % 2 == 1 {
            self.faults.push(TextFault(format!("a `$` has no partner in “{line}”")));
        }
        if strong {
            self.faults.push(TextFault(format!("a `**` has no partner in “{line}”")));
        }
        pieces
    }

    fn formula(&mut self, source: &str) -> Inline {
        // A sign that is spoken about is no formula.
        if let Some((_, sign)) = SIGNS.iter().find(|(typed, _)| *typed == source.trim()) {
            return Inline::Text((*sign).to_owned());
        }
        match display(source, self.values) {
            Ok(formula) => Inline::Formula(formula),
            Err(fault) => {
                self.faults.push(fault);
                Inline::Text(source.to_owned())
            }
        }
    }

    /// Puts the numbers into plain text.
    fn fill(&mut self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            filled.push_str(&rest[..open]);
            let Some(length) = rest[open..].find('}') else {
                self.faults.push(TextFault(format!("a brace is not closed in “{text}”")));
                filled.push_str(&rest[open..]);
                return filled;
            };
            let hole = &rest[open + 1..open + length];
            match self.hole(hole) {
                Ok(number) => filled.push_str(&number),
                Err(what) => {
                    self.faults.push(TextFault(format!("`{{{hole}}}` in “{text}”: {what}")));
                    filled.push_str(&rest[open..=open + length]);
                }
            }
            rest = &rest[open + length + 1..];
        }
        filled.push_str(rest);
        filled
    }

    /// What stands in braces outside formulas: a number, or the form of a noun that goes with one.
    fn hole(&self, hole: &str) -> Result<String, String> {
        if let Some((number, forms)) = hole.split_once('#') {
            let number = self.values.number(number)?;
            let forms: Vec<&str> = forms.split('|').map(str::trim).collect();
            let wanted = if self.lang == Lang::Lt { 4 } else { 2 };
            if forms.len() != wanted {
                return Err(format!("{wanted} forms of the noun are wanted, {} are given", forms.len()));
            }
            let form = plural_form(self.lang, whole_size(&number));
            return Ok(forms.get(form).copied().unwrap_or_default().to_owned());
        }
        let (number, style) = match hole.rsplit_once(':') {
            Some((number, "fraction")) => (number, NumberStyle::Fraction),
            Some((number, "mixed")) => (number, NumberStyle::Mixed),
            Some((number, "decimal")) => (number, NumberStyle::Decimal),
            _ => (hole, NumberStyle::Decimal),
        };
        Ok(maths::print_number(&self.values.number(number)?, style))
    }
}

/// Words that stay on the line of the number before them.
const UNITS: [&str; 36] = [
    "%", "‰", "°", "°C", "Eur", "ct", "mm", "cm", "dm", "m", "km", "mm²", "cm²", "dm²", "m²", "km²", "ha", "a", "cm³",
    "dm³", "m³", "ml", "l", "mg", "g", "kg", "t", "s", "min", "h", "km/h", "m/s", "kB", "MB", "GB", "val.",
];

/// Puts a space where no line breaks between a number and its unit. `after_formula`: a formula stands before the text.
fn bind_units(text: &str, after_formula: bool) -> String {
    let mut bound = String::with_capacity(text.len());
    let mut after_number = after_formula;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or("");
        let word = rest.split(|c: char| c.is_whitespace() || ",.;:?!)–".contains(c)).next().unwrap_or("");
        let is_unit = UNITS.contains(&word) || word == "val";
        bound.push(if c == ' ' && after_number && is_unit { '\u{a0}' } else { c });
        after_number = c.is_ascii_digit();
    }
    bound
}

/// The size of a whole number, for counting nouns.
fn whole_size(number: &Number) -> Option<u64> {
    let size = number.abs();
    // Only the last two digits decide, so numbers beyond 64 bits may lose their front.
    size.is_integer().then(|| size.to_i64().map_or(100, i64::unsigned_abs))
}

/// A formula with its numbers put in.
pub(super) fn display(source: &str, values: &Values) -> Result<Display, TextFault> {
    let fault = |what: String| TextFault(format!("the formula `{source}`: {what}"));
    let read = maths::read_display(source).into_result().map_err(|remark| fault(remark.sentence(Lang::En)))?;
    values.put_into(&read).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, numbers: &[(&str, &str)]) -> Words {
        let mut values = Values::new();
        for (name, value) in numbers {
            let value = values.number(value).expect("a number");
            values.insert(name, value);
        }
        Words::new(Text::new(text, text), Arc::new(values))
    }

    #[test]
    fn numbers_stand_as_a_person_writes_them() {
        let check = |lang: Lang, text: &str, numbers: &[(&str, &str)], shown: &str| {
            let (blocks, faults) = words(text, numbers).read(lang);
            assert_eq!((plain(&blocks).as_str(), faults), (shown, vec![]), "{text}");
        };
        check(Lang::Lt, "{n} Eur", &[("n", "12500")], "12\u{202f}500\u{a0}Eur");
        check(Lang::Lt, "Rask ${n} %$ skaičiaus ${m}$.", &[("n", "15"), ("m", "-3")], "Rask 15\u{a0}% skaičiaus −3.");
        check(Lang::Lt, "{n} ir {n:fraction} ir {n + 1:mixed}", &[("n", "3/4")], "0,75 ir 3/4 ir 1 3/4");
        check(Lang::Lt, "{1/3}", &[], "1/3");
        check(Lang::Lt, "${a}x + {b}$", &[("a", "1"), ("b", "-3")], "x − 3");
        let apples = "{n} {n # obuolys | obuoliai | obuolio | obuolių}";
        for (n, shown) in [
            ("1", "1 obuolys"),
            ("2", "2 obuoliai"),
            ("3/2", "1,5 obuolio"),
            ("11", "11 obuolių"),
            ("21", "21 obuolys"),
        ] {
            check(Lang::Lt, apples, &[("n", n)], shown);
        }
        check(Lang::En, "{n} {n # apple | apples}", &[("n", "1")], "1 apple");
        check(Lang::Lt, "$5$ km, $5$ metrai, 7 m.", &[], "5\u{a0}km, 5 metrai, 7\u{a0}m.");
        check(Lang::Lt, "Ženklas $<$ arba $>=$", &[], "Ženklas < arba ≥");
    }

    #[test]
    fn blocks_are_paragraphs_and_lists() {
        let read = rich("Pirma **svarbu** $x^2$.\n\nAntra:\n- viena\n- kita\nTrečia");
        assert_eq!(plain(&read), "Pirma svarbu x².\nAntra:\n- viena\n- kita\nTrečia");
        assert!(
            matches!(read.as_slice(), [Block::Paragraph(_), Block::Paragraph(_), Block::List(items), Block::Paragraph(_)] if items.len() == 2)
        );
        assert!(
            matches!(read.first(), Some(Block::Paragraph(line)) if line.contains(&Inline::Strong("svarbu".into())))
        );
        assert_eq!(formulas(&read).len(), 1);
    }

    #[test]
    fn a_faulty_text_is_told_and_still_shown() {
        for (text, told) in [
            ("kaina $5", "a `$` has no partner"),
            ("**svarbu", "a `**` has no partner"),
            ("{n", "a brace is not closed"),
            ("{n}", "`{n}` in"),
            ("{2 # vienas | du}", "4 forms of the noun are wanted, 2 are given"),
            ("$2 +$", "the formula `2 +`"),
        ] {
            let (blocks, faults) = words(text, &[]).read(Lang::Lt);
            assert!(faults.iter().any(|fault| fault.0.contains(told)), "{text}: {faults:?}");
            assert!(!blocks.is_empty());
        }
        let quoted = Words::verbatim("Po {$** trūksta", "After {$**").read(Lang::Lt);
        assert_eq!((plain(&quoted.0).as_str(), quoted.1), ("Po {$** trūksta", vec![]));
    }
}
