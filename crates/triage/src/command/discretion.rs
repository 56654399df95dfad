//! Who may know what a case says, and who is too near to it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{ActorId, Form, RecusalGround, Secrecy, SecrecyGround};

/// Let fewer know what the case says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NarrowSecrecy {
    /// Who may know from now on.
    pub secrecy: Secrecy,
    /// Why.
    pub ground: SecrecyGround,
}

/// Let more know again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WidenSecrecy {
    /// Who may know from now on.
    pub secrecy: Secrecy,
}

/// Have nothing more to do with the case, because of what one has to do with a party (自行回避).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepAside {
    /// What that is.
    pub ground: RecusalGround,
}

/// Say that somebody has nothing more to do with the case (责令回避).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecuseOfficer {
    /// Who.
    pub officer: ActorId,
    /// What it has to do with a party.
    pub ground: RecusalGround,
}

impl Form for NarrowSecrecy {}
impl Form for WidenSecrecy {}
impl Form for StepAside {}
impl Form for RecuseOfficer {}
