//! Who mediates, and who may not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{ActorId, Form, PartyId, Personal, RecusalGround, RequestId, SubjectId};

use crate::state::Register;

/// A party chooses a mediator. When every side chose the same one, it is appointed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseMediator {
    /// Which party.
    pub party: PartyId,
    /// Whom it chooses.
    pub mediator: ActorId,
    /// The register's page of the mediator: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub register: Option<Register>,
}

impl Form for ChooseMediator {}

/// Appoint the mediator, or replace the one before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointMediator {
    /// Somebody in the register of mediators.
    pub mediator: ActorId,
    /// The register's page of the mediator: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub register: Option<Register>,
}

impl Form for AppointMediator {}

/// The mediator tells the parties what could make them doubt its neutrality.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscloseConflict {
    /// What kind of nearness it is.
    pub ground: RecusalGround,
    /// What the parties are told.
    pub detail: Personal,
}

impl Form for DiscloseConflict {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.detail, case);
    }
}

/// A party asks for another mediator.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestRecusal {
    /// Which party.
    pub party: PartyId,
    /// On which ground.
    pub ground: RecusalGround,
    /// What makes it think so.
    #[serde(default)]
    pub detail: Option<Personal>,
}

impl Form for RequestRecusal {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.detail.iter_mut().for_each(|text| visit(text, case));
    }
}

/// Decide whether the mediator steps back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideRecusal {
    /// Whether it does.
    pub granted: bool,
    /// Why.
    #[serde(default)]
    pub explanation: Option<Personal>,
}

impl Form for DecideRecusal {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.explanation.iter_mut().for_each(|text| visit(text, case));
    }
}
