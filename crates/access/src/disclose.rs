//! The one step every value passes on its way out: personal values are opened for whoever may read them, and masked for
//! everybody else. What leaves is plain JSON; the sealed form never does.
//!
//! Which values may be opened is decided here; how one is opened is the vault's business, and comes as [`Open`].

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use serde_json::{Map, Value};
use timeline::{Algorithm, Classification, Sealed, SubjectId};

use crate::mask::{FieldKind, MASK, Mask, masked, pseudonym};
use crate::{Action, Actor, CaseFacts, FieldClass, Relation, Role, decide};

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
    /// How personal values are shown.
    pub mask: Mask,
    /// Mediation content is shown (people's mediation law, article 15; invited mediation, articles 2 and 22).
    pub mediation: bool,
    /// What it has to do with the case; it shows nothing by itself, and is noted when somebody looks.
    pub relation: Relation,
}

impl Viewer {
    /// Somebody who may see nothing personal.
    pub const STRANGER: Self = Self { mask: Mask::Closed, mediation: false, relation: Relation::None };

    /// What this actor may see of this case.
    #[must_use]
    pub fn of(actor: &Actor, case: &CaseFacts) -> Self {
        let reads = decide(actor, Action::ReadCase, case).allowed();
        let mask = if reads && opens_names(actor.role) { Mask::Full } else { Mask::Closed };
        Self { mask, mediation: reads && hears_mediation(actor, case), relation: Relation::of(actor, case) }
    }

    /// The classes of fields that are shown as they are.
    #[must_use]
    pub fn opens(&self) -> Vec<FieldClass> {
        let shown = |class: &FieldClass| match class {
            FieldClass::Open | FieldClass::Internal | FieldClass::Sensitive => self.mask.opens(*class),
            FieldClass::Mediation => self.mediation && self.mask.opens(*class),
            // An accusation has a stream and a gate of its own.
            FieldClass::Accusation => false,
        };
        FieldClass::ALL.iter().copied().filter(shown).collect()
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
    if show(&mut value, to, (FieldKind::Text, hushed)) { value } else { Value::Null }
}

/// Opens, masks and leaves out, in place: every answer passes here. `kind` is what the field the value stands in holds.
/// Answers whether the value itself may stay.
fn show(value: &mut Value, to: &Disclosing<'_>, (kind, hushed): (FieldKind, bool)) -> bool {
    match value {
        Value::Object(fields) if is_sealed(fields) => {
            if hushed {
                return false;
            }
            *value = Value::String(left_of_sealed(fields, to, kind).unwrap_or_else(|| MASK.to_owned()));
        }
        Value::Object(fields) => {
            let classification = fields.get("classification").and_then(Value::as_str);
            let hushed = hushed || classification.is_some_and(|classification| hushes(classification, to.viewer));
            fields.retain(|name, field| show(field, to, (FieldKind::of_field(name), hushed)));
        }
        Value::Array(items) => items.retain_mut(|item| show(item, to, (kind, hushed))),
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

/// What the viewer may read of a value; nothing is opened that the mask would hide altogether.
fn left_of_sealed(fields: &Map<String, Value>, to: &Disclosing<'_>, kind: FieldKind) -> Option<String> {
    let text = |name| fields.get(name).and_then(Value::as_str);
    let subject: SubjectId = text("sub")?.parse().ok()?;
    match (to.viewer.mask, kind) {
        (Mask::Pseudonym, FieldKind::Name) => return Some(pseudonym(subject)),
        (Mask::Pseudonym | Mask::Closed, _) => return None,
        (Mask::Initial, FieldKind::Phone | FieldKind::Number | FieldKind::Address | FieldKind::Text) => return None,
        (Mask::Full | Mask::Partial, _) | (Mask::Initial, FieldKind::Name) => {}
    }
    let algorithm = Algorithm(u8::try_from(fields.get("alg")?.as_u64()?).ok()?);
    let opened = (to.open)(&Sealed::new(algorithm, subject, BASE64.decode(text("b")?).ok()?))?;
    Some(masked(opened, kind, to.viewer.mask))
}
