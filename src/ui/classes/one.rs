//! One pupil as staff see the pupil: what the app would plan today and why, and the teacher's word about it: this first,
//! not now, a week without a plan. Each is a fact on the teacher's board and can be taken back.

use super::staff::Asked;
use super::view_of;
use crate::base::{ClassId, Day, FactId, PlaceId, format};
use crate::browser::{clock, page};
use crate::engine::plan_today;
use crate::insights::Given;
use crate::school::assignment::{GivenWish, Wish};
use crate::skills::SkillId;
use crate::ui::class_desk::{ClassDesk, ClassView, PupilSeen};
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{Button, Card, CardLook, Loudness};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Days for which a teacher's word holds.
const WISH_DAYS: i32 = 7;

/// Says a wish for a pupil, with a way back.
pub fn wish(classes: ClassDesk, class: ClassId, place: PlaceId, wish: Wish) {
    let until = clock::now().day().plus(WISH_DAYS);
    let said = match &wish {
        Wish::This(skill) => say!(classes.wish_said_first, topic = topic_name(classes.desk, skill)),
        Wish::NotNow(skill) => say!(classes.wish_said_not, topic = topic_name(classes.desk, skill)),
        Wish::Rest => say!(classes.wish_said_rest),
    };
    spawn_local(async move {
        let Some(id) = classes.wish(class, wish, until, vec![place]).await else { return };
        classes.desk.toasts.say_with_undo(said, move || classes.drop_assignment(class, id, true));
    });
}

/// Takes an assignment or a wish back, with a way to undo that.
pub fn take_back(classes: ClassDesk, class: ClassId, id: FactId, said: String) {
    classes.drop_assignment(class, id, true);
    classes.desk.toasts.say_with_undo(said, move || classes.drop_assignment(class, id, false));
}

/// A pupil as the facts read here say, read anew whenever the pupil has done more.
pub fn seen_at(classes: ClassDesk, class: ClassId, place: PlaceId) -> RwSignal<Option<PupilSeen>> {
    let (view, seen) = (view_of(classes, class), RwSignal::new(None));
    let work = Memo::new(move |_| view.with(|view| Some(view.as_ref()?.member(place)?.pupil.clone())));
    Effect::new(move |_| {
        // Read, not only followed: a memo that nobody reads is never computed, and tells of nothing.
        work.with(|_| ());
        spawn_local(async move {
            if let Some(read) = classes.pupil_at(class, place).await {
                // The card may be gone meanwhile.
                let _ = seen.try_set(Some(read));
            }
        });
    });
    seen
}

/// The two buttons about one topic of one pupil.
#[component]
pub fn TopicWishes(classes: ClassDesk, class: ClassId, place: PlaceId, skill: SkillId) -> impl IntoView {
    let (first, not) = (skill.clone(), skill);
    let say_first = Callback::new(move |()| wish(classes, class, place, Wish::This(first.clone())));
    let say_not = Callback::new(move |()| wish(classes, class, place, Wish::NotNow(not.clone())));
    view! {
        <Button label=words!(classes.wish_first) on_press=say_first loudness=Loudness::Quiet testid="wish-first"/>
        <Button label=words!(classes.wish_not) on_press=say_not loudness=Loudness::Quiet testid="wish-not"/>
    }
}

/// What a wish says, and for whom where it is not for the one looked at.
pub fn wish_words(classes: ClassDesk, view: Option<&ClassView>, wish: &GivenWish) -> String {
    let day = format::date_of_year(Day(wish.until.0.saturating_sub(1)), lang());
    let said = match &wish.wish {
        Wish::This(skill) => say!(classes.wish_line_first, topic = topic_name(classes.desk, skill), day = day),
        Wish::NotNow(skill) => say!(classes.wish_line_not, topic = topic_name(classes.desk, skill), day = day),
        Wish::Rest => say!(classes.wish_line_rest, day = day),
    };
    let name = |place: &PlaceId| view.and_then(|view| view.member(*place)).map(|member| member.name.clone());
    let whom: Vec<String> = wish.whom.iter().filter_map(name).collect();
    if whom.is_empty() { said } else { format!("{}: {said}", whom.join(", ")) }
}

/// Wishes, each with the way back.
#[component]
pub fn WishRows(
    classes: ClassDesk,
    class: ClassId,
    /// Which ones.
    #[prop(into)]
    wishes: Signal<Vec<GivenWish>>,
    /// Whether names are told.
    named: bool,
) -> impl IntoView {
    let view = view_of(classes, class);
    let row = move |wish: GivenWish| {
        let id = wish.id;
        let back = Callback::new(move |()| take_back(classes, class, id, say!(classes.wish_taken_back)));
        let told = move || view.with(|view| wish_words(classes, view.as_ref().filter(|_| named), &wish));
        view! {
            <li class="class-assignment" data-testid="wish">
                <p>{told}</p>
                <Button label=words!(classes.take_back) on_press=back loudness=Loudness::Quiet testid="wish-back"/>
            </li>
        }
    };
    move || {
        let wishes = wishes.get();
        (!wishes.is_empty()).then(|| {
            view! {
                <div class="stack-s" data-testid="wishes">
                    <h3 class="class-part">{words!(classes.wishes)}</h3>
                    <ul class="stack-s" role="list">{wishes.into_iter().map(row).collect_view()}</ul>
                </div>
            }
        })
    }
}

/// The card of one pupil, opened from the grid.
#[component]
pub fn OnePupil(classes: ClassDesk, class: ClassId, place: PlaceId, asked: Asked) -> impl IntoView {
    let view = view_of(classes, class);
    let name = Memo::new(move |_| {
        view.with(|view| {
            let member = view.as_ref()?.member(place)?;
            Some((member.name.clone(), member.people.is_empty()))
        })
    });
    let title = Signal::derive(move || name.get().map(|(name, _)| name).unwrap_or_default());
    let never = move || name.get().is_none_or(|(_, never)| never);
    let seen = seen_at(classes, class, place);
    let wishes = Memo::new(move |_| {
        view.with(|view| {
            let for_this = |wish: &&GivenWish| wish.is_for(place);
            view.iter().flat_map(|view| view.wishes.iter().filter(for_this).cloned()).collect::<Vec<_>>()
        })
    });
    let given: Memo<Option<Given>> = Memo::new(move |_| view.with(|view| Some(view.as_ref()?.given_at(place))));
    let rest = Callback::new(move |()| wish(classes, class, place, Wish::Rest));
    let give = Callback::new(move |()| asked.assign.set(Some((None, vec![place]))));
    request_animation_frame(|| page::bring_into_view("[data-testid=one-pupil]"));
    view! {
        <Card title look=CardLook::Squared testid="one-pupil">
            {move || match (never(), seen.get(), given.get()) {
                (true, ..) => view! { <p>{words!(classes.not_joined)}</p> }.into_any(),
                (_, Some(seen), Some(given)) => view! { <Planned classes class place seen given/> }.into_any(),
                _ => view! { <p role="status">{words!(classes.loading)}</p> }.into_any(),
            }}
            <WishRows classes class wishes named=false/>
            <div class="actions">
                <Button label=words!(classes.assign) on_press=give loudness=Loudness::Secondary testid="assign-one"/>
                <Button label=words!(classes.wish_rest) on_press=rest loudness=Loudness::Secondary testid="wish-rest"/>
                <Button label=words!(classes.close) on_press=Callback::new(move |()| asked.pupil.set(None)) loudness=Loudness::Quiet testid="one-close"/>
            </div>
        </Card>
    }
}

/// What the app would plan for the pupil today.
#[component]
fn Planned(classes: ClassDesk, class: ClassId, place: PlaceId, seen: PupilSeen, given: Given) -> impl IntoView {
    let desk = classes.desk;
    let now = clock::now();
    let planned = desk.world.with_untracked(|world| {
        let pupil = &seen.pupil;
        let demands = world.demands_with(pupil, &given, now);
        let (graph, recent) = (&world.index.graph, pupil.history.recent());
        (plan_today(&pupil.learner, &world.params, graph, &world.catalogue, &demands, &recent, now), demands.rest_until)
    });
    let (plan, rest_until) = planned;
    let at_school = given.rest_until(seen.pupil.rest_until, now.day()).is_some();
    let resting = rest_until.filter(|until| now.day() < *until);
    let row = move |block: crate::engine::PlanBlock| {
        let (skill, reason) = (block.skill.clone(), block.reason);
        let why = move || desk.world.with(|world| reason.for_teacher(&world.index.graph, lang()));
        view! {
            <li class="plan-block" data-testid="one-block">
                <span class="plan-topic">{move || topic_name(desk, &skill)}</span>
                <span class="plan-minutes">{move || format::minutes(u64::from(block.minutes), lang())}</span>
                <p class="plan-why">{why}</p>
                <div class="actions plan-otherwise"><TopicWishes classes class place skill=block.skill/></div>
            </li>
        }
    };
    view! {
        <h3 class="class-part">{words!(classes.one_plan)}</h3>
        {resting.map(|until| view! {
            <p>{move || {
                let day = format::day_from(until, now.day(), lang());
                if at_school { say!(classes.one_rest_school, day = day) } else { say!(classes.one_rest, day = day) }
            }}</p>
        })}
        {(resting.is_none() && plan.blocks.is_empty()).then(|| view! { <p>{words!(classes.one_none)}</p> })}
        <ol class="plan" role="list">{plan.blocks.into_iter().map(row).collect_view()}</ol>
        <p class="field-note">{words!(classes.one_note)}</p>
    }
}
