//! Screening, sessions, what is said there, and what experts are asked.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    Form, PartyId, Personal, PlaceCode, RequestId, SessionForm, SessionSetting, SubjectId, ViolenceFinding,
};

/// Record what a screening for violence at home found, and what was done about it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreenViolence {
    /// What was found, asking each side apart.
    pub finding: ViolenceFinding,
    /// Whether the protection order was explained (anti-domestic-violence law, article 23).
    pub protection_order_shown: bool,
    /// Whether it was reported to the police (anti-domestic-violence law, article 14).
    pub reported: bool,
}

impl Form for ScreenViolence {}

/// Set a session. It gets the next number of the case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleSession {
    /// When.
    pub at: Timestamp,
    /// Where; needed only on site.
    #[serde(default)]
    pub place: Option<PlaceCode>,
    /// How.
    pub form: SessionForm,
    /// With both sides at once or apart; left out: both at once.
    #[serde(default)]
    pub setting: Option<SessionSetting>,
    /// Who is to come; left empty: both sides.
    #[serde(default)]
    pub invited: Vec<PartyId>,
}

impl Form for ScheduleSession {}

/// A session does not take place as it was set.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjournSession {
    /// Which session, from 1.
    pub session: u32,
    /// When it is held instead; left out if that is open.
    #[serde(default)]
    pub put_off_to: Option<Timestamp>,
}

impl Form for AdjournSession {}

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

impl Form for HoldSession {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.record.iter_mut().for_each(|text| visit(text, case));
        self.undisputed_facts.iter_mut().for_each(|text| visit(text, case));
    }
}

/// Correct what was recorded of a session. The entry that was wrong stays.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectSession {
    /// Which session, from 1.
    pub session: u32,
    /// Who took part in truth; left empty if that was right.
    #[serde(default)]
    pub attended: Vec<PartyId>,
    /// The record as it should read; left out if that was right.
    #[serde(default)]
    pub record: Option<Personal>,
}

impl Form for CorrectSession {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.record.iter_mut().for_each(|text| visit(text, case));
    }
}

/// Put a solution forward, without prejudice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeProposal {
    /// Which party; left out for the mediator.
    #[serde(default)]
    pub by: Option<PartyId>,
    /// The proposal.
    pub proposal: Personal,
}

impl Form for MakeProposal {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.proposal, case);
    }
}

/// A party would give way on something, without prejudice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeConcession {
    /// Which party.
    pub by: PartyId,
    /// On what.
    pub concession: Personal,
}

impl Form for MakeConcession {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.concession, case);
    }
}

/// Write down what nobody disputes: this may go to a court.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordUndisputedFacts {
    /// What nobody disputes.
    pub undisputed_facts: Personal,
    /// Who confirmed it: both sides must.
    pub confirmed_by: Vec<PartyId>,
}

impl Form for RecordUndisputedFacts {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.undisputed_facts, case);
    }
}

/// Ask an expert; the case waits for the answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommissionAppraisal {
    /// Who appraises.
    pub expert: Personal,
    /// What is to be appraised.
    pub to_appraise: Personal,
    /// When it is expected.
    #[serde(default)]
    pub expected_on: Option<Date>,
}

impl Form for CommissionAppraisal {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.expert, case);
        visit(&mut self.to_appraise, case);
    }
}

/// The appraisal came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveAppraisal {
    /// Which one, from 1.
    pub appraisal: u32,
    /// What the expert found.
    pub finding: Personal,
}

impl Form for ReceiveAppraisal {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.finding, case);
    }
}

/// The appraisal is no longer waited for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AbandonAppraisal {
    /// Which one, from 1.
    pub appraisal: u32,
}

impl Form for AbandonAppraisal {}
