//! What one case asks of the desks: a visit, its registration, and the way to a department that closes it. All of it is
//! made before a measurement begins, so that what is measured is not the making of it.

use anyhow::Context as _;
use center::{Actor, Center, Command, Role};
use serde_json::{Value, json};

/// One command of the story.
pub(super) struct Step {
    /// Who gives it, for the header.
    pub(super) staff: &'static str,
    /// The desk it is for.
    pub(super) desk: &'static str,
    /// The address of a command that begins a stream; `None` goes on with the case.
    pub(super) begins: Option<&'static str>,
    /// Whether whoever gives it looks at the case first, as a department does that takes one over.
    pub(super) looks_first: bool,
    /// The body, for the way over HTTP.
    pub(super) body: String,
    /// The same, for the way in the process.
    pub(super) command: Command,
    pub(super) actor: Actor,
}

/// The story, eight commands, as the staff of the demonstration gives them.
pub(super) fn steps(center: &Center) -> anyhow::Result<Vec<Step>> {
    let step = |staff, desk, body: Value| step(center, staff, desk, body.to_string());
    let clerk = |body| step("clerk-1", "intake", body);
    let officer = |body| step("triage-1", "triage", body);
    let department = |body| step("transport-1", "triage", body);
    let party = |role, name| json!({"role": role, "kind": "person", "name": name});
    let parties = [party("applicant", "甲（虚构）"), party("respondent", "乙（虚构）")];
    Ok(vec![
        Step {
            begins: Some("/api/v1/visits"),
            ..clerk(json!({"command": "record_visit", "place": "hall", "purpose": "register", "visitors": 1}))?
        },
        Step {
            begins: Some("/api/v1/cases"),
            ..clerk(json!({"command": "register_case", "kind": "dispute", "claim": "噪音扰民，要求停止侵害（虚构）",
                "area": "990101", "parties": parties}))?
        },
        clerk(json!({"command": "add_party", "party": party("third_party", "丙（虚构）")}))?,
        officer(json!({"command": "classify_case", "dispute_type": "traffic"}))?,
        officer(json!({"command": "choose_route", "route": "other"}))?,
        officer(json!({"command": "assign_case", "to": "transport", "note": "请核查（虚构）"}))?,
        Step { looks_first: true, ..department(json!({"command": "receive_assignment", "assignment": 1}))? },
        department(json!({"command": "close_case", "outcome": "explained"}))?,
    ])
}

fn step(center: &Center, staff: &'static str, desk: &'static str, body: String) -> anyhow::Result<Step> {
    let command = Command::read(desk, body.as_bytes())?;
    Ok(Step { staff, desk, begins: None, looks_first: false, body, command, actor: actor(center, staff)? })
}

fn actor(center: &Center, id: &str) -> anyhow::Result<Actor> {
    let staff = center.rulebook().staff_list().find(|staff| staff.id.as_str() == id);
    let staff = staff.with_context(|| format!("the rule book names no {id}"))?;
    let role = Role::from_name(staff.role.as_str()).with_context(|| format!("{id} has no role"))?;
    Ok(Actor { id: staff.id.clone(), department: staff.department.clone(), role })
}
