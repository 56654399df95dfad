//! Why somebody may or may not: the decision of `access`, with the line of its table and the rule it came from.

use access::{Action, Actor, CaseFacts, Decision, Mask, Relation, Viewer, decide, reach};
use serde::Serialize;
use timeline::{DepartmentCode, Role};

/// An answer to a question of access.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Explained {
    /// In which role.
    pub role: Role,
    /// For which department.
    pub department: DepartmentCode,
    /// For what.
    pub action: Action,
    /// How far the table reaches: a word of [`access::Reach`].
    pub reach: &'static str,
    /// Whether it may be done; without a case, whether it may be done to some case.
    pub allowed: bool,
    /// The rule that says no.
    pub rule: Option<&'static str>,
    /// Whether the one who asks may know that the case exists.
    pub may_know: bool,
    /// What the one who asks has to do with the case, and how its personal values are shown; `None` without a case, or
    /// where nothing is shown.
    pub shown: Option<(Relation, Mask)>,
}

/// Whether this actor may do this: to this case, or to any at all.
#[must_use]
pub fn explain(actor: &Actor, action: Action, case: Option<&CaseFacts>) -> Explained {
    let reach = reach(actor.role, action);
    let decision = decide(actor, action, case.unwrap_or(&CaseFacts::default()));
    // Without a case only the role is asked: the rules about a case cannot say no to none.
    let anywhere = case.is_none() && reach != access::Reach::None;
    let (rule, may_know) = match decision {
        Decision::Deny { rule, may_know } if !anywhere => (Some(rule.as_str()), may_know),
        Decision::Allow | Decision::Deny { .. } => (None, true),
    };
    let viewer = case.filter(|_| rule.is_none()).map(|case| Viewer::of(actor, case));
    let shown = viewer.map(|viewer| (viewer.relation, viewer.mask));
    let Actor { id: _, department, role } = actor.clone();
    Explained { shown, role, department, action, reach: reach.as_str(), allowed: rule.is_none(), rule, may_know }
}

#[cfg(test)]
mod tests {
    use timeline::ActorId;

    use super::*;

    fn actor(role: Role) -> Actor {
        let id = ActorId::parse("anybody").unwrap();
        Actor { id, department: DepartmentCode::parse("transport").unwrap(), role }
    }

    #[test]
    fn without_a_case_only_the_role_decides() {
        let handler = explain(&actor(Role::DepartmentHandler), Action::CloseCase, None);
        assert_eq!((handler.allowed, handler.rule, handler.reach), (true, None, "held"));
        let auditor = explain(&actor(Role::Auditor), Action::CloseCase, None);
        assert_eq!((auditor.allowed, auditor.rule), (false, Some("access.not_this_role")));
    }

    #[test]
    fn with_a_case_the_rule_is_named_and_whether_the_case_may_be_known() {
        let elsewhere = CaseFacts::default();
        let stranger = explain(&actor(Role::DepartmentHandler), Action::CloseCase, Some(&elsewhere));
        assert_eq!((stranger.rule, stranger.may_know), (Some("access.only_the_holder"), false));
        let held = CaseFacts { holder: DepartmentCode::parse("transport").ok(), ..CaseFacts::default() };
        assert!(explain(&actor(Role::DepartmentHandler), Action::CloseCase, Some(&held)).allowed);
    }
}
