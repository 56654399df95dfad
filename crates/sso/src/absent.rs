//! What stands where the part that talks to a provider was left out: nothing that could be made.

use jiff::Timestamp;
use serde_json::Value;

use crate::{BadSettings, Failure, Going, Kept, Settings};

/// There is none.
pub(crate) enum Client {}

impl Client {
    pub(crate) fn open(_: &Settings, _: String) -> Result<Self, BadSettings> {
        Err(BadSettings::NotBuilt)
    }

    pub(crate) async fn send(&self, _: &Settings, _: bool, _: Timestamp) -> Result<Going, Failure> {
        match *self {}
    }

    pub(crate) async fn hear(
        &self,
        _: &Settings,
        _: (&str, Kept<'_>),
        _: Timestamp,
    ) -> Result<(Value, Value), Failure> {
        match *self {}
    }
}
