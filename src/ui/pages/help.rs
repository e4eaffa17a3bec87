//! Help: how to work here, how to write answers, how to plan, what is kept where. The guide can be seen again.

use crate::exercises::rich;
use crate::ui::desk::use_desk;
use crate::ui::parts::{Button, ButtonLink, Card, CardLook, Loudness, RichText};
use crate::ui::routes;
use crate::ui::words::{Words, lang, table};
use crate::words;
use leptos::prelude::*;

/// The page.
#[component]
pub fn HelpPage() -> impl IntoView {
    let desk = use_desk();
    use table::help as said;
    let part = |title: Words, text: Words| {
        let text = Signal::derive(move || rich(text.get(lang())));
        view! {
            <Card title=crate::ui::words::signal(title)><RichText text/></Card>
        }
    };
    view! {
        <h1>{words!(help.title)}</h1>
        <Card look=CardLook::Leaf>
            <p>{words!(help.try_note)}</p>
            <div class="actions">
                <ButtonLink
                    label=words!(help.try_it)
                    href=Signal::derive(|| format!("{}?skill=linear-equation&kind=number", routes::href("practice")))
                    loudness=Loudness::Secondary
                />
            </div>
        </Card>
        {part(said::how, said::how_text)}
        {part(said::write, said::write_text)}
        <p><a href=routes::href("judging")>{words!(judging.title)}</a> " · " <a href=routes::href("working")>{words!(working.title)}</a></p>
        {part(said::keys, said::keys_text)}
        {part(said::plan, said::plan_text)}
        {part(said::choice, said::choice_text)}
        <p><a href=routes::href("how")>{words!(help.how_more)}</a> " · " <a href=routes::href("placement")>{words!(placement.title)}</a></p>
        {part(said::data, said::data_text)}
        {part(said::not_done, said::not_done_text)}
        <p>
            <Button label=words!(help.copy) on_press=Callback::new(move |()| desk.export()) loudness=Loudness::Quiet/>
        </p>
    }
}
