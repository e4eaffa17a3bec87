//! A still piece of the document: elements, attributes and text without behaviour, built once in one go.
//!
//! Formulas, rich texts, icons and pictures are made of it. One plain tree and one walk weigh far less than a typed
//! view for each of them, and no text ever passes through an HTML parser. Absent: events and signals.

use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::wasm_bindgen::JsCast;
use std::borrow::Cow;

const SVG: &str = "http://www.w3.org/2000/svg";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// An element with its attributes and children, or a text (an element without a tag).
///
/// The name space follows from the tree: `svg` and everything below it is SVG, `math` and everything below is MathML.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markup {
    /// The element's name; empty for a text.
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    children: Vec<Markup>,
    text: Cow<'static, str>,
}

impl Markup {
    /// An element without attributes and children.
    pub fn element(tag: &'static str) -> Self {
        Self { tag, ..Self::default() }
    }

    /// A text.
    pub fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// This element with one attribute more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// This element with its class.
    #[must_use]
    pub fn class(self, class: impl Into<Cow<'static, str>>) -> Self {
        self.with("class", class)
    }

    /// This element with one child more.
    #[must_use]
    pub fn child(mut self, child: Markup) -> Self {
        self.children.push(child);
        self
    }

    /// This element with these children more.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Markup>) -> Self {
        self.children.extend(children);
        self
    }

    /// This element with a text inside.
    #[must_use]
    pub fn says(self, text: impl Into<Cow<'static, str>>) -> Self {
        self.child(Markup::text(text))
    }

    fn grow(&self, space: &'static str) -> Option<Node> {
        let document = leptos::prelude::document();
        if self.tag.is_empty() {
            return Some(document.create_text_node(&self.text).unchecked_into());
        }
        let space = match self.tag {
            "svg" => SVG,
            "math" => MATHML,
            _ => space,
        };
        let element = document.create_element_ns(Some(space), self.tag).ok()?;
        for (name, value) in &self.attributes {
            // A refused attribute loses decoration only: the text below still shows.
            let _ = element.set_attribute(name, value);
        }
        for child in &self.children {
            if let Some(child) = child.grow(space) {
                let _ = element.append_child(&child);
            }
        }
        Some(element.unchecked_into())
    }

    /// What it makes on the page, for a page that draws without signals.
    pub fn grown(&self) -> Element {
        self.grow_root()
    }

    fn grow_root(&self) -> Element {
        let wrapped;
        let root = if self.tag.is_empty() {
            wrapped = Markup::element("span").child(self.clone());
            &wrapped
        } else {
            self
        };
        root.grow(XHTML).and_then(|node| node.dyn_into().ok()).unwrap_or_else(|| {
            let document = leptos::prelude::document();
            document.create_element("span").unwrap_or_else(|_| document.document_element().expect("a page has a root"))
        })
    }
}

/// What stands on the page for a [`Markup`].
pub struct MarkupState {
    shown: Markup,
    element: Element,
}

impl Mountable for MarkupState {
    fn unmount(&mut self) {
        self.element.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.element.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.element.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

impl Render for Markup {
    type State = MarkupState;

    fn build(self) -> MarkupState {
        let element = self.grow_root();
        MarkupState { shown: self, element }
    }

    fn rebuild(self, state: &mut MarkupState) {
        if self != state.shown {
            let mut fresh = self.grow_root();
            state.element.insert_before_this(&mut fresh);
            state.element.unmount();
            state.element = fresh;
            state.shown = self;
        }
    }
}

impl AddAnyAttr for Markup {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attribute: NewAttr) -> Self
    where
        Self: RenderHtml,
    {
        self
    }
}

// The app is only ever drawn in the browser: the roads of server rendering lead nowhere and draw nothing.
impl RenderHtml for Markup {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> MarkupState {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
