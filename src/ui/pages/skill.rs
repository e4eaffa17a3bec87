//! A topic's page: where one stands, the explanation, worked examples, what it rests on, own history, the mistakes that
//! are typical. Topics without tasks yet say so and still tell what they rest on.

use crate::base::{Lang, format};
use crate::browser::clock;
use crate::engine::TopicState;
use crate::exercises::{Answer, Example, Index, StepText, Topic, Verdict, plain, rich};
use crate::insights::{AnswerSeen, RatingFit, rating_fit};
use crate::journal::{Event, PracticeFact};
use crate::maths::read_display;
use crate::skills::SkillId;
use crate::ui::desk::{Desk, use_desk};
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{
    Button, ButtonLink, Card, CardLook, EmptyState, Icon, LevelBadge, Loudness, RichText, SolutionStep, SolutionSteps,
};
use crate::ui::routes;
use crate::ui::words::{Words, lang, table};
use crate::{say, words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The words for where a topic stands.
pub fn state_words(state: TopicState) -> Words {
    match state {
        TopicState::New => table::skill::state_new,
        TopicState::NotYet => table::skill::state_not_yet,
        TopicState::Learning => table::skill::state_learning,
        TopicState::WorthReview => table::skill::state_review,
        TopicState::Held => table::skill::state_held,
    }
}

/// The page.
#[component]
pub fn SkillPage() -> impl IntoView {
    let desk = use_desk();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    move || {
        let id = id.get();
        let skill = SkillId::new(&id);
        if desk.world.with(|world| world.index.graph.get(&skill).is_none()) {
            return view! { <super::NotFoundPage/> }.into_any();
        }
        view! { <Skill skill/> }.into_any()
    }
}

#[component]
fn Skill(skill: SkillId) -> impl IntoView {
    let desk = use_desk();
    let now = clock::now();
    let title = {
        let skill = skill.clone();
        move || topic_name(desk, &skill)
    };
    let known = desk.world.with_untracked(|world| world.index.graph.get(&skill).cloned());
    let area = known.as_ref().map(|known| known.area);
    let has_tasks = {
        let skill = skill.clone();
        Memo::new(move |_| desk.world.with(|world| world.catalogue.has(&skill)))
    };
    let topic = {
        let skill = skill.clone();
        Memo::new(move |_| desk.topic(&skill))
    };
    let mastery = {
        let skill = skill.clone();
        Memo::new(move |_| desk.world.with(|world| desk.pupil.with(|pupil| world.mastery(pupil, &skill, now))))
    };
    let practise = routes::practice(std::slice::from_ref(&skill));
    let life = format!("{practise}&life=1");
    let choose = {
        let skill = skill.clone();
        Callback::new(move |()| {
            desk.record(Event::Practice(PracticeFact::TopicChosen { skill: Some(skill.clone()) }));
            desk.toasts.say(say!(skill.chosen));
        })
    };
    let rests = skill.clone();
    let history = skill.clone();
    let estimate = skill.clone();
    view! {
        <article class="skill">
            <header class="skill-head">
                <p class="skill-area">{move || area.map(|area| area.name(lang()))}</p>
                <h1>{title}</h1>
                <p class="skill-state" data-testid="topic-state">
                    {move || state_words(mastery.get().state).get(lang())}
                    {move || mastery.get().level.map(|level| view! { " " <LevelBadge level named=true/> })}
                </p>
            </header>
            {move || {
                if has_tasks.get() {
                    let (practise, life) = (practise.clone(), life.clone());
                    view! {
                        <div class="actions">
                            <ButtonLink label=words!(skill.practise) href=Signal::derive(move || practise.clone()) sign=Icon::Next testid="practise"/>
                            <ButtonLink label=words!(skill.practise_life) href=Signal::derive(move || life.clone()) loudness=Loudness::Secondary/>
                            <Button label=words!(skill.choose) on_press=choose loudness=Loudness::Quiet/>
                        </div>
                    }
                    .into_any()
                } else {
                    view! { <EmptyState title=words!(skill.no_tasks) note=words!(skill.no_tasks_note)/> }.into_any()
                }
            }}
            {move || match topic.get() {
                Some(topic) => view! { <Lesson topic/> }.into_any(),
                None if has_tasks.get() && desk.missing.get().is_some() => view! { <p role="status">{words!(practice.missing)} " " {words!(practice.missing_note)}</p> }.into_any(),
                None if has_tasks.get() => view! { <p role="status">{words!(skill.loading)}</p> }.into_any(),
                None => ().into_any(),
            }}
            <p><a href=routes::href("working")>{words!(working.title)}</a>" – "{words!(skill.working)}</p>
            <RestsOn skill=rests/>
            <History skill=history/>
            <super::estimate::EstimateCard skill=estimate/>
            {move || topic.get().map(|topic| {
                let reviewed = topic.reviewed.clone();
                view! {
                    <p class="skill-about">
                        {move || say!(skill.about, author = topic.author.clone(), year = topic.curriculum.to_string(), day = reviewed.clone())}
                    </p>
                }
            })}
        </article>
    }
}

/// The steps of an example as the solution's part wants them.
fn example_steps(steps: &[StepText], lang: Lang) -> Vec<SolutionStep> {
    let step = |step: &StepText| SolutionStep {
        formula: step.math.as_ref().and_then(|math| read_display(math).value).map(|formula| formula.mathml()),
        text: rich(if lang == Lang::Lt { &step.lt } else { &step.en }),
    };
    steps.iter().map(step).collect()
}

#[component]
fn Lesson(topic: Arc<Topic>) -> impl IntoView {
    let can = topic.clone();
    let explained = topic.clone();
    let explanation = Signal::derive(move || rich(explained.explanation.get(lang())));
    let example = |example: &Example| {
        let (ask, steps, life) = (example.ask.clone(), example.steps.clone(), example.life);
        let ask = Signal::derive(move || rich(ask.get(lang())));
        let steps = Signal::derive(move || example_steps(&steps, lang()));
        let title = if life { words!(skill.example_life) } else { words!(skill.example) };
        view! {
            <Card title look=CardLook::Squared>
                <RichText text=ask/>
                <SolutionSteps steps/>
            </Card>
        }
    };
    let mistakes = topic.mistakes.clone();
    view! {
        <p class="skill-can">{move || say!(skill.can, what = can.can.get(lang()))}</p>
        <Card title=words!(skill.explanation)><RichText text=explanation/></Card>
        {topic.examples.iter().map(example).collect_view()}
        {(!mistakes.is_empty()).then(|| view! {
            <details class="skill-mistakes">
                <summary>{words!(skill.mistakes)}</summary>
                <ul>
                    {mistakes
                        .into_iter()
                        .map(|mistake| {
                            let repair = mistake.repair.clone();
                            let text = Signal::derive(move || rich(repair.get(lang())));
                            view! { <li><RichText text/></li> }
                        })
                        .collect_view()}
                </ul>
            </details>
        })}
    }
}

/// What the topic rests on, and what it leads to.
#[component]
fn RestsOn(skill: SkillId) -> impl IntoView {
    let desk = use_desk();
    let now = clock::now();
    let row = move |skill: SkillId| {
        let link = routes::skill(&skill);
        let of = skill.clone();
        let state = move || {
            let state = desk.world.with(|world| desk.pupil.with(|pupil| world.mastery(pupil, &of, now).state));
            (state != TopicState::New).then(|| state_words(state).get(lang()))
        };
        view! { <li><a href=link>{move || topic_name(desk, &skill)}</a> <span class="skill-near-state">{state}</span></li> }
    };
    let ids = move |index: &Index, needs: bool| -> Vec<SkillId> {
        let graph = &index.graph;
        if needs {
            graph.needs(&skill).map(|near| near.id.clone()).collect()
        } else {
            graph.leads_to(&skill).map(|near| near.id.clone()).collect()
        }
    };
    let (needs, leads) = desk.world.with_untracked(|world| (ids(&world.index, true), ids(&world.index, false)));
    let list = move |title: Signal<String>, skills: Vec<SkillId>| {
        (!skills.is_empty()).then(|| {
            view! { <Card title look=CardLook::Sunk><ul class="skill-near" role="list">{skills.into_iter().map(row).collect_view()}</ul></Card> }
        })
    };
    view! {
        <div class="skill-nears">
            {list(words!(skill.needs), needs)}
            {list(words!(skill.leads_to), leads)}
        </div>
    }
}

/// What was given, as one would write it.
fn answer_words(desk: Desk, seen: &AnswerSeen) -> String {
    match &seen.answer {
        Answer::Typed(text) if text.is_empty() => say!(skill.looked),
        Answer::Typed(text) => text.clone(),
        Answer::Option(id) => {
            let item = desk.world.with(|world| world.item(&seen.item));
            let option = item.as_ref().and_then(|item| item.options.iter().find(|option| option.id == *id));
            option.map_or_else(|| say!(skill.changed), |option| plain(&option.words.rich(lang())))
        }
        Answer::Options(_) | Answer::Order(_) | Answer::Pairs(_) => say!(skill.arranged),
    }
}

#[component]
fn History(skill: SkillId) -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let of = skill.clone();
    let history = Memo::new(move |_| desk.pupil.with(|pupil| pupil.history.topics.get(&of).cloned()));
    let of = skill.clone();
    let faster = Memo::new(move |_| desk.pupil.with(|pupil| pupil.history.faster(&of)));
    let rated = Memo::new(move |_| {
        desk.pupil.with(|pupil| {
            pupil
                .reflections
                .ratings
                .get(&skill)
                .and_then(|ratings| ratings.last().copied())
                .zip(Some(()).map(|()| desk.world.with(|world| world.mastery(pupil, &skill, clock::now()))))
        })
    });
    let row = move |seen: AnswerSeen| {
        let verdict = match seen.verdict {
            Verdict::Right => table::skill::right,
            Verdict::RightButForm => table::skill::form,
            Verdict::Wrong | Verdict::Unreadable => table::skill::wrong,
        };
        let kind = seen.verdict.key();
        let words = {
            let seen = seen.clone();
            move || answer_words(desk, &seen)
        };
        view! {
            <tr>
                <td>{move || format::day_from(seen.at.day(), today, lang())}</td>
                <td>{words}</td>
                <td class=format!("seen-{kind}")>{move || verdict.get(lang())}</td>
                <td class="figure">{move || format::seconds(u64::from(seen.tenths.div_ceil(10)), lang())}</td>
                <td class="figure">{seen.hints}</td>
            </tr>
        }
    };
    move || {
        history.get().filter(|history| !history.latest.is_empty()).map(|history| {
            let work = history.work;
            view! {
                <Card title=words!(skill.history)>
                    <p>{move || say!(skill.sum, n = work.tasks, solved = work.solved, alone = work.alone)}</p>
                    {faster.get().map(|((before, hints_before), (now, hints_now))| view! {
                        <p class="skill-faster">
                            {move || say!(skill.faster, before = before, hints_before = u32::from(hints_before), now = now, hints_now = u32::from(hints_now))}
                        </p>
                    })}
                    {rated.get().map(|(rating, mastery)| {
                        let fit = fit_words(rating_fit(rating.rating, &mastery));
                        view! { <p class="skill-rating">{move || fit.get(lang())}</p> }
                    })}
                    <div class="table-scroll" tabindex="0" role="region" aria-label=words!(skill.history)>
                        <table class="skill-table">
                            <thead>
                                <tr>
                                    <th scope="col">{words!(skill.col_day)}</th>
                                    <th scope="col">{words!(skill.col_answer)}</th>
                                    <th scope="col">{words!(skill.col_verdict)}</th>
                                    <th scope="col" class="figure">{words!(skill.col_time)}</th>
                                    <th scope="col" class="figure">{words!(skill.col_hints)}</th>
                                </tr>
                            </thead>
                            <tbody>{history.latest.iter().rev().cloned().map(row).collect_view()}</tbody>
                        </table>
                    </div>
                </Card>
            }
        })
    }
}

/// How the pupil's own rating fits what the work shows, in words and never as a score.
const fn fit_words(fit: RatingFit) -> Words {
    match fit {
        RatingFit::Strict => table::skill::fit_strict,
        RatingFit::Fitting => table::skill::fit_good,
        RatingFit::Mild => table::skill::fit_mild,
    }
}
