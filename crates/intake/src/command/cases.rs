//! Visits, enquiries and registration.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    AreaCode, CaseId, CaseKind, CaseNumber, Code, DepartmentCode, Fen, Form, Letter, PartyId, Personal, PlaceCode,
    QueryTag, Referral, RequestId, SubjectId, VisitId, VisitPurpose, WindowCode,
};

use super::{NewParty, StoredFile};

/// Note that somebody came in person. Recorded on the visit's own stream: a visit is not a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordVisit {
    /// Where they came to.
    pub place: PlaceCode,
    /// What for.
    pub purpose: VisitPurpose,
    /// How many persons, from 1.
    pub visitors: u16,
    /// The case it is about, if it is about one.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// Where they were shown to, if somebody else can help.
    #[serde(default)]
    pub guided_to: Option<Guidance>,
    /// Whether there is such a case: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub case_is_there: bool,
}

/// Where a visitor is shown to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// The department that can help.
    pub department: DepartmentCode,
    /// Its window, if it has one here.
    #[serde(default)]
    pub window: Option<WindowCode>,
}

/// Note a question and what was answered. Recorded on the enquiry's own stream: an enquiry is not a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerEnquiry {
    /// What it is about: an entry of the list of dispute types.
    pub topic: Code,
    /// The visit it was asked in.
    #[serde(default)]
    pub visit: Option<VisitId>,
    /// What was asked, if it is worth keeping.
    #[serde(default)]
    pub question: Option<Personal>,
    /// What was answered.
    pub answer: Personal,
    /// Whether there is such a visit: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub visit_is_there: bool,
}

/// Register a case: one call, whatever its kind and channel.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterCase {
    /// What kind of matter it is.
    pub kind: CaseKind,
    /// What it is about and what is asked for, as the applicant tells it.
    pub claim: Personal,
    /// Where it arose.
    pub area: AreaCode,
    /// The amount in dispute, in fen.
    #[serde(default)]
    pub amount: Option<Fen>,
    /// Everybody named, at least one applicant, up to [`PARTIES_MAX`](super::PARTIES_MAX).
    pub parties: Vec<NewParty>,
    /// Who turned the matter over, if it did not come by itself.
    #[serde(default)]
    pub referred_by: Option<Referral>,
    /// The letter it came in.
    #[serde(default)]
    pub letter: Option<Letter>,
    /// The case it is a part of: told by the package, never by a client.
    #[serde(skip)]
    pub part_of: Option<CaseId>,
    /// Whether the citizen fills it in by itself, online: a clerk confirms it afterwards.
    #[serde(default)]
    pub self_registered: Option<bool>,
    /// What the center knows and a client never sends.
    #[serde(skip)]
    pub known: KnownAtRegistration,
}

/// What a registration needs to know of other streams: looked up by the center, never sent by a client.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KnownAtRegistration {
    /// The number it gets.
    pub number: Option<CaseNumber>,
    /// What the query code on its receipt is known again by.
    pub query_tag: Option<QueryTag>,
    /// What the store says of the scan of its letter.
    pub scan: Option<StoredFile>,
}

impl RegisterCase {
    /// A registration that says no more than it must.
    #[must_use]
    pub fn new(kind: CaseKind, claim: Personal, area: AreaCode, parties: Vec<NewParty>) -> Self {
        Self {
            kind,
            claim,
            area,
            amount: None,
            parties,
            referred_by: None,
            letter: None,
            part_of: None,
            self_registered: None,
            known: KnownAtRegistration::default(),
        }
    }

    /// Checks the numbers of its parties and derives how old they are, while all this can still be read.
    pub fn look_at_numbers(&mut self, today: Date) {
        self.parties.iter_mut().for_each(|party| party.look_at_numbers(today));
    }
}

/// Confirm what a citizen registered online.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmRegistration {
    /// What was found when the applicant was asked.
    #[serde(default)]
    pub note: Option<Personal>,
}

/// Correct what was registered. What is left out was right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectRegistration {
    /// The kind of matter it is.
    #[serde(default)]
    pub kind: Option<CaseKind>,
    /// What it is about.
    #[serde(default)]
    pub claim: Option<Personal>,
    /// Where it arose.
    #[serde(default)]
    pub area: Option<AreaCode>,
    /// The amount in dispute, in fen.
    #[serde(default)]
    pub amount: Option<Fen>,
    /// How the mistake came about.
    pub reason: Personal,
}

/// Hand out a receipt with a query code of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueReceipt {
    /// Who gets it.
    pub party: PartyId,
    /// What the query code on it is known again by: made by the center, never sent by a client.
    #[serde(skip)]
    pub query_tag: Option<QueryTag>,
}

impl Form for RecordVisit {}

impl Form for IssueReceipt {}

impl Form for AnswerEnquiry {
    fn each_personal(&mut self, own: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.question.iter_mut().for_each(|text| visit(text, own));
        visit(&mut self.answer, own);
    }
}

impl Form for RegisterCase {
    fn each_personal(&mut self, case: SubjectId, request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.claim, case);
        for (index, party) in self.parties.iter_mut().enumerate() {
            party.each_personal(party.id(request, index).into(), visit);
        }
    }
}

impl Form for ConfirmRegistration {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.note.iter_mut().for_each(|text| visit(text, case));
    }
}

impl Form for CorrectRegistration {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.claim.iter_mut().for_each(|text| visit(text, case));
        visit(&mut self.reason, case);
    }
}
