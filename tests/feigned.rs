//! Parties who may only feign a dispute: everything stands still until it is decided, and nobody loses the way to court
//! (invited mediation, article 18).

use serde_json::{Value, json};
use tests::{Journey, Stage, party};

const SESSION: &str = "2036-03-03T01:00:00Z";

fn suspected(stage: &Stage) -> Journey {
    let two = [party("applicant", "person", "华申请（虚构）"), party("respondent", "person", "金对方（虚构）")];
    let mut case = stage.dispute("private_loan", &two, "mediation");
    let told = |to: &str| {
        json!({"command": "suspect_false_mediation", "grounds": "双方对借条来源说法一致却自相矛盾（虚构）",
        "reported_to": to})
    };
    assert_eq!(case.refused("triage-1", "mediation", &told("court")), "mediation.not_open");
    case.mediate("triage-1", "peoples");
    assert_eq!(case.refused("mediator-1", "mediation", &told("nobody")), "mediation.unknown_department");
    assert_eq!(case.refused("clerk-1", "mediation", &told("court")), "access.not_this_role");
    assert_eq!(case.refused("mediator-2", "mediation", &told("court")), "case.unknown");
    assert_eq!(case.refused("triage-1", "mediation", &decided(false)), "mediation.not_suspected");
    case.mediator_says(&told("court"));
    assert_eq!(case.refused("mediator-1", "mediation", &told("court")), "mediation.suspended");
    case
}

fn decided(confirmed: bool) -> Value {
    json!({"command": "decide_false_mediation", "confirmed": confirmed, "explanation": "调取了转账记录（虚构）"})
}

fn session_set() -> Value {
    json!({"command": "schedule_session", "at": SESSION, "place": "room-1", "form": "on_site"})
}

/// Nothing was feigned: it goes on where it stood.
#[test]
fn a_suspicion_that_proves_wrong_stops_nothing_for_good() {
    let stage = Stage::empty();
    let mut case = suspected(&stage);
    let signed =
        json!({"command": "sign_agreement", "form": "written", "terms": "分期归还（虚构）", "parties": case.parties});
    for act in [session_set(), signed] {
        assert_eq!(case.refused("mediator-1", "mediation", &act), "mediation.suspended");
    }
    assert_eq!(case.refused("mediator-1", "mediation", &decided(false)), "access.not_this_role");
    case.ask("triage-1", "mediation", &decided(false));
    case.mediator_says(&session_set());
    case.mediator_says(&json!({"command": "hold_session", "session": 1, "attended": case.parties}));
    stage.ends_well();
}

/// It was feigned: the mediation has ended, the parties are told what is open, and a suit still is.
#[test]
fn a_feigned_dispute_ends_its_mediation_and_no_right_to_sue() {
    let stage = Stage::empty();
    let mut case = suspected(&stage);
    case.ask("director-1", "mediation", &decided(true));
    case.comes_by_itself("mediation.remedies_advised");
    assert_eq!(case.sheet("clerk-1")["mediation"]["open"], false);
    assert_eq!(case.refused("mediator-1", "mediation", &session_set()), "mediation.not_open");
    case.citizen_reads("registered", "center");
    case.ask("clerk-1", "litigation", &json!({"command": "file_suit", "party": case.parties[0]}));
    stage.ends_well();
}

/// Who is suspected may still refuse to mediate: that is never kept from anybody.
#[test]
fn who_is_suspected_may_still_refuse_to_mediate() {
    let stage = Stage::empty();
    let mut case = suspected(&stage);
    case.ask("clerk-1", "mediation", &json!({"command": "refuse_mediation", "party": case.parties[1]}));
    let history = case.history("director-1");
    assert!(history.iter().any(|kind| kind == "mediation.refused"), "{history:?}");
    stage.ends_well();
}
