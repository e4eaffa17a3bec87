//! Profile, goals, tests, plans of the week, pulse: facts and their folds.
