//! The pages, one file each. They take the desk from the context; parts below them take props only.

pub mod estimate;
mod field;
mod followed;
mod gate;
mod goals;
mod help;
mod how;
mod judging;
mod keys;
mod locked;
mod mistakes;
mod picked;
mod placement;
mod practice;
mod progress;
mod rights;
mod settings;
mod share;
pub mod skill;
mod skills;
mod tests;
pub mod today;
mod week;
pub mod working;

pub use field::FieldTask;
pub use followed::{Followed, followed, report};
pub use gate::{NoContentPage, NotFoundPage, OpeningPage, who_page};
pub use goals::GoalsPage;
pub use help::HelpPage;
pub use how::HowPage;
pub use judging::JudgingPage;
pub use keys::KeysPage;
pub use locked::locked_page;
pub use mistakes::MistakesPage;
pub use picked::{item_figure, picked_field};
pub use placement::PlacementPage;
pub use practice::PracticePage;
pub use progress::ProgressPage;
pub use rights::RightsPage;
pub use settings::SettingsPage;
pub use share::SharePage;
pub use skill::SkillPage;
pub use skills::SkillsPage;
pub use tests::TestsPage;
pub use today::TodayPage;
pub use working::WorkingPage;

use leptos::prelude::*;

/// The pages besides practice: they are a part of the program that loads when the first of them is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaterPage {
    /// The plan of the day.
    Today,
    /// A topic.
    Skill,
    /// The settings.
    Settings,
    /// Own goals.
    Goals,
    /// Tests ahead.
    Tests,
    /// The map of topics.
    Skills,
    /// The charts.
    Progress,
    /// The collection of mistakes.
    Mistakes,
    /// The placement sitting.
    Placement,
    /// How the tasks are chosen.
    How,
    /// How answers are judged.
    Judging,
    /// Working judged line by line.
    Working,
    /// Help.
    Help,
}

/// The page itself.
pub fn later_page(page: LaterPage) -> AnyView {
    match page {
        LaterPage::Today => view! { <TodayPage/> }.into_any(),
        LaterPage::Skill => view! { <SkillPage/> }.into_any(),
        LaterPage::Settings => view! { <SettingsPage/> }.into_any(),
        LaterPage::Goals => view! { <GoalsPage/> }.into_any(),
        LaterPage::Tests => view! { <TestsPage/> }.into_any(),
        LaterPage::Skills => view! { <SkillsPage/> }.into_any(),
        LaterPage::Progress => view! { <ProgressPage/> }.into_any(),
        LaterPage::Mistakes => view! { <MistakesPage/> }.into_any(),
        LaterPage::Placement => view! { <PlacementPage/> }.into_any(),
        LaterPage::How => view! { <HowPage/> }.into_any(),
        LaterPage::Judging => view! { <JudgingPage/> }.into_any(),
        LaterPage::Working => view! { <WorkingPage/> }.into_any(),
        LaterPage::Help => view! { <HelpPage/> }.into_any(),
    }
}

/// The pages about what is the person's own, a part of the program of their own, because they sign and seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnPage {
    /// The link for the family.
    Share,
    /// Keys and the PIN.
    Keys,
    /// Rights: what is stored, to take out, to erase.
    Rights,
}

/// The page itself.
pub fn own_page(page: OwnPage) -> AnyView {
    match page {
        OwnPage::Share => view! { <SharePage/> }.into_any(),
        OwnPage::Keys => view! { <KeysPage/> }.into_any(),
        OwnPage::Rights => view! { <RightsPage/> }.into_any(),
    }
}
