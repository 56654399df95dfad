//! What is said in the mediation room stays there (D12; invited mediation, article 22): whatever was said, however the
//! mediation ended and whoever reads it, no document that goes to a court or another body holds a word of it.
//!
//! A property over documents as they leave, printed and as JSON, of every purpose and every procedure there is: both lists
//! are read from the service itself, so a new one is tried without being named here.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{Dice, Http, Journey, Stage, measured, party, sample};

/// Every secret begins with this, so that one search finds any.
const SECRET: &str = "不得外传";
/// What may go along, because nobody disputes it: the search finds what is there.
const OPEN: &str = "借款五千元双方没有争议（虚构）";

/// Something nobody outside the room may read.
struct Secrets(u32);

impl Secrets {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("{SECRET}{}：最低可以接受一半（虚构）", self.0)
    }
}

/// One thing that is said or written down in the room.
fn said(dice: &mut Dice, parties: &[String], secrets: &mut Secrets) -> Value {
    let by = dice.pick(parties).clone();
    match dice.below(6) {
        0 | 1 => json!({"command": "make_concession", "by": by, "concession": secrets.next()}),
        2 => json!({"command": "make_proposal", "by": by, "proposal": secrets.next()}),
        3 => json!({"command": "make_proposal", "proposal": secrets.next()}),
        4 => json!({"command": "correct_session", "session": 1, "record": secrets.next()}),
        _ => json!({"command": "draw_up_agreement", "parties": parties, "terms": secrets.next(),
            "left_open": secrets.next()}),
    }
}

/// How the mediation ends, or does not.
fn ended(dice: &mut Dice, case: &mut Journey) {
    let agreed = json!({"command": "sign_agreement", "form": "written", "terms": "三个月内付清（虚构）",
        "parties": case.parties, "instalments": []});
    match dice.below(4) {
        0 => drop(case.mediator_says(&json!({"command": "terminate_mediation", "reason": "too_far_apart"}))),
        1 => drop(case.mediator_says(&agreed)),
        2 => {
            let refused = json!({"command": "refuse_mediation", "party": case.parties[1]});
            case.ask("triage-1", "mediation", &refused);
            case.catches_up();
        }
        _ => {}
    }
}

/// The words of a list, as the service describes it.
fn words(http: &Http, list: &str) -> Vec<String> {
    let described = http.get("auditor-1", "/openapi.json").expect("an answer").body;
    let values = described["components"]["schemas"][list]["oneOf"].as_array().cloned().unwrap_or_default();
    let words: Vec<String> = values.iter().filter_map(|value| value["const"].as_str()).map(str::to_owned).collect();
    assert!(!words.is_empty(), "{list} is a list of words");
    words
}

/// Who conducts a procedure, and who works there.
fn body(procedure: &str) -> (&'static str, &'static str) {
    match procedure {
        "arbitration" => ("labour_arbitration", "labour-arbitration-1"),
        "reconsideration" => ("county_government", "county-government-1"),
        "adjudication" => ("natural_resources", "natural-resources-1"),
        "legal_aid" => ("legal_aid", "legal-aid-1"),
        "notary" => ("notary", "notary-1"),
        "payment_order" | "enforcement" => ("court", "court-1"),
        other => panic!("say here who conducts {other}"),
    }
}

/// A document that went out: where it lies, and who gets it.
struct Sent {
    place: String,
    reader: &'static str,
    what: String,
}

/// A package of every purpose, put together now.
fn packages(case: &mut Journey, purposes: &[String], first: usize) -> Vec<Sent> {
    let pack = |(number, purpose): (usize, &String)| {
        let assemble = json!({"command": "assemble_hand_off", "court": "court", "purpose": purpose});
        case.ask("litigation-1", "litigation", &assemble);
        case.ask("litigation-1", "litigation", &json!({"command": "send_hand_off", "hand_off": number}));
        Sent { place: format!("hand-offs/{number}"), reader: "court-1", what: purpose.clone() }
    };
    (first..).zip(purposes).map(pack).collect()
}

/// A referral to every procedure.
fn referrals(case: &mut Journey, procedures: &[String]) -> Vec<Sent> {
    let refer = |(number, procedure): (usize, &String)| {
        let (body, reader) = body(procedure);
        let refer = json!({"command": "refer_case", "procedure": procedure, "body": body, "by": [case.parties[0]]});
        case.ask("litigation-1", "litigation", &refer);
        Sent { place: format!("referrals/{number}"), reader, what: procedure.clone() }
    };
    (1..).zip(procedures).map(refer).collect()
}

/// Reads a document, as JSON and as the page that is printed: even the mediator, who may hear all of it, finds no secret
/// in the document. Answers whether what nobody disputes is in it.
fn holds_no_secret(http: &Http, case: &Journey, sent: &Sent) -> bool {
    let mut open = false;
    for staff in [sent.reader, "litigation-1", "director-1", "mediator-1"] {
        let shown = http.get(staff, &format!("/api/v1/cases/{}/{}", case.case, sent.place)).expect("an answer");
        let printed = http.page(staff, &format!("/cases/{}/{}", case.case, sent.place)).expect("an answer");
        for read in [&shown, &printed] {
            assert_eq!(read.status, 200, "{staff} reads {}: {}", sent.place, read.text);
            assert!(!read.text.contains(SECRET), "{staff} finds it in {} ({}): {}", sent.place, sent.what, read.text);
        }
        assert!(printed.text.contains(&case.number), "it is the page of this case");
        open |= shown.text.contains(OPEN) && printed.text.contains(OPEN);
    }
    open
}

/// Both sides agree that every body gets their papers: then nothing but what the papers hold keeps a secret in.
fn everybody_may_be_told(case: &mut Journey, procedures: &[String]) {
    let bodies: BTreeSet<&str> = procedures.iter().map(|procedure| body(procedure).0).chain(["court"]).collect();
    for party in case.parties.clone() {
        let agreed = json!({"command": "record_consent", "party": party, "purpose": "sharing", "recipients": bodies,
            "form": "written"});
        case.ask("clerk-1", "intake", &agreed);
    }
}

/// One mediation with much said in it, and every document that can go out before, between and after.
fn one_case(stage: &Stage, dice: &mut Dice, secrets: &mut Secrets, seen: &mut BTreeSet<String>) {
    let two = [party("applicant", "person", "孔原告（虚构）"), party("respondent", "person", "张被告（虚构）")];
    let (purposes, procedures) = (words(&stage.http, "HandOffPurpose"), words(&stage.http, "Procedure"));
    let mut case = stage.dispute("private_loan", &two, "mediation");
    everybody_may_be_told(&mut case, &procedures);
    case.mediate("triage-1", "peoples");
    let set =
        json!({"command": "schedule_session", "at": "2036-03-03T01:00:00Z", "place": "room-1", "form": "on_site"});
    case.mediator_says(&set);
    let held = json!({"command": "hold_session", "session": 1, "attended": case.parties, "record": secrets.next()});
    case.mediator_says(&held);
    case.mediator_says(
        &json!({"command": "record_undisputed_facts", "undisputed_facts": OPEN, "confirmed_by": case.parties}),
    );
    for _ in 0..dice.between(2, 6) {
        let word = said(dice, &case.parties, secrets);
        case.mediator_says(&word);
    }
    let mut sent = packages(&mut case, &purposes, 1);
    let word = said(dice, &case.parties, secrets);
    case.mediator_says(&word);
    ended(dice, &mut case);
    sent.extend(packages(&mut case, &purposes, 1 + purposes.len()));
    sent.extend(referrals(&mut case, &procedures));
    for document in &sent {
        if holds_no_secret(&stage.http, &case, document) {
            seen.insert(document.what.clone());
        }
    }
    let heard = stage.http.get("mediator-1", &format!("/api/v1/cases/{}/events?limit=200", case.case));
    assert!(heard.expect("an answer").text.contains(SECRET), "the mediator wrote it down, and the search finds it");
}

#[test]
fn no_document_of_any_purpose_holds_what_was_said_in_the_room() {
    let stage = Stage::empty();
    let (mut dice, mut secrets, mut seen) = (Dice::new("concessions", 12), Secrets(0), BTreeSet::new());
    let cases = sample(6, 60);
    for _ in 0..cases {
        one_case(&stage, &mut dice, &mut secrets, &mut seen);
    }
    assert!(seen.contains("filing"), "what nobody disputes goes along to the court: {seen:?}");
    the_feed_tells_nobody(&stage.http);
    measured("concession_documents_cases", cases);
    stage.ends_well();
}

/// Nor do the bodies hear of it in what they are told without asking.
fn the_feed_tells_nobody(http: &Http) {
    for staff in ["court-1", "labour-arbitration-1", "notary-1"] {
        assert!(!http.feed(staff).contains(SECRET), "{staff} is told of it");
    }
}
