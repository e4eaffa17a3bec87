//! A sitting of practice. Its state is small and can be kept as JSON, so that a pupil goes on where they were: the
//! item itself is computed from its name.

use super::world::World;
use crate::base::{Moment, Rng, Text};
use crate::engine::{self, Demands, Reason};
use crate::exercises::{Answer, AnswerKind, Item, ItemRef, Verdict, check};
use crate::insights::Pupil;
use crate::journal::{Answered, Event, NextStep, PracticeFact};
use crate::school::reflection::ReflectionFact;
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Tasks of one topic in a sitting after which the pupil is asked how it went.
const TASKS_BEFORE_RATING: u32 = 4;

/// Days for which a self-rating of a topic stands before it is asked for again.
const RATING_DAYS: f64 = 3.0;

/// What is asked may be narrowed by the address or by a practice set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Only {
    /// Only these topics; empty: any.
    pub skills: Vec<SkillId>,
    /// Only this kind of answer.
    pub kind: Option<AnswerKind>,
    /// Only situations from life.
    pub life: bool,
}

/// The task in hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The item.
    pub item: ItemRef,
    /// Why it came, to the pupil.
    pub why: Text,
    /// What else spoke for it.
    pub why_more: Vec<Text>,
    /// The predicted chance of a right answer, 0 to 1.
    pub chance: f64,
    /// Judged tries so far.
    pub tries: u8,
    /// Tries so far that were wrong.
    pub misses: u8,
    /// Hints shown.
    pub hints: u8,
    /// Whether the solution is shown.
    pub solution: bool,
    /// Whether it is solved, or was given up by opening the solution.
    pub done: bool,
    /// The answer that the feedback on the screen speaks of.
    pub given: Option<Answer>,
    /// What is being typed or picked.
    pub draft: Option<Answer>,
}

impl Asked {
    fn new(item: ItemRef, why: Text, why_more: Vec<Text>, chance: f64) -> Self {
        Asked {
            item,
            why,
            why_more,
            chance,
            tries: 0,
            misses: 0,
            hints: 0,
            solution: false,
            done: false,
            given: None,
            draft: None,
        }
    }

    /// The one step recommended after an answer that is not right yet: first another try, then a hint, then the worked
    /// solution, and after it a twin with new numbers.
    pub fn recommended(&self, hints_there: usize) -> NextStep {
        let hint_left = usize::from(self.hints) < hints_there;
        if self.solution {
            NextStep::Twin
        } else {
            match self.misses {
                0 | 1 => NextStep::Retry,
                2 if hint_left => NextStep::Hint,
                _ => NextStep::Solution,
            }
        }
    }
}

/// A choice whose topic is not loaded yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Waiting {
    skill: SkillId,
    template: String,
    why: Text,
    why_more: Vec<Text>,
    chance: f64,
    seed: u64,
}

/// A sitting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sitting {
    /// What is asked may be narrowed.
    pub only: Only,
    /// The task in hand.
    pub asked: Option<Asked>,
    /// Tasks finished in this sitting.
    pub tasks: u32,
    /// Tasks solved at the first try in this sitting.
    pub right: u32,
    /// The topic whose self-rating is asked for now.
    pub rate: Option<SkillId>,
    /// Tasks begun by topic.
    by_skill: BTreeMap<SkillId, u32>,
    waiting: Option<Waiting>,
}

/// What a pupil does in a sitting besides answering, which is [`Sitting::answer`].
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Opens practice, narrowed or not. The task in hand stays if it fits.
    Begin(Only),
    /// Wants another task.
    Next,
    /// Wants the same task with new numbers.
    Twin,
    /// Wants a hint.
    Hint,
    /// Wants the worked solution, after so much working time, in milliseconds.
    Solution(u32),
    /// Opens the topic's explanation from the feedback.
    Explanation,
    /// Rates a topic, 1 to 4; `None`: would rather not.
    Rate(Option<u8>),
    /// Says that the task is faulty.
    Report(String),
    /// "Ne dabar": leaves the topic alone until tomorrow.
    PutOff,
    /// A topic that was missing has been loaded.
    Arrived,
}

/// What comes of an intent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Facts, in the order in which they happened.
    pub events: Vec<Event>,
    /// A topic that must be loaded before the sitting can go on; then comes `Intent::Arrived`.
    pub wants: Option<SkillId>,
    /// There is no task at all: the content is empty.
    pub empty: bool,
}

impl Sitting {
    /// Takes one intent. `now` is the time, `seed` fresh random bits.
    pub fn step(&mut self, world: &World, pupil: &Pupil, intent: Intent, now: Moment, seed: u64) -> Outcome {
        let mut outcome = Outcome::default();
        match intent {
            Intent::Begin(only) => self.begin(world, pupil, only, now, seed, &mut outcome),
            Intent::Next => {
                self.leave(NextStep::Other, &mut outcome);
                self.choose(world, pupil, now, seed, &mut outcome);
            }
            Intent::Twin => self.twin(world, pupil, now, seed, &mut outcome),
            Intent::Hint => self.hint(world, &mut outcome),
            Intent::Solution(ms) => self.solution(world, ms, &mut outcome),
            Intent::Explanation => self.stepped(NextStep::Explanation, &mut outcome),
            Intent::Rate(rating) => {
                if let (Some(skill), Some(rating)) = (self.rate.take(), rating) {
                    outcome.events.push(Event::Reflection(ReflectionFact::Rated { skill, rating }));
                }
            }
            Intent::Report(words) => {
                if let Some(asked) = self.asked.take() {
                    let words = words.chars().take(1000).collect();
                    outcome.events.push(Event::Practice(PracticeFact::FaultReported { item: asked.item, words }));
                }
                self.choose(world, pupil, now, seed, &mut outcome);
            }
            Intent::PutOff => {
                if let Some(asked) = self.asked.take() {
                    let fact = PracticeFact::PutOff { skill: asked.item.skill, until: now.day().plus(1) };
                    outcome.events.push(Event::Practice(fact));
                }
                let mut without = pupil.clone();
                for event in &outcome.events {
                    if let Event::Practice(PracticeFact::PutOff { skill, until }) = event {
                        without.put_off.insert(skill.clone(), *until);
                        without.topic_now = without.topic_now.filter(|chosen| chosen != skill);
                    }
                }
                self.choose(world, &without, now, seed, &mut outcome);
            }
            Intent::Arrived => match self.waiting.take() {
                Some(waiting) => self.ask(world, waiting, &mut outcome),
                None if self.asked.is_none() => self.choose(world, pupil, now, seed, &mut outcome),
                None => {}
            },
        }
        outcome
    }

    /// Keeps what is being typed or picked, so that it is there again after a reload.
    pub fn keep_draft(&mut self, draft: Answer) {
        if let Some(asked) = &mut self.asked {
            asked.draft = Some(draft);
        }
    }

    /// The task in hand as an item; `None` while there is none or its topic is not loaded.
    pub fn item(&self, world: &World) -> Option<Item> {
        world.item(&self.asked.as_ref()?.item)
    }

    fn begin(&mut self, world: &World, pupil: &Pupil, only: Only, now: Moment, seed: u64, outcome: &mut Outcome) {
        let fits = self.only == only
            && self
                .asked
                .as_ref()
                .is_some_and(|asked| !asked.done && !pupil.put_off_on(now.day()).contains(&asked.item.skill));
        self.only = only;
        if fits && let Some(asked) = &self.asked {
            let topic_loaded = world.topics.contains_key(&asked.item.skill);
            if !topic_loaded && world.catalogue.has(&asked.item.skill) {
                outcome.wants = Some(asked.item.skill.clone());
                return;
            }
            // The template may have changed since; then the item cannot be shown as it was.
            if world.item(&asked.item).is_some() {
                return;
            }
        }
        self.leave(NextStep::Other, outcome);
        self.choose(world, pupil, now, seed, outcome);
    }

    /// Closes the task in hand: what was left undone is a fact.
    fn leave(&mut self, step: NextStep, outcome: &mut Outcome) {
        if let Some(asked) = self.asked.take() {
            if asked.misses > 0 && !asked.done {
                outcome.events.push(Event::Practice(PracticeFact::Stepped { item: asked.item, step }));
            } else if asked.tries == 0 && (asked.hints > 0 || asked.solution) {
                let left = PracticeFact::Left { item: asked.item, hints: asked.hints, solution_seen: asked.solution };
                outcome.events.push(Event::Practice(left));
            }
        }
        self.rate = None;
    }

    fn demands(&self, world: &World, pupil: &Pupil, now: Moment) -> Demands {
        let only = engine::Only { skills: self.only.skills.clone(), kind: self.only.kind };
        Demands { only, life_only: self.only.life, ..world.demands(pupil, now) }
    }

    fn choose(&mut self, world: &World, pupil: &Pupil, now: Moment, seed: u64, outcome: &mut Outcome) {
        let mut rng = Rng::new(seed);
        let demands = self.demands(world, pupil, now);
        let recent = pupil.history.recent();
        let graph = &world.index.graph;
        let chosen =
            engine::choose(&pupil.learner, &world.params, graph, &world.catalogue, &demands, &recent, now, &mut rng);
        let Some(choice) = chosen else {
            outcome.empty = true;
            return;
        };
        let text = |reason: &Reason| {
            use crate::base::Lang::{En, Lt};
            Text::new(reason.sentence(graph, Lt), reason.sentence(graph, En))
        };
        let waiting = Waiting {
            why: text(&choice.reason),
            why_more: choice.further.iter().map(text).collect(),
            skill: choice.skill,
            template: choice.template,
            // To a thousandth: more would not be kept exactly as text, and means nothing.
            chance: libm::round(choice.difficulty * 1000.0) / 1000.0,
            seed: rng.next_u64(),
        };
        self.ask(world, waiting, outcome);
    }

    fn twin(&mut self, world: &World, pupil: &Pupil, now: Moment, seed: u64, outcome: &mut Outcome) {
        let Some(asked) = &self.asked else {
            self.choose(world, pupil, now, seed, outcome);
            return;
        };
        let graph = &world.index.graph;
        let why = Text::new(
            Reason::Twin.sentence(graph, crate::base::Lang::Lt),
            Reason::Twin.sentence(graph, crate::base::Lang::En),
        );
        let waiting = Waiting {
            skill: asked.item.skill.clone(),
            template: asked.item.template.clone(),
            why,
            why_more: Vec::new(),
            chance: asked.chance,
            seed: Rng::new(seed).next_u64(),
        };
        let before = asked.item.clone();
        self.leave(NextStep::Twin, outcome);
        self.ask_other_than(world, waiting, Some(&before), outcome);
    }

    fn ask(&mut self, world: &World, waiting: Waiting, outcome: &mut Outcome) {
        self.ask_other_than(world, waiting, None, outcome);
    }

    fn ask_other_than(&mut self, world: &World, waiting: Waiting, before: Option<&ItemRef>, outcome: &mut Outcome) {
        let Some(topic) = world.topics.get(&waiting.skill) else {
            outcome.wants = Some(waiting.skill.clone());
            self.waiting = Some(waiting);
            return;
        };
        let Some(template) = topic.template(&waiting.template) else {
            // The index and the topic are of different versions: the next opening fetches both anew.
            outcome.empty = true;
            return;
        };
        let text_before =
            before.and_then(|before| world.item(before)).map(|item| item.ask.plain(crate::base::Lang::Lt));
        let mut rng = Rng::new(waiting.seed);
        let mut found = None;
        for _ in 0..12 {
            // 32 bits: more tasks than anybody meets, and every answer carries its seed to the class for good.
            let seed = rng.next_u64() >> 32;
            let Ok(item) = crate::exercises::make(topic, template, seed) else { continue };
            let same = text_before.as_ref().is_some_and(|before| *before == item.ask.plain(crate::base::Lang::Lt));
            found = Some(item.reference);
            if !same {
                break;
            }
        }
        let Some(reference) = found else {
            outcome.empty = true;
            return;
        };
        self.waiting = None;
        self.asked = Some(Asked::new(reference, waiting.why, waiting.why_more, waiting.chance));
    }

    /// Takes an answer after so much working time, in milliseconds. It is no intent of [`Sitting::step`], so that what
    /// judges need not be there before there is something to judge.
    pub fn answer(&mut self, world: &World, pupil: &Pupil, answer: Answer, ms: u32, now: Moment) -> Outcome {
        let mut outcome = Outcome::default();
        self.judge(world, pupil, answer, ms, now, &mut outcome);
        outcome
    }

    fn judge(&mut self, world: &World, pupil: &Pupil, answer: Answer, ms: u32, now: Moment, outcome: &mut Outcome) {
        let Some(item) = self.item(world) else { return };
        let Some(asked) = self.asked.as_mut().filter(|asked| !asked.done && !asked.solution) else { return };
        let judgement = check(&item, &answer);
        asked.draft = Some(answer.clone());
        if judgement.verdict == Verdict::Unreadable {
            asked.given = Some(answer);
            return;
        }
        if asked.misses > 0 {
            let step = PracticeFact::Stepped { item: asked.item.clone(), step: NextStep::Retry };
            outcome.events.push(Event::Practice(step));
        }
        asked.tries = asked.tries.saturating_add(1);
        asked.given = Some(answer.clone());
        let first = asked.tries == 1;
        let answered = Answered {
            item: asked.item.clone(),
            answer,
            verdict: judgement.verdict,
            mistake: judgement.mistake.clone(),
            blame: judgement.back.clone(),
            further: world.catalogue.further(&asked.item.skill, item.level).to_vec(),
            grade: world.index.graph.get(&asked.item.skill).map_or(7, |skill| skill.grade),
            level: item.level,
            kind: item.kind,
            tenths: ms / 100,
            seconds_expected: item.seconds,
            hints: asked.hints,
            attempt: asked.tries,
            solution_seen: false,
        };
        outcome.events.push(Event::Answered(answered));
        if judgement.counts {
            asked.done = true;
        } else if judgement.verdict == Verdict::Wrong {
            asked.misses = asked.misses.saturating_add(1);
        }
        let (skill, done) = (asked.item.skill.clone(), asked.done);
        self.count(&skill, first, first && judgement.counts);
        if done {
            self.offer_rating(pupil, skill, now);
        }
    }

    fn count(&mut self, skill: &SkillId, first: bool, right: bool) {
        if first {
            self.tasks += 1;
            *self.by_skill.entry(skill.clone()).or_default() += 1;
        }
        self.right += u32::from(right);
    }

    fn offer_rating(&mut self, pupil: &Pupil, skill: SkillId, now: Moment) {
        let enough = self.by_skill.get(&skill).is_some_and(|tasks| *tasks >= TASKS_BEFORE_RATING);
        let last = pupil.reflections.ratings.get(&skill).and_then(|ratings| ratings.last());
        let stands = last.is_some_and(|rating| now.days_since(rating.at) < RATING_DAYS);
        if enough && !stands {
            self.by_skill.remove(&skill);
            self.rate = Some(skill);
        }
    }

    fn hint(&mut self, world: &World, outcome: &mut Outcome) {
        let Some(item) = self.item(world) else { return };
        let Some(asked) = self.asked.as_mut().filter(|asked| !asked.done) else { return };
        if usize::from(asked.hints) < item.hints.len() {
            asked.hints += 1;
            if asked.misses > 0 {
                let step = PracticeFact::Stepped { item: asked.item.clone(), step: NextStep::Hint };
                outcome.events.push(Event::Practice(step));
            }
        }
    }

    fn solution(&mut self, world: &World, ms: u32, outcome: &mut Outcome) {
        let Some(item) = self.item(world) else { return };
        let Some(asked) = self.asked.as_mut().filter(|asked| !asked.solution) else { return };
        asked.solution = true;
        if asked.done {
            return;
        }
        asked.done = true;
        if asked.misses > 0 {
            let step = PracticeFact::Stepped { item: asked.item.clone(), step: NextStep::Solution };
            outcome.events.push(Event::Practice(step));
            return;
        }
        // Opened before any try: a fact of its own, an empty answer with the solution seen.
        let skill = asked.item.skill.clone();
        let first = asked.tries == 0;
        outcome.events.push(Event::Answered(Answered {
            item: asked.item.clone(),
            answer: Answer::Typed(String::new()),
            verdict: Verdict::Wrong,
            mistake: None,
            blame: None,
            further: world.catalogue.further(&skill, item.level).to_vec(),
            grade: world.index.graph.get(&skill).map_or(7, |skill| skill.grade),
            level: item.level,
            kind: item.kind,
            tenths: ms / 100,
            seconds_expected: item.seconds,
            hints: asked.hints,
            attempt: asked.tries.saturating_add(1),
            solution_seen: true,
        }));
        self.count(&skill, first, false);
    }

    fn stepped(&mut self, step: NextStep, outcome: &mut Outcome) {
        if let Some(asked) = self.asked.as_ref().filter(|asked| asked.misses > 0 && !asked.done) {
            outcome.events.push(Event::Practice(PracticeFact::Stepped { item: asked.item.clone(), step }));
        }
    }
}
