//! The agreement and the acts that make it bind.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{AgreementForm, Fen, Form, PartyId, Personal, RequestId, SignatureManner, Signer, SubjectId};

/// Record an agreement that binds at once: everybody signed at one table, or it was spoken before the mediator.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignAgreement {
    /// Written or oral.
    pub form: AgreementForm,
    /// What was agreed.
    pub terms: Personal,
    /// Everybody who signed, or agreed before the mediator.
    pub parties: Vec<PartyId>,
    /// What is owed, part by part, up to [`INSTALMENTS_MAX`](crate::INSTALMENTS_MAX); left out if everything was done on the spot.
    #[serde(default)]
    pub instalments: Vec<Owed>,
    /// What stays in dispute; left out if everything is settled.
    #[serde(default)]
    pub left_open: Option<Personal>,
}

impl Form for SignAgreement {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.terms, case);
        self.left_open.iter_mut().for_each(|text| visit(text, case));
    }
}

/// Put an agreement on paper. It binds with the last signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawUpAgreement {
    /// What was agreed.
    pub terms: Personal,
    /// Who is to sign.
    pub parties: Vec<PartyId>,
    /// What will be owed, part by part, up to [`INSTALMENTS_MAX`](crate::INSTALMENTS_MAX).
    #[serde(default)]
    pub instalments: Vec<Owed>,
    /// What stays in dispute; left out if everything is settled.
    #[serde(default)]
    pub left_open: Option<Personal>,
    /// The agreement it replaces, if it replaces one.
    #[serde(default)]
    pub amends: Option<u32>,
}

impl Form for DrawUpAgreement {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.terms, case);
        self.left_open.iter_mut().for_each(|text| visit(text, case));
    }
}

/// Note a signature or seal, at the time it was given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveSignature {
    /// Which agreement.
    pub agreement: u32,
    /// In which quality.
    pub signer: Signer,
    /// Which party, if a party signs.
    #[serde(default)]
    pub party: Option<PartyId>,
    /// How.
    pub manner: SignatureManner,
}

impl Form for GiveSignature {}

/// One thing owed under an agreement. It gets the next number of the case.
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
