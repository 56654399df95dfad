//! The register of mediators as forms need it: who may be appointed today.

use serde::Deserialize;
use timeline::{ActorId, Code, Query};

use crate::handle::Center;

/// The view that knows every mediator.
const MEDIATORS: &str = "mediators";

/// Somebody who is in the register, in its term, and not suspended. Whether it may mediate in a case is for the desk to say.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct EnrolledMediator {
    /// Under which id it works.
    pub mediator: ActorId,
    /// The committee or body that keeps it.
    #[serde(rename = "department")]
    pub committee: Code,
}

impl Center {
    /// Everybody who may be appointed today, by id.
    #[must_use]
    pub fn enrolled_mediators(&self) -> Vec<EnrolledMediator> {
        let query = Query { state: Some("enrolled".to_owned()), today: Some(self.today()), ..Query::default() };
        self.shell.views.all_rows(MEDIATORS, query)
    }
}
