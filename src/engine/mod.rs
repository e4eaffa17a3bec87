//! The learner model, what to ask next and why, mastery.
