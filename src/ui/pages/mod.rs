//! The pages, one file each. They take the desk from the context; parts below them take props only.

mod gate;
mod goals;
mod help;
mod mistakes;
mod practice;
mod progress;
mod settings;
pub mod skill;
mod skills;
mod tests;
pub mod today;

pub use gate::{NoContentPage, NotFoundPage, OpeningPage, WhoPage};
pub use goals::GoalsPage;
pub use help::HelpPage;
pub use mistakes::MistakesPage;
pub use practice::PracticePage;
pub use progress::ProgressPage;
pub use settings::SettingsPage;
pub use skill::SkillPage;
pub use skills::SkillsPage;
pub use tests::TestsPage;
pub use today::TodayPage;
