//! Duplicates and urgent risks.

use intake::{
    AddParty, Command, ConfirmDuplicate, CorrectParty, MakeReport, NewParty, ReportUrgentRisk, RuleOutDuplicate,
    Suspect, SuspectDuplicate,
};
use testkit::cast::{APPLICANT, CASE, RESPONDENT, code, department, personal, sealed};
use testkit::facts::{closed, registered};
use testkit::given;
use timeline::{
    CaseId, Channel, DuplicateConfirmed, DuplicateReason, DuplicateRuledOut, DuplicateSuspected, Event, Outcome,
    PartyKind, PartyRole, ReportMade, ReportRequired, UrgentRisk, UrgentRiskReported,
};
use uuid::Uuid;

use super::fact;

const OTHER: CaseId = CaseId::new(Uuid::from_u128(0x0c));

fn suspect(other: CaseId, other_is_there: bool) -> Command {
    Command::SuspectDuplicate(SuspectDuplicate { other: Some(other), other_is_there, suspects: Vec::new() })
}

fn compare(suspects: Vec<Suspect>) -> Command {
    Command::SuspectDuplicate(SuspectDuplicate { other: None, other_is_there: false, suspects })
}

fn confirm() -> Command {
    let reason = personal("同一次漏水");
    Command::ConfirmDuplicate(ConfirmDuplicate { other: OTHER, reason, other_is_there: true })
}

fn rule_out() -> Command {
    let reason = personal("两户人家");
    Command::RuleOutDuplicate(RuleOutDuplicate { other: OTHER, reason, other_is_there: true })
}

fn suspected() -> Event {
    fact(DuplicateSuspected { other: OTHER, reasons: vec![DuplicateReason::SeenByPerson] })
}

fn confirmed() -> Event {
    fact(DuplicateConfirmed { other: OTHER, reason: sealed("同一次漏水") })
}

fn ruled_out() -> Event {
    fact(DuplicateRuledOut { other: OTHER, reason: sealed("两户人家") })
}

#[test]
fn a_pair_is_decided_with_a_reason_and_the_decision_can_be_turned_round() {
    given([registered()]).when(suspect(OTHER, true)).then([suspected()]);
    given([registered(), suspected()]).when(confirm()).then([confirmed()]);
    given([registered(), suspected(), confirmed()]).when(rule_out()).then([ruled_out()]);
    given([registered(), suspected(), ruled_out()]).when(confirm()).then([confirmed()]);
    given([registered(), suspected(), confirmed()]).when(confirm()).nothing_happened();
    given([registered(), ruled_out()]).when(rule_out()).nothing_happened();
    given([registered(), suspected(), closed(Outcome::Withdrawn)]).when(confirm()).then([confirmed()]);
}

#[test]
fn what_was_ruled_out_is_not_asked_again() {
    given([registered(), suspected(), ruled_out()]).when(suspect(OTHER, true)).refused("intake.ruled_out_before");
    given([registered(), suspected()]).when(suspect(OTHER, true)).nothing_happened();
    given([registered()]).when(suspect(CASE, true)).refused("intake.same_case");
    given([registered()]).when(suspect(OTHER, false)).refused("intake.unknown_case");
}

#[test]
fn a_comparison_asks_about_what_it_found_and_about_no_pair_twice() {
    let reasons = vec![DuplicateReason::SameParty, DuplicateReason::SimilarClaim];
    let suspects = || vec![Suspect { other: OTHER, reasons: reasons.clone() }];
    let found = fact(DuplicateSuspected { other: OTHER, reasons: reasons.clone() });
    given([registered()]).when(compare(suspects())).then([found]);
    given([registered()]).when(compare(Vec::new())).nothing_happened();
    given([registered(), ruled_out()]).when(compare(suspects())).nothing_happened();
    given([]).when(compare(suspects())).refused("intake.not_registered");
}

#[test]
fn another_case_is_suspected_when_a_party_comes_to_light_or_is_corrected() {
    let reasons = vec![DuplicateReason::SameParty, DuplicateReason::SimilarClaim];
    let suspects = vec![Suspect { other: OTHER, reasons: reasons.clone() }];
    let named = || NewParty::named(PartyRole::ThirdParty, PartyKind::Person, personal("张三（虚构）"));
    let add = || Command::AddParty(AddParty { party: named(), suspects: suspects.clone() });
    let (party, reason) = (RESPONDENT, personal("姓名写错"));
    let correct = || {
        Command::CorrectParty(CorrectParty {
            party,
            corrected: Box::new(named()),
            reason: reason.clone(),
            suspects: suspects.clone(),
        })
    };
    let found = fact(DuplicateSuspected { other: OTHER, reasons });
    for command in [add(), correct()] {
        let facts = given([registered()]).when(command.clone()).facts();
        assert_eq!((facts.len(), facts.last()), (2, Some(&found)));
        for looked_at in [suspected(), confirmed(), ruled_out()] {
            let facts = given([registered(), looked_at]).when(command.clone()).facts();
            assert_eq!(facts.len(), 1, "nobody is asked again about the two");
        }
    }
}

fn risk(risk: UrgentRisk) -> Command {
    Command::ReportUrgentRisk(ReportUrgentRisk { risk, party: Some(APPLICANT), note: personal("说不想活了") })
}

#[test]
fn a_risk_brings_its_duties_in_the_same_breath_and_each_is_fulfilled_once() {
    let party = Some(APPLICANT);
    let reported =
        fact(UrgentRiskReported { alert: 1, risk: UrgentRisk::Suicide, party, note: sealed("说不想活了") });
    let required =
        |duty, to: &str, rule: &str| fact(ReportRequired { duty, alert: 1, to: department(to), rule: code(rule) });
    let duties = [required(1, "public_security", "pml-25-police"), required(2, "petition_office", "pet-25-major")];
    let [police, petition] = duties.clone();
    given([registered(), closed(Outcome::Explained)]).when(risk(UrgentRisk::Suicide)).then([
        reported.clone(),
        police,
        petition,
    ]);
    let make = |duty| Command::MakeReport(MakeReport { duty, reference: None, note: None });
    let told = || std::iter::once(registered()).chain([reported.clone()]).chain(duties.clone());
    let made = fact(ReportMade { duty: 2, to: department("petition_office"), reference: None, note: None });
    given(told()).when(make(2)).then([made.clone()]);
    given(told().chain([made])).when(make(2)).refused("intake.report_made_before");
    given(told()).when(make(3)).refused("intake.unknown_duty");
    given(told()).when(make(0)).refused("intake.unknown_duty");
}

#[test]
fn every_urgent_risk_is_reported_to_somebody_and_none_by_a_program() {
    for kind in UrgentRisk::ALL {
        assert!(given([registered()]).when(risk(*kind)).facts().len() > 1, "{kind} has no duty to report");
    }
    given([registered()])
        .through(Channel::System)
        .when(risk(UrgentRisk::Violence))
        .refused("intake.risk_needs_a_person");
}
