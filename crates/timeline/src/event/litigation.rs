//! What the litigation desk records: the citizen's suit, matters the court delegated, packages sent to it, its answers,
//! confirmation of agreements, and every referral to another procedure.

mod referral;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Code, ConfirmationBar, ConfirmationDenial, CourtLink, CourtOutcome, DelegationStage, DepartmentCode, EventId,
    HandOffPurpose, PackageItem, PartyId, Reference, RejectionGround, ReturnGround, Sealed, SharingBasis,
    TerminationReason, Warning,
};

pub use referral::*;

crate::event::facts! {
    /// A fact that litigation owns.
    LitigationEvent
    /// A party went to court. Nothing blocks this: mediation is no condition of a suit (people's mediation law, article 3).
    SuitChosen = "litigation.suit_chosen", version 1;
    /// A court delegated a matter to the center before docketing it (civil procedure law, article 125), or entrusted it
    /// after (invited mediation, article 27).
    DelegationReceived = "litigation.delegation_received", version 1;
    /// The package went to the court.
    HandOffSent = "litigation.hand_off_sent", version 1;
    /// The court has the package.
    HandOffAcknowledged = "litigation.hand_off_acknowledged", version 1;
    /// The court sent the package back, with a ground.
    HandOffRejected = "litigation.hand_off_rejected", version 1;
    /// The court docketed the case (立案).
    CaseFiled = "litigation.case_filed", version 1;
    /// The court told how it ended.
    CourtAnswered = "litigation.court_answered", version 1;
    /// The matter was referred to another procedure, with a package and the day an answer is expected.
    ReferralMade = "litigation.referral_made", version 1;
    /// The other body has the referral.
    ReferralAcknowledged = "litigation.referral_acknowledged", version 1;
    /// The other body sent the referral back, with a ground.
    ReferralRejected = "litigation.referral_rejected", version 1;
    /// The other body told how its procedure ended.
    ReferralAnswered = "litigation.referral_answered", version 1;
    /// The party that asked for the referral took it back.
    ReferralWithdrawn = "litigation.referral_withdrawn", version 1;

    @aside litigation_aside
    /// The center told the court how the delegated mediation ended (invited mediation, article 26).
    DelegationReported = "litigation.delegation_reported", version 1;
    /// A package for the court was put together. What is missing is said and blocks nothing.
    HandOffAssembled = "litigation.hand_off_assembled", version 1;
    /// The center signed for a delegated matter: from here the period of the mediation runs (invited mediation, article 27).
    DelegationAccepted = "litigation.delegation_accepted", version 1;
    /// The center declined a delegated matter, with a ground (online mediation rules, article 12).
    DelegationDeclined = "litigation.delegation_declined", version 1;
    /// Both sides gave the delegated mediation more time (invited mediation, article 27).
    DelegationExtended = "litigation.delegation_extended", version 1;
    /// The parties were told whether a court can confirm their agreement, which court, and until when (civil procedure
    /// law, article 205).
    ConfirmationAdvised = "litigation.confirmation_advised", version 1;
    /// All parties together asked for confirmation (civil procedure law, article 205).
    ConfirmationApplied = "litigation.confirmation_applied", version 1;
    /// An answer of the court was recorded wrongly, and is put right.
    CourtAnswerCorrected = "litigation.court_answer_corrected", version 1;
    /// An answer of another body was recorded wrongly, and is put right.
    ReferralAnswerCorrected = "litigation.referral_answer_corrected", version 1;
}

/// Body of [`LitigationEvent::SuitChosen`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SuitChosen {
    /// Who went to court.
    pub party: PartyId,
    /// What it was told beforehand. A warning blocks nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// Body of [`LitigationEvent::DelegationReceived`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationReceived {
    /// The court.
    pub court: DepartmentCode,
    /// The number it has there.
    pub reference: Reference,
    /// The cause of action, from the list of civil causes.
    pub cause: Code,
    /// Before or after docketing; `None` in facts from before this was asked, all of them before docketing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<DelegationStage>,
}

/// Body of [`LitigationEvent::DelegationAccepted`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationAccepted {
    /// The court.
    pub court: DepartmentCode,
    /// The last day for the mediation, as the court was told; `None` if the rule book knows no period.
    pub until: Option<Date>,
}

/// Body of [`LitigationEvent::DelegationDeclined`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationDeclined {
    /// The court.
    pub court: DepartmentCode,
    /// Why.
    pub ground: ReturnGround,
    /// In the words of whoever declined.
    pub explanation: Option<Sealed>,
}

/// Body of [`LitigationEvent::DelegationExtended`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationExtended {
    /// Everybody who agreed: both sides.
    pub parties: Vec<PartyId>,
    /// The last day now.
    pub until: Date,
}

/// Body of [`LitigationEvent::DelegationReported`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationReported {
    /// The court.
    pub court: DepartmentCode,
    /// How the mediation ended.
    pub ended: TerminationReason,
    /// What went with the report. What was said in sessions is never among it (invited mediation, article 22).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<PackageItem>,
}

/// Body of [`LitigationEvent::HandOffAssembled`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandOffAssembled {
    /// The number of the hand-off within the case, from 1.
    pub hand_off: u32,
    /// The court it is for.
    pub court: DepartmentCode,
    /// What is asked of the court.
    pub purpose: HandOffPurpose,
    /// The cause of action it goes to the court under, read across from the type of the dispute (案由); `None` while nobody has
    /// said what type it is, and in facts from before this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Code>,
    /// What the package holds. The record of a session can never be among it.
    pub contents: Vec<PackageItem>,
    /// What would belong in it and is not there.
    pub missing: Vec<PackageItem>,
    /// Which entries of the timeline each item was taken from, the materials on the list of evidence among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manifest: Vec<ManifestLine>,
}

/// A line of the manifest of a package: what it is, and the entry it was taken from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ManifestLine {
    /// What it is.
    pub item: PackageItem,
    /// The entry that holds it.
    pub entry: EventId,
}

/// Body of [`LitigationEvent::HandOffSent`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandOffSent {
    /// Which hand-off.
    pub hand_off: u32,
    /// The court it went to.
    pub court: DepartmentCode,
    /// By when the letter that went with it expects the court to docket or reject (civil procedure law, article 126).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Date>,
    /// On what basis each person's data left the center; empty in facts from before this was noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_on: Vec<SharingGround>,
}

/// Why the data of a person was passed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SharingGround {
    /// Whose data.
    pub party: PartyId,
    /// On what basis.
    pub basis: SharingBasis,
}

/// Body of [`LitigationEvent::HandOffAcknowledged`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandOffAcknowledged {
    /// Which hand-off.
    pub hand_off: u32,
    /// The number the court gave it on arrival.
    pub reference: Reference,
}

/// Body of [`LitigationEvent::HandOffRejected`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandOffRejected {
    /// Which hand-off.
    pub hand_off: u32,
    /// Why.
    pub ground: RejectionGround,
    /// What the court says is to be done.
    pub explanation: Option<Sealed>,
}

/// Body of [`LitigationEvent::CaseFiled`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseFiled {
    /// Which hand-off; `None` if the party filed by itself.
    pub hand_off: Option<u32>,
    /// The court.
    pub court: DepartmentCode,
    /// The court's case number.
    pub reference: Reference,
    /// The day it was docketed.
    pub filed_on: Date,
}

/// Body of [`LitigationEvent::CourtAnswered`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CourtAnswered {
    /// The court's case number.
    pub reference: Reference,
    /// How it ended.
    pub outcome: CourtOutcome,
    /// The day it ended.
    pub decided_on: Date,
    /// Why confirmation was denied, if it was (interpretation of the civil procedure law, article 358).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<ConfirmationDenial>,
    /// The last day for performance the paper names, of several parts that of the last; `None` if it names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perform_by: Option<Date>,
    /// Until when enforcement can be asked for, as the parties were told; `None` if this is no title, and in facts from before
    /// this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enforce_by: Option<Date>,
}

/// Body of [`LitigationEvent::CourtAnswerCorrected`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CourtAnswerCorrected {
    /// The entry that is put right.
    pub corrects: EventId,
    /// The court's case number.
    pub reference: Reference,
    /// How it ended in truth.
    pub outcome: CourtOutcome,
    /// The day it ended in truth.
    pub decided_on: Date,
    /// Why confirmation was denied, if it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<ConfirmationDenial>,
    /// How the mistake came about.
    pub reason: Sealed,
    /// The last day for performance the paper names, of several parts that of the last; `None` if it names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perform_by: Option<Date>,
    /// Until when enforcement can be asked for, as the parties were told; `None` if this is no title, and in facts from before
    /// this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enforce_by: Option<Date>,
}

/// Body of [`LitigationEvent::ConfirmationAdvised`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmationAdvised {
    /// What speaks against confirmation (interpretation of the civil procedure law, article 355); empty: nothing.
    pub bars: Vec<ConfirmationBar>,
    /// The courts the parties may choose from, each with what makes it competent.
    pub courts: Vec<CompetentCourt>,
    /// The last day for the application, as the parties were told; `None` if the rule book knows no period.
    pub apply_by: Option<Date>,
}

/// A court that may confirm an agreement, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CompetentCourt {
    /// The court.
    pub court: DepartmentCode,
    /// What makes it competent.
    pub link: CourtLink,
}

/// Body of [`LitigationEvent::ConfirmationApplied`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmationApplied {
    /// Everybody who applies: all parties of the agreement.
    pub parties: Vec<PartyId>,
    /// The court they chose.
    pub court: DepartmentCode,
    /// What they were told beforehand. A warning blocks nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}
