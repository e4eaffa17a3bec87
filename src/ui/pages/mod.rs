//! The pages, one file each. They take the desk from the context; parts below them take props only.

mod gate;
mod goals;
mod practice;
mod settings;
pub mod skill;
mod tests;
pub mod today;

pub use gate::{NoContentPage, NotFoundPage, OpeningPage, WhoPage};
pub use goals::GoalsPage;
pub use practice::PracticePage;
pub use settings::SettingsPage;
pub use skill::SkillPage;
pub use tests::TestsPage;
pub use today::TodayPage;
