//! The signs of the interface, drawn by us on a 24 × 24 grid with round strokes, and the app's own mark, the sprout.
//!
//! Every sign is decoration beside a word or inside a button with a name, so all are hidden from screen readers.

use super::markup::Markup;

/// A sign of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Icon {
    Today,
    Practice,
    Topics,
    Progress,
    Goal,
    Settings,
    Help,
    Hint,
    Check,
    Close,
    Left,
    Right,
    Up,
    Down,
    Next,
    Backspace,
    Keyboard,
    Keypad,
    Why,
    Saved,
    Saving,
    Unsaved,
    Offline,
    Language,
    Look,
    Sun,
    Moon,
    TextSize,
    Undo,
    Report,
    Solution,
    Grip,
    Plus,
    Minus,
    Calendar,
    Clock,
    Download,
    Upload,
    Bin,
    Person,
    More,
    Table,
    Chart,
    Star,
    Leaf,
    Again,
    Search,
    Link,
    Cards,
    Pencil,
    Exam,
    Copy,
    Eye,
    Info,
    Board,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Icon::Board => "M3.5 5h17v11h-17ZM12 16v4M8 20.5h8M7 12.5l3-3 2.5 2 4-4",
            Icon::Today => {
                "M12 20v-8M12 13C12 9 9 6.5 4.5 6.5 4.5 11 7.5 13 12 13ZM12 11c0-4.5 2.5-7 7.5-7 0 5-3 7-7.5 7ZM7 20.5h10"
            }
            Icon::Practice | Icon::Pencil => {
                "M4 20l1-4.5L16 4.5a2 2 0 0 1 2.8 0l.7.7a2 2 0 0 1 0 2.8L8.5 19ZM14 6.5l3.5 3.5"
            }
            Icon::Topics => "M12 8.5V12M12 12H6v3.5M12 12h6v3.5M9.5 3.5h5v5h-5ZM3.5 15.5h5v5h-5ZM15.5 15.5h5v5h-5Z",
            Icon::Progress => "M4 20h16M5 15.5l4.5-5 3.5 3L19.5 6M15 5.5h5V10.5",
            Icon::Goal => "M6 21V4M6 4.5c4-2 7 2 12 0v9c-5 2-8-2-12 0",
            Icon::Settings => {
                "M4 7h9M18 7h2M4 17h2M11 17h9M15.5 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM8.5 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z"
            }
            Icon::Help => {
                "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.5 9.5c.2-3 5-3 5 0 0 2-2.5 2-2.5 4M12 16.8v.2"
            }
            Icon::Hint => "M9 17.5c0-2.5-3-3.8-3-7.5a6 6 0 0 1 12 0c0 3.7-3 5-3 7.5ZM9.5 20.5h5",
            Icon::Check => "M4.5 12.5l5 5L19.5 7",
            Icon::Close => "M6 6l12 12M18 6 6 18",
            Icon::Left => "M14.5 5.5 8 12l6.5 6.5",
            Icon::Right => "M9.5 5.5 16 12l-6.5 6.5",
            Icon::Up => "M5.5 14.5 12 8l6.5 6.5",
            Icon::Down => "M5.5 9.5 12 16l6.5-6.5",
            Icon::Next => "M4.5 12h15M13 5.5l6.5 6.5-6.5 6.5",
            Icon::Backspace => "M9 5.5h11v13H9L3.5 12ZM12 9.5l5 5M17 9.5l-5 5",
            Icon::Keyboard => "M3 6.5h18v11H3ZM7 10v.1M10.3 10v.1M13.7 10v.1M17 10v.1M7 14v.1M17 14v.1M10 14h4",
            Icon::Keypad => "M3.5 13.5l2-1 3 6L13 5.5h7.5M13 11l5 6M18 11l-5 6",
            Icon::Why => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM15.5 8.5l-2 5-5 2 2-5Z",
            Icon::Saved => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8 12.5l2.8 2.8L16 9.5",
            Icon::Saving => "M12 3.5a8.5 8.5 0 1 0 8.5 8.5M12 7.5V12l3 2",
            Icon::Unsaved => "M12 4 3 19.5h18ZM12 10v4.5M12 17v.2",
            Icon::Offline => {
                "M4 4l16 16M8.5 8A6 6 0 0 0 6 12a4 4 0 0 0 1 8h11M18.5 17.5a4 4 0 0 0-1.5-6.5A6 6 0 0 0 11 7"
            }
            Icon::Language => {
                "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM3.5 12h17M12 3.5c-4.5 5-4.5 12 0 17M12 3.5c4.5 5 4.5 12 0 17"
            }
            Icon::Look => "M12 3.5a8.5 8.5 0 1 0 0 17ZM12 3.5a8.5 8.5 0 0 1 0 17M15 7.5v9M18 9.5v5",
            Icon::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1"
            }
            Icon::Moon => "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
            Icon::TextSize => "M3 18.5 7.5 7 12 18.5M4.5 15h6M13.5 18.5l3.5-8 3.5 8M14.7 16h4.6",
            Icon::Undo => "M8.5 5 4.5 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11H9",
            Icon::Report => "M6 21V4M6 4.5h12l-3 4.5 3 4.5H6",
            Icon::Solution => {
                "M12 6.5C9.5 5 7 4.5 3.5 4.5v14c3.5 0 6 .5 8.5 2 2.5-1.5 5-2 8.5-2v-14c-3.5 0-6 .5-8.5 2ZM12 6.5v14"
            }
            Icon::Grip => {
                "M9.9 6a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0ZM15.9 6a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0ZM9.9 12a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0ZM15.9 12a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0ZM9.9 18a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0ZM15.9 18a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0Z"
            }
            Icon::Plus => "M12 5v14M5 12h14",
            Icon::Minus => "M5 12h14",
            Icon::Calendar => "M4 6h16v14H4ZM4 10.5h16M8 3.5V7M16 3.5V7",
            Icon::Clock => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2.5",
            Icon::Download => "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
            Icon::Upload => "M12 15.5V4.5M7 9l5-5 5 5M4.5 20h15",
            Icon::Bin => "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5M13.5 11v5",
            Icon::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
            Icon::More => {
                "M6.4 12a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0ZM12.9 12a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0ZM19.4 12a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0Z"
            }
            Icon::Table => "M4 5h16v14H4ZM4 10h16M4 14.5h16M10 5v14",
            Icon::Chart => "M4 20h16M7 16.5v-5M12 16.5v-9M17 16.5v-12",
            Icon::Star => "M12 4l2.4 5.2 5.6.700-4.1 3.9 1.1 5.6L12 16.6 7 19.4l1.1-5.6L4 9.9l5.6-.7Z",
            Icon::Leaf => "M5 19c0-9 5-14 15-14.5C20 14.5 15 19 8 17.5M5 20.5c1-4.5 4-7.5 8.5-9.5",
            Icon::Again => "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15",
            Icon::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20 20",
            Icon::Link => {
                "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"
            }
            Icon::Cards => "M8 7.5h12V20H8ZM16 7.5V4H4v12.5h4M11.5 12h5M11.5 15.5h3",
            Icon::Exam => "M6 3.5h8l4 4v13H6ZM14 3.5V8h4M9 12.5l1.5 1.5 3-3M9 17.5h6",
            Icon::Copy => "M8.5 8.5h11v11h-11ZM15.5 8.5v-4h-11v11h4",
            Icon::Eye => {
                "M2.5 12C6 6.5 9 5.5 12 5.5s6 1 9.5 6.5c-3.5 5.5-6.5 6.5-9.5 6.5S6 17.5 2.5 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z"
            }
            Icon::Info => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 11v5.5M12 7.5v.2",
        }
    }
}

/// The drawing of a sign, in the colour of the text around it.
pub fn icon(icon: Icon) -> Markup {
    Markup::element("svg")
        .class("icon")
        .with("viewBox", "0 0 24 24")
        .with("aria-hidden", "true")
        .with("focusable", "false")
        .child(Markup::element("path").with("d", icon.path()))
}

/// The sprout: the app's mark. `grows` lets its leaves unfold once.
pub fn sprout(grows: bool) -> Markup {
    let leaf = |class, d| Markup::element("path").class(class).with("d", d);
    Markup::element("svg")
        .class(if grows { "sprout sprout-grows" } else { "sprout" })
        .with("viewBox", "0 0 48 48")
        .with("aria-hidden", "true")
        .with("focusable", "false")
        .children([
            leaf("sprout-ground", "M9 43.5c8-4.5 22-4.5 30 0"),
            leaf("sprout-stem", "M24 40.5C24 33 24.5 29 24 21"),
            leaf("sprout-leaf-left", "M24 27.5C11.5 28 6.5 20.5 6 10.5 17 10.5 24 16 24 27.5Z"),
            leaf("sprout-leaf-right", "M24 21.5C23.5 10.5 30 4.5 42 4 42 15 36.5 21.5 24 21.5Z"),
        ])
}

/// The word "augu" whose last letter grows a leaf.
pub fn wordmark() -> Markup {
    let stroke = |d| Markup::element("path").class("wordmark-letter").with("d", d);
    Markup::element("svg")
        .class("wordmark")
        .with("viewBox", "0 0 112 48")
        .with("aria-hidden", "true")
        .with("focusable", "false")
        .children([
            stroke("M24 18v18M24 27a9.5 9.5 0 1 1-19 0 9.5 9.5 0 0 1 19 0Z"),
            stroke("M32.5 18v10.5a7.5 7.5 0 0 0 15 0V18M47.5 28v8"),
            stroke("M75 18v18.5a7.5 7.5 0 0 1-13.5 4.5M75 27a9.5 9.5 0 1 1-19 0 9.5 9.5 0 0 1 19 0Z"),
            stroke("M84 18v10.5a7.5 7.5 0 0 0 15 0V15M99 28v8"),
            Markup::element("path")
                .class("wordmark-leaf")
                .with("d", "M99 16.5C98.5 8.5 103 4 111 3.5 111 11.5 107 16.5 99 16.5Z"),
            Markup::element("path")
                .class("wordmark-leaf")
                .with("d", "M99 19.5C92 19.5 88 15 87.5 8.5 94.5 8.5 99 12.5 99 19.5Z"),
        ])
}
