//! The addresses of the app. Every page has a folder of its own on the host, so that each opens directly.

use crate::skills::SkillId;
use std::sync::LazyLock;

static BASE: LazyLock<String> = LazyLock::new(crate::browser::page::base_path);

/// The folder the app is served from, without a slash at its end.
pub fn base() -> &'static str {
    &BASE
}

/// The address of a page: `href("")` is the first one, `href("practice")`, `href("skills/ratio")`.
pub fn href(page: &str) -> String {
    if page.is_empty() { format!("{}/", base()) } else { format!("{}/{page}/", base()) }
}

/// The address of a topic's page.
pub fn skill(skill: &SkillId) -> String {
    href(&format!("skills/{skill}"))
}

/// The address of practice narrowed to these topics.
pub fn practice(skills: &[SkillId]) -> String {
    match skills {
        [] => href("practice"),
        [one] => format!("{}?skill={one}", href("practice")),
        several => {
            let list: Vec<&str> = several.iter().map(SkillId::as_str).collect();
            format!("{}?skills={}", href("practice"), list.join(","))
        }
    }
}
