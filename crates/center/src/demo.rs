//! The demonstration county: invented cases over the last months, recorded through the very commands a desk gives.
//!
//! Nothing here is real: every name carries the mark 虚构 (invented). The same clock gives the same cases.

mod matters;
mod stories;

use access::{Actor, Role};
use jiff::{SignedDuration, Timestamp};
use timeline::{ActorId, CaseId, Channel, PartyId, RequestId, StreamId};
use uuid::Uuid;

use crate::handle::Center;
use crate::submit::Cause;
use crate::{Context, Failure, Opening, Order, Progress};
use matters::MATTERS;

/// Days between the first invented case and today: a quarter, so that every state is met.
const DAYS: i64 = 92;
/// Every request id of the demonstration is derived from this one.
const ORIGIN: Uuid = Uuid::from_u128(0x9a1d_1000_0000_4000_8000_0000_0000_0001);

/// One step of a story: when, by whom, what is asked of which desk.
struct Step {
    at: Timestamp,
    staff: &'static str,
    desk: Context,
    /// The stream it is about; `None` begins one.
    stream: Option<StreamId>,
    request: RequestId,
    channel: Channel,
    body: serde_json::Value,
}

/// One case of the demonstration, known before it is registered, because ids are derived.
struct Case {
    number: usize,
    begun: Timestamp,
    stream: StreamId,
    /// Applicant and respondent.
    parties: [PartyId; 2],
}

/// Records the demonstration, oldest fact first. A story that goes on after today stops today: so cases are met in
/// every state.
pub(crate) async fn seed(center: &Center) -> Result<(), Failure> {
    let now = center.now();
    let mut steps: Vec<Step> = MATTERS
        .iter()
        .zip(0..)
        .flat_map(|(matter, number)| {
            let case = Case::new(number, MATTERS.len(), now);
            stories::tell(&case, matter)
        })
        .filter(|step| step.at < now)
        .collect();
    steps.sort_by_key(|step| step.at);
    let total = steps.len() as u64;
    for (step, done) in steps.into_iter().zip(1..) {
        carry_out(center, step).await?;
        (center.shell.options.progress)(Progress { opening: Opening::Seeding, done, total });
    }
    center.settled().await;
    Ok(())
}

async fn carry_out(center: &Center, step: Step) -> Result<(), Failure> {
    let broken = |what: String| Failure::Failed { what: format!("the demonstration: {what}") };
    let actor = actor(center, step.staff).ok_or_else(|| broken(format!("there is no {}", step.staff)))?;
    let window = center.rulebook().staff(&actor.id).and_then(|staff| staff.window.clone());
    let command = step.desk.read(step.body.to_string().as_bytes()).map_err(|error| broken(error.to_string()))?;
    let order = Order {
        actor,
        stream: step.stream,
        request: step.request,
        seen_version: None,
        occurred_at: None,
        window,
        channel: step.channel,
        on_behalf_of: None,
        legal_basis: None,
        command,
    };
    center.submit_at(order, step.at, Cause::default()).await.map(|_| ())
}

/// Somebody from the rule book.
fn actor(center: &Center, id: &str) -> Option<Actor> {
    let id = ActorId::parse(id).ok()?;
    let staff = center.rulebook().staff(&id)?;
    let (department, role) = (staff.department.clone(), Role::from_name(staff.role.as_str())?);
    Some(Actor { id, department, role })
}

impl Case {
    /// The `number`-th of so many cases, spread over the days before `now`.
    fn new(number: usize, of: usize, now: Timestamp) -> Self {
        let (number_i, of_i) = (i64::try_from(number).unwrap_or(0), i64::try_from(of).unwrap_or(1));
        // A little unevenly, as people come.
        let hours = (DAYS * 24 * (of_i - number_i)) / of_i + number_i * 7 % 5;
        let begun = now - SignedDuration::from_hours(hours) + SignedDuration::from_mins(number_i * 13 % 60);
        let request = request(number, 0);
        let stream = StreamId::derive(request.uuid(), stories::turn(&stories::CLERKS, number));
        let parties = [0, 1].map(|index| PartyId::of_request(request, index));
        Self { number, begun, stream, parties }
    }

    fn id(&self) -> CaseId {
        self.stream.into()
    }
}

fn request(case: usize, step: usize) -> RequestId {
    RequestId::derive(ORIGIN, &format!("case-{case}/step-{step}"))
}
