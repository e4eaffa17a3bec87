//! Exact numbers, expressions, reading what a pupil types, equality, form, MathML.
//!
//! Absent: teaching, templates of tasks, pupils. Every function here is total and the same on every device: any text
//! is read or refused with a remark, whatever its length, and nothing is computed in floating point unless its name
//! says so.

mod answer;
mod ball;
mod bound;
pub mod boxes;
mod display;
mod equality;
mod expr;
mod factor;
mod field;
pub mod form;
mod intervals;
mod mathml;
mod normal;
mod number;
mod points;
mod polynomial;
mod print;
mod quantity;
mod reader;
mod remark;
mod roots;
mod series;
mod solve;
mod substitute;
mod template;
mod token;
mod unit;

pub use answer::{AnswerShape, NumberAnswer, SolutionSet, Value, read_answer, read_statement};
pub use display::{Display, Separator, read_display};
pub use equality::{
    Comparison, Equality, Road, approximate, compare, compare_expressions, compare_values, rounded, rounded_to_figures,
    same_expression, same_value, with_letter, with_letter_negated,
};
pub use expr::{Constant, Expr, Factor, Function, Hole, Joint, Literal, NumberStyle, Relation, Term};
pub use intervals::{End, Interval, IntervalSet};
pub use mathml::{MathNode, mathml};
pub use normal::{Undefined, evaluate, is_written_out};
pub use number::Number;
pub use print::print_number;
pub use quantity::{Quantity, Unit, read_unit};
pub use reader::read_expression;
pub use remark::{Reading, Remark, RemarkKind};
pub use solve::{Condition, Difference, always, difference};
pub use substitute::substitute;
pub use template::{TemplateExpr, read_assignment, read_template_expression};

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
