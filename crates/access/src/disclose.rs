//! The one step every value passes on its way out: personal values are opened for whoever may read them, and masked for
//! everybody else. What leaves is plain JSON; the sealed form never does.
//!
//! Which values may be opened is decided here; how one is opened is the vault's business, and comes as [`Open`].

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use serde_json::{Map, Value};
use timeline::{Algorithm, Classification, DepartmentCode, Event, IntakeEvent, Sealed, Secrecy, SubjectId};

use crate::mask::{FieldKind, MASK, Mask, masked, pseudonym};
use crate::{Action, Actor, Basis, CaseFacts, FieldClass, Reach, Relation, Role, decide, mask_of, reach};

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
    /// What was said of those who serve is shown in its own words, too.
    pub evaluations: bool,
    /// Facts that tell of another case are shown: that two may be one is for reception and triage alone (domain,
    /// correction 10).
    pub other_cases: bool,
    /// Who asked in confidence is shown by name; everybody else reads a pseudonym.
    pub confidences: bool,
    /// What papers and files are called is shown, and they are handed out: of a matter somebody brought in confidence, or without
    /// a name, to those alone who may know who it was. What a file says cannot be masked.
    pub papers: bool,
    /// What it has to do with the case; it shows nothing by itself, and is noted when somebody looks.
    pub relation: Relation,
    /// On what it is shown.
    pub basis: Basis,
}

impl Viewer {
    /// Somebody who may see nothing personal.
    pub const STRANGER: Self = Self {
        mask: Mask::Closed,
        mediation: false,
        evaluations: false,
        other_cases: false,
        confidences: false,
        papers: false,
        relation: Relation::None,
        basis: Basis::Duty,
    };

    /// What this actor may see of this case.
    #[must_use]
    pub fn of(actor: &Actor, case: &CaseFacts) -> Self {
        if !decide(actor, Action::ReadCase, case).allowed() {
            return Self { relation: Relation::of(actor, case), ..Self::STRANGER };
        }
        let relation = Relation::of(actor, case);
        let (mask, basis) = shown(actor, case, relation);
        let other_cases = is_told_of_other_cases(actor.role);
        let evaluations = hears_evaluations(actor.role);
        let mediation = hears_mediation(actor, case);
        let confidences = keeps_confidences(actor.role, relation) || is_opened_for(actor.role, basis);
        let papers = confidences || !case.unnamed;
        Self { mask, mediation, evaluations, other_cases, confidences, papers, relation, basis }
    }

    /// What this actor sees in a list whose rows concern its own department, or the center as a whole.
    #[must_use]
    pub fn of_lists(actor: &Actor) -> Self {
        Self::of_row(actor, None, Secrecy::Normal)
    }

    /// What this actor sees of a row about a case of this secrecy that lies with this department, or with its own if the row
    /// names none: no more than the case itself shows. Of a sealed one nothing, as no list knows who is named for it.
    #[must_use]
    pub fn of_row(actor: &Actor, lies_with: Option<DepartmentCode>, secrecy: Secrecy) -> Self {
        let own = &actor.department;
        let holder = Some(lies_with.unwrap_or_else(|| own.clone()));
        let viewer = Self::of(actor, &CaseFacts { holder, involved: vec![own.clone()], ..CaseFacts::default() });
        let mask = match secrecy {
            Secrecy::Sealed => Mask::Closed,
            Secrecy::Normal | Secrecy::Sensitive => discreet(viewer.mask, secrecy, viewer.relation),
        };
        Self { mask, ..viewer }
    }

    /// What this actor sees of what it has just said itself; what is for the mediator alone stays apart all the same.
    #[must_use]
    pub fn of_own_words(actor: &Actor) -> Self {
        let own = CaseFacts {
            holder: Some(actor.department.clone()),
            workers: vec![actor.id.clone()],
            ..CaseFacts::default()
        };
        let viewer = Self::of(actor, &own);
        // Whoever was allowed to say it may read it back.
        Self { mask: if viewer.mask == Mask::Closed { Mask::Closed } else { Mask::Full }, ..viewer }
    }

    /// Whether this fact is for the viewer at all.
    #[must_use]
    pub fn hears(&self, fact: &Event) -> bool {
        match fact {
            Event::Intake(
                IntakeEvent::DuplicateSuspected(_)
                | IntakeEvent::DuplicateConfirmed(_)
                | IntakeEvent::DuplicateRuledOut(_),
            ) => self.other_cases,
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => true,
        }
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

/// How personal values of this case are shown to this actor, and on what.
fn shown(actor: &Actor, case: &CaseFacts, relation: Relation) -> (Mask, Basis) {
    let (mask, revealed) = (mask_of(actor.role, relation), case.lifted.contains(&actor.id));
    match case.admits(actor) {
        Some(basis @ (Basis::Grant | Basis::BrokenGlass)) => (Mask::Full, basis),
        // Whoever is asked to help is told whom and what it is about (domain, CO-04), whatever reason it gives for more.
        Some(Basis::Invitation) => (Mask::Partial, Basis::Invitation),
        Some(basis) if !revealed => (mask, basis),
        Some(_) => lifted(mask, revealed),
        // Uninvited the mediator alone sees what is sealed: the person named for it.
        None if actor.role == Role::System || case.mediator.as_ref() == Some(&actor.id) => lifted(mask, revealed),
        None => lifted(discreet(mask, case.secrecy, relation), revealed),
    }
}

/// What few may know shows pseudonyms to whoever does not work on it. Who may look at what is sealed at all is decided before.
fn discreet(mask: Mask, secrecy: Secrecy, relation: Relation) -> Mask {
    match secrecy {
        Secrecy::Normal => mask,
        Secrecy::Sensitive | Secrecy::Sealed if relation.works() => mask,
        Secrecy::Sensitive | Secrecy::Sealed => mask.max(Mask::Pseudonym),
    }
}

/// The mask, lifted if somebody gave a reason; under pseudonyms nothing is lifted.
const fn lifted(mask: Mask, revealed: bool) -> (Mask, Basis) {
    match mask {
        Mask::Partial | Mask::Initial if revealed => (Mask::Full, Basis::Reveal),
        Mask::Full | Mask::Partial | Mask::Initial | Mask::Pseudonym | Mask::Closed => (mask, Basis::Duty),
    }
}

/// Who asked in confidence is known to the window that took it down, and goes no further: a mask that is lifted does not open
/// it, and who mediates or decides needs no name for it.
#[must_use]
pub const fn keeps_confidences(role: Role, relation: Relation) -> bool {
    match role {
        Role::WindowClerk => matches!(relation, Relation::Own),
        Role::System => true,
        Role::TriageOfficer
        | Role::DepartmentHandler
        | Role::Mediator
        | Role::CourtLiaison
        | Role::Supervisor
        | Role::Leader
        | Role::Auditor
        | Role::SystemAdministrator
        | Role::SecurityAdministrator
        | Role::AuditAdministrator
        | Role::KeyCustodian
        | Role::Overseer => false,
    }
}

/// A confidence is opened by two: a clerk who needs the name, and whoever let that clerk in to the case; a department is often
/// what was feared. Where a life is in danger everybody who breaks the glass has to know whose.
const fn is_opened_for(role: Role, basis: Basis) -> bool {
    match basis {
        Basis::BrokenGlass => true,
        Basis::Grant => matches!(role, Role::WindowClerk | Role::TriageOfficer),
        Basis::Duty | Basis::Reveal | Basis::Challenge | Basis::Invitation => false,
    }
}

/// Whether whoever works in this role is told that one case may be another, too: those who decide it are.
#[must_use]
pub fn is_told_of_other_cases(role: Role) -> bool {
    reach(role, Action::ConfirmDuplicate) != Reach::None || role == Role::System
}

/// Those who go back to the dissatisfied need their words. Those who were evaluated see the marks: words tell who spoke.
const fn hears_evaluations(role: Role) -> bool {
    match role {
        Role::WindowClerk | Role::TriageOfficer | Role::Supervisor | Role::System => true,
        Role::DepartmentHandler
        | Role::Mediator
        | Role::CourtLiaison
        | Role::Leader
        | Role::Auditor
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
/// itself `"classification": "mediation"` or `"evaluation"`, sealed values are left out altogether for whoever may not hear them.
#[must_use]
pub fn disclose(value: Value, viewer: &Viewer, open: Open<'_>) -> Value {
    left_of(value, &Disclosing { viewer: *viewer, open }, false)
}

/// As [`disclose`], for a value that is part of something of this classification.
#[must_use]
pub fn disclose_part(value: Value, classification: Classification, viewer: &Viewer, open: Open<'_>) -> Value {
    left_of(value, &Disclosing { viewer: *viewer, open }, hushes(classification.as_str(), *viewer))
}

/// Whose personal values stand in something, class by class. Nothing is opened.
#[must_use]
pub fn personal_in(value: &Value) -> BTreeMap<SubjectId, BTreeSet<FieldClass>> {
    let mut found = BTreeMap::new();
    find(value, FieldKind::Text, &mut found);
    found
}

fn find(value: &Value, kind: FieldKind, found: &mut BTreeMap<SubjectId, BTreeSet<FieldClass>>) {
    match value {
        Value::Object(fields) if is_sealed(fields) => {
            let subject = fields.get("sub").and_then(Value::as_str).and_then(|text| text.parse::<SubjectId>().ok());
            if let Some(subject) = subject {
                found.entry(subject).or_default().insert(kind.class());
            }
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| find(field, FieldKind::of_field(name), found));
        }
        Value::Array(items) => items.iter().for_each(|item| find(item, kind, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
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
    (classification == Classification::Mediation.as_str() && !viewer.mediation)
        || (classification == Classification::Evaluation.as_str() && !viewer.evaluations)
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
        (
            Mask::Initial,
            FieldKind::Phone | FieldKind::Number | FieldKind::Address | FieldKind::Title | FieldKind::Text,
        ) => return None,
        (Mask::Full | Mask::Partial, _) | (Mask::Initial, FieldKind::Name) => {}
    }
    if kind == FieldKind::Title && !to.viewer.papers {
        return None;
    }
    if subject.is_in_confidence() && !to.viewer.confidences && kind != FieldKind::Text {
        return (kind == FieldKind::Name).then(|| pseudonym(subject));
    }
    let algorithm = Algorithm(u8::try_from(fields.get("alg")?.as_u64()?).ok()?);
    let opened = (to.open)(&Sealed::new(algorithm, subject, BASE64.decode(text("b")?).ok()?))?;
    Some(masked(opened, kind, to.viewer.mask))
}
