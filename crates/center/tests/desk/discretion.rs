//! Few may know what some cases say: those who work on them, those who are let in for a reason, nobody who is too near.

use access::{Action, Actor, Mask, Role, Rule};
use center::{Context, Failure, Order, ReadFailure};
use serde_json::json;
use timeline::{ActorId, Code, DepartmentCode, Query, StreamId};

use crate::hall::{Hall, administrator, clerk, housing, refused, registration, supervisor, transport, triage};

const NAME: &str = "甲某（虚构）";

/// A second supervisor of the center: nobody agrees to its own request.
fn other_supervisor() -> Actor {
    Actor { id: ActorId::parse("supervisor-2").unwrap(), ..supervisor() }
}

/// The name of the applicant as this person is shown it; the rule that says no.
fn name(hall: &Hall, who: &Actor, case: StreamId) -> Result<String, ReadFailure> {
    let shown = hall.center.case(who, case.into())?.shown();
    Ok(shown["parties"][0]["name"].as_str().unwrap_or_default().to_owned())
}

/// The telephone of the applicant as this person is shown it.
fn phone(hall: &Hall, who: &Actor, case: StreamId) -> String {
    let shown = hall.center.case(who, case.into()).unwrap().shown();
    shown["parties"][0]["phone"].as_str().unwrap_or_default().to_owned()
}

/// Every name that stands in a list.
fn listed(hall: &Hall, who: &Actor, view: &str) -> String {
    serde_json::to_string(&hall.center.view(who, view, &Query::default()).unwrap().rows).unwrap()
}

async fn violent(hall: &Hall) -> StreamId {
    let case = hall.register().await.stream;
    let classify = json!({ "command": "classify_case", "dispute_type": "domestic_violence" });
    hall.ask(&triage(), case, Context::Triage, classify).await.unwrap();
    hall.center.settled().await;
    case
}

#[tokio::test]
async fn what_is_sensitive_of_itself_is_for_those_who_work_on_it_until_somebody_says_why() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = violent(&hall).await;
    assert_eq!(name(&hall, &clerk(), case).unwrap(), NAME, "who took it in goes on working on it");
    let pseudonym = name(&hall, &supervisor(), case).unwrap();
    assert!(pseudonym.starts_with("P-"), "{pseudonym}");
    assert!(!listed(&hall, &supervisor(), "reception").contains("甲某"));
    assert!(hall.center.may(&supervisor(), Action::Reveal, case.into()).is_err());

    let challenge = json!({ "command": "challenge_access", "case": case, "reason": "supervising" });
    hall.of_registry(&supervisor(), challenge).await.unwrap();
    assert_eq!(name(&hall, &supervisor(), case).unwrap(), NAME);
    hall.center.settled().await;
    let told = hall.center.view(&other_supervisor(), "admissions", &Query::default()).unwrap();
    assert_eq!(
        (told.rows[0]["who"].clone(), told.rows[0]["basis"].clone()),
        (json!("supervisor-1"), json!("challenge"))
    );
    hall.pass(24 * 60);
    assert_eq!(name(&hall, &supervisor(), case).unwrap(), pseudonym, "a day later it is as before");
}

#[tokio::test]
async fn a_list_names_nobody_whom_the_case_does_not_name() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = violent(&hall).await;
    hall.ask(&triage(), case, Context::Triage, json!({ "command": "assign_case", "to": "housing" })).await.unwrap();
    let receive = json!({ "command": "receive_assignment", "assignment": 1 });
    hall.ask(&housing(), case, Context::Triage, receive).await.unwrap();
    hall.center.settled().await;
    let colleague = Actor { id: ActorId::parse("triage-2").unwrap(), ..triage() };
    assert!(name(&hall, &colleague, case).unwrap().starts_with("P-"));
    let list = listed(&hall, &colleague, "work-list");
    assert!(list.contains(&case.to_string()) && !list.contains("甲某"), "{list}");
    assert!(listed(&hall, &housing(), "work-list").contains(NAME), "who works on it reads it there");
}

#[tokio::test]
async fn what_is_sealed_is_for_those_a_supervisor_names() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = hall.register().await.stream;
    let seal = json!({ "command": "narrow_secrecy", "secrecy": "sealed", "ground": "retaliation" });
    hall.ask(&triage(), case, Context::Triage, seal).await.unwrap();
    hall.center.settled().await;
    let sealed = Err(ReadFailure::Denied { rule: Rule::OnlyTheNamed });
    assert_eq!(name(&hall, &clerk(), case), sealed.clone());
    assert_eq!(name(&hall, &transport(), case), Err(ReadFailure::NotFound), "whoever has nothing to do with it");
    assert!(!listed(&hall, &clerk(), "reception").contains("甲"));

    let until = hall.center.today().tomorrow().unwrap();
    let open = json!({ "command": "open_account", "account": transport().id, "department": "transport", "role": "department_handler", "until": until });
    let keeper = Actor { role: Role::SecurityAdministrator, ..clerk() };
    hall.of_registry(&keeper, open).await.unwrap();
    let invite = json!({ "command": "request_access", "case": case, "who": transport().id, "reason": "handling_matter", "until": until });
    hall.of_registry(&clerk(), invite.clone()).await.unwrap();
    assert_eq!(name(&hall, &transport(), case), Err(ReadFailure::NotFound), "asked for is not granted");
    let approve = json!({ "command": "approve_access", "case": case, "admission": 1 });
    hall.of_registry(&supervisor(), approve).await.unwrap();
    assert_eq!(name(&hall, &transport(), case).unwrap(), NAME);
    assert_eq!(phone(&hall, &transport(), case), "000****0001", "a helper is told whom it is about");
    assert_eq!(name(&hall, &clerk(), case), sealed, "whoever asked was not named");
    let leave = json!({ "command": "end_access", "case": case, "admission": 1 });
    hall.of_registry(&transport(), leave).await.unwrap();
    assert_eq!(name(&hall, &transport(), case), Err(ReadFailure::NotFound), "access ends when the helper leaves");

    let mut whole = invite;
    whole["extent"] = json!("full");
    hall.of_registry(&clerk(), whole).await.unwrap();
    let approve = json!({ "command": "approve_access", "case": case, "admission": 2 });
    hall.of_registry(&supervisor(), approve).await.unwrap();
    assert_eq!(phone(&hall, &transport(), case), "00000000001");
}

/// Whoever acts on a case and may not read it was shown all of it for a version it had not seen.
#[tokio::test]
async fn whoever_may_not_read_a_case_learns_that_it_moved_on_and_not_how() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let assign = json!({ "command": "assign_case", "to": "housing" });
    let sent = async || {
        let case = hall.register().await.stream;
        hall.ask(&triage(), case, Context::Triage, assign.clone()).await.unwrap();
        case
    };
    let stale = async |case| {
        let order = Order { seen_version: Some(1), ..hall.order(&triage(), Some(case), Context::Triage, &assign) };
        match hall.center.submit(order).await {
            Err(Failure::Conflict { since, .. }) => !since.is_empty(),
            other => panic!("{other:?}"),
        }
    };
    let (sealed, aside) = (sent().await, sent().await);
    assert!(stale(sealed).await && stale(aside).await, "whoever reads it is told how");
    let seal = json!({ "command": "narrow_secrecy", "secrecy": "sealed", "ground": "retaliation" });
    hall.ask(&triage(), sealed, Context::Triage, seal).await.unwrap();
    assert!(!stale(sealed).await);
    hall.ask(&triage(), aside, Context::Triage, json!({ "command": "step_aside", "ground": "kin" })).await.unwrap();
    assert!(!stale(aside).await);
}

/// What the housing bureau is told, in its order.
async fn told(hall: &Hall) -> Vec<String> {
    let code = Code::parse("housing").unwrap();
    let (messages, _) = hall.center.told(&housing(), &code, 0, 100).await.unwrap();
    messages.iter().map(|message| message.kind.name.to_owned()).collect()
}

#[tokio::test]
async fn of_a_sealed_case_a_department_hears_what_is_asked_of_it_and_the_rest_when_it_is_opened() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = hall.register().await.stream;
    let seal = json!({ "command": "narrow_secrecy", "secrecy": "sealed", "ground": "retaliation" });
    hall.ask(&triage(), case, Context::Triage, seal).await.unwrap();
    hall.ask(&triage(), case, Context::Triage, json!({ "command": "assign_case", "to": "housing" })).await.unwrap();
    let receive = json!({ "command": "receive_assignment", "assignment": 1 });
    hall.ask(&housing(), case, Context::Triage, receive).await.unwrap();
    let classify = json!({ "command": "classify_case", "dispute_type": "damages" });
    hall.ask(&triage(), case, Context::Triage, classify).await.unwrap();
    let moves = ["triage.case_assigned", "triage.assignment_received"];
    assert_eq!(told(&hall).await, moves);
    let open = json!({ "command": "widen_secrecy", "secrecy": "normal" });
    hall.ask(&supervisor(), case, Context::Triage, open).await.unwrap();
    let all = told(&hall).await;
    assert_eq!(all[..2], moves, "what was told stays told");
    let rest: Vec<&str> = all[2..].iter().map(String::as_str).collect();
    assert_eq!(
        rest,
        ["intake.case_registered", "intake.receipt_issued", "triage.case_classified"],
        "who may know it, and why, is said to nobody"
    );
}

#[tokio::test]
async fn where_a_life_is_in_danger_it_is_shown_and_supervisors_and_auditors_see_it_at_once() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = hall.register().await.stream;
    let glass = json!({ "command": "break_glass", "case": case, "danger": "suicide" });
    hall.of_registry(&transport(), glass).await.unwrap();
    assert_eq!(name(&hall, &transport(), case).unwrap(), NAME);
    hall.center.settled().await;
    for who in [supervisor(), crate::hall::auditor()] {
        let rows = hall.center.view(&who, "admissions", &Query::default()).unwrap().rows;
        assert_eq!((rows[0]["basis"].clone(), rows[0]["danger"].clone()), (json!("broken_glass"), json!("suicide")));
    }
    assert!(hall.center.view(&transport(), "admissions", &Query::default()).is_err());
}

#[tokio::test]
async fn whoever_is_too_near_to_a_party_is_shown_nothing_of_its_case() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = hall.register().await.stream;
    let aside = json!({ "command": "step_aside", "ground": "kin" });
    hall.ask(&clerk(), case, Context::Triage, aside).await.unwrap();
    hall.center.settled().await;
    assert_eq!(name(&hall, &clerk(), case), Err(ReadFailure::Denied { rule: Rule::ConflictOfInterest }));
    assert!(!listed(&hall, &clerk(), "reception").contains("甲"));
    let challenge = json!({ "command": "challenge_access", "case": case, "reason": "handling_matter" });
    assert_eq!(refused(&hall.of_registry(&clerk(), challenge).await), "registry.stands_aside");
}

#[tokio::test]
async fn a_department_that_is_a_party_handles_nothing_and_is_told_nothing() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let mut command = registration();
    command["parties"][1]["department"] = json!("housing");
    command["parties"][1]["kind"] = json!("organisation");
    let case = hall.center.submit(hall.order(&clerk(), None, Context::Intake, &command)).await.unwrap().stream;
    let assign = |to: &str| json!({ "command": "assign_case", "to": to });
    assert_eq!(refused(&hall.ask(&triage(), case, Context::Triage, assign("housing")).await), "triage.party_itself");
    hall.ask(&triage(), case, Context::Triage, assign("transport")).await.unwrap();
    assert_eq!(name(&hall, &transport(), case).unwrap(), NAME);
    assert_eq!(name(&hall, &housing(), case), Err(ReadFailure::NotFound));
    // Also of a case it had before it was found to be a party.
    let held = hall.register().await.stream;
    hall.ask(&triage(), held, Context::Triage, assign("housing")).await.unwrap();
    let receive = json!({ "command": "receive_assignment", "assignment": 1 });
    hall.ask(&housing(), held, Context::Triage, receive).await.unwrap();
    assert_eq!(name(&hall, &housing(), held).unwrap(), NAME);
    let party =
        json!({ "role": "respondent", "kind": "organisation", "name": "某局（虚构）", "department": "housing" });
    let add = json!({ "command": "add_party", "party": party });
    hall.ask(&clerk(), held, Context::Intake, add).await.unwrap();
    hall.center.settled().await;
    assert_eq!(name(&hall, &housing(), held), Err(ReadFailure::Denied { rule: Rule::ConflictOfInterest }));
    assert!(!listed(&hall, &housing(), "work-list").contains("甲"));
    let back = json!({ "command": "return_assignment", "assignment": 1, "ground": "conflict_of_interest", "explanation": "本单位是当事人" });
    hall.ask(&housing(), held, Context::Triage, back).await.unwrap();
    assert_eq!(name(&hall, &clerk(), held).unwrap(), NAME);
    let unrelated = Actor {
        id: ActorId::parse("somebody").unwrap(),
        department: DepartmentCode::parse("labour").unwrap(),
        role: Role::DepartmentHandler,
    };
    assert_eq!(name(&hall, &unrelated, held), Err(ReadFailure::NotFound));
    assert_eq!(hall.center.viewer(&housing(), held).mask, Mask::Closed);
}

#[tokio::test]
async fn those_who_oversee_from_outside_see_what_was_drawn_and_nobodys_name() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let overseer = Actor { role: Role::Overseer, id: ActorId::parse("overseer-1").unwrap(), ..clerk() };
    let mut cases = Vec::new();
    let drawn = loop {
        cases.push(hall.register().await.stream);
        hall.center.settled().await;
        let sample = hall.center.sample(&overseer, &Query::default()).unwrap();
        if let Some(row) = sample.rows.first() {
            break row["case"].as_str().unwrap().parse::<StreamId>().unwrap();
        }
        assert!(cases.len() < 5_000, "one in fifty is drawn");
    };
    assert!(name(&hall, &overseer, drawn).unwrap().starts_with("P-"));
    assert!(hall.center.history(&overseer, drawn, 0).is_ok(), "the whole course of it");
    let others = cases.iter().filter(|case| **case != drawn);
    others.for_each(|case| assert_eq!(name(&hall, &overseer, *case), Err(ReadFailure::NotFound)));
    assert!(hall.center.sample(&clerk(), &Query::default()).is_err());
}

/// A change of what is told may stand in the log before the facts that somebody is about to read who knew it otherwise.
#[tokio::test]
async fn what_lies_behind_a_change_is_told_by_nobody_who_does_not_know_of_it() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let line = Code::parse("housing-line").unwrap();
    let open = json!({ "command": "open_subscription", "subscription": line, "department": "housing",
        "transport": "sse", "from": "beginning", "fact_names": ["triage"] });
    hall.of_registry(&administrator(), open).await.unwrap();
    let (known, upto) = hall.center.known_subscriptions().await.unwrap();
    let change = json!({ "command": "change_subscription", "subscription": line, "fact_names": ["intake"] });
    hall.of_registry(&administrator(), change).await.unwrap();
    let case = hall.register().await.stream;
    hall.ask(&triage(), case, Context::Triage, json!({ "command": "assign_case", "to": "housing" })).await.unwrap();

    let of_line = known.into_iter().filter(|known| *known.code() == line).collect();
    let mut sharing = hall.center.share(of_line, upto);
    while !sharing.is_outdated() {
        let told: Vec<_> = sharing.next().await.unwrap().iter().map(|share| share.kind.name).collect();
        assert!(told.is_empty(), "{told:?} is told by the names that were chosen before");
    }
    let (told, _) = hall.center.told(&housing(), &line, 0, 100).await.unwrap();
    assert!(!told.is_empty() && told.iter().all(|message| message.kind.name.starts_with("intake.")));
}
