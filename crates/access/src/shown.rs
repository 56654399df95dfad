//! How much of a case is shown to whom: role by relation, one table. What somebody must know to do its task, and not more
//! (personal information protection law, article 6); the rest is shown for a reason that is written down.

use crate::{Mask, Relation, Role};

/// How personal values of a case are shown to somebody in this role that has this to do with it.
#[must_use]
pub const fn mask_of(role: Role, relation: Relation) -> Mask {
    match (role, relation) {
        // Who answers the citizen, or works on the matter, needs all of it.
        (Role::System, _)
        | (Role::WindowClerk, Relation::Own)
        | (Role::TriageOfficer | Role::DepartmentHandler | Role::CourtLiaison, Relation::Assigned | Relation::Own)
        | (Role::Mediator, Relation::Assigned) => Mask::Full,
        // Who had to do with it, or watches over it, must know whom it is about and not where to find them.
        (Role::TriageOfficer | Role::DepartmentHandler | Role::CourtLiaison, Relation::Involved)
        | (Role::Supervisor | Role::Leader, _) => Mask::Partial,
        // A colleague at another window recognises whoever stands there.
        (Role::WindowClerk | Role::Mediator, _) => Mask::Initial,
        // Who checks or counts tells people apart.
        (Role::Auditor | Role::Overseer, _) => Mask::Pseudonym,
        (Role::TriageOfficer | Role::DepartmentHandler | Role::CourtLiaison, Relation::None)
        | (
            Role::SystemAdministrator | Role::SecurityAdministrator | Role::AuditAdministrator | Role::KeyCustodian,
            _,
        ) => Mask::Closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_nearer_to_a_case_sees_no_less_of_it() {
        for role in Role::ALL {
            let masks: Vec<Mask> =
                [Relation::None, Relation::Involved].iter().map(|near| mask_of(*role, *near)).collect();
            assert!(masks.is_sorted_by(|far, near| near <= far), "{role:?}: {masks:?}");
            assert!(mask_of(*role, Relation::Own) <= mask_of(*role, Relation::Involved), "{role:?}");
            assert!(mask_of(*role, Relation::Assigned) <= mask_of(*role, Relation::Involved), "{role:?}");
        }
    }
}
