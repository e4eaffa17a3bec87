//! Whose turn it is to write. One window at a time writes a person's journal (Web Locks); the others follow it. The
//! window opened last takes over: it asks, the writer finishes what it is keeping, lets go, and follows.
//!
//! Even a lock that is stolen from a frozen window corrupts nothing: the store refuses an append out of turn.

use crate::base::PersonId;
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// How long a frozen writer is waited for, in milliseconds, before its lock is taken.
const PATIENCE_MS: u32 = 3000;

/// What a window hears about its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnNews {
    /// This window writes from now on; it should first read what others wrote.
    Writes,
    /// Another window writes; this one follows.
    Follows,
    /// Another window asks for the turn: finish keeping, then `let_go`.
    AskedToLetGo,
    /// The writer kept new facts.
    Wrote,
}

/// This window's place in the turn-taking for one person.
#[derive(Clone)]
pub struct Turn {
    inner: Rc<Inner>,
}

struct Inner {
    name: String,
    channel: Option<BroadcastChannel>,
    writes: Cell<bool>,
    /// Counts requests, so that an outdated grant or steal is not acted on.
    request: Cell<u32>,
    release: RefCell<Option<Function>>,
    hear: Box<dyn Fn(TurnNews)>,
    closed: Cell<bool>,
}

impl Turn {
    /// Joins the turn-taking for `person` and asks for the turn. `hear` is told all news, the first at the latest
    /// after about three seconds. Without Web Locks (very old browsers) this window simply writes.
    pub fn join(person: PersonId, hear: impl Fn(TurnNews) + 'static) -> Turn {
        let name = format!("augu.{person}");
        let channel = BroadcastChannel::new(&name).ok();
        let inner = Rc::new(Inner {
            name,
            channel,
            writes: Cell::new(false),
            request: Cell::new(0),
            release: RefCell::new(None),
            hear: Box::new(hear),
            closed: Cell::new(false),
        });
        let turn = Turn { inner };
        if let Some(channel) = &turn.inner.channel {
            let weak = Rc::downgrade(&turn.inner);
            let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let Some(inner) = weak.upgrade() else { return };
                match event.data().as_string().as_deref() {
                    Some("ask") if inner.writes.get() => (inner.hear)(TurnNews::AskedToLetGo),
                    Some("wrote") if !inner.writes.get() => (inner.hear)(TurnNews::Wrote),
                    _ => {}
                }
            });
            channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            on_message.forget();
        }
        turn.ask();
        turn
    }

    /// Whether this window writes now.
    pub fn writes(&self) -> bool {
        self.inner.writes.get()
    }

    /// Asks for the turn: politely first, and by taking the lock when the writer does not answer.
    pub fn ask(&self) {
        if self.writes() || self.inner.closed.get() {
            return;
        }
        self.say("ask");
        let number = self.request(false);
        let turn = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(PATIENCE_MS).await;
            if !turn.writes() && turn.inner.request.get() == number && !turn.inner.closed.get() {
                turn.request(true);
            }
        });
    }

    /// Lets the turn go to whoever asked, and waits in line to have it back when that window closes.
    pub fn let_go(&self) {
        self.inner.writes.set(false);
        self.inner.request.set(self.inner.request.get() + 1);
        if let Some(release) = self.inner.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::NULL);
        }
        (self.inner.hear)(TurnNews::Follows);
        self.request(false);
    }

    /// Tells the other windows that new facts are kept.
    pub fn tell_wrote(&self) {
        self.say("wrote");
    }

    /// Leaves for good.
    pub fn close(&self) {
        self.inner.closed.set(true);
        self.inner.writes.set(false);
        self.inner.request.set(self.inner.request.get() + 1);
        if let Some(release) = self.inner.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::NULL);
        }
        if let Some(channel) = &self.inner.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }

    fn say(&self, word: &str) {
        if let Some(channel) = &self.inner.channel {
            let _ = channel.post_message(&JsValue::from_str(word));
        }
    }

    /// Requests the lock, waiting in line or stealing. Returns the request's number.
    fn request(&self, steal: bool) -> u32 {
        let number = self.inner.request.get() + 1;
        self.inner.request.set(number);
        let Some(locks) = locks() else {
            self.inner.writes.set(true);
            (self.inner.hear)(TurnNews::Writes);
            return number;
        };
        let options = Object::new();
        let _ = Reflect::set(&options, &"mode".into(), &"exclusive".into());
        if steal {
            let _ = Reflect::set(&options, &"steal".into(), &JsValue::TRUE);
        }
        let turn = self.clone();
        // Runs when the lock is granted; the lock is held until the promise it returns is resolved.
        let granted = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
            if turn.inner.request.get() != number || turn.inner.closed.get() {
                return JsValue::UNDEFINED;
            }
            let inner = Rc::clone(&turn.inner);
            let held = Promise::new(&mut |resolve, _| {
                *inner.release.borrow_mut() = Some(resolve);
            });
            turn.inner.writes.set(true);
            (turn.inner.hear)(TurnNews::Writes);
            held.into()
        });
        let request = Reflect::get(&locks, &"request".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
        let asked = request
            .and_then(|request| request.call3(&locks, &JsValue::from_str(&self.inner.name), &options, &granted).ok());
        if let Some(promise) = asked.and_then(|asked| asked.dyn_into::<Promise>().ok()) {
            let turn = self.clone();
            wasm_bindgen_futures::spawn_local(async move {
                // Rejected: another window took the lock by force.
                if wasm_bindgen_futures::JsFuture::from(promise).await.is_err()
                    && turn.inner.request.get() == number
                    && !turn.inner.closed.get()
                {
                    turn.inner.writes.set(false);
                    turn.inner.release.borrow_mut().take();
                    (turn.inner.hear)(TurnNews::Follows);
                    turn.request(false);
                }
            });
        }
        number
    }
}

fn locks() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    (!locks.is_undefined() && !locks.is_null()).then_some(locks)
}
