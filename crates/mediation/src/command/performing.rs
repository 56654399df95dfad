//! Whether the agreement is kept.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{ContactManner, Form, PartyId, Personal, RequestId, SubjectId, VisitReason};

/// Record that a part of the agreement was performed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPerformance {
    /// Which part.
    pub instalment: u32,
    /// On which day.
    pub performed_on: Date,
}

impl Form for RecordPerformance {}

/// Correct what was recorded of a performance. The entry that was wrong stays.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectPerformance {
    /// Which part.
    pub instalment: u32,
    /// On which day in truth; left out if it was not performed.
    #[serde(default)]
    pub performed_on: Option<Date>,
}

impl Form for CorrectPerformance {}

/// Note that somebody was reminded of what is due.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindPerformance {
    /// Which part.
    pub instalment: u32,
    /// In which way.
    pub manner: ContactManner,
}

impl Form for RemindPerformance {}

/// Note that the agreement is not being kept; the party is told what it can do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBreach {
    /// Which agreement.
    pub agreement: u32,
    /// Which part; left out for something else that was agreed.
    #[serde(default)]
    pub instalment: Option<u32>,
    /// Who said so; left out if the center found out.
    #[serde(default)]
    pub reported_by: Option<PartyId>,
}

impl Form for ReportBreach {}

/// Set a day by which somebody goes back to see.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleReturnVisit {
    /// About which agreement.
    pub agreement: u32,
    /// By when; left out: some days after each part is due.
    #[serde(default)]
    pub visit_by: Option<Date>,
}

impl Form for ScheduleReturnVisit {}

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
    /// Who was visited.
    #[serde(default)]
    pub party: Option<PartyId>,
    /// About which agreement; left out: the latest.
    #[serde(default)]
    pub agreement: Option<u32>,
    /// Why somebody went; left out: as planned.
    #[serde(default)]
    pub reason: Option<VisitReason>,
    /// Whether there was a suit or a judgment since.
    #[serde(default)]
    pub later_suit: Option<bool>,
    /// What was done about it.
    #[serde(default)]
    pub measures: Option<Personal>,
}

impl Form for MakeReturnVisit {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.measures.iter_mut().for_each(|text| visit(text, case));
    }
}
