//! "Mano klaidų kolekcija": a named mistake is a card; it is tamed after three right answers on different days in the
//! topic where it showed itself.

use crate::base::{Day, Moment};
use crate::exercises::Verdict;
use crate::journal::Answered;
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Right answers on different days that tame a mistake.
pub const TAMED_BY: u8 = 3;

/// One named mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MistakeCard {
    /// The topic in which it showed itself last.
    pub skill: SkillId,
    /// How often it was named.
    pub times: u32,
    /// When it was named last.
    pub last: Moment,
    /// Different days since then with a right unaided answer in the topic, up to three.
    pub right_days: u8,
    /// The last of these days.
    right_on: Option<Day>,
}

impl MistakeCard {
    /// "Suvaldyta": three spaced right answers since it was named last.
    pub fn tamed(&self) -> bool {
        self.right_days >= TAMED_BY
    }
}

/// All cards by the mistake's id. General slips (a sign, a swap) are no cards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MistakeCards(pub BTreeMap<String, MistakeCard>);

impl MistakeCards {
    /// Takes a judged answer in.
    pub(super) fn take(&mut self, at: Moment, answered: &Answered) {
        let skill = &answered.item.skill;
        if let Some(id) = answered.mistake.as_ref().filter(|id| !id.starts_with("slip-")) {
            let card = self.0.entry(id.clone()).or_insert(MistakeCard {
                skill: skill.clone(),
                times: 0,
                last: at,
                right_days: 0,
                right_on: None,
            });
            *card =
                MistakeCard { skill: skill.clone(), times: card.times + 1, last: at, right_days: 0, right_on: None };
        } else if answered.verdict == Verdict::Right && answered.attempt <= 1 && answered.hints == 0 {
            let day = at.day();
            for card in self.0.values_mut().filter(|card| card.skill == *skill && card.last.day() < day) {
                if card.right_on != Some(day) && !card.tamed() {
                    card.right_days += 1;
                    card.right_on = Some(day);
                }
            }
        }
    }
}
