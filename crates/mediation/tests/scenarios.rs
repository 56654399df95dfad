//! The rules of mediation, as scenarios. Those about the agreement and what follows it are in `agreement.rs`.

use mediation::{
    AppointMediator, Command, Consent, HoldSession, Refusal, RefuseMediation, Register, RequestMediation,
    ScheduleSession, concerns,
};
use testkit::cast::{
    APPLICANT, CASE, CLERK, MEDIATOR, RESPONDENT, ROOM, SECOND_MEDIATOR, SECOND_RESPONDENT, START, STRANGER,
    THIRD_PARTY, actor, personal, place, sealed,
};
use testkit::facts::{
    added, advised, appointed, classified, closed, consented, enrolled, filed, held, offered, party, refused,
    registered, registered_with, reopened, requested_by, scheduled, signed, suit, terminated,
};
use testkit::{desk_meta, entries, given};
use timeline::{
    Event, MediationEvent, MediationKind, MediationRequested, MediatorAppointed, Outcome, PartyId, PartyRole,
    Refusal as _, Remedy, SessionForm, SessionHeld, SessionScheduled, TerminationReason,
};

fn fact(fact: impl Into<MediationEvent>) -> Event {
    Event::Mediation(fact.into())
}

fn request(by: Option<PartyId>) -> Command {
    Command::RequestMediation(RequestMediation { kind: MediationKind::Peoples, by, with_guardian: false })
}

fn consent(party: PartyId) -> Command {
    Command::Consent(Consent { party, with_guardian: false })
}

fn refuse(party: PartyId) -> Command {
    Command::RefuseMediation(RefuseMediation { party })
}

fn appoint(mediator: &str) -> Command {
    let register = Register::read(&entries([enrolled(mediator)])).filter(|_| mediator != CLERK);
    Command::AppointMediator(AppointMediator { mediator: actor(mediator), register })
}

fn schedule_in(room: &str) -> Command {
    Command::ScheduleSession(ScheduleSession {
        at: START,
        place: Some(place(room)),
        form: SessionForm::OnSite,
        setting: None,
        invited: Vec::new(),
    })
}

fn hold(session: u32, attended: &[PartyId]) -> Command {
    Command::HoldSession(HoldSession {
        session,
        attended: attended.to_vec(),
        record: Some(personal("愿意让步")),
        undisputed_facts: None,
    })
}

/// A mediation in which everything is ready for a session.
fn ready() -> Vec<Event> {
    vec![registered(), offered(), consented(APPLICANT), consented(RESPONDENT), appointed()]
}

fn ready_and(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    ready().into_iter().chain(more).collect()
}

#[test]
fn a_party_that_asks_for_mediation_consents_by_asking() {
    let requested = MediationRequested { kind: MediationKind::Peoples, by: Some(APPLICANT) };
    given([registered()]).when(request(Some(APPLICANT))).then([fact(requested), consented(APPLICANT)]);
}

#[test]
fn the_center_may_offer_mediation() {
    given([registered()]).when(request(None)).then([offered()]);
}

#[test]
fn a_new_mediation_may_follow_one_that_ended_and_one_that_was_agreed() {
    let ended = [registered(), offered(), terminated(TerminationReason::Unreachable)];
    given(ended).when(request(None)).then([offered()]);
    given(ready_and([signed()])).when(request(None)).then([offered()]);
    given([registered(), closed(Outcome::Withdrawn), reopened()]).when(request(None)).then([offered()]);
}

#[test]
fn a_party_consents_once() {
    given([registered(), offered()]).when(consent(RESPONDENT)).then([consented(RESPONDENT)]);
    given([registered(), offered(), consented(RESPONDENT)]).when(consent(RESPONDENT)).nothing_happened();
}

#[test]
fn refusing_ends_an_open_mediation_and_the_parties_are_told_what_else_they_can_do() {
    given([registered(), classified("migrant_wages"), offered(), consented(APPLICANT)]).when(refuse(RESPONDENT)).then(
        [
            refused(RESPONDENT),
            terminated(TerminationReason::Refused),
            advised(&[Remedy::Litigation, Remedy::Arbitration, Remedy::LegalAid]),
        ],
    );
}

#[test]
fn refusing_is_possible_in_every_state() {
    for facts in [
        vec![registered()],
        vec![registered(), closed(Outcome::Withdrawn)],
        vec![registered(), suit(APPLICANT)],
        vec![registered(), filed(None)],
        ready_and([signed()]),
        ready_and([terminated(TerminationReason::Other)]),
    ] {
        given(facts).when(refuse(APPLICANT)).then([refused(APPLICANT)]);
    }
}

#[test]
fn a_mediator_is_appointed_and_may_be_replaced() {
    given([registered(), offered()]).when(appoint(MEDIATOR)).then([appointed()]);
    let other = fact(MediatorAppointed { mediator: actor(SECOND_MEDIATOR) });
    given([registered(), offered(), appointed()]).when(appoint(SECOND_MEDIATOR)).then([other]);
    given([registered(), offered(), appointed()]).when(appoint(MEDIATOR)).nothing_happened();
}

#[test]
fn a_session_gets_the_next_number() {
    given(ready()).when(schedule_in(ROOM)).then([scheduled(1)]);
    let second = SessionScheduled {
        session: 2,
        at: START,
        place: Some(place(ROOM)),
        form: SessionForm::OnSite,
        setting: None,
        invited: None,
    };
    given(ready_and([scheduled(1), held(1)])).when(schedule_in(ROOM)).then([fact(second)]);
}

#[test]
fn a_third_party_need_not_consent() {
    given(ready_and([added(THIRD_PARTY, PartyRole::ThirdParty)])).when(schedule_in(ROOM)).then([scheduled(1)]);
}

#[test]
fn a_party_named_later_must_consent_too() {
    let facts = ready_and([added(SECOND_RESPONDENT, PartyRole::Respondent)]);
    given(facts.clone()).when(schedule_in(ROOM)).refused("mediation.party_not_consented");
    given(facts.into_iter().chain([consented(SECOND_RESPONDENT)])).when(schedule_in(ROOM)).then([scheduled(1)]);
}

#[test]
fn after_an_end_consent_and_mediator_are_needed_anew() {
    let again = ready_and([terminated(TerminationReason::PeriodOver), requested_by(APPLICANT), consented(APPLICANT)]);
    given(again.clone()).when(schedule_in(ROOM)).refused("mediation.no_mediator");
    given(again.into_iter().chain([appointed()])).when(schedule_in(ROOM)).refused("mediation.party_not_consented");
}

#[test]
fn a_session_is_recorded_with_what_was_said_apart_from_what_nobody_disputes() {
    let attended = vec![APPLICANT, RESPONDENT];
    let (record, undisputed_facts) = (Some(sealed("愿意让步")), None);
    given(ready_and([scheduled(1)])).when(hold(1, &attended.clone())).then([fact(SessionHeld {
        session: 1,
        attended,
        record,
        undisputed_facts,
    })]);
}

#[test]
fn a_session_that_took_place_before_the_end_is_recorded_after_it() {
    let ended = ready_and([scheduled(1), suit(APPLICANT)]);
    given(ended.clone()).told_of(START).when(hold(1, &[])).accepted();
    given(ended).when(hold(1, &[])).refused("mediation.session_lapsed");
}

#[test]
fn going_to_court_ends_an_open_mediation() {
    for court in [suit(APPLICANT), filed(None)] {
        let stopped = ready_and([court]);
        for command in [schedule_in(ROOM), consent(APPLICANT), appoint(SECOND_MEDIATOR)] {
            given(stopped.clone()).when(command).refused("mediation.not_open");
        }
        given(stopped).when(request(None)).refused("mediation.stopped_by_suit");
    }
}

/// Every refusal of these commands, in the order in which it wins over those below. `agreement.rs` has the others.
#[test]
fn refusals_have_an_order() {
    let gone = || vec![registered(), closed(Outcome::Withdrawn)];
    for command in
        [request(None), consent(STRANGER), refuse(STRANGER), appoint(MEDIATOR), schedule_in(ROOM), hold(1, &[])]
    {
        given([]).when(command).refused("mediation.not_registered");
    }
    given(gone()).when(request(Some(STRANGER))).refused("mediation.case_closed");
    given([registered(), offered()]).when(request(Some(STRANGER))).refused("mediation.unknown_party");
    given([registered(), offered()]).when(request(None)).refused("mediation.already_open");
    given([registered(), offered(), suit(APPLICANT)]).when(request(None)).refused("mediation.stopped_by_suit");

    given([registered()]).when(consent(STRANGER)).refused("mediation.unknown_party");
    given([registered()]).when(consent(APPLICANT)).refused("mediation.not_open");
    given([registered()]).when(refuse(STRANGER)).refused("mediation.unknown_party");

    given([registered()]).when(appoint(CLERK)).refused("mediation.not_open");
    given([registered(), offered()]).when(appoint(CLERK)).refused("mediation.not_a_mediator");

    let alone = registered_with(vec![party(APPLICANT, PartyRole::Applicant)]);
    given([alone.clone()]).when(schedule_in("moon")).refused("mediation.not_open");
    given([alone.clone(), offered()]).when(schedule_in("moon")).refused("mediation.no_mediator");
    given([alone, offered(), appointed()]).when(schedule_in("moon")).refused("mediation.no_other_side");
    let silent = [registered(), offered(), appointed(), consented(APPLICANT)];
    given(silent).when(schedule_in("moon")).refused("mediation.party_not_consented");
    given(ready()).when(schedule_in("moon")).refused("mediation.unknown_place");

    given(ready()).when(hold(1, &[STRANGER])).refused("mediation.no_such_session");
    given(ready_and([scheduled(1), held(1)])).when(hold(1, &[STRANGER])).refused("mediation.session_already_held");
    let ended = ready_and([scheduled(1), terminated(TerminationReason::Other)]);
    given(ended).when(hold(1, &[STRANGER])).refused("mediation.session_lapsed");
    given(ready_and([scheduled(1)])).when(hold(1, &[STRANGER])).refused("mediation.unknown_party");
}

#[test]
fn a_refusal_names_who_stands_in_the_way() {
    let refusal = Refusal::PartyNotConsented { party: RESPONDENT };
    assert_eq!(refusal.args(), [("party", RESPONDENT.to_string())]);
    assert_eq!(refusal.to_string(), format!("{RESPONDENT} has not agreed to mediate"));
    assert!(Refusal::CODES.contains(&refusal.code()));
}

#[test]
fn what_is_said_is_sealed_under_the_case() {
    let mut subjects = Vec::new();
    hold(1, &[]).each_personal(CASE.into(), desk_meta(START).request, &mut |_, subject| subjects.push(subject));
    assert_eq!(subjects, [CASE.into()]);
}

#[test]
fn two_parties_may_agree_at_once_but_no_session_is_set_over_a_refusal() {
    assert!(!concerns(&consent(APPLICANT), &consented(RESPONDENT)));
    assert!(!concerns(&consent(APPLICANT), &refused(RESPONDENT)));
    for fact in [
        refused(RESPONDENT),
        terminated(TerminationReason::Refused),
        suit(APPLICANT),
        added(SECOND_RESPONDENT, PartyRole::Respondent),
        appointed(),
        closed(Outcome::Withdrawn),
    ] {
        assert!(concerns(&schedule_in(ROOM), &fact), "{fact:?}");
        assert!(!concerns(&refuse(APPLICANT), &fact), "refusing stands whatever happened: {fact:?}");
    }
    assert!(concerns(&hold(1, &[]), &held(1)) && !concerns(&hold(1, &[]), &held(2)));
}
