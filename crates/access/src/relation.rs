//! What somebody has to do with a case: the second thing, after the role, that decides how much of it is shown.

use serde::{Deserialize, Serialize};

use crate::{Actor, CaseFacts, Role};

/// What an actor has to do with a case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// It mediates the case, or works on cases in a department that holds it, is asked to, was handed it or helps.
    Assigned,
    /// It recorded something on the case itself: whoever took a matter in goes on working on it.
    Own,
    /// Its department has, or had, to do with the case; the center has with every one.
    Involved,
    /// Nothing.
    #[default]
    None,
}

impl Relation {
    /// Every relation, from the nearest.
    pub const ALL: &'static [Self] = &[Self::Assigned, Self::Own, Self::Involved, Self::None];

    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Own => "own",
            Self::Involved => "involved",
            Self::None => "none",
        }
    }

    /// What this actor has to do with this case.
    #[must_use]
    pub fn of(actor: &Actor, case: &CaseFacts) -> Self {
        let is = |department: &Option<_>| department.as_ref() == Some(&actor.department);
        let has = is(&case.holder) || is(&case.asked) || case.handed.contains(&actor.department);
        let department_works = works_on_cases(actor.role) && has;
        if case.mediator.as_ref() == Some(&actor.id) || department_works {
            Self::Assigned
        } else if case.workers.contains(&actor.id) {
            Self::Own
        } else if case.involved.contains(&actor.department) {
            Self::Involved
        } else {
            Self::None
        }
    }

    /// Whether it works on the case, and does not only happen to be where the case is.
    #[must_use]
    pub const fn works(self) -> bool {
        matches!(self, Self::Assigned | Self::Own)
    }
}

/// Whether what a department has, somebody in this role works on. A window has what was brought to it; who watches over
/// others works on nothing.
const fn works_on_cases(role: Role) -> bool {
    match role {
        Role::TriageOfficer | Role::DepartmentHandler | Role::Mediator | Role::CourtLiaison | Role::System => true,
        Role::WindowClerk
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
