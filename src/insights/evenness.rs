//! How evenly the classes of a school practise: a few sums a class, computed as such. Of a group so small that a sum would
//! tell about one pupil, there is none. Absent: names, marks, an order of classes.

use super::class::{PupilInClass, Standing};
use crate::base::Day;

/// So few pupils, and a class tells nothing about itself.
pub const PUPILS_MIN: usize = 5;
/// Days that the sums look back.
const DAYS: i32 = 7;

/// A class in sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassSums {
    /// Pupils who joined.
    pub pupils: usize,
    /// How many of them practised within seven days.
    pub active: usize,
    /// The middle pupil's tasks in seven days.
    pub tasks: u32,
    /// The share of topics under way that go well, of those of which there is enough to say; `None`: there are none.
    pub well: Option<f64>,
}

/// The sums of a class; `None` if it is too small to be told about.
pub fn class_sums<'a>(pupils: impl Iterator<Item = &'a PupilInClass>, today: Day) -> Option<ClassSums> {
    let (mut tasks, mut active, mut told, mut well) = (Vec::new(), 0, 0u32, 0u32);
    for pupil in pupils {
        tasks.push(pupil.tasks_in(today, DAYS));
        active += usize::from(!pupil.is_idle(today));
        for topic in pupil.topics.values() {
            let standing = topic.standing();
            told += u32::from(standing != Standing::Begun);
            well += u32::from(standing == Standing::Well);
        }
    }
    tasks.sort_unstable();
    let middle = tasks.get(tasks.len() / 2).copied().filter(|_| tasks.len() >= PUPILS_MIN)?;
    let well = (told > 0).then(|| f64::from(well) / f64::from(told));
    Some(ClassSums { pupils: tasks.len(), active, tasks: middle, well })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_class_tells_nothing_and_a_larger_one_its_sums() {
        let today = Day(20_000);
        let fresh = PupilInClass::default();
        for (pupils, expected) in [
            (0, None),
            (PUPILS_MIN - 1, None),
            (PUPILS_MIN, Some(ClassSums { pupils: PUPILS_MIN, active: 0, tasks: 0, well: None })),
        ] {
            assert_eq!(class_sums(std::iter::repeat_n(&fresh, pupils), today), expected, "{pupils}");
        }
        let busy = PupilInClass::fold(&crate::insights::class::tests::answers("ratio", 19_999, "rrrr"));
        let class = [&busy, &busy, &busy, &fresh, &fresh];
        let sums = class_sums(class.into_iter(), today).expect("five pupils");
        assert_eq!(sums, ClassSums { pupils: 5, active: 3, tasks: 4, well: Some(1.0) });
    }
}
