//! "Mano klaidų kolekcija": each named mistake is a card; three spaced right answers tame it.

use crate::base::format;
use crate::browser::clock;
use crate::exercises::rich;
use crate::insights::MistakeCard;
use crate::ui::desk::use_desk;
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{ButtonLink, Card, CardLook, EmptyState, Loudness, ProgressBar, RichText, ShareLook};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// The page.
#[component]
pub fn MistakesPage() -> impl IntoView {
    let desk = use_desk();
    let cards = Memo::new(move |_| {
        desk.pupil.with(|pupil| {
            let mut cards: Vec<(String, MistakeCard)> =
                pupil.mistakes.0.iter().map(|(id, card)| (id.clone(), card.clone())).collect();
            cards.sort_by_key(|(_, card)| (card.tamed(), std::cmp::Reverse(card.last)));
            cards
        })
    });
    view! {
        <h1>{words!(mistakes.title)}</h1>
        <p class="page-lead">{words!(mistakes.lead)}</p>
        {move || cards.with(Vec::is_empty).then(|| view! { <EmptyState title=words!(mistakes.none) note=words!(mistakes.none_note)/> })}
        <div class="stack">
            {move || cards.get().into_iter().map(|(id, card)| view! { <OneMistake id card/> }).collect_view()}
        </div>
    }
}

#[component]
fn OneMistake(id: String, card: MistakeCard) -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let skill = card.skill.clone();
    let of = skill.clone();
    let info = Memo::new(move |_| desk.topic(&of).and_then(|topic| topic.mistake(&id).cloned()));
    let repair = Signal::derive(move || info.get().map(|info| rich(info.repair.get(lang()))).unwrap_or_default());
    let practise = routes::practice(std::slice::from_ref(&skill));
    let title = {
        let skill = skill.clone();
        Signal::derive(move || topic_name(desk, &skill))
    };
    let share = f64::from(card.right_days) / f64::from(crate::insights::TAMED_BY);
    let tamed = card.tamed();
    let figure = format!("{} / {}", card.right_days, crate::insights::TAMED_BY);
    view! {
        <Card title look=if tamed { CardLook::Leaf } else { CardLook::Sheet } testid="mistake">
            <RichText text=repair/>
            <ProgressBar
                share=Signal::stored(share)
                label=if tamed { words!(mistakes.tamed) } else { words!(mistakes.taming) }
                figure=Signal::stored(figure)
                look=ShareLook::Leaf
            />
            <p class="field-note">
                {move || say!(mistakes.seen, n = card.times, day = format::day_from(card.last.day(), today, lang()))}
            </p>
            <div class="actions">
                <ButtonLink label=words!(skill.practise) href=Signal::stored(practise) loudness=Loudness::Secondary/>
            </div>
        </Card>
    }
}
