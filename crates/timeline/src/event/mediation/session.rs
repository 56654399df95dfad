//! Screening, sessions, what is said in them, and what an expert is asked.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{EventId, PartyId, PlaceCode, Sealed, SessionForm, SessionSetting, ViolenceFinding};

/// Body of [`crate::MediationEvent::ViolenceScreened`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ViolenceScreened {
    /// What was found.
    pub finding: ViolenceFinding,
    /// Whether the protection order (人身安全保护令) was explained (anti-domestic-violence law, article 23).
    pub protection_order_shown: bool,
    /// Whether it was reported to the police (anti-domestic-violence law, article 14).
    pub reported: bool,
}

/// Body of [`crate::MediationEvent::SessionScheduled`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SessionScheduled {
    /// The number of the session within the case, from 1.
    pub session: u32,
    /// When.
    pub at: Timestamp,
    /// Where; `None` where nobody meets face to face.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceCode>,
    /// How.
    pub form: SessionForm,
    /// With both sides at once or apart; `None` stands for both at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<SessionSetting>,
    /// Who is to come; `None` stands for both sides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<Vec<PartyId>>,
}

/// Body of [`crate::MediationEvent::SessionHeld`].
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

/// Body of [`crate::MediationEvent::SessionAdjourned`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SessionAdjourned {
    /// Which session.
    pub session: u32,
    /// When it is held instead; `None` if that is open.
    pub put_off_to: Option<Timestamp>,
}

/// Body of [`crate::MediationEvent::SessionCorrected`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SessionCorrected {
    /// The entry that was wrong.
    pub corrects: EventId,
    /// Which session.
    pub session: u32,
    /// Who took part in truth; `None` if that was right.
    pub attended: Option<Vec<PartyId>>,
    /// The record as it should read; `None` if that was right.
    pub record: Option<Sealed>,
}

/// Body of [`crate::MediationEvent::ProposalMade`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProposalMade {
    /// Which party; `None` for the mediator.
    pub by: Option<PartyId>,
    /// The proposal.
    pub proposal: Sealed,
}

/// Body of [`crate::MediationEvent::ConcessionMade`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConcessionMade {
    /// Which party.
    pub by: PartyId,
    /// On what it would give way.
    pub concession: Sealed,
}

/// Body of [`crate::MediationEvent::UndisputedFactsRecorded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UndisputedFactsRecorded {
    /// What nobody disputes.
    pub undisputed_facts: Sealed,
    /// Who confirmed it.
    pub confirmed_by: Vec<PartyId>,
}

/// Body of [`crate::MediationEvent::AppraisalCommissioned`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AppraisalCommissioned {
    /// Its number within the case, from 1.
    pub appraisal: u32,
    /// Who appraises.
    pub expert: Sealed,
    /// What is to be appraised.
    pub to_appraise: Sealed,
    /// When it is expected, if the expert said so.
    pub expected_on: Option<Date>,
}

/// Body of [`crate::MediationEvent::AppraisalReceived`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AppraisalReceived {
    /// Which one.
    pub appraisal: u32,
    /// What the expert found.
    pub finding: Sealed,
}

/// Body of [`crate::MediationEvent::AppraisalAbandoned`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AppraisalAbandoned {
    /// Which one.
    pub appraisal: u32,
}
