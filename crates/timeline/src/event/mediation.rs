//! What mediation records: request, consent, mediator, sessions, agreement, performance, return visit.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    ActorId, AgreementForm, Fen, MediationKind, PartyId, PlaceCode, Remedy, Sealed, SessionForm, TerminationReason,
};

crate::event::facts! {
    /// A fact that mediation owns.
    MediationEvent
    /// Mediation was asked for by a party, or offered by the center (people's mediation law, article 17).
    MediationRequested = "mediation.requested", version 1;
    /// A party refused to mediate, which is always its right (people's mediation law, articles 3 and 17).
    MediationRefused = "mediation.refused", version 1;
    /// A session took place.
    SessionHeld = "mediation.session_held", version 1, Mediation;
    /// The parties agreed, and what they owe each other is known (people's mediation law, articles 28 to 31).
    AgreementSigned = "mediation.agreement_signed", version 1;
    /// The mediation ended without, or after, an agreement (online mediation rules, article 25).
    MediationTerminated = "mediation.terminated", version 1;
    /// A part of the agreement was performed (people's mediation law, article 31).
    PerformanceRecorded = "mediation.performance_recorded", version 1;

    @aside mediation_aside
    /// A party agreed to mediate.
    MediationConsented = "mediation.consented", version 1;
    /// A mediator was appointed or chosen (people's mediation law, article 19).
    MediatorAppointed = "mediation.mediator_appointed", version 1;
    /// A session was set.
    SessionScheduled = "mediation.session_scheduled", version 1;
    /// The parties were told what they can still do (people's mediation law, article 26).
    RemediesAdvised = "mediation.remedies_advised", version 1;
    /// Somebody went back to see whether the agreement holds (回访).
    ReturnVisitMade = "mediation.return_visit_made", version 1;
}

/// Body of [`MediationEvent::MediationRequested`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationRequested {
    /// The kind of mediation.
    pub kind: MediationKind,
    /// Which party asked; `None` if the center offered it by itself.
    pub by: Option<PartyId>,
}

/// Body of [`MediationEvent::MediationConsented`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationConsented {
    /// Who agreed.
    pub party: PartyId,
}

/// Body of [`MediationEvent::MediationRefused`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationRefused {
    /// Who refused.
    pub party: PartyId,
}

/// Body of [`MediationEvent::MediatorAppointed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediatorAppointed {
    /// The mediator.
    pub mediator: ActorId,
}

/// Body of [`MediationEvent::SessionScheduled`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SessionScheduled {
    /// The number of the session within the case, from 1.
    pub session: u32,
    /// When.
    pub at: Timestamp,
    /// Where.
    pub place: PlaceCode,
    /// How.
    pub form: SessionForm,
}

/// Body of [`MediationEvent::SessionHeld`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SessionHeld {
    /// Which session.
    pub session: u32,
    /// Who took part.
    pub attended: Vec<PartyId>,
    /// The record of what was said: without prejudice, it never leaves for a court (invited mediation, article 22).
    pub record: Option<Sealed>,
    /// What nobody disputes, written down apart: this may go to a court (online mediation rules, article 22).
    pub undisputed_facts: Option<Sealed>,
}

/// Body of [`MediationEvent::AgreementSigned`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AgreementSigned {
    /// Written or oral.
    pub form: AgreementForm,
    /// What was agreed.
    pub terms: Sealed,
    /// Everybody who signed, or agreed before the mediator.
    pub parties: Vec<PartyId>,
    /// When the last required act was done: the agreement binds from then (people's mediation law, articles 29 and 30).
    pub effective_at: Timestamp,
    /// What is owed, part by part; empty if everything was done on the spot.
    pub instalments: Vec<Instalment>,
}

/// One thing that is owed under an agreement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Instalment {
    /// Its number within the agreement, from 1.
    pub number: u32,
    /// Who owes it.
    pub by: PartyId,
    /// The last day for it.
    pub due: Date,
    /// How much money it is, in fen; `None` for a thing to be done.
    pub amount: Option<Fen>,
}

/// Body of [`MediationEvent::MediationTerminated`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationTerminated {
    /// Why.
    pub reason: TerminationReason,
}

/// Body of [`MediationEvent::RemediesAdvised`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RemediesAdvised {
    /// What they were told.
    pub remedies: Vec<Remedy>,
}

/// Body of [`MediationEvent::PerformanceRecorded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PerformanceRecorded {
    /// Which instalment.
    pub instalment: u32,
    /// On which day it was performed.
    pub performed_on: Date,
}

/// Body of [`MediationEvent::ReturnVisitMade`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReturnVisitMade {
    /// Whether the agreement is being kept.
    pub performed: bool,
    /// Whether the visited party is satisfied, if it said so.
    pub satisfied: Option<bool>,
    /// Whether there are signs of a new dispute.
    pub new_signs: bool,
}
