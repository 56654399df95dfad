//! Whole cases, from the door to the return visit, through all four desks.

use jiff::SignedDuration;
use rules::{Cause, Holder, Segment, custody};
use testkit::Play;
use testkit::cast::{
    COURT, DOCKET, MEDIATOR, NEXT_MONTH, ROOM, START, TODAY, actor, area, code, department, personal, place, reference,
};
use timeline::{
    AgreementForm, CaseKind, CourtOutcome, DelegationReported, Event, Fen, HandOffAssembled, HandOffPurpose,
    LitigationEvent, MediationKind, Outcome, PackageItem, PartyId, PartyKind, PartyRole, Referral, SessionForm,
    TerminationReason,
};

fn party(role: PartyRole, kind: PartyKind, name: &str) -> intake::NewParty {
    let address = Some(personal("澄湾县望溪镇"));
    intake::NewParty { address, ..intake::NewParty::named(role, kind, personal(name)) }
}

fn register(play: &mut Play, claim: &str, parties: Vec<intake::NewParty>, referred_by: Option<Referral>) {
    let case = intake::RegisterCase::new(CaseKind::Dispute, personal(claim), area("990101001001"), parties);
    play.must(intake::Command::RegisterCase(intake::RegisterCase { referred_by, ..case }));
}

fn classify(play: &mut Play, dispute_type: &str) {
    let dispute_type = code(dispute_type);
    play.must(triage::Command::ClassifyCase(triage::ClassifyCase { dispute_type }));
}

/// Everybody agrees, a mediator is appointed, and a session takes place the same day.
fn mediate(play: &mut Play, kind: MediationKind, mediator: &str) {
    let parties = play.parties();
    play.must(mediation::Command::RequestMediation(mediation::RequestMediation {
        kind,
        by: parties.first().copied(),
        with_guardian: false,
    }));
    for party in &parties {
        play.must(mediation::Command::Consent(mediation::Consent { party: *party, with_guardian: false }));
    }
    let mediator = actor(mediator);
    play.must(mediation::Command::AppointMediator(mediation::AppointMediator { mediator, register: None }));
    let at = play.now();
    let scheduled = mediation::ScheduleSession {
        at,
        place: Some(place(ROOM)),
        form: SessionForm::OnSite,
        setting: None,
        invited: Vec::new(),
    };
    play.must(mediation::Command::ScheduleSession(scheduled));
    play.later(SignedDuration::from_hours(1));
    play.must(mediation::Command::HoldSession(mediation::HoldSession {
        session: 1,
        attended: parties,
        record: Some(personal("各自陈述")),
        undisputed_facts: Some(personal("事实经过无争议")),
    }));
}

fn agree(play: &mut Play, terms: &str, instalments: Vec<mediation::Owed>) {
    let parties = play.parties();
    let form = AgreementForm::Written;
    play.must(mediation::Command::SignAgreement(mediation::SignAgreement {
        form,
        terms: personal(terms),
        parties,
        instalments,
        left_open: None,
    }));
}

fn performed_and_visited(play: &mut Play) {
    let performed_on = rules::day_of(play.now());
    play.must(mediation::Command::RecordPerformance(mediation::RecordPerformance { instalment: 1, performed_on }));
    play.must(mediation::Command::MakeReturnVisit(mediation::MakeReturnVisit {
        performed: true,
        satisfied: Some(true),
        new_signs: false,
        party: None,
        agreement: None,
        reason: None,
        later_suit: None,
        measures: None,
    }));
}

fn close(play: &mut Play, outcome: Outcome) {
    play.must(triage::Command::CloseCase(triage::CloseCase { outcome, merged_into: None }));
}

fn kinds(play: &Play) -> Vec<&'static str> {
    play.entries().iter().map(|entry| entry.event.kind().name).collect()
}

fn owed(by: PartyId, amount: Option<i64>) -> mediation::Owed {
    mediation::Owed { by, due: NEXT_MONTH, amount: amount.map(|fen| Fen::new(fen).expect("an amount")) }
}

#[test]
fn an_upstairs_leak_is_settled_in_one_visit() {
    let mut play = Play::new(1);
    let (downstairs, upstairs) = (PartyRole::Applicant, PartyRole::Respondent);
    let parties =
        vec![party(downstairs, PartyKind::Person, "楼下住户"), party(upstairs, PartyKind::Person, "楼上住户")];
    register(&mut play, "楼上漏水，天花板损坏", parties, None);
    classify(&mut play, "neighbours");
    mediate(&mut play, MediationKind::Peoples, MEDIATOR);
    let upstairs = play.parties()[1];
    agree(&mut play, "楼上修好水管并赔偿", vec![owed(upstairs, Some(300_000))]);
    performed_and_visited(&mut play);
    close(&mut play, Outcome::Settled);
    let expected = [
        "intake.case_registered",
        "intake.receipt_issued",
        "triage.case_classified",
        "mediation.requested",
        "mediation.consented",
        "mediation.consented",
        "mediation.mediator_appointed",
        "mediation.session_scheduled",
        "mediation.session_held",
        "mediation.agreement_signed",
        "mediation.performance_recorded",
        "mediation.return_visit_made",
        "triage.case_closed",
    ];
    assert_eq!(kinds(&play), expected);
    let segments = custody(play.entries());
    assert_eq!(segments.len(), 1, "one holder from the door to the end: nobody was sent anywhere");
    assert!(segments[0].until.is_some(), "a closed case is held by nobody");
}

#[test]
fn a_cracked_wall_beside_road_works_is_settled_by_the_builder_repairing_it() {
    let mut play = Play::new(2);
    let parties = vec![
        party(PartyRole::Applicant, PartyKind::Person, "房主"),
        party(PartyRole::Respondent, PartyKind::Organisation, "施工单位"),
    ];
    register(&mut play, "旁边修路，墙体开裂，外立面脱落", parties, None);
    classify(&mut play, "damages");
    let to = department("transport");
    play.must(triage::Command::AssignCase(triage::AssignCase { to, note: Some(personal("请核实施工")) }));
    play.by("transport-1", "transport");
    play.must(triage::Command::ReceiveAssignment(triage::ReceiveAssignment { assignment: 1 }));
    mediate(&mut play, MediationKind::Peoples, MEDIATOR);
    let builder = play.parties()[1];
    agree(&mut play, "施工单位修复墙体和外立面", vec![owed(builder, None)]);
    play.later(SignedDuration::from_hours(20 * 24));
    performed_and_visited(&mut play);
    close(&mut play, Outcome::Settled);
    let holders: Vec<Holder> = custody(play.entries()).into_iter().map(|segment| segment.holder).collect();
    assert_eq!(holders, ["center", "transport"].map(|code| Holder::Department(department(code))));
}

#[test]
fn nine_unpaid_workers_settle_what_the_court_delegated() {
    let mut play = Play::new(3);
    let mut parties: Vec<intake::NewParty> =
        (1..=9).map(|number| party(PartyRole::Applicant, PartyKind::Person, &format!("工人{number}"))).collect();
    parties.push(party(PartyRole::Respondent, PartyKind::Organisation, "用工单位"));
    let referral = Referral { department: department(COURT), reference: None };
    register(&mut play, "拖欠九人工资二万零六百八十元", parties, Some(referral));
    classify(&mut play, "migrant_wages");
    let (court, cause) = (department(COURT), code("labour_remuneration"));
    play.by("court-1", COURT);
    play.must(litigation::Command::ReceiveDelegation(litigation::ReceiveDelegation {
        court: court.clone(),
        reference: reference("（2026）澄0101诉前调9号"),
        cause,
        stage: None,
    }));
    play.by("clerk-1", "center");
    mediate(&mut play, MediationKind::Judicial, "mediator-3");
    let employer = *play.parties().last().unwrap();
    agree(&mut play, "三十日内付清", vec![owed(employer, Some(2_068_000))]);
    let reported = play.must(litigation::Command::ReportDelegation(litigation::ReportDelegation {}));
    let contents = vec![PackageItem::MediationReport, PackageItem::UndisputedFacts, PackageItem::Agreement];
    let expected = DelegationReported { court, ended: TerminationReason::Agreed, contents };
    assert_eq!(reported, [Event::from(LitigationEvent::from(expected))]);
    performed_and_visited(&mut play);
    close(&mut play, Outcome::Settled);
    assert_eq!(play.parties().len(), 10);
}

/// Registers, fails to mediate, and hands the case over to the court, which dockets it.
fn handed_over() -> (Play, HandOffAssembled) {
    let mut play = Play::new(4);
    let parties = vec![
        party(PartyRole::Applicant, PartyKind::Person, "申请人"),
        party(PartyRole::Respondent, PartyKind::Person, "被申请人"),
    ];
    register(&mut play, "合同纠纷", parties, None);
    mediate(&mut play, MediationKind::Peoples, MEDIATOR);
    let applicant = *play.parties().first().expect("an applicant");
    let reason = TerminationReason::TooFarApart;
    play.must(mediation::Command::TerminateMediation(mediation::TerminateMediation { reason }));
    play.must(litigation::Command::FileSuit(litigation::FileSuit { party: applicant }));
    let (court, purpose) = (department(COURT), HandOffPurpose::Filing);
    let facts = play.must(litigation::Command::AssembleHandOff(litigation::AssembleHandOff { court, purpose }));
    let [Event::Litigation(LitigationEvent::HandOffAssembled(package))] = &facts[..] else {
        panic!("one package: {facts:?}");
    };
    (play, package.clone())
}

#[test]
fn a_failed_mediation_goes_to_court_and_the_answer_comes_back() {
    let (mut play, package) = handed_over();
    assert_eq!(package.missing, [PackageItem::Evidence]);
    assert!(package.contents.contains(&PackageItem::MediationReport));
    assert!(package.contents.contains(&PackageItem::UndisputedFacts));
    play.must(litigation::Command::SendHandOff(litigation::SendHandOff { hand_off: 1, by: Vec::new() }));
    play.by("court-1", COURT).later(SignedDuration::from_hours(2));
    let arrived = litigation::AcknowledgeHandOff { hand_off: 1, reference: reference("（2026）澄0101收5号") };
    play.must(litigation::Command::AcknowledgeHandOff(arrived));
    play.must(litigation::Command::RecordFiling(litigation::RecordFiling {
        hand_off: Some(1),
        court: department(COURT),
        reference: reference(DOCKET),
        filed_on: TODAY,
    }));
    play.later(SignedDuration::from_hours(30 * 24));
    play.must(litigation::Command::RecordCourtAnswer(litigation::RecordCourtAnswer {
        reference: reference(DOCKET),
        outcome: CourtOutcome::Judgment,
        decided_on: NEXT_MONTH,
        grounds: Vec::new(),
        perform_by: None,
    }));
    play.by("clerk-1", "center");
    close(&mut play, Outcome::ToCourt);
    let segments = custody(play.entries());
    let holders: Vec<&Holder> = segments.iter().map(|segment: &Segment| &segment.holder).collect();
    let center = Holder::Department(department("center"));
    assert_eq!(holders, [&center, &Holder::Waiting(Cause::Court(department(COURT))), &center]);
    assert_eq!(segments[0].from, START);
}
