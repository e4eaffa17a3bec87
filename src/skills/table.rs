//! Reads the map of skills as authors keep it: `content/skills.tsv`, tab-separated, lines with `#` are remarks.

use super::{Area, GraphFault, Skill, SkillGraph, SkillId};
use crate::base::Text;

/// The graph of the table's text. Columns are found by the names in the first line that is no remark: `id`, `grade`,
/// `area`, `name_lt`, `name_en`, `needs` (between commas), `exam` (`direct` and `foundation` count); others are
/// left aside. A fault names the line.
pub fn read_table(text: &str) -> Result<SkillGraph, GraphFault> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let (at, head) = lines.next().unwrap_or((0, ""));
    let names: Vec<&str> = head.split('\t').collect();
    let column = |name: &str| {
        let missing = || GraphFault::Line { line: at + 1, what: format!("the column `{name}` is missing") };
        names.iter().position(|&known| known == name).ok_or_else(missing)
    };
    let (id, grade, area) = (column("id")?, column("grade")?, column("area")?);
    let (lt, en, needs, exam) = (column("name_lt")?, column("name_en")?, column("needs")?, column("exam")?);
    let mut skills = Vec::new();
    for (at, line) in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |column: usize| cells.get(column).copied().unwrap_or("").trim();
        let fault = |what: String| GraphFault::Line { line: at + 1, what };
        skills.push(Skill {
            id: SkillId::new(cell(id)),
            grade: cell(grade).parse().map_err(|_| fault(format!("`{}` is no grade", cell(grade))))?,
            area: Area::of_key(cell(area)).ok_or_else(|| fault(format!("`{}` is no area", cell(area))))?,
            name: Text::new(cell(lt), cell(en)),
            needs: cell(needs).split(',').map(str::trim).filter(|id| !id.is_empty()).map(SkillId::new).collect(),
            exam: matches!(cell(exam), "direct" | "foundation"),
        });
    }
    SkillGraph::from_skills(skills)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_by_the_names_of_its_columns() {
        let head = "# remark\nid\tgrade\tarea\tname_lt\tname_en\tneeds\texam\n";
        let graph = read_table(&format!("{head}a\t5\tskaiciai\tA\tA\t\tnone\nb\t6\tmodeliai\tB\tB\ta\tdirect\n"));
        let graph = graph.expect("a graph");
        let b = graph.get(&"b".into()).expect("b");
        assert_eq!((graph.len(), b.grade, b.area, b.exam, b.needs.len()), (2, 6, Area::Modeliai, true, 1));
        let sentence = |rows: &str| read_table(&format!("{head}{rows}")).map_err(|fault| fault.to_string());
        assert_eq!(sentence("a\tx\tskaiciai\tA\tA\t\t"), Err("line 3 of the map: `x` is no grade".into()));
        assert_eq!(sentence("a\t5\tmenas\tA\tA\t\t"), Err("line 3 of the map: `menas` is no area".into()));
        assert_eq!(
            read_table("id\tgrade").map_err(|f| f.to_string()),
            Err("line 1 of the map: the column `area` is missing".into())
        );
    }
}
