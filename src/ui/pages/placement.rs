//! "Ką jau moki?": the placement sitting. Before it, what it is; during it, one question at a time, with no word of right
//! or wrong; after it, what is held first, then where to start. Paused by leaving, it goes on where it was.

use super::field::{AnswerField, FieldTask};
use crate::base::{Lang, Moment};
use crate::browser::{clock, entropy, page};
use crate::engine::placement::PlacementSummary;
use crate::exercises::{Answer, Item};
use crate::insights::{EndedPlacement, PlacementAnswer};
use crate::journal::PlacementVerdict;
use crate::session::{PlacementIntent, PlacementSitting, PlacementStep, how_sure};
use crate::skills::SkillId;
use crate::ui::desk::{Desk, placement_key, use_desk};
use crate::ui::lazy;
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{
    Button, ButtonLink, Card, CardLook, EmptyState, Icon, Loudness, ProgressBar, RichText, ShareLook, announce,
    fresh_id,
};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// Topics named in a list of the closing page before the rest is only counted.
const NAMED_MAX: usize = 12;

/// Where the sitting is kept between two visits, so that what was being typed is there again.
fn kept_at(desk: Desk) -> Option<String> {
    desk.person().map(|person| placement_key(person.id))
}

/// The sitting on the screen.
#[derive(Clone, Copy)]
struct Table {
    desk: Desk,
    sitting: RwSignal<PlacementSitting>,
    closing: RwSignal<Option<PlacementSummary>>,
    unreadable: RwSignal<bool>,
    missing: RwSignal<bool>,
}

impl Table {
    fn act(self, intent: PlacementIntent) {
        let (now, seed) = (clock::now(), entropy::random_seed());
        let mut sitting = self.sitting.get_untracked();
        let step = self.desk.world.with_untracked(|world| {
            self.desk.pupil.with_untracked(|pupil| sitting.step(world, pupil, intent, now, seed))
        });
        self.take(sitting, step);
    }

    fn answer(self, answer: Answer, ms: u32) {
        let Some(judging) = lazy::judging_now() else { return };
        let (now, seed) = (clock::now(), entropy::random_seed());
        let mut sitting = self.sitting.get_untracked();
        let step = self.desk.world.with_untracked(|world| {
            self.desk.pupil.with_untracked(|pupil| (judging.place)(&mut sitting, world, pupil, answer, ms, now, seed))
        });
        self.take(sitting, step);
    }

    fn take(self, sitting: PlacementSitting, step: PlacementStep) {
        self.desk.record_all(step.events);
        self.unreadable.set(step.unreadable);
        if step.closing.is_some() {
            self.closing.set(step.closing);
        }
        self.sitting.set(sitting);
        self.keep();
        if let Some(skill) = step.wants {
            self.desk.bring_topic(skill, move |came| {
                self.missing.set(!came);
                if came {
                    self.act(PlacementIntent::Arrived);
                }
            });
        }
    }

    fn keep(self) {
        let Some(key) = kept_at(self.desk) else { return };
        match self.sitting.with_untracked(|sitting| serde_json::to_string(sitting).ok()) {
            Some(text) => {
                self.desk.remember(&key, text);
            }
            None => page::forget(&key),
        }
    }

    fn keep_draft(self, draft: Answer) {
        self.sitting.update_untracked(|sitting| sitting.keep_draft(draft));
        self.keep();
    }
}

/// The page.
#[component]
pub fn PlacementPage() -> impl IntoView {
    let desk = use_desk();
    desk.bring_parts();
    let kept = kept_at(desk).and_then(|key| desk.remembered(&key));
    let kept = kept.and_then(|text| serde_json::from_str::<PlacementSitting>(&text).ok()).unwrap_or_default();
    let table = Table {
        desk,
        sitting: RwSignal::new(kept),
        closing: RwSignal::new(None),
        unreadable: RwSignal::new(false),
        missing: RwSignal::new(false),
    };
    // A sitting that was paused waits for a press, like a new one: the pupil may only have come to look.
    let sits = RwSignal::new(false);
    let open =
        Memo::new(move |_| desk.pupil.with(|pupil| pupil.placements.open.as_ref().map(|open| open.answers.len())));
    let begin = Callback::new(move |()| {
        table.closing.set(None);
        sits.set(true);
        table.act(PlacementIntent::Begin);
    });
    let closed = Memo::new(move |_| table.closing.with(Option::is_some));
    view! {
        <h1>{words!(placement.title)}</h1>
        {move || {
            if closed.get() {
                view! { <Closing table/> }.into_any()
            } else if sits.get() {
                view! { <Sitting table/> }.into_any()
            } else {
                view! { <Before open begin/> }.into_any()
            }
        }}
    }
}

/// What it is, and the button.
#[component]
fn Before(open: Memo<Option<usize>>, begin: Callback<()>) -> impl IntoView {
    let desk = use_desk();
    let last = Memo::new(move |_| desk.pupil.with(|pupil| pupil.placements.ended.clone()));
    let label = Signal::derive(move || match open.get() {
        Some(answers) if answers > 0 => say!(placement.go_on, n = answers),
        _ if last.with(Option::is_some) => say!(placement.again),
        _ => say!(placement.begin),
    });
    view! {
        <Card testid="placement-before">
            <p class="page-lead">{words!(placement.lead)}</p>
            <ul class="bullets">
                <li>{words!(placement.rule_length)}</li>
                <li>{words!(placement.rule_silent)}</li>
                <li>{words!(placement.rule_not_yet)}</li>
                <li>{words!(placement.rule_pause)}</li>
            </ul>
            <div class="actions">
                <Button label on_press=begin sign=Icon::Next testid="placement-begin"/>
                <ButtonLink label=words!(placement.to_practice) href=Signal::derive(|| routes::href("practice")) loudness=Loudness::Quiet/>
            </div>
        </Card>
        {move || last.get().map(|ended| view! { <Last ended/> })}
    }
}

/// One question at a time.
#[component]
fn Sitting(table: Table) -> impl IntoView {
    let desk = table.desk;
    let reference =
        Memo::new(move |_| table.sitting.with(|sitting| sitting.asked.as_ref().map(|asked| asked.item.clone())));
    let item = Memo::new(move |_| reference.with(|reference| desk.world.with(|world| world.item(reference.as_ref()?))));
    let answers = Memo::new(move |_| {
        desk.pupil.with(|pupil| pupil.placements.open.as_ref().map_or(0, |open| open.answers.len()))
    });
    let share = Signal::derive(move || table.sitting.with(PlacementSitting::progress));
    let count = Signal::derive(move || say!(placement.answered, n = answers.get()));
    let enough = Callback::new(move |()| table.act(PlacementIntent::Enough));
    view! {
        <ProgressBar share label=words!(placement.progress) figure=count look=ShareLook::Leaf/>
        {move || match item.get() {
            Some(item) => view! { <Question table item/> }.into_any(),
            None if table.missing.get() => view! {
                <EmptyState title=words!(practice.missing) note=words!(practice.missing_note)>
                    <Button label=words!(practice.try_again) on_press=Callback::new(move |()| table.act(PlacementIntent::Begin))/>
                </EmptyState>
            }.into_any(),
            None => view! { <p class="practice-preparing" role="status">{words!(practice.preparing)}</p> }.into_any(),
        }}
        <div class="actions">
            <Button label=words!(placement.enough) on_press=enough loudness=Loudness::Quiet testid="placement-enough"/>
        </div>
        <p class="field-note">{words!(placement.pause_note)}</p>
    }
}

#[component]
fn Question(table: Table, item: Item) -> impl IntoView {
    let began_ms = clock::working_ms();
    let worked = move || (clock::working_ms() - began_ms).clamp(0.0, 3_600_000.0) as u32;
    let ask_id = fresh_id("ask");
    let ask_words = item.ask.clone();
    let ask = Signal::derive(move || ask_words.rich(lang()));
    let draft = table.sitting.with_untracked(|sitting| sitting.asked.as_ref().and_then(|asked| asked.draft.clone()));
    let keep = Callback::new(move |draft: Answer| table.keep_draft(draft));
    let submit = Callback::new(move |answer: Answer| {
        table.desk.with_judging(move || table.answer(answer, worked()));
    });
    let not_yet = Callback::new(move |()| table.act(PlacementIntent::NotYet(worked())));
    let name = item.reference.to_string();
    let field = FieldTask {
        item,
        ask_id: ask_id.clone(),
        done: Signal::stored(false),
        submit,
        draft,
        keep,
        submit_label: words!(placement.next),
    };
    view! {
        <section class="practice" data-testid="placement-question" data-item=name aria-label=words!(practice.task)>
            <Card look=CardLook::Squared>
                <div class="practice-ask"><RichText text=ask id=ask_id/></div>
                <AnswerField task=field/>
            </Card>
            {move || table.unreadable.get().then(|| {
                announce(&say!(placement.unreadable));
                view! { <p class="field-note" role="status">{words!(placement.unreadable)}</p> }
            })}
            <div class="practice-tools actions">
                <Button label=words!(placement.not_yet) on_press=not_yet loudness=Loudness::Secondary testid="placement-not-yet"/>
            </div>
        </section>
    }
}

/// The closing page: what is held first.
#[component]
fn Closing(table: Table) -> impl IntoView {
    let desk = table.desk;
    let summary = StoredValue::new(table.closing.get_untracked().unwrap_or_default());
    let held = Signal::derive(move || say!(placement.held_count, n = summary.with_value(|it| it.held.len())));
    let start = summary.with_value(|it| it.start.clone());
    let sure = move || summary.with_value(|it| how_sure(it.sure, lang()));
    let first = start.first().cloned();
    let answers = Memo::new(move |_| {
        desk.pupil.with(|pupil| pupil.placements.ended.as_ref().map(|ended| ended.answers.clone()).unwrap_or_default())
    });
    let row = move |skill: SkillId| {
        let link = routes::practice(std::slice::from_ref(&skill));
        view! { <li class="topic-row"><a href=link>{move || topic_name(desk, &skill)}</a></li> }
    };
    view! {
        <div data-testid="placement-closing">
            <Card title=words!(placement.held) look=CardLook::Leaf>
                <p class="page-lead">{held}</p>
                {summary.with_value(|it| names(desk, &it.held))}
            </Card>
            <Card title=words!(placement.start)>
                {if start.is_empty() {
                    view! { <p>{words!(placement.start_none)}</p> }.into_any()
                } else {
                    view! { <ul class="topic-list" role="list">{start.into_iter().map(row).collect_view()}</ul> }.into_any()
                }}
                <p class="field-note">{sure}</p>
                <div class="actions">
                    {match first {
                        Some(skill) => {
                            let link = routes::practice(std::slice::from_ref(&skill));
                            view! { <ButtonLink label=words!(placement.start_first) href=Signal::stored(link) sign=Icon::Next/> }.into_any()
                        }
                        None => view! { <ButtonLink label=words!(placement.to_practice) href=Signal::derive(|| routes::href("practice"))/> }.into_any(),
                    }}
                    <ButtonLink label=words!(placement.to_map) href=Signal::derive(|| routes::href("skills")) loudness=Loudness::Quiet/>
                </div>
            </Card>
            <Card title=words!(placement.open) look=CardLook::Sunk>
                <p>{words!(placement.open_note)}</p>
                {summary.with_value(|it| names(desk, &it.open))}
            </Card>
            {move || (!answers.with(Vec::is_empty)).then(|| view! { <Answers answers=answers.get()/> })}
        </div>
    }
}

/// What the last sitting found, seen later.
#[component]
fn Last(ended: EndedPlacement) -> impl IntoView {
    let desk = use_desk();
    let held: Vec<SkillId> =
        ended.likely.iter().filter(|(_, thousandths)| **thousandths >= 750).map(|(skill, _)| skill.clone()).collect();
    let (at, count) = (ended.at, held.len());
    view! {
        <Card title=words!(placement.last) look=CardLook::Sunk>
            <p>{move || say!(placement.last_note, day = day(at, lang()), n = count)}</p>
            {names(desk, &held)}
        </Card>
        <Answers answers=ended.answers/>
    }
}

fn day(at: Moment, lang: Lang) -> String {
    crate::base::format::day_from(at.day(), clock::now().day(), lang)
}

/// The answers, folded until asked for: now they may be looked at.
#[component]
fn Answers(answers: Vec<PlacementAnswer>) -> impl IntoView {
    let desk = use_desk();
    let row = move |answer: PlacementAnswer| {
        let skill = answer.item.skill.clone();
        let link = routes::skill(&skill);
        let verdict = move || match answer.verdict {
            PlacementVerdict::Right => say!(placement.was_right),
            PlacementVerdict::Wrong => say!(placement.was_wrong),
            PlacementVerdict::NotYet => say!(placement.was_not_yet),
        };
        let item = Memo::new(move |_| {
            desk.topic(&answer.item.skill)?;
            desk.world.with(|world| world.item(&answer.item))
        });
        let ask = Signal::derive(move || {
            item.with(|item| item.as_ref().map(|item| item.ask.rich(lang())).unwrap_or_default())
        });
        let given = match &answer.answer {
            Some(Answer::Typed(text)) => Some(text.clone()),
            _ => None,
        };
        view! {
            <li>
                <RichText text=ask/>
                <p class="field-note">
                    {move || given.clone().map(|given| format!("{}: {given}. ", say!(placement.given)))} {verdict} " "
                    <a href=link>{move || topic_name(desk, &skill)}</a>
                </p>
            </li>
        }
    };
    let shown = RwSignal::new(false);
    let answers = StoredValue::new(answers);
    view! {
        <div class="stack">
            {move || if shown.get() {
                view! {
                    <Card title=words!(placement.answers)>
                        <ol>{answers.get_value().into_iter().map(row).collect_view()}</ol>
                    </Card>
                }.into_any()
            } else {
                view! {
                    <div class="actions">
                        <Button label=words!(placement.look) on_press=Callback::new(move |()| shown.set(true)) loudness=Loudness::Quiet/>
                    </div>
                }.into_any()
            }}
        </div>
    }
}

/// The names of topics, as many as a person reads, then how many more.
fn names(desk: Desk, skills: &[SkillId]) -> AnyView {
    let named: Vec<SkillId> = skills.iter().rev().take(NAMED_MAX).cloned().collect();
    let rest = skills.len() - named.len();
    let row = move |skill: SkillId| {
        let link = routes::skill(&skill);
        view! { <li><a href=link>{move || topic_name(desk, &skill)}</a></li> }
    };
    view! {
        <ul class="bullets">{named.into_iter().map(row).collect_view()}</ul>
        {(rest > 0).then(|| view! { <p class="field-note">{move || say!(placement.and_more, n = rest)}</p> })}
    }
    .into_any()
}

/// The offer on the first page: after a few ordinary tasks, until it is taken or put aside.
#[component]
pub fn PlacementOffer() -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let offered = Memo::new(move |_| {
        desk.pupil.with(|pupil| {
            let placements = &pupil.placements;
            (placements.open.is_some(), placements.offered(pupil.learner.answers(), today))
        })
    });
    let later = Callback::new(move |()| {
        let mut sitting = PlacementSitting::default();
        let (now, seed) = (clock::now(), entropy::random_seed());
        let step = desk.world.with_untracked(|world| {
            desk.pupil.with_untracked(|pupil| sitting.step(world, pupil, PlacementIntent::Later, now, seed))
        });
        desk.record_all(step.events);
    });
    move || {
        let (open, offered) = offered.get();
        (open || offered).then(|| {
            let said = if open { words!(placement.offer_open) } else { words!(placement.offer) };
            view! {
                <Card title=words!(placement.title) look=CardLook::Leaf testid="placement-offer">
                    <p>{said}</p>
                    <div class="actions">
                        <ButtonLink
                            label=if open { words!(placement.offer_go_on) } else { words!(placement.offer_take) }
                            href=Signal::derive(|| routes::href("placement"))
                            loudness=Loudness::Secondary
                        />
                        {(!open).then(|| view! { <Button label=words!(placement.offer_later) on_press=later loudness=Loudness::Quiet/> })}
                    </div>
                </Card>
            }
        })
    }
}
