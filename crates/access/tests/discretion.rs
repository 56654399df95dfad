//! Who is shown what few may know, and who stays away: one line a question.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use access::{Action, Actor, Basis, CaseFacts, Decision, Mask, Relation, Role, Rule, Viewer, decide, may_be_told};
use timeline::{ActorId, DepartmentCode, Secrecy};

fn department(code: &str) -> DepartmentCode {
    DepartmentCode::parse(code).unwrap()
}

fn actor(id: &str, role: Role, code: &str) -> Actor {
    Actor { id: ActorId::parse(id).unwrap(), department: department(code), role }
}

/// Held by housing, mediated by `an`, registered by `li`; the center and the police have to do with it.
fn case(secrecy: Secrecy) -> CaseFacts {
    CaseFacts {
        holder: Some(department("housing")),
        involved: vec![department("center"), department("housing"), department("police")],
        mediator: Some(ActorId::parse("an").unwrap()),
        workers: vec![ActorId::parse("li").unwrap()],
        secrecy,
        ..CaseFacts::default()
    }
}

/// The same with somebody let in.
fn admitting(secrecy: Secrecy, who: &Actor, basis: Basis) -> CaseFacts {
    CaseFacts { admitted: vec![(who.id.clone(), basis)], ..case(secrecy) }
}

fn denied(rule: Rule) -> Decision {
    Decision::Deny { rule, may_know: true }
}

#[test]
fn what_is_sensitive_shows_pseudonyms_to_all_who_do_not_work_on_it() {
    use Mask::{Full, Initial, Partial, Pseudonym};
    #[rustfmt::skip]
    let lines = [
        // who,                                                       as usual, sensitive
        (actor("li",  Role::WindowClerk,       "center"),             Full,     Full),
        (actor("wu",  Role::WindowClerk,       "center"),             Initial,  Pseudonym),
        (actor("sun", Role::DepartmentHandler, "housing"),            Full,     Full),
        (actor("he",  Role::DepartmentHandler, "police"),             Partial,  Pseudonym),
        (actor("an",  Role::Mediator,          "peoples_mediation"),  Full,     Full),
        (actor("qin", Role::Supervisor,        "center"),             Partial,  Pseudonym),
        (actor("lu",  Role::Leader,            "center"),             Partial,  Pseudonym),
        (actor("bai", Role::Auditor,           "audit"),              Pseudonym, Pseudonym),
    ];
    for (who, usual, sensitive) in lines {
        assert_eq!(Viewer::of(&who, &case(Secrecy::Normal)).mask, usual, "{who:?}");
        assert_eq!(Viewer::of(&who, &case(Secrecy::Sensitive)).mask, sensitive, "{who:?}");
    }
}

#[test]
fn what_is_sealed_is_for_those_who_are_named() {
    let sealed = case(Secrecy::Sealed);
    for (who, expected) in [
        (actor("an", Role::Mediator, "peoples_mediation"), Decision::Allow),
        (actor("bai", Role::Auditor, "audit"), Decision::Allow),
        (actor("yidi", Role::System, "center"), Decision::Allow),
        (actor("sun", Role::DepartmentHandler, "housing"), denied(Rule::OnlyTheNamed)),
        (actor("li", Role::WindowClerk, "center"), denied(Rule::OnlyTheNamed)),
        (actor("qin", Role::Supervisor, "center"), denied(Rule::OnlyTheNamed)),
    ] {
        assert_eq!(decide(&who, Action::ReadCase, &sealed), expected, "{who:?}");
    }
    let stranger = actor("ma", Role::DepartmentHandler, "labour");
    let hidden = Decision::Deny { rule: Rule::OnlyTheInvolved, may_know: false };
    assert_eq!(
        decide(&stranger, Action::ReadCase, &sealed),
        hidden,
        "whoever had nothing to do with it learns nothing"
    );
    assert_eq!(Viewer::of(&actor("bai", Role::Auditor, "audit"), &sealed).mask, Mask::Pseudonym);
}

#[test]
fn nothing_stands_in_the_way_of_an_act() {
    let clerk = actor("wu", Role::WindowClerk, "center");
    for action in [Action::RefuseMediation, Action::SubmitMaterial, Action::CorrectParty] {
        assert!(decide(&clerk, action, &case(Secrecy::Sealed)).allowed(), "{action:?}");
    }
}

#[test]
fn whoever_is_let_in_sees_what_it_was_let_in_for() {
    let (near, far) = (actor("qin", Role::Supervisor, "center"), actor("ma", Role::DepartmentHandler, "labour"));
    let sees = |who: &Actor, basis| {
        let viewer = Viewer::of(who, &admitting(Secrecy::Sealed, who, basis));
        (viewer.mask, viewer.basis)
    };
    assert_eq!(sees(&near, Basis::Challenge), (Mask::Partial, Basis::Challenge), "what it would see otherwise");
    assert_eq!(sees(&near, Basis::Grant), (Mask::Full, Basis::Grant));
    assert_eq!(sees(&far, Basis::Grant), (Mask::Full, Basis::Grant), "another department, by name");
    assert_eq!(sees(&far, Basis::Invitation), (Mask::Partial, Basis::Invitation), "whom and what it is about");
    let curious = CaseFacts { lifted: vec![far.id.clone()], ..admitting(Secrecy::Sealed, &far, Basis::Invitation) };
    assert_eq!(Viewer::of(&far, &curious).mask, Mask::Partial, "a reason of its own opens no more");
    assert_eq!(sees(&far, Basis::BrokenGlass), (Mask::Full, Basis::BrokenGlass));
    assert_eq!(sees(&far, Basis::Challenge).0, Mask::Closed, "its own word opens nothing that is not near");
    // Being let in is no task: what its role does not do, it does not do here.
    let auditor = actor("bai", Role::Auditor, "audit");
    let granted = admitting(Secrecy::Normal, &auditor, Basis::Grant);
    assert_eq!(decide(&auditor, Action::ReadMaterial, &granted), denied(Rule::NotThisRole));
    assert_eq!(
        decide(&far, Action::CloseCase, &admitting(Secrecy::Normal, &far, Basis::Grant)),
        denied(Rule::OnlyTheHolder)
    );
    assert_eq!(Viewer::of(&auditor, &granted).mask, Mask::Full, "content with a grant by name");
}

/// Whoever broke the glass on a number it guessed learned whether the case was about its own department.
#[test]
fn a_body_that_is_a_party_is_told_nothing_for_being_let_in() {
    let far = actor("ma", Role::DepartmentHandler, "labour");
    let hidden = Decision::Deny { rule: Rule::OnlyTheInvolved, may_know: false };
    for basis in [Basis::Challenge, Basis::Invitation, Basis::Grant, Basis::BrokenGlass] {
        let facts = CaseFacts { parties: vec![department("labour")], ..admitting(Secrecy::Normal, &far, basis) };
        assert_eq!(decide(&far, Action::ReadCase, &facts), hidden, "{basis:?}");
    }
}

/// A receipt opens by its code what the citizen may see: a colleague could have given one out to itself.
#[test]
fn a_code_is_given_out_by_whoever_has_the_case_open() {
    let (took_it_in, colleague) = (actor("li", Role::WindowClerk, "center"), actor("wu", Role::WindowClerk, "center"));
    let gives = |who: &Actor, facts: &CaseFacts| decide(who, Action::IssueReceipt, facts);
    assert_eq!(gives(&took_it_in, &case(Secrecy::Normal)), Decision::Allow);
    assert_eq!(gives(&took_it_in, &case(Secrecy::Sealed)), denied(Rule::OnlyTheNamed));
    assert_eq!(gives(&colleague, &case(Secrecy::Normal)), denied(Rule::RevealFirst));
    assert_eq!(gives(&colleague, &case(Secrecy::Sensitive)), denied(Rule::ChallengeFirst));
    let lifted = CaseFacts { lifted: vec![colleague.id.clone()], ..case(Secrecy::Normal) };
    assert_eq!(gives(&colleague, &lifted), Decision::Allow);
}

#[test]
fn a_reason_alone_does_not_reveal_what_is_sensitive() {
    let who = actor("qin", Role::Supervisor, "center");
    assert_eq!(decide(&who, Action::Reveal, &case(Secrecy::Sensitive)), denied(Rule::ChallengeFirst));
    assert_eq!(decide(&who, Action::ReadMaterial, &case(Secrecy::Sensitive)), denied(Rule::ChallengeFirst));
    let inside = admitting(Secrecy::Sensitive, &who, Basis::Challenge);
    assert!(decide(&who, Action::Reveal, &inside).allowed());
    assert_eq!(decide(&who, Action::ReadMaterial, &inside), denied(Rule::RevealFirst));
    let lifted = CaseFacts { lifted: vec![who.id.clone()], ..inside };
    assert!(decide(&who, Action::ReadMaterial, &lifted).allowed());
}

/// Row A13 of the fault table: every role, as the recused officer and as somebody of a department that is a party.
#[test]
fn whoever_is_too_near_sees_nothing_and_only_hands_on() {
    for role in Role::ALL.iter().filter(|role| **role != Role::System) {
        let who = actor("li", *role, "housing");
        let recused = CaseFacts { recused: vec![who.id.clone()], ..case(Secrecy::Normal) };
        let own_cause = CaseFacts { parties: vec![department("housing")], ..case(Secrecy::Normal) };
        let lifted = vec![who.id.clone()];
        let let_in = CaseFacts { lifted, ..admitting(Secrecy::Normal, &who, Basis::Grant) };
        let let_in = CaseFacts { recused: vec![who.id.clone()], ..let_in };
        for facts in [&recused, &own_cause, &let_in] {
            for action in Action::ALL.iter().filter(|action| action.purpose() == access::Purpose::Look) {
                assert!(!decide(&who, *action, facts).allowed(), "{role:?} {action:?}");
            }
            let viewer = Viewer::of(&who, facts);
            assert_eq!((viewer.mask, viewer.mediation), (Mask::Closed, false), "{role:?}");
            assert!(!may_be_told(&who, facts), "{role:?}");
        }
    }
    let handler = actor("sun", Role::DepartmentHandler, "housing");
    let own_cause = CaseFacts { parties: vec![department("housing")], ..case(Secrecy::Normal) };
    assert!(decide(&handler, Action::ReturnAssignment, &own_cause).allowed());
    assert_eq!(decide(&handler, Action::CloseCase, &own_cause), denied(Rule::ConflictOfInterest));
}

#[test]
fn rows_of_lists_say_no_more_than_the_case_itself() {
    let supervisor = actor("qin", Role::Supervisor, "center");
    let triage = actor("tang", Role::TriageOfficer, "center");
    let handler = actor("sun", Role::DepartmentHandler, "housing");
    let masks = |actor: &Actor, lies_with: Option<&str>| {
        let of_row = |secrecy: &Secrecy| Viewer::of_row(actor, lies_with.map(department), *secrecy).mask;
        Secrecy::ALL.iter().map(of_row).collect::<Vec<_>>()
    };
    assert_eq!(Viewer::of_lists(&handler).relation, Relation::Assigned);
    assert_eq!(masks(&supervisor, None), [Mask::Partial, Mask::Pseudonym, Mask::Closed]);
    assert_eq!(masks(&handler, Some("housing")), [Mask::Full, Mask::Full, Mask::Closed]);
    assert_eq!(masks(&triage, Some("center")), [Mask::Full, Mask::Full, Mask::Closed]);
    assert_eq!(masks(&triage, Some("housing")), [Mask::Partial, Mask::Pseudonym, Mask::Closed], "others work on it");
}
