//! Which roles somebody's groups at the provider let them sit down in.
//!
//! The register alone gives roles. Groups only take away: where the operator maps them, somebody comes in with a role of their
//! account if one of their groups is mapped to it, and not at all without. So whoever keeps the provider's groups can keep
//! people out of a center, and can bring nobody into a role that two administrators did not give them there.

use serde::Deserialize;
use timeline::{DepartmentCode, Role};

/// How groups of the provider and roles of the register go together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groups {
    /// The claim that lists them, by its name or as a JSON pointer (RFC 6901).
    pub(crate) claim: String,
    /// One line for each group.
    pub(crate) map: Vec<Mapped>,
}

/// One group.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapped {
    /// As the provider writes it.
    pub(crate) group: String,
    /// The roles it holds.
    pub(crate) roles: Vec<Role>,
    /// For accounts of these departments; of every one if left out.
    #[serde(default)]
    departments: Vec<DepartmentCode>,
}

impl Groups {
    /// Whether somebody in these groups may sit down in this role for this department.
    #[must_use]
    pub fn hold(&self, groups: &[String], role: Role, department: &DepartmentCode) -> bool {
        self.map.iter().filter(|mapped| groups.contains(&mapped.group)).any(|mapped| {
            mapped.roles.contains(&role) && (mapped.departments.is_empty() || mapped.departments.contains(department))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups() -> Groups {
        toml::from_str(
            r#"
            claim = "groups"
            [[map]]
            group = "hall"
            roles = ["window_clerk", "triage_officer"]
            [[map]]
            group = "court-people"
            roles = ["court_liaison"]
            departments = ["court"]
            "#,
        )
        .unwrap()
    }

    #[test]
    fn a_role_needs_a_group_that_holds_it() {
        let (groups, center, court) =
            (groups(), DepartmentCode::parse("center").unwrap(), DepartmentCode::parse("court").unwrap());
        let held = |of: &[&str], role, department| {
            groups.hold(&of.iter().map(|group| (*group).to_owned()).collect::<Vec<_>>(), role, department)
        };
        assert!(held(&["else", "hall"], Role::TriageOfficer, &center) && held(&["hall"], Role::WindowClerk, &court));
        assert!(held(&["court-people"], Role::CourtLiaison, &court));
        assert!(!held(&["court-people"], Role::CourtLiaison, &center), "another department");
        assert!(!held(&["court-people"], Role::WindowClerk, &court), "another role");
        assert!(!held(&["hall"], Role::SecurityAdministrator, &center), "a role no group holds");
        assert!(!held(&[], Role::WindowClerk, &center) && !held(&["HALL"], Role::WindowClerk, &center));
    }
}
