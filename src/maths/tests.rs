//! Tables of what pupils type: *shape, form | key | typed | verdict*, checked the way the app judges.

use super::form::{Form, FormCheck, check_as_written as check};
use super::{AnswerShape, Equality, Value, read_answer, same_value};
use crate::base::Lang;

/// What judging comes to: "right", "wrong", "undecided", "unreadable: first words of the remark" or "form: remark".
fn judge(shape: AnswerShape, form: &Form, key: &str, typed: &str) -> String {
    let read = |text: &str| read_answer(shape, text).into_result();
    let key = match read(key) {
        Ok(key) => key,
        Err(remark) => return format!("key: {}", remark.sentence(Lang::Lt)),
    };
    let typed = match read(typed) {
        Ok(typed) => typed,
        Err(remark) => return format!("unreadable: {}", remark.sentence(Lang::Lt)),
    };
    if !matches!(form, Form::DecimalPlaces(_) | Form::SignificantFigures(_)) {
        assert_eq!(check(form, &key, &key), FormCheck::Fine, "a key has its own form");
    }
    assert_eq!(same_value(&typed, &key), same_value(&key, &typed), "equality is symmetric");
    match same_value(&typed, &key) {
        Equality::Different => "wrong".to_owned(),
        Equality::Undecided => "undecided".to_owned(),
        Equality::Same => match check(form, &typed, &key) {
            FormCheck::Fine => "right".to_owned(),
            FormCheck::NotYet(remark) => format!("form: {}", remark.sentence(Lang::Lt)),
        },
    }
}

fn table(shape: AnswerShape, form: Form, rows: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (key, typed, verdict) in rows {
        let found = judge(shape, &form, key, typed);
        if !found.starts_with(verdict) {
            wrong.push(format!("{key} | {typed} | {verdict} but {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn numbers() {
    table(
        AnswerShape::Number,
        Form::Any,
        &[
            ("0,5", "0.5", "right"),
            ("0,5", "1/2", "right"),
            ("0,5", ",5", "unreadable"),
            ("0,5", ".5", "right"),
            ("0,5", "50%", "right"),
            ("0,5", "½", "right"),
            ("0,005", "½ %", "right"),
            ("0,005", "1/2 %", "right"),
            ("0,025", "2 1/2 %", "right"),
            ("2,5", "2½", "right"),
            ("2,5", "2 1/2", "right"),
            ("2,5", "5/2", "right"),
            ("2,5", "5:2", "right"),
            ("2,5", "5÷2", "right"),
            ("2,5", "2,50", "right"),
            ("2,5", "+2,5", "right"),
            ("-2,5", "−2 1/2", "right"),
            ("-2,5", "–2,5", "right"),
            ("-2,5", "- 2,5", "right"),
            ("-2,5", "(-2,5)", "right"),
            ("-2,5", "5/-2", "right"),
            ("7/3", "2 1/3", "right"),
            ("7/3", "2,33", "wrong"),
            ("1/3", "0,33", "wrong"),
            ("1/3", "0,(3)", "right"),
            ("1/6", "0,1(6)", "right"),
            ("12500", "12 500", "right"),
            ("12500", "12\u{a0}500", "right"),
            ("12500", "12\u{202f}500", "right"),
            ("12500", "12500,0", "right"),
            ("1234567", "1 234 567", "right"),
            ("12500", "12.500", "wrong"),
            ("1,234", "1,234", "right"),
            ("5", "x=5", "right"),
            ("5", "x = 5", "right"),
            ("5", "X = 5", "right"),
            ("5", "5 = x", "right"),
            ("5", "x₁ = 5", "right"),
            ("5", "x1=5", "right"),
            ("5", "f(3) = 5", "right"),
            ("5", "= 5", "right"),
            ("5", "Ats.: 5", "right"),
            ("5", "Ats. 5", "right"),
            ("5", "Atsakymas: 5", "right"),
            ("5", "Answer: 5.", "right"),
            ("5", "5.", "right"),
            ("5", " 5 ", "right"),
            ("5", "5 cm", "right"),
            ("5", "5cm", "right"),
            ("5", "5 cm²", "right"),
            ("5", "5 cm^2", "right"),
            ("5", "5 km/h", "right"),
            ("5", "5 Eur", "right"),
            ("5", "5 €", "right"),
            ("5", "5€", "right"),
            ("5", "5 eurai", "right"),
            ("5", "5 obuoliai", "right"),
            ("5", "5 dideli obuoliai", "right"),
            ("5", "5 val.", "right"),
            ("5", "5 m", "right"),
            ("70", "70°", "right"),
            ("70", "70 °C", "right"),
            ("1/2", "sin 30°", "right"),
            ("1/2", "sin(30°)", "right"),
            ("2√3", "√12", "right"),
            ("2√3", "2·√3", "right"),
            ("2√3", "sqrt(12)", "right"),
            ("2√3", "2sqrt3", "right"),
            ("2√3", "√3·2", "right"),
            ("2√3", "3,46", "wrong"),
            ("√2/2", "1/√2", "right"),
            ("√2/2", "√(1/2)", "right"),
            ("√5+√2", "3/(√5-√2)", "right"),
            ("1+√2", "√(3+2√2)", "right"),
            ("1+√2", "√(3+2√3)", "wrong"),
            ("3", "√9", "right"),
            ("2", "∛8", "right"),
            ("-2", "∛(-8)", "right"),
            ("4", "8^(2/3)", "right"),
            ("25π", "25 pi", "right"),
            ("25π", "π·5^2", "right"),
            ("25π", "78,54", "wrong"),
            ("2", "lg 100", "right"),
            ("3", "log_2(8)", "unreadable"),
            ("3", "log2(8)", "right"),
            ("3", "ln 8 / ln 2", "right"),
            ("1/2", "sin π/6", "right"),
            ("-1/2", "cos 2π/3", "right"),
            ("2^10", "1024", "right"),
            ("1/8", "2^-3", "right"),
            ("1/8", "2⁻³", "right"),
            ("-9", "-3^2", "right"),
            ("9", "(-3)^2", "right"),
            ("512", "2^3^2", "right"),
            ("45000", "4,5·10^4", "right"),
            ("45000", "4,5*10⁴", "right"),
            ("45000", "4,5x10^4", "unreadable: Neaišku, ką reiškia x10"),
            ("0,00012", "1,2·10^-4", "right"),
            ("24", "4!", "unreadable"),
            ("6", "2(3)", "right"),
            ("6", "(2)(3)", "right"),
            ("2", "12:3:2", "right"),
            ("8", "12:3·2", "right"),
            ("1", "4·-1/-4", "right"),
            ("5", "", "unreadable: Įrašyk atsakymą."),
            ("5", "   ", "unreadable: Įrašyk atsakymą."),
            ("5", "3 + 2", "right"),
            ("5", "(3 + 2", "unreadable: Trūksta skliausto po (3 + 2."),
            ("5", "3 + 2)", "unreadable: Skliaustas ) čia per daug"),
            ("5", "3 +", "unreadable: Po 3 + dar kažko trūksta."),
            ("5", "* 3", "unreadable: Prieš * kažko trūksta."),
            ("5", "()", "unreadable: Tarp skliaustų () nieko nėra"),
            ("5", "2 3", "unreadable: Trūksta veiksmo ženklo tarp 2 3."),
            ("5", "1,2,3", "unreadable: Skaičiuje 1,2,3 per daug kablelių"),
            ("5", "1.234,5", "unreadable: Skaičiuje 1.234,5"),
            ("5", "a", "unreadable: Čia reikia skaičiaus, o a yra raidė"),
            ("5", "2x", "unreadable: Čia reikia skaičiaus, o x yra raidė"),
            ("5", "1/0", "unreadable: Reiškinys 1/0 neturi reikšmės"),
            ("5", "√(-4)", "unreadable: Reiškinys √(-4) neturi reikšmės"),
            ("5", "0^0", "unreadable: Reiškinys"),
            ("5", "9^9^9^9", "unreadable: Čia susidaro per didelis skaičius"),
            ("5", "2^100000", "unreadable: Čia susidaro per didelis skaičius"),
            ("5", "2; 3", "unreadable: Čia reikia vieno skaičiaus."),
            ("5", "5 < 6", "unreadable: Čia reikia vieno skaičiaus."),
            ("5", "±5", "unreadable: Ženklas ±"),
            ("5", "∞", "unreadable"),
            ("5", "5 # 2", "unreadable: Ženklas # čia netinka"),
            ("5", "|-5|", "right"),
            ("5", "|2-7|", "right"),
            ("5", "||-5||", "right"),
            ("5", "|-5", "unreadable: Trūksta modulio ženklo"),
            ("13", "|2-|3-18||", "right"),
            ("6", "2|-3|", "right"),
        ],
    );
}

#[test]
fn forms_of_numbers() {
    table(
        AnswerShape::Number,
        Form::LowestTerms,
        &[
            ("3/4", "3/4", "right"),
            ("3/4", "6/8", "form: Dar suprastink trupmeną."),
            ("3/4", "0,75", "form: Užrašyk paprastąja trupmena."),
            ("3/4", "1 - 1/4", "form: Dar apskaičiuok"),
            ("-3/4", "-3/4", "right"),
            ("-3/4", "(-3)/4", "right"),
            ("-3/4", "3/(-4)", "form: Minuso ženklą"),
            ("7/3", "2 1/3", "right"),
            ("7/3", "2 2/6", "form: Dar suprastink"),
            ("5/2", "1 3/2", "form: Dar suprastink"),
            ("6", "6/1", "form"),
            ("6", "12/2", "form"),
            ("6", "6", "right"),
        ],
    );
    table(
        AnswerShape::Number,
        Form::StandardForm,
        &[
            ("4,5·10^4", "4,5·10^4", "right"),
            ("45000", "4,5*10⁴", "right"),
            ("45000", "45·10^3", "form: Prieš 10 laipsnį"),
            ("45000", "0,45·10^5", "form: Prieš 10"),
            ("45001", "45001", "right"),
            ("4,5·10^4", "45000", "form: Užrašyk standartine išraiška"),
            ("4,5·10^-4", "4,5·10^-4", "right"),
            ("4,5·10^-4", "4,5·10⁻⁴", "right"),
            ("4,5·10^-4", "4,5:10^4", "form"),
            ("-4,5·10^4", "-4,5·10^4", "right"),
            ("10^5", "1·10^5", "right"),
            ("4,5·10", "4,5·10^1", "right"),
            ("4,5·10^4", "4,5·10^3", "wrong"),
        ],
    );
    table(AnswerShape::Number, Form::Integer, &[("6", "6,0", "form"), ("6", "12/2", "form"), ("-6", "-6", "right")]);
    table(
        AnswerShape::Number,
        Form::Decimal,
        &[("0,75", "3/4", "form"), ("0,75", "0.75", "right"), ("-2", "-2", "right")],
    );
    table(
        AnswerShape::Number,
        Form::DecimalPlaces(2),
        &[
            ("2,5", "2,50", "right"),
            ("2,50", "2,5", "form: Suapvalink ir užrašyk taip, kad po kablelio būtų 2 skaitmenys"),
        ],
    );
    table(
        AnswerShape::Number,
        Form::SignificantFigures(3),
        &[("1,20", "1,20", "right"), ("1,2", "1,2", "form"), ("0,0120", "0,0120", "right"), ("1200", "1200", "right")],
    );
    table(
        AnswerShape::Number,
        Form::Simplest,
        &[
            ("2√3", "√12", "form: Dar iškelk dauginamąjį"),
            ("2√3", "2√3", "right"),
            ("2√3", "√3·2", "right"),
            ("3", "√9", "form"),
            ("5√2", "2√2+3√2", "form"),
            ("√2/2", "1/√2", "form: Panaikink šaknį"),
            ("√2/2", "(2√2)/4", "form: Dar suprastink"),
            ("1+√2", "√2+1", "right"),
            ("12", "3·4", "form: Dar apskaičiuok"),
            ("0,5", "1/2", "right"),
            ("0,5", "2/4", "form"),
            ("8", "2^3", "form"),
        ],
    );
    table(
        AnswerShape::Number,
        Form::SinglePower,
        &[
            ("2^7", "2^7", "right"),
            ("2^7", "2⁷", "right"),
            ("2^7", "128", "form: Užrašyk vienu laipsniu"),
            ("2^7", "2^3·2^4", "form"),
            ("2^6", "4^3", "right"),
            ("2^6", "(2^2)^3", "form"),
            ("2^6", "2^(2·3)", "form"),
            ("2^-3", "2^-3", "right"),
            ("2^-3", "1/2^3", "form"),
            ("(-2)^3", "(-2)^3", "right"),
            ("(2/3)^5", "(2/3)^5", "right"),
        ],
    );
}

#[test]
fn expressions() {
    table(
        AnswerShape::Expression,
        Form::Any,
        &[
            ("2x+3", "3+2x", "right"),
            ("2x+3", "2*x + 3", "right"),
            ("2x+3", "x·2+3", "right"),
            ("2x+3", "x2+3", "unreadable: Neaišku, ką reiškia x2"),
            ("2x+3", "2X+3", "right"),
            ("2x+3", "2y+3", "wrong"),
            ("2x+3", "y = 2x+3", "right"),
            ("2x+3", "2x+3=0", "unreadable"),
            ("2x+3", "2x+3,0", "right"),
            ("x^2", "x²", "right"),
            ("x^2", "xx", "right"),
            ("x^2", "x*x", "right"),
            ("x^2", "x**2", "right"),
            ("x^2", "2x", "wrong"),
            ("xy", "yx", "right"),
            ("2ab", "2ba", "right"),
            ("1/2x", "x/2", "right"),
            ("1/2x", "0,5x", "right"),
            ("1/2x", "1/(2x)", "wrong"),
            ("3x/4", "0,75x", "right"),
            ("4a", "12ab:3b", "right"),
            ("4a", "12ab/(3b)", "right"),
            ("(x+1)^2", "x^2+2x+1", "right"),
            ("(x+1)^2", "x^2+1", "wrong"),
            ("x+1", "(x^2-1)/(x-1)", "right"),
            ("|x|", "√(x^2)", "right"),
            ("x", "√(x^2)", "wrong"),
            ("x", "√x·√x", "right"),
            ("x√x", "√(x^3)", "right"),
            ("a√b", "√(a^2b)", "wrong"),
            ("|a|√b", "√(a^2b)", "right"),
            ("|x-1|", "|1-x|", "right"),
            ("√((x+1)^2)", "|x+1|", "right"),
            ("√((x+1)^2)", "x+1", "wrong"),
            ("x^5", "x^2·x^3", "right"),
            ("x^5", "x^7/x^2", "right"),
            ("x^-2", "1/x^2", "right"),
            ("x^-2", "-x^2", "wrong"),
            ("x^(-2)", "x⁻²", "right"),
            ("a^(n+2)", "a^n·a^2", "right"),
            ("2^(2n)", "4^n", "right"),
            ("2^(2n)", "2^n·2^n", "right"),
            ("2^(2n)", "2^(n+2)", "wrong"),
            ("(ab)^n", "a^n b^n", "right"),
            ("(x+1)^100", "(1+x)^100", "right"),
            ("(x+1)^100", "(1+x)^99", "wrong"),
            ("(x+y+z+t)^30", "(t+z+y+x)^30", "right"),
            ("sin(2x)", "2sin x cos x", "right"),
            ("sin2x", "sin(2x)", "right"),
            ("sin2x", "2 sin x", "wrong"),
            ("1", "sin²x + cos²x", "right"),
            ("tg x", "sin x/cos x", "right"),
            ("ln(x^2)", "2ln x", "right"),
            ("ln x + ln 2", "ln(2x)", "right"),
            ("2x", "2x + 0,0000001", "wrong"),
            ("x", "x/1", "right"),
            ("x", "x/0", "wrong"),
            ("-x^2", "-(x^2)", "right"),
            ("-x^2", "(-x)^2", "wrong"),
            ("-(x-4)", "4-x", "right"),
            ("2(x+5)", "2x+10", "right"),
            ("2(x+5)", "2x+5", "wrong"),
            ("12 500x", "12500x", "right"),
            ("1,2x", "1.2x", "right"),
            ("p/100·a", "ap/100", "right"),
            ("x", "xx", "wrong"),
            ("x^{2}", "x^2", "right"),
            ("αβ", "βα", "right"),
        ],
    );
    table(
        AnswerShape::Expression,
        Form::Expanded,
        &[
            ("x^2+5x+6", "6+5x+x²", "right"),
            ("x^2+5x+6", "(x+2)(x+3)", "form: Dar atskliausk."),
            ("x^2+5x+6", "x^2+2x+3x+6", "form: Dar sutrauk panašiuosius narius."),
            ("x^2+5x+6", "x*x+5x+6", "form: Dar apskaičiuok"),
            ("2x+10", "2·x+2·5", "form: Dar apskaičiuok"),
            ("2x+10", "2(x+5)", "form: Dar atskliausk."),
            ("2x+10", "10+2x", "right"),
            ("2x+10", "x·2+10", "right"),
            ("2x+10", "4x/2+10", "form: Dar suprastink"),
            ("-x+4", "4-x", "right"),
            ("-x+4", "-(x-4)", "form: Dar atskliausk."),
            ("-x+4", "-1x+4", "right"),
            ("x/2+3", "1/2x+3", "right"),
            ("x/2+3", "0,5x+3", "right"),
            ("x^2+6x+9", "(x+3)^2", "form: Dar atskliausk."),
            ("x^2+6x+9", "x^2+9", "wrong"),
            ("8x^3", "(2x)^3", "form: Dar apskaičiuok"),
            ("8x^3", "2^3x^3", "form: Dar apskaičiuok"),
            ("4x^6", "4*x^(3*2)", "form: Dar apskaičiuok"),
            ("4x^6", "4x^6", "right"),
            ("x^(n+2)", "x^(n+1+1)", "form"),
            ("x^(2n)", "x^(n·2)", "right"),
            ("3a-2b", "3a+(-2b)", "right"),
        ],
    );
    table(
        AnswerShape::Expression,
        Form::Collected,
        &[
            ("5x", "2x+3x", "form: Dar sutrauk"),
            ("5x", "5x", "right"),
            ("3x+2", "2+3x", "right"),
            ("3x+2", "5x", "wrong"),
            ("3x+2", "3x+1+1", "form: Dar apskaičiuok"),
            ("0", "x-x", "form"),
            ("5x^2-x", "2x^2+3x^2-x", "form"),
            ("4ab", "ab+3ba", "form: Dar sutrauk"),
        ],
    );
    table(
        AnswerShape::Expression,
        Form::Factored { letter: None, reals: false },
        &[
            ("(x-5)(x+5)", "(x+5)(x-5)", "right"),
            ("(x-5)(x+5)", "x^2-25", "form: Išskaidyk"),
            ("(x-5)(x+5)", "(x-5)^2", "wrong"),
            ("2(x+3)", "2x+6", "form"),
            ("4(x+3)", "2(2x+6)", "form: Dar iškelk bendrąjį dauginamąjį 2"),
            ("4(x+3)", "4x+12", "form"),
            ("x(x+3)", "x^2+3x", "form"),
            ("x(x+3)", "(x+3)x", "right"),
            ("x(x+3)", "-x(-x-3)", "right"),
            ("2x(x+3)", "x(2x+6)", "form: Dar iškelk bendrąjį dauginamąjį 2"),
            ("2x(x+3)", "2(x^2+3x)", "form: Dar iškelk bendrąjį dauginamąjį x"),
            ("(x+3)^2", "(x+3)(x+3)", "right"),
            ("(x+3)^2", "x^2+6x+9", "form"),
            ("(x-2)(x-3)", "(2-x)(3-x)", "right"),
            ("(x-1)(x+1)(x^2+1)", "(x^2-1)(x^2+1)", "form: Dauginamąjį x² − 1 dar galima išskaidyti."),
            ("(a-b)(a+b)", "a^2-b^2", "form"),
            ("a(b+c)", "ab+ac", "form"),
            ("(a+b)(c+d)", "a(c+d)+b(c+d)", "form"),
            ("x^2+1", "1+x^2", "right"),
        ],
    );
    table(
        AnswerShape::Expression,
        Form::Simplest,
        &[
            ("x^5", "x^2x^3", "form"),
            ("x^5", "x^5", "right"),
            ("2(x+5)", "2x+10", "right"),
            ("2x+10", "2(x+5)", "right"),
            ("2x+10", "x+x+10", "form"),
            ("x+1", "(x^2-1)/(x-1)", "form: Dar suprastink"),
            ("x/(x+1)", "(2x)/(2x+2)", "form: Dar suprastink"),
            ("x/(x+1)", "x/(x+1)", "right"),
            ("a/b", "(a^2b)/(ab^2)", "form"),
            ("(x-2)/(x+3)", "(x^2-4)/(x^2+5x+6)", "form"),
            ("6a^3b", "2a·3a^2b", "form"),
            ("3x/4", "6x/8", "form"),
            ("3x/4", "3/4 x", "right"),
            ("3x/4", "0,75x", "right"),
        ],
    );
    table(
        AnswerShape::Expression,
        Form::PositiveExponents,
        &[("1/x^2", "x^-2", "form: Užrašyk be neigiamųjų"), ("1/x^2", "1/x²", "right"), ("b/a^3", "a⁻³b", "form")],
    );
    table(
        AnswerShape::Expression,
        Form::SinglePower,
        &[
            ("x^5", "x^2·x^3", "form"),
            ("x^5", "x⁵", "right"),
            ("x^6", "(x^2)^3", "form"),
            ("x", "x", "right"),
            ("a^(n+2)", "a^(2+n)", "right"),
        ],
    );
    table(
        AnswerShape::Expression,
        Form::SingleFraction,
        &[("(x+2)/(2x)", "1/2+1/x", "form: Užrašyk viena trupmena."), ("(x+2)/(2x)", "(2+x)/(2x)", "right")],
    );
    table(
        AnswerShape::Expression,
        Form::CompletedSquare { letter: None },
        &[
            ("(x+3)^2-4", "x^2+6x+5", "form: Išskirk"),
            ("(x+3)^2-4", "(3+x)²-4", "right"),
            ("2(x-1)^2+3", "2(x-1)^2+3", "right"),
            ("(x+3)^2-4", "(x+1)(x+5)", "form"),
        ],
    );
    table(
        AnswerShape::Expression,
        Form::Rationalised,
        &[("√2/2", "1/√2", "form: Panaikink"), ("√2/2", "√2:2", "right"), ("√5+√2", "3/(√5-√2)", "form")],
    );
}

#[test]
fn equations_and_inequalities() {
    table(
        AnswerShape::Equation,
        Form::Any,
        &[
            ("2x+3=7", "7=2x+3", "right"),
            ("2x+3=7", "2x=4", "right"),
            ("2x+3=7", "x=2", "right"),
            ("2x+3=7", "-4x-6=-14", "right"),
            ("2x+3=7", "2x=5", "wrong"),
            ("2x+3=7", "2x+3", "unreadable: Čia reikia lygties"),
            ("2x+3=7", "2x+3=", "unreadable: Po 2x+3= dar kažko trūksta"),
            ("y=2x+1", "2x-y+1=0", "right"),
            ("√2x=2", "x=√2", "right"),
            ("√2x=2", "x=2", "wrong"),
            ("x+y=5", "x+y=6", "wrong"),
            ("x+y=5", "a+b=5", "wrong"),
        ],
    );
    table(
        AnswerShape::Inequality,
        Form::Any,
        &[
            ("-2a<-2b", "-2b>-2a", "right"),
            ("-2a<-2b", "a>b", "right"),
            ("-2a<-2b", "-2a>-2b", "wrong"),
            ("-2a<-2b", "-2a<=-2b", "wrong"),
            ("x>3", "3<x", "right"),
            ("x>3", "2x>6", "right"),
            ("x>3", "-x<-3", "right"),
            ("x>3", "x≥3", "wrong"),
            ("x>=3", "x≥3", "right"),
            ("x>=3", "x=>3", "right"),
            ("2<x<5", "5>x>2", "right"),
            ("2<x<5", "2<x≤5", "wrong"),
            ("x>3", "x=3", "unreadable"),
        ],
    );
}

#[test]
fn solution_sets() {
    table(
        AnswerShape::Set,
        Form::Any,
        &[
            ("2; -3", "x = 2; x = -3", "right"),
            ("2; -3", "-3; 2", "right"),
            ("2; -3", "x₁ = 2, x₂ = -3", "right"),
            ("2; -3", "x1=2; x2=-3", "right"),
            ("2; -3", "x_1 = 2; x_2 = -3", "right"),
            ("2; -3", "x = 2 arba x = -3", "right"),
            ("2; -3", "2 ir -3", "right"),
            ("2; -3", "{-3; 2}", "right"),
            ("2; -3", "x ∈ {-3; 2}", "right"),
            ("2; -3", "2, -3", "right"),
            ("2; -3", "2", "wrong"),
            ("2; -3", "2; -3; 5", "wrong"),
            ("2; -3", "2; 2; -3", "right"),
            ("1,5; 2", "1,5;2", "right"),
            ("1,5; 2", "3/2; 2", "right"),
            ("3; -3", "±3", "right"),
            ("3; -3", "x = ±3", "right"),
            ("3; -3", "x=+-3", "right"),
            ("3; -3", "x1,2 = ±3", "right"),
            ("3; -3", "3", "wrong"),
            ("1+√2; 1-√2", "1±√2", "right"),
            ("1+√2; 1-√2", "(2±√8)/2", "right"),
            ("√3; -√3", "±√3", "right"),
            ("∅", "nėra sprendinių", "right"),
            ("∅", "Sprendinių nėra.", "right"),
            ("∅", "lygtis neturi sprendinių", "right"),
            ("∅", "none", "right"),
            ("∅", "no solutions", "right"),
            ("∅", "0", "wrong"),
            ("R", "visi skaičiai", "right"),
            ("R", "(-∞; +∞)", "right"),
            ("R", "x ∈ R", "right"),
            ("R", "all", "right"),
            ("R", "bet koks skaičius", "right"),
            ("R", "∅", "wrong"),
            ("2", "x = 2", "right"),
            ("2", "y = 2", "right"),
            ("2; 3", "x = 2; y = 3", "unreadable: Visus sprendinius rašyk su ta pačia raide."),
            ("2; 3", "x = 2;", "wrong"),
            ("2; 3", "x = 2; x =", "unreadable: Po"),
            ("2; 3", "{2; 3", "unreadable: Trūksta skliausto"),
            ("-b/a", "x = -b/a", "right"),
        ],
    );
}

#[test]
fn intervals() {
    table(
        AnswerShape::Intervals,
        Form::Any,
        &[
            ("[2; 5)", "[2;5)", "right"),
            ("[2; 5)", "x ∈ [2; 5)", "right"),
            ("[2; 5)", "2 ≤ x < 5", "right"),
            ("[2; 5)", "2<=x<5", "right"),
            ("[2; 5)", "5 > x >= 2", "right"),
            ("[2; 5)", "x ≥ 2 ir x < 5", "right"),
            ("[2; 5)", "[2; 5]", "wrong"),
            ("[2; 5)", "(2; 5)", "wrong"),
            ("[2; 5)", "[2, 5)", "right"),
            ("[2; 5)", "[2,5)", "unreadable: Tarp dviejų skaičių rašyk kabliataškį"),
            ("[2; 5)", "[5; 2)", "unreadable: Intervale [5; 2) pirmiau rašyk mažesnįjį"),
            ("[2; 5)", "[2; 5", "unreadable: Trūksta skliausto"),
            ("[2; 5)", "[2; 3)∪[3; 5)", "right"),
            ("[2; 5)", "[2; 3)∪(3; 5)", "wrong"),
            ("(-∞; 3]", "x <= 3", "right"),
            ("(-∞; 3]", "3 >= x", "right"),
            ("(-∞; 3]", "(-inf;3]", "right"),
            ("(-∞; 3]", "(−∞;3]", "right"),
            ("(-∞; 3]", "[-∞;3]", "unreadable: Prie ∞ visada"),
            ("(-∞; 3]", "(3; -∞)", "unreadable"),
            ("(-∞; 3]", "x < 3", "wrong"),
            ("(-∞; 3]", "x = 3", "wrong"),
            ("(3; +∞)", "(3;∞)", "right"),
            ("(3; +∞)", "x>3", "right"),
            ("(3; +∞)", "y>3", "right"),
            ("(-∞; 1)∪(4; +∞)", "x<1 arba x>4", "right"),
            ("(-∞; 1)∪(4; +∞)", "x<1; x>4", "right"),
            ("(-∞; 1)∪(4; +∞)", "(4;inf)U(-inf;1)", "right"),
            ("(-∞; 1)∪(4; +∞)", "(4;+∞) or (-∞;1)", "right"),
            ("(-∞; 2)∪(2; +∞)", "x ≠ 2", "right"),
            ("R", "(-∞;+∞)", "right"),
            ("R", "visi skaičiai", "right"),
            ("R", "(-∞; 2]∪(2; ∞)", "right"),
            ("∅", "nėra", "right"),
            ("∅", "sprendinių nėra", "right"),
            ("{3}", "x = 3", "right"),
            ("{3}", "[3; 3]", "right"),
            ("(-√2; √2)", "-√2 < x < √2", "right"),
            ("(-√2; √2)", "(-1,41; 1,41)", "wrong"),
            ("[1/2; 3/2]", "[0,5; 1,5]", "right"),
            ("(0; 1)", "2x > 3", "unreadable: Čia reikia intervalo"),
            ("(0; 1)", "abc", "unreadable: Čia reikia intervalo"),
            ("(0; 1)", "(0; x)", "undecided"),
        ],
    );
}

#[test]
fn pairs_ratios_and_lists() {
    table(
        AnswerShape::Pair,
        Form::Any,
        &[
            ("(2; 3)", "(2;3)", "right"),
            ("(2; 3)", "2; 3", "right"),
            ("(2; 3)", "x = 2; y = 3", "right"),
            ("(2; 3)", "y = 3, x = 2", "right"),
            ("(2; 3)", "x = 2 ir y = 3", "right"),
            ("(2; 3)", "A(2; 3)", "right"),
            ("(2; 3)", "(x; y) = (2; 3)", "right"),
            ("(2; 3)", "(3; 2)", "wrong"),
            ("(2; 3)", "(2, 3)", "right"),
            ("(2; 3)", "(2,3)", "unreadable: Tarp dviejų skaičių rašyk kabliataškį"),
            ("(2; 3)", "2", "unreadable: Čia reikia dviejų skaičių"),
            ("(2; 3)", "(2; 3", "unreadable: Trūksta skliausto"),
            ("(2; 3)", "x = 2; x = 3", "unreadable"),
            ("(1,5; -2)", "(1,5;-2)", "right"),
            ("(1/2; -2)", "(0,5; -2)", "right"),
            ("(2; 3)", "(2; 3; 4)", "wrong"),
        ],
    );
    table(
        AnswerShape::Ratio,
        Form::LowestTerms,
        &[
            ("3 : 2", "3:2", "right"),
            ("3 : 2", "6:4", "form: Dar suprastink"),
            ("3 : 2", "2:3", "wrong"),
            ("3 : 2", "3/2", "right"),
            ("3 : 2", "1,5 : 1", "form"),
            ("3 : 2", "3", "unreadable: Čia reikia santykio"),
            ("1 : 2 : 3", "1:2:3", "right"),
            ("1 : 2 : 3", "2:4:6", "form"),
            ("1 : 2 : 3", "1:2", "wrong"),
            ("0 : 1", "0 : 5", "form"),
        ],
    );
    table(
        AnswerShape::List,
        Form::Any,
        &[("2; 3; 5", "2;3;5", "right"), ("2; 3; 5", "2, 3, 5", "right"), ("2; 3; 5", "3; 2; 5", "wrong")],
    );
}

#[test]
fn the_preview_shows_how_it_was_read() {
    for (shape, typed, shown) in [
        (AnswerShape::Number, "12500", "12\u{202f}500"),
        (AnswerShape::Number, "5 cm²", "5\u{a0}cm²"),
        (AnswerShape::Number, "5 obuoliai", "5\u{a0}\"obuoliai\""),
        (AnswerShape::Expression, "1/2x", "1/2 x"),
        (AnswerShape::Expression, "-3^2", "−3²"),
        (AnswerShape::Expression, "sin2x", "sin(2x)"),
        (AnswerShape::Set, "x=±3", "3; −3"),
        (AnswerShape::Set, "sprendinių nėra", "∅"),
        (AnswerShape::Intervals, "x<=3", "(−∞; 3]"),
        (AnswerShape::Intervals, "x<1 arba x>4", "(−∞; 1) ∪ (4; +∞)"),
        (AnswerShape::Pair, "2;3", "(2; 3)"),
        (AnswerShape::Ratio, "3:2", "3 : 2"),
        (AnswerShape::Equation, "2x+1=5", "2x + 1 = 5"),
    ] {
        let value: Value = read_answer(shape, typed).value.expect(typed);
        assert_eq!(value.display().plain(), shown, "{typed}");
    }
}
