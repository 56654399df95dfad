//! The page as a lawyer reads it, and nothing but the page: what it says is not asked of the program.

use std::collections::BTreeMap;
use std::path::Path;

use super::Asked;
use super::staffed::{Case, Member, Relation};
use crate::place::Answered;

/// What hands out a file as it was handed in, a proof of it, or a code that opens what is held: none can be masked.
pub(super) const UNMASKED: [&str; 3] = ["read_material", "read_receipt", "issue_receipt"];

/// The columns of the page for classes of fields; what has a gate of its own (另行) is tested where the gate is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Class {
    Open,
    Internal,
    Sensitive,
}

/// The tables as they are printed.
pub(super) struct Table {
    /// For each act the mark of each role.
    pub(super) acts: BTreeMap<String, BTreeMap<String, char>>,
    /// For each role the number of its mask when it is assigned, has recorded something, is involved, is none of these.
    masks: BTreeMap<String, Vec<usize>>,
    /// For each mask what is left of each class: ●, ○ or —.
    left: Vec<Vec<char>>,
}

fn page() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    std::fs::read_to_string(page).expect("the page is there")
}

fn cells(line: &str) -> Vec<String> {
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn code(cell: &str) -> Option<String> {
    cell.strip_prefix('`')?.strip_suffix('`').map(str::to_owned)
}

/// The number behind the M of a mask.
fn number(cell: &str) -> Option<usize> {
    cell.strip_prefix('M')?.get(..1)?.parse().ok()
}

impl Table {
    pub(super) fn read() -> Self {
        let page = page();
        let section = |title: &str| {
            page.split("\n## ").find(|section| section.starts_with(title)).expect("a section").lines().map(cells)
        };
        let role = |cells: Vec<String>| Some((code(cells.get(1)?)?, cells.get(2)?.clone()));
        let roles: Vec<(String, String)> = section("岗位").filter_map(role).collect();
        let act = |cells: Vec<String>| {
            let marks = cells.iter().skip(3).filter_map(|cell| cell.chars().next());
            Some((code(cells.get(2)?)?, roles.iter().map(|(role, _)| role.clone()).zip(marks).collect()))
        };
        let masks_of = |cells: Vec<String>| {
            let (role, _) = roles.iter().find(|(_, words)| Some(words) == cells.get(1))?;
            Some((role.clone(), cells.iter().skip(2).filter_map(|cell| number(cell)).collect()))
        };
        let left = |cells: Vec<String>| {
            number(cells.get(1)?)?;
            Some(cells.iter().skip(3).filter_map(|cell| cell.chars().next()).collect())
        };
        let table = Table {
            acts: section("事项").filter_map(act).collect(),
            masks: section("显示程度").filter_map(masks_of).collect(),
            left: section("显示程度").filter_map(left).collect(),
        };
        assert_eq!((table.masks.len(), table.left.len()), (roles.len(), 5), "the page has another form");
        table
    }

    /// Whether this role may do this to a case it, or its department, has this to do with.
    pub(super) fn allows(&self, role: &str, act: &str, relation: Relation) -> bool {
        use Relation::{Asked, Drawn, Holder, Involved, Mediates};
        match self.mark(role, act) {
            '全' => true,
            '涉' => matches!(relation, Holder | Asked | Involved),
            '交' => matches!(relation, Holder | Asked),
            '近' => matches!(relation, Holder | Asked | Mediates),
            '本' => matches!(relation, Holder | Mediates),
            '承' => relation == Holder,
            '抽' => relation == Drawn,
            '—' => false,
            other => panic!("{other} is no reach"),
        }
    }

    pub(super) fn mark(&self, role: &str, act: &str) -> char {
        self.acts.get(act).unwrap_or_else(|| panic!("{act} is not on the page"))[role]
    }

    /// The mask of somebody on a case: the thinnest of those its relations give.
    pub(super) fn mask(&self, (member, relation, case): (&Member, Relation, &Case)) -> usize {
        let masks = &self.masks[member.role];
        let assigned = matches!(relation, Relation::Holder | Relation::Asked | Relation::Mediates);
        let own = case.workers.contains(&member.account);
        let involved = assigned || relation == Relation::Involved;
        let columns = [assigned, own, involved, true].into_iter().zip(masks);
        columns.filter(|(applies, _)| *applies).map(|(_, mask)| *mask).min().expect("there is a last column")
    }

    /// What this mask leaves of a class of fields.
    pub(super) fn left(&self, mask: usize, class: Class) -> char {
        self.left[mask][class as usize]
    }

    /// The answer names the rule the page says, or none; a case one may not know of is answered like none.
    pub(super) fn check(&self, who: (&Member, Relation, &Case), act: &str, asked: &Asked<'_>, answered: &Answered) {
        let (member, relation, case) = who;
        let role = member.role;
        let code = if answered.status.is_success() { String::new() } else { answered.code() };
        let known = self.allows(role, "read_case", relation);
        let within = self.allows(role, act, relation) || !asked.path.contains("{case}");
        let expected = match (self.mark(role, act), within) {
            ('—', _) => code == "access.not_this_role",
            (_, true) if UNMASKED.contains(&act) && self.mask(who) > 0 => code == "access.reveal_first",
            (_, true) => !code.starts_with("access.") && code != "case.unknown",
            (_, false) if known => code.starts_with("access.only_the_"),
            (_, false) => code == "case.unknown",
        };
        let (account, case, status) = (&member.account, case.name, answered.status);
        assert!(expected, "{account} ({relation:?} of {case}) asks for {act}: {status} {code}");
    }
}

/// The pages of the console, as the table lists them: method, path, and what is needed.
pub(crate) fn pages() -> Vec<[String; 3]> {
    let page = page();
    let section = page.split("\n## ").find(|section| section.starts_with("页面")).expect("a section").to_owned();
    let row = |line: &str| {
        let (address, needs) = line.strip_prefix("| `")?.split_once("` | ")?;
        let (method, path) = address.split_once(' ')?;
        Some([method, path, needs.trim_end_matches(" |")].map(str::to_owned))
    };
    section.lines().filter_map(row).collect()
}
