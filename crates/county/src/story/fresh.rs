//! What came in this morning: one matter for every department, which has still to take it. On some days a small county leaves a
//! desk empty, and whoever sits down there for the first time would see nothing.

use std::collections::BTreeSet;

use center::{Context, Rulebook};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use timeline::{Channel, DepartmentCode, StreamId};

use super::TRIAGE;
use crate::cast::{AREAS, QUARRELS, Quarrel, name};
use crate::chance::Chance;
use crate::plan::{CLERKS, request};
use crate::record::Step;

/// The purpose of its stream of chance.
const FRESH: u64 = 3;
/// The role of whoever works on cases in a department.
const HANDLER: &str = "department_handler";
/// How long before the last moment of the county the first of them comes.
const BEFORE: SignedDuration = SignedDuration::from_hours(3);
/// Between one matter and the next.
const APART: SignedDuration = SignedDuration::from_mins(5);
/// People who are party to nothing else.
const FIRST_PERSON: usize = 9_000;

/// A matter for each department somebody works in, sent there and not taken yet.
pub(crate) fn fresh(seed: u64, until: Timestamp, rulebook: &Rulebook) -> impl Iterator<Item = Step> {
    let handlers = rulebook.staff_list().filter(|staff| staff.role.as_str() == HANDLER);
    let departments: BTreeSet<&DepartmentCode> = handlers.map(|staff| &staff.department).collect();
    let departments = departments.into_iter().filter(|department| *department != rulebook.center());
    let (mut begun, mut chance) = (until - BEFORE, Chance::of(seed, FRESH));
    departments.enumerate().flat_map(move |(number, department)| {
        begun += APART;
        let competent = QUARRELS.iter().find(|quarrel| quarrel.department.0 == department.as_str());
        let quarrel = competent.or(QUARRELS.first());
        quarrel.map(|quarrel| sent(seed, begun, (number, department, quarrel), &mut chance)).into_iter().flatten()
    })
}

/// Registered, classified, and sent to whoever is competent.
fn sent(
    seed: u64,
    begun: Timestamp,
    (number, department, quarrel): (usize, &DepartmentCode, &Quarrel),
    chance: &mut Chance,
) -> [Step; 4] {
    let clerk = chance.one(CLERKS);
    let asked = |step: &str| request(seed, &format!("fresh/{department}/{step}"));
    let stream = StreamId::derive(asked("register").uuid(), clerk);
    let step = |minutes: i64, staff, word: &str, stream, desk, body| Step {
        at: begun + SignedDuration::from_mins(minutes),
        occurred_at: None,
        staff,
        desk,
        stream,
        about: None,
        request: asked(word),
        channel: Channel::Window,
        body,
    };
    let triage = |minutes, word, body| step(minutes, TRIAGE, word, Some(stream), Context::Triage, body);
    [
        step(0, clerk, "register", None, Context::Intake, registration(number, quarrel, chance)),
        triage(9, "classify", json!({ "command": "classify_case", "dispute_type": quarrel.dispute_type })),
        triage(12, "route", json!({ "command": "choose_route", "route": "other" })),
        triage(15, "assign", json!({ "command": "assign_case", "to": department })),
    ]
}

fn registration(number: usize, quarrel: &Quarrel, chance: &mut Chance) -> Value {
    let person = FIRST_PERSON + 2 * number;
    let (kind, other) = match quarrel.organisation {
        Some(organisation) => ("organisation", organisation.to_owned()),
        None => ("person", name(person + 1)),
    };
    json!({
        "command": "register_case", "kind": "dispute", "claim": chance.one(quarrel.claims),
        "area": chance.one(AREAS),
        "parties": [
            { "role": "applicant", "kind": "person", "name": name(person), "phone": format!("0000{person:07}") },
            { "role": "respondent", "kind": kind, "name": other, "address": "澄湾县虚构路1号" },
        ],
    })
}
