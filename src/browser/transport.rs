//! The way to a class's host: one question by `fetch`, one answer. Nothing is decided here.

use crate::base::Moment;
use crate::sync::{Ask, HostPlace, Told, headers};
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, Request, RequestCache, RequestCredentials, RequestInit, RequestMode, Response,
};

/// A question that was not answered for so long has failed, milliseconds.
const PATIENCE_MS: u32 = 20_000;
/// The largest file that is taken in: twice what any file of a class may have.
const FILE_BYTES_MAX: u32 = 4 << 20;

/// Puts a question to the host and waits for its answer, for 20 seconds at most.
pub async fn ask(place: &HostPlace, ask: &Ask, now: Moment) -> Told {
    let url = format!("{}{}", place.url, ask.name());
    let (method, body) = method_and_body(ask);
    // What may be read by anybody needs no password; an object store wants each request signed.
    let signs = method == "PUT" || matches!(place.credential, crate::sync::Credential::S3 { .. });
    let carried = if signs { headers(&place.credential, method, &url, body, now) } else { Vec::new() };
    answered(url, ask, carried).await
}

/// The same, without any credential: for the parents' page, which has none.
pub async fn ask_openly(folder: &str, ask: &Ask) -> Told {
    answered(format!("{folder}{}", ask.name()), ask, Vec::new()).await
}

async fn answered(url: String, ask: &Ask, carried: Vec<(String, String)>) -> Told {
    let Ok(controller) = AbortController::new() else { return Told::Failed };
    let asked = fetch(url, ask, carried, &controller);
    let late = gloo_timers::future::TimeoutFuture::new(PATIENCE_MS);
    futures_util::pin_mut!(asked);
    match futures_util::future::select(asked, late).await {
        futures_util::future::Either::Left((told, _)) => told.unwrap_or(Told::Failed),
        futures_util::future::Either::Right(_) => {
            controller.abort();
            Told::Failed
        }
    }
}

fn method_and_body(ask: &Ask) -> (&'static str, &[u8]) {
    match ask {
        Ask::Get { .. } => ("GET", &[]),
        Ask::Put { bytes, .. } => ("PUT", bytes),
    }
}

async fn fetch(
    url: String,
    ask: &Ask,
    carried: Vec<(String, String)>,
    controller: &AbortController,
) -> Result<Told, JsValue> {
    let init = RequestInit::new();
    init.set_mode(RequestMode::Cors);
    // Cookies of the app's address are none of the host's business.
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&controller.signal()));
    let (method, body) = method_and_body(ask);
    if let Ask::Get { fresh, .. } = ask {
        init.set_cache(if *fresh { RequestCache::NoStore } else { RequestCache::Default });
    } else {
        init.set_body(&Uint8Array::from(body));
    }
    init.set_method(method);
    let with = Headers::new()?;
    for (name, value) in carried {
        with.set(&name, &value)?;
    }
    if method == "PUT" {
        with.set("Content-Type", "application/octet-stream")?;
    }
    init.set_headers(&with);
    let request = Request::new_with_str_and_init(&url, &init)?;
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_request(&request)).await?.dyn_into()?;
    match (response.status(), method) {
        (200..=299, "PUT") => Ok(Told::Stored),
        (200, _) => {
            let buffer: ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.dyn_into()?;
            if buffer.byte_length() > FILE_BYTES_MAX {
                return Ok(Told::Refused(413));
            }
            Ok(Told::Found(Uint8Array::new(&buffer).to_vec()))
        }
        (404 | 410, "GET") => Ok(Told::Absent),
        (500..=599, _) => Ok(Told::Failed),
        (status, _) => Ok(Told::Refused(status)),
    }
}
