//! What the field shows while a pupil types: "we read this as", in two dimensions, or what is still missing.

use super::item::Item;
use super::rich::Words;
use super::{AnswerKind, board, typed, working};
use crate::base::Lang;
use crate::maths::Display;

/// How what is typed so far is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// What was understood, if all of it was.
    pub formula: Option<Display>,
    remark: Option<Words>,
}

impl Preview {
    /// What was understood, or why not.
    pub(super) fn of(formula: Option<Display>, remark: Option<Words>) -> Self {
        Self { formula, remark }
    }

    /// What cannot be understood yet, if something cannot: the place and the remedy.
    pub fn remark(&self, lang: Lang) -> Option<String> {
        self.remark.as_ref().map(|remark| remark.plain(lang))
    }
}

/// Reads what is typed so far for this item. Nothing typed, or nothing to type, gives an empty preview.
pub fn preview(item: &Item, typed: &str) -> Preview {
    if typed.trim().is_empty() {
        return Preview::default();
    }
    match item.kind {
        AnswerKind::Working => return working::preview_of(item, typed),
        AnswerKind::Cells => {
            let formula = board::reads_cells(typed).then(|| Display::Text(typed.trim().to_owned()));
            return Preview { formula, remark: None };
        }
        _ => {}
    }
    let (value, remark) = typed::read(item, typed);
    Preview { formula: value.map(|value| value.display()), remark }
}
