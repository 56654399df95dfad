//! Facts of mediation.

use timeline::{
    AgreementForm, AgreementSigned, Event, Instalment, MediationConsented, MediationEvent, MediationKind,
    MediationRefused, MediationRequested, MediationTerminated, MediatorAppointed, MediatorEnrolled, PartyId,
    PerformanceRecorded, Qualification, RemediesAdvised, Remedy, ReturnVisitMade, SessionForm, SessionHeld,
    SessionScheduled, TerminationReason, VisitReason,
};

use crate::cast::{
    APPLICANT, MEDIATOR, NEXT_MONTH, RESPONDENT, ROOM, SECOND_MEDIATOR, START, TODAY, YESTERDAY, actor, code, place,
    sealed,
};

fn mediation(fact: impl Into<MediationEvent>) -> Event {
    Event::Mediation(fact.into())
}

/// The center offered mediation.
#[must_use]
pub fn offered() -> Event {
    mediation(MediationRequested { kind: MediationKind::Peoples, by: None })
}

/// A party asked for mediation.
#[must_use]
pub fn requested_by(party: PartyId) -> Event {
    mediation(MediationRequested { kind: MediationKind::Peoples, by: Some(party) })
}

/// A party agreed to mediate.
#[must_use]
pub fn consented(party: PartyId) -> Event {
    mediation(MediationConsented { party, with_guardian: None })
}

/// A party refused to mediate.
#[must_use]
pub fn refused(party: PartyId) -> Event {
    mediation(MediationRefused { party })
}

/// A mediator was appointed.
#[must_use]
pub fn appointed() -> Event {
    mediation(MediatorAppointed { mediator: actor(MEDIATOR) })
}

/// A mediator was entered in the register, on its own stream: for every kind of mediation. The second one is a lawyer.
#[must_use]
pub fn enrolled(mediator: &str) -> Event {
    let lawyer = mediator == SECOND_MEDIATOR;
    mediation(MediatorEnrolled {
        mediator: actor(mediator),
        name: sealed("李四（虚构）"),
        kinds: MediationKind::ALL.to_vec(),
        qualification: if lawyer { Qualification::Lawyer } else { Qualification::PeoplesMediator },
        committee: code("peoples_mediation"),
        term_from: YESTERDAY,
        term_until: NEXT_MONTH,
        languages: Vec::new(),
    })
}

/// A session was set.
#[must_use]
pub fn scheduled(session: u32) -> Event {
    mediation(SessionScheduled {
        session,
        at: START,
        place: Some(place(ROOM)),
        form: SessionForm::OnSite,
        setting: None,
        invited: None,
    })
}

/// A session took place, with both parties, a record and undisputed facts.
#[must_use]
pub fn held(session: u32) -> Event {
    let (record, undisputed_facts) = (Some(sealed("愿意让步")), Some(sealed("漏水属实")));
    mediation(SessionHeld { session, attended: vec![APPLICANT, RESPONDENT], record, undisputed_facts })
}

/// Both parties signed, and this is owed.
#[must_use]
pub fn signed_owing(instalments: Vec<Instalment>) -> Event {
    mediation(AgreementSigned {
        form: AgreementForm::Written,
        terms: sealed("赔偿并修复"),
        parties: vec![APPLICANT, RESPONDENT],
        effective_at: START,
        instalments,
        agreement: Some(1),
        left_open: None,
        amends: None,
    })
}

/// The mediation ended.
#[must_use]
pub fn terminated(reason: TerminationReason) -> Event {
    mediation(MediationTerminated { reason })
}

/// The parties were told what else they can do.
#[must_use]
pub fn advised(remedies: &[Remedy]) -> Event {
    mediation(RemediesAdvised { remedies: remedies.to_vec() })
}

/// A part of the agreement was performed.
#[must_use]
pub fn performed(instalment: u32) -> Event {
    mediation(PerformanceRecorded { instalment, performed_on: TODAY })
}

/// Somebody went back, and all was well.
#[must_use]
pub fn return_visit() -> Event {
    mediation(ReturnVisitMade {
        performed: true,
        satisfied: Some(true),
        new_signs: false,
        return_visit: None,
        party: None,
        agreement: Some(1),
        reason: Some(VisitReason::Routine),
        later_suit: None,
        measures: None,
    })
}

/// Both parties signed, and owe nothing more.
#[must_use]
pub fn signed() -> Event {
    signed_owing(Vec::new())
}

/// Something the respondent owes within a month.
#[must_use]
pub fn instalment(number: u32) -> Instalment {
    Instalment { number, by: RESPONDENT, due: NEXT_MONTH, amount: None }
}
