//! "Patikrink mano sprendimą": homework typed line by line. The page says which line breaks first, and how; never the
//! answer. What is typed is kept on the device as a draft of this person, and nothing of it goes into the journal.

use crate::base::PersonId;
use crate::browser::page;
use crate::exercises::working::{self, LINES_MAX, Line, Step};
use crate::skills::SkillId;
use crate::ui::desk::{Desk, use_desk};
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{
    Button, ButtonLink, Card, CardLook, Feedback, FieldReading, Icon, LineMark, Loudness, Tone, WorkingLine,
    WorkingLines,
};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// Where the draft of a person is kept.
pub fn draft_key(person: PersonId) -> String {
    format!("augu.working.{person}")
}

/// What was judged, and what was found: the texts of the lines as they were, empty ones included.
#[derive(Clone)]
struct Judged {
    texts: Vec<String>,
    /// By the line's place among `texts`; nothing for an empty line.
    found: Vec<Option<Line>>,
    topics: Vec<&'static str>,
}

impl Judged {
    fn of(texts: Vec<String>) -> Judged {
        let all: Vec<&str> = texts.iter().map(String::as_str).collect();
        let judged = working::judge(&all);
        let topics = working::worth_practising(&all, &judged);
        let mut rest = judged.into_iter();
        let found = texts.iter().map(|text| if text.trim().is_empty() { None } else { rest.next() }).collect();
        Judged { texts, found, topics }
    }

    fn lines(&self) -> usize {
        self.found.iter().flatten().count()
    }

    fn broken(&self) -> Option<(usize, &Line)> {
        let lines = self.found.iter().enumerate().filter_map(|(at, line)| Some((at, line.as_ref()?)));
        lines.into_iter().find(|(_, line)| line.step.breaks())
    }
}

/// An example with a typical slip in it, so that the first try shows what the page can do.
const EXAMPLES: [(crate::ui::words::Words, &[&str]); 3] = {
    use crate::ui::words::table::working as said;
    [
        (said::example_equation, &["2(x + 3) = 11", "2x + 3 = 11", "2x = 8", "x = 4"]),
        (said::example_inequality, &["5 − 3x < 17", "−3x < 12", "x < −4"]),
        (said::example_expression, &["(x + 3)² − x²", "= x² + 9 − x²", "= 9"]),
    ]
};

/// The page.
#[component]
pub fn WorkingPage() -> impl IntoView {
    let desk = use_desk();
    let key = StoredValue::new(desk.person().map(|person| draft_key(person.id)));
    let draft = key.with_value(|key| key.as_deref().and_then(|key| desk.remembered(key))).unwrap_or_default();
    let lines = RwSignal::new(WorkingLine::of(draft.lines().map(str::to_owned)));
    let texts = Memo::new(move |_| lines.with(|lines| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>()));
    let blank = Memo::new(move |_| texts.with(|texts| texts.iter().all(|text| text.trim().is_empty())));
    let kept = RwSignal::new(true);
    Effect::new(move |before: Option<()>| {
        let text = texts.with(|texts| texts.join("\n"));
        if before.is_some() {
            key.with_value(|key| {
                let Some(key) = key else { return kept.set(false) };
                if text.trim().is_empty() {
                    page::forget(key);
                } else {
                    kept.set(desk.remember(key, text));
                }
            });
        }
    });
    let readings = Signal::derive(move || {
        texts.with(|texts| {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let read = working::previews(&texts);
            let shown = |preview: &crate::exercises::Preview| FieldReading {
                formula: preview.formula.as_ref().map(|formula| formula.mathml_in(lang())),
                remark: preview.remark(lang()),
            };
            read.iter().map(shown).collect::<Vec<_>>()
        })
    });
    let judged = RwSignal::new(None::<Judged>);
    let fresh =
        Memo::new(move |_| texts.with(|texts| judged.with(|judged| judged.as_ref().is_none_or(|j| j.texts == *texts))));
    let marks = Signal::derive(move || {
        let fresh = fresh.get();
        judged.with(|judged| judged.as_ref().filter(|_| fresh).map(marks).unwrap_or_default())
    });
    let check = Callback::new(move |()| {
        judged.set(None);
        judged.set(Some(Judged::of(texts.get_untracked())));
        request_animation_frame(|| page::bring_into_view("[data-testid=feedback]"));
    });
    let put = move |fresh: Vec<String>, said: String| {
        let before = texts.get_untracked();
        judged.set(None);
        lines.set(renewed(&lines.get_untracked(), fresh));
        if before.iter().any(|text| !text.trim().is_empty()) {
            // The message may outlive the page.
            let back = move || {
                let _ = lines.try_update(|lines| *lines = renewed(lines, before.clone()));
            };
            desk.toasts.say_with_undo(said, back);
        }
    };
    let removed = Callback::new(move |(at, text): (usize, String)| {
        let back = move || {
            let _ = lines.try_update(|lines| {
                let id = lines.iter().map(|line| line.id + 1).max().unwrap_or(0);
                // The last line of all was emptied rather than taken away.
                match lines.get_mut(at).filter(|line| line.text.is_empty()) {
                    Some(line) => line.text = text.clone(),
                    None => lines.insert(at.min(lines.len()), WorkingLine { id, text: text.clone() }),
                }
            });
        };
        desk.toasts.say_with_undo(say!(working.line_taken), back);
    });
    let examples = move || {
        EXAMPLES.into_iter().map(move |(name, example)| {
            let show = Callback::new(move |()| {
                put(example.iter().map(|line| (*line).to_owned()).collect(), say!(working.replaced));
            });
            view! { <Button label=crate::ui::words::signal(name) on_press=show loudness=Loudness::Secondary testid="example"/> }
        }).collect_view()
    };
    let letters = Memo::new(move |_| texts.with(|texts| letters_of(texts)));
    view! {
        <div class="working-page">
            <h1>{words!(working.title)}</h1>
            <p class="page-lead">{words!(working.lead)}</p>
            <Card look=CardLook::Squared>
                <p class="working-what" id="working-what">{words!(working.what)}</p>
                <WorkingLines lines readings marks on_removed=removed on_submit=check letters lines_max=LINES_MAX>
                    <Button label=words!(working.check) on_press=check disabled=blank testid="check-working"/>
                    {move || (!blank.get()).then(|| view! {
                        <Button
                            label=words!(working.clear)
                            on_press=Callback::new(move |()| put(Vec::new(), say!(working.cleared)))
                            loudness=Loudness::Quiet
                            testid="clear-working"
                        />
                    })}
                </WorkingLines>
            </Card>
            {move || blank.get().then(|| view! {
                <Card look=CardLook::Sunk>
                    <p>{words!(working.example)}</p>
                    <div class="actions">{examples()}</div>
                </Card>
            })}
            {move || judged.get().map(|judged| if fresh.get() {
                found(desk, judged)
            } else {
                view! { <p class="field-note" role="status">{words!(working.stale)}</p> }.into_any()
            })}
            <p class="field-note">
                {move || if kept.get() { say!(working.kept) } else { say!(working.not_kept) }} " " {words!(working.keys)}
            </p>
        </div>
    }
}

/// Lines of these texts under numbers that no line had before, so that each field is built anew.
fn renewed(old: &[WorkingLine], texts: Vec<String>) -> Vec<WorkingLine> {
    let first = old.iter().map(|line| line.id + 1).max().unwrap_or(0);
    let mut lines = WorkingLine::of(texts);
    for line in &mut lines {
        line.id += first;
    }
    lines
}

/// The letters for keys: those of the first line.
fn letters_of(texts: &[String]) -> Vec<char> {
    let first = texts.iter().find(|text| !text.trim().is_empty()).cloned().unwrap_or_default();
    let chars: Vec<char> = first.chars().collect();
    let lone = |at: usize| {
        let letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|sign| sign.is_alphabetic());
        !letter(at.checked_sub(1)) && !letter(at.checked_add(1))
    };
    let mut letters: Vec<char> = (0..chars.len())
        .filter(|at| lone(*at))
        .filter_map(|at| chars.get(at).copied())
        .filter(char::is_ascii_lowercase)
        .collect();
    letters.sort_unstable();
    letters.dedup();
    letters.truncate(4);
    letters
}

/// What stands at each line: the first that breaks tells all, those behind it are left alone until it is mended.
fn marks(judged: &Judged) -> Vec<Option<LineMark>> {
    let broken = judged.broken().map_or(usize::MAX, |(at, _)| at);
    let mark = |(at, line): (usize, &Option<Line>)| {
        let line = line.as_ref().filter(|line| at <= broken && line.step != Step::First)?;
        Some(LineMark { breaks: line.step.breaks() || line.step == Step::NotCompared, text: line.said.plain(lang()) })
    };
    judged.found.iter().enumerate().map(mark).collect()
}

/// What is said of the whole.
fn found(desk: Desk, judged: Judged) -> AnyView {
    let topic =
        judged.topics.iter().map(|id| SkillId::new(id)).find(|id| desk.world.with(|world| world.catalogue.has(id)));
    let practise = topic.map(|topic| {
        let link = routes::practice(std::slice::from_ref(&topic));
        let label = Signal::derive(move || say!(working.practise, topic = topic_name(desk, &topic)));
        view! { <ButtonLink label href=Signal::stored(link) loudness=Loudness::Secondary sign=Icon::Next testid="practise-topic"/> }
    });
    if judged.lines() < 2 && judged.broken().is_none() {
        return view! { <Feedback tone=Tone::Unreadable title=words!(working.too_few) note=words!(working.too_few_note)/> }.into_any();
    }
    if let Some((at, line)) = judged.broken() {
        let n = at as u32 + 1;
        let (said, unread) = (line.said.clone(), line.step == Step::Unreadable);
        let pointer = {
            let said = said.clone();
            Signal::derive(move || said.rich(lang()))
        };
        let title = if unread { words!(working.unreadable_at, n = n) } else { words!(working.breaks_at, n = n) };
        let to_line = Callback::new(move |()| {
            page::focus(&format!(".work-lines > li:nth-child({n}) input"));
        });
        let kind = line.step.key();
        let first = (at > 1 && !unread).then(|| view! { <p class="field-note">{words!(working.breaks_first)}</p> });
        return view! {
            <div class="working-found" data-testid="working-found" data-line=n.to_string() data-step=kind data-mistake=line.mistake.clone()>
                <Feedback tone=if unread { Tone::Unreadable } else { Tone::Wrong } title pointer spoken=said.plain(lang())>
                    <Button label=words!(working.to_line) on_press=to_line testid="to-line"/>
                    {(!unread).then_some(practise)}
                </Feedback>
                {first}
            </div>
        }
        .into_any();
    }
    let open = judged.found.iter().flatten().any(|line| line.step == Step::NotCompared);
    let (tone, title, note) = if open {
        (Tone::Unreadable, words!(working.some_open), words!(working.some_open_note))
    } else {
        (Tone::Right, words!(working.all_fits), words!(working.all_fits_note))
    };
    let practise = (!open).then_some(practise);
    view! {
        <div class="working-found" data-testid="working-found" data-line="0">
            <Feedback tone title note>{practise}</Feedback>
        </div>
    }
    .into_any()
}
