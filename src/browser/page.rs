//! The page: what it remembers between visits, its address, its files, what the device is like.

use js_sys::{Function, Promise};
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, HtmlElement, Storage, Window};

/// The window. The app runs in no other place.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

fn lasting() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

fn fleeting() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

/// A small text kept in this browser profile.
pub fn remembered(key: &str) -> Option<String> {
    lasting()?.get_item(key).ok().flatten()
}

/// Keeps a small text in this browser profile; false if the browser keeps nothing or has no room.
pub fn remember(key: &str, text: &str) -> bool {
    lasting().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// The names of all small texts kept in this browser profile.
pub fn remembered_keys() -> Vec<String> {
    let Some(storage) = lasting() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect()
}

/// Drops a small text.
pub fn forget(key: &str) {
    if let Some(storage) = lasting() {
        let _ = storage.remove_item(key);
    }
}

/// A small text kept for this window only.
pub fn remembered_for_window(key: &str) -> Option<String> {
    fleeting()?.get_item(key).ok().flatten()
}

/// Keeps a small text for this window only.
pub fn remember_for_window(key: &str, text: &str) {
    if let Some(storage) = fleeting() {
        let _ = storage.set_item(key, text);
    }
}

/// Drops a small text of this window.
pub fn forget_for_window(key: &str) {
    if let Some(storage) = fleeting() {
        let _ = storage.remove_item(key);
    }
}

/// The content of a meta tag of this name, as the build wrote it.
pub fn meta(name: &str) -> Option<String> {
    let tag = document()?.query_selector(&format!("meta[name=\"{name}\"]")).ok()??;
    tag.get_attribute("content")
}

/// A file that the page's head names, with the digest it must have: its path, and the `integrity` attribute's value.
pub fn named_file(name: &str) -> Option<(String, String)> {
    let tag = document()?.query_selector(&format!("meta[name=\"{name}\"]")).ok()??;
    Some((tag.get_attribute("content")?, tag.get_attribute("data-integrity").unwrap_or_default()))
}

thread_local! {
    /// The files of the head that were asked for: what each is called there, and when it has come.
    static BROUGHT: RefCell<Vec<(&'static str, Promise)>> = const { RefCell::new(Vec::new()) };
}

/// Brings a script or a style sheet that the page's head names, once: whoever asks again waits for the same file. What did
/// not come is asked for anew the next time. The error is worded for a log.
pub async fn bring(name: &'static str) -> Result<(), String> {
    let file = BROUGHT.with_borrow_mut(|brought| match brought.iter().find(|(known, _)| *known == name) {
        Some((_, file)) => file.clone(),
        None => {
            let file = Promise::new(&mut |come, fail| {
                if add_to_head(name, &come, &fail).is_none() {
                    let _ = fail.call0(&JsValue::NULL);
                }
            });
            brought.push((name, file.clone()));
            file
        }
    });
    JsFuture::from(file).await.map(drop).map_err(|fault| {
        BROUGHT.with_borrow_mut(|brought| brought.retain(|(known, _)| *known != name));
        // The element that failed gives way to the next.
        let failed = fault.dyn_into::<Event>().ok().and_then(|event| event.target());
        if let Some(element) = failed.and_then(|target| target.dyn_into::<Element>().ok()) {
            element.remove();
        }
        format!("{name} did not load")
    })
}

/// Adds the file to the head; settles when it has come or has failed. `None` if the head does not name it.
fn add_to_head(name: &str, come: &Function, fail: &Function) -> Option<()> {
    let document = document()?;
    let (path, integrity) = named_file(name)?;
    let (tag, address) = if path.ends_with(".css") { ("link", "href") } else { ("script", "src") };
    // Some pages open with it in their head, under an address from their own folder.
    if find(&format!("head {tag}[{address}$=\"{path}\"]")).is_some() {
        return come.call0(&JsValue::NULL).ok().map(drop);
    }
    let element = document.create_element(tag).ok()?;
    if tag == "link" {
        element.set_attribute("rel", "stylesheet").ok()?;
    }
    element.set_attribute("integrity", &integrity).ok()?;
    element.set_attribute(address, &path).ok()?;
    element.add_event_listener_with_callback("load", come).ok()?;
    element.add_event_listener_with_callback("error", fail).ok()?;
    document.head()?.append_child(&element).ok().map(drop)
}

/// The folder the app is served from, as a path that ends without a slash: "" at a root, "/augu" under `/augu/`.
pub fn base_path() -> String {
    let base = document().and_then(|document| document.base_uri().ok().flatten()).unwrap_or_default();
    let path = web_sys::Url::new(&base).map(|url| url.pathname()).unwrap_or_default();
    path.rsplit_once('/').map(|(folder, _)| folder.to_string()).unwrap_or_default()
}

/// The app's own origin: `https://host`.
pub fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// The value of a parameter of the address's query.
pub fn query(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// What stands after the `#` of the address, which is taken out of the address and the history at once: it may be a secret.
pub fn take_fragment() -> Option<String> {
    let window = window()?;
    let location = window.location();
    let fragment = location.hash().ok()?.trim_start_matches('#').to_owned();
    if fragment.is_empty() {
        return None;
    }
    let bare = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    let _ = window.history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&bare));
    Some(fragment)
}

/// Fetches a text file of the app's own, by a path relative to its folder. The error is worded for a log, not a person.
pub async fn fetch_text(path: &str) -> Result<String, String> {
    let window = window().ok_or("no window")?;
    let answer = JsFuture::from(window.fetch_with_str(path)).await.map_err(|fault| format!("{fault:?}"))?;
    let answer: web_sys::Response = answer.dyn_into().map_err(|_| "not a response")?;
    if !answer.ok() {
        return Err(format!("{path}: status {}", answer.status()));
    }
    let text = answer.text().map_err(|fault| format!("{fault:?}"))?;
    let text = JsFuture::from(text).await.map_err(|fault| format!("{fault:?}"))?;
    text.as_string().ok_or_else(|| format!("{path}: not a text"))
}

/// Offers a text as a file to save.
pub fn download(file_name: &str, mime: &str, text: &str) -> Result<(), String> {
    let attempt = || -> Result<(), JsValue> {
        let document = document().ok_or("no document")?;
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(mime);
        let parts = js_sys::Array::of1(&JsValue::from_str(text));
        let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
        let url = web_sys::Url::create_object_url_with_blob(&blob)?;
        let link: web_sys::HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(file_name);
        document.body().ok_or("no body")?.append_child(&link)?;
        link.click();
        link.remove();
        wasm_bindgen_futures::spawn_local(async move {
            // The browser needs the address until it has begun to save.
            gloo_timers::future::TimeoutFuture::new(30_000).await;
            let _ = web_sys::Url::revoke_object_url(&url);
        });
        Ok(())
    };
    attempt().map_err(|fault| format!("{fault:?}"))
}

/// Reads a file that the person picked.
pub async fn read_file(file: &web_sys::File) -> Result<Vec<u8>, String> {
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(|fault| format!("{fault:?}"))?;
    Ok(js_sys::Uint8Array::new(&bytes).to_vec())
}

/// Puts a text on the clipboard; false if the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let clipboard = window.navigator().clipboard();
    if JsValue::from(clipboard.clone()).is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Whether the page is in front of the person now.
pub fn visible() -> bool {
    document().is_none_or(|document| !document.hidden())
}

/// Whether the device says it has a network.
pub fn online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Calls `act` on each event of this name on the window, for as long as the page lives.
pub fn on_window(event: &str, act: impl Fn(Event) + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::<dyn FnMut(Event)>::new(act);
    let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Calls `act` on each event of this name on the document, for as long as the page lives.
pub fn on_document(event: &str, act: impl Fn(Event) + 'static) {
    let Some(document) = document() else { return };
    let closure = Closure::<dyn FnMut(Event)>::new(act);
    let _ = document.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Asks the browser to keep what is stored even when the device runs short of room. True if it will.
pub async fn ask_to_persist() -> bool {
    let Some(window) = window() else { return false };
    let storage = window.navigator().storage();
    if JsValue::from(storage.clone()).is_undefined() {
        return false;
    }
    match storage.persist() {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|kept| kept.as_bool() == Some(true)),
        Err(_) => false,
    }
}

/// What the browser says of a property of its storage's estimate, in bytes: `quota` or `usage`.
async fn estimate(property: &str) -> Option<f64> {
    let storage = window()?.navigator().storage();
    if JsValue::from(storage.clone()).is_undefined() {
        return None;
    }
    let estimate = JsFuture::from(storage.estimate().ok()?).await.ok()?;
    js_sys::Reflect::get(&estimate, &property.into()).ok()?.as_f64()
}

/// What is known of how long this browser profile keeps things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Nothing says that it will not last.
    Lasting,
    /// The browser gives so little room that it is a private window, or a profile that is wiped.
    Fleeting,
    /// It keeps nothing at all.
    Nothing,
}

/// How long this browser profile seems to keep things. A private window of Chromium gets a small part of the memory as
/// its quota instead of a part of the disk; a profile wiped at sign-out cannot be told from here unless the browser
/// says so by a small quota as well.
pub async fn keeping() -> Keeping {
    if !remember("augu.probe", "1") {
        return Keeping::Nothing;
    }
    forget("augu.probe");
    let Some(window) = window() else { return Keeping::Lasting };
    let Some(quota) = estimate("quota").await else { return Keeping::Lasting };
    let read = |object: &JsValue, key: &str| js_sys::Reflect::get(object, &key.into()).ok();
    // The heap limit of the page tells the memory's size where the browser gives it: a private window's quota is
    // bound to the memory, an ordinary one's to the disk (60 % of it in Chromium).
    let heap = window
        .performance()
        .and_then(|performance| read(&performance, "memory"))
        .and_then(|memory| read(&memory, "jsHeapSizeLimit"))
        .and_then(|limit| limit.as_f64());
    match heap {
        Some(heap) if quota < heap => Keeping::Fleeting,
        _ => Keeping::Lasting,
    }
}

/// Says at once and at every change whether a media query matches, for as long as the page lives.
pub fn follow_media(query: &str, act: impl Fn(bool) + 'static) {
    let Some(list) = window().and_then(|window| window.match_media(query).ok().flatten()) else { return act(false) };
    act(list.matches());
    let now = list.clone();
    let closure = Closure::<dyn FnMut(Event)>::new(move |_: Event| act(now.matches()));
    let _ = list.add_event_listener_with_callback("change", closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Sets an attribute on the page's root element, where the style sheets look for it.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute(name, value);
    }
}

/// Takes the first paint away, which covers the app while there is nothing to show yet.
pub fn uncover() {
    if let Some(paint) = find("#first-paint") {
        paint.remove();
    }
}

/// Gives way to the browser: of one long piece of work several short ones are made, and between them a touch is heard.
pub async fn give_way() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}

/// Does something when the next frame stands on the screen: what is new is seen first, and whatever makes the browser lay
/// the page out once more comes after.
pub fn after_frame(act: impl FnOnce() + 'static) {
    let Some(window) = window() else { return };
    let later = Closure::once_into_js(move || gloo_timers::callback::Timeout::new(0, act).forget());
    let _ = window.request_animation_frame(later.unchecked_ref());
}

/// Moves the keyboard's focus to the first element that matches.
pub fn focus(selector: &str) -> bool {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    found.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// The same for an element of a drawing.
pub fn focus_svg(selector: &str) -> bool {
    let found = find(selector).and_then(|element| element.dyn_into::<web_sys::SvgElement>().ok());
    found.is_some_and(|element| element.focus().is_ok())
}

/// Takes the keyboard's focus off what has it.
pub fn let_go() {
    let focused = document().and_then(|document| document.active_element());
    if let Some(element) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
    }
}

/// Scrolls no further than needed for the first element that matches to be seen; motion is the style sheet's to allow.
pub fn bring_into_view(selector: &str) {
    let (Some(element), Some(window)) = (find(selector), window()) else { return };
    let place = element.get_bounding_client_rect();
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    if place.bottom() > height || place.top() < 0.0 {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Gives the focus to the first element that matches if nothing has it: what had it is gone.
pub fn focus_if_lost(selector: &str) {
    let lost =
        document().and_then(|document| document.active_element()).is_none_or(|active| active.tag_name() == "BODY");
    if let Some(element) = find(selector).filter(|_| lost) {
        let _ = element.set_attribute("tabindex", "-1");
        focus(selector);
    }
}

/// The first element that matches.
pub fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok().flatten()
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// The folder of the data host beside the app, where nothing else is said.
pub fn data_folder() -> String {
    format!("{}/data/", origin())
}

/// The address of a page of the app as the whole world writes it: `https://host/folder/page/`.
pub fn whole_address(path: &str) -> String {
    format!("{}{}/{path}", origin(), base_path())
}

/// What became of handing something over to the device's share sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandedOver {
    /// The person chose where to.
    Yes,
    /// The person thought better of it.
    Declined,
    /// This device has no share sheet.
    Unavailable,
}

/// Whether this device has a share sheet.
pub fn can_hand_over() -> bool {
    share_function().is_some()
}

fn share_function() -> Option<(JsValue, js_sys::Function)> {
    let navigator = JsValue::from(window()?.navigator());
    let share = js_sys::Reflect::get(&navigator, &"share".into()).ok()?.dyn_into().ok()?;
    Some((navigator, share))
}

/// Hands a text with an address over to the device's share sheet: messages, mail, whatever the person has.
pub async fn hand_over(title: &str, text: &str, url: &str) -> HandedOver {
    let Some((navigator, share)) = share_function() else { return HandedOver::Unavailable };
    let data = js_sys::Object::new();
    for (key, value) in [("title", title), ("text", text), ("url", url)] {
        let _ = js_sys::Reflect::set(&data, &key.into(), &value.into());
    }
    let Some(promise) = share.call1(&navigator, &data).ok().and_then(|asked| asked.dyn_into::<js_sys::Promise>().ok())
    else {
        return HandedOver::Unavailable;
    };
    match JsFuture::from(promise).await {
        Ok(_) => HandedOver::Yes,
        Err(fault) => {
            let name = js_sys::Reflect::get(&fault, &"name".into()).ok().and_then(|name| name.as_string());
            if name.as_deref() == Some("AbortError") { HandedOver::Declined } else { HandedOver::Unavailable }
        }
    }
}

/// Prints the page, where the browser can.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}
