//! The parent's page: one child or several, each with the report, the reply, and what this device keeps. Opens from a
//! link without an account; without a link it says where one comes from.
//!
//! It is drawn without signals, for it must weigh little: a state, one walk that draws it, one listener an event. What
//! is typed changes the state alone and never draws anew, so nothing typed is lost.

use super::opened::{self, Child, Opening, Unopened};
use super::report::{self, TopicNames};
use crate::base::{Lang, Moment, Text, format};
use crate::browser::clock;
use crate::browser::page::{self, HandedOver};
use crate::skills::SkillId;
use crate::sync::{Reply, agreement_code, publisher_fingerprint, write_reply_text};
use crate::tell;
use crate::ui::look::Look;
use crate::ui::parts::{Icon, Markup, icon, sprout, wordmark};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlInputElement, HtmlTextAreaElement};

/// The longest comment, in characters: the reply travels in an address.
const WORDS_MAX: usize = 1000;

/// The names of the topics: on their way, there, or missing.
enum Names {
    Coming,
    There(TopicNames),
    Missing,
}

/// What the page shows.
struct State {
    look: Look,
    children: Vec<Child>,
    chosen: usize,
    fault: Option<Unopened>,
    /// A live link is being fetched.
    fetching: bool,
    names: Names,
    /// What is pasted into the place for a link.
    pasted: String,
    reply: Draft,
}

/// The reply to the child chosen, as far as it is written.
#[derive(Default)]
struct Draft {
    agreed: bool,
    typed: String,
    said: String,
    /// The link to send, once it is made.
    address: Option<String>,
    /// The host of a live link did not take it.
    unleft: bool,
}

impl State {
    fn lang(&self) -> Lang {
        self.look.lang.unwrap_or_default()
    }

    fn child(&self) -> Option<&Child> {
        self.children.get(self.chosen)
    }

    fn choose(&mut self, at: usize) {
        self.chosen = at;
        let typed = self.child().and_then(|child| page::remembered_for_window(&draft_key(child)));
        self.reply = Draft { typed: typed.unwrap_or_default(), ..Draft::default() };
    }

    /// Takes in what a link holds, and shows it.
    fn take(&mut self, opened: Result<Child, Unopened>) {
        match opened {
            Ok(child) => {
                let person = child.shown.person;
                opened::take(&mut self.children, child);
                opened::keep(&self.children);
                let at = self.children.iter().position(|known| known.shown.person == person);
                self.choose(at.unwrap_or(0));
                self.fault = None;
                self.pasted.clear();
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// What the host says now of a link that is shown already: newer news take the place of the older; what was taken
    /// back or is over goes; without an answer the older stays.
    fn refresh(&mut self, link: &str, fetched: Result<Child, Unopened>) {
        match fetched {
            Ok(child) => opened::take(&mut self.children, child),
            Err(Unopened::Revoked | Unopened::Expired) => {
                let person = self.child().filter(|child| child.link != link).map(|child| child.shown.person);
                self.children.retain(|child| child.link != link);
                self.fault = fetched.err();
                match self.children.iter().position(|child| Some(child.shown.person) == person) {
                    Some(at) => self.chosen = at,
                    None => self.choose(0),
                }
            }
            Err(_) => {}
        }
        opened::keep(&self.children);
    }
}

thread_local! {
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
}

fn draft_key(child: &Child) -> String {
    format!("augu.family.draft.{}", agreement_code(&child.link))
}

/// Looks at the state or changes it; nothing is drawn.
fn with<T>(act: impl FnOnce(&mut State) -> T) -> Option<T> {
    STATE.with_borrow_mut(|state| state.as_mut().map(act))
}

/// Opens what is there to open, and draws the page.
pub fn start() {
    let look = Look::kept();
    look.wear();
    let Opening { children, first, fault, coming } = opened::on_opening(clock::now());
    let live: Vec<String> =
        children.iter().filter(|child| child.file.is_some()).map(|child| child.link.clone()).collect();
    let mut state = State {
        look,
        children,
        chosen: 0,
        fault,
        fetching: false,
        names: Names::Coming,
        pasted: String::new(),
        reply: Draft::default(),
    };
    state.choose(first);
    STATE.set(Some(state));
    page::on_document("click", on_click);
    page::on_document("change", on_change);
    page::on_document("input", on_input);
    // A link that is opened in this very window changes the fragment alone.
    page::on_window("hashchange", |_| {
        if let Some(brought) = page::take_fragment() {
            bring(brought);
        }
    });
    draw();
    let known = coming.as_ref().is_some_and(|link| live.contains(link));
    if let Some(link) = coming.filter(|_| !known) {
        bring(link);
    }
    for link in live {
        spawn_local(async move {
            let fetched = opened::fetch(&link).await;
            with(|state| state.refresh(&link, fetched));
            draw();
        });
    }
    bring_names();
}

/// Fetches the names of the topics in the language that the page speaks.
fn bring_names() {
    let Some(lang) = with(|state| {
        state.names = Names::Coming;
        state.lang()
    }) else {
        return;
    };
    spawn_local(async move {
        let names = load_names(lang).await.map_or(Names::Missing, Names::There);
        with(|state| {
            // The language may have been changed once more.
            if state.lang() == lang {
                state.names = names;
            }
        });
        draw();
    });
}

/// Opens what a link or a text with a link holds; what a live one shows is fetched first.
fn bring(text: String) {
    let Some(link) = opened::live_in(&text) else {
        with(|state| state.take(opened::open(&text, clock::now())));
        return draw();
    };
    with(|state| {
        state.fault = None;
        state.fetching = true;
    });
    draw();
    spawn_local(async move {
        let fetched = opened::fetch(&link).await;
        with(|state| {
            state.fetching = false;
            state.take(fetched);
        });
        draw();
    });
}

async fn load_names(lang: Lang) -> Option<TopicNames> {
    let file = match lang {
        Lang::Lt => "augu:topics-lt",
        Lang::En => "augu:topics-en",
    };
    let text = page::fetch_text(&page::meta(file)?).await.ok()?;
    let read: BTreeMap<String, String> = serde_json::from_str(&text).ok()?;
    Some(read.into_iter().map(|(id, name)| (SkillId::new(&id), Text::new(name.clone(), name))).collect())
}

// --- What is done ------------------------------------------------------------------------------------------------------

/// The part of the page that an event is about, and what it asks for.
fn asked(event: &Event) -> Option<(Element, String)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let element = target.closest("[data-act]").ok()??;
    let act = element.get_attribute("data-act")?;
    Some((element, act))
}

fn on_click(event: Event) {
    let Some((_, act)) = asked(&event) else { return };
    match act.as_str() {
        "language" => {
            with(|state| {
                state.look.lang = Some(if state.lang() == Lang::Lt { Lang::En } else { Lang::Lt });
                state.look.wear();
            });
            bring_names();
            draw();
        }
        "open" => {
            if let Some(text) = with(|state| state.pasted.clone()) {
                bring(text);
            }
        }
        "send" | "copy" => send(act == "send"),
        "leave" => leave(),
        _ => {}
    }
}

fn on_change(event: Event) {
    let Some((element, act)) = asked(&event) else { return };
    let Ok(input) = element.dyn_into::<HtmlInputElement>() else { return };
    match act.as_str() {
        "choose" => {
            with(|state| state.choose(input.value().parse().unwrap_or(0)));
            draw();
        }
        "agree" => {
            with(|state| state.reply.agreed = input.checked());
        }
        "keep" => {
            with(|state| {
                let chosen = state.chosen;
                if let Some(child) = state.children.get_mut(chosen) {
                    child.kept = input.checked();
                }
                opened::keep(&state.children);
            });
        }
        _ => {}
    }
}

fn on_input(event: Event) {
    let Some((element, act)) = asked(&event) else { return };
    match act.as_str() {
        "paste" => {
            if let Ok(input) = element.dyn_into::<HtmlInputElement>() {
                with(|state| state.pasted = input.value());
            }
        }
        "words" => {
            if let Ok(area) = element.dyn_into::<HtmlTextAreaElement>() {
                with(|state| {
                    state.reply.typed = area.value();
                    if let Some(child) = state.child() {
                        page::remember_for_window(&draft_key(child), &state.reply.typed);
                    }
                });
            }
        }
        _ => {}
    }
}

/// The reply as it is written so far; without a word and a tick it says what is missing.
fn written(state: &mut State) -> Option<Reply> {
    let words = state.reply.typed.trim().to_owned();
    if words.is_empty() && !state.reply.agreed {
        state.reply.said = tell!(state.lang(), parent.reply.nothing);
        return None;
    }
    Some(Reply { agreed: state.reply.agreed, words, meeting: None, at: clock::now() })
}

/// Leaves the reply to a live link with its host.
fn leave() {
    let begun = with(|state| {
        let (child, reply) = (state.child().cloned()?, written(state)?);
        state.reply.said = tell!(state.lang(), parent.reply.leaving);
        Some((child, reply, state.lang()))
    });
    draw_reply();
    let Some(Some((child, reply, lang))) = begun else { return };
    spawn_local(async move {
        let left = opened::leave_reply(&child, &reply).await;
        with(|state| {
            state.reply.said = match (left, child.shown.staff) {
                (true, false) => tell!(lang, parent.reply.left),
                (true, true) => tell!(lang, parent.reply.left_staff),
                (false, false) => tell!(lang, parent.reply.not_left),
                (false, true) => tell!(lang, parent.reply.not_left_staff),
            };
            state.reply.unleft = !left;
        });
        draw_reply();
    });
}

/// Writes the reply and hands it to the share sheet, or to the clipboard.
fn send(by_sheet: bool) {
    let written = with(|state| {
        let lang = state.lang();
        let reply = written(state)?;
        let text = write_reply_text(&state.child()?.link, &reply);
        let address = format!("{}#{text}", page::whole_address("share/"));
        state.reply.address = Some(address.clone());
        Some((address, lang))
    });
    draw_reply();
    let Some(Some((address, lang))) = written else { return };
    spawn_local(async move {
        let message = tell!(lang, parent.reply.message);
        let handed = if by_sheet {
            page::hand_over(&tell!(lang, parent.title), &message, &address).await
        } else {
            HandedOver::Unavailable
        };
        let said = match handed {
            HandedOver::Yes => tell!(lang, parent.reply.sent),
            HandedOver::Declined => return,
            HandedOver::Unavailable if page::copy(&format!("{message} {address}")).await => {
                tell!(lang, parent.reply.copied)
            }
            HandedOver::Unavailable => tell!(lang, parent.reply.not_copied),
        };
        with(|state| state.reply.said = said);
        draw_reply();
    });
}

// --- How it looks ------------------------------------------------------------------------------------------------------

/// Draws everything anew, and gives the focus back to what had it.
fn draw() {
    let Some(drawn) = with(|state| whole(state)) else { return };
    put("#family", drawn);
    if let (Some(document), Some(Some(title))) =
        (page::document(), with(|state| Some(tell!(state.lang(), parent.title))))
    {
        document.set_title(&title);
    }
}

fn draw_reply() {
    let drawn = with(|state| state.child().map(|child| reply(state, child)));
    if let Some(Some(drawn)) = drawn {
        put("#reply", drawn);
    }
}

fn put(place: &str, drawn: Markup) {
    let Some(document) = page::document() else { return };
    let focused = document.active_element().map(|element| element.id()).filter(|id| !id.is_empty());
    let grown = drawn.grown();
    // Both fail only where there is no page.
    if let Some(old) = page::find(place) {
        let _ = old.replace_with_with_node_1(&grown);
    } else if let Some(body) = document.body() {
        let _ = body.append_child(&grown);
    }
    if let Some(id) = focused {
        page::focus(&format!("#{id}"));
    }
}

fn element(tag: &'static str, class: &'static str) -> Markup {
    Markup::element(tag).class(class)
}

fn paragraph(text: String) -> Markup {
    Markup::element("p").says(text)
}

fn card(class: &'static str, title: String) -> Markup {
    element("section", class).child(element("h2", "card-title").says(title))
}

fn button(class: &'static str, act: &'static str, sign: Option<Icon>, words: String) -> Markup {
    element("button", class)
        .with("type", "button")
        .with("id", format!("do-{act}"))
        .with("data-act", act)
        .with("data-testid", act)
        .children(sign.map(icon))
        .child(Markup::element("span").says(words))
}

fn whole(state: &State) -> Markup {
    let lang = state.lang();
    let (other, short, spoken) = match lang {
        Lang::Lt => ("en", "EN", "EN: In English"),
        Lang::En => ("lt", "LT", "LT: Lietuviškai"),
    };
    let switch = element("button", "language")
        .with("type", "button")
        .with("id", "do-language")
        .with("data-act", "language")
        .with("data-testid", "language")
        .with("lang", other)
        .with("aria-label", spoken)
        .says(short);
    let brand =
        element("span", "brand").child(sprout(false)).child(wordmark()).child(element("span", "unseen").says("Augu"));
    let bar = element("header", "family-bar").child(brand).child(switch);
    let mut main = element("main", "family-main").with("id", "main");
    main = main.children(state.fault.map(|fault| fault_card(fault, lang)));
    if state.fetching {
        main = main.child(element("p", "soft").with("role", "status").says(tell!(lang, parent.fetching)));
    }
    if 1 < state.children.len() {
        main = main.children(picker(state));
    }
    main = match state.child() {
        None if state.fetching => main,
        None => main.child(empty(state)),
        Some(child) => main.children(shown(state, child)),
    };
    element("div", "family-page").with("id", "family").child(bar).child(main)
}

fn fault_card(fault: Unopened, lang: Lang) -> Markup {
    let why = match fault {
        Unopened::Cut => tell!(lang, parent.fault.cut),
        Unopened::False => tell!(lang, parent.fault.not_genuine),
        Unopened::Expired => tell!(lang, parent.fault.expired),
        Unopened::Newer => tell!(lang, parent.fault.newer),
        Unopened::Revoked => tell!(lang, parent.fault.revoked),
        Unopened::Away => tell!(lang, parent.fault.away),
    };
    card("card card-amber", tell!(lang, parent.fault.title))
        .with("role", "alert")
        .with("data-testid", "fault")
        .child(paragraph(why))
}

/// Where there is nothing to show: what this page is, and a place for a link.
fn empty(state: &State) -> Markup {
    let lang = state.lang();
    let note = state.fault.is_none().then(|| paragraph(tell!(lang, parent.empty_note)));
    element("section", "card")
        .with("data-testid", "empty")
        .child(Markup::element("h1").says(tell!(lang, parent.empty)))
        .children(note)
        .children(paste(state))
}

fn paste(state: &State) -> [Markup; 2] {
    let lang = state.lang();
    let input = element("input", "text-input")
        .with("id", "paste")
        .with("type", "text")
        .with("autocomplete", "off")
        .with("data-act", "paste")
        .with("data-testid", "paste")
        .with("aria-describedby", "paste-note")
        .with("value", state.pasted.clone());
    let label = element("label", "field-label").with("for", "paste").says(tell!(lang, parent.paste));
    let note = element("p", "field-note").with("id", "paste-note").says(tell!(lang, parent.paste_note));
    let open = button("button button-secondary", "open", None, tell!(lang, parent.open));
    [element("div", "field").child(label).child(input).child(note), element("div", "actions").child(open)]
}

fn names(state: &State) -> &TopicNames {
    static NONE: TopicNames = TopicNames::new();
    match &state.names {
        Names::There(names) => names,
        Names::Coming | Names::Missing => &NONE,
    }
}

/// Several children side by side: each one's good thing, and which one to show whole.
fn picker(state: &State) -> [Markup; 2] {
    let lang = state.lang();
    let short = state.children.iter().map(|child| {
        card("card family-short", report::child_name(&child.report, lang)).child(paragraph(report::good(
            &child.report,
            names(state),
            lang,
        )))
    });
    let segment = |(at, child): (usize, &Child)| {
        let mut input = element("input", "unseen")
            .with("type", "radio")
            .with("name", "child")
            .with("id", format!("child-{at}"))
            .with("data-act", "choose")
            .with("value", at.to_string());
        if at == state.chosen {
            input = input.with("checked", "");
        }
        let name = Markup::element("span").says(report::child_name(&child.report, lang));
        element("label", "segment").child(input).child(name)
    };
    let segments = element("div", "segments").children(state.children.iter().enumerate().map(segment));
    let choice = element("fieldset", "segmented")
        .child(element("legend", "field-label").says(tell!(lang, parent.choose)))
        .child(segments);
    [element("div", "columns").with("data-testid", "children").children(short), choice]
}

fn shown(state: &State, child: &Child) -> Vec<Markup> {
    let lang = state.lang();
    let day = |moment: Moment| format::date_long(moment.day(), lang);
    let valid = tell!(lang, parent.as_of, day = day(child.shown.at), until = day(child.shown.until));
    let head = element("div", "family-head")
        .child(Markup::element("h1").says(report::child_name(&child.report, lang)))
        .child(element("p", "soft").says(report::about(&child.report, lang)))
        .child(element("p", "small soft").says(valid));
    let mut parts = vec![head];
    if child.other_key {
        let said = paragraph(tell!(lang, parent.fault.other_key));
        parts.push(element("section", "card card-amber").with("data-testid", "other-key").child(said));
    }
    match &state.names {
        Names::Coming => parts.push(element("p", "soft").with("role", "status").says("…")),
        Names::There(names) => parts.push(report::draw(&child.report, names, lang)),
        Names::Missing => {
            parts.push(paragraph(tell!(lang, parent.names_missing)).with("role", "alert"));
            parts.push(report::draw(&child.report, names(state), lang));
        }
    }
    parts.push(reply(state, child));
    parts.push(kept(state, child));
    let code = publisher_fingerprint(&child.publisher);
    let (live, staff) = (child.file.is_some(), child.shown.staff);
    let (inside, cannot, key) = if staff {
        (
            tell!(lang, parent.about.inside_staff),
            tell!(lang, parent.about.live_staff),
            tell!(lang, parent.about.key_staff, code = code),
        )
    } else if live {
        (
            tell!(lang, parent.about.inside_live),
            tell!(lang, parent.about.live),
            tell!(lang, parent.about.key, code = code),
        )
    } else {
        let cannot = format!("{} {}", tell!(lang, parent.about.cannot), tell!(lang, parent.as_of_note));
        (tell!(lang, parent.about.inside), cannot, tell!(lang, parent.about.key, code = code))
    };
    parts.push(
        card("card card-sunk", tell!(lang, parent.about.title))
            .child(paragraph(inside))
            .child(paragraph(tell!(lang, parent.about.not)))
            .child(paragraph(cannot))
            .child(element("p", "small soft").says(key)),
    );
    parts
}

/// "Pritariu", a comment, a question back; and a code to say aloud in place of writing.
fn reply(state: &State, child: &Child) -> Markup {
    let (lang, draft) = (state.lang(), &state.reply);
    let mut tick = element("input", "toggle-box")
        .with("id", "agree")
        .with("type", "checkbox")
        .with("data-act", "agree")
        .with("data-testid", "agree");
    if draft.agreed {
        tick = tick.with("checked", "");
    }
    let agree = if child.report.plan.is_some() {
        tell!(lang, parent.reply.agree_plan)
    } else {
        tell!(lang, parent.reply.agree_seen)
    };
    let words = element("textarea", "text-input")
        .with("id", "words")
        .with("rows", "3")
        .with("maxlength", WORDS_MAX.to_string())
        .with("data-act", "words")
        .with("data-testid", "reply-words")
        .with("aria-describedby", "words-note")
        .says(draft.typed.clone());
    let field = element("div", "field")
        .child(element("label", "field-label").with("for", "words").says(tell!(lang, parent.reply.words)))
        .child(words)
        .child(element("p", "field-note").with("id", "words-note").says(tell!(lang, parent.reply.words_note)));
    // A live link takes the reply itself; by message it goes where the host does not take it.
    let leaves = child.file.is_some() && !draft.unleft;
    let leave =
        leaves.then(|| button("button button-primary", "leave", Some(Icon::Next), tell!(lang, parent.reply.send)));
    let sheet = !leaves && page::can_hand_over();
    let send = sheet.then(|| button("button button-primary", "send", Some(Icon::Next), tell!(lang, parent.reply.send)));
    let class = if sheet { "button button-secondary" } else { "button button-primary" };
    let copy = (!leaves).then(|| button(class, "copy", Some(Icon::Copy), tell!(lang, parent.reply.copy)));
    let lead = match (leaves, child.shown.staff) {
        (true, false) => tell!(lang, parent.reply.lead_live),
        (true, true) => tell!(lang, parent.reply.lead_staff),
        (false, false) => tell!(lang, parent.reply.lead),
        (false, true) => tell!(lang, parent.reply.not_left_staff),
    };
    let said = Markup::element("p").with("role", "status").with("data-testid", "reply-said").says(draft.said.clone());
    let written = draft.address.as_ref().map(|address| {
        let area = element("textarea", "text-input family-address")
            .with("rows", "3")
            .with("readonly", "")
            .with("data-testid", "reply-text")
            .says(address.clone());
        let label = element("span", "field-label").says(tell!(lang, parent.reply.text));
        element("label", "field").child(label).child(area)
    });
    let note =
        if child.shown.staff { tell!(lang, parent.reply.code_note_staff) } else { tell!(lang, parent.reply.code_note) };
    let code = Markup::element("strong").with("data-testid", "agreement").says(agreement_code(&child.link));
    let spoken = element("p", "small soft")
        .says(format!("{}: ", tell!(lang, parent.reply.code)))
        .child(code)
        .says(format!(". {note}"));
    card("card", tell!(lang, parent.reply.title))
        .with("id", "reply")
        .with("data-testid", "reply")
        .child(paragraph(lead))
        .child(
            element("div", "family-agree").child(tick).child(Markup::element("label").with("for", "agree").says(agree)),
        )
        .child(field)
        .child(element("div", "actions").children(leave).children(send).children(copy))
        .child(said)
        .children(written)
        .child(spoken)
}

/// What this device keeps, and the way to another child.
fn kept(state: &State, child: &Child) -> Markup {
    let lang = state.lang();
    let mut switch = element("input", "toggle-input")
        .with("id", "keep")
        .with("type", "checkbox")
        .with("role", "switch")
        .with("data-act", "keep")
        .with("aria-describedby", "keep-note");
    if child.kept {
        switch = switch.with("checked", "");
    }
    let toggle = element("div", "toggle")
        .child(element("label", "toggle-label").with("for", "keep").says(tell!(lang, parent.keep.remember)))
        .child(switch)
        .child(element("p", "field-note").with("id", "keep-note").says(tell!(lang, parent.keep.remember_note)));
    let another = element("details", "family-figures")
        .child(Markup::element("summary").says(tell!(lang, parent.keep.add)))
        .children(paste(state));
    card("card", tell!(lang, parent.keep.title)).child(toggle).child(another)
}
