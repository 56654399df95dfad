//! One look at a case or a list, as it is written down: who, when, as what, at what, how much was shown, and why. It holds
//! nothing personal, so that whoever may read the looks thereby learns nothing about anybody but those who looked.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use timeline::{ActorId, DepartmentCode, LookReason, StreamId};
use uuid::Uuid;

use crate::{Action, Actor, FieldClass, Mask, Relation, Role, Viewer};

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was shown.
    Shown,
    /// It was denied, and whoever asked was told so.
    Denied,
    /// It was answered like something that does not exist; whether it does is for the reader of the log to see.
    Missing,
}

impl Outcome {
    /// Every outcome, for the language files.
    pub const ALL: &'static [Self] = &[Self::Shown, Self::Denied, Self::Missing];

    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Denied => "denied",
            Self::Missing => "missing",
        }
    }
}

/// On what it was shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// On the task of the role.
    #[default]
    Duty,
    /// The mask was lifted for a reason.
    Reveal,
    /// The actor let itself in, for a reason; a supervisor is told.
    Challenge,
    /// Somebody else let the actor in, to help with what it is told.
    Invitation,
    /// Somebody else let the actor in.
    Grant,
    /// Somebody's life was in danger.
    BrokenGlass,
}

impl Basis {
    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Reveal => "reveal",
            Self::Challenge => "challenge",
            Self::Invitation => "invitation",
            Self::Grant => "grant",
            Self::BrokenGlass => "broken_glass",
        }
    }
}

/// A list somebody looked at. Which rows it had then, a replay to the position tells: they need not be written down.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// The name of the view, or of the feed.
    pub view: String,
    /// The position the views had passed.
    pub as_of: u64,
}

/// A look.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: ActorId,
    /// In which role.
    pub role: Role,
    /// For which department.
    pub department: DepartmentCode,
    /// The colleague it stood in for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<ActorId>,
    /// What it did.
    pub action: Action,
    /// What came of it.
    pub outcome: Outcome,
    /// The case, or whatever else has a stream, as far as one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<StreamId>,
    /// The list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Listed>,
    /// What the actor had to do with the case.
    #[serde(default)]
    pub relation: Relation,
    /// How personal values were shown.
    #[serde(default)]
    pub mask: Mask,
    /// The classes of fields that were shown as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<FieldClass>,
    /// On what it was shown.
    #[serde(default)]
    pub basis: Basis,
    /// Why, where somebody had to say so: a word of a list, as a free text would name people where nobody erases them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LookReason>,
    /// The id of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Uuid>,
}

impl Look {
    /// A look of this actor that was denied, or at something that is not there.
    #[must_use]
    pub fn denied(at: Timestamp, actor: &Actor, action: Action, outcome: Outcome) -> Self {
        Self {
            at,
            actor: actor.id.clone(),
            role: actor.role,
            department: actor.department.clone(),
            on_behalf_of: None,
            action,
            outcome,
            stream: None,
            list: None,
            relation: Relation::None,
            mask: Mask::Closed,
            opened: Vec::new(),
            basis: Basis::Duty,
            reason: None,
            request: None,
        }
    }

    /// A look of this actor, shown as to this viewer.
    #[must_use]
    pub fn shown(at: Timestamp, actor: &Actor, action: Action, viewer: &Viewer) -> Self {
        Self {
            relation: viewer.relation,
            basis: viewer.basis,
            mask: viewer.mask,
            opened: viewer.opens(),
            ..Self::denied(at, actor, action, Outcome::Shown)
        }
    }

    /// Whether something personal was shown, however little of it.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.outcome == Outcome::Shown && !matches!(self.mask, Mask::Closed | Mask::Pseudonym)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was once written down must be read for ever.
    const WRITTEN: &str = r#"{"at":"2026-11-02T01:00:00Z","actor":"clerk-1","role":"window_clerk","department":"center","action":"read_case","outcome":"shown","stream":"00000000-0000-0000-0000-000000000007","relation":"own","mask":"full","opened":["open","internal","sensitive"],"basis":"reveal","reason":"serving_party","request":"00000000-0000-0000-0000-000000000009"}"#;

    #[test]
    fn what_was_written_down_is_read_again() {
        let look: Look = serde_json::from_str(WRITTEN).unwrap();
        assert_eq!(serde_json::to_string(&look).unwrap(), WRITTEN);
        assert_eq!((look.relation, look.mask, look.basis), (Relation::Own, Mask::Full, Basis::Reveal));
        assert!(look.is_personal());
    }

    #[test]
    fn a_denied_look_shows_nothing() {
        let actor = Actor {
            id: ActorId::parse("clerk-1").unwrap(),
            department: DepartmentCode::parse("center").unwrap(),
            role: Role::WindowClerk,
        };
        let look = Look::denied(Timestamp::UNIX_EPOCH, &actor, Action::ReadCase, Outcome::Missing);
        assert!(!look.is_personal() && look.opened.is_empty());
        let read: Look = serde_json::from_str(&serde_json::to_string(&look).unwrap()).unwrap();
        assert_eq!(read, look);
    }
}
