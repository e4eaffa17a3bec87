//! Content packs, templates, items, answers, verdicts, mistakes, hints, solutions.
