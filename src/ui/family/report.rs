//! A family's report drawn: the same in the pupil's preview and on the parent's page. Still markup without behaviour;
//! the tables behind the charts open by themselves.

use super::charts;
use crate::base::{Day, Lang, Text, fill, format};
use crate::insights::{Activity, Concern, FamilyGoal, FamilyReport, FamilyState, FamilyTopic, Good, WhyHard};
use crate::school::goal::Measure;
use crate::skills::SkillId;
use crate::tell;
use crate::ui::parts::Markup;
use crate::ui::words::{Words, table::family as said};
use std::collections::BTreeMap;

/// The names of the topics that a report may name.
pub type TopicNames = BTreeMap<SkillId, Text>;

fn name(names: &TopicNames, skill: &SkillId, lang: Lang) -> String {
    names.get(skill).map_or_else(|| skill.to_string(), |name| name.get(lang).to_owned())
}

fn paragraph(text: impl Into<String>) -> Markup {
    Markup::element("p").says(text.into())
}

fn card(class: &'static str, title: String) -> Markup {
    Markup::element("section").class(class).child(Markup::element("h2").class("card-title").says(title))
}

/// The span of the report in a line: "Matematika, 7 klasė, rugsėjo 1 d. – lapkričio 22 d."
pub fn about(report: &FamilyReport, lang: Lang) -> String {
    let (from, until) = (format::date_of_year(report.from, lang), format::date_of_year(report.until, lang));
    match report.grade {
        Some(grade) => tell!(lang, family.about, n = u32::from(grade), from = from, until = until),
        None => tell!(lang, family.about_ungraded, from = from, until = until),
    }
}

/// The one good thing as a sentence.
pub fn good(report: &FamilyReport, names: &TopicNames, lang: Lang) -> String {
    let percent = |share: f64| format::percent(share, 0, lang);
    match report.good() {
        Good::Learned(topic, 0) => tell!(lang, family.good.learned, topic = name(names, &topic, lang)),
        Good::Learned(topic, n) => tell!(lang, family.good.learned_more, topic = name(names, &topic, lang), n = n),
        Good::MoreAlone(before, now) => {
            tell!(lang, family.good.more_alone, before = percent(before), now = percent(now))
        }
        Good::Regular(n) => tell!(lang, family.good.regular, n = n),
        Good::Worked(n) => tell!(lang, family.good.worked, n = n),
        Good::Nothing => tell!(lang, family.good.nothing),
    }
}

/// The whole report, without the child's name, which is the page's heading.
pub fn draw(report: &FamilyReport, names: &TopicNames, lang: Lang) -> Markup {
    let good = Markup::element("section")
        .class("card card-leaf family-good")
        .child(Markup::element("p").class("lead").says(good(report, names, lang)));
    let mut parts = vec![good, home(report, names, lang)];
    if !report.is_empty() || !report.topics.is_empty() {
        parts.push(now(report, names, lang));
        parts.push(can(report, names, lang));
        parts.push(hard(report, names, lang));
        parts.push(work(report, lang));
        parts.push(growth(report, lang));
    } else if !report.concerns().is_empty() {
        parts.push(hard(report, names, lang));
    }
    parts.extend(plan(report, names, lang));
    Markup::element("div").class("family-report").children(parts)
}

const fn activity(activity: Activity) -> Words {
    match activity {
        Activity::Percent => said::home::percent,
        Activity::Negative => said::home::negative,
        Activity::Fraction => said::home::fraction,
        Activity::Decimal => said::home::decimal,
        Activity::Ratio => said::home::ratio,
        Activity::Power => said::home::power,
        Activity::Equation => said::home::equation,
        Activity::Inequality => said::home::inequality,
        Activity::Letter => said::home::letter,
        Activity::Function => said::home::function,
        Activity::Story => said::home::story,
        Activity::Measure => said::home::measure,
        Activity::Data => said::home::data,
        Activity::Chance => said::home::chance,
        Activity::Talk => said::home::talk,
    }
}

fn home(report: &FamilyReport, names: &TopicNames, lang: Lang) -> Markup {
    let step = report.home();
    let mut note = tell!(lang, family.home.time);
    if let Some(topic) = &step.topic {
        note = format!("{} {note}", tell!(lang, family.home.topic, topic = name(names, topic, lang)));
    }
    card("card family-home", tell!(lang, family.home.title))
        .child(paragraph(activity(step.activity).get(lang)))
        .child(paragraph(note).class("soft small"))
}

fn topic_row(topic: &FamilyTopic, names: &TopicNames, lang: Lang) -> Markup {
    let FamilyTopic(skill, state, tries, rights, _) = topic;
    let row = Markup::element("li").child(Markup::element("p").class("family-topic").says(name(names, skill, lang)));
    let told = matches!(state, FamilyState::Learned | FamilyState::Learning | FamilyState::Kept) && 0 < *tries;
    let says = told.then(|| paragraph(tell!(lang, family.now.says, n = *tries, right = *rights)).class("soft small"));
    let bar = told.then(|| charts::share(*rights, *tries));
    row.children(bar).children(says)
}

fn rows<'a>(topics: impl Iterator<Item = &'a FamilyTopic>, names: &TopicNames, lang: Lang) -> Markup {
    Markup::element("ul")
        .class("family-topics")
        .with("role", "list")
        .children(topics.map(|topic| topic_row(topic, names, lang)))
}

fn now(report: &FamilyReport, names: &TopicNames, lang: Lang) -> Markup {
    let card = card("card", tell!(lang, family.now.title));
    if report.topics_in(FamilyState::Learning).next().is_none() {
        return card.child(paragraph(tell!(lang, family.now.none)));
    }
    card.child(rows(report.topics_in(FamilyState::Learning), names, lang))
}

fn can(report: &FamilyReport, names: &TopicNames, lang: Lang) -> Markup {
    let held = report.held();
    let sum = if held == 0 {
        tell!(lang, family.can.held_none, begun = report.begun)
    } else {
        tell!(lang, family.can.held, held = held, begun = report.begun)
    };
    let mut card = card("card", tell!(lang, family.can.title)).child(paragraph(sum));
    if report.topics_in(FamilyState::Learned).next().is_some() {
        card = card.child(rows(report.topics_in(FamilyState::Learned), names, lang));
    }
    if report.topics_in(FamilyState::Kept).next().is_some() {
        card = card.child(paragraph(tell!(lang, family.can.kept))).child(rows(
            report.topics_in(FamilyState::Kept),
            names,
            lang,
        ));
    }
    let review: Vec<String> =
        report.topics_in(FamilyState::Review).map(|topic| quoted(&name(names, &topic.0, lang), lang)).collect();
    if review.is_empty() {
        return card;
    }
    card.child(paragraph(tell!(lang, family.can.review, topics = review.join(", "))).class("soft"))
}

fn quoted(words: &str, lang: Lang) -> String {
    match lang {
        Lang::Lt => format!("„{words}“"),
        Lang::En => format!("“{words}”"),
    }
}

/// What we see, what it means, what helps.
fn concern(concern: &Concern, names: &TopicNames, lang: Lang) -> (String, [String; 3]) {
    match concern {
        Concern::Topic(skill, tries, rights, why) => {
            let (meaning, help) = match why {
                WhyHard::Base(base) => (
                    tell!(lang, family.hard.base_meaning, base = name(names, base, lang)),
                    tell!(lang, family.hard.base_help),
                ),
                WhyHard::Fresh => (tell!(lang, family.hard.fresh_meaning), tell!(lang, family.hard.fresh_help)),
                WhyHard::Often => (tell!(lang, family.hard.often_meaning), tell!(lang, family.hard.often_help)),
            };
            (
                name(names, skill, lang),
                [tell!(lang, family.hard.topic_data, n = *tries, right = *rights), meaning, help],
            )
        }
        Concern::FewDays(days, planned) => (
            tell!(lang, family.hard.days),
            [
                tell!(lang, family.hard.days_data, n = *days, planned = *planned),
                tell!(lang, family.hard.days_meaning),
                tell!(lang, family.hard.days_help),
            ],
        ),
        Concern::LittleAlone(share) => (
            tell!(lang, family.hard.alone),
            [
                tell!(lang, family.hard.alone_data, percent = format::percent(*share, 0, lang)),
                tell!(lang, family.hard.alone_meaning),
                tell!(lang, family.hard.alone_help),
            ],
        ),
        Concern::Pause => (
            tell!(lang, family.hard.pause),
            [
                tell!(lang, family.hard.pause_data),
                tell!(lang, family.hard.pause_meaning),
                tell!(lang, family.hard.pause_help),
            ],
        ),
    }
}

fn hard(report: &FamilyReport, names: &TopicNames, lang: Lang) -> Markup {
    let concerns = report.concerns();
    if concerns.is_empty() {
        return card("card", tell!(lang, family.hard.title)).child(paragraph(tell!(lang, family.hard.none)));
    }
    let heads = [tell!(lang, family.hard.data), tell!(lang, family.hard.meaning), tell!(lang, family.hard.help)];
    card("card card-amber", tell!(lang, family.hard.title)).children(concerns.iter().map(|found| {
        let (title, lines) = concern(found, names, lang);
        let pairs = heads.iter().zip(lines).map(|(head, line)| {
            Markup::element("div")
                .child(Markup::element("dt").says(head.clone()))
                .child(Markup::element("dd").says(line))
        });
        Markup::element("div")
            .class("family-concern")
            .child(Markup::element("h3").says(title))
            .child(Markup::element("dl").class("family-why").children(pairs))
    }))
}

fn monday(report: &FamilyReport, at: usize) -> Day {
    report.from.plus(7 * i32::try_from(at).unwrap_or(0))
}

fn table(columns: &[Words], rows: impl Iterator<Item = Vec<String>>, lang: Lang) -> Markup {
    let head = columns.iter().map(|column| Markup::element("th").with("scope", "col").says(column.get(lang)));
    let row = |cells: Vec<String>| {
        Markup::element("tr").children(cells.into_iter().map(|cell| Markup::element("td").says(cell)))
    };
    let table = Markup::element("table")
        .class("table")
        .child(Markup::element("thead").child(Markup::element("tr").children(head)))
        .child(Markup::element("tbody").children(rows.map(row)));
    Markup::element("details")
        .class("family-figures")
        .child(Markup::element("summary").says(tell!(lang, family.table.open)))
        .child(
            Markup::element("div")
                .class("family-scroll")
                .with("tabindex", "0")
                .with("role", "group")
                .with("aria-label", tell!(lang, family.table.open))
                .child(table),
        )
}

fn work(report: &FamilyReport, lang: Lang) -> Markup {
    let (tasks, _, minutes, days) = report.sums();
    let says =
        tell!(lang, family.work.says, tasks = tasks, minutes = format::minutes(minutes.into(), lang), days = days);
    let plan = report.plan.as_ref().filter(|plan| plan.own);
    let aim = plan.map_or(0, |plan| (plan.days & 0b111_1111).count_ones() * u32::from(plan.minutes));
    let bars: Vec<(String, u32)> =
        report.weeks.iter().enumerate().map(|(at, week)| (format::date_tick(monday(report, at)), week.2)).collect();
    let columns = [said::table::week, said::table::minutes, said::table::tasks, said::table::alone, said::table::days];
    let rows = report.weeks.iter().enumerate().map(|(at, week)| {
        let day = format::date_short(monday(report, at));
        vec![day, week.2.to_string(), week.0.to_string(), week.1.to_string(), week.3.to_string()]
    });
    card("card", tell!(lang, family.work.title))
        .child(paragraph(says))
        .child(charts::bars(
            &bars,
            aim,
            tell!(lang, family.work.chart),
            tell!(lang, family.work.alt),
            tell!(lang, family.work.plan, n = aim),
        ))
        .child(table(&columns, rows, lang))
}

fn growth(report: &FamilyReport, lang: Lang) -> Markup {
    let (before, now) = (report.weeks.first().map_or(0, |week| week.4), report.held());
    let says = if before < now {
        tell!(lang, family.growth.up, before = before, now = now)
    } else {
        tell!(lang, family.growth.same, now = now)
    };
    let points: Vec<(String, u32)> =
        report.weeks.iter().enumerate().map(|(at, week)| (format::date_tick(monday(report, at)), week.4)).collect();
    let rows = report
        .weeks
        .iter()
        .enumerate()
        .map(|(at, week)| vec![format::date_short(monday(report, at)), week.4.to_string()]);
    let card = card("card", tell!(lang, family.growth.title)).child(paragraph(says));
    if points.len() < 2 {
        return card;
    }
    card.child(charts::line(&points, tell!(lang, family.growth.chart), tell!(lang, family.growth.alt))).child(table(
        &[said::table::week, said::table::held],
        rows,
        lang,
    ))
}

fn goal(goal: &FamilyGoal, names: &TopicNames, lang: Lang) -> Markup {
    let FamilyGoal(what, measure, done, until) = goal;
    let day = format::date_of_year(*until, lang);
    let (aim, topic) = match measure {
        Measure::Topic(skill) => (tell!(lang, family.plan.topic, topic = name(names, skill, lang)), true),
        Measure::Right(n) => (tell!(lang, family.plan.right, n = *n), false),
        Measure::WithoutHints(n) => (tell!(lang, family.plan.without_hints, n = *n), false),
        Measure::Days(n) => (tell!(lang, family.plan.practice_days, n = *n), false),
        Measure::Minutes(n) => (tell!(lang, family.plan.practice_minutes, n = *n), false),
    };
    let when = if topic {
        tell!(lang, family.plan.until_topic, day = day)
    } else {
        tell!(lang, family.plan.until, day = day, done = *done)
    };
    let first = if what.is_empty() { aim.clone() } else { what.clone() };
    let rest = if what.is_empty() { when } else { format!("{aim}, {when}") };
    Markup::element("li")
        .child(Markup::element("p").class("family-topic").says(first))
        .child(paragraph(rest).class("soft small"))
}

fn plan(report: &FamilyReport, names: &TopicNames, lang: Lang) -> Option<Markup> {
    let plan = report.plan.as_ref()?;
    // 1970-01-05 was a Monday.
    let days: Vec<&str> =
        (0..7).filter(|day| plan.days >> day & 1 == 1).map(|day| format::weekday(Day(4 + day), lang)).collect();
    let says = if days.is_empty() {
        tell!(lang, family.plan.no_days)
    } else {
        let sentence = if plan.own { said::plan::own } else { said::plan::suggested };
        let days = days.join(", ");
        fill(sentence.get(lang), lang, &[("days", days.into()), ("minutes", u32::from(plan.minutes).into())])
    };
    let mut drawn = card("card", tell!(lang, family.plan.title)).child(paragraph(says));
    if !plan.goals.is_empty() {
        let goals = plan.goals.iter().map(|set| goal(set, names, lang));
        drawn = drawn
            .child(Markup::element("h3").says(tell!(lang, family.plan.goals)))
            .child(Markup::element("ul").class("family-topics").with("role", "list").children(goals));
    }
    if !plan.tests.is_empty() {
        let test = |(day, title): &(Day, String)| {
            let title = if title.is_empty() { tell!(lang, family.plan.test_unnamed) } else { title.clone() };
            let day = format::date_of_year(*day, lang);
            Markup::element("li").says(tell!(lang, family.plan.test, title = title, day = day))
        };
        drawn = drawn.child(Markup::element("h3").says(tell!(lang, family.plan.tests))).child(
            Markup::element("ul").class("family-topics").with("role", "list").children(plan.tests.iter().map(test)),
        );
    }
    Some(drawn)
}

/// The language's own word for somebody without a name.
pub fn child_name(report: &FamilyReport, lang: Lang) -> String {
    report.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| said::child.get(lang).to_owned())
}
