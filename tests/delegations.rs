//! A court gives the center a matter to mediate: taken or declined, given more time, reported back.

use serde_json::{Value, json};
use tests::{Journey, Stage, party};

fn two() -> [Value; 2] {
    [party("applicant", "person", "曹原告（虚构）"), party("respondent", "person", "严被告（虚构）")]
}

/// A court gives the matter under a number of its own.
fn entrusted(number: u32) -> Value {
    json!({"command": "receive_delegation", "court": "court", "reference": format!("（2026）虚构诉前调{number}号"),
        "cause": "private_loan"})
}

fn count(case: &Journey, kind: &str) -> usize {
    case.history("director-1").iter().filter(|found| *found == kind).count()
}

/// The center does not take the matter, with a ground: the court reads it, and the citizen may sue as before.
#[test]
fn a_delegation_is_declined_with_a_ground() {
    let stage = Stage::empty();
    let mut case = stage.dispute("private_loan", &two(), "mediation");
    let decline =
        json!({"command": "decline_delegation", "ground": "not_competent", "explanation": "双方均不在本县（虚构）"});
    let accept = json!({"command": "accept_delegation"});
    assert_eq!(case.refused("litigation-1", "litigation", &accept), "access.not_this_role");
    assert_eq!(case.refused("triage-1", "litigation", &accept), "litigation.not_delegated");
    assert_eq!(case.refused("court-1", "litigation", &entrusted(21)), "case.unknown");
    let mut elsewhere = entrusted(21);
    elsewhere["court"] = json!("housing");
    assert_eq!(case.refused("litigation-1", "litigation", &elsewhere), "litigation.not_a_court");
    case.is_known_to(&[]);
    case.ask("litigation-1", "litigation", &entrusted(21));
    case.is_known_to(&["court-1"]);
    assert_eq!(case.refused("litigation-1", "litigation", &entrusted(22)), "litigation.delegation_open");
    assert_eq!(case.refused("clerk-1", "litigation", &decline), "access.not_this_role");
    assert_eq!(case.refused("court-1", "litigation", &decline), "access.not_this_role");
    case.ask("triage-1", "litigation", &decline);
    assert_eq!(case.refused("triage-1", "litigation", &accept), "litigation.not_delegated");
    let report = json!({"command": "report_delegation"});
    assert_eq!(case.refused("triage-1", "litigation", &report), "litigation.not_delegated");
    assert!(case.history("court-1").iter().any(|kind| kind == "litigation.delegation_declined"), "the court reads it");
    case.citizen_reads("registered", "center");
    case.ask("clerk-1", "litigation", &json!({"command": "file_suit", "party": case.parties[0]}));
    stage.ends_well();
}

/// The center takes it: both sides may give it more time, and neither alone; the court is told once how it ended.
#[test]
fn a_delegation_gets_more_time_and_is_reported_once() {
    let stage = Stage::empty();
    let mut case = stage.dispute("private_loan", &two(), "mediation");
    let longer =
        |parties: &[String], until: &str| json!({"command": "extend_delegation", "parties": parties, "until": until});
    let (both, one) = (case.parties.clone(), case.parties[..1].to_vec());
    assert_eq!(case.refused("triage-1", "litigation", &longer(&both, "2036-05-01")), "litigation.not_delegated");
    case.ask("litigation-1", "litigation", &entrusted(23));
    assert_eq!(
        case.refused("triage-1", "litigation", &longer(&both, "2036-05-01")),
        "litigation.delegation_not_accepted"
    );
    let taken = case.ask("triage-1", "litigation", &json!({"command": "accept_delegation"}));
    let until = taken["facts"][0]["body"]["until"].as_str().expect("a last day").to_owned();
    assert_eq!(
        case.refused("triage-1", "litigation", &json!({"command": "accept_delegation"})),
        "litigation.delegation_answered"
    );
    assert_eq!(
        case.refused("triage-1", "litigation", &longer(&one, "2036-05-01")),
        "litigation.extension_only_jointly"
    );
    assert_eq!(case.refused("triage-1", "litigation", &longer(&both, &until)), "litigation.not_later");
    assert_eq!(case.refused("court-1", "litigation", &longer(&both, "2036-05-01")), "access.not_this_role");
    case.ask("triage-1", "litigation", &longer(&both, "2036-05-01"));
    let report = json!({"command": "report_delegation"});
    assert_eq!(case.refused("triage-1", "litigation", &report), "litigation.mediation_not_ended");

    case.mediate("triage-1", "judicial");
    case.session(1, "2036-03-03T01:00:00Z");
    case.is_known_to(&["court-1", "mediator-1"]);
    case.mediator_says(&json!({"command": "terminate_mediation", "reason": "too_far_apart"}));
    case.comes_by_itself("litigation.delegation_reported");
    assert_eq!(case.refused("triage-1", "litigation", &report), "litigation.delegation_reported");
    assert_eq!(count(&case, "litigation.delegation_reported"), 1);
    the_court_reads_the_report_and_no_more(&stage, &case);
    case.ask("litigation-1", "litigation", &entrusted(24));
    assert_eq!(count(&case, "litigation.delegation_received"), 2, "a matter that was reported may be given again");
    stage.ends_well();
}

/// How it ended and which papers there are; what was said in the session is not on the court's page.
fn the_court_reads_the_report_and_no_more(stage: &Stage, case: &Journey) {
    let way = format!("/api/v1/cases/{}/events?limit=200", case.case);
    let read = stage.http.get("court-1", &way).expect("an answer");
    let facts = read.body["facts"].as_array().expect("facts");
    let report = facts.iter().find(|fact| fact["kind"] == "litigation.delegation_reported").expect("a report");
    assert_eq!(
        (&report["body"]["court"], &report["body"]["ended"]),
        (&json!("court"), &json!("too_far_apart")),
        "{report}"
    );
    assert!(!read.text.contains("双方各自陈述"), "the record of the session stays with the mediator");
}
