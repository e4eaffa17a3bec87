//! Settings: who learns, how it looks, the plan of the week, and the data: export, import, another pupil, erase.

use crate::base::{Lang, format};
use crate::browser::page;
use crate::journal::Event;
use crate::school::profile::{GRADES, NAME_CHARS_MAX, ProfileFact};
use crate::school::week_plan::WeekPlanFact;
use crate::ui::desk::{Imported, use_desk};
use crate::ui::pages::today::KeepingNote;
use crate::ui::parts::{
    Button, Card, CardLook, Dialog, FilePicker, Icon, Loudness, NumberStepper, TextInput, Toggle, fresh_id,
};
use crate::ui::routes;
use crate::ui::shell::LookSwitches;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let desk = use_desk();
    view! {
        <h1>{words!(settings.title)}</h1>
        <KeepingNote/>
        <Who/>
        <Card title=words!(settings.look)><LookSwitches look=desk.look/></Card>
        <WeekPlanCard/>
        <Card title=words!(settings.own)>
            <ul class="bullets">
                <li><a href=routes::href("share") data-testid="to-share">{words!(shell.nav.share)}</a>" – "{words!(settings.own_share)}</li>
                <li><a href=routes::href("keys") data-testid="to-keys">{words!(shell.nav.keys)}</a>" – "{words!(settings.own_keys)}</li>
                <li><a href=routes::href("rights") data-testid="to-rights">{words!(shell.nav.rights)}</a>" – "{words!(settings.own_rights)}</li>
            </ul>
        </Card>
        <Data/>
        <Faults/>
        <p class="settings-about">
            {move || say!(settings.version, version = env!("CARGO_PKG_VERSION"))}
        </p>
    }
}

#[component]
fn Who() -> impl IntoView {
    let desk = use_desk();
    let name = RwSignal::new(desk.pupil.with_untracked(|pupil| pupil.profile.name.clone().unwrap_or_default()));
    let grade = Memo::new(move |_| desk.pupil.with(|pupil| pupil.profile.grade));
    let changed = Signal::derive(move || {
        let kept = desk.pupil.with(|pupil| pupil.profile.name.clone().unwrap_or_default());
        name.with(|name| name.trim() != kept)
    });
    let keep = Callback::new(move |()| {
        desk.record(Event::Profile(ProfileFact::Named(name.get_untracked())));
        desk.toasts.say(say!(settings.kept));
    });
    let grade_id = fresh_id("grade");
    let choose = move |event: leptos::ev::Event| {
        let grade = event_target_value(&event).parse().ok();
        desk.record(Event::Profile(ProfileFact::InGrade(grade)));
        desk.toasts.say(say!(settings.kept));
    };
    let estimate = Signal::derive(move || desk.pupil.with(|pupil| pupil.profile.estimate));
    view! {
        <Card title=words!(settings.who)>
            <TextInput
                label=words!(settings.name)
                value=name
                note=words!(settings.name_note)
                length_max=NAME_CHARS_MAX as u32
                testid="name"
            />
            {move || changed.get().then(|| view! { <Button label=words!(settings.keep) on_press=keep loudness=Loudness::Secondary testid="keep-name"/> })}
            <div class="field">
                <label class="field-label" for=grade_id.clone()>{words!(settings.grade)}</label>
                <select id=grade_id class="select" on:change=choose data-testid="grade">
                    <option value="" selected=move || grade.get().is_none()>{words!(today.grade_unsaid)}</option>
                    {GRADES
                        .map(|n| {
                            view! {
                                <option value=n.to_string() selected=move || grade.get() == Some(n)>
                                    {move || say!(today.grade_spoken, n = u32::from(n))}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </div>
            <Toggle
                label=words!(settings.estimate)
                on=estimate
                on_switch=Callback::new(move |on: bool| desk.record(Event::Profile(ProfileFact::WantsEstimate(on))))
                note=words!(settings.estimate_note)
            />
        </Card>
    }
}

/// Which days, how many minutes.
#[component]
fn WeekPlanCard() -> impl IntoView {
    let desk = use_desk();
    let plan = Memo::new(move |_| desk.pupil.with(|pupil| pupil.week_plan));
    let minutes = RwSignal::new(u32::from(plan.get_untracked().minutes));
    let record = move |days: u8, minutes: u16| desk.record(Event::WeekPlan(WeekPlanFact::Planned { days, minutes }));
    let day = move |weekday: u8| {
        // 1970-01-05 was a Monday.
        let of_week = crate::base::Day(4 + i32::from(weekday));
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || plan.get().on_weekday(weekday).to_string()
                aria-label=move || format::weekday(of_week, lang())
                on:click=move |_| record(plan.get_untracked().days ^ (1 << weekday), plan.get_untracked().minutes)
            >
                {move || format::weekday_short(of_week, lang())}
            </button>
        }
    };
    let changed = Signal::derive(move || minutes.get() != u32::from(plan.get().minutes));
    let keep = Callback::new(move |()| {
        record(plan.get_untracked().days, u16::try_from(minutes.get_untracked()).unwrap_or(15));
        desk.toasts.say(say!(settings.kept));
    });
    view! {
        <Card title=words!(settings.week)>
            <p>{words!(settings.week_note)}</p>
            <fieldset class="chips"><legend>{words!(settings.week_days)}</legend>{(0..7).map(day).collect_view()}</fieldset>
            <NumberStepper label=words!(settings.week_minutes) value=minutes least=5 most=90 step=5 unit=words!(settings.minutes)/>
            {move || changed.get().then(|| view! { <Button label=words!(settings.keep) on_press=keep loudness=Loudness::Secondary/> })}
        </Card>
    }
}

/// What an import came to, in a sentence.
fn imported_words(outcome: &Imported, lang: Lang) -> String {
    match outcome {
        Imported::Merged { added, known } => say!(settings.merged, added = *added, known = *known),
        Imported::AnotherPerson { name: Some(name), facts } => {
            say!(settings.another_name, name = name.clone(), n = *facts)
        }
        Imported::AnotherPerson { name: None, facts } => say!(settings.another, n = *facts),
        Imported::Refused(fault) => fault.sentence(lang),
        Imported::NotKept(fault) => fault.sentence(lang),
    }
}

#[component]
fn Data() -> impl IntoView {
    let desk = use_desk();
    let outcome: RwSignal<Option<Imported>> = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let held: StoredValue<Vec<u8>> = StoredValue::new(Vec::new());
    let import = move |merge_anyway: bool| {
        outcome.set(None);
        busy.set(true);
        spawn_local(async move {
            let found = desk.import(held.get_value(), merge_anyway).await;
            busy.set(false);
            outcome.set(Some(found));
        });
    };
    let picked = Callback::new(move |bytes: Option<Vec<u8>>| match bytes {
        Some(bytes) => {
            held.set_value(bytes);
            import(false);
        }
        None => outcome.set(Some(Imported::Refused(crate::journal::BackupFault::NotABackup))),
    });
    let erasing = RwSignal::new(false);
    view! {
        <Card title=words!(settings.data)>
            <p>{words!(settings.data_note)}</p>
            <div class="actions">
                <Button label=words!(settings.export) on_press=Callback::new(move |()| desk.export()) sign=Icon::Download testid="export"/>
            </div>
            <FilePicker label=words!(settings.import) note=words!(settings.import_note) on_pick=picked disabled=busy testid="import"/>
            <div role="status" data-testid="import-outcome">
                {move || busy.get().then(|| view! { <p>{words!(settings.importing)}</p> })}
                {move || outcome.get().map(|outcome| {
                    let another = matches!(outcome, Imported::AnotherPerson { .. });
                    view! {
                        <p>{move || imported_words(&outcome, lang())}</p>
                        {another.then(|| view! {
                            <Button label=words!(settings.merge_anyway) on_press=Callback::new(move |()| import(true)) loudness=Loudness::Secondary testid="merge-anyway"/>
                        })}
                    }
                })}
            </div>
            <hr/>
            <p>{words!(settings.others_note)}</p>
            <div class="actions">
                <Button label=words!(settings.others) on_press=Callback::new(move |()| desk.change_person()) loudness=Loudness::Secondary sign=Icon::Person testid="change-person"/>
                <Button label=words!(settings.erase) on_press=Callback::new(move |()| erasing.set(true)) loudness=Loudness::Quiet sign=Icon::Bin testid="erase"/>
            </div>
            <Dialog open=erasing title=words!(settings.erase_title)>
                <p>{words!(settings.erase_note)}</p>
                <div class="actions">
                    <Button label=words!(settings.export) on_press=Callback::new(move |()| desk.export()) loudness=Loudness::Secondary/>
                    <Button label=words!(settings.erase_now) on_press=Callback::new(move |()| desk.erase()) testid="erase-now"/>
                    <Button label=words!(practice.cancel) on_press=Callback::new(move |()| erasing.set(false)) loudness=Loudness::Quiet/>
                </div>
            </Dialog>
        </Card>
    }
}

/// Reports of faulty tasks: to copy and pass on.
#[component]
fn Faults() -> impl IntoView {
    let desk = use_desk();
    let text = move || {
        desk.pupil.with(|pupil| {
            let line = |fault: &crate::insights::FaultReport| {
                format!("{} {} {}", fault.at.day().iso(), fault.item, fault.words.replace('\n', " "))
            };
            pupil.faults.iter().map(line).collect::<Vec<_>>().join("\n")
        })
    };
    let copy = Callback::new(move |()| {
        let text = text();
        spawn_local(async move {
            if page::copy(&text).await {
                desk.toasts.say(say!(settings.copied));
            } else if page::download("augu-pranesimai.txt", "text/plain", &text).is_err() {
                desk.toasts.say(say!(settings.not_copied));
            }
        });
    });
    move || {
        desk.pupil.with(|pupil| !pupil.faults.is_empty()).then(|| {
            view! {
                <Card title=words!(settings.faults) look=CardLook::Sunk testid="faults">
                    <p>{words!(settings.faults_note)}</p>
                    <pre class="settings-faults" tabindex="0">{text}</pre>
                    <Button label=words!(settings.copy) on_press=copy loudness=Loudness::Secondary sign=Icon::Copy/>
                </Card>
            }
        })
    }
}
