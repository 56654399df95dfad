//! One sample a fact of the register of mediators.

use jiff::civil::date;
use timeline::{
    ConflictDeclared, Event, Language, MediationKind, MediatorEnrolled, MediatorResumed, MediatorStruckOff,
    MediatorSuspended, MediatorTermRenewed, MediatorTrained, Qualification, RecusalGround, StrikeOffGround,
};

use super::super::{CASE, code, parsed, sealed};
use super::mediation;

pub(super) fn all() -> Vec<Event> {
    vec![
        mediation(MediatorEnrolled {
            mediator: parsed("mediator-1"),
            name: sealed(),
            kinds: vec![MediationKind::Peoples, MediationKind::Labour],
            qualification: Qualification::PeoplesMediator,
            committee: code("yt-town"),
            term_from: date(2026, 1, 1),
            term_until: date(2028, 12, 31),
            languages: vec![Language::Wu],
        }),
        mediation(MediatorTermRenewed { term_until: date(2031, 12, 31) }),
        mediation(MediatorSuspended { explanation: sealed(), until: Some(date(2027, 1, 31)) }),
        mediation(MediatorResumed {}),
        mediation(MediatorTrained { course: code("family-law"), hours: 16, trained_on: date(2026, 9, 1) }),
        mediation(ConflictDeclared { case: CASE, ground: RecusalGround::Stake }),
        mediation(MediatorStruckOff { ground: StrikeOffGround::OwnRequest }),
    ]
}
