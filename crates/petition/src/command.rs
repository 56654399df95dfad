//! What the petition desk can be asked to do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    AccusationGround, AccusationNumber, AccusationOutcome, AccuserStanding, DepartmentCode, Form, PartyId, Personal,
    QueryTag, RequestId, SubjectId,
};

timeline::commands! {
    /// A request to the petition desk.
    Command
    /// Take down an accusation.
    RegisterAccusation = "register_accusation", begins;
    /// Hand it to the body that is competent.
    TransferAccusation = "transfer_accusation";
    /// Look into it.
    AcceptAccusation = "accept_accusation";
    /// Do not, and say why.
    DeclineAccusation = "decline_accusation";
    /// Tell whoever accused what came of it.
    AnswerAccusation = "answer_accusation";
    /// Close it.
    CloseAccusation = "close_accusation";
    /// Say why the name of whoever accused is needed.
    ProposeUnmasking = "propose_unmasking";
    /// Agree, as the second person.
    ConfirmUnmasking = "confirm_unmasking";
}

/// Take down an accusation. Who takes it down will not find it again: the seat that receives it does.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterAccusation {
    /// How much whoever accuses shows of itself.
    pub standing: AccuserStanding,
    /// Its name; left out if it is anonymous.
    #[serde(default)]
    pub name: Option<Personal>,
    /// Where it can be called.
    #[serde(default)]
    pub phone: Option<Personal>,
    /// Where papers reach it.
    #[serde(default)]
    pub address: Option<Personal>,
    /// The departments it is about, or that those it is about work for.
    #[serde(default)]
    pub accused: Vec<DepartmentCode>,
    /// Whom it is about, by name.
    #[serde(default)]
    pub accused_persons: Option<Personal>,
    /// What is told.
    pub claim: Personal,
    /// What the center draws and a client never sends.
    #[serde(skip)]
    pub drawn: Drawn,
}

/// What is drawn for an accusation: by the center, never sent by a client.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Drawn {
    /// The number it gets.
    pub number: Option<AccusationNumber>,
    /// What the query code is known again by.
    pub query_tag: Option<QueryTag>,
}

/// Hand it to the body that is competent, never to one it is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferAccusation {
    /// The body.
    pub to: DepartmentCode,
}

/// Look into it, for the body the clerk acts for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptAccusation {}

/// Do not look into it, and say why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineAccusation {
    /// Why.
    pub ground: AccusationGround,
    /// In words, and where else it could be brought.
    pub note: Personal,
}

/// Note what whoever accused is told. It reads it with the code it left with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerAccusation {
    /// What it is told.
    pub answer: Personal,
}

/// Close it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAccusation {
    /// How it ended.
    pub outcome: AccusationOutcome,
}

/// Say why the name of whoever accused in confidence is needed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeUnmasking {
    /// Why.
    pub reason: Personal,
}

/// Agree, as the second person: from then on these two may know the name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmUnmasking {}

/// Who accuses has a key of its own: it can be destroyed while the matter stays.
impl Form for RegisterAccusation {
    fn each_personal(&mut self, case: SubjectId, request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        let accuser = PartyId::of_request(request, 0).into();
        let Self { name, phone, address, accused_persons, claim, .. } = self;
        [name, phone, address].into_iter().flatten().for_each(|text| visit(text, accuser));
        accused_persons.iter_mut().for_each(|text| visit(text, case));
        visit(claim, case);
    }
}

impl Form for TransferAccusation {}

impl Form for AcceptAccusation {}

impl Form for DeclineAccusation {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.note, case);
    }
}

impl Form for AnswerAccusation {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.answer, case);
    }
}

impl Form for CloseAccusation {}

impl Form for ProposeUnmasking {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for ConfirmUnmasking {}
