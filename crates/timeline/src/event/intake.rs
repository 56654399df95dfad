//! What intake records: visits and enquiries, registration, parties and who speaks for them, papers, receipts, suspicions.

mod duplicates;
mod papers;
mod parties;
mod people;
mod risks;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use duplicates::*;
pub use papers::*;
pub use parties::*;
pub use people::*;
pub use risks::*;

use crate::{
    AreaCode, BlobName, CaseId, CaseKind, CaseNumber, Code, DepartmentCode, Direction, EventId, Fen, PartyId,
    PlaceCode, QueryTag, Reference, Sealed, VisitId, VisitPurpose, WindowCode,
};

crate::event::facts! {
    /// A fact that intake owns.
    IntakeEvent
    /// A case was registered: from now on one holder is answerable for it at every instant.
    CaseRegistered = "intake.case_registered", version 1;
    /// A clerk confirmed what a citizen had registered online. It was registered, and receipted, before; triage waited.
    RegistrationConfirmed = "intake.registration_confirmed", version 1;
    /// What was registered was wrong; this is how it is right. The entry it corrects stays.
    RegistrationCorrected = "intake.registration_corrected", version 1;
    /// A further party was found or came forward.
    PartyAdded = "intake.party_added", version 1;
    /// A party was noted wrongly; this is how it is right. The entry it corrects stays.
    PartyCorrected = "intake.party_corrected", version 1;
    /// Somebody who was noted as a party is none.
    PartyRemoved = "intake.party_removed", version 1;
    /// It is known who looks after a minor, or another person who cannot act alone.
    GuardianNamed = "intake.guardian_named", version 1;
    /// A paper or file was handed in. It lies, sealed, beside the log.
    MaterialSubmitted = "intake.material_submitted", version 1;
    /// This case and another were found to be one matter (重复件). Each keeps its own timeline.
    DuplicateConfirmed = "intake.duplicate_confirmed", version 1;
    /// This case and another were found to be two matters, also after they had been taken for one. It is not asked again.
    DuplicateRuledOut = "intake.duplicate_ruled_out", version 1;
    /// A person saw that something bad may happen if nobody acts at once.
    UrgentRiskReported = "intake.urgent_risk_reported", version 1;
    /// A party agreed to something that is not done without it (personal information protection law, articles 14, 23, 29).
    ConsentRecorded = "intake.consent_recorded", version 1;
    /// A party took its consent back (personal information protection law, article 15).
    ConsentWithdrawn = "intake.consent_withdrawn", version 1;

    @aside intake_aside
    /// Somebody came in person. A visit has a stream of its own: most visits never become a case.
    VisitRecorded = "intake.visit_recorded", version 1;
    /// A visitor was shown to the department or window that can help.
    VisitorGuided = "intake.visitor_guided", version 1;
    /// A question was answered. An enquiry has a stream of its own: it is no case.
    EnquiryAnswered = "intake.enquiry_answered", version 1;
    /// A party left with a receipt: what was submitted, and when.
    ReceiptIssued = "intake.receipt_issued", version 1;
    /// Somebody about this case called, wrote, came or was called, through whichever channel (petition regulation of
    /// 2022, articles 17 and 21).
    ContactNoted = "intake.contact_noted", version 1;
    /// It was verified who a party is. Nobody has to be verified to be registered.
    IdentityVerified = "intake.identity_verified", version 1;
    /// A party gave somebody the power to act for it (civil procedure law, articles 61 and 62).
    AgentAuthorized = "intake.agent_authorized", version 1;
    /// A power to act ended.
    AgentDismissed = "intake.agent_dismissed", version 1;
    /// Those who ask for the same named some to speak for them (petition regulation of 2022, article 20; civil procedure law,
    /// articles 56 and 57).
    RepresentativesDesignated = "intake.representatives_designated", version 1;
    /// What somebody said was written down truthfully and confirmed (petition regulation of 2022, article 19).
    StatementTaken = "intake.statement_taken", version 1;
    /// A notice reached a party: clocks of the citizen start with this, never with a message that was only sent.
    NoticeServed = "intake.notice_served", version 1;
    /// Missing papers were asked for, all at once (administrative reconsideration law of 2023, article 31).
    MaterialsRequested = "intake.materials_requested", version 1;
    /// Another case may be the same matter. It blocks nothing, and it counts nobody's visits.
    DuplicateSuspected = "intake.duplicate_suspected", version 1;
    /// A body must be told of an urgent risk, by this rule.
    ReportRequired = "intake.report_required", version 1;
    /// That body was told.
    ReportMade = "intake.report_made", version 1;
}

/// Body of [`IntakeEvent::VisitRecorded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct VisitRecorded {
    /// Where they came to.
    pub place: PlaceCode,
    /// What for.
    pub purpose: VisitPurpose,
    /// How many persons.
    pub visitors: u16,
    /// The case it is about, if it is about one.
    pub case: Option<CaseId>,
}

/// Body of [`IntakeEvent::VisitorGuided`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct VisitorGuided {
    /// The department that can help.
    pub to: DepartmentCode,
    /// Its window, if it has one here.
    pub window: Option<WindowCode>,
}

/// Body of [`IntakeEvent::EnquiryAnswered`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EnquiryAnswered {
    /// What it was about: an entry of the list of dispute types.
    pub topic: Code,
    /// The visit it was asked in, if somebody came.
    pub visit: Option<VisitId>,
    /// What was asked, if it is worth keeping.
    pub question: Option<Sealed>,
    /// What was answered.
    pub answer: Sealed,
}

/// Body of [`IntakeEvent::CaseRegistered`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseRegistered {
    /// The number it is known by.
    pub number: CaseNumber,
    /// What kind of matter it is.
    pub kind: CaseKind,
    /// What it is about and what is asked for, as the applicant told it (petition regulation of 2022, article 19:
    /// an oral claim is recorded truthfully).
    pub claim: Sealed,
    /// Where it arose.
    pub area: AreaCode,
    /// The amount in dispute, in fen.
    pub amount: Option<Fen>,
    /// Everybody named at registration, at least one applicant.
    pub parties: Vec<Party>,
    /// Who turned the matter over, with the number it has there; `None` if the citizen came by itself.
    pub referred_by: Option<Referral>,
    /// The letter it came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
    /// The case this one is a part of (子案).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<CaseId>,
    /// A citizen registered it by itself: a clerk has still to confirm it.
    #[serde(default, skip_serializing_if = "is_not_so")]
    pub self_registered: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over like this")]
const fn is_not_so(flag: &bool) -> bool {
    !*flag
}

/// A body that turned a matter over to the center.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Referral {
    /// The body.
    pub department: DepartmentCode,
    /// The number it has there.
    pub reference: Option<Reference>,
}

/// A letter: its postmark is the day from which periods count, not the day it was registered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Letter {
    /// The day on the postmark, if it can be read.
    #[serde(default)]
    pub postmarked_on: Option<Date>,
    /// The day it reached the center.
    pub received_on: Date,
    /// The scan of letter and envelope, stored before under the key of the registration.
    #[serde(default)]
    pub scan: Option<BlobName>,
}

/// Body of [`IntakeEvent::RegistrationConfirmed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RegistrationConfirmed {
    /// What was found when the applicant was asked.
    pub note: Option<Sealed>,
}

/// Body of [`IntakeEvent::RegistrationCorrected`]. What is left out was right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RegistrationCorrected {
    /// The entry that is corrected.
    pub entry: EventId,
    /// The kind of matter it is.
    pub kind: Option<CaseKind>,
    /// What it is about.
    pub claim: Option<Sealed>,
    /// Where it arose.
    pub area: Option<AreaCode>,
    /// The amount in dispute, in fen.
    pub amount: Option<Fen>,
    /// How the mistake came about.
    pub reason: Sealed,
}

/// Body of [`IntakeEvent::ReceiptIssued`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReceiptIssued {
    /// Who got it.
    pub party: PartyId,
    /// The number printed on it.
    pub number: CaseNumber,
    /// What the query code on it is known again by. The code itself is on the receipt and nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_tag: Option<QueryTag>,
}

/// Body of [`IntakeEvent::ContactNoted`]. Through which channel it was, and when, stands around it like around every fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContactNoted {
    /// Who spoke to whom.
    pub direction: Direction,
    /// Which party it was; `None` if it was none of them.
    pub party: Option<PartyId>,
    /// Whether they got through to each other.
    pub reached: bool,
    /// What was said.
    pub note: Option<Sealed>,
    /// The letter it came in.
    pub letter: Option<Letter>,
    /// The body that passed it on.
    pub referred_by: Option<Referral>,
}
