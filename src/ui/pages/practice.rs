//! Practice: one task at a time. What is asked, the field, the feedback with its one large step, hints, the worked
//! solution, why this task came, how it went.

use crate::base::{Lang, format};
use crate::browser::{clock, page};
use crate::exercises::{
    Answer, AnswerKind, Block, Inline, Item, ItemOption, Rich, Verdict, check, formulas, preview, rich,
};
use crate::journal::NextStep;
use crate::maths::MathNode;
use crate::session::{Intent, Only};
use crate::skills::SkillId;
use crate::ui::desk::{Phase, use_desk};
use crate::ui::parts::{
    Button, ButtonLink, Card, CardLook, ChoiceField, ChoiceOption, ChoicesField, Dialog, EmptyState, Feedback,
    FieldReading, HintList, Icon, KeypadKind, LevelBadge, Loudness, MatchField, MatchRow, MathField, OrderField,
    OrderRow, ProgressBar, RichText, SelfRating, SolutionStep, SolutionSteps, TextInput, Tone, WhyCard, fresh_id,
    touches,
};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What the address narrows practice to.
fn only_of(query: &leptos_router::params::ParamsMap) -> Only {
    let skills = query.get("skill").or_else(|| query.get("skills")).unwrap_or_default();
    Only {
        skills: skills.split(',').filter(|id| SkillId::is_well_formed(id)).take(30).map(SkillId::new).collect(),
        kind: query.get("kind").and_then(|kind| AnswerKind::of_key(&kind)),
        life: query.get("life").is_some(),
    }
}

/// The page. It is built anew when the address narrows practice otherwise.
#[component]
pub fn PracticePage() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    let only = Memo::new(move |_| only_of(&query.get()));
    let ready = Memo::new(move |_| desk.phase.get() == Phase::Ready);
    move || {
        let only = only.get();
        ready.get().then(|| {
            untrack(|| desk.dispatch(Intent::Begin(only.clone())));
            view! { <Practice only/> }
        })
    }
}

#[component]
fn Practice(only: Only) -> impl IntoView {
    let desk = use_desk();
    let item = desk.item();
    let narrowed = (!only.skills.is_empty() || only.life).then(|| view! { <Narrowed only/> });
    view! {
        <h1 class="unseen">{words!(practice.title)}</h1>
        {narrowed}
        {move || match item.get() {
            Some(item) => view! { <Exercise item/> }.into_any(),
            None if desk.missing.get().is_some() => view! { <Missing/> }.into_any(),
            None if desk.empty.get() => view! {
                <EmptyState title=words!(practice.empty) note=words!(practice.empty_note)>
                    <ButtonLink label=words!(practice.to_skills) href=Signal::derive(|| routes::href("skills"))/>
                </EmptyState>
            }
            .into_any(),
            None => view! { <p class="practice-preparing" role="status">{words!(practice.preparing)}</p> }.into_any(),
        }}
        <DoneToday/>
    }
}

/// What practice is narrowed to, and the way out of it.
#[component]
fn Narrowed(only: Only) -> impl IntoView {
    let desk = use_desk();
    let skills = only.skills.clone();
    let names = move || {
        desk.world.with(|world| {
            let name = |skill: &SkillId| {
                world
                    .index
                    .graph
                    .get(skill)
                    .map_or_else(|| skill.to_string(), |known| known.name.get(lang()).to_owned())
            };
            skills.iter().map(name).collect::<Vec<_>>().join("; ")
        })
    };
    let what = if only.life && only.skills.is_empty() {
        words!(practice.only_life)
    } else if only.skills.len() > 1 {
        words!(practice.only_test)
    } else {
        words!(practice.only_topic)
    };
    view! {
        <p class="practice-narrowed">
            <span>{what} {move || { let names = names(); if names.is_empty() { String::new() } else { format!(": {names}") } }}</span>
            " "
            <a href=routes::href("practice")>{words!(practice.only_all)}</a>
        </p>
    }
}

#[component]
fn Missing() -> impl IntoView {
    let desk = use_desk();
    let again = move |()| {
        if let Some(skill) = desk.missing.get_untracked() {
            desk.try_topic_again(skill);
        }
    };
    view! {
        <EmptyState title=words!(practice.missing) note=words!(practice.missing_note)>
            <Button label=words!(practice.try_again) on_press=again/>
            <ButtonLink
                label=words!(practice.to_skills)
                href=Signal::derive(|| routes::href("skills"))
                loudness=Loudness::Quiet
            />
        </EmptyState>
    }
}

/// How much was done today, against the pupil's own plan.
#[component]
fn DoneToday() -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let work = Memo::new(move |_| desk.pupil.with(|pupil| pupil.history.between(today, today).work));
    let planned = Memo::new(move |_| desk.pupil.with(|pupil| f64::from(pupil.week_plan.minutes)));
    let share = Signal::derive(move || work.get().minutes() / planned.get().max(1.0));
    let label = Signal::derive(move || {
        let work = work.get();
        say!(practice.done_today, n = work.tasks, minutes = work.minutes() as u32)
    });
    let figure = Signal::derive(move || say!(practice.planned, minutes = planned.get() as u32));
    view! { <div class="practice-today"><ProgressBar share label figure/></div> }
}

/// One task.
#[component]
fn Exercise(item: Item) -> impl IntoView {
    let desk = use_desk();
    let began_ms = clock::working_ms();
    let worked = move || (clock::working_ms() - began_ms).clamp(0.0, 3_600_000.0) as u32;
    let ask_id = fresh_id("ask");
    let reference = item.reference.clone();
    let mine = reference.clone();
    // The state of this very item; while the page turns to the next one, it keeps its last look.
    let asked = Memo::new(move |before| {
        let now = desk.sitting.with(|sitting| sitting.asked.clone().filter(|asked| asked.item == mine));
        now.or_else(|| before.cloned().flatten())
    });
    let part = move |read: fn(&crate::session::Asked) -> usize| {
        Memo::new(move |_| asked.with(|asked| asked.as_ref().map_or(0, read)))
    };
    let done = Memo::new(move |_| asked.with(|asked| asked.as_ref().is_some_and(|asked| asked.done)));
    let solution = Memo::new(move |_| asked.with(|asked| asked.as_ref().is_some_and(|asked| asked.solution)));
    let hints = part(|asked| usize::from(asked.hints));
    let misses = part(|asked| usize::from(asked.misses));
    let hints_there = item.hints.len();
    let given = Memo::new(move |_| asked.with(|asked| asked.as_ref().and_then(|asked| asked.given.clone())));
    let tries = part(|asked| usize::from(asked.tries));
    let shared = StoredValue::new(item.clone());
    let (aside, kind) = (item.clone(), item.kind);

    let next = Callback::new(move |()| desk.dispatch(Intent::Next));
    let twin = Callback::new(move |()| desk.dispatch(Intent::Twin));
    let hint = Callback::new(move |()| desk.dispatch(Intent::Hint));
    let show = Callback::new(move |()| desk.dispatch(Intent::Solution(worked())));
    let submit = Callback::new(move |answer: Answer| {
        if done.get_untracked() {
            desk.dispatch(Intent::Next);
            return;
        }
        desk.dispatch(Intent::Answer(answer, worked()));
        if done.get_untracked() {
            // Enter leads on: the large step has the focus now.
            request_animation_frame(|| {
                page::focus(".feedback .actions button");
            });
        }
    });

    let feedback = move || {
        let given = given.get()?;
        // A new try with the same answer is a new feedback as well.
        tries.get();
        let judgement = shared.with_value(|item| check(item, &given));
        let tone = match judgement.verdict {
            Verdict::Right => Tone::Right,
            Verdict::RightButForm => Tone::Form,
            Verdict::Wrong => Tone::Wrong,
            Verdict::Unreadable => Tone::Unreadable,
        };
        let spoken = judgement.message(crate::ui::words::lang());
        let back = judgement.back.clone();
        let said = judgement.clone();
        let pointer =
            Signal::derive(move || if said.verdict == Verdict::Right { rich("") } else { said.message_rich(lang()) });
        let alone = judgement.verdict == Verdict::Right && tries.get_untracked() == 1 && hints.get_untracked() == 0;
        let note = alone.then(|| words!(practice.alone));
        Some(view! {
            <Feedback tone pointer spoken note=Signal::derive(move || note.map(|note| note.get()).unwrap_or_default())>
                {move || large_step(asked.get(), tone, hints_there, next, hint, show)}
                {back.clone().filter(|_| tone == Tone::Wrong).map(|skill| view! { <Recall skill/> })}
            </Feedback>
        })
    };

    let hint_texts = Signal::derive(move || {
        shared.with_value(|item| item.hints.iter().map(|hint| hint.rich(lang())).collect::<Vec<_>>())
    });
    let hint_label =
        Signal::derive(move || if hints.get() == 0 { say!(practice.hint) } else { say!(practice.hint_more) });
    let steps = Signal::derive(move || {
        shared.with_value(|item| {
            let step = |step: &crate::exercises::Step| SolutionStep {
                formula: step.formula().map(|formula| formula.mathml()),
                text: step.text.rich(lang()),
            };
            item.solution.iter().map(step).collect::<Vec<_>>()
        })
    });
    let ask = Signal::derive(move || shared.with_value(|item| item.ask.rich(lang())));
    let rating = Memo::new(move |_| desk.sitting.with(|sitting| sitting.rate.is_some()));
    let is_done = Signal::derive(move || done.get());

    view! {
        <section class="practice" data-testid="exercise" data-item=reference.to_string() data-kind=kind.key() aria-label=words!(practice.task)>
            <Heading item=item.clone()/>
            <Card look=CardLook::Squared>
                <div class="practice-ask"><RichText text=ask id=ask_id.clone()/></div>
                <Field item=item.clone() ask_id done=is_done submit/>
            </Card>
            <div class="practice-feedback" aria-live="off">{feedback}</div>
            {move || (hints.get() > 0).then(|| view! { <HintList hints=hint_texts shown=Signal::derive(move || hints.get())/> })}
            {move || solution.get().then(|| view! { <SolutionSteps steps/> })}
            {move || {
                (solution.get() && done.get() && given.get().is_none_or(|_| misses.get() > 0 || tries.get() == 0))
                    .then(|| view! {
                        <div class="practice-after">
                            <p>{move || if misses.get() > 0 { say!(practice.after_solution) } else { say!(practice.gave_up) }}</p>
                            <Button label=words!(practice.twin) on_press=twin/>
                        </div>
                    })
            }}
            {move || {
                rating.get().then(|| view! {
                    <SelfRating
                        on_rate=Callback::new(move |rating: u8| desk.dispatch(Intent::Rate(Some(rating))))
                        on_skip=Callback::new(move |()| desk.dispatch(Intent::Rate(None)))
                    />
                })
            }}
            <div class="practice-tools actions">
                {move || {
                    (!done.get() && hints.get() < hints_there)
                        .then(|| view! { <Button label=hint_label on_press=hint loudness=Loudness::Quiet sign=Icon::Hint testid="hint"/> })
                }}
                {move || {
                    (!solution.get())
                        .then(|| view! { <Button label=words!(practice.solution) on_press=show loudness=Loudness::Quiet sign=Icon::Solution testid="show-solution"/> })
                }}
                {move || {
                    let solved = done.get() && !solution.get();
                    let solved_and_seen = done.get() && misses.get() == 0 && tries.get() > 0;
                    (!(solved || solved_and_seen))
                        .then(|| view! { <Button label=words!(practice.other) on_press=next loudness=Loudness::Quiet testid="next"/> })
                }}
            </div>
            <Aside item=aside/>
        </section>
    }
}

/// Where the task belongs: topic, level, from life or not.
#[component]
fn Heading(item: Item) -> impl IntoView {
    let desk = use_desk();
    let skill = item.reference.skill.clone();
    let link = routes::skill(&skill);
    let name = Signal::derive(move || {
        desk.world.with(|world| {
            let short = world.topics.get(&skill).map(|topic| topic.name.get(lang()).to_owned());
            short
                .or_else(|| world.index.graph.get(&skill).map(|known| known.name.get(lang()).to_owned()))
                .unwrap_or_default()
        })
    });
    view! {
        <header class="practice-heading">
            <p class="practice-topic"><a href=link>{name}</a></p>
            <LevelBadge level=item.level/>
            {item.life.then(|| view! { <span class="practice-life">{words!(practice.life)}</span> })}
        </header>
    }
}

/// A mistake that leads back: the topic to recall.
#[component]
fn Recall(skill: SkillId) -> impl IntoView {
    let desk = use_desk();
    let href = routes::skill(&skill);
    let label = Signal::derive(move || {
        let name =
            desk.world.with(|world| world.index.graph.get(&skill).map(|known| known.name.get(lang()).to_owned()));
        say!(practice.recall, topic = name.unwrap_or_default())
    });
    view! { <span on:click=move |_| desk.dispatch(Intent::Explanation)><ButtonLink label href=Signal::derive(move || href.clone()) loudness=Loudness::Quiet/></span> }
}

/// The one large step after an answer.
fn large_step(
    asked: Option<crate::session::Asked>,
    tone: Tone,
    hints_there: usize,
    next: Callback<()>,
    hint: Callback<()>,
    show: Callback<()>,
) -> AnyView {
    let Some(asked) = asked else { return ().into_any() };
    let solved = asked.done && (!asked.solution || (asked.misses == 0 && asked.tries > 0));
    if solved {
        return view! { <Button label=words!(practice.next) on_press=next sign=Icon::Next testid="next"/> }.into_any();
    }
    if tone == Tone::Unreadable || tone == Tone::Form {
        return ().into_any();
    }
    let again = Callback::new(|()| {
        page::focus("[data-testid=\"answer\"], .practice input");
        if let Some(field) = page::find("input[data-testid=\"answer\"]")
            && let Ok(field) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlInputElement>(field)
        {
            field.select();
        }
    });
    match asked.recommended(hints_there) {
        NextStep::Hint => view! { <Button label=words!(practice.hint) on_press=hint sign=Icon::Hint/> }.into_any(),
        NextStep::Solution => {
            view! { <Button label=words!(practice.solution) on_press=show sign=Icon::Solution/> }.into_any()
        }
        // The twin is offered below the solution, which is read first.
        NextStep::Twin => ().into_any(),
        _ => view! { <Button label=words!(practice.again) on_press=again sign=Icon::Again/> }.into_any(),
    }
}

/// Why this task came, and the quiet roads out: not now, a fault in the task.
#[component]
fn Aside(item: Item) -> impl IntoView {
    let desk = use_desk();
    let asked = desk.sitting.with_untracked(|sitting| sitting.asked.clone());
    let (why, more, chance) = asked.map_or_else(Default::default, |asked| (asked.why, asked.why_more, asked.chance));
    let reason = Signal::derive(move || why.get(lang()).to_owned());
    let percent = move || format::percent((chance * 20.0).round() / 20.0, 0, lang());
    let skill_link = routes::skill(&item.reference.skill);
    let reporting = RwSignal::new(false);
    let fault_words = RwSignal::new(String::new());
    let report = Callback::new(move |()| {
        reporting.set(false);
        desk.dispatch(Intent::Report(fault_words.get_untracked()));
        desk.toasts.say(say!(practice.report_said));
    });
    let put_off = Callback::new(move |()| {
        desk.dispatch(Intent::PutOff);
        desk.toasts.say(say!(practice.put_off_said));
    });
    view! {
        <div class="practice-aside">
            <WhyCard reason>
                {more.into_iter().map(|text| view! { <p>{move || text.get(lang()).to_owned()}</p> }).collect_view()}
                <p>{move || say!(practice.why_chance, percent = percent())}</p>
                <p>{words!(practice.why_self)} " " <a href=skill_link>{words!(practice.explain)}</a></p>
            </WhyCard>
            <div class="actions">
                <Button label=words!(practice.not_now) on_press=put_off loudness=Loudness::Quiet/>
                <Button
                    label=words!(practice.report)
                    on_press=Callback::new(move |()| reporting.set(true))
                    loudness=Loudness::Quiet
                    testid="report"
                />
            </div>
            <Dialog open=reporting title=words!(practice.report_title)>
                <p>{words!(practice.report_note)}</p>
                <TextInput label=words!(practice.report_words) value=fault_words lines=3 length_max=1000/>
                <div class="actions">
                    <Button label=words!(practice.report_send) on_press=report testid="report-send"/>
                    <Button
                        label=words!(practice.cancel)
                        on_press=Callback::new(move |()| reporting.set(false))
                        loudness=Loudness::Quiet
                    />
                </div>
            </Dialog>
        </div>
    }
}

/// Where the answer is given, by its kind. What is typed or picked is kept at every change.
#[component]
fn Field(item: Item, ask_id: String, done: Signal<bool>, submit: Callback<Answer>) -> impl IntoView {
    let desk = use_desk();
    let draft = desk.sitting.with_untracked(|sitting| sitting.asked.as_ref().and_then(|asked| asked.draft.clone()));
    let texts = |options: &[ItemOption], lang: Lang| {
        options.iter().map(|option| (option.id, option.words.rich(lang))).collect::<Vec<_>>()
    };
    let button = move |press: Callback<()>| {
        view! {
            <div class="practice-submit">
                <Button label=words!(practice.submit) on_press=press disabled=done testid="submit"/>
            </div>
        }
    };
    match item.kind {
        AnswerKind::Choice => {
            let chosen = RwSignal::new(match draft {
                Some(Answer::Option(id)) => Some(id),
                _ => None,
            });
            Effect::new(move |_| {
                if let Some(id) = chosen.get() {
                    desk.keep_draft(Answer::Option(id));
                }
            });
            let press = Callback::new(move |()| {
                submit.run(chosen.get_untracked().map_or(Answer::Options(Vec::new()), Answer::Option));
            });
            let shown = item.clone();
            view! {
                {move || {
                    let options = texts(&shown.options, lang()).into_iter().map(|(id, text)| ChoiceOption { id, text }).collect();
                    view! { <ChoiceField options chosen on_submit=press asked_by=ask_id.clone() disabled=done/> }
                }}
                {button(press)}
            }
            .into_any()
        }
        AnswerKind::Choices => {
            let chosen = RwSignal::new(match draft {
                Some(Answer::Options(ids)) => ids,
                _ => Vec::new(),
            });
            Effect::new(move |_| desk.keep_draft(Answer::Options(chosen.get())));
            let press = Callback::new(move |()| submit.run(Answer::Options(chosen.get_untracked())));
            let shown = item.clone();
            view! {
                {move || {
                    let options = texts(&shown.options, lang()).into_iter().map(|(id, text)| ChoiceOption { id, text }).collect();
                    view! { <ChoicesField options chosen on_submit=press asked_by=ask_id.clone() disabled=done/> }
                }}
                {button(press)}
            }
            .into_any()
        }
        AnswerKind::Order => {
            let ids: Vec<usize> = item.options.iter().map(|option| option.id).collect();
            let order = RwSignal::new(match draft {
                Some(Answer::Order(order)) if order.len() == ids.len() => order,
                _ => ids,
            });
            Effect::new(move |_| desk.keep_draft(Answer::Order(order.get())));
            let press = Callback::new(move |()| submit.run(Answer::Order(order.get_untracked())));
            let shown = item.clone();
            view! {
                {move || {
                    let rows = texts(&shown.options, lang()).into_iter().map(|(id, text)| OrderRow { id, text }).collect();
                    view! { <OrderField rows order on_submit=press asked_by=ask_id.clone() disabled=done/> }
                }}
                {button(press)}
            }
            .into_any()
        }
        AnswerKind::Match => {
            let pairs = RwSignal::new(match draft {
                Some(Answer::Pairs(pairs)) => pairs,
                _ => Vec::new(),
            });
            Effect::new(move |_| desk.keep_draft(Answer::Pairs(pairs.get())));
            let press = Callback::new(move |()| submit.run(Answer::Pairs(pairs.get_untracked())));
            let shown = item.clone();
            view! {
                {move || {
                    let rows = |options| texts(options, lang()).into_iter().map(|(id, text)| MatchRow { id, text }).collect();
                    let (left, right) = (rows(&shown.lefts), rows(&shown.rights));
                    view! { <MatchField left right pairs on_submit=press asked_by=ask_id.clone() disabled=done/> }
                }}
                {button(press)}
            }
            .into_any()
        }
        _ => view! { <TypedField item ask_id done submit draft/> }.into_any(),
    }
}

/// The letters of the task's formulas, for keys of their own.
fn letters_of(item: &Item) -> Vec<char> {
    let ask = item.ask.rich(Lang::Lt);
    let mut letters: Vec<char> = formulas(&ask)
        .into_iter()
        .flat_map(|formula| formula.expressions())
        .flat_map(|expression| expression.letters())
        .filter_map(|name| name.chars().next().filter(|_| name.chars().count() == 1))
        .collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// A short text beside the field, as a formula: `x =`, `cm`.
fn node_of_words(text: &Rich) -> Option<MathNode> {
    let Some(Block::Paragraph(line)) = text.first() else { return None };
    let piece = |piece: &Inline| match piece {
        Inline::Formula(formula) => formula.mathml(),
        Inline::Text(text) | Inline::Strong(text) => {
            MathNode { tag: "mtext", text: text.clone(), ..MathNode::default() }
        }
    };
    match line.as_slice() {
        [one] => Some(piece(one)),
        several => Some(MathNode { tag: "mrow", children: several.iter().map(piece).collect(), ..MathNode::default() }),
    }
}

#[component]
fn TypedField(
    item: Item,
    ask_id: String,
    done: Signal<bool>,
    submit: Callback<Answer>,
    draft: Option<Answer>,
) -> impl IntoView {
    let desk = use_desk();
    let value = RwSignal::new(match draft {
        Some(Answer::Typed(text)) => text,
        _ => String::new(),
    });
    let first = StoredValue::new(true);
    Effect::new(move |_| {
        let text = value.get();
        if !first.get_value() {
            desk.keep_draft(Answer::Typed(text));
        }
        first.set_value(false);
    });
    let kind = item.kind;
    let letters = letters_of(&item);
    let (before, after) = (item.before.clone(), item.after.clone());
    let node_of = |words: Option<crate::exercises::Words>| {
        Signal::derive(move || words.as_ref().and_then(|words| node_of_words(&words.rich(lang()))))
    };
    let shared = StoredValue::new(item);
    let reading = Signal::derive(move || {
        let typed = value.get();
        let read = shared.with_value(|item| preview(item, &typed));
        FieldReading { formula: read.formula.as_ref().map(|formula| formula.mathml()), remark: read.remark(lang()) }
    });
    let press = Callback::new(move |()| submit.run(Answer::Typed(value.get_untracked())));
    view! {
        <MathField
            value
            reading
            on_submit=press
            keypad=KeypadKind::of(kind.key())
            letters
            before=node_of(before)
            after=node_of(after)
            asked_by=ask_id
            disabled=done
            autofocus=!touches()
        >
            <div class="practice-submit">
                <Button label=words!(practice.submit) on_press=press disabled=done testid="submit"/>
            </div>
        </MathField>
    }
}
