//! The parts that pages are built of. They take props only and know nothing of the desk or of what is stored.
//!
//! Every part speaks both languages, works by touch, mouse and keyboard alone, and says to a screen reader what it
//! shows. None sets a `style` attribute (the policy of the page forbids it) or lets a text become markup. The look of
//! each stands in the sheet of the same name under `style/`.

mod announce;
mod behind;
mod board_field;
mod boxes_field;
mod button;
mod card;
mod chart_frame;
mod choice;
mod controls;
mod dialog;
mod feedback;
mod formula;
mod hints;
mod icon;
mod keypad;
mod markup;
mod math_field;
mod order;
mod pairs;
mod progress;
mod qr;
mod rating;
mod rich_text;
mod sheet;
mod solution;
mod toast;
mod why;
mod working_lines;

pub use announce::{Announcer, announce};
pub use behind::frame_behind;
pub use board_field::BoardField;
pub use boxes_field::lay_out_field;
pub use button::{Button, ButtonLink, IconButton, Loudness};
pub use card::{Card, CardLook, EmptyState};
pub use chart_frame::{ChartFrame, ChartTable};
pub use choice::{ChoiceField, ChoiceOption, ChoicesField, OptionMark};
pub use controls::{DateInput, FilePicker, NumberStepper, Segmented, TextInput, Toggle};
pub use dialog::Dialog;
pub use feedback::{Feedback, Tone};
pub use formula::{Formula, formula};
pub use hints::HintList;
pub use icon::{Icon, icon, sprout, wordmark};
pub use keypad::{Keypad, KeypadKind, Stroke};
pub use markup::{Markup, MarkupState};
pub use math_field::{FieldReading, MathField, fresh_id, touches};
pub use order::{OrderField, OrderRow};
pub use pairs::{MatchField, MatchRow};
pub use progress::{LevelBadge, ProgressBar, ProgressRing, ShareLook, bar};
pub use qr::qr;
pub use rating::SelfRating;
pub use rich_text::{RichText, rich_blocks, rich_inline, spoken};
pub use sheet::{sheet, told_sheet};
pub use solution::{SolutionStep, SolutionSteps};
pub use toast::{Toast, ToastRegion, Toasts};
pub use why::WhyCard;
pub use working_lines::{LineMark, WorkingLine, WorkingLines};
