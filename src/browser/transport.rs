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
    let Ok(controller) = AbortController::new() else { return Told::Failed };
    let asked = fetch(place, ask, now, &controller);
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

async fn fetch(place: &HostPlace, ask: &Ask, now: Moment, controller: &AbortController) -> Result<Told, JsValue> {
    let url = format!("{}{}", place.url, ask.name());
    let init = RequestInit::new();
    init.set_mode(RequestMode::Cors);
    // Cookies of the app's address are none of the host's business.
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&controller.signal()));
    let (method, body) = match ask {
        Ask::Get { fresh, .. } => {
            init.set_cache(if *fresh { RequestCache::NoStore } else { RequestCache::Default });
            ("GET", &[][..])
        }
        Ask::Put { bytes, .. } => {
            init.set_body(&Uint8Array::from(bytes.as_slice()));
            ("PUT", bytes.as_slice())
        }
    };
    init.set_method(method);
    let carried = Headers::new()?;
    // What may be read by anybody needs no password; an object store wants each request signed.
    let signs = matches!(place.credential, crate::sync::Credential::S3 { .. });
    if method == "PUT" || signs {
        for (name, value) in headers(&place.credential, method, &url, body, now) {
            carried.set(&name, &value)?;
        }
    }
    if method == "PUT" {
        carried.set("Content-Type", "application/octet-stream")?;
    }
    init.set_headers(&carried);
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
