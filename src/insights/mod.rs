//! What a journal means: observations, progress, history.
