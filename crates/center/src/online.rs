//! What a citizen registers online, with nobody of the center beside it: a clerk confirms it afterwards.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{AreaCode, CaseKind, CaseNumber, Channel, Event, Fen, IntakeEvent, Personal, RequestId};
use uuid::Uuid;

use crate::handle::Center;
use crate::{Command, Done, Failure, Order};

/// The parent of every id of such a request: a random number, fixed for ever. No stranger can so name a request of the
/// center's own.
const ONLINE: Uuid = Uuid::from_u128(0x0d1c_83f4_5be7_4a0a_b1f6_92c4_7e35_d8a7);

/// A matter as the citizen itself tells it. Who turned it over and in which letter it came is for a clerk to say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnlineRegistration {
    /// What kind of matter it is.
    pub kind: CaseKind,
    /// What it is about and what is asked for.
    pub claim: Personal,
    /// Where it arose.
    pub area: AreaCode,
    /// The amount in dispute, in fen.
    #[serde(default)]
    pub amount: Option<Fen>,
    /// Everybody named, at least one applicant.
    pub parties: Vec<intake::NewParty>,
}

/// What whoever registered online leaves with. Which case it may be the same as is not told: that is about others.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OnlineReceipt {
    /// The number of the case.
    pub number: CaseNumber,
    /// The code to ask with where it stands: shown here and kept nowhere.
    pub query_code: String,
}

impl Center {
    /// Registers what a citizen tells online. The center itself records it, as told online and by the citizen alone,
    /// whatever was sent; a retry with the same key finds its first receipt.
    ///
    /// # Errors
    /// As for [`Center::submit`].
    pub async fn register_online(&self, key: Uuid, told: OnlineRegistration) -> Result<OnlineReceipt, Failure> {
        let OnlineRegistration { kind, claim, area, amount, parties } = told;
        let case = intake::RegisterCase::new(kind, claim, area, parties);
        let case = intake::RegisterCase { amount, self_registered: Some(true), ..case };
        let order = Order::new(
            self.shell.itself.clone(),
            RequestId::derive(ONLINE, &key.to_string()),
            Channel::Online,
            Command::Intake(case.into()),
        );
        receipt(&self.submit(order).await?)
    }
}

fn receipt(done: &Done) -> Result<OnlineReceipt, Failure> {
    let number = done.facts.iter().find_map(|fact| match &fact.event {
        Event::Intake(IntakeEvent::CaseRegistered(case)) => Some(case.number),
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Oversight(_)
        | Event::Registry(_) => None,
    });
    let receipt = number.zip(done.query_code.clone()).map(|(number, query_code)| OnlineReceipt { number, query_code });
    receipt.ok_or_else(|| Failure::Failed { what: "a registration without a receipt".to_owned() })
}
