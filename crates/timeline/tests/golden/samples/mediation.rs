//! One sample a fact of mediation.

use jiff::civil::date;
use timeline::{
    AgreementForm, AgreementSigned, Event, Fen, Instalment, MediationConsented, MediationEvent, MediationKind,
    MediationRefused, MediationRequested, MediationTerminated, MediatorAppointed, PerformanceRecorded, RemediesAdvised,
    Remedy, ReturnVisitMade, SessionForm, SessionHeld, SessionScheduled, TerminationReason,
};

use super::{MOMENT, PARTY, parsed, sealed};

pub(super) fn all() -> Vec<Event> {
    let amount = Some(Fen::new(300_000).expect("an amount"));
    let instalment = Instalment { number: 1, by: PARTY, due: date(2026, 12, 23), amount };
    let (record, undisputed_facts) = (Some(sealed()), Some(sealed()));
    vec![
        mediation(MediationRequested { kind: MediationKind::Peoples, by: Some(PARTY) }),
        mediation(MediationConsented { party: PARTY }),
        mediation(MediationRefused { party: PARTY }),
        mediation(MediatorAppointed { mediator: parsed("mediator-1") }),
        mediation(SessionScheduled { session: 1, at: MOMENT, place: parsed("room-1"), form: SessionForm::OnSite }),
        mediation(SessionHeld { session: 1, attended: vec![PARTY], record, undisputed_facts }),
        mediation(AgreementSigned {
            form: AgreementForm::Written,
            terms: sealed(),
            parties: vec![PARTY],
            effective_at: MOMENT,
            instalments: vec![instalment],
        }),
        mediation(MediationTerminated { reason: TerminationReason::TooFarApart }),
        mediation(RemediesAdvised { remedies: vec![Remedy::Litigation, Remedy::LegalAid] }),
        mediation(PerformanceRecorded { instalment: 1, performed_on: date(2026, 12, 1) }),
        mediation(ReturnVisitMade { performed: true, satisfied: Some(true), new_signs: false }),
    ]
}

fn mediation(fact: impl Into<MediationEvent>) -> Event {
    Event::Mediation(fact.into())
}
