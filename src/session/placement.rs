//! A placement sitting: `(state, intent, now, seed) -> step`.
//!
//! For the page. Keep a [`PlacementSitting`] (it is small, serde); send it [`PlacementIntent::Begin`] when the page opens,
//! whether the sitting is new or was paused: what was answered is in the journal. Record `events` at once and in order. If
//! `wants` names a topic, load it and send [`PlacementIntent::Arrived`]. Show [`PlacementSitting::item`] and the bar
//! ([`PlacementSitting::progress`], 0 to 1, never back). Judging is [`PlacementSitting::answer`], apart from the rest so
//! that a page which only shows need not load it; say nothing of right or wrong. `unreadable` asks for another reading of
//! the same field and costs nothing. When `closing` comes, show it: it starts with what is held; `sure` is told in words by
//! [`how_sure`]. The answers can be looked at afterwards: `Pupil::placements.ended`.
//!
//! Whether to offer it at all: `pupil.placements.offered(pupil.learner.answers(), today)`.

use super::world::World;
use crate::base::{Lang, Moment, Rng};
use crate::engine::placement::{Outcome, Placed, Placement, PlacementSummary};
use crate::exercises::{Answer, Item, ItemRef, Verdict, check};
use crate::insights::Pupil;
use crate::journal::{Event, PlacementFact, PlacementVerdict};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};

/// The question in hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacementAsked {
    /// The item.
    pub item: ItemRef,
    /// What is being typed or picked.
    pub draft: Option<Answer>,
}

/// A question whose topic is not loaded yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Waiting {
    skill: SkillId,
    template: String,
    seed: u64,
}

/// The sitting. All that matters is in the journal; this is the question in hand and the bar.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlacementSitting {
    /// The question in hand.
    pub asked: Option<PlacementAsked>,
    shown: f64,
    waiting: Option<Waiting>,
    #[serde(skip)]
    picture: Option<(u64, Placement)>,
}

/// What a pupil does in a placement sitting besides answering.
#[derive(Clone, Debug, PartialEq)]
pub enum PlacementIntent {
    /// Opens the page: begins, or goes on.
    Begin,
    /// "Dar nemoku", after so much working time, in milliseconds.
    NotYet(u32),
    /// "Užteks": a usable result now.
    Enough,
    /// Puts the offer aside until tomorrow week.
    Later,
    /// A topic that was missing has been loaded.
    Arrived,
}

/// What comes of an intent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacementStep {
    /// Facts, in the order in which they happened.
    pub events: Vec<Event>,
    /// A topic that must be loaded before the sitting can go on.
    pub wants: Option<SkillId>,
    /// The answer could not be read: nothing happened.
    pub unreadable: bool,
    /// The sitting is over: its closing page.
    pub closing: Option<PlacementSummary>,
}

/// Days for which the offer rests when it was put aside.
const REST_DAYS: i32 = 7;

impl PlacementSitting {
    /// Takes one intent. `now` is the time, `seed` fresh random bits; `pupil` as folded before the events of this step.
    pub fn step(
        &mut self,
        world: &World,
        pupil: &Pupil,
        intent: PlacementIntent,
        now: Moment,
        seed: u64,
    ) -> PlacementStep {
        let mut step = PlacementStep::default();
        match intent {
            PlacementIntent::Begin => {
                let begun = pupil.placements.open.as_ref().map(|open| open.seed);
                // 53 bits, so that every reader of JSON keeps the seed exact.
                let picture_seed = begun.unwrap_or(seed >> 11);
                if begun.is_none() {
                    step.events.push(Event::Placement(PlacementFact::Begun { seed: picture_seed }));
                    *self = PlacementSitting::default();
                }
                self.fold(world, pupil, picture_seed, now);
                if let Some(asked) = &self.asked {
                    if world.item(&asked.item).is_some() {
                        return step;
                    }
                    if !world.topics.contains_key(&asked.item.skill) && world.catalogue.has(&asked.item.skill) {
                        step.wants = Some(asked.item.skill.clone());
                        return step;
                    }
                }
                self.next(world, seed, &mut step);
            }
            PlacementIntent::NotYet(ms) => {
                if let Some(item) = self.item(world) {
                    self.picture_of(world, pupil, now);
                    self.take(world, &item, None, PlacementVerdict::NotYet, ms, &mut step);
                    self.next(world, seed, &mut step);
                }
            }
            PlacementIntent::Enough => {
                self.picture_of(world, pupil, now);
                self.close(&mut step);
            }
            PlacementIntent::Later => {
                let until = now.day().plus(REST_DAYS + 1);
                step.events.push(Event::Placement(PlacementFact::PutOff { until }));
            }
            PlacementIntent::Arrived => {
                self.picture_of(world, pupil, now);
                match self.waiting.take() {
                    Some(waiting) => self.ask(world, waiting, &mut step),
                    None if self.item(world).is_none() => self.next(world, seed, &mut step),
                    None => {}
                }
            }
        }
        step
    }

    /// Judges an answer to the question in hand, after so much working time, in milliseconds, and asks the next.
    pub fn answer(
        &mut self,
        world: &World,
        pupil: &Pupil,
        answer: Answer,
        ms: u32,
        now: Moment,
        seed: u64,
    ) -> PlacementStep {
        let mut step = PlacementStep::default();
        let Some(item) = self.item(world) else { return step };
        let verdict = match check(&item, &answer).verdict {
            Verdict::Right | Verdict::RightButForm => PlacementVerdict::Right,
            Verdict::Wrong => PlacementVerdict::Wrong,
            Verdict::Unreadable => {
                self.keep_draft(answer);
                step.unreadable = true;
                return step;
            }
        };
        self.picture_of(world, pupil, now);
        self.take(world, &item, Some(answer), verdict, ms, &mut step);
        self.next(world, seed, &mut step);
        step
    }

    /// Keeps what is being typed or picked.
    pub fn keep_draft(&mut self, draft: Answer) {
        if let Some(asked) = &mut self.asked {
            asked.draft = Some(draft);
        }
    }

    /// The question in hand as an item; `None` while there is none or its topic is not loaded.
    pub fn item(&self, world: &World) -> Option<Item> {
        world.item(&self.asked.as_ref()?.item)
    }

    /// How far the sitting is, 0 to 1: the doubt that was cleared. Never goes back.
    pub fn progress(&self) -> f64 {
        self.shown
    }

    /// Answers so far.
    pub fn answers(&self) -> usize {
        self.picture.as_ref().map_or(0, |(_, picture)| picture.answers())
    }

    /// The picture as the journal tells it.
    fn fold(&mut self, world: &World, pupil: &Pupil, seed: u64, now: Moment) {
        let open = pupil.placements.open.as_ref();
        // The prior is as of the beginning, so that a pause changes nothing.
        let from = open.map_or(now, |open| open.begun);
        let graph = &world.index.graph;
        let mut picture = Placement::new(&pupil.learner, &world.params, graph, &world.catalogue, from, seed);
        for answer in open.iter().flat_map(|open| &open.answers) {
            picture.take(&world.params, &answer.placed());
        }
        self.shown = self.shown.max(picture.progress());
        self.picture = Some((seed, picture));
    }

    /// After a reload there is none yet; and another device may have gone on with the same sitting.
    fn picture_of(&mut self, world: &World, pupil: &Pupil, now: Moment) {
        let Some(open) = &pupil.placements.open else { return };
        let known = self.picture.as_ref().map(|(seed, picture)| (*seed, picture.answers()));
        if known != Some((open.seed, open.answers.len())) {
            self.fold(world, pupil, open.seed, now);
        }
    }

    fn take(
        &mut self,
        world: &World,
        item: &Item,
        answer: Option<Answer>,
        verdict: PlacementVerdict,
        ms: u32,
        step: &mut PlacementStep,
    ) {
        let Some(asked) = self.asked.take() else { return };
        let grade = world.index.graph.get(&asked.item.skill).map_or(7, |skill| skill.grade);
        let outcome = match verdict {
            PlacementVerdict::Right => Outcome::Right,
            PlacementVerdict::Wrong => Outcome::Wrong,
            PlacementVerdict::NotYet => Outcome::NotYet,
        };
        if let Some((_, picture)) = &mut self.picture {
            picture.take(&world.params, &Placed { skill: asked.item.skill.clone(), kind: item.kind, outcome });
            self.shown = self.shown.max(picture.progress());
        }
        step.events.push(Event::Placement(PlacementFact::Answered {
            item: asked.item,
            answer,
            verdict,
            grade,
            level: item.level,
            kind: item.kind,
            tenths: ms / 100,
        }));
    }

    fn next(&mut self, world: &World, seed: u64, step: &mut PlacementStep) {
        self.asked = None;
        let Some((_, picture)) = &self.picture else { return };
        match picture.question(&world.params, &world.catalogue) {
            None => self.close(step),
            Some(question) => {
                let waiting = Waiting { skill: question.skill, template: question.template, seed };
                self.ask(world, waiting, step);
            }
        }
    }

    fn ask(&mut self, world: &World, waiting: Waiting, step: &mut PlacementStep) {
        let Some(topic) = world.topics.get(&waiting.skill) else {
            step.wants = Some(waiting.skill.clone());
            self.waiting = Some(waiting);
            return;
        };
        let mut rng = Rng::new(waiting.seed);
        let made = topic.template(&waiting.template).and_then(|template| {
            (0..12).find_map(|_| crate::exercises::make(topic, template, rng.next_u64() >> 11).ok())
        });
        match made {
            Some(item) => self.asked = Some(PlacementAsked { item: item.reference, draft: None }),
            // Index and topic are of different versions: what was found so far is a result all the same.
            None => self.close(step),
        }
    }

    fn close(&mut self, step: &mut PlacementStep) {
        let Some((_, picture)) = self.picture.take() else { return };
        let summary = picture.summary();
        let likely = summary.chances.iter().filter(|(_, chance)| (chance - 0.5).abs() >= 0.1);
        let likely = likely.map(|(skill, chance)| (skill.clone(), libm::round(chance * 1000.0) as u16)).collect();
        step.events.push(Event::Placement(PlacementFact::Ended { likely }));
        step.closing = Some(summary);
        *self = PlacementSitting { shown: 1.0, ..PlacementSitting::default() };
    }
}

/// How sure a picture is (0.5 to 1), in words for the pupil.
pub const fn how_sure(sure: f64, lang: Lang) -> &'static str {
    match (lang, sure >= 0.93, sure >= 0.85) {
        (Lang::Lt, true, _) => "Dėl daugumos temų esame gana tikri.",
        (Lang::En, true, _) => "We are fairly sure about most topics.",
        (Lang::Lt, _, true) => "Dėl kai kurių temų dar galime klysti – tai parodys tavo darbas.",
        (Lang::En, _, true) => "We may still be wrong about some topics; your work will show.",
        (Lang::Lt, _, _) => "Tai tik pirmas spėjimas: kuo daugiau spręsi, tuo jis bus tikslesnis.",
        (Lang::En, _, _) => "This is only a first guess: the more you solve, the better it gets.",
    }
}
