//! A worked solution, opened step by step or whole: what is done on the left, the line of the notebook on the right.

use super::announce::announce;
use super::button::{Button, Loudness};
use super::formula::formula;
use super::icon::Icon;
use super::rich_text::rich_blocks;
use crate::exercises::Rich;
use crate::maths::MathNode;
use crate::say;
use crate::words;
use leptos::prelude::*;

/// A step: the line one would write, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct SolutionStep {
    /// The line as written in a notebook.
    pub formula: Option<MathNode>,
    /// What was done and why.
    pub text: Rich,
}

/// The steps. `whole` opens all at once; otherwise one is open and two buttons lead on.
#[component]
pub fn SolutionSteps(
    /// The steps in order; they may change with the language.
    #[prop(into)]
    steps: Signal<Vec<SolutionStep>>,
    /// All open from the start.
    #[prop(optional)]
    whole: bool,
    /// The last step has been opened.
    #[prop(optional, into)]
    on_end: Option<Callback<()>>,
) -> impl IntoView {
    let total = move || steps.with(Vec::len);
    let open = RwSignal::new(if whole { usize::MAX } else { 1 });
    let to = move |count: usize| {
        open.set(count);
        announce(&say!(parts.solution.progress, n = count.min(total()), total = total()));
        if count >= total()
            && let Some(on_end) = on_end
        {
            on_end.run(());
        }
    };
    view! {
        <div class="solution" role="group" data-testid="solution" aria-label=words!(parts.solution.title)>
            <ol class="solution-steps" role="list">
                <For each=move || 0..open.get().min(total()) key=|at| *at let:at>
                    <li class="solution-step">
                        <span class="solution-number" aria-hidden="true">{at + 1}</span>
                        <div class="solution-text rich">
                            <span class="unseen">{words!(parts.solution.step, n = at + 1)}</span>
                            {move || steps.with(|steps| steps.get(at).map(|step| rich_blocks(&step.text)))}
                        </div>
                        {move || {
                            steps
                                .with(|steps| steps.get(at).and_then(|step| step.formula.as_ref().map(|node| formula(node, true))))
                                .map(|line| view! { <div class="solution-line">{line}</div> })
                        }}
                    </li>
                </For>
            </ol>
            <Show when=move || open.get() < total()>
                <div class="actions">
                    <Button label=words!(parts.solution.next) loudness=Loudness::Secondary sign=Icon::Down on_press=move || to(open.get_untracked() + 1) />
                    <Button
                        label=words!(parts.solution.whole)
                        loudness=Loudness::Quiet
                        on_press=move || to(total())
                    />
                </div>
            </Show>
        </div>
    }
}
