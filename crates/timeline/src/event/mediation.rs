//! What mediation records: request, consent, mediator, sessions, agreement, performance, return visit; and, on streams of
//! their own, the register of mediators.

mod agreement;
mod mediator;
mod performance;
mod register;
mod session;

pub use agreement::*;
pub use mediator::*;
pub use performance::*;
pub use register::*;
pub use session::*;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ContactManner, DepartmentCode, MediationKind, PartyId, Remedy, Sealed, TerminationReason};

crate::event::facts! {
    /// A fact that mediation owns.
    MediationEvent
    /// Mediation was asked for by a party, or offered by the center (people's mediation law, article 17).
    MediationRequested = "mediation.requested", version 1;
    /// A party refused to mediate, which is always its right (people's mediation law, articles 3 and 17).
    MediationRefused = "mediation.refused", version 1;
    /// A session took place.
    SessionHeld = "mediation.session_held", version 1, Mediation;
    /// What nobody disputes was written down apart and confirmed (online mediation rules, article 22): this may go to a
    /// court, what was offered or conceded may not (invited mediation, article 22).
    UndisputedFactsRecorded = "mediation.undisputed_facts_recorded", version 1;
    /// An expert was asked; the mediation waits for the appraisal, and these days are not counted (medical disputes
    /// regulation, article 38; online mediation rules, article 24).
    AppraisalCommissioned = "mediation.appraisal_commissioned", version 1;
    /// The appraisal came.
    AppraisalReceived = "mediation.appraisal_received", version 1;
    /// The appraisal is no longer waited for.
    AppraisalAbandoned = "mediation.appraisal_abandoned", version 1;
    /// The parties agreed, and what they owe each other is known (people's mediation law, articles 28 to 31): from here
    /// on it binds.
    AgreementSigned = "mediation.agreement_signed", version 1;
    /// Both sides agreed to more time (invited mediation, article 27).
    MediationExtended = "mediation.extended", version 1;
    /// The mediation ended without, or after, an agreement (online mediation rules, article 25).
    MediationTerminated = "mediation.terminated", version 1;
    /// The mediator suspects that the parties feign a dispute; everything stands still until it is decided, and the court
    /// is told (invited mediation, article 18).
    FalseMediationSuspected = "mediation.false_mediation_suspected", version 1;
    /// Whether the dispute was feigned was decided.
    FalseMediationDecided = "mediation.false_mediation_decided", version 1;
    /// A part of the agreement was performed (people's mediation law, article 31).
    PerformanceRecorded = "mediation.performance_recorded", version 1;
    /// What was recorded of a performance was wrong.
    PerformanceCorrected = "mediation.performance_corrected", version 1;
    /// The agreement is not being kept, which opens other ways (people's mediation law, articles 31 and 32).
    AgreementBreached = "mediation.agreement_breached", version 1;

    @aside mediation_aside
    /// A party agreed to mediate.
    MediationConsented = "mediation.consented", version 1;
    /// Somebody tried to reach the other side (online mediation rules, article 15).
    RespondentContacted = "mediation.respondent_contacted", version 1;
    /// A party chose a mediator (people's mediation law, article 19; invited mediation, article 12).
    MediatorChosen = "mediation.mediator_chosen", version 1;
    /// A mediator was appointed or chosen (people's mediation law, article 19). A later appointment replaces it.
    MediatorAppointed = "mediation.mediator_appointed", version 1;
    /// The mediator told the parties what could make them doubt its neutrality (invited mediation, article 14).
    ConflictDisclosed = "mediation.conflict_disclosed", version 1;
    /// A party asked for another mediator, on one of three grounds (invited mediation, article 15).
    RecusalRequested = "mediation.recusal_requested", version 1;
    /// Whether the mediator steps back was decided (invited mediation, article 15).
    RecusalDecided = "mediation.recusal_decided", version 1;
    /// The parties were asked, apart from each other, whether there is violence between them.
    ViolenceScreened = "mediation.violence_screened", version 1, Sensitive;
    /// A session was set.
    SessionScheduled = "mediation.session_scheduled", version 1;
    /// A session did not take place as it was set.
    SessionAdjourned = "mediation.session_adjourned", version 1;
    /// What was recorded of a session was wrong.
    SessionCorrected = "mediation.session_corrected", version 1, Mediation;
    /// The mediator or a party put a solution forward, without prejudice (invited mediation, article 22).
    ProposalMade = "mediation.proposal_made", version 1, Mediation;
    /// A party would give way on something, without prejudice (invited mediation, article 22).
    ConcessionMade = "mediation.concession_made", version 1, Mediation;
    /// An agreement was put on paper and waits for its signatures (people's mediation law, article 29).
    AgreementDrawnUp = "mediation.agreement_drawn_up", version 1, Mediation;
    /// A required signature or seal was given (people's mediation law, article 29).
    SignatureGiven = "mediation.signature_given", version 1, Mediation;
    /// An agreement was replaced by a later one.
    AgreementAmended = "mediation.agreement_amended", version 1;
    /// A party was given a paper that says from when to when was mediated and why it failed (Shandong regulation,
    /// article 24; online mediation rules, article 25).
    MediationCertified = "mediation.certified", version 1;
    /// The parties were told what they can still do (people's mediation law, article 26).
    RemediesAdvised = "mediation.remedies_advised", version 1;
    /// Somebody was reminded of what is due (people's mediation law, article 31: the committee watches over performance).
    PerformanceReminded = "mediation.performance_reminded", version 1;
    /// A day was set by which somebody goes back to see.
    ReturnVisitScheduled = "mediation.return_visit_scheduled", version 1;
    /// Somebody went back to see whether the agreement holds (回访).
    ReturnVisitMade = "mediation.return_visit_made", version 1;
    /// A mediator was entered in the register, on a stream of its own (invited mediation, articles 5 to 9).
    MediatorEnrolled = "mediation.mediator_enrolled", version 1;
    /// A mediator's term was renewed.
    MediatorTermRenewed = "mediation.mediator_term_renewed", version 1;
    /// A mediator may not be appointed for the time being.
    MediatorSuspended = "mediation.mediator_suspended", version 1;
    /// A suspended mediator may be appointed again.
    MediatorResumed = "mediation.mediator_resumed", version 1;
    /// A mediator was trained (people's mediation law, article 14).
    MediatorTrained = "mediation.mediator_trained", version 1;
    /// A mediator declared that it stands too near to a case (invited mediation, article 14).
    ConflictDeclared = "mediation.conflict_declared", version 1;
    /// A mediator was taken from the register (people's mediation law, article 15).
    MediatorStruckOff = "mediation.mediator_struck_off", version 1;
}

/// Body of [`MediationEvent::MediationRequested`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationRequested {
    /// The kind of mediation.
    pub kind: MediationKind,
    /// Which party asked; `None` if the center offered it by itself.
    pub by: Option<PartyId>,
}

/// Body of [`MediationEvent::RespondentContacted`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RespondentContacted {
    /// Who was to be reached.
    pub party: PartyId,
    /// In which way.
    pub manner: ContactManner,
    /// Whether it was reached.
    pub reached: bool,
}

/// Body of [`MediationEvent::MediationConsented`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationConsented {
    /// Who agreed.
    pub party: PartyId,
    /// Whether its guardian agreed with it; `None` stands for a party that agrees alone (civil code, articles 19 to 23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_guardian: Option<bool>,
}

/// Body of [`MediationEvent::MediationRefused`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationRefused {
    /// Who refused.
    pub party: PartyId,
}

/// Body of [`MediationEvent::MediationExtended`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationExtended {
    /// The last day, that day included.
    pub until: Date,
    /// Who agreed to it.
    pub agreed_by: Vec<PartyId>,
}

/// Body of [`MediationEvent::MediationTerminated`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationTerminated {
    /// Why.
    pub reason: TerminationReason,
}

/// Body of [`MediationEvent::MediationCertified`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediationCertified {
    /// Who asked for the paper.
    pub party: PartyId,
    /// When the mediation began.
    pub began_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// Why it ended.
    pub reason: TerminationReason,
}

/// Body of [`MediationEvent::FalseMediationSuspected`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FalseMediationSuspected {
    /// What the suspicion rests on.
    pub grounds: Sealed,
    /// The court or department that was told.
    pub reported_to: DepartmentCode,
}

/// Body of [`MediationEvent::FalseMediationDecided`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FalseMediationDecided {
    /// Whether the dispute was feigned.
    pub confirmed: bool,
    /// Why.
    pub explanation: Sealed,
}

/// Body of [`MediationEvent::RemediesAdvised`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RemediesAdvised {
    /// What they were told.
    pub remedies: Vec<Remedy>,
}
