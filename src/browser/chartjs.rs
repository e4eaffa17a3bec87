//! Chart.js, loaded with the first chart. The library comes from npm as a script of the app's own; its name stands in
//! the page's head. A chart is described by a JSON value, so nothing is evaluated and the page's policy holds.

use super::page;
use js_sys::{Function, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlCanvasElement;

/// A drawn chart. Dropping it takes the chart off its canvas.
pub struct Chart(JsValue);

impl Drop for Chart {
    fn drop(&mut self) {
        if let Some(destroy) = method(&self.0, "destroy") {
            let _ = destroy.call0(&self.0);
        }
    }
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

fn library() -> Option<Function> {
    let window = web_sys::window()?;
    Reflect::get(&window, &"Chart".into()).ok()?.dyn_into().ok()
}

/// Loads the library once. The error is worded for a log.
async fn load() -> Result<Function, String> {
    if library().is_none() {
        page::bring("augu:chartjs").await?;
    }
    library().ok_or_else(|| "Chart.js is not there after loading".to_owned())
}

/// Draws a chart described by JSON (Chart.js's own `{type, data, options}`) on the canvas.
pub async fn draw(canvas: HtmlCanvasElement, description: &serde_json::Value) -> Result<Chart, String> {
    let library = load().await?;
    // A chart that stands there already gives way.
    if let Some(get) = method(&library, "getChart")
        && let Ok(old) = get.call1(&library, &canvas)
        && let Some(destroy) = method(&old, "destroy")
    {
        let _ = destroy.call0(&old);
    }
    let description = JSON::parse(&description.to_string()).map_err(|fault| format!("{fault:?}"))?;
    let arguments = js_sys::Array::of2(&canvas, &description);
    Reflect::construct(&library, &arguments).map(Chart).map_err(|fault| format!("{fault:?}"))
}

/// The value of a colour or other custom property of the page's style, such as `--leaf`.
pub fn style_value(name: &str) -> String {
    let found = || {
        let window = web_sys::window()?;
        let root = window.document()?.document_element()?;
        window.get_computed_style(&root).ok()??.get_property_value(name).ok()
    };
    found().unwrap_or_default().trim().to_owned()
}
