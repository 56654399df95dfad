//! Who acts: a member of staff, or the center's own program, in one role for one department.

use serde::{Deserialize, Serialize};
use timeline::{ActorId, DepartmentCode};

macro_rules! roles {
    ($($(#[doc = $doc:literal])* $Role:ident = $wire:literal,)*) => {
        /// In which role somebody acts. One at a time: who has two takes off one hat before putting on the other.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Role {
            $($(#[doc = $doc])* #[serde(rename = $wire)] $Role,)*
        }

        impl Role {
            /// Every role, in the order of the columns of the table.
            pub const ALL: &'static [Self] = &[$(Self::$Role),*];

            /// The stored name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Role => $wire),* }
            }

            /// The role of this stored name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|role| role.as_str() == name)
            }
        }
    };
}

roles! {
    /// Receives people at a window and registers what they bring (窗口人员).
    WindowClerk = "window_clerk",
    /// Finds the right hands for a case (分流员).
    TriageOfficer = "triage_officer",
    /// Works on the cases of one department (部门经办人).
    DepartmentHandler = "department_handler",
    /// Mediates (调解员).
    Mediator = "mediator",
    /// Speaks with the court for the center, and for the court with the center (诉调对接联络员).
    CourtLiaison = "court_liaison",
    /// Watches whether cases are handled in time and by the rules (督办人员).
    Supervisor = "supervisor",
    /// Leads the center or a department: reads, and decides what comes back (领导).
    Leader = "leader",
    /// Checks the record afterwards, without names (审计人员).
    Auditor = "auditor",
    /// Keeps the machine running; sees no case (系统管理员).
    SystemAdministrator = "system_administrator",
    /// Keeps accounts and grants; sees no case (安全管理员).
    SecurityAdministrator = "security_administrator",
    /// Reads the log of who saw what; sees no case (安全审计员).
    AuditAdministrator = "audit_administrator",
    /// The center's own program, when it follows up on a fact.
    System = "system",
}

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
            Role::Auditor | Role::System => true,
            Role::DepartmentHandler
            | Role::Mediator
            | Role::SystemAdministrator
            | Role::SecurityAdministrator
            | Role::AuditAdministrator => false,
        }
    }
}
