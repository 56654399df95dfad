//! A subscription as it is shown: what was opened, and how far it is.

use access::{Action, Actor, CaseFacts, decide};
use jiff::Timestamp;
use registry::Subscription;
use schemars::JsonSchema;
use serde::Serialize;
use timeline::{Code, DepartmentCode, Endpoint, FactName, StartingPoint, Transport};

use super::{Known, Parked};
use crate::handle::Center;
use crate::{ReadFailure, reading};

/// One subscription for whoever may see it.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct SubscriptionSheet {
    /// Its name.
    pub subscription: Code,
    /// Who is told.
    pub department: DepartmentCode,
    /// By which way.
    pub transport: Transport,
    /// With what it began.
    pub from: StartingPoint,
    /// Desks or kinds of facts it is told; empty for all.
    pub fact_names: Vec<FactName>,
    /// Where a webhook listens.
    pub endpoint: Option<Endpoint>,
    /// `open`, `paused` or `closed`.
    pub state: &'static str,
    /// How far it is; `None` where nobody carries messages out: over an open line, or without a broker.
    pub standing: Option<StandingSheet>,
}

/// How far a subscription is.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct StandingSheet {
    /// How many messages there are so far.
    pub told: u64,
    /// How many of them the broker keeps, or the webhook took.
    pub handed_over: u64,
    /// How many the department took.
    pub taken: u64,
    /// How many it has still to take.
    pub lag: u64,
    /// For how many seconds something has been waiting to be handed over and nothing was.
    pub lag_seconds: u64,
    /// When it last took one.
    #[schemars(with = "Option<String>")]
    pub last_taken_at: Option<Timestamp>,
    /// What was set aside after its tries.
    pub parked: Vec<Parked>,
    /// What went wrong last; gone once something was taken again.
    pub fault: Option<String>,
}

impl Center {
    /// Every subscription this actor may see: those of its own department, or all for whoever keeps or watches the center.
    ///
    /// # Errors
    /// The actor may see none, or the log cannot be read.
    pub fn subscriptions(&self, actor: &Actor) -> Result<Vec<SubscriptionSheet>, ReadFailure> {
        reading::permit(decide(actor, Action::ReadSubscriptions, &CaseFacts::default()))?;
        let all = actor.keeps_the_center() || actor.center_wide(self.rulebook().center());
        let known = self.subscriptions_now()?;
        let shown = known.into_iter().filter(|known| all || known.subscription.department == actor.department);
        Ok(shown.map(|known| self.sheet_of(known)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// As for [`Center::subscriptions`]; one the actor may not see is not there.
    pub fn subscription_sheet(&self, actor: &Actor, code: &Code) -> Result<SubscriptionSheet, ReadFailure> {
        let mut all = self.subscriptions(actor)?;
        let at = all.iter().position(|sheet| sheet.subscription == *code).ok_or(ReadFailure::NotFound)?;
        Ok(all.swap_remove(at))
    }

    fn sheet_of(&self, known: Known) -> SubscriptionSheet {
        let told = self.board().now().subscriptions.remove(known.code());
        let now = self.now();
        let standing = told.map(|told| StandingSheet {
            told: told.computed,
            handed_over: told.acknowledged,
            taken: told.taken,
            lag: told.lag(),
            lag_seconds: told.lag_seconds(now),
            last_taken_at: told.last_taken_at,
            parked: told.parked,
            fault: told.fault,
        });
        let Subscription { code, department, transport, from, first: _, fact_names, endpoint, phase } =
            known.subscription;
        let state = phase.as_str();
        SubscriptionSheet { subscription: code, department, transport, from, fact_names, endpoint, state, standing }
    }
}
