//! What was put right is right on every sheet; and what is urgent is seen there.

use serde_json::json;
use timeline::*;
use uuid::Uuid;

use crate::{Told, date, department, reference, stream, text};

fn entry() -> EventId {
    EventId::new(Uuid::from_u128(3))
}

fn party(id: u128, role: PartyRole, name: &str) -> Party {
    let id = PartyId::new(Uuid::from_u128(id));
    Party::named(id, role, PartyKind::Person, Sealed::clear(id.into(), name))
}

impl Told {
    fn corrected(self, kind: CaseKind, area: &str) -> Self {
        let (kind, area) = (Some(kind), Some(AreaCode::parse(area).unwrap()));
        self.desk(RegistrationCorrected { entry: entry(), kind, claim: None, area, amount: None, reason: text() })
    }

    fn desk(self, fact: impl Into<IntakeEvent>) -> Self {
        self.fact(1, fact.into())
    }

    fn applicant(&self) -> Option<String> {
        serde_json::from_value::<Option<Sealed>>(self.rows()[0]["applicant"].clone())
            .unwrap()?
            .text_in_clear()
            .map(str::to_owned)
    }

    fn total(&self, state: &str) -> u64 {
        self.view.rows(&Query { state: Some(state.to_owned()), ..Query::default() }).total
    }
}

#[test]
fn a_corrected_registration_stands_on_the_register_the_list_and_in_the_funnel() {
    for view in ["case-register", "work-list"] {
        let sheet = Told::to(view).registered(1, "990101").corrected(CaseKind::Petition, "990101001001");
        assert_eq!(sheet.rows()[0]["kind"], "petition", "{view}");
    }
    let board = Told::to("center-board").registered(1, "990101").corrected(CaseKind::Petition, "990101001001");
    let levels = &board.figures()["levels"];
    assert_eq!((&levels["county"]["registered"], &levels["village"]["registered"]), (&json!(0), &json!(1)));
}

#[test]
fn the_work_list_calls_the_applicant_as_it_is_called_today() {
    let (asks, answers) = (PartyRole::Applicant, PartyRole::Respondent);
    let named = |party: Party| PartyAdded { party };
    let right = |party: Party| PartyCorrected { entry: entry(), party, reason: text() };
    let list = Told::to("work-list").registered(1, "990101").desk(named(party(1, asks, "甲")));
    let list = list.desk(named(party(2, asks, "乙"))).desk(named(party(3, answers, "丙")));
    assert_eq!(list.applicant().as_deref(), Some("甲"));
    let list = list.desk(right(party(1, asks, "贾")));
    assert_eq!(list.applicant().as_deref(), Some("贾"));
    let list = list.desk(right(party(1, answers, "贾")));
    assert_eq!(list.applicant().as_deref(), Some("乙"), "it answers, and does not ask");
    let list = list.desk(PartyRemoved { entry: entry(), party: PartyId::new(Uuid::from_u128(2)), reason: text() });
    assert_eq!(list.applicant(), None);
}

#[test]
fn an_answer_that_was_put_right_confirms_or_does_not() {
    let agreed = AgreementSigned {
        form: AgreementForm::Written,
        terms: text(),
        parties: Vec::new(),
        instalments: Vec::new(),
        effective_at: jiff::Timestamp::UNIX_EPOCH,
        left_open: None,
        amends: None,
        agreement: None,
    };
    let answer = |outcome| CourtAnswered {
        reference: reference("民特1号"),
        outcome,
        decided_on: date(1),
        grounds: Vec::new(),
        enforce_by: None,
        perform_by: None,
    };
    let right = |outcome| CourtAnswerCorrected {
        corrects: entry(),
        reference: reference("民特1号"),
        outcome,
        decided_on: date(1),
        grounds: Vec::new(),
        reason: text(),
        enforce_by: None,
        perform_by: None,
    };
    let board = || {
        let asked = MediationRequested { kind: MediationKind::Peoples, by: None };
        let board = Told::to("center-board").registered(1, "990101").fact(1, MediationEvent::from(asked));
        board.fact(1, MediationEvent::from(agreed.clone()))
    };
    let (yes, no) = (CourtOutcome::Confirmed, CourtOutcome::NotConfirmed);
    for (first, then, confirmed) in [(no, yes, 1), (yes, no, 0), (yes, yes, 1)] {
        let board = board().fact(1, LitigationEvent::from(answer(first)));
        let board = board.fact(1, LitigationEvent::from(right(then)));
        assert_eq!(board.rate("confirmed").0, confirmed, "{first} and then {then}");
    }
}

#[test]
fn what_is_urgent_is_seen_on_the_work_list_and_found_there() {
    let alert = UrgentRiskReported { alert: 1, risk: UrgentRisk::Suicide, party: None, note: text() };
    let duty =
        |duty, to: &str| ReportRequired { duty, alert: 1, to: department(to), rule: Code::parse("rule").unwrap() };
    let level = |level| RiskAssessed { level, factors: vec![RiskFactor::ManyPeople], note: None };
    let list = Told::to("work-list").registered(1, "990101").registered(2, "990101");
    let seen = |list: &Told, case: u128| {
        let rows = list.rows();
        let row = rows.iter().find(|row| row["case"] == json!(stream(case))).unwrap();
        ["risk", "urgent", "duties_open"].map(|name| row[name].clone())
    };
    assert_eq!((seen(&list, 1), list.total("urgent")), ([json!(null), json!(false), json!(0)], 0));
    let list = list.desk(alert).desk(duty(1, "public_security")).desk(duty(2, "petition_office"));
    assert_eq!((seen(&list, 1), list.total("urgent")), ([json!(null), json!(true), json!(2)], 1));
    let told = ReportMade { duty: 1, to: department("public_security"), reference: None, note: None };
    let list = list.desk(told).triage(1, level(RiskLevel::Orange)).triage(2, level(RiskLevel::Red));
    assert_eq!(seen(&list, 1), [json!("orange"), json!(true), json!(1)]);
    assert_eq!((seen(&list, 2), list.total("urgent")), ([json!("red"), json!(true), json!(0)], 2));
    assert_eq!(list.triage(2, level(RiskLevel::Yellow)).total("urgent"), 1);
}
