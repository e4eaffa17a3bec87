//! "Kas kur saugoma": what is stored where and who sees it; everything in open formats; consents; erasure.

use crate::base::{Lang, format};
use crate::browser::{clock, page};
use crate::exchange::{answers_table, facts_table};
use crate::journal::{Entry, Event};
use crate::school::membership::{Consenter, MembershipFact, Purpose};
use crate::ui::desk::use_desk;
use crate::ui::parts::{Button, ButtonLink, Card, CardLook, Icon, Loudness};
use crate::ui::routes;
use crate::ui::words::{Words, lang, signal, table::rights as said};
use crate::{say, words};
use leptos::prelude::*;

/// The page.
#[component]
pub fn RightsPage() -> impl IntoView {
    let rows: [[Words; 3]; 7] = [
        [said::answers, said::answers_where, said::answers_who],
        [said::name, said::name_where, said::name_who],
        [said::look, said::look_where, said::look_who],
        [said::links, said::links_where, said::links_who],
        [said::class, said::class_where, said::class_who],
        [said::keys, said::keys_where, said::keys_who],
        [said::server, said::server_where, said::server_who],
    ];
    let row = |[what, place, who]: [Words; 3]| {
        view! { <tr><th scope="row">{signal(what)}</th><td>{signal(place)}</td><td>{signal(who)}</td></tr> }
    };
    view! {
        <h1>{words!(rights.title)}</h1>
        <p class="page-lead">{words!(rights.lead)}</p>
        <Card title=words!(rights.table)>
            <table class="own-table">
                <thead><tr><th scope="col">{words!(rights.what)}</th><th scope="col">{words!(rights.place)}</th><th scope="col">{words!(rights.who)}</th></tr></thead>
                <tbody>{rows.map(row).into_iter().collect_view()}</tbody>
            </table>
        </Card>
        <Export/>
        <Consents/>
        <Card title=words!(rights.erase) look=CardLook::Sunk>
            <p>{words!(rights.erase_note)}</p>
            <div class="actions">
                <ButtonLink label=words!(rights.erase_go) href=Signal::derive(|| routes::href("settings")) loudness=Loudness::Secondary/>
            </div>
        </Card>
    }
}

#[component]
fn Export() -> impl IntoView {
    let desk = use_desk();
    let save = move |stem: &'static str, table: fn(&[Entry], crate::ui::desk::Desk, Lang) -> String| {
        desk.with_journal(move |entries| {
            let name = format!("augu-{stem}-{}.csv", clock::now().day().iso());
            if page::download(&name, "text/csv", &table(entries, desk, lang())).is_err() {
                desk.toasts.say(say!(rights.not_saved));
            }
        });
    };
    let answers = Callback::new(move |()| {
        save("atsakymai", |entries, desk, lang| {
            let name = |skill: &crate::skills::SkillId| {
                desk.world.with_untracked(|world| world.index.graph.get(skill).map(|known| known.name.clone()))
            };
            answers_table(entries, name, lang)
        });
    });
    let facts = Callback::new(move |()| save("irasai", |entries, _, lang| facts_table(entries, lang)));
    view! {
        <Card title=words!(rights.export)>
            <p>{words!(rights.export_note)}</p>
            <div class="actions">
                <Button label=words!(rights.json) on_press=Callback::new(move |()| desk.export()) sign=Icon::Download testid="export-json"/>
                <Button label=words!(rights.csv_answers) on_press=answers loudness=Loudness::Secondary sign=Icon::Download testid="export-answers"/>
                <Button label=words!(rights.csv_facts) on_press=facts loudness=Loudness::Secondary sign=Icon::Download testid="export-facts"/>
            </div>
        </Card>
    }
}

#[component]
fn Consents() -> impl IntoView {
    let desk = use_desk();
    let consents = Memo::new(move |_| desk.pupil.with(|pupil| pupil.memberships.consents.clone()));
    let row = move |(purpose, (by, since)): (Purpose, (Consenter, crate::base::Moment))| {
        let what = match purpose {
            Purpose::Class => words!(rights.consent_class),
            Purpose::Parent => words!(rights.consent_parent),
        };
        let who = move || {
            let day = format::date_long(since.day(), lang());
            match by {
                Consenter::Pupil => say!(rights.by_self, day = day),
                Consenter::Parent => say!(rights.by_parent, day = day),
            }
        };
        let withdraw = Callback::new(move |()| {
            let consent = move |given| Event::Membership(MembershipFact::Consented { purpose, by, given });
            desk.record(consent(false));
            desk.toasts.say_with_undo(say!(rights.withdrawn), move || desk.record(consent(true)));
        });
        view! {
            <li class="share-link">
                <p>{what}</p>
                <p class="soft small">{who}</p>
                <div class="actions"><Button label=words!(rights.withdraw) on_press=withdraw loudness=Loudness::Quiet testid="withdraw"/></div>
            </li>
        }
    };
    view! {
        <Card title=words!(rights.consents)>
            {move || {
                let consents = consents.get();
                if consents.is_empty() {
                    view! { <p class="soft">{words!(rights.consents_none)}</p> }.into_any()
                } else {
                    view! { <ul role="list">{consents.into_iter().map(row).collect_view()}</ul> }.into_any()
                }
            }}
        </Card>
    }
}
