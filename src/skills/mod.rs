//! The skill graph: areas, grades, names, prerequisites.
