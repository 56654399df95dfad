//! Who may do what: one line a question.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use access::{Action, Actor, CaseFacts, Decision, Role, Rule, decide};
use timeline::{ActorId, DepartmentCode};

fn department(code: &str) -> DepartmentCode {
    DepartmentCode::parse(code).unwrap()
}

fn actor(role: Role, code: &str) -> Actor {
    Actor { id: ActorId::parse("li").unwrap(), department: department(code), role }
}

/// Held by justice, housing is asked, the police once had it, a court was handed it, `li` mediates.
fn case() -> CaseFacts {
    CaseFacts {
        holder: Some(department("justice")),
        asked: Some(department("housing")),
        involved: vec![department("police"), department("court"), department("center")],
        mediator: Some(ActorId::parse("li").unwrap()),
        ..CaseFacts::default()
    }
}

fn hidden(rule: Rule) -> Decision {
    Decision::Deny { rule, may_know: false }
}

fn known(rule: Rule) -> Decision {
    Decision::Deny { rule, may_know: true }
}

#[test]
fn the_reach_of_a_role_is_measured_against_the_case() {
    use Action::*;
    use Role::*;
    let yes = Decision::Allow;
    #[rustfmt::skip]
    let questions = [
        (WindowClerk,         "center",  RegisterCase,      yes),
        (WindowClerk,         "center",  CloseCase,         known(Rule::NotThisRole)),
        (DepartmentHandler,   "justice", CloseCase,         yes),
        (DepartmentHandler,   "housing", CloseCase,         known(Rule::OnlyTheHolder)),
        (DepartmentHandler,   "labour",  CloseCase,         hidden(Rule::OnlyTheHolder)),
        (DepartmentHandler,   "housing", ReceiveAssignment, yes),
        (DepartmentHandler,   "police",  ReceiveAssignment, known(Rule::OnlyTheAsked)),
        (DepartmentHandler,   "police",  ReadCase,          yes),
        (DepartmentHandler,   "labour",  ReadCase,          hidden(Rule::OnlyTheInvolved)),
        (Mediator,            "labour",  SignAgreement,     yes),
        (CourtLiaison,        "court",   AcknowledgeHandOff, yes),
        (CourtLiaison,        "court",   SignAgreement,     known(Rule::NotThisRole)),
        (Leader,              "center",  CloseCase,         yes),
        (Leader,              "labour",  CloseCase,         hidden(Rule::OnlyTheInvolved)),
        (CourtLiaison,        "other",   ReadCase,          hidden(Rule::OnlyTheInvolved)),
        (Auditor,             "audit",   Replay,            yes),
        (Auditor,             "audit",   RegisterCase,      known(Rule::NotThisRole)),
        (SystemAdministrator, "center",  ReadCase,          known(Rule::NotThisRole)),
        (SystemAdministrator, "center",  Verify,            yes),
        (AuditAdministrator,  "center",  ReadCase,          known(Rule::NotThisRole)),
        (System,              "center",  TerminateMediation, yes),
        (System,              "center",  SignAgreement,     known(Rule::NotThisRole)),
    ];
    for (role, code, action, expected) in questions {
        assert_eq!(decide(&actor(role, code), action, &case()), expected, "{role:?} of {code}: {action:?}");
    }
}

#[test]
fn a_mediator_acts_on_its_own_cases_only() {
    let other = CaseFacts { mediator: Some(ActorId::parse("wang").unwrap()), ..case() };
    let li = actor(Role::Mediator, "labour");
    assert_eq!(decide(&li, Action::SignAgreement, &other), hidden(Rule::OnlyTheMediator));
    assert!(decide(&actor(Role::Mediator, "justice"), Action::SignAgreement, &other).allowed());
}

#[test]
fn a_mediator_sees_the_case_it_is_asked_to_take() {
    let asked = CaseFacts { asked: Some(DepartmentCode::parse("labour").unwrap()), mediator: None, ..case() };
    let li = actor(Role::Mediator, "labour");
    for action in [Action::ReadCase, Action::ReadHistory, Action::ReceiveAssignment] {
        assert!(decide(&li, action, &asked).allowed(), "{action:?}");
    }
    assert!(!decide(&li, Action::SignAgreement, &asked).allowed());
}

#[test]
fn administrators_see_no_case() {
    for role in [Role::SystemAdministrator, Role::SecurityAdministrator, Role::AuditAdministrator] {
        for action in Action::ALL.iter().filter(|action| action.purpose() != access::Purpose::Run) {
            assert!(!decide(&actor(role, "justice"), *action, &case()).allowed(), "{role:?} {action:?}");
        }
    }
}

#[test]
fn a_copy_of_a_material_is_for_those_who_may_read_names_alone() {
    for role in Role::ALL {
        for code in ["justice", "housing", "police", "labour", "center"] {
            let actor = actor(*role, code);
            if decide(&actor, Action::ReadMaterial, &case()).allowed() && *role != Role::System {
                assert!(access::Viewer::of(&actor, &case()).mask == access::Mask::Full, "{role:?} of {code}");
            }
        }
    }
}

#[test]
fn going_to_court_is_open_to_everybody_who_works_on_the_case() {
    for role in [Role::WindowClerk, Role::TriageOfficer, Role::DepartmentHandler, Role::Mediator, Role::CourtLiaison] {
        assert!(decide(&actor(role, "justice"), Action::FileSuit, &case()).allowed(), "{role:?}");
    }
}

#[test]
fn names_of_roles_actions_and_rules_are_read_back_and_unique() {
    for role in Role::ALL {
        assert_eq!(Role::from_name(role.as_str()), Some(*role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
    }
    let names: std::collections::BTreeSet<_> = Action::ALL.iter().map(|action| action.as_str()).collect();
    assert_eq!(names.len(), Action::ALL.len());
    assert!(Rule::ALL.iter().all(|rule| rule.as_str().starts_with("access.")));
}
