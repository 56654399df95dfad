//! A matter that another body decides: asked, taken in under a number of its own, answered; and back at the center.

use serde_json::{Value, json};
use tests::{Journey, Stage, party, today};

const ARBITRATION: (&str, &str) = ("labour_arbitration", "labour-arbitration-1");
const LEGAL_AID: (&str, &str) = ("legal_aid", "legal-aid-1");
/// What was offered in mediation and goes nowhere.
const CONCESSION: &str = "愿意只收八千元（虚构）";

/// One way out of the center and back.
struct Referral {
    procedure: &'static str,
    body: &'static str,
    /// Who sits there.
    clerk: &'static str,
    dispute_type: &'static str,
    outcome: &'static str,
    /// Whether it waits for the body, or is handled on while the body does its part.
    waits: bool,
}

const fn referral(
    procedure: &'static str,
    (body, clerk): (&'static str, &'static str),
    dispute_type: &'static str,
    outcome: &'static str,
) -> Referral {
    Referral { procedure, body, clerk, dispute_type, outcome, waits: true }
}

/// The row of this referral on the list of what waits for an answer.
fn awaited(stage: &Stage, case: &Journey) -> Option<Value> {
    let rows = stage.http.rows("director-1", "hand-offs", "");
    rows.into_iter().find(|row| row["case"] == case.case.as_str() && row["referral"] == 1)
}

/// Refers the matter and follows it until the answer is on the timeline.
fn goes_and_comes_back(stage: &Stage, case: &mut Journey, referral: &Referral) {
    let Referral { procedure, body, clerk, outcome, .. } = *referral;
    let applicant = case.parties[0].clone();
    let elsewhere = json!({"command": "refer_case", "procedure": procedure, "body": "hotline", "by": [applicant]});
    assert_eq!(case.refused("litigation-1", "litigation", &elsewhere), "litigation.body_does_not_conduct");
    let asked = json!({"command": "refer_case", "procedure": procedure, "body": body, "by": [applicant]});
    let said = case.ask("litigation-1", "litigation", &asked);
    let warned = &said["facts"][0]["body"]["warnings"];
    assert_eq!(*warned, json!(["periods_keep_running"]), "{procedure} is usual over {}", referral.dispute_type);
    let row = awaited(stage, case).unwrap_or_else(|| panic!("{procedure} waits for an answer"));
    assert_eq!((&row["body"], &row["state"]), (&json!(body), &json!("sent")), "{row}");
    let number = format!("（2026）虚构{procedure}1号");
    let taken = json!({"command": "acknowledge_referral", "referral": 1, "reference": number});
    case.ask(clerk, "litigation", &taken);
    let row = awaited(stage, case).unwrap_or_else(|| panic!("{procedure} waits for an answer still"));
    assert_eq!((&row["state"], &row["reference"]), (&json!("acknowledged"), &json!(number)), "{row}");
    if referral.waits {
        case.lies("center", "waiting");
    }
    let unlike =
        json!({"command": "record_referral_answer", "referral": 1, "outcome": unlike(outcome), "decided_on": today()});
    assert_eq!(case.refused(clerk, "litigation", &unlike), "litigation.other_outcome");
    let answer = json!({"command": "record_referral_answer", "referral": 1, "outcome": outcome, "decided_on": today()});
    case.ask(clerk, "litigation", &answer);
    assert!(awaited(stage, case).is_none(), "{procedure} is answered");
    case.lies("center", "received");
}

/// How no procedure with this outcome ends.
fn unlike(outcome: &str) -> &'static str {
    if outcome == "enforced" { "awarded" } else { "enforced" }
}

fn two() -> [Value; 2] {
    [party("applicant", "person", "冯申请（虚构）"), party("respondent", "organisation", "示例实业公司")]
}

/// Arbitration, reconsideration, adjudication and legal aid are asked for on any matter.
#[test]
fn a_matter_goes_to_another_procedure_and_comes_back() {
    let stage = Stage::empty();
    let referrals = [
        referral("arbitration", ARBITRATION, "unpaid_wages", "awarded"),
        referral("reconsideration", ("county_government", "county-government-1"), "penalty", "overturned"),
        referral("adjudication", ("natural_resources", "natural-resources-1"), "land_boundary", "awarded"),
        Referral { waits: false, ..referral("legal_aid", LEGAL_AID, "work_injury", "granted") },
    ];
    for referral in &referrals {
        let mut case = stage.dispute(referral.dispute_type, &two(), "other");
        goes_and_comes_back(&stage, &mut case, referral);
        let outcome = if referral.waits { "to_other_procedure" } else { "explained" };
        case.ask("triage-1", "triage", &json!({"command": "close_case", "outcome": outcome}));
        assert_eq!(case.sheet("clerk-1")["outcome"], outcome);
    }
    stage.ends_well();
}

/// An agreement is made enforceable at the notary, or by a payment order; and what is enforceable is enforced.
#[test]
fn an_agreement_becomes_a_title_and_is_enforced() {
    let stage = Stage::empty();
    for referral in [
        Referral { waits: false, ..referral("notary", ("notary", "notary-1"), "private_loan", "granted") },
        referral("payment_order", ("court", "court-1"), "contract", "granted"),
    ] {
        let mut case = stage.dispute(referral.dispute_type, &two(), "mediation");
        case.mediate("triage-1", "peoples");
        case.session(1, "2036-03-03T01:00:00Z");
        let agreed = json!({"command": "sign_agreement", "form": "written", "terms": "一个月内付9000元（虚构）",
            "parties": case.parties, "instalments": [{"by": case.parties[1], "due": "2036-04-01", "amount": 900_000}]});
        case.mediator_says(&agreed);
        goes_and_comes_back(&stage, &mut case, &referral);
        is_enforced(&stage, &mut case);
        case.ask("triage-1", "triage", &json!({"command": "close_case", "outcome": "settled"}));
    }
    stage.ends_well();
}

/// The title is not kept: the second referral of the case asks the court to enforce it.
fn is_enforced(stage: &Stage, case: &mut Journey) {
    let creditor = case.parties[0].clone();
    let asked = json!({"command": "refer_case", "procedure": "enforcement", "body": "court", "by": [creditor]});
    let said = case.ask("litigation-1", "litigation", &asked);
    let made = &said["facts"][0]["body"];
    let warned = made["warnings"].as_array().is_some_and(|warnings| warnings.contains(&json!("no_title")));
    assert!(!warned, "there is a title: {made}");
    case.ask(
        "court-1",
        "litigation",
        &json!({"command": "acknowledge_referral", "referral": 2, "reference": "（2026）虚构执1号"}),
    );
    let row = stage.http.rows("court-1", "hand-offs", "").into_iter().find(|row| row["case"] == case.case.as_str());
    assert_eq!(
        row.as_ref().map(|row| &row["reference"]),
        Some(&json!("（2026）虚构执1号")),
        "the court sees it: {row:?}"
    );
    case.ask(
        "court-1",
        "litigation",
        &json!({"command": "record_referral_answer", "referral": 2, "outcome": "enforced", "decided_on": today()}),
    );
    case.lies("center", "received");
}

/// The body reads what went to it and nothing that was conceded; nobody else finds the case.
#[test]
fn what_goes_with_a_referral_is_read_by_the_body_alone() {
    let stage = Stage::empty();
    let mut case = stage.dispute("unpaid_wages", &two(), "mediation");
    case.mediate("triage-1", "peoples");
    case.session(1, "2036-03-03T01:00:00Z");
    case.mediator_says(&json!({"command": "make_concession", "by": case.parties[0], "concession": CONCESSION}));
    let (body, clerk) = ARBITRATION;
    let id = case.case.clone();
    let read =
        |staff: &str, what: &str| stage.http.get(staff, &format!("/api/v1/cases/{id}{what}")).expect("an answer");
    assert_eq!(read(clerk, "/referrals/1").body["code"], "case.unknown", "nothing has come there yet");
    let asked = json!({"command": "refer_case", "procedure": "arbitration", "body": body, "by": [case.parties[0]]});
    case.ask("litigation-1", "litigation", &asked);

    let shown = read(clerk, "/referrals/1");
    assert_eq!(shown.status, 200, "{}", shown.body);
    let said = |name: &str| &shown.body[name];
    assert_eq!((said("procedure"), said("body")), (&json!("arbitration"), &json!(body)));
    assert_eq!((said("claim"), said("missing")), (&json!("要求对方履行义务（虚构）"), &json!(["evidence"])));
    assert_eq!(said("parties")[0]["name"], "冯申请（虚构）");
    for staff in [LEGAL_AID.1, "county-government-1", "court-1", "housing-1"] {
        let denied = read(staff, "/referrals/1");
        assert_eq!((denied.status, &denied.body["code"]), (404, &json!("case.unknown")), "{staff}: {}", denied.body);
    }
    for staff in [clerk, "clerk-1", "litigation-1", "director-1", "auditor-1"] {
        for what in ["", "/events?limit=200", "/referrals/1"] {
            let shown = read(staff, what);
            assert!(shown.status == 200 && !shown.text.contains(CONCESSION), "{staff} reads {what}: {}", shown.body);
        }
    }
    let none = read(clerk, "/referrals/2");
    assert_eq!((none.status, &none.body["code"]), (404, &json!("referral.unknown")));
    is_sent_back(&stage, &mut case);
    stage.ends_well();
}

/// The body sends it back with a ground, and it is asked again.
fn is_sent_back(stage: &Stage, case: &mut Journey) {
    let (body, clerk) = ARBITRATION;
    let back = json!({"command": "reject_referral", "referral": 1, "ground": "incomplete",
        "explanation": "请补劳动合同（虚构）"});
    assert_eq!(case.refused(LEGAL_AID.1, "litigation", &back), "case.unknown");
    assert_eq!(case.refused("clerk-1", "litigation", &back), "access.not_this_role");
    case.ask(clerk, "litigation", &back);
    assert_eq!(case.refused(clerk, "litigation", &back), "litigation.referral_over");
    assert!(awaited(stage, case).is_none(), "it is back");
    case.lies("center", "received");
    let again = json!({"command": "refer_case", "procedure": "arbitration", "body": body, "by": [case.parties[0]]});
    case.ask("litigation-1", "litigation", &again);
    let taken = json!({"command": "acknowledge_referral", "referral": 2, "reference": "（2026）虚构仲2号"});
    case.ask(clerk, "litigation", &taken);
}

/// The labour dispute of somebody who wants an arbitral award, referred.
fn referred(stage: &Stage) -> Journey {
    let mut case = stage.dispute("unpaid_wages", &two(), "other");
    let ask =
        |by: &[String]| json!({"command": "refer_case", "procedure": "arbitration", "body": ARBITRATION.0, "by": by});
    assert_eq!(case.refused("litigation-1", "litigation", &ask(&[])), "litigation.nobody_asks");
    assert_eq!(case.refused(ARBITRATION.1, "litigation", &ask(&case.parties.clone()[..1])), "case.unknown");
    case.is_known_to(&[]);
    case.ask("litigation-1", "litigation", &ask(&case.parties.clone()[..1]));
    case.is_known_to(&[ARBITRATION.1]);
    assert_eq!(
        case.refused("litigation-1", "litigation", &ask(&case.parties.clone()[..1])),
        "litigation.already_referred"
    );
    case
}

fn answered(outcome: &str, decided_on: &str) -> Value {
    json!({"command": "record_referral_answer", "referral": 1, "outcome": outcome, "decided_on": decided_on})
}

/// Whoever asked for it takes it back, before or after the body has it; the matter is the center's again.
#[test]
fn who_asked_takes_a_referral_back() {
    let stage = Stage::empty();
    let mut case = referred(&stage);
    let back = |by: &str| json!({"command": "withdraw_referral", "referral": 1, "by": by});
    let [asker, other] = [case.parties[0].clone(), case.parties[1].clone()];
    assert_eq!(case.refused("clerk-1", "litigation", &back(&other)), "litigation.not_the_asker");
    assert_eq!(case.refused(ARBITRATION.1, "litigation", &back(&asker)), "access.only_the_holder");
    let taken = json!({"command": "acknowledge_referral", "referral": 1, "reference": "（2026）虚构仲5号"});
    case.ask(ARBITRATION.1, "litigation", &taken);
    assert_eq!(case.refused(ARBITRATION.1, "litigation", &taken), "litigation.referral_taken");
    case.citizen_reads("elsewhere", "center");
    assert_eq!(case.refused("triage-1", "triage", &closed("explained")), "triage.procedure_not_answered");
    case.ask("clerk-1", "litigation", &back(&asker));
    assert!(awaited(&stage, &case).is_none(), "nobody waits for it");
    case.citizen_reads("registered", "center");
    assert_eq!(case.refused("clerk-1", "litigation", &back(&asker)), "litigation.referral_over");
    assert_eq!(case.refused(ARBITRATION.1, "litigation", &answered("awarded", &today())), "litigation.referral_over");
    case.ask("triage-1", "triage", &closed("explained"));
    stage.ends_well();
}

fn closed(outcome: &str) -> Value {
    json!({"command": "close_case", "outcome": outcome})
}

/// An answer that was typed in wrongly is put right beside it: both stay on the timeline.
#[test]
fn an_answer_that_was_wrong_is_put_right_beside_it() {
    let stage = Stage::empty();
    let mut case = referred(&stage);
    let right = |outcome: &str| {
        json!({"command": "correct_referral_answer", "referral": 1, "outcome": outcome,
        "decided_on": today(), "reason": "录入时点错了（虚构）"})
    };
    let clerk = ARBITRATION.1;
    assert_eq!(case.refused(clerk, "litigation", &right("dismissed")), "litigation.nothing_to_correct");
    assert_eq!(case.refused(clerk, "litigation", &answered("awarded", "2036-01-01")), "litigation.date_in_future");
    assert_eq!(case.refused(LEGAL_AID.1, "litigation", &answered("awarded", &today())), "case.unknown");
    case.ask(clerk, "litigation", &answered("awarded", &today()));
    assert_eq!(case.refused(clerk, "litigation", &right("enforced")), "litigation.other_outcome");
    assert_eq!(case.refused("clerk-1", "litigation", &right("dismissed")), "access.not_this_role");
    assert_eq!(case.refused(LEGAL_AID.1, "litigation", &right("dismissed")), "case.unknown");
    let said = case.ask(clerk, "litigation", &right("dismissed"));
    let way = format!("/api/v1/cases/{}/events?limit=200", case.case);
    let read = stage.http.get(clerk, &way).expect("an answer").body;
    let facts = read["facts"].as_array().expect("facts");
    let first =
        facts.iter().find(|fact| fact["kind"] == "litigation.referral_answered").expect("the first answer stays");
    assert_eq!(first["body"]["outcome"], "awarded");
    assert_eq!(said["facts"][0]["body"]["corrects"], first["id"], "the correction names what it corrects");
    case.ask("triage-1", "triage", &closed("to_other_procedure"));
    stage.ends_well();
}
