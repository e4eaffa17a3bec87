//! The first page. To somebody new: a welcome with two questions, both skippable. To everybody else: today's plan with
//! its reasons and one button to start, the topic of the lessons, the next test, the topics in three lists.

use crate::base::{Lang, Week, format};
use crate::browser::clock;
use crate::browser::page::Keeping;
use crate::engine::{Plan, Reason, TopicState, plan_today, readiness};
use crate::insights::goal_progress;
use crate::journal::{Event, PracticeFact};
use crate::school::goal::GoalState;
use crate::school::profile::{GRADES, ProfileFact};
use crate::school::reflection::ReflectionFact;
use crate::skills::SkillId;
use crate::ui::desk::{Desk, use_desk};
use crate::ui::pages::week::{RestingCard, WeekCard, put_off, resting, want};
use crate::ui::parts::{Button, ButtonLink, Card, CardLook, Icon, Loudness, ProgressBar, Segmented, ShareLook};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// The name of a topic, as short as it is known.
pub fn topic_name(desk: Desk, skill: &SkillId) -> String {
    desk.world.with(|world| world.topic_name(skill, lang()))
}

/// The page.
#[component]
pub fn TodayPage() -> impl IntoView {
    let desk = use_desk();
    let new = Memo::new(move |_| desk.pupil.with(|pupil| pupil.is_fresh() && !pupil.profile.guide_seen));
    move || if new.get() { view! { <Welcome/> }.into_any() } else { view! { <Today/> }.into_any() }
}

/// The profile will not last, said before the first task.
#[component]
pub fn KeepingNote() -> impl IntoView {
    let desk = use_desk();
    move || {
        let said = match desk.lasting.get() {
            Keeping::Lasting => return None,
            Keeping::Fleeting => words!(today.fleeting),
            Keeping::Nothing => words!(today.nothing_kept),
        };
        Some(view! {
            <Card look=CardLook::Amber testid="keeping">
                <p>{said}</p>
                <p><a href=routes::href("settings")>{words!(today.to_copy)}</a></p>
            </Card>
        })
    }
}

/// Two questions, each a tap, none needed.
#[component]
fn Welcome() -> impl IntoView {
    let desk = use_desk();
    let grade = Memo::new(move |_| desk.pupil.with(|pupil| (pupil.profile.grade_asked, pupil.profile.grade)));
    let set_grade = move |grade: Option<u8>| desk.record(Event::Profile(ProfileFact::InGrade(grade)));
    let chip = move |this: Option<u8>| {
        let chosen = move || grade.get() == (true, this);
        let label = move || this.map_or_else(|| say!(today.grade_unsaid), |grade| grade.to_string());
        let spoken = move || {
            this.map_or_else(|| say!(today.grade_unsaid), |grade| say!(today.grade_spoken, n = u32::from(grade)))
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || chosen().to_string()
                aria-label=spoken
                data-testid=this.map_or_else(|| "grade-unsaid".to_owned(), |grade| format!("grade-{grade}"))
                on:click=move |_| set_grade(this)
            >
                {label}
            </button>
        }
    };
    let languages = vec![Signal::stored("Lietuvių".to_owned()), Signal::stored("English".to_owned())];
    let chosen = Signal::derive(|| usize::from(lang() == Lang::En));
    let start = move |_| desk.record(Event::Profile(ProfileFact::GuideSeen));
    view! {
        <div class="welcome" data-testid="welcome">
            <h1>{words!(today.welcome)}</h1>
            <p class="welcome-lead">{words!(today.welcome_lead)}</p>
            <KeepingNote/>
            <Card>
                <Segmented
                    label=Signal::stored("Kalba / Language".to_owned())
                    options=languages
                    chosen
                    on_choose=Callback::new(move |at: usize| desk.speak(if at == 1 { Lang::En } else { Lang::Lt }))
                />
                <fieldset class="chips">
                    <legend>{words!(today.which_grade)}</legend>
                    {GRADES.map(|grade| chip(Some(grade))).collect_view()}
                    {chip(None)}
                </fieldset>
                <p class="welcome-note">{words!(today.grade_note)}</p>
                <div class="actions" on:click=start>
                    <ButtonLink label=words!(today.first_task) href=Signal::derive(|| routes::href("practice")) sign=Icon::Next testid="start"/>
                </div>
            </Card>
            <ol class="welcome-steps">
                <li>{words!(today.guide_1)}</li>
                <li>{words!(today.guide_2)}</li>
                <li>{words!(today.guide_3)}</li>
            </ol>
            <p><a href=routes::href("help")>{words!(today.guide_more)}</a></p>
        </div>
    }
}

#[component]
fn Today() -> impl IntoView {
    let desk = use_desk();
    let hello = move || {
        let name = desk.pupil.with(|pupil| pupil.profile.name.clone());
        name.map_or_else(|| say!(today.hello), |name| say!(today.hello_name, name = name))
    };
    let now = clock::now();
    let resting = Memo::new(move |_| resting(desk, now.day()));
    let date = move || {
        let day = now.day();
        format!("{}, {}", format::weekday(day, lang()), format::date_long(day, lang()))
    };
    view! {
        <div class="today">
            <header class="today-head">
                <h1>{hello}</h1>
                <p class="today-date">{date}</p>
            </header>
            <KeepingNote/>
            {move || match resting.get() {
                Some((until, at_school)) => view! { <RestingCard until at_school/> }.into_any(),
                None => view! { <PlanCard/> }.into_any(),
            }}
            <div class="today-columns">
                <TopicCard/>
                <TestCard/>
            </div>
            <super::placement::PlacementOffer/>
            <Topics/>
            <WeekCard/>
            <p><a href=routes::href("working") data-testid="to-working">{words!(working.title)}</a>" – "{words!(skill.working)}</p>
            <PulseCard/>
            <GoalLine/>
        </div>
    }
}

#[component]
fn PlanCard() -> impl IntoView {
    let desk = use_desk();
    let now = clock::now();
    let plan: Memo<Plan> = Memo::new(move |_| {
        desk.world.with(|world| {
            desk.pupil.with(|pupil| {
                let demands = world.demands(pupil, now);
                let (graph, recent) = (&world.index.graph, pupil.history.recent());
                plan_today(&pupil.learner, &world.params, graph, &world.catalogue, &demands, &recent, now)
            })
        })
    });
    let work = Memo::new(move |_| desk.pupil.with(|pupil| pupil.history.between(now.day(), now.day()).work));
    let pause = Memo::new(move |_| {
        desk.pupil.with(|pupil| pupil.learner.last().is_some_and(|last| now.days_since(last) > 10.0))
    });
    let begun = Memo::new(move |_| work.get().tasks > 0);
    let share = Signal::derive(move || work.get().minutes() / f64::from(plan.get().minutes.max(1)));
    let done_label = Signal::derive(move || {
        let work = work.get();
        say!(practice.done_today, n = work.tasks, minutes = work.minutes() as u32)
    });
    let planned = Signal::derive(move || say!(practice.planned, minutes = u32::from(plan.get().minutes)));
    let start = Signal::derive(move || if begun.get() { say!(today.go_on) } else { say!(today.start) });
    view! {
        <Card title=words!(today.plan) look=CardLook::Plan testid="plan">
            {move || pause.get().then(|| view! { <p class="today-pause">{words!(today.good_to_see)}</p> })}
            {move || plan.with(|plan| plan.blocks.is_empty()).then(|| view! { <p class="today-none">{words!(today.plan_none)}</p> })}
            <ol class="plan" role="list">
                {move || {
                    plan.get()
                        .blocks
                        .into_iter()
                        .map(|block| {
                            let (skill, reason) = (block.skill.clone(), block.reason.clone());
                            let link = routes::practice(std::slice::from_ref(&block.skill));
                            let why = move || desk.world.with(|world| reason.sentence(&world.index.graph, lang()));
                            view! {
                                <li class="plan-block">
                                    <a class="plan-topic" href=link>{move || topic_name(desk, &skill)}</a>
                                    <span class="plan-minutes">{move || format::minutes(u64::from(block.minutes), lang())}</span>
                                    <p class="plan-why">{why}</p>
                                    <Otherwise skill=block.skill chosen=block.reason == Reason::Chosen/>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ol>
            <div class="actions">
                <ButtonLink label=start href=Signal::derive(|| routes::href("practice")) sign=Icon::Next testid="start"/>
            </div>
            {move || begun.get().then(|| view! { <ProgressBar share label=done_label figure=planned/> })}
        </Card>
    }
}

/// The pupil's word against one part of the plan: not now, or this before all else.
#[component]
fn Otherwise(skill: SkillId, chosen: bool) -> impl IntoView {
    let desk = use_desk();
    let (wanted, left) = (skill.clone(), skill.clone());
    let about = move || say!(today.otherwise_about, topic = topic_name(desk, &skill));
    view! {
        <details class="plan-otherwise" data-testid="otherwise">
            <summary aria-label=about>{words!(today.otherwise)}</summary>
            <div class="actions">
                {(!chosen).then(|| view! {
                    <Button label=words!(today.want) on_press=Callback::new(move |()| want(desk, wanted.clone())) loudness=Loudness::Secondary testid="want"/>
                })}
                <Button label=words!(practice.not_now) on_press=Callback::new(move |()| put_off(desk, left.clone())) loudness=Loudness::Secondary testid="not-now"/>
            </div>
        </details>
    }
}

/// "Ką dabar mokotės?": the topic of the lessons, chosen from all that have tasks.
#[component]
fn TopicCard() -> impl IntoView {
    let desk = use_desk();
    let chosen = Memo::new(move |_| desk.pupil.with(|pupil| pupil.topic_now.clone()));
    let choose = move |event: leptos::ev::Event| {
        let id = event_target_value(&event);
        let skill = (!id.is_empty()).then(|| SkillId::new(&id));
        desk.record(Event::Practice(PracticeFact::TopicChosen { skill }));
    };
    let options = move || {
        desk.world.with(|world| {
            let grades: std::collections::BTreeSet<u8> =
                world.catalogue.shelves().map(|(_, shelf)| shelf.grade).collect();
            let of_grade = |grade: u8| {
                let rows = world.index.graph.of_grade(grade).filter(|skill| world.catalogue.has(&skill.id));
                let rows = rows.map(|skill| {
                    let selected = chosen.get().as_ref() == Some(&skill.id);
                    view! { <option value=skill.id.to_string() selected=selected>{skill.name.get(lang()).to_owned()}</option> }
                });
                view! { <optgroup label=say!(today.grade_group, n = u32::from(grade))>{rows.collect_view()}</optgroup> }
            };
            grades.into_iter().map(of_grade).collect_view()
        })
    };
    view! {
        <Card title=words!(today.topic_now)>
            <label class="field">
                <span class="field-label">{words!(today.topic_label)}</span>
                <select class="select" on:change=choose data-testid="topic-now">
                    <option value="" selected=move || chosen.get().is_none()>{words!(today.topic_none)}</option>
                    {options}
                </select>
            </label>
            {move || chosen.get().map(|skill| {
                let link = routes::practice(std::slice::from_ref(&skill));
                let about = routes::skill(&skill);
                view! {
                    <div class="actions">
                        <ButtonLink label=words!(today.practise_topic) href=Signal::derive(move || link.clone()) loudness=Loudness::Secondary/>
                        <ButtonLink label=words!(today.read_topic) href=Signal::derive(move || about.clone()) loudness=Loudness::Quiet/>
                    </div>
                }
            })}
        </Card>
    }
}

/// The next test: when, how ready, practise for it.
#[component]
fn TestCard() -> impl IntoView {
    let desk = use_desk();
    let now = clock::now();
    let next = Memo::new(move |_| {
        desk.pupil.with(|pupil| pupil.assessments.ahead(now.day()).first().map(|test| (*test).clone()))
    });
    view! {
        <Card title=words!(today.test)>
            {move || match next.get() {
                None => view! {
                    <p>{words!(today.test_none)}</p>
                    <div class="actions">
                        <ButtonLink label=words!(today.test_add) href=Signal::derive(|| routes::href("tests")) loudness=Loudness::Secondary testid="add-test"/>
                    </div>
                }.into_any(),
                Some(test) => {
                    let (skills, day, title) = (test.skills.clone(), test.day, test.title.clone());
                    let link = routes::practice(&test.skills);
                    let ready = move || desk.world.with(|world| desk.pupil.with(|pupil| {
                        readiness(&pupil.learner, &world.params, &world.index.graph, &world.catalogue, &skills, now).sentence(lang())
                    }));
                    let when = move || {
                        let title = if title.is_empty() { say!(today.test_untitled) } else { title.clone() };
                        format!("{title} – {}", format::day_from(day, now.day(), lang()))
                    };
                    view! {
                        <p class="today-test">{when}</p>
                        <p>{ready}</p>
                        <div class="actions">
                            <ButtonLink label=words!(today.test_practise) href=Signal::derive(move || link.clone()) loudness=Loudness::Secondary/>
                            <ButtonLink label=words!(today.test_all) href=Signal::derive(|| routes::href("tests")) loudness=Loudness::Quiet/>
                        </div>
                    }.into_any()
                }
            }}
        </Card>
    }
}

/// The three lists: "Mokausi", "Verta pasikartoti", "Dar neišmokta".
#[component]
fn Topics() -> impl IntoView {
    let desk = use_desk();
    let now = clock::now();
    let lists = Memo::new(move |_| {
        desk.world.with(|world| {
            desk.pupil.with(|pupil| {
                let mut lists: [Vec<SkillId>; 3] = Default::default();
                for skill in pupil.learner.practised() {
                    let place = match world.mastery(pupil, skill, now).state {
                        TopicState::Learning => 0,
                        TopicState::WorthReview => 1,
                        TopicState::NotYet => 2,
                        TopicState::New | TopicState::Held => continue,
                    };
                    lists[place].push(skill.clone());
                }
                lists
            })
        })
    });
    let list = move |title: Signal<String>, note: Signal<String>, at: usize| {
        view! {
            <Card title look=CardLook::Sunk>
                {move || {
                    let skills = lists.with(|lists| lists[at].clone());
                    if skills.is_empty() {
                        view! { <p class="today-none">{note}</p> }.into_any()
                    } else {
                        let row = move |skill: SkillId| {
                            let (about, practise) = (routes::skill(&skill), routes::practice(std::slice::from_ref(&skill)));
                            let name = Signal::derive(move || topic_name(desk, &skill));
                            view! {
                                <li class="topic-row">
                                    <a href=about>{name}</a>
                                    <a class="topic-practise" href=practise aria-label=move || format!("{}: {}", say!(today.practise), name.get())>
                                        {words!(today.practise)}
                                    </a>
                                </li>
                            }
                        };
                        view! { <ul class="topic-rows" role="list">{skills.into_iter().map(row).collect_view()}</ul> }.into_any()
                    }
                }}
            </Card>
        }
    };
    view! {
        <div class="today-lists">
            {list(words!(today.learning), words!(today.learning_none), 0)}
            {list(words!(today.review), words!(today.review_none), 1)}
            {list(words!(today.not_yet), words!(today.not_yet_none), 2)}
        </div>
    }
}

/// The weekly pulse: three short questions, once a week, only after some work.
#[component]
fn PulseCard() -> impl IntoView {
    let desk = use_desk();
    let week: Week = clock::now().day().week();
    let due = Memo::new(move |_| {
        desk.pupil.with(|pupil| {
            let answered = pupil.reflections.pulses.iter().any(|pulse| pulse.week == week);
            !answered && pupil.history.week(week).work.tasks >= 10
        })
    });
    let passed = RwSignal::new(false);
    let values = RwSignal::new([0u8; 3]);
    let question = move |at: usize, label: Signal<String>| {
        let steps = (1..=5).map(|n: u8| Signal::stored(n.to_string())).collect::<Vec<_>>();
        let chosen = Signal::derive(move || values.with(|values| usize::from(values[at]).wrapping_sub(1)));
        view! {
            <Segmented label options=steps chosen on_choose=Callback::new(move |n: usize| values.update(|values| values[at] = n as u8 + 1))/>
        }
    };
    let send = Callback::new(move |()| {
        let [confidence, motivation, independence] = values.get_untracked();
        desk.record(Event::Reflection(ReflectionFact::Pulse { confidence, motivation, independence }));
    });
    let open = Signal::derive(move || values.with(|values| values.contains(&0)));
    move || {
        (due.get() && !passed.get()).then(|| {
            view! {
                <Card title=words!(today.pulse) look=CardLook::Leaf testid="pulse">
                    <p>{words!(today.pulse_note)}</p>
                    {question(0, words!(today.pulse_confidence))}
                    {question(1, words!(today.pulse_motivation))}
                    {question(2, words!(today.pulse_independence))}
                    <div class="actions">
                        <Button label=words!(today.pulse_send) on_press=send disabled=open/>
                        <Button label=words!(today.pulse_skip) on_press=Callback::new(move |()| passed.set(true)) loudness=Loudness::Quiet/>
                    </div>
                </Card>
            }
        })
    }
}

/// The goal whose last day comes first.
#[component]
fn GoalLine() -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let goal = Memo::new(move |_| {
        desk.pupil.with(|pupil| {
            let open = pupil.goals.kept().map(|goal| (goal.clone(), goal_progress(pupil, goal, today)));
            open.filter(|(_, progress)| progress.state == GoalState::Open).min_by_key(|(goal, _)| (goal.until, goal.id))
        })
    });
    move || {
        goal.get().map(|(goal, progress)| {
            let label = if goal.what.is_empty() { words!(today.goal) } else { Signal::stored(goal.what.clone()) };
            let figure = Signal::derive(move || format!("{} / {}", progress.done, progress.aim));
            view! {
                <Card look=CardLook::Sunk>
                    <ProgressBar share=Signal::stored(progress.share()) label figure look=ShareLook::Leaf/>
                    <p class="today-goal">
                        {move || say!(today.goal_until, day = format::day_from(goal.until, today, lang()))} " "
                        <a href=routes::href("goals")>{words!(today.goals)}</a>
                    </p>
                </Card>
            }
        })
    }
}
