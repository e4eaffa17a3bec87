//! The inspector of topics: every template is tried with many seeds, every text is read in both languages, and what is
//! missing is told in a sentence. `cargo xtask pack` prints what it finds; a topic written in the app goes the same way.
//!
//! Not here: files, and what a good task is beyond what can be counted.

use super::draw::Lines;
use super::item::{Item, make_from};
use super::judge::check;
use super::rich::{TextFault, Words, formulas, plain};
use super::topic::{StepText, Template, Topic};
use super::{Answer, AnswerKind, Level, Verdict};
use super::{board, figure};
use crate::base::{Lang, Text};
use crate::maths::{self, Display};
use crate::skills::{SkillGraph, SkillId};
use std::collections::{BTreeMap, BTreeSet};

/// A template with fewer different items than this cannot be practised.
const DISTINCT_MIN: usize = 12;
/// A template with fewer different items than this soon repeats itself.
const DISTINCT_GOOD: usize = 30;
/// At least one draw in so many must fit the conditions.
const DRAWS_MEAN_MAX: f64 = 20.0;
/// The texts of so many seeds, and of every tenth after them, are read whole in both languages; the others are judged.
const SEEDS_READ_WHOLE: u64 = 60;

/// Mistakes are tried with so many seeds: shares need no more.
const SEEDS_MISTAKEN: u64 = 250;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// The topic must not be published like this.
    Error,
    /// Look at it again.
    Remark,
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// How grave it is.
    pub gravity: Gravity,
    /// The template it is about, if it is about one.
    pub template: Option<String>,
    /// The first seed that shows it, if it depends on one.
    pub seed: Option<u64>,
    /// The sentence.
    pub what: String,
}

/// What was counted over the seeds of a template.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TemplateFigures {
    /// The template's id.
    pub template: String,
    /// How many different items the seeds gave.
    pub distinct: usize,
    /// Draws per item on average.
    pub draws_mean: f64,
    /// For each mistake: its id and the share of items in which it can be named.
    pub named: Vec<(String, f64)>,
}

/// What the inspection of a topic comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspection {
    /// What was found, errors first.
    pub findings: Vec<Finding>,
    /// Figures of each template.
    pub figures: Vec<TemplateFigures>,
}

/// Inspects a topic with the seeds 1 to `seeds` for each template.
pub fn inspect(topic: &Topic, graph: &SkillGraph, seeds: u64) -> Inspection {
    let mut inspector = Inspector::default();
    inspector.head(topic, graph);
    inspector.whole(topic);
    let mut figures = Vec::new();
    for template in &topic.tasks {
        inspector.template = Some(template.id.clone());
        inspector.parts(topic, template);
        figures.push(inspector.seeds(topic, template, seeds));
    }
    let mut findings = inspector.findings;
    findings.sort();
    Inspection { findings, figures }
}

#[derive(Default)]
struct Inspector {
    findings: Vec<Finding>,
    template: Option<String>,
    seed: Option<u64>,
    /// Whether everything about this seed's item is read, and read back.
    whole: bool,
    told: BTreeSet<(Option<String>, String)>,
}

impl Inspector {
    /// Tells of something once a template, with the seed that first showed it. `kind` groups equal findings.
    fn tell(&mut self, gravity: Gravity, kind: &str, what: impl Into<String>) {
        if self.told.insert((self.template.clone(), kind.to_owned())) {
            let (template, seed) = (self.template.clone(), self.seed);
            self.findings.push(Finding { gravity, template, seed, what: what.into() });
        }
    }

    fn error(&mut self, what: impl Into<String>) {
        let what = what.into();
        self.tell(Gravity::Error, &what.clone(), what);
    }

    fn remark(&mut self, what: impl Into<String>) {
        let what = what.into();
        self.tell(Gravity::Remark, &what.clone(), what);
    }

    fn must(&mut self, holds: bool, what: &str) {
        if !holds {
            self.error(what);
        }
    }

    fn head(&mut self, topic: &Topic, graph: &SkillGraph) {
        let Some(skill) = graph.get(&topic.id) else {
            self.error(format!("`{}` is not in the map of skills", topic.id));
            return;
        };
        self.must(topic.grade == skill.grade, &format!("the grade is {} in the map", skill.grade));
        self.must(topic.area == skill.area, &format!("the area is `{}` in the map", skill.area.key()));
        let sorted = |ids: &[SkillId]| ids.iter().cloned().collect::<BTreeSet<_>>();
        if sorted(&topic.needs) != sorted(&skill.needs) {
            let needs: Vec<&str> = skill.needs.iter().map(SkillId::as_str).collect();
            self.error(format!("`needs` differs from the map, which has {needs:?}"));
        }
        for mistake in &topic.mistakes {
            if let Some(back) = &mistake.back {
                self.must(
                    graph.get(back).is_some(),
                    &format!("the mistake `{}` leads back to `{back}`, which is not in the map", mistake.id),
                );
            }
        }
    }

    /// The topic without its templates, and what its templates must have together.
    fn whole(&mut self, topic: &Topic) {
        self.must((2000..2100).contains(&topic.curriculum), "`curriculum` is the year of the programme, such as 2022");
        self.must(!topic.author.trim().is_empty(), "`author` is empty");
        self.must(is_date(&topic.reviewed), "`reviewed` is a date such as 2026-11-22");
        let fields = [
            ("name", &topic.name),
            ("can", &topic.can),
            ("recall", &topic.recall),
            ("explanation", &topic.explanation),
        ];
        for (field, text) in fields {
            self.plain_text(field, text);
        }
        self.must(!topic.can.lt.trim_end().ends_with('.'), "`can` completes a sentence, so it has no full stop");
        self.must(!topic.examples.is_empty(), "a topic wants at least one worked example");
        self.must(
            topic.examples.iter().any(|example| example.life),
            "a topic wants at least one worked example from life (`life = true`)",
        );
        for (at, example) in topic.examples.iter().enumerate() {
            let at = at + 1;
            self.plain_text(&format!("the example {at}"), &example.ask);
            self.must(!example.steps.is_empty(), &format!("the example {at} has no steps"));
            self.steps(&format!("of the example {at}"), &example.steps);
        }
        self.must(!topic.mistakes.is_empty(), "a topic wants at least one named mistake");
        let mut ids = BTreeSet::new();
        for mistake in &topic.mistakes {
            let id = &mistake.id;
            self.must(ids.insert(id), &format!("the mistake `{id}` stands twice"));
            self.must(
                SkillId::is_well_formed(id),
                &format!("the mistake `{id}`: an id is lower-case words with hyphens"),
            );
            self.must(
                !id.starts_with("slip-"),
                &format!("the mistake `{id}`: `slip-` begins the ids of general slips"),
            );
            self.plain_text(&format!("`believes` of `{id}`"), &mistake.believes);
            self.plain_text(&format!("`repair` of `{id}`"), &mistake.repair);
            let ends = mistake.believes.lt.ends_with('.') || mistake.believes.en.ends_with('.');
            self.must(!ends, &format!("`believes` of `{id}` completes a sentence, so it has no full stop"));
            let used = topic.tasks.iter().any(|task| {
                task.mistakes.iter().any(|line| line.is == *id)
                    || task.options.iter().any(|option| option.is.as_ref() == Some(id))
            });
            if !used {
                self.remark(format!("no task uses the mistake `{id}`"));
            }
        }
        let mut ids = BTreeSet::new();
        for task in &topic.tasks {
            self.must(ids.insert(&task.id), &format!("the task `{}` stands twice", task.id));
        }
        let kinds: BTreeSet<AnswerKind> = topic.tasks.iter().map(|task| task.kind).collect();
        let levels: BTreeSet<Level> = topic.tasks.iter().map(|task| task.level).collect();
        self.must(topic.tasks.len() >= 4, &format!("a topic wants at least four tasks, it has {}", topic.tasks.len()));
        self.must(kinds.len() >= 2, "a topic wants at least two kinds of answer");
        self.must(levels.len() >= 3, "a topic wants at least three levels");
        self.must(
            topic.tasks.iter().any(|task| task.life),
            "a topic wants at least one task from life (`life = true`)",
        );
    }

    /// A text without numbers to put in.
    fn plain_text(&mut self, field: &str, text: &Text) {
        self.words(field, &Words::plainly(text.lt.as_str(), text.en.as_str()));
    }

    /// Reads a text in both languages.
    fn words(&mut self, field: &str, words: &Words) -> [String; 2] {
        let lithuanian = self.words_in(Lang::Lt, field, words);
        // A formula is the same in both, and so is a text in which only numbers change.
        let english = if words.is_same_in_both() { lithuanian.clone() } else { self.words_in(Lang::En, field, words) };
        [lithuanian, english]
    }

    fn words_in(&mut self, lang: Lang, field: &str, words: &Words) -> String {
        let (blocks, faults) = words.read(lang);
        for TextFault(what) in faults {
            self.tell(Gravity::Error, &format!("{field} {lang:?}"), format!("{field} ({}): {what}", lang.tag()));
        }
        if blocks.is_empty() {
            self.error(format!("{field} is empty in `{}`", lang.tag()));
        }
        if self.whole {
            for formula in formulas(&blocks).into_iter().map(Display::plain) {
                if maths::read_display(&formula).value.map(|again| again.plain()).as_ref() != Some(&formula) {
                    let what = format!("{field} ({}): the formula `{formula}` does not read back", lang.tag());
                    self.tell(Gravity::Error, "read back", what);
                }
            }
        }
        plain(&blocks)
    }

    fn steps(&mut self, whose: &str, steps: &[StepText]) {
        for (at, step) in steps.iter().enumerate() {
            let at = at + 1;
            let step = super::item::Step::new(step, &Default::default());
            self.words(&format!("the step {at} {whose}"), &step.text);
            if let Some(Err(TextFault(what))) = step.read_formula() {
                self.error(format!("the step {at} {whose}: {what}"));
            }
        }
    }

    /// What a template must have whatever its numbers.
    fn parts(&mut self, topic: &Topic, template: &Template) {
        self.seed = None;
        self.must(SkillId::is_well_formed(&template.id), "the id of a task is lower-case words with hyphens");
        self.must(template.version >= 1, "versions count from 1");
        self.must((5..=900).contains(&template.seconds), "`seconds` is what an able pupil needs: 5 to 900");
        self.must(
            (2..=4).contains(&template.hints.len()),
            &format!("two or three hints are wanted, not {}", template.hints.len()),
        );
        self.must(!template.solution.is_empty(), "the worked solution is missing");
        let typed = !template.kind.is_picked();
        let drawn = template.kind.is_drawn();
        self.must(drawn != template.board.is_empty(), "`board` belongs to the drawn kinds, and they need it");
        let working = template.kind == AnswerKind::Working;
        self.must(!working || template.before.is_some(), "`before` is the first line of `working`, which needs it");
        let is_match = template.kind == AnswerKind::Match;
        self.must(
            typed == template.answer.is_some(),
            "`answer` belongs to the kinds without options, and they need it",
        );
        self.must(template.options.is_empty() || !(typed || is_match), "`options` belong to choice, choices and order");
        self.must(template.pairs.is_empty() || is_match, "`pairs` belong to match");
        let rules = template.form.is_some()
            || template.unit.is_some()
            || template.places.is_some()
            || template.tolerance.is_some();
        self.must(!rules || typed, "`form`, `unit`, `places` and `tolerance` belong to the typed kinds");
        let number_rules = template.places.is_some() || template.tolerance.is_some();
        self.must(
            !number_rules || template.kind == AnswerKind::Number,
            "`places` and `tolerance` belong to the kind `number`",
        );
        self.must(!template.form_wished || template.form.is_some(), "`form_wished` needs a `form`");
        self.must(
            template.mistakes.is_empty() || typed,
            "`mistakes` belong to the typed kinds; an option carries `is`",
        );
        let marked = template.options.iter().any(|option| option.right);
        self.must(
            !marked || template.kind == AnswerKind::Choices,
            "`right = true` belongs to choices; of a choice the first option is right",
        );
        let lines = template.mistakes.iter().map(|line| &line.is);
        for is in lines.chain(template.options.iter().filter_map(|option| option.is.as_ref())) {
            self.must(topic.mistake(is).is_some(), &format!("the mistake `{is}` is not among those of the topic"));
        }
        for (at, option) in template.options.iter().enumerate() {
            let right = if template.kind == AnswerKind::Choices { option.right } else { at == 0 };
            let wrong_kind = matches!(template.kind, AnswerKind::Choice | AnswerKind::Choices);
            self.must(option.is.is_none() || (wrong_kind && !right), "`is` belongs to a wrong option");
        }
    }

    fn seeds(&mut self, topic: &Topic, template: &Template, seeds: u64) -> TemplateFigures {
        let mut figures = TemplateFigures { template: template.id.clone(), ..TemplateFigures::default() };
        let mut seen = BTreeSet::new();
        let mut draws = 0u64;
        let mut equal_to_key = BTreeMap::<String, u64>::new();
        let mut named = BTreeMap::<String, u64>::new();
        let mut told_by_hint = 0u64;
        let lines = match Lines::of(template) {
            Ok(lines) => lines,
            Err(fault) => {
                self.error(fault.to_string());
                return figures;
            }
        };
        for seed in 1..=seeds {
            self.seed = Some(seed);
            let item = match make_from(&lines, topic, template, seed) {
                Ok(item) => item,
                Err(fault) => {
                    self.seed = None;
                    self.error(fault.to_string());
                    return figures;
                }
            };
            draws += u64::from(item.draws);
            self.whole = seed <= SEEDS_READ_WHOLE || seed % 10 == 0;
            let asked = self.item(topic, &item);
            seen.insert(asked);
            told_by_hint += u64::from(seed <= SEEDS_READ_WHOLE && hint_tells(&item));
            self.key(topic, &item);
            if self.whole {
                self.own_formulas(&item);
                self.drawings(&item);
            }
            if seed <= SEEDS_MISTAKEN {
                self.mistakes(&item, &mut equal_to_key, &mut named);
            }
        }
        self.seed = None;
        figures.distinct = seen.len();
        figures.draws_mean = draws as f64 / seeds.max(1) as f64;
        if seeds >= 200 && figures.distinct < DISTINCT_MIN {
            self.error(format!(
                "only {} different items come of {seeds} seeds; at least {DISTINCT_MIN} are wanted",
                figures.distinct
            ));
        } else if seeds >= 200 && figures.distinct < DISTINCT_GOOD {
            self.remark(format!("{} different items of {seeds} seeds; {DISTINCT_GOOD} are better", figures.distinct));
        }
        if figures.draws_mean > DRAWS_MEAN_MAX {
            self.error(format!(
                "one draw in {:.0} fits the conditions; at least one in twenty should",
                figures.draws_mean
            ));
        }
        if told_by_hint * 4 > seeds.min(SEEDS_READ_WHOLE) {
            self.remark("a hint tells the answer");
        }
        let ids: BTreeSet<&String> = template
            .mistakes
            .iter()
            .map(|line| &line.is)
            .chain(template.options.iter().filter_map(|option| option.is.as_ref()))
            .collect();
        for id in ids {
            let tried = seeds.clamp(1, SEEDS_MISTAKEN) as f64;
            let share = |counts: &BTreeMap<String, u64>| *counts.get(id).unwrap_or(&0) as f64 / tried;
            let (equal, found) = (share(&equal_to_key), share(&named));
            if equal > 0.5 {
                self.error(format!(
                    "the mistake `{id}` gives the right answer for {:.0} % of the numbers",
                    equal * 100.0
                ));
            } else if found == 0.0 {
                self.error(format!("the mistake `{id}` can never be named: for all numbers it cannot be read, or equals the answer or another mistake"));
            } else if found < 0.4 {
                self.remark(format!("the mistake `{id}` can be named for {:.0} % of the numbers only", found * 100.0));
            }
            figures.named.push((id.clone(), found));
        }
        figures
    }

    /// Reads all texts of an item; returns what tells it from others.
    fn item(&mut self, topic: &Topic, item: &Item) -> String {
        let mut asked = self.words_in(Lang::Lt, "`ask`", &item.ask);
        if self.whole {
            self.words_in(Lang::En, "`ask`", &item.ask);
        }
        if let Some(Ok(figure)) = figure::figure(item) {
            asked.push_str(&figure.told.lt);
        }
        self.sizes(topic, "the task has", &asked);
        for (field, sides) in
            [("the options", &item.options), ("the left sides", &item.lefts), ("the right sides", &item.rights)]
        {
            let texts: Vec<[String; 2]> = sides.iter().map(|option| self.words(field, &option.words)).collect();
            for lang in 0..2 {
                let different: BTreeSet<&str> = texts.iter().map(|text| text[lang].as_str()).collect();
                if different.len() < texts.len() {
                    let all: Vec<&str> = texts.iter().map(|text| text[lang].as_str()).collect();
                    self.tell(Gravity::Error, field, format!("{field} are not all different: {}", all.join(" | ")));
                }
            }
            let mut firsts: Vec<String> = texts.into_iter().map(|[lt, _]| lt).collect();
            firsts.sort();
            asked.push_str(&firsts.join("|"));
        }
        if !self.whole {
            return asked;
        }
        for (field, words) in [("`before`", &item.before), ("`after` or `unit`", &item.after)] {
            if let Some(words) = words {
                self.words(field, words);
            }
        }
        for (at, hint) in item.hints.iter().enumerate() {
            self.words(&format!("the hint {}", at + 1), hint);
        }
        for (at, step) in item.solution.iter().enumerate() {
            let field = format!("the step {} of the solution", at + 1);
            self.words(&field, &step.text);
            if let Some(Err(TextFault(what))) = step.read_formula() {
                self.tell(Gravity::Error, &field, format!("{field}: {what}"));
            }
        }
        for wrong in &item.wrongs {
            if let Some(pointer) = &wrong.pointer {
                self.words(&format!("the pointer of `{}`", wrong.is), pointer);
            }
        }
        asked
    }

    /// Numbers of more digits than a pupil of the grade works with.
    fn sizes(&mut self, topic: &Topic, where_it_is: &str, asked: &str) {
        let most = if topic.grade < 8 { 6 } else { 9 };
        let joined: String = asked.chars().filter(|c| *c != '\u{202f}').collect();
        let longest = joined.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        if longest > most {
            let what = format!("{where_it_is} a number of {longest} digits in grade {}", topic.grade);
            self.tell(Gravity::Remark, where_it_is, what);
        }
    }

    fn key(&mut self, topic: &Topic, item: &Item) {
        let answer = item.right_answer();
        if let Answer::Typed(text) = &answer {
            self.sizes(topic, "an answer has", text);
            let bottom = text.rsplit_once('/').and_then(|(_, bottom)| bottom.parse::<u64>().ok()).unwrap_or(1);
            if item.kind == AnswerKind::Number && bottom > 100 {
                self.tell(Gravity::Remark, "bottom", format!("the answer {text} is an unhandy fraction"));
            }
        }
        let judgement = check(item, &answer);
        if judgement.verdict != Verdict::Right {
            let what = format!(
                "the right answer {answer:?} is judged `{}`: {}",
                judgement.verdict.key(),
                judgement.message(Lang::En)
            );
            self.tell(Gravity::Error, "key", what);
        }
    }

    /// The board must hold the answer, and a figure must be told in words with all that it shows.
    fn drawings(&mut self, item: &Item) {
        match board::field(item) {
            Some(Err(fault)) => self.error(format!("the board: {fault}")),
            Some(Ok(field)) => {
                if let Answer::Typed(text) = item.right_answer() {
                    let again = field.drawn(&text).and_then(|drawn| field.text(&drawn));
                    let judged = again.map(|again| check(item, &Answer::Typed(again)).verdict);
                    if judged != Some(Verdict::Right) {
                        self.tell(Gravity::Error, "board", format!("the answer {text} cannot be drawn on the board"));
                    }
                }
            }
            None => {}
        }
        match figure::figure(item) {
            Some(Err(fault)) => self.error(format!("the figure: {fault}")),
            Some(Ok(figure)) => {
                for lang in [Lang::Lt, Lang::En] {
                    let told = figure.told.get(lang);
                    let missing = figure.words(lang).into_iter().find(|word| !told.contains(*word)).map(str::to_owned);
                    if let Some(word) = missing {
                        let what = format!("the figure shows `{word}`, which its words do not say: {told}");
                        self.tell(Gravity::Error, "figure", what);
                    }
                }
                let tells = match item.right_answer() {
                    Answer::Typed(text) => figure.words(Lang::Lt).iter().any(|word| {
                        word.split_whitespace().next() == Some(text.as_str())
                            && !item.ask.plain(Lang::Lt).contains(text.as_str())
                    }),
                    _ => false,
                };
                if tells {
                    self.tell(Gravity::Remark, "figure tells", "the figure shows the number that is asked for");
                }
            }
            None => {}
        }
    }

    /// What stands in the task must not pass for its answer.
    fn own_formulas(&mut self, item: &Item) {
        if !item.kind.is_typed() {
            return;
        }
        let asked = item.ask.rich(Lang::Lt);
        for formula in formulas(&asked).into_iter().map(Display::plain).filter(|formula| has_operation(formula)) {
            if check(item, &Answer::Typed(formula.clone())).counts {
                let what =
                    format!("the task's own formula `{formula}` is taken as a right answer; a `form` would help");
                self.tell(Gravity::Error, "ask as answer", what);
            }
        }
    }

    fn mistakes(&mut self, item: &Item, equal: &mut BTreeMap<String, u64>, named: &mut BTreeMap<String, u64>) {
        let mut equal_here = BTreeSet::new();
        let mut named_here = BTreeSet::new();
        for wrong in &item.wrongs {
            let answer = item.answer_of(&wrong.answer);
            let judgement = check(item, &answer);
            match judgement.verdict {
                Verdict::Right | Verdict::RightButForm => {
                    equal_here.insert(&wrong.is);
                }
                Verdict::Wrong if judgement.mistake.as_ref() == Some(&wrong.is) => {
                    named_here.insert(&wrong.is);
                }
                // Some numbers make no readable answer, such as an interval with its ends reversed.
                Verdict::Wrong | Verdict::Unreadable => {}
            }
        }
        for id in equal_here.difference(&named_here) {
            *equal.entry((*id).clone()).or_default() += 1;
        }
        for id in named_here {
            *named.entry(id.clone()).or_default() += 1;
        }
    }
}

/// Whether a hint holds the answer, as a number of its own that the task does not hold, or as a whole formula.
fn hint_tells(item: &Item) -> bool {
    let Answer::Typed(answer) = item.right_answer() else { return false };
    if item.kind != AnswerKind::Number {
        let asked = item.ask.rich(Lang::Lt);
        if formulas(&asked).into_iter().any(|formula| formula.plain() == answer) {
            return false;
        }
        return item.hints.iter().any(|hint| {
            let hint = hint.rich(Lang::Lt);
            formulas(&hint).into_iter().any(|formula| match formula {
                Display::Chain(sides, _) => sides.iter().any(|side| side.plain() == answer),
                whole => whole.plain() == answer,
            })
        });
    }
    let numbers = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !(c.is_ascii_digit() || c == ',' || c == '−' || c == '/'))
            .map(|number| number.trim_matches(',').to_owned())
            .filter(|number| number.chars().any(|c| c.is_ascii_digit()))
            .collect()
    };
    !numbers(&item.ask.plain(Lang::Lt)).contains(&answer)
        && item.hints.iter().any(|hint| numbers(&hint.plain(Lang::Lt)).contains(&answer))
}

/// Whether a formula leaves something to work out; a plain number or an equation does not.
fn has_operation(formula: &str) -> bool {
    let inside = formula.trim_start_matches('−');
    !formula.contains(['=', '≈']) && inside.chars().any(|c| "+−·:/^√".contains(c))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize, width: usize| {
        parts.get(at).filter(|part| part.len() == width).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0)
    };
    parts.len() == 3 && number(0, 4) >= 2020 && (1..=12).contains(&number(1, 2)) && (1..=31).contains(&number(2, 2))
}
