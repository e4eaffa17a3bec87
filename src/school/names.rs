//! The names of a class's list, out of a text as a teacher pastes it from a diary or a spreadsheet. Absent: who they are.

/// Longest name of a class or a pupil, characters.
pub const NAME_CHARS_MAX: usize = 60;
/// Most names on a list.
pub const NAMES_MAX: usize = 60;

/// The names in a pasted text: one a line; numbers before them and columns after them are left out; each once.
pub fn names_in(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in text.lines() {
        let first = line.split(['\t', ';']).map(str::trim).find(|cell| cell.chars().any(char::is_alphabetic));
        let name = first.unwrap_or_default().trim_start_matches(|sign: char| !sign.is_alphabetic());
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME_CHARS_MAX).collect();
        if !name.is_empty() && !names.contains(&name) && names.len() < NAMES_MAX {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_list_gives_its_names() {
        for (text, names) in [
            ("", &[][..]),
            ("\n  \n7\n", &[]),
            ("Ona Petraitytė\nJonas", &["Ona Petraitytė", "Jonas"]),
            ("1. Ona\r\n2) Jonas\r\n", &["Ona", "Jonas"]),
            ("1\tOna   Petraitytė\t2011-05-06\n2\tJonas\t-", &["Ona Petraitytė", "Jonas"]),
            ("Ona;7a\nOna;7a\nŽygimantas;7b", &["Ona", "Žygimantas"]),
        ] {
            assert_eq!(names_in(text), names, "{text:?}");
        }
        assert_eq!(names_in(&"ą".repeat(500))[0].chars().count(), NAME_CHARS_MAX);
        let many: String = (0..200).map(|at| format!("A{}\n", "b".repeat(at))).collect();
        assert_eq!(names_in(&many).len(), NAMES_MAX);
    }
}
