//! The service worker from the page's side: is a newer version of the app waiting, and let it take over.

use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let found = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    found.dyn_into().ok()
}

/// Calls `tell` once a newer version of the app is loaded and waits, for as long as the page lives.
pub fn on_update(tell: impl Fn() + 'static) {
    let Some(container) = container() else { return };
    wasm_bindgen_futures::spawn_local(async move {
        let Ok(ready) = container.ready() else { return };
        let Ok(registration) = JsFuture::from(ready).await else { return };
        let Ok(registration) = registration.dyn_into::<ServiceWorkerRegistration>() else { return };
        let tell = std::rc::Rc::new(tell);
        if registration.waiting().is_some() {
            tell();
        }
        let found = registration.clone();
        let watch = move || {
            let Some(installing) = found.installing() else { return };
            let (tell, watched, registration) = (tell.clone(), installing.clone(), found.clone());
            let on_state = Closure::<dyn FnMut(JsValue)>::new(move |_| {
                // `active` is there already on an update; on the very first installation there is nothing to tell.
                if watched.state() == web_sys::ServiceWorkerState::Installed && registration.active().is_some() {
                    tell();
                }
            });
            installing.set_onstatechange(Some(on_state.as_ref().unchecked_ref()));
            on_state.forget();
        };
        // It may be on its way since before the app began to listen.
        watch();
        let on_found = Closure::<dyn FnMut(JsValue)>::new(move |_| watch());
        registration.set_onupdatefound(Some(on_found.as_ref().unchecked_ref()));
        on_found.forget();
    });
}

/// Lets the waiting version take over and loads the page anew once it has.
pub fn take_update() {
    let Some(container) = container() else { return };
    let on_change = Closure::<dyn FnMut(JsValue)>::new(|_| super::page::reload());
    container.set_oncontrollerchange(Some(on_change.as_ref().unchecked_ref()));
    on_change.forget();
    wasm_bindgen_futures::spawn_local(async move {
        let Ok(ready) = container.ready() else { return };
        let Ok(registration) = JsFuture::from(ready).await else { return };
        let waiting: Option<ServiceWorker> =
            registration.dyn_into::<ServiceWorkerRegistration>().ok().and_then(|registration| registration.waiting());
        match waiting {
            Some(worker) => {
                let message = js_sys::Object::new();
                let _ = Reflect::set(&message, &"type".into(), &"skip-waiting".into());
                let _ = worker.post_message(&message);
            }
            None => super::page::reload(),
        }
    });
}
