//! What is said, told, agreed and handed in.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    BlobName, ConsentForm, ConsentPurpose, DepartmentCode, Direction, Form, Letter, MaterialKind, MediaType,
    NoticeKind, PartyId, Personal, ReadBack, Referral, RequestId, ServiceManner, SubjectId,
};

/// Write down what somebody says, as they say it, and have it confirmed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeStatement {
    /// Who speaks.
    pub party: PartyId,
    /// What is said.
    pub statement: Personal,
    /// How it was confirmed.
    pub read_back: ReadBack,
    /// Who interpreted.
    #[serde(default)]
    pub interpreter: Option<Personal>,
    /// What the person wants changed.
    #[serde(default)]
    pub objections: Option<Personal>,
}

/// Note that a notice reached a party.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServeNotice {
    /// What it tells.
    pub notice: NoticeKind,
    /// Whom it reached.
    pub party: PartyId,
    /// How.
    pub manner: ServiceManner,
    /// On which day it reached them.
    pub served_on: Date,
    /// The last day printed on it.
    #[serde(default)]
    pub printed_due: Option<Date>,
    /// The number of the material that proves the service.
    #[serde(default)]
    pub material: Option<u32>,
}

/// Note what a party agrees to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordConsent {
    /// Who agrees.
    pub party: PartyId,
    /// To what.
    pub purpose: ConsentPurpose,
    /// Who may be told, for sharing.
    #[serde(default)]
    pub recipients: Vec<DepartmentCode>,
    /// How.
    pub form: ConsentForm,
}

/// Note that a party takes its consent back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawConsent {
    /// Who.
    pub party: PartyId,
    /// Which consent.
    pub purpose: ConsentPurpose,
}

/// Take in a paper or file that has been stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitMaterial {
    /// What it is.
    pub kind: MaterialKind,
    /// What is written on it.
    pub title: Personal,
    /// Where it lies: the answer to its upload.
    pub blob: BlobName,
    /// Its form.
    pub media_type: MediaType,
    /// How many pages it has.
    #[serde(default)]
    pub pages: Option<u32>,
    /// Who handed it in.
    #[serde(default)]
    pub party: Option<PartyId>,
    /// What the store says of the file, and never a client; `None` if there is no such file.
    #[serde(skip)]
    pub stored: Option<StoredFile>,
}

/// A file as it lies in the store.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct StoredFile {
    /// Where it lies: what `submit_material` names.
    pub blob: BlobName,
    /// Its form, as its first bytes tell it.
    pub media_type: MediaType,
    /// Its length in bytes, before it was sealed.
    pub bytes: u64,
}

/// Ask for everything that is missing, at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestMaterials {
    /// Who is asked.
    pub party: PartyId,
    /// What is missing.
    pub items: Vec<MaterialKind>,
    /// What exactly.
    #[serde(default)]
    pub note: Option<Personal>,
    /// The last day for it.
    #[serde(default)]
    pub due: Option<Date>,
    /// Why something is asked for again.
    #[serde(default)]
    pub repeat_reason: Option<Personal>,
}

/// Note that somebody about this case called, wrote or came, or was called.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteContact {
    /// Who spoke to whom.
    pub direction: Direction,
    /// Which party it was.
    #[serde(default)]
    pub party: Option<PartyId>,
    /// Whether they got through to each other.
    pub reached: bool,
    /// What was said.
    #[serde(default)]
    pub note: Option<Personal>,
    /// The letter it came in.
    #[serde(default)]
    pub letter: Option<Letter>,
    /// The body that passed it on.
    #[serde(default)]
    pub referred_by: Option<Referral>,
}

impl Form for ServeNotice {}

impl Form for RecordConsent {}

impl Form for WithdrawConsent {}

impl Form for TakeStatement {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.statement, case);
        self.interpreter.iter_mut().chain(&mut self.objections).for_each(|text| visit(text, case));
    }
}

impl Form for SubmitMaterial {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.title, case);
    }
}

impl Form for RequestMaterials {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.note.iter_mut().chain(&mut self.repeat_reason).for_each(|text| visit(text, case));
    }
}

impl Form for NoteContact {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.note.iter_mut().for_each(|text| visit(text, case));
    }
}
