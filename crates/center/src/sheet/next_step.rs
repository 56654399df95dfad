//! What comes next on a case, and until when, as far as whoever it is about may know: the step everybody can see it is at,
//! never what a desk plans or another party is about to do.

use jiff::civil::Date;
use serde::Serialize;

use super::{CaseSheet, MediationSheet};

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct NextStep {
    /// The step, by a word: the state of the case, `confirm` while a clerk has to look at what was registered online, or
    /// `mediation` while one goes on. The words are in the language files under `next-step-<step>`.
    pub step: &'static str,
    /// The last day for it, by the law of its kind or by the letter that went out; `None` where none is set.
    pub until: Option<Date>,
    /// Whether that day can still move; said only where it can. A day in a letter stands.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

impl CaseSheet {
    /// What comes next, and until when.
    #[must_use]
    pub fn next_step(&self) -> NextStep {
        let firm = |step, until| NextStep { step, until, provisional: false };
        let mediation = self.mediation.as_ref().filter(|mediation| mediation.open && self.state == "received");
        match (mediation, self.state) {
            (Some(MediationSheet { until, provisional, .. }), _) => {
                NextStep { step: "mediation", until: *until, provisional: *provisional }
            }
            (None, "registered") if self.unconfirmed => firm("confirm", None),
            (None, state @ ("at_court" | "elsewhere")) => firm(state, self.answer_expected_by()),
            (None, state) => firm(state, None),
        }
    }

    /// By when whoever it was sent to answers. A court that has docketed it works by its own periods.
    fn answer_expected_by(&self) -> Option<Date> {
        let waiting = self.outside.errands.iter().filter(|errand| matches!(errand.state, "sent" | "acknowledged"));
        waiting.filter_map(|errand| errand.answer_by).min()
    }
}
