//! How an answer is judged: the verdict, the mistake where it can be named, and one pointer in words.
//!
//! A named mistake is a guess, so it is made only where exactly one fits: the mistake's answer is what was given, it
//! differs from the right one, and no other mistake of the item comes to the same. General slips (a sign, two numbers
//! swapped, ten times off) come second, and claim nothing about what the pupil believes.

use super::board;
use super::item::{Item, Key, WrongAnswer};
use super::rich::{Rich, Words};
use super::sentences;
use super::{Answer, AnswerKind, Verdict};
use super::{typed, working};
use crate::base::Lang;
use crate::skills::SkillId;

/// What judging an answer comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The id of the mistake it shows, if one could be named: one of the topic, or a general slip such as `slip-sign`.
    pub mistake: Option<String>,
    /// What the pupil seems to believe; completes "Atrodo, kad manai: ...". Only with a mistake of the topic.
    pub believes: Option<Words>,
    /// What to do instead.
    pub repair: Option<Words>,
    /// The topic to go back to.
    pub back: Option<SkillId>,
    /// Whether it counts as a right answer: right, or right in value where the form is only wished for.
    pub counts: bool,
    said: Words,
}

impl Judgement {
    /// What to tell the pupil, as plain text: what is missing, what to do next, or one pointer.
    pub fn message(&self, lang: Lang) -> String {
        self.said.plain(lang)
    }

    /// The same with its formulas.
    pub fn message_rich(&self, lang: Lang) -> Rich {
        self.said.rich(lang)
    }

    pub(super) fn right() -> Self {
        Self::of(Verdict::Right, sentences::right())
    }

    /// Right, with something to note.
    pub(super) fn right_saying(said: Words) -> Self {
        Self::of(Verdict::Right, said)
    }

    pub(super) fn unreadable(said: Words) -> Self {
        Self::of(Verdict::Unreadable, said)
    }

    /// Right in value; `wished` if the other form counts, too.
    pub(super) fn other_form(wished: bool, remark: Words) -> Self {
        Self { counts: wished, ..Self::of(Verdict::RightButForm, sentences::other_form(wished, &remark)) }
    }

    /// Wrong, with a pointer and nothing claimed.
    pub(super) fn wrong(pointer: Words) -> Self {
        Self::of(Verdict::Wrong, pointer)
    }

    /// Wrong by a general slip.
    pub(super) fn slip(id: &str, pointer: Words) -> Self {
        let wrong = Self::wrong(pointer.clone());
        Self { mistake: Some(id.to_owned()), repair: Some(pointer), ..wrong }
    }

    /// Wrong by the mistake of this id.
    pub(super) fn named(item: &Item, id: &str, pointer: Option<Words>) -> Option<Self> {
        let mistake = item.mistakes.iter().find(|mistake| mistake.id == id)?;
        let words = |text: &crate::base::Text| Words::plainly(text.lt.as_str(), text.en.as_str());
        let believes = words(&mistake.believes);
        let repair = pointer.unwrap_or_else(|| words(&mistake.repair));
        Some(
            Self {
                mistake: Some(mistake.id.clone()),
                back: mistake.back.clone(),
                ..Self::wrong(sentences::believes(&believes, &repair))
            }
            .telling(believes, repair),
        )
    }

    fn telling(self, believes: Words, repair: Words) -> Self {
        Self { believes: Some(believes), repair: Some(repair), ..self }
    }

    fn of(verdict: Verdict, said: Words) -> Self {
        let counts = verdict == Verdict::Right;
        Self { verdict, mistake: None, believes: None, repair: None, back: None, counts, said }
    }
}

/// Judges an answer. Any answer has a judgement, in bounded time; one that does not belong to this kind of item is
/// unreadable.
pub fn check(item: &Item, answer: &Answer) -> Judgement {
    if item.kind.is_drawn() {
        return board::check(item, answer);
    }
    if item.kind == AnswerKind::Working {
        return working::check(item, answer);
    }
    match (&item.key, answer) {
        (Key::Number { value, exact, rule }, Answer::Typed(text)) => {
            typed::check_number(item, value, exact, rule, text)
        }
        (Key::Typed { shape, text: key, rule }, Answer::Typed(text)) => {
            typed::check_typed(item, *shape, key, rule, text)
        }
        (Key::Option(right), Answer::Option(chosen)) => check_option(item, *right, *chosen),
        (Key::Options(right), Answer::Options(chosen)) => check_options(item, right, chosen),
        (Key::Order(count), Answer::Order(order)) => check_order(*count, order),
        (Key::Pairs(count), Answer::Pairs(pairs)) => check_pairs(*count, pairs),
        _ => Judgement::unreadable(sentences::nothing_given()),
    }
}

fn check_option(item: &Item, right: usize, chosen: usize) -> Judgement {
    if chosen == right {
        return Judgement::right();
    }
    if !item.options.iter().any(|option| option.id == chosen) {
        return Judgement::unreadable(sentences::nothing_given());
    }
    let shown = item.wrongs.iter().find(|wrong| wrong.answer == WrongAnswer::Option(chosen));
    shown
        .and_then(|wrong| Judgement::named(item, &wrong.is, wrong.pointer.clone()))
        .unwrap_or_else(|| Judgement::wrong(sentences::other_option()))
}

fn check_options(item: &Item, right: &[usize], chosen: &[usize]) -> Judgement {
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    let exist = chosen.iter().all(|id| item.options.iter().any(|option| option.id == *id));
    if chosen.is_empty() || !exist {
        return Judgement::unreadable(sentences::nothing_given());
    }
    let unfit: Vec<usize> = chosen.iter().copied().filter(|id| !right.contains(id)).collect();
    let missing = right.iter().filter(|id| !chosen.contains(id)).count();
    if unfit.is_empty() && missing == 0 {
        return Judgement::right();
    }
    // One wrong option with a mistake behind it says more than counting does.
    if let [one] = unfit.as_slice()
        && let Some(wrong) = item.wrongs.iter().find(|wrong| wrong.answer == WrongAnswer::Option(*one))
        && let Some(named) = Judgement::named(item, &wrong.is, wrong.pointer.clone())
    {
        return named;
    }
    Judgement::wrong(sentences::options(unfit.len(), missing))
}

fn check_order(count: usize, order: &[usize]) -> Judgement {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    if !sorted.iter().copied().eq(0..count) {
        return Judgement::unreadable(sentences::not_all_given());
    }
    let in_place = order.iter().enumerate().take_while(|(at, id)| at == *id).count();
    if in_place == count { Judgement::right() } else { Judgement::wrong(sentences::order(in_place)) }
}

fn check_pairs(count: usize, pairs: &[(usize, usize)]) -> Judgement {
    let sorted = |side: fn(&(usize, usize)) -> usize| {
        let mut ids: Vec<usize> = pairs.iter().map(side).collect();
        ids.sort_unstable();
        ids
    };
    let whole = |ids: Vec<usize>| ids.into_iter().eq(0..count);
    if !whole(sorted(|pair| pair.0)) || !whole(sorted(|pair| pair.1)) {
        return Judgement::unreadable(sentences::not_all_given());
    }
    let fitting = pairs.iter().filter(|(left, right)| left == right).count();
    if fitting == count { Judgement::right() } else { Judgement::wrong(sentences::pairs(fitting, count)) }
}
