//! What the mediation rooms can be asked to do.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    ActorId, AgreementForm, Fen, Form, MediationKind, PartyId, Personal, PlaceCode, RequestId, SessionForm, SubjectId,
    TerminationReason,
};

/// Most parts one agreement may be performed in: ten years of months.
pub const INSTALMENTS_MAX: usize = 120;

timeline::commands! {
    /// A request to the mediation rooms.
    Command
    /// Ask for, or offer, mediation.
    RequestMediation = "request_mediation";
    /// A party agrees to mediate.
    Consent = "consent";
    /// A party refuses to mediate.
    RefuseMediation = "refuse_mediation";
    /// Appoint the mediator.
    AppointMediator = "appoint_mediator";
    /// Set a session.
    ScheduleSession = "schedule_session";
    /// Record a session that took place.
    HoldSession = "hold_session";
    /// Record the agreement.
    SignAgreement = "sign_agreement";
    /// End the mediation.
    TerminateMediation = "terminate_mediation";
    /// Record that a part of the agreement was performed.
    RecordPerformance = "record_performance";
    /// Record that somebody went back to see.
    MakeReturnVisit = "make_return_visit";
}

/// Ask for mediation on behalf of a party, which consents by asking; or offer it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestMediation {
    /// The kind of mediation.
    pub kind: MediationKind,
    /// The party that asks; left out if the center offers it.
    #[serde(default)]
    pub by: Option<PartyId>,
}

/// A party agrees to mediate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Which one.
    pub party: PartyId,
}

/// A party refuses to mediate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseMediation {
    /// Which one.
    pub party: PartyId,
}

/// Appoint the mediator, or replace the one before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointMediator {
    /// Somebody in the rule book's list of mediators.
    pub mediator: ActorId,
}

/// Set a session. It gets the next number of the case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleSession {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub place: PlaceCode,
    /// How.
    pub form: SessionForm,
}

/// Record a session that took place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldSession {
    /// Which session, from 1.
    pub session: u32,
    /// Who took part.
    pub attended: Vec<PartyId>,
    /// What was said; it never leaves for a court (invited mediation, article 22).
    #[serde(default)]
    pub record: Option<Personal>,
    /// What nobody disputes, apart from what was said.
    #[serde(default)]
    pub undisputed_facts: Option<Personal>,
}

/// Record the agreement. It binds from when the recorded act happened: the last signature, or the spoken word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignAgreement {
    /// Written or oral.
    pub form: AgreementForm,
    /// What was agreed.
    pub terms: Personal,
    /// Everybody who signed, or agreed before the mediator.
    pub parties: Vec<PartyId>,
    /// What is owed, part by part, up to [`INSTALMENTS_MAX`]; left out if everything was done on the spot.
    #[serde(default)]
    pub instalments: Vec<Owed>,
}

/// One thing owed under an agreement. Its number is its place in the list, from 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    /// Who owes it.
    pub by: PartyId,
    /// The last day for it.
    pub due: Date,
    /// How much money it is, in fen; left out for a thing to be done.
    #[serde(default)]
    pub amount: Option<Fen>,
}

/// End the mediation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TerminateMediation {
    /// Why, from the list of eight (online mediation rules, article 25).
    pub reason: TerminationReason,
}

/// Record that a part of the agreement was performed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPerformance {
    /// Which part, from 1.
    pub instalment: u32,
    /// On which day.
    pub performed_on: Date,
}

/// Record that somebody went back to see.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeReturnVisit {
    /// Whether the agreement is being kept.
    pub performed: bool,
    /// Whether the visited party is satisfied, if it said so.
    #[serde(default)]
    pub satisfied: Option<bool>,
    /// Whether there are signs of a new dispute.
    #[serde(default)]
    pub new_signs: bool,
}

impl Form for RequestMediation {}

impl Form for Consent {}

impl Form for RefuseMediation {}

impl Form for AppointMediator {}

impl Form for ScheduleSession {}

impl Form for HoldSession {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.record.iter_mut().chain(&mut self.undisputed_facts).for_each(|text| visit(text, case));
    }
}

impl Form for SignAgreement {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.terms, case);
    }
}

impl Form for TerminateMediation {}

impl Form for RecordPerformance {}

impl Form for MakeReturnVisit {}
