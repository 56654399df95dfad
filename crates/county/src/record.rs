//! Recording a county through the very commands a desk gives, in the order in which things happened.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use center::{Actor, Center, Context, Failure, Order, Role};
use jiff::Timestamp;
use serde_json::Value;
use timeline::{ActorId, Channel, RequestId, StreamId};
use tokio::task::JoinSet;

/// Most orders under way at one time.
const TOGETHER: usize = 512;

/// One step: when, by whom, what is asked of which desk.
pub(crate) struct Step {
    /// When it is recorded.
    pub(crate) at: Timestamp,
    /// When it happened, if it is recorded late.
    pub(crate) occurred_at: Option<Timestamp>,
    pub(crate) staff: &'static str,
    pub(crate) desk: Context,
    /// The stream it is about; `None` begins one.
    pub(crate) stream: Option<StreamId>,
    /// Another stream it names, which must have begun.
    pub(crate) about: Option<StreamId>,
    pub(crate) request: RequestId,
    pub(crate) channel: Channel,
    pub(crate) body: Value,
}

/// Why a county could not be recorded.
#[derive(Debug, thiserror::Error)]
pub enum CountyError {
    /// The invented county does something its own center does not take: a fault of the program.
    #[error("{staff} asks {desk} for {body}: {what}")]
    Step {
        /// Who.
        staff: &'static str,
        /// Which desk.
        desk: &'static str,
        /// For what.
        body: String,
        /// What was answered.
        what: String,
    },
    /// The machine broke.
    #[error("the center failed")]
    Failed(#[source] Failure),
}

/// The clock of a county: it shows what its maker set.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// As a center reads it.
    #[must_use]
    pub fn read(&self) -> center::Clock {
        let time = self.0.clone();
        Arc::new(move || Timestamp::from_microsecond(time.load(Ordering::Relaxed)).unwrap_or_default())
    }

    pub(crate) fn set(&self, now: Timestamp) {
        self.0.store(now.as_microsecond(), Ordering::Relaxed);
    }
}

/// Records all steps. Orders that lie on different streams and follow one another go out together, and what follows from
/// them is seen to before the next ones: so the same county is the same log, in the same order.
pub(crate) async fn all(
    center: &Center,
    clock: &Clock,
    mut steps: Vec<Step>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), CountyError> {
    center.recalled().await;
    steps.sort_by_key(|step| (step.at, step.request));
    let (total, mut done) = (steps.len() as u64, 0);
    let mut rest = steps.into_iter().peekable();
    while rest.peek().is_some() {
        let mut streams = HashSet::new();
        let mut together = Vec::new();
        while let Some(step) = rest.next_if(|step| {
            let mut touched = step.stream.iter().chain(&step.about);
            together.len() < TOGETHER && !touched.any(|stream| streams.contains(stream))
        }) {
            let begun = || StreamId::derive(step.request.uuid(), step.staff);
            streams.insert(step.stream.unwrap_or_else(begun));
            together.push(step);
        }
        done += together.len() as u64;
        carry_out(center, clock, together).await?;
        center.follow_up().await.map_err(CountyError::Failed)?;
        progress(done, total);
    }
    Ok(())
}

async fn carry_out(center: &Center, clock: &Clock, steps: Vec<Step>) -> Result<(), CountyError> {
    let mut under_way = JoinSet::new();
    for (index, step) in steps.iter().enumerate() {
        clock.set(step.at);
        let (center, at) = (center.clone(), step.at);
        let order = order(&center, step).map_err(|what| step.fault(what))?;
        under_way.spawn(async move { (index, center.submit_as_of(order, at).await) });
    }
    while let Some(done) = under_way.join_next().await {
        let (index, answer) = done.map_err(|error| CountyError::Failed(Failure::Failed { what: error.to_string() }))?;
        if let (Err(failure), Some(step)) = (answer, steps.get(index)) {
            return Err(step.fault(failure.to_string()));
        }
    }
    Ok(())
}

impl Step {
    fn fault(&self, what: String) -> CountyError {
        CountyError::Step { staff: self.staff, desk: self.desk.as_str(), body: self.body.to_string(), what }
    }
}

fn order(center: &Center, step: &Step) -> Result<Order, String> {
    let actor = actor(center, step.staff).ok_or_else(|| format!("there is no {}", step.staff))?;
    let window = center.rulebook().staff(&actor.id).and_then(|staff| staff.window.clone());
    let command = step.desk.read(step.body.to_string().as_bytes()).map_err(|error| error.to_string())?;
    Ok(Order {
        stream: step.stream,
        occurred_at: step.occurred_at,
        window,
        ..Order::new(actor, step.request, step.channel, command)
    })
}

/// Somebody from the rule book.
fn actor(center: &Center, id: &str) -> Option<Actor> {
    let id = ActorId::parse(id).ok()?;
    let staff = center.rulebook().staff(&id)?;
    let (department, role) = (staff.department.clone(), Role::from_name(staff.role.as_str())?);
    Some(Actor { id, department, role })
}
