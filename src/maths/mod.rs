//! Exact numbers, expressions, reading what a pupil types, equality, form, MathML.
