//! The rules of the agreement, the end and what follows, as scenarios.

use jiff::civil::Date;
use mediation::{
    Command, INSTALMENTS_MAX, MakeReturnVisit, Owed, RecordPerformance, Refusal, SignAgreement, TerminateMediation,
};
use testkit::cast::{
    APPLICANT, NEXT_MONTH, RESPONDENT, SECOND_RESPONDENT, START, STRANGER, THIRD_PARTY, TODAY, TOMORROW, YESTERDAY,
    personal, sealed,
};
use testkit::facts::{
    added, advised, appointed, classified, closed, consented, held, instalment, offered, performed, registered,
    return_visit, scheduled, signed, signed_owing, suit, terminated,
};
use testkit::given;
use timeline::{
    AgreementForm, AgreementSigned, Event, Fen, MediationEvent, Outcome, PartyId, PartyRole, Remedy, TerminationReason,
};

fn mediated() -> Vec<Event> {
    let ready = [registered(), offered(), consented(APPLICANT), consented(RESPONDENT), appointed()];
    ready.into_iter().chain([scheduled(1), held(1)]).collect()
}

fn mediated_and(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    mediated().into_iter().chain(more).collect()
}

fn agreement(form: AgreementForm, parties: &[PartyId], instalments: Vec<Owed>) -> Command {
    let (terms, parties) = (personal("赔偿并修复"), parties.to_vec());
    Command::SignAgreement(SignAgreement { form, terms, parties, instalments, left_open: None })
}

fn written(parties: &[PartyId]) -> Command {
    agreement(AgreementForm::Written, parties, Vec::new())
}

fn owed(by: PartyId, due: Date) -> Owed {
    Owed { by, due, amount: None }
}

fn owing(instalments: Vec<Owed>) -> Command {
    agreement(AgreementForm::Written, &[APPLICANT, RESPONDENT], instalments)
}

fn terminate(reason: TerminationReason) -> Command {
    Command::TerminateMediation(TerminateMediation { reason })
}

fn perform(instalment: u32, performed_on: Date) -> Command {
    Command::RecordPerformance(RecordPerformance { instalment, performed_on })
}

fn visit() -> Command {
    Command::MakeReturnVisit(MakeReturnVisit {
        performed: true,
        satisfied: Some(true),
        new_signs: false,
        party: None,
        agreement: None,
        reason: None,
        later_suit: None,
        measures: None,
    })
}

#[test]
fn a_written_agreement_binds_from_the_last_signature() {
    given(mediated()).told_of(START).when(written(&[APPLICANT, RESPONDENT])).then([signed()]);
}

#[test]
fn what_is_owed_is_numbered_part_by_part() {
    let amount = Some(Fen::new(300_000).unwrap());
    let parts = vec![owed(RESPONDENT, TODAY), Owed { by: RESPONDENT, due: NEXT_MONTH, amount }];
    let facts = given(mediated()).when(owing(parts)).facts();
    let [Event::Mediation(MediationEvent::AgreementSigned(AgreementSigned { instalments, .. }))] = &facts[..] else {
        panic!("one agreement: {facts:?}");
    };
    assert_eq!(instalments.iter().map(|part| (part.number, part.amount)).collect::<Vec<_>>(), [(1, None), (2, amount)]);
}

#[test]
fn an_oral_agreement_binds_those_who_made_it() {
    let facts = mediated_and([added(SECOND_RESPONDENT, PartyRole::Respondent)]);
    let both = [APPLICANT, RESPONDENT];
    given(facts.clone()).when(agreement(AgreementForm::Oral, &both, Vec::new())).accepted();
    given(facts).when(written(&both)).refused("mediation.signature_missing");
}

#[test]
fn a_third_party_may_bind_itself() {
    let facts = mediated_and([added(THIRD_PARTY, PartyRole::ThirdParty)]);
    let three = [APPLICANT, RESPONDENT, THIRD_PARTY];
    given(facts).when(agreement(AgreementForm::Written, &three, vec![owed(THIRD_PARTY, NEXT_MONTH)])).accepted();
}

#[test]
fn every_other_end_tells_the_parties_what_else_they_can_do() {
    for reason in TerminationReason::ALL.iter().filter(|reason| **reason != TerminationReason::Agreed) {
        given(mediated_and([classified("expropriation")]))
            .when(terminate(*reason))
            .then([terminated(*reason), advised(&[Remedy::Litigation, Remedy::Reconsideration])]);
    }
}

#[test]
fn an_agreed_end_needs_no_advice() {
    let agreed = TerminationReason::Agreed;
    given(mediated_and([signed()])).when(terminate(agreed)).then([terminated(agreed)]);
}

#[test]
fn the_end_of_a_mediation_a_suit_has_stopped_is_recorded() {
    let reason = TerminationReason::Other;
    given(mediated_and([suit(APPLICANT)]))
        .when(terminate(reason))
        .then([terminated(reason), advised(&[Remedy::Litigation])]);
}

#[test]
fn performance_and_return_visits_go_on_after_closing() {
    let open = mediated_and([signed_owing(vec![instalment(1), instalment(2)])]);
    given(open.clone()).when(perform(1, TODAY)).then([performed(1)]);
    let shut: Vec<Event> = open.into_iter().chain([performed(1), closed(Outcome::Settled)]).collect();
    given(shut.clone()).when(perform(2, TODAY)).then([performed(2)]);
    given(shut).when(visit()).then([return_visit()]);
}

/// Every refusal of these commands, in the order in which it wins over those below.
#[test]
fn refusals_have_an_order() {
    let both = [APPLICANT, RESPONDENT];
    for command in [written(&both), terminate(TerminationReason::Other), perform(1, TODAY), visit()] {
        given([]).when(command).refused("mediation.not_registered");
    }
    given([registered()]).when(written(&[STRANGER])).refused("mediation.unknown_party");
    given([registered()]).when(written(&[])).refused("mediation.not_open");
    given([registered(), offered()]).when(written(&[])).refused("mediation.no_mediator");
    given(mediated()).when(written(&[RESPONDENT])).refused("mediation.one_sided");
    let more = mediated_and([added(SECOND_RESPONDENT, PartyRole::Respondent)]);
    given(more).when(written(&both)).refused("mediation.signature_missing");
    let many = vec![owed(SECOND_RESPONDENT, YESTERDAY); INSTALMENTS_MAX + 1];
    given(mediated()).when(owing(many)).refused("mediation.too_many_instalments");
    given(mediated()).when(owing(vec![owed(THIRD_PARTY, YESTERDAY)])).refused("mediation.debtor_not_bound");
    given(mediated()).when(owing(vec![owed(RESPONDENT, YESTERDAY)])).refused("mediation.due_before_agreement");

    given([registered()]).when(terminate(TerminationReason::Agreed)).refused("mediation.not_open");
    given(mediated()).when(terminate(TerminationReason::Agreed)).refused("mediation.no_agreement");
    given(mediated_and([signed()])).when(terminate(TerminationReason::Other)).refused("mediation.agreement_stands");

    given(mediated()).when(perform(9, TOMORROW)).refused("mediation.no_agreement");
    let owing_one = mediated_and([signed_owing(vec![instalment(1)])]);
    given(owing_one.clone()).when(perform(9, TOMORROW)).refused("mediation.no_such_instalment");
    let done = owing_one.iter().cloned().chain([performed(1)]);
    given(done).when(perform(1, TOMORROW)).refused("mediation.already_performed");
    given(owing_one).when(perform(1, TOMORROW)).refused("mediation.date_in_future");

    given(mediated()).when(visit()).refused("mediation.no_agreement");
}

#[test]
fn every_refusal_has_its_scenario() {
    let scenarios = [include_str!("scenarios.rs"), include_str!("agreement.rs"), include_str!("steps.rs")];
    testkit::every_refusal_has_a_scenario::<Refusal>("mediation", &scenarios);
}

#[test]
fn an_agreement_holds_its_terms_sealed() {
    let facts = given(mediated()).when(written(&[APPLICANT, RESPONDENT])).facts();
    assert!(
        matches!(&facts[..], [Event::Mediation(MediationEvent::AgreementSigned(fact))] if fact.terms == sealed("赔偿并修复"))
    );
}
