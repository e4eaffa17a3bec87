//! How answers are judged: for each kind of answer, what is typed or chosen, the verdict, the mistake, and what is said.

use super::*;
use crate::base::Lang;

const HEAD: &str = r#"
id = "ratio"
grade = 6
area = "skaiciai"
name = { lt = 'a', en = 'a' }
curriculum = 2022
author = "Augu"
reviewed = "2026-11-22"
can = { lt = 'a', en = 'a' }
recall = { lt = 'a', en = 'a' }
explanation = { lt = 'a', en = 'a' }
[[mistake]]
id = "first"
believes = { lt = 'taip galima', en = 'one may' }
repair = { lt = 'Taip negalima.', en = 'One may not.' }
back = "part-of-number"
[[mistake]]
id = "second"
believes = { lt = 'kitaip', en = 'otherwise' }
repair = { lt = 'Ne.', en = 'No.' }
"#;

/// An item of a template written as in a file, without its general part.
pub(super) fn item(template: &str) -> Item {
    let general = "id = \"t\"\nversion = 1\nlevel = 2\nseconds = 30\nhints = []\n";
    let ask = if template.contains("ask =") { "" } else { "ask = { lt = 'a?', en = 'a?' }\n" };
    let topic: Topic = toml::from_str(&format!("{HEAD}[[task]]\n{general}{ask}{template}")).expect("a topic");
    make(&topic, topic.template("t").expect("a template"), 1).expect("an item")
}

/// Rows of what is typed, the verdict's key with `+` where the mistake's id follows, and what the message holds.
fn check_typed(template: &str, rows: &[(&str, &str, &str)]) {
    let item = item(template);
    for (typed, wanted, told) in rows {
        let judgement = check(&item, &Answer::Typed((*typed).to_owned()));
        let mistake = judgement.mistake.as_ref().map_or_else(String::new, |id| format!("+{id}"));
        assert_eq!(
            format!("{}{mistake}", judgement.verdict.key()),
            *wanted,
            "{typed}: {}",
            judgement.message(Lang::Lt)
        );
        assert!(judgement.message(Lang::Lt).contains(told), "{typed}: {}", judgement.message(Lang::Lt));
        assert!(!judgement.message(Lang::En).is_empty());
        assert_eq!(judgement.counts, judgement.verdict == Verdict::Right);
    }
}

#[test]
fn numbers() {
    check_typed(
        "kind = 'number'\nanswer = '12'\nmistakes = [{ answer = '7', is = 'first' }, { answer = '8', is = 'first' }, { answer = '8', is = 'second' }, { answer = '12', is = 'second' }]",
        &[
            ("12", "right", "Teisingai"),
            (" 12,0 ", "right", ""),
            ("24/2", "right", ""),
            ("x = 12", "right", ""),
            ("10 + 2", "form", "apskaičiuok"),
            ("24 : 2", "form", "apskaičiuok"),
            ("7", "wrong+first", "Atrodo, kad manai: taip galima. Taip negalima."),
            ("8", "wrong", "turėtų būti didesnis"),
            ("-12", "wrong+slip-sign", "ženklą"),
            ("1,2", "wrong+slip-ten-times", "kablelį"),
            ("120", "wrong+slip-ten-times", ""),
            ("21", "wrong+slip-typing", "skaitmenis"),
            ("112", "wrong+slip-typing", ""),
            ("1/12", "wrong+slip-inverted", ""),
            ("50", "wrong", "turėtų būti mažesnis"),
            ("-5", "wrong", "teigiamas, ar neigiamas"),
            ("√2", "wrong", ""),
            ("", "unreadable", ""),
            ("12 +", "unreadable", "trūksta"),
            ("1/0", "unreadable", "reikšmės"),
            ("x", "unreadable", "skaičiaus"),
        ],
    );
}

#[test]
fn a_mistake_of_another_sitting_does_not_count_for_this_item() {
    check_typed(
        "kind = 'number'\nanswer = '12'\nmistakes = [{ answer = '7', is = 'first', when = '1 > 2' }]",
        &[("7", "wrong", "")],
    );
    check_typed(
        "kind = 'number'\nlet = ['a = 4']\nanswer = '12'\nmistakes = [{ answer = '7', is = 'first', lt = 'Pažiūrėk į ${a}$.', en = 'Look at ${a}$.' }]",
        &[("7", "wrong+first", "taip galima. Pažiūrėk į 4.")],
    );
}

#[test]
fn forms_of_numbers() {
    check_typed(
        "kind = 'number'\nanswer = '2/3'\nform = 'lowest-terms'",
        &[("2/3", "right", ""), ("4/6", "form", "suprastink"), ("0,67", "wrong", "")],
    );
    check_typed("kind = 'number'\nanswer = '3/4'\nform = 'decimal'", &[("0,75", "right", ""), ("3/4", "form", "")]);
    check_typed(
        "kind = 'number'\nanswer = '45000'\nform = 'standard-form'",
        &[
            ("4,5*10^4", "right", ""),
            ("45000", "form", ""),
            ("45*10^3", "form", ""),
            ("45 000,0", "form", "standartine"),
            ("4,5*10^5", "wrong+slip-ten-times", ""),
        ],
    );
}

#[test]
fn rounding() {
    check_typed(
        "kind = 'number'\nanswer = '8/3'\nplaces = 2\nmistakes = [{ answer = '7/3', is = 'first' }]",
        &[
            ("2,67", "right", ""),
            ("8/3", "form", "šimtųjų"),
            ("2,667", "form", "šimtųjų"),
            ("2,66", "wrong+slip-rounding", "suapvalinai"),
            ("2,33", "wrong+first", ""),
            ("2,7", "wrong", ""),
        ],
    );
    check_typed(
        "kind = 'number'\nanswer = '10'\ntolerance = '0,5'",
        &[("10,5", "right", ""), ("9,5", "right", ""), ("10,6", "wrong", "")],
    );
}

#[test]
fn units_and_percents() {
    check_typed(
        "kind = 'number'\nanswer = '25'\nunit = { lt = '%', en = '%' }",
        &[
            ("25", "right", ""),
            ("25 %", "right", ""),
            ("0,25", "wrong+slip-percent", "procentų"),
            ("20 %", "wrong", ""),
        ],
    );
    check_typed("kind = 'number'\nanswer = '0,25'", &[("25", "wrong+slip-percent", ""), ("25 %", "right", "")]);
    check_typed(
        "kind = 'number'\nanswer = '25'",
        &[("25 %", "unreadable", "Ištrink ženklą %"), ("0,25", "wrong+slip-ten-times", "")],
    );
    check_typed(
        "kind = 'number'\nanswer = '3'\nunit = { lt = 'Eur', en = 'Eur' }",
        &[("3 Eur", "right", ""), ("3 eur", "right", ""), ("3", "right", ""), ("3 km", "unreadable", "Eur")],
    );
}

#[test]
fn an_equation_answers_for_itself() {
    let template = "kind = 'number'\nask = { lt = 'Išspręsk $2x + 1 = 7$.', en = 'Solve $2x + 1 = 7$.' }\nbefore = 'x ='\nanswer = '3'";
    check_typed(template, &[("5", "wrong", "kai"), ("3", "right", "")].map(|row| (row.0, row.1, "")));
    check_typed(template, &[("5", "wrong", "x = 5 į lygtį: kairėje gauname 11, o dešinėje 7")]);
}

#[test]
fn expressions() {
    check_typed(
        "kind = 'expression'\nlet = ['a = -3']\nanswer = '{a}x + 6'\nform = 'expanded'\nmistakes = [{ answer = '{a}x - 6', is = 'first' }]",
        &[
            ("6 - 3x", "right", ""),
            ("−3(x − 2)", "form", "atskliausk"),
            ("-3x-6", "wrong+first", ""),
            ("3x - 6", "wrong+slip-sign", ""),
            ("3x", "wrong+like-terms-mixed", "panašiuosius narius"),
            ("3y", "wrong", "y"),
            ("3x =", "unreadable", ""),
        ],
    );
}

#[test]
fn sets() {
    check_typed(
        "kind = 'set'\nlet = ['a = 2', 'b = 5']\nask = { lt = 'Išspręsk $x^2 - 7x + 10 = 0$.', en = 'Solve.' }\nanswer = '{a}; {b}'\nmistakes = [{ answer = '{a}; {b + 1}', is = 'first' }]",
        &[
            ("2; 5", "right", ""),
            ("x = 5; x = 2", "right", ""),
            ("2", "wrong", "ne vienintelis"),
            ("2; 6", "wrong+first", ""),
            ("2; 7", "wrong", "Dalis tinka"),
            ("-2; -5", "wrong+slip-sign", ""),
            ("3", "wrong", "x = 3 į lygtį"),
            ("∅", "wrong", "Sprendinių yra"),
            ("R", "wrong", "Tinka ne visi"),
        ],
    );
    check_typed("kind = 'set'\nanswer = '∅'", &[("nėra sprendinių", "right", ""), ("3", "wrong", "")]);
    check_typed("kind = 'set'\nanswer = 'R'", &[("visi skaičiai", "right", ""), ("3", "wrong", "Tinka ne tik")]);
}

#[test]
fn intervals() {
    check_typed(
        "kind = 'interval'\nlet = ['b = 3']\nanswer = '(-inf; {b}]'\nmistakes = [{ answer = '[{-b}; +inf)', is = 'first' }]",
        &[
            ("(-∞; 3]", "right", ""),
            ("x <= 3", "right", ""),
            ("x < 3", "wrong+slip-bracket", "priklauso"),
            ("x >= 3", "wrong+slip-direction", "pusę"),
            ("x >= -3", "wrong+first", ""),
            ("x <= 4", "wrong", "galus"),
            ("(3; 1)", "unreadable", ""),
        ],
    );
    check_typed(
        "kind = 'interval'\nanswer = '[2; 5)'",
        &[("2 <= x < 5", "right", ""), ("[2; 6)", "wrong", "Vienas galas geras")],
    );
}

#[test]
fn pairs_and_ratios() {
    check_typed(
        "kind = 'pair'\nanswer = '(2; -3)'",
        &[
            ("(2; -3)", "right", ""),
            ("x = 2; y = -3", "right", ""),
            ("(-3; 2)", "wrong+slip-swapped", "pirmas"),
            ("(2; 3)", "wrong", "Pirmasis skaičius geras"),
            ("(1; -3)", "wrong", "Antrasis skaičius geras"),
            ("2", "unreadable", ""),
        ],
    );
    check_typed(
        "kind = 'ratio'\nanswer = '2 : 3'\nform = 'lowest-terms'",
        &[("2:3", "right", ""), ("4:6", "form", ""), ("3:2", "wrong+slip-swapped", "pirmas"), ("2:5", "wrong", "")],
    );
}

#[test]
fn inequalities_quantities_times_and_lists() {
    check_typed(
        "kind = 'inequality'\nlet = ['a = 3']\nanswer = '2x > {2*a}'\nmistakes = [{ answer = 'x < {a}', is = 'first' }]",
        &[
            ("x > 3", "right", ""),
            ("(3; +∞)", "right", ""),
            ("3 < x", "right", ""),
            ("x ≥ 3", "wrong", ""),
            ("x < 3", "wrong+first", "taip galima"),
            ("x = 3", "unreadable", "nelygybės"),
        ],
    );
    check_typed(
        "kind = 'quantity'\nlet = ['a = 150']\nanswer = '{a} cm'",
        &[
            ("150 cm", "right", ""),
            ("1,5 m", "right", ""),
            ("1 m 50 cm", "right", ""),
            ("150", "form", "matavimo vienetą"),
            ("150 m", "wrong", ""),
            ("150 cm²", "wrong", ""),
        ],
    );
    check_typed(
        "kind = 'quantity'\nanswer = '150 cm'\nunit = { lt = 'm', en = 'm' }",
        &[("1,5 m", "right", ""), ("150 cm", "form", "šiuo vienetu: m"), ("1,5", "form", "matavimo vienetą")],
    );
    check_typed(
        "kind = 'quantity'\nanswer = '6 \"obuoliai\"'",
        &[("6 obuoliai", "right", ""), ("6", "form", ""), ("7 obuoliai", "wrong", "")],
    );
    check_typed(
        "kind = 'time'\nlet = ['h = 2', 'm = 30']\nanswer = '{h} \"h\" {m} min'",
        &[
            ("2:30", "right", ""),
            ("2 val. 30 min.", "right", ""),
            ("2,5 h", "right", ""),
            ("150 min", "right", ""),
            ("2 h 3 min", "wrong", ""),
            ("150", "unreadable", ""),
        ],
    );
    check_typed(
        "kind = 'list'\nlet = ['a = 2']\nanswer = '{a}; {a+1}; {a+3}'",
        &[("2; 3; 5", "right", ""), ("2, 3, 5", "right", ""), ("3; 2; 5", "wrong", ""), ("2; 3", "wrong", "")],
    );
    check_typed("kind = 'pair'\nanswer = '(2; -3)'", &[("{2; -3}", "right", ""), ("(2; −3)", "right", "")]);
}

#[test]
fn a_wished_form_counts() {
    let item = item("kind = 'number'\nanswer = '2/3'\nform = 'lowest-terms'\nform_wished = true");
    let judgement = check(&item, &Answer::Typed("4/6".into()));
    assert_eq!((judgement.verdict, judgement.counts), (Verdict::RightButForm, true));
    assert!(judgement.message(Lang::Lt).starts_with("Teisingai!"));
}

#[test]
fn options() {
    let item = item("kind = 'choice'\noptions = [{ math = '1' }, { math = '2', is = 'first' }, { math = '3' }]");
    let told = |id: usize| {
        let judgement = check(&item, &Answer::Option(id));
        (judgement.verdict, judgement.mistake, judgement.back.map(|skill| skill.to_string()))
    };
    assert_eq!(told(0), (Verdict::Right, None, None));
    assert_eq!(told(1), (Verdict::Wrong, Some("first".into()), Some("part-of-number".into())));
    assert_eq!(told(2), (Verdict::Wrong, None, None));
    assert_eq!(told(3), (Verdict::Unreadable, None, None));
    assert_eq!(check(&item, &Answer::Typed("1".into())).verdict, Verdict::Unreadable);
    let mut ids: Vec<usize> = item.options.iter().map(|option| option.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, [0, 1, 2]);
}

#[test]
fn several_options() {
    let item = item(
        "kind = 'choices'\noptions = [{ math = '1', right = true }, { math = '2', is = 'first' }, { math = '3', right = true }, { math = '4' }]",
    );
    let told = |ids: &[usize]| {
        let judgement = check(&item, &Answer::Options(ids.to_vec()));
        (judgement.verdict.key(), judgement.mistake.clone(), judgement.message(Lang::Lt))
    };
    assert_eq!(told(&[2, 0]).0, "right");
    assert_eq!(told(&[2, 0, 2]).0, "right");
    assert_eq!(told(&[0]).2, "Pažymėti variantai tinka, bet trūksta dar vieno.");
    assert_eq!(told(&[0, 2, 1]).1, Some("first".into()));
    assert!(told(&[0, 3]).2.starts_with("Vienas pažymėtas variantas netinka"));
    assert_eq!((told(&[]).0, told(&[9]).0), ("unreadable", "unreadable"));
}

#[test]
fn orders_and_matches() {
    let order = item("kind = 'order'\noptions = [{ math = '1' }, { math = '2' }, { math = '3' }]");
    let told = |ids: &[usize]| check(&order, &Answer::Order(ids.to_vec())).message(Lang::Lt);
    assert_eq!(told(&[0, 1, 2]), "Teisingai!");
    assert!(told(&[0, 2, 1]).starts_with("Pirmoji eilutė savo vietoje"));
    assert!(told(&[2, 0, 1]).starts_with("Pradžia kitokia"));
    assert!(told(&[0, 1]).starts_with("Dar ne visi"));
    assert!(!order.options.is_sorted_by_key(|option| option.id), "the order shown is not the answer");
    let pairs = item(
        "kind = 'match'\npairs = [{ left = { math = '1' }, right = { math = '11' } }, { left = { math = '2' }, right = { math = '22' } }, { left = { math = '3' }, right = { math = '33' } }]",
    );
    let told = |pairs_given: &[(usize, usize)]| check(&pairs, &Answer::Pairs(pairs_given.to_vec())).message(Lang::Lt);
    assert_eq!(told(&[(1, 1), (0, 0), (2, 2)]), "Teisingai!");
    assert!(told(&[(0, 0), (1, 2), (2, 1)]).contains("porų: 1 iš 3"));
    assert!(told(&[(0, 0), (1, 1)]).starts_with("Dar ne visi"));
}

#[test]
fn an_item_is_the_same_each_time_and_accepts_its_own_answer() {
    let rows = [
        "kind = 'number'\nlet = ['a = int(1, 99)']\nanswer = 'a/7'",
        "kind = 'expression'\nlet = ['a = int(-9, 9)']\nwhere = ['a != 0']\nanswer = '{a}x + 1'\nform = 'expanded'",
        "kind = 'choices'\noptions = [{ math = '1', right = true }, { math = '2' }]",
        "kind = 'order'\noptions = [{ math = '1' }, { math = '2' }]",
        "kind = 'match'\npairs = [{ left = { math = '1' }, right = { math = '11' } }, { left = { math = '2' }, right = { math = '22' } }]",
    ];
    for row in rows {
        let one = item(row);
        assert_eq!(one, item(row));
        assert_eq!(check(&one, &one.right_answer()).verdict, Verdict::Right, "{row}");
        assert!(!plain(&one.right_words(Lang::Lt)).is_empty());
    }
}

#[test]
fn the_preview_shows_what_is_read_or_what_is_missing() {
    let item = item("kind = 'expression'\nanswer = '3x + 6'");
    let shown = |typed: &str| {
        let preview = preview(&item, typed);
        (preview.formula.as_ref().map(|formula| formula.plain()), preview.remark(Lang::Lt))
    };
    assert_eq!(shown(""), (None, None));
    assert_eq!(shown("3x^2"), (Some("3x²".into()), None));
    let (formula, remark) = shown("3(x");
    assert!(formula.is_none() && remark.is_some_and(|remark| remark.starts_with("Trūksta skliausto")));
}

proptest::proptest! {
    /// Whatever is typed is judged or refused, quickly; the judge never panics.
    #[test]
    fn any_text_is_judged(text in "\\PC{0,24}", mathematics in "[0-9xy+*/^():;,=<>≤√ −∞\\[\\]|%-]{0,24}") {
        for row in [
            "kind = 'number'\nanswer = '12'\nplaces = 1",
            "kind = 'expression'\nanswer = '3x + 6'\nform = 'factored'",
            "kind = 'set'\nanswer = '2; 5'",
            "kind = 'interval'\nanswer = '[2; 5)'",
            "kind = 'pair'\nanswer = '(2; 5)'",
            "kind = 'ratio'\nanswer = '2 : 5'",
        ] {
            let item = item(row);
            for typed in [&text, &mathematics] {
                let judgement = check(&item, &Answer::Typed(typed.clone()));
                let preview = preview(&item, typed);
                proptest::prop_assert!(!judgement.message(Lang::Lt).is_empty());
                proptest::prop_assert!(judgement.verdict == Verdict::Unreadable || preview.formula.is_some());
            }
        }
    }
}

/// The curriculum's list of misconceptions (id, skill, task, correct, wrong), with
/// the same answers as a task's file writes them: kind, answer, mistaken answers.
const MISCONCEPTIONS: &str = include_str!("../../tests/data/misconceptions.tsv");

/// Items made of the list: each with the mistaken answers as one would type or choose them.
fn misconceptions() -> Vec<(&'static str, Item, Vec<Answer>)> {
    let quoted = |text: &str| format!("'{text}'");
    let row = |line: &'static str| {
        let cells: [&str; 8] = line.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line}"));
        let [id, skill, task, _, _, kind, answer, mistaken] = cells;
        let wrongs: Vec<&str> = mistaken.split(" ‖ ").collect();
        let head = format!(
            "id = {skill:?}\ngrade = 6\narea = \"skaiciai\"\nname = {{ lt = 'a', en = 'a' }}\ncurriculum = 2022\nauthor = \"Augu\"\n\
             reviewed = \"2026-11-22\"\ncan = {{ lt = 'a', en = 'a' }}\nrecall = {{ lt = 'a', en = 'a' }}\n\
             explanation = {{ lt = 'a', en = 'a' }}\n[[mistake]]\nid = {id:?}\nbelieves = {{ lt = 'b', en = 'b' }}\n\
             repair = {{ lt = 'r', en = 'r' }}\nback = {skill:?}\n[[task]]\nid = \"t\"\nversion = 1\nlevel = 2\nseconds = 30\nhints = []\n\
             ask = {{ lt = {task:?}, en = {task:?} }}\n"
        );
        let body = if kind == "choice" {
            let wrong: String =
                wrongs.iter().map(|text| format!(", {{ lt = {0}, en = {0}, is = {id:?} }}", quoted(text))).collect();
            format!("kind = 'choice'\noptions = [{{ lt = {0}, en = {0} }}{wrong}]", quoted(answer))
        } else {
            let lines: Vec<String> =
                wrongs.iter().map(|text| format!("{{ answer = {}, is = {id:?} }}", quoted(text))).collect();
            let after = if kind == "percent" { "after = { lt = '%', en = '%' }\n" } else { "" };
            let kind = if kind == "percent" { "number" } else { kind };
            format!("kind = '{kind}'\n{after}answer = {}\nmistakes = [{}]", quoted(answer), lines.join(", "))
        };
        let topic: Topic = toml::from_str(&format!("{head}{body}")).unwrap_or_else(|fault| panic!("{id}: {fault}"));
        let item =
            make(&topic, topic.template("t").expect("a template"), 1).unwrap_or_else(|fault| panic!("{id}: {fault}"));
        let answers = item.mistaken_answers();
        assert_eq!(answers.len(), wrongs.len(), "{id}");
        (id, item, answers)
    };
    MISCONCEPTIONS.lines().skip(1).map(row).collect()
}

#[test]
fn every_misconception_of_the_list_is_recognised() {
    let all = misconceptions();
    assert_eq!(all.len(), 76);
    for (id, item, mistaken) in all {
        assert_eq!(check(&item, &item.right_answer()).verdict, Verdict::Right, "{id}");
        for answer in mistaken {
            let judgement = check(&item, &answer);
            assert_eq!(judgement.verdict, Verdict::Wrong, "{id}: {answer:?}");
            assert_eq!(judgement.mistake.as_deref(), Some(id), "{id}: {answer:?}");
            assert!(judgement.back.is_some() && judgement.repair.is_some(), "{id}");
        }
    }
}

#[test]
fn a_mistake_is_claimed_only_where_no_other_comes_to_the_same() {
    // Both lead to 7: nothing is claimed. 8 is right, so nothing is claimed of it either.
    check_typed(
        "kind = 'number'\nanswer = '8'\nmistakes = [{ answer = '7', is = 'first' }, { answer = '7', is = 'second' }, { answer = '8', is = 'first' }, { answer = '6', is = 'second' }]",
        &[("7", "wrong", ""), ("8", "right", ""), ("6", "wrong+second", "")],
    );
}

#[test]
fn working_as_an_answer() {
    check_typed(
        "kind = 'working'\nlet = ['a = 2', 'x = 2']\nbefore = '{a}(x + 3) = 10'\nanswer = '{x}'",
        &[
            ("2x + 6 = 10\n2x = 4\nx = 2", "right", ""),
            ("x = 2", "right", ""),
            ("2x + 6 = 10\n\n", "form", "Kol kas viskas gerai"),
            ("2x + 3 = 10\nx = 3,5", "wrong+bracket-first-only", "2 eilutė"),
            ("2x + 6 = 10\n2x = 16\nx = 8", "wrong+equation-transfer-sign", "3 eilutė"),
            ("2x + 6 = 10\nx = 3", "wrong", "3 eilutė"),
            ("2x + 6 = 10\n2x = (", "unreadable", "3 eilutė"),
            ("", "unreadable", "bent vieną žingsnį"),
            (" \n ", "unreadable", "bent vieną žingsnį"),
        ],
    );
    check_typed(
        "kind = 'working'\nbefore = '-3x < 12'\nanswer = '(-4; +inf)'",
        &[("x > -4", "right", ""), ("x < -4", "wrong+inequality-negative-flip", "2 eilutė")],
    );
    check_typed(
        "kind = 'working'\nbefore = '2(x + 3) - x'\nanswer = 'x + 6'\nform = 'collected'",
        &[
            ("2x + 6 - x\n= x + 6", "right", ""),
            ("2x + 6 - x", "form", "Kol kas viskas gerai"),
            ("2x + 3 - x", "wrong+bracket-first-only", "2 eilutė"),
        ],
    );
    let item = item("kind = 'working'\nbefore = '2x = 4'\nanswer = '2'");
    assert_eq!(check(&item, &item.right_answer()).verdict, Verdict::Right);
    assert_eq!(check(&item, &Answer::Option(1)).verdict, Verdict::Unreadable);
}
