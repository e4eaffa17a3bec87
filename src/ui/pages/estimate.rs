//! "Kodėl 62 %": what is believed of one topic and what the belief is made of, as a table that can be printed. For
//! teachers, parents and the curious; folded until asked for.

use crate::base::format;
use crate::browser::{clock, page};
use crate::engine::{Explanation, TaskView, TermName, why_topic};
use crate::exercises::Level;
use crate::insights::{Given, Pupil};
use crate::skills::SkillId;
use crate::ui::desk::use_desk;
use crate::ui::parts::{Button, Loudness, Segmented};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// The folded card.
#[component]
pub fn EstimateCard(
    /// The topic.
    skill: SkillId,
    /// Of a pupil whom a teacher looks at, with what is asked of the pupil at school; else of the person at this window.
    #[prop(optional, into)]
    of: Option<(RwSignal<Pupil>, Given)>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let toggled = move |event: leptos::ev::Event| {
        let details: web_sys::Element = event_target(&event);
        open.set(details.has_attribute("open"));
    };
    view! {
        <details class="estimate" data-testid="estimate" on:toggle=toggled>
            <summary>{words!(skill.why)}</summary>
            {move || open.get().then(|| view! { <Estimate skill=skill.clone() whose=of.clone()/> })}
        </details>
    }
}

#[component]
fn Estimate(skill: SkillId, whose: Option<(RwSignal<Pupil>, Given)>) -> impl IntoView {
    let desk = use_desk();
    let pupil = whose.as_ref().map_or(desk.pupil, |(pupil, _)| *pupil);
    let given = StoredValue::new(whose.map(|(_, given)| given));
    let now = clock::now();
    let of = StoredValue::new(skill);
    let mastery =
        Memo::new(move |_| desk.world.with(|world| pupil.with(|pupil| world.mastery(pupil, &of.get_value(), now))));
    // The level that comes next, or the highest.
    let first = mastery.with_untracked(|mastery| mastery.level.map_or(0, |level| usize::from(level.number()).min(3)));
    let chosen = RwSignal::new(first);
    let explained: Memo<Explanation> = Memo::new(move |_| {
        let level = Level::ALL.get(chosen.get()).copied().unwrap_or(Level::One);
        desk.world.with(|world| {
            pupil.with(|pupil| {
                let skill = of.get_value();
                let grade = world.index.graph.get(&skill).map_or(7, |known| known.grade);
                pupil.learner.explain(&world.params, &TaskView::typical(&skill, grade, level), now)
            })
        })
    });
    let reason = move || {
        desk.world.with(|world| {
            pupil.with(|pupil| {
                let given = given.get_value().unwrap_or_else(|| world.given.clone());
                let (demands, recent) = (world.demands_with(pupil, &given, now), pupil.history.recent());
                let graph = &world.index.graph;
                let (learner, catalogue) = (&pupil.learner, &world.catalogue);
                let reason =
                    why_topic(learner, &world.params, graph, catalogue, &demands, &recent, &of.get_value(), now);
                reason.for_teacher(graph, lang())
            })
        })
    };
    let evidence = move || {
        let mastery = mastery.get();
        if mastery.answers == 0 {
            return vec![say!(skill.why_none)];
        }
        let mut said = vec![say!(skill.why_answers, n = mastery.answers, rights = mastery.rights)];
        if let Some(last) = mastery.last {
            said.push(say!(skill.why_last, day = format::day_from(last.day(), now.day(), lang())));
            said.push(say!(skill.why_review, days = format::number(mastery.rest_days, 0)));
        }
        said
    };
    let chance = move || say!(skill.why_percent, percent = format::percent(explained.get().chance, 0, lang()));
    let range = move || {
        let Explanation { low, high, .. } = explained.get();
        let end = |share: f64| format::percent(share, 0, lang());
        say!(skill.why_range, low = end(low), high = end(high))
    };
    let formula = move || {
        let Explanation { guess, slip, .. } = explained.get();
        say!(skill.why_formula, guess = format::percent(guess, 0, lang()), slip = format::percent(slip, 0, lang()))
    };
    let rows = move || {
        let explained = explained.get();
        let row = |name: TermName, value: f64| {
            let without = format::percent(explained.without(name), 0, lang());
            view! {
                <tr>
                    <th scope="row">{move || name.label(lang())}</th>
                    <td class="figure">{signed(value)}</td>
                    <td class="figure">{without}</td>
                </tr>
            }
        };
        let rows = explained.terms.iter().map(|term| row(term.name, term.value)).collect_view();
        view! {
            {rows}
            <tr class="estimate-sum">
                <th scope="row">{words!(skill.why_sum)}</th>
                <td class="figure">{signed(explained.sum())}</td>
                <td class="figure">{format::percent(explained.chance, 0, lang())}</td>
            </tr>
        }
    };
    let levels = Level::ALL.map(|level| Signal::derive(move || level.name(lang()).to_owned())).to_vec();
    let print = Callback::new(|()| page::print());
    view! {
        <div class="estimate-body">
            <p class="field-note">{words!(skill.why_lead)}</p>
            <ul class="bullets">
                {move || evidence().into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}
                <li>{words!(skill.why_next)} " " {reason}</li>
            </ul>
            <Segmented
                label=words!(skill.why_level)
                options=levels
                chosen=chosen
                on_choose=Callback::new(move |at: usize| chosen.set(at))
            />
            <p class="estimate-chance" data-testid="estimate-chance" role="status">{chance}</p>
            <p>{range}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words!(skill.why)>
                <table class="skill-table">
                    <thead>
                        <tr>
                            <th scope="col">{words!(skill.why_part)}</th>
                            <th scope="col" class="figure">{words!(skill.why_value)}</th>
                            <th scope="col" class="figure">{words!(skill.why_without)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="field-note">{formula}</p>
            <div class="actions">
                <Button label=words!(skill.why_print) on_press=print loudness=Loudness::Secondary testid="estimate-print"/>
            </div>
        </div>
    }
}

/// With its sign, two places: `+0,35`, `−1,2`.
fn signed(value: f64) -> String {
    let text = format::number(value, 2);
    if text.starts_with(|sign: char| sign.is_ascii_digit()) && text != "0" { format!("+{text}") } else { text }
}
