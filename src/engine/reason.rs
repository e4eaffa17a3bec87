//! Why a task came, in plain words: warm and short to the pupil, fuller to the teacher.
//!
//! To a pupil there are no grades and no gaps, only topics and foundations.

use crate::base::{Lang, plural_form};
use crate::skills::{SkillGraph, SkillId};

/// Why a task came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The pupil picked the topic.
    Chosen,
    /// A new topic whose foundations are held; `from` is the one held best, if any.
    Frontier {
        /// A held topic it builds on.
        from: Option<SkillId>,
    },
    /// A topic that was begun goes on.
    Continue,
    /// A topic that wrong answers showed to be open is tried again after a rest.
    Return,
    /// A foundation without which another topic sticks.
    Repair {
        /// The topic that sticks.
        blocks: SkillId,
    },
    /// The foundation was practised, and the topic that stuck is tried again.
    Back {
        /// The foundation.
        from: SkillId,
    },
    /// A held topic has rested long enough.
    Review {
        /// Days since its last practice.
        days: u32,
    },
    /// A test is near.
    TestSoon {
        /// Days until it; 0 is today.
        days: u32,
    },
    /// A teacher gave the topic.
    Assigned,
    /// The same kind of task with new numbers, after a mistake.
    Twin,
    /// A level up, after a run of right answers.
    Harder,
    /// A level down, after misses.
    Easier,
    /// One task, to see whether the topic is known already.
    Sample,
    /// Held topics mixed, because mixing makes knowledge last.
    Interleave,
}

/// `n` days after the preposition of the sentence: accusative ("prieš 2 dienas") or genitive ("po 2 dienų").
fn days(lang: Lang, n: u32, forms_lt: [&str; 4]) -> String {
    let word = match lang {
        Lang::Lt => forms_lt.get(plural_form(lang, Some(u64::from(n)))).copied().unwrap_or("dienų"),
        Lang::En if n == 1 => "day",
        Lang::En => "days",
    };
    format!("{n} {word}")
}

const DAYS_ACCUSATIVE: [&str; 4] = ["dieną", "dienas", "dienos", "dienų"];
const DAYS_GENITIVE: [&str; 4] = ["dienos", "dienų", "dienos", "dienų"];

impl Reason {
    /// To the pupil, one or two short sentences.
    pub fn sentence(&self, graph: &SkillGraph, lang: Lang) -> String {
        let lt = lang == Lang::Lt;
        let pick = |in_lt: &str, in_en: &str| String::from(if lt { in_lt } else { in_en });
        match self {
            Reason::Chosen => pick("Tai tavo pasirinkta tema.", "This is the topic you picked."),
            Reason::Frontier { from: None } => pick("Nuo šios temos patogu pradėti.", "A good topic to start with."),
            Reason::Frontier { from: Some(from) } => {
                let from = name(graph, from, lang);
                if lt {
                    format!("Temą {from} jau moki, tad gali žengti toliau.")
                } else {
                    format!("You know {from}, so here is the next step.")
                }
            }
            Reason::Continue => pick("Tęsk tai, ką pradėjai mokytis.", "Go on with what you have begun to learn."),
            Reason::Return => pick(
                "Praėjusį kartą buvo sunku, o po pertraukos dažnai pavyksta lengviau.",
                "Last time it was hard; after a rest it often goes better.",
            ),
            Reason::Repair { blocks } => {
                let blocks = name(graph, blocks, lang);
                if lt {
                    format!("Tai pagrindai: juos pakartojus, lengviau seksis tema {blocks}.")
                } else {
                    format!("These are foundations: once they are firm, {blocks} gets easier.")
                }
            }
            Reason::Back { from } => {
                let from = name(graph, from, lang);
                if lt {
                    format!("Pagrindus pakartojai (tema {from}), tad grįžk prie sunkesnės temos.")
                } else {
                    format!("You have practised the foundation, {from}; now back to the harder topic.")
                }
            }
            Reason::Review { days: n } => {
                if lt {
                    let rested = days(lang, *n, DAYS_ACCUSATIVE);
                    format!("Šią temą jau moki. Paskutinį kartą ją sprendei prieš {rested}, tad verta pasikartoti.")
                } else {
                    format!(
                        "You know this topic. You last practised it {} ago, so a review is worth while.",
                        days(lang, *n, DAYS_ACCUSATIVE)
                    )
                }
            }
            Reason::TestSoon { days: 0 } => {
                pick("Šiandien atsiskaitymas iš šios temos.", "Today's test has this topic.")
            }
            Reason::TestSoon { days: 1 } => {
                pick("Rytoj atsiskaitymas, ir jame bus ši tema.", "Tomorrow's test has this topic.")
            }
            Reason::TestSoon { days: n } => {
                let left = days(lang, *n, DAYS_GENITIVE);
                if lt {
                    format!("Po {left} atsiskaitymas, ir jame bus ši tema.")
                } else {
                    format!("The test in {left} has this topic.")
                }
            }
            Reason::Assigned => pick("Šią temą tau skyrė mokykloje.", "This topic was given to you at school."),
            Reason::Twin => pick(
                "Tokia pat užduotis su kitais skaičiais: pabandyk dar kartą.",
                "The same kind of task with new numbers: have another go.",
            ),
            Reason::Harder => pick(
                "Kelis kartus iš eilės pavyko, tad ši užduotis sudėtingesnė.",
                "Several right in a row, so this one is harder.",
            ),
            Reason::Easier => pick(
                "Ši užduotis paprastesnė: įtvirtink pradžią, o paskui grįši prie sunkesnių.",
                "This one is simpler: make the start firm, then return to the harder ones.",
            ),
            Reason::Sample => pick(
                "Viena užduotis pažiūrėti, ar ši tema jau pažįstama.",
                "One task to see whether you know this topic already.",
            ),
            Reason::Interleave => pick(
                "Temas maišome tyčia: taip jos geriau įsimena.",
                "Topics are mixed on purpose: that way they stay longer.",
            ),
        }
    }

    /// To the teacher: what in the model led here.
    pub fn for_teacher(&self, graph: &SkillGraph, lang: Lang) -> String {
        let lt = lang == Lang::Lt;
        let pick = |in_lt: &str, in_en: &str| String::from(if lt { in_lt } else { in_en });
        match self {
            Reason::Chosen => pick("Temą pasirinko mokinys.", "The pupil picked the topic."),
            Reason::Frontier { from: None } => pick(
                "Nauja tema, nuo kurios patogu pradėti: ji parinkta pagal klasę.",
                "A new topic that is good to start with: it was chosen by grade.",
            ),
            Reason::Frontier { from: Some(from) } => {
                let from = name(graph, from, lang);
                if lt {
                    format!("Nauja tema: tai, kuo ji remiasi, išmokta, geriausiai – tema {from}.")
                } else {
                    format!("A new topic: what it rests on is held, best of all {from}.")
                }
            }
            Reason::Continue => pick("Tema pradėta, bet dar neišmokta.", "The topic was begun and is not held yet."),
            Reason::Return => pick(
                "Klaidingi atsakymai parodė, kad tema neišmokta; po pertraukos bandoma iš naujo.",
                "Wrong answers showed that the topic is not held; it is tried again after a rest.",
            ),
            Reason::Repair { blocks } => {
                let blocks = name(graph, blocks, lang);
                if lt {
                    format!("Stringa tema {blocks}; iš jos pagrindų šios temos įvertis mažiausias.")
                } else {
                    format!("{blocks} does not go well; of its foundations this one has the lowest estimate.")
                }
            }
            Reason::Back { from } => {
                let from = name(graph, from, lang);
                if lt {
                    format!("Pakartojus pagrindą (tema {from}), grįžtama prie strigusios temos.")
                } else {
                    format!("After practising the foundation {from}, back to the topic that did not go well.")
                }
            }
            Reason::Review { days: n } => {
                let rested = days(lang, *n, DAYS_GENITIVE);
                if lt {
                    format!("Tema išmokta; po {rested} pertraukos numatytas kartojimas.")
                } else {
                    format!("The topic is held; a review is due after a rest of {rested}.")
                }
            }
            Reason::TestSoon { days: n } => {
                let left = days(lang, *n, DAYS_GENITIVE);
                if lt {
                    format!("Iki atsiskaitymo iš šios temos liko dienų: {n}.")
                } else {
                    format!("A test of this topic is {left} away.")
                }
            }
            Reason::Assigned => pick("Temą skyrė mokytojas.", "A teacher gave the topic."),
            Reason::Twin => pick(
                "Po klaidos – tokia pat užduotis su kitais skaičiais.",
                "After a mistake, the same kind of task with new numbers.",
            ),
            Reason::Harder => pick(
                "Po kelių teisingų atsakymų iš eilės lygis pakeltas.",
                "After a run of right answers the level went up.",
            ),
            Reason::Easier => pick("Po klaidų iš eilės lygis nuleistas.", "After misses in a row the level went down."),
            Reason::Sample => {
                pick("Atsitiktinė patikra: apie šią temą žinoma mažai.", "A sample: little is known of this topic.")
            }
            Reason::Interleave => pick("Mišrus išmoktų temų kartojimas.", "Held topics, mixed."),
        }
    }
}

fn name(graph: &SkillGraph, skill: &SkillId, lang: Lang) -> String {
    let name = graph.get(skill).map_or(skill.as_str(), |skill| skill.name.get(lang));
    match lang {
        Lang::Lt => format!("„{name}“"),
        Lang::En => format!("“{name}”"),
    }
}
