//! Who acts: a member of staff, or the center's own program, in one role for one department.

use serde::{Deserialize, Serialize};
use timeline::{ActorId, DepartmentCode, Role};

/// Who asks.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Actor {
    /// Who it is.
    pub id: ActorId,
    /// The department it acts for.
    pub department: DepartmentCode,
    /// The role it acts in.
    pub role: Role,
}

impl Actor {
    /// Whether the actor works for the center as a whole, and not for one department's cases.
    #[must_use]
    pub fn center_wide(&self, center: &DepartmentCode) -> bool {
        match self.role {
            Role::WindowClerk | Role::TriageOfficer | Role::CourtLiaison | Role::Supervisor | Role::Leader => {
                self.department == *center
            }
            Role::Auditor | Role::Overseer | Role::System => true,
            Role::DepartmentHandler
            | Role::Mediator
            | Role::SystemAdministrator
            | Role::SecurityAdministrator
            | Role::AuditAdministrator
            | Role::KeyCustodian => false,
        }
    }

    /// Whether the actor keeps the machine, the accounts or their check for all departments, and sees no case.
    #[must_use]
    pub const fn keeps_the_center(&self) -> bool {
        match self.role {
            Role::SystemAdministrator | Role::SecurityAdministrator | Role::AuditAdministrator => true,
            Role::WindowClerk
            | Role::TriageOfficer
            | Role::DepartmentHandler
            | Role::Mediator
            | Role::CourtLiaison
            | Role::Supervisor
            | Role::Leader
            | Role::Auditor
            | Role::KeyCustodian
            | Role::Overseer
            | Role::System => false,
        }
    }
}
