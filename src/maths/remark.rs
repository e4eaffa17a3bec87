//! What the reader has to say about a text: where, what is missing, and what to do about it. Not: whether an answer is
//! right.

use crate::base::Lang;
use std::ops::Range;

/// A reading: what was understood, if all of it was, and remarks. Reading never fails in any other way.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<T> {
    /// What was read; nothing if a remark of the list stood in the way.
    pub value: Option<T>,
    /// What stood in the way, in the order of the text.
    pub remarks: Vec<Remark>,
}

impl<T> Reading<T> {
    /// The same remarks over another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Reading<U> {
        Reading { value: self.value.map(change), remarks: self.remarks }
    }

    /// The value, or the first remark.
    pub fn into_result(self) -> Result<T, Remark> {
        match (self.value, self.remarks.into_iter().next()) {
            (Some(value), _) => Ok(value),
            (None, Some(remark)) => Err(remark),
            (None, None) => Err(Remark { at: 0..0, near: String::new(), kind: RemarkKind::Empty }),
        }
    }
}

/// So many characters are quoted at most.
const QUOTED_MAX: usize = 40;

/// A remark on a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The place, in bytes of the text that was read.
    pub at: Range<usize>,
    /// The text next to the place, to be quoted: what stands before it, or the piece itself.
    pub near: String,
    /// What is the matter.
    pub kind: RemarkKind,
}

/// What can be the matter with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// Nothing was typed.
    Empty,
    /// More characters than the bound.
    TooLong(usize),
    /// A number with more digits than the bound.
    TooManyDigits(usize),
    /// Brackets within brackets beyond the bound.
    TooDeep,
    /// An exponent or a degree beyond the bound.
    ExponentTooBig(i64),
    /// A number in it grows beyond all bounds.
    TooBig,
    /// A bracket is not closed; the one that is missing.
    MissingClose(char),
    /// A closing bracket without its partner.
    UnexpectedClose(char),
    /// Nothing stands between brackets.
    EmptyBrackets,
    /// Something is missing after `near`.
    MissingAfter,
    /// Something is missing before `near`.
    MissingBefore,
    /// Two numbers or a letter and a number side by side, without a sign between.
    MissingSign,
    /// A letter with a digit behind: a power or a product?
    LetterThenNumber,
    /// A character that does not belong here.
    UnknownCharacter,
    /// A sign that does not belong here.
    UnexpectedSign,
    /// More than one decimal comma in a number.
    TwoCommas,
    /// ± where only one value can stand.
    PlusMinus,
    /// A letter where a number is asked for.
    LetterInNumber,
    /// Division by zero, a root of a negative number ...
    NoValue,
    /// An equation is asked for.
    NotAnEquation,
    /// An inequality is asked for.
    NotAnInequality,
    /// An equation was typed where an expression is asked for.
    NotAnExpression,
    /// An interval is asked for.
    NotAnInterval,
    /// The left end of an interval is greater than the right one.
    EndsReversed,
    /// A square bracket at infinity.
    InfinityClosed,
    /// Ends of an interval or coordinates without a semicolon between.
    MissingSemicolon,
    /// Two numbers are asked for.
    NotAPair,
    /// A ratio as 3 : 2 is asked for.
    NotARatio,
    /// Only one number is asked for.
    NotANumber,
    /// The same letter stands for two things, or a set names two letters.
    MixedLetters,
    /// Units that do not add up: metres and hours.
    MixedUnits,
    /// A unit that is not known.
    UnknownUnit,
    /// A time is asked for.
    NotATime,
    /// A bare number where the unit is part of the answer.
    MissingUnit,
    /// sin⁻¹ x: the arc sine, or one over the sine?
    InverseOrPower,
    /// 2,3 where two numbers are asked for: one decimal, or two numbers?
    CommaOrSemicolon,
    /// A name that the template does not know.
    UnknownName(String),
    /// A function of templates with a wrong number of arguments.
    WrongArguments(String),
    /// Quotation marks or a brace of a template are not closed.
    NotClosed(char),
}

impl Remark {
    /// What is quoted: of a long piece its end, where something is the matter.
    fn shown(&self) -> String {
        let count = self.near.chars().count();
        if count <= QUOTED_MAX {
            self.near.clone()
        } else {
            format!("…{}", self.near.chars().skip(count - QUOTED_MAX).collect::<String>())
        }
    }

    /// The remark as a sentence that names the place and the remedy.
    pub fn sentence(&self, lang: Lang) -> String {
        let near = &self.shown();
        let lt = lang == Lang::Lt;
        let (lithuanian, english) = match &self.kind {
            RemarkKind::Empty => ("Įrašyk atsakymą.".to_owned(), "Type an answer.".to_owned()),
            RemarkKind::TooLong(bound) => (
                format!("Įrašas per ilgas: tilps ne daugiau kaip {bound} ženklų. Sutrumpink jį."),
                format!("This is too long: at most {bound} characters fit. Shorten it."),
            ),
            RemarkKind::TooManyDigits(bound) => (
                format!("Skaičius {near} per ilgas: rašyk ne daugiau kaip {bound} skaitmenų."),
                format!("The number {near} is too long: use at most {bound} digits."),
            ),
            RemarkKind::TooDeep => (
                "Per daug skliaustų skliaustuose. Užrašyk paprasčiau.".to_owned(),
                "There are too many brackets within brackets. Write it more simply.".to_owned(),
            ),
            RemarkKind::ExponentTooBig(bound) => (
                format!("Laipsnio rodiklis {near} per didelis: rašyk ne didesnį kaip {bound}."),
                format!("The exponent {near} is too big: use at most {bound}."),
            ),
            RemarkKind::TooBig => (
                format!("Čia susidaro per didelis skaičius: {near}. Patikrink laipsnių rodiklius."),
                format!("The number grows too big here: {near}. Check the exponents."),
            ),
            RemarkKind::MissingClose('|') => (
                format!("Trūksta modulio ženklo | po {near}."),
                format!("The sign | that ends the absolute value is missing after {near}."),
            ),
            RemarkKind::MissingClose(_) => {
                (format!("Trūksta skliausto po {near}."), format!("A closing bracket is missing after {near}."))
            }
            RemarkKind::UnexpectedClose(bracket) => (
                format!("Skliaustas {bracket} čia per daug: ištrink jį arba įrašyk jo porą prieš jį."),
                format!("The bracket {bracket} has no partner: delete it, or open one before it."),
            ),
            RemarkKind::EmptyBrackets => (
                format!("Tarp skliaustų {near} nieko nėra. Įrašyk, ko trūksta."),
                format!("There is nothing between the brackets {near}. Type what is missing."),
            ),
            RemarkKind::MissingAfter => (
                format!("Po {near} dar kažko trūksta. Užbaik arba ištrink, kas nebaigta."),
                format!("Something is still missing after {near}. Finish it, or delete what is unfinished."),
            ),
            RemarkKind::MissingBefore => (
                format!("Prieš {near} kažko trūksta. Įrašyk, ko trūksta, arba ištrink {near}."),
                format!("Something is missing before {near}. Type it or delete {near}."),
            ),
            RemarkKind::MissingSign => (
                format!("Čia trūksta veiksmo ženklo: {near}. Įrašyk jį, pavyzdžiui, + arba ·."),
                format!("A sign of operation is missing here: {near}. Type one, such as + or ·."),
            ),
            RemarkKind::LetterThenNumber => (
                format!("Neaišku, ką reiškia {near}: laipsnį rašyk su ^ (pvz., x^2), sandaugą – su * (x*2)."),
                format!("It is not clear what {near} means: write a power with ^ (as x^2), a product with * (x*2)."),
            ),
            RemarkKind::UnknownCharacter => (
                format!("Ženklas {near} čia netinka. Ištrink jį arba pakeisk kitu."),
                format!("The character {near} does not belong here. Delete or replace it."),
            ),
            RemarkKind::UnexpectedSign if near == ";" => (
                "Kabliataškio čia nereikia: užrašyk vieną atsakymą.".to_owned(),
                "No semicolon is needed here: write one answer.".to_owned(),
            ),
            RemarkKind::UnexpectedSign => (
                format!("Ženklas {near} čia netikėtas. Ištrink jį arba įrašyk, ko trūksta prieš jį."),
                format!("The sign {near} is unexpected here. Delete it, or type what is missing before it."),
            ),
            RemarkKind::TwoCommas => (
                format!("Skaičiuje {near} per daug kablelių ar taškų. Kelis skaičius skirk kabliataškiu."),
                format!("There are too many commas or points in {near}. Put semicolons between several numbers."),
            ),
            RemarkKind::PlusMinus => (
                "Ženklas ± reiškia dvi reikšmes. Čia rašyk vieną: su + arba su −.".to_owned(),
                "The sign ± means two values. Write one of them here, with + or −.".to_owned(),
            ),
            RemarkKind::LetterInNumber => (
                format!("Čia reikia skaičiaus, o {near} yra raidė. Įrašyk skaičių."),
                format!("A number is needed here, but {near} is a letter. Type a number."),
            ),
            RemarkKind::NoValue if near.contains('∞') => (
                "Čia reikia skaičiaus, o ∞ nėra skaičius. Įrašyk skaičių.".to_owned(),
                "A number is needed here, and ∞ is not one. Type a number.".to_owned(),
            ),
            RemarkKind::NoValue => (
                format!(
                    "Reiškinys {near} neturi reikšmės. Patikrink, ar nedaliji iš nulio ir ar šaknys, logaritmai ir kitos \
                     funkcijos čia apibrėžtos."
                ),
                format!(
                    "{near} has no value. Check for a division by zero, and whether its roots, logarithms and other \
                     functions are defined."
                ),
            ),
            RemarkKind::NotAnEquation => (
                "Čia reikia lygties: parašyk abi puses, o tarp jų – vieną ženklą =.".to_owned(),
                "An equation is needed here: write both sides with one = between them.".to_owned(),
            ),
            RemarkKind::NotAnInequality => (
                "Čia reikia nelygybės: naudok vieną iš ženklų <, >, ≤, ≥.".to_owned(),
                "An inequality is needed here: use one of the signs <, >, ≤, ≥.".to_owned(),
            ),
            RemarkKind::NotAnExpression => (
                format!("Čia reikia reiškinio be ženklo {near}."),
                format!("An expression without the sign {near} is needed here."),
            ),
            RemarkKind::NotAnInterval => (
                "Čia reikia intervalo, pavyzdžiui, [2; 5), arba nelygybės, pavyzdžiui, x ≥ 2.".to_owned(),
                "An interval such as [2; 5) or an inequality such as x ≥ 2 is needed here.".to_owned(),
            ),
            RemarkKind::EndsReversed => (
                format!("Intervale {near} pirmiau rašyk mažesnįjį skaičių."),
                format!("Write the smaller number first in the interval {near}."),
            ),
            RemarkKind::InfinityClosed => (
                "Prie ∞ visada rašomas lenktinis skliaustas: ∞ nėra skaičius.".to_owned(),
                "At ∞ the bracket is always round: ∞ is not a number.".to_owned(),
            ),
            RemarkKind::MissingSemicolon => (
                format!("Tarp dviejų skaičių rašyk kabliataškį: {near}."),
                format!("Put a semicolon between the two numbers: {near}."),
            ),
            RemarkKind::NotAPair => (
                "Čia reikia dviejų skaičių, pavyzdžiui, (2; 3).".to_owned(),
                "Two numbers such as (2; 3) are needed here.".to_owned(),
            ),
            RemarkKind::NotARatio => (
                "Čia reikia santykio, pavyzdžiui, 3 : 2.".to_owned(),
                "A ratio such as 3 : 2 is needed here.".to_owned(),
            ),
            RemarkKind::NotANumber => (
                "Čia reikia vieno skaičiaus. Palik tik jį.".to_owned(),
                "One number is needed here. Leave only that.".to_owned(),
            ),
            RemarkKind::MixedLetters => (
                "Visus sprendinius rašyk su ta pačia raide.".to_owned(),
                "Use the same letter for all solutions.".to_owned(),
            ),
            RemarkKind::MixedUnits => (
                format!("Vienetas {near} čia nedera su kitu: sudėti galima tik to paties dydžio vienetus."),
                format!("The unit {near} does not go with the other: only units of one kind add up."),
            ),
            RemarkKind::UnknownUnit => (
                format!("Vieneto {near} nepažįstu. Užrašyk jį sutrumpintai, pavyzdžiui, cm, kg, val."),
                format!("The unit {near} is not known. Write its symbol, such as cm, kg or h."),
            ),
            RemarkKind::NotATime => (
                "Čia reikia laiko, pavyzdžiui, 2 val. 30 min arba 14:30.".to_owned(),
                "A time such as 2 h 30 min or 14:30 is needed here.".to_owned(),
            ),
            RemarkKind::MissingUnit => (
                format!("Po {near} parašyk ir matavimo vienetą."),
                format!("Write the unit of measure after {near}, too."),
            ),
            RemarkKind::InverseOrPower => (
                "Neaišku, ką reiškia laipsnio rodiklis −1 prie funkcijos: rašyk arcsin x arba 1/sin x.".to_owned(),
                "It is not clear what the exponent −1 of a function means: write arcsin x or 1/sin x.".to_owned(),
            ),
            RemarkKind::CommaOrSemicolon => (
                format!("Neaišku, ar {near} yra vienas skaičius, ar keli. Kelis skaičius skirk kabliataškiu: 2; 3."),
                format!(
                    "It is not clear whether {near} is one number or several. Put semicolons between several: 2; 3."
                ),
            ),
            RemarkKind::UnknownName(name) => (
                format!("Vardas {name} nežinomas. Patikrink, kaip jis parašytas."),
                format!("The name {name} is not known. Check its spelling."),
            ),
            RemarkKind::WrongArguments(name) => (
                format!("Funkcijai {name} duota ne tiek skaičių, kiek reikia. Patikrink jos skliaustus."),
                format!("The function {name} takes another number of arguments. Check its brackets."),
            ),
            RemarkKind::NotClosed(sign) => {
                (format!("Trūksta ženklo {sign} po {near}."), format!("The sign {sign} is missing after {near}."))
            }
        };
        if lt { lithuanian } else { english }
    }
}
