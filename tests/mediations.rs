//! One scripted case for each kind of mediation: what its kind allows, and another end each time.

mod concessions;

use serde_json::{Value, json};
use tests::{Journey, Stage, party, today};

/// Far enough ahead that no test has to wait for it.
const SESSION: &str = "2036-03-03T01:00:00Z";
const DUE: &str = "2036-04-01";

fn person_and_firm() -> [Value; 2] {
    [party("applicant", "person", "沈申请（虚构）"), party("respondent", "organisation", "示例服务公司")]
}

fn neighbours() -> [Value; 2] {
    [party("applicant", "person", "韩楼下（虚构）"), party("respondent", "person", "杨楼上（虚构）")]
}

/// A case in mediation of this kind, with one session held.
fn in_session(stage: &Stage, kind: &str, dispute_type: &str, mediator: &str, parties: &[Value]) -> Journey {
    let mut case = stage.dispute(dispute_type, parties, "mediation");
    case.mediate_with("triage-1", kind, mediator);
    case.session(1, SESSION);
    case
}

/// An agreement in which the other side owes one sum.
fn agreement(case: &Journey, form: &str) -> Value {
    json!({"command": "sign_agreement", "form": form, "terms": "对方付清900元（虚构）", "parties": case.parties,
        "instalments": [{"by": case.parties[1], "due": DUE, "amount": 90_000}]})
}

fn is_paid_and_closed(case: &mut Journey) {
    let paid = json!({"command": "record_performance", "instalment": 1, "performed_on": today()});
    case.ask("triage-1", "mediation", &paid);
    case.ask("triage-1", "triage", &json!({"command": "close_case", "outcome": "settled"}));
    assert_eq!(case.sheet("clerk-1")["state"], "closed");
}

/// Everybody it needs signs the agreement, the committee's seal last: before that it binds nobody.
fn sign_one_by_one(case: &mut Journey, agreement: u32, manner: &str) {
    let signed = |signer: &str, manner: &str| json!({"command": "give_signature", "agreement": agreement, "signer": signer, "manner": manner});
    for party in case.parties.clone() {
        let mut of_party = signed("party", manner);
        of_party["party"] = json!(party);
        case.mediator_says(&of_party);
    }
    case.mediator_says(&signed("mediator", "signature"));
    assert_eq!(bound(case), agreement as usize - 1, "the committee has not sealed it");
    case.mediator_says(&signed("committee", "seal"));
    assert_eq!(bound(case), agreement as usize, "{:?}", case.history("director-1"));
}

/// How many agreements of the case have taken effect.
fn bound(case: &Journey) -> usize {
    count(case, "mediation.agreement_signed")
}

/// How often this fact is on the timeline.
fn count(case: &Journey, kind: &str) -> usize {
    case.history("director-1").iter().filter(|found| *found == kind).count()
}

/// People's mediation may end by word of mouth (people's mediation law, article 28).
#[test]
fn peoples_mediation_ends_by_word_of_mouth() {
    let stage = Stage::empty();
    let mut case = in_session(&stage, "peoples", "noise", "mediator-1", &neighbours());
    let oral = agreement(&case, "oral");
    case.mediator_says(&oral);
    is_paid_and_closed(&mut case);
    stage.ends_well();
}

/// An administrative body mediates; there is no oral agreement, and the parties stay too far apart.
#[test]
fn administrative_mediation_ends_without_an_agreement() {
    let stage = Stage::empty();
    let mut case = in_session(&stage, "administrative", "property_management", "mediator-1", &person_and_firm());
    let oral = agreement(&case, "oral");
    assert_eq!(case.refused("mediator-1", "mediation", &oral), "mediation.form_not_allowed");
    case.mediator_says(&json!({"command": "terminate_mediation", "reason": "too_far_apart"}));
    case.comes_by_itself("mediation.remedies_advised");
    case.ask("clerk-1", "litigation", &json!({"command": "file_suit", "party": case.parties[0]}));
    stage.ends_well();
}

/// The court entrusts a simple matter; the agreement is confirmed by it.
#[test]
fn judicial_mediation_is_reported_and_confirmed() {
    let stage = Stage::empty();
    let mut case = stage.dispute("private_loan", &neighbours(), "mediation");
    let entrusted = json!({"command": "receive_delegation", "court": "court", "reference": "（2026）虚构诉前调1号",
        "cause": "private_loan", "stage": "simplified"});
    case.ask("litigation-1", "litigation", &entrusted);
    case.ask("triage-1", "litigation", &json!({"command": "accept_delegation"}));
    case.mediate_with("triage-1", "judicial", "mediator-1");
    case.session(1, SESSION);
    let written = agreement(&case, "written");
    case.mediator_says(&written);
    case.comes_by_itself("litigation.delegation_reported");
    case.ask("litigation-1", "litigation", &json!({"command": "advise_confirmation"}));
    let apply = json!({"command": "apply_for_confirmation", "court": "court", "parties": case.parties});
    case.ask("litigation-1", "litigation", &apply);
    case.ask(
        "litigation-1",
        "litigation",
        &json!({"command": "assemble_hand_off", "court": "court", "purpose": "confirmation"}),
    );
    case.ask("litigation-1", "litigation", &json!({"command": "send_hand_off", "hand_off": 1}));
    let reference = "（2026）虚构民特1号";
    case.ask(
        "court-1",
        "litigation",
        &json!({"command": "acknowledge_hand_off", "hand_off": 1, "reference": reference}),
    );
    let confirmed = json!({"command": "record_court_answer", "reference": reference, "outcome": "confirmed", "decided_on": today()});
    case.ask("court-1", "litigation", &confirmed);
    is_paid_and_closed(&mut case);
    assert_eq!(count(&case, "litigation.delegation_reported"), 1);
    stage.ends_well();
}

/// The trade settles a part; what is left open goes to court, and both stand side by side.
#[test]
fn industry_mediation_settles_a_part() {
    let stage = Stage::empty();
    let mut case = in_session(&stage, "industry", "consumer", "mediator-1", &person_and_firm());
    let mut part = agreement(&case, "written");
    part["left_open"] = json!("精神损害部分留待另行解决（虚构）");
    case.mediator_says(&part);
    case.ask("clerk-1", "litigation", &json!({"command": "file_suit", "party": case.parties[0]}));
    let paid = json!({"command": "record_performance", "instalment": 1, "performed_on": today()});
    case.ask("triage-1", "mediation", &paid);
    let sheet = case.sheet("clerk-1");
    assert_eq!((&sheet["mediation"]["owed"], &sheet["mediation"]["performed"]), (&json!(1), &json!(1)), "{sheet}");
    stage.ends_well();
}

/// A lawyer mediates on application; signatures come one by one, and the last one makes it binding.
#[test]
fn lawyer_mediation_binds_with_the_last_signature() {
    let stage = Stage::empty();
    let mut case = in_session(&stage, "lawyer", "partnership", "mediator-1", &neighbours());
    let draft = json!({"command": "draw_up_agreement", "parties": case.parties, "terms": "退还出资款（虚构）",
        "instalments": [{"by": case.parties[1], "due": DUE, "amount": 90_000}]});
    case.mediator_says(&draft);
    sign_one_by_one(&mut case, 1, "signature");
    is_paid_and_closed(&mut case);
    stage.ends_well();
}

/// Labour mediation runs out of time; arbitration comes before a suit, and is asked for.
#[test]
fn labour_mediation_runs_out_of_time() {
    let stage = Stage::empty();
    let mut early = in_session(&stage, "labour", "unpaid_wages", "mediator-3", &person_and_firm());
    let over = json!({"command": "terminate_mediation", "reason": "period_over"});
    assert_eq!(early.refused("mediator-3", "mediation", &over), "mediation.period_not_over");
    let mut case = stage.dispute("unpaid_wages", &person_and_firm(), "mediation");
    case.asked_for_mediation_at("2026-01-05T01:00:00Z");
    case.mediate_with("triage-1", "labour", "mediator-3");
    case.mediator_says(&over);
    case.comes_by_itself("mediation.remedies_advised");
    case.ask("clerk-1", "mediation", &json!({"command": "certify_mediation", "party": case.parties[0]}));
    let refer = json!({"command": "refer_case", "procedure": "arbitration", "body": "labour_arbitration",
        "by": [case.parties[0]]});
    case.ask("litigation-1", "litigation", &refer);
    case.lies("center", "received");
    let taken = json!({"command": "acknowledge_referral", "referral": 1, "reference": "（2026）虚构劳仲1号"});
    case.ask("litigation-1", "litigation", &taken);
    case.lies("center", "waiting");
    stage.ends_well();
}

/// Medical mediation waits for an appraisal, and the wait has a name.
#[test]
fn medical_mediation_waits_for_an_appraisal() {
    let stage = Stage::empty();
    let mut case = in_session(&stage, "medical", "medical", "mediator-4", &person_and_firm());
    let asked = json!({"command": "commission_appraisal", "expert": "虚构司法鉴定所", "to_appraise": "损害与诊疗的因果关系（虚构）"});
    case.mediator_says(&asked);
    case.lies("center", "waiting");
    case.mediator_says(&json!({"command": "receive_appraisal", "appraisal": 1, "finding": "次要责任（虚构）"}));
    let written = agreement(&case, "written");
    case.mediator_says(&written);
    is_paid_and_closed(&mut case);
    stage.ends_well();
}

/// After an accident the other driver is not reached.
#[test]
fn traffic_mediation_does_not_reach_the_other_side() {
    let stage = Stage::empty();
    let mut case = stage.dispute("traffic", &neighbours(), "mediation");
    case.ask(
        "triage-1",
        "mediation",
        &json!({"command": "request_mediation", "kind": "traffic", "by": case.parties[0]}),
    );
    for _ in 0..3 {
        let tried =
            json!({"command": "contact_respondent", "party": case.parties[1], "manner": "phone", "reached": false});
        case.ask("triage-1", "mediation", &tried);
    }
    case.ask("triage-1", "mediation", &json!({"command": "terminate_mediation", "reason": "unreachable"}));
    case.comes_by_itself("mediation.remedies_advised");
    assert_eq!(case.sheet("clerk-1")["state"], "registered", "the case is not over because the mediation is");
    stage.ends_well();
}

/// Merchants settle, change the terms afterwards, and one of them breaks them.
#[test]
fn commercial_mediation_is_amended_and_broken() {
    let stage = Stage::empty();
    let mut case = in_session(&stage, "commercial", "sale", "mediator-1", &person_and_firm());
    let written = agreement(&case, "written");
    case.mediator_says(&written);
    let amended = json!({"command": "draw_up_agreement", "amends": 1, "parties": case.parties, "terms": "延至六月付清（虚构）",
        "instalments": [{"by": case.parties[1], "due": "2036-06-01", "amount": 90_000}]});
    case.mediator_says(&amended);
    sign_one_by_one(&mut case, 2, "seal");
    let broken = json!({"command": "report_breach", "agreement": 2, "reported_by": case.parties[0]});
    case.ask("clerk-1", "mediation", &broken);
    assert_eq!(count(&case, "mediation.agreement_breached"), 1, "{:?}", case.history("director-1"));
    case.ask("clerk-1", "litigation", &json!({"command": "file_suit", "party": case.parties[0]}));
    stage.ends_well();
}

/// Two of a family agree to talk; violence comes to light on the way, and nobody brings them together before it is met.
#[test]
fn violence_that_comes_to_light_keeps_two_apart() {
    let stage = Stage::empty();
    let mut case = stage.dispute("elder_support", &neighbours(), "mediation");
    case.mediate("triage-1", "peoples");
    let set = json!({"command": "schedule_session", "at": SESSION, "place": "room-1", "form": "on_site"});
    assert_eq!(case.refused("mediator-1", "mediation", &set), "mediation.not_screened");
    let screened = |finding: &str, met: bool| json!({"command": "screen_violence", "finding": finding, "protection_order_shown": met, "reported": met});
    case.mediator_says(&screened("absent", false));
    case.mediator_says(&set);
    let seen = json!({"command": "report_urgent_risk", "risk": "domestic_violence", "party": case.parties[0],
        "note": "脸上有伤（虚构）"});
    case.ask("clerk-1", "intake", &seen);
    let held = |attended: &[String]| json!({"command": "hold_session", "session": 1, "attended": attended, "record": "各自陈述（虚构）"});
    let both = held(&case.parties);
    assert_eq!(case.refused("mediator-1", "mediation", &both), "mediation.not_screened");
    case.mediator_says(&screened("present", false));
    assert_eq!(case.refused("mediator-1", "mediation", &both), "mediation.protection_not_shown");
    case.mediator_says(&screened("present", true));
    case.mediator_says(&both);
    stage.ends_well();
}

/// The mediator both sides chose is kin of one: it says so, steps back and is out of the room; another one goes on.
#[test]
fn a_mediator_who_stepped_back_is_replaced() {
    let stage = Stage::empty();
    let mut case = stage.dispute("noise", &neighbours(), "mediation");
    let [one, other] = [case.parties[0].clone(), case.parties[1].clone()];
    case.ask("triage-1", "mediation", &json!({"command": "request_mediation", "kind": "peoples", "by": one}));
    case.ask("triage-1", "mediation", &json!({"command": "consent", "party": other}));
    for party in [&one, &other] {
        let chosen = json!({"command": "choose_mediator", "party": party, "mediator": "mediator-1"});
        case.ask("clerk-1", "mediation", &chosen);
    }
    assert_eq!(case.sheet("clerk-1")["mediation"]["mediator"], "mediator-1", "both chose it");
    let disclosed = json!({"command": "disclose_conflict", "ground": "kin", "detail": "与一方当事人是表亲（虚构）"});
    case.ask("mediator-1", "mediation", &disclosed);
    case.ask("clerk-1", "mediation", &json!({"command": "request_recusal", "party": other, "ground": "kin"}));
    case.ask("triage-1", "mediation", &json!({"command": "decide_recusal", "granted": true}));
    let read = stage.http.get("mediator-1", &format!("/api/v1/cases/{}", case.case)).expect("an answer");
    assert_eq!(read.status, 404, "it is nothing to it any more: {}", read.body);
    let docket =
        |mediator: &str| stage.http.rows("director-1", "mediation-docket", &format!("&mediator={mediator}")).len();
    assert_eq!((docket("mediator-1"), docket("mediator-2")), (0, 0));
    let again = json!({"command": "appoint_mediator", "mediator": "mediator-1"});
    assert_eq!(case.refused("triage-1", "mediation", &again), "mediation.mediator_recused");
    case.mediated_by("mediator-2");
    assert_eq!((docket("mediator-1"), docket("mediator-2")), (0, 1));
    case.mediator_says(&json!({"command": "schedule_session", "at": SESSION, "form": "phone"}));
    case.mediator_says(&json!({"command": "hold_session", "session": 1, "attended": case.parties}));
    stage.ends_well();
}
