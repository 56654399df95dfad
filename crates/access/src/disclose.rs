//! The one step every value passes on its way out: personal values are opened for whoever may read them, and masked for
//! everybody else. What leaves is plain JSON; the sealed form never does.
//!
//! Which values may be opened is decided here; how one is opened is the vault's business, and comes as [`Open`].

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use serde_json::{Map, Value};
use timeline::{Algorithm, Classification, Sealed, SubjectId};

use crate::{Action, Actor, CaseFacts, Role, decide};

/// What stands where a personal value is not shown.
pub const MASK: &str = "＊＊＊";

/// Opens a sealed value, if it can: it is asked for nothing the viewer may not see.
pub type Open<'a> = &'a dyn Fn(&Sealed) -> Option<String>;

/// Opens what was never sealed, and nothing else.
#[must_use]
pub fn in_clear(sealed: &Sealed) -> Option<String> {
    sealed.text_in_clear().map(str::to_owned)
}

/// What somebody may see of one case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Viewer {
    /// Personal values are opened.
    pub names: bool,
    /// Mediation content is shown (people's mediation law, article 15; invited mediation, articles 2 and 22).
    pub mediation: bool,
}

impl Viewer {
    /// Somebody who may see nothing personal.
    pub const STRANGER: Self = Self { names: false, mediation: false };

    /// What this actor may see of this case.
    #[must_use]
    pub fn of(actor: &Actor, case: &CaseFacts) -> Self {
        let reads = decide(actor, Action::ReadCase, case).allowed();
        Self { names: reads && opens_names(actor.role), mediation: reads && hears_mediation(actor, case) }
    }
}

/// Those who serve or answer the citizen need names; those who check or count do not.
const fn opens_names(role: Role) -> bool {
    match role {
        Role::WindowClerk
        | Role::TriageOfficer
        | Role::DepartmentHandler
        | Role::Mediator
        | Role::CourtLiaison
        | Role::Supervisor
        | Role::Leader
        | Role::System => true,
        Role::Auditor
        | Role::SystemAdministrator
        | Role::SecurityAdministrator
        | Role::AuditAdministrator
        | Role::KeyCustodian
        | Role::Overseer => false,
    }
}

/// What is said in the mediation room stays with the mediator: no department hears it, whatever it holds.
fn hears_mediation(actor: &Actor, case: &CaseFacts) -> bool {
    match actor.role {
        Role::Mediator => case.mediator.as_ref() == Some(&actor.id),
        Role::WindowClerk
        | Role::TriageOfficer
        | Role::DepartmentHandler
        | Role::CourtLiaison
        | Role::Supervisor
        | Role::Leader
        | Role::Auditor
        | Role::SystemAdministrator
        | Role::SecurityAdministrator
        | Role::AuditAdministrator
        | Role::KeyCustodian
        | Role::Overseer
        | Role::System => false,
    }
}

/// What is left of a value for this viewer. A sealed value becomes its text, or [`MASK`]; inside an object that says of
/// itself `"classification": "mediation"`, sealed values are left out altogether for whoever may not hear them.
#[must_use]
pub fn disclose(value: Value, viewer: &Viewer, open: Open<'_>) -> Value {
    left_of(value, &Disclosing { viewer: *viewer, open }, false)
}

/// As [`disclose`], for a value that is part of something of this classification.
#[must_use]
pub fn disclose_part(value: Value, classification: Classification, viewer: &Viewer, open: Open<'_>) -> Value {
    left_of(value, &Disclosing { viewer: *viewer, open }, hushes(classification.as_str(), *viewer))
}

/// For whom something is disclosed, and how values are opened.
struct Disclosing<'a> {
    viewer: Viewer,
    open: Open<'a>,
}

fn left_of(mut value: Value, to: &Disclosing<'_>, hushed: bool) -> Value {
    if show(&mut value, to, hushed) { value } else { Value::Null }
}

/// Opens, masks and leaves out, in place: every answer passes here. Answers whether the value itself may stay.
fn show(value: &mut Value, to: &Disclosing<'_>, hushed: bool) -> bool {
    match value {
        Value::Object(fields) if is_sealed(fields) => {
            if hushed {
                return false;
            }
            *value = Value::String(opened(fields, to).unwrap_or_else(|| MASK.to_owned()));
        }
        Value::Object(fields) => {
            let classification = fields.get("classification").and_then(Value::as_str);
            let hushed = hushed || classification.is_some_and(|classification| hushes(classification, to.viewer));
            fields.retain(|_, field| show(field, to, hushed));
        }
        Value::Array(items) => items.retain_mut(|item| show(item, to, hushed)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    true
}

fn hushes(classification: &str, viewer: Viewer) -> bool {
    classification == Classification::Mediation.as_str() && !viewer.mediation
}

/// The form `timeline::Sealed` is stored in: exactly these three fields.
fn is_sealed(fields: &Map<String, Value>) -> bool {
    fields.len() == 3 && ["alg", "sub", "b"].iter().all(|name| fields.contains_key(*name))
}

/// The text of a value, if the viewer may read it.
fn opened(fields: &Map<String, Value>, to: &Disclosing<'_>) -> Option<String> {
    if !to.viewer.names {
        return None;
    }
    let text = |name| fields.get(name).and_then(Value::as_str);
    let algorithm = Algorithm(u8::try_from(fields.get("alg")?.as_u64()?).ok()?);
    let subject: SubjectId = text("sub")?.parse().ok()?;
    (to.open)(&Sealed::new(algorithm, subject, BASE64.decode(text("b")?).ok()?))
}
