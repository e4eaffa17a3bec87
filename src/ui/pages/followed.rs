//! What follows an answer: the feedback with its one large step, the hints, the worked solution, how it went; and the
//! report of a faulty task.
//!
//! A part of the program that loads after the first task is on the screen (see `ui::lazy`).

use crate::browser::page;
use crate::exercises::{Item, Step, Verdict, board, check, rich};
use crate::journal::NextStep;
use crate::session::{Asked, Intent};
use crate::skills::SkillId;
use crate::ui::desk::use_desk;
use crate::ui::parts::{
    Button, ButtonLink, Dialog, Feedback, HintList, Icon, Loudness, SelfRating, SolutionStep, SolutionSteps, TextInput,
    Tone, told_sheet,
};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// The task in hand, as far as what follows it needs it.
#[derive(Clone, Copy)]
pub struct Followed {
    /// The item.
    pub item: StoredValue<Item>,
    /// Its state.
    pub asked: Memo<Option<Asked>>,
    /// On to another task.
    pub next: Callback<()>,
    /// Asks for a hint.
    pub hint: Callback<()>,
    /// Opens the solution.
    pub show: Callback<()>,
}

/// Everything that follows, in the order of the page.
pub fn followed(task: Followed) -> AnyView {
    let Followed { item: shared, asked, next, hint, show } = task;
    let desk = use_desk();
    let part = move |read: fn(&Asked) -> usize| Memo::new(move |_| asked.with(|asked| asked.as_ref().map_or(0, read)));
    let done = Memo::new(move |_| asked.with(|asked| asked.as_ref().is_some_and(|asked| asked.done)));
    let solution = Memo::new(move |_| asked.with(|asked| asked.as_ref().is_some_and(|asked| asked.solution)));
    let hints = part(|asked| usize::from(asked.hints));
    let misses = part(|asked| usize::from(asked.misses));
    let tries = part(|asked| usize::from(asked.tries));
    let hints_there = shared.with_value(|item| item.hints.len());
    let given = Memo::new(move |_| asked.with(|asked| asked.as_ref().and_then(|asked| asked.given.clone())));
    let twin = Callback::new(move |()| desk.dispatch(Intent::Twin));
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
        // On a phone the keypad stands between the button and the feedback.
        page::after_frame(|| page::bring_into_view(".feedback"));
        let spoken = judgement.message(lang());
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
    let steps = Signal::derive(move || {
        shared.with_value(|item| {
            let step = |step: &Step| SolutionStep {
                formula: step.formula().map(|formula| formula.mathml()),
                text: step.text.rich(lang()),
            };
            item.solution.iter().map(step).collect::<Vec<_>>()
        })
    });
    let rating = Memo::new(move |_| desk.sitting.with(|sitting| sitting.rate.is_some()));
    view! {
        <div class="practice-feedback" aria-live="off">{feedback}</div>
        {move || (hints.get() > 0).then(|| view! { <HintList hints=hint_texts shown=Signal::derive(move || hints.get())/> })}
        {move || solution.get().then(|| view! {
            <SolutionSteps steps/>
            {move || shared.with_value(board::right_drawing).map(|drawing| told_sheet(&drawing, lang()))}
        })}
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
    }
    .into_any()
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
    asked: Option<Asked>,
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

/// Says that the task is faulty, in the pupil's words.
pub fn report(open: RwSignal<bool>) -> AnyView {
    let desk = use_desk();
    let fault_words = RwSignal::new(String::new());
    let send = Callback::new(move |()| {
        open.set(false);
        desk.dispatch(Intent::Report(fault_words.get_untracked()));
        desk.toasts.say(say!(practice.report_said));
    });
    view! {
        <Dialog open title=words!(practice.report_title)>
            <p>{words!(practice.report_note)}</p>
            <TextInput label=words!(practice.report_words) value=fault_words lines=3 length_max=1000/>
            <div class="actions">
                <Button label=words!(practice.report_send) on_press=send testid="report-send"/>
                <Button
                    label=words!(practice.cancel)
                    on_press=Callback::new(move |()| open.set(false))
                    loudness=Loudness::Quiet
                />
            </div>
        </Dialog>
    }
    .into_any()
}
