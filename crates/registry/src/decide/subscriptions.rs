//! How departments are told: opened by whoever keeps the machine or the accounts, paused and put right by the department
//! it is for. What concerns another department is answered as if it did not exist.

use rules::Rulebook;
use timeline::{
    Code, Desk, Endpoint, Event, FactName, MessageDiscarded, MessageRetried, SecretRotated, StartingPoint,
    SubscriptionChanged, SubscriptionClosed, SubscriptionOpened, SubscriptionPaused, SubscriptionResumed, Transport,
};

use super::Decision;
use crate::command::{
    ChangeSubscription, CloseSubscription, DiscardMessage, OpenSubscription, PauseSubscription, ResumeSubscription,
    RetryMessage, RotateSecret,
};
use crate::state::{Phase, Subscription};
use crate::{Refusal, State};

/// A name is given once, and departments have theirs. What it asks for exists.
pub(super) fn open(state: &State, command: OpenSubscription, desk: &Desk<'_, Rulebook>) -> Decision {
    let OpenSubscription { subscription, department, transport, from, sequence, fact_names, endpoint } = command;
    if state.subscription.is_some() || of_department(&subscription, desk).is_some() {
        return Err(Refusal::SubscriptionExists);
    }
    let told = desk.rulebook.department(&department).is_some() && department != *desk.rulebook.center();
    if !told {
        return Err(Refusal::UnknownDepartment { department });
    }
    check_names(&fact_names)?;
    check_endpoint(transport, endpoint.as_ref())?;
    match (from, sequence) {
        (StartingPoint::Sequence, Some(1..)) | (StartingPoint::Beginning | StartingPoint::Now, None) => {}
        (StartingPoint::Sequence, Some(0) | None) => return Err(Refusal::SequenceMissing),
        (StartingPoint::Beginning | StartingPoint::Now, Some(_)) => return Err(Refusal::SequenceUnused),
    }
    Ok(vec![SubscriptionOpened { subscription, department, transport, from, sequence, fact_names, endpoint }.into()])
}

/// What was told stays told: numbers go on, only what comes is chosen anew.
pub(super) fn change(state: &State, command: ChangeSubscription, desk: &Desk<'_, Rulebook>) -> Decision {
    let ChangeSubscription { subscription, fact_names, endpoint } = command;
    let known = find(state, &subscription, desk)?;
    if known.is_of_department() {
        return Err(Refusal::OwnToDepartment);
    }
    check_names(&fact_names)?;
    check_endpoint(known.transport, endpoint.as_ref())?;
    if known.fact_names == fact_names && known.endpoint == endpoint {
        return Ok(Vec::new());
    }
    Ok(vec![SubscriptionChanged { fact_names, endpoint }.into()])
}

pub(super) fn pause(state: &State, command: &PauseSubscription, desk: &Desk<'_, Rulebook>) -> Decision {
    let known = own(state, (&command.subscription, command.keeper), desk)?;
    match known.phase {
        Phase::Paused => Err(Refusal::SubscriptionPaused),
        Phase::Open | Phase::Closed => Ok(vec![SubscriptionPaused { halt: command.halt }.into()]),
    }
}

pub(super) fn resume(state: &State, command: &ResumeSubscription, desk: &Desk<'_, Rulebook>) -> Decision {
    let known = own(state, (&command.subscription, command.keeper), desk)?;
    match known.phase {
        Phase::Open => Err(Refusal::SubscriptionNotPaused),
        Phase::Paused | Phase::Closed => Ok(vec![SubscriptionResumed {}.into()]),
    }
}

/// The one every department has stays: who does not want it pauses it.
pub(super) fn close(state: &State, command: &CloseSubscription, desk: &Desk<'_, Rulebook>) -> Decision {
    let known = find(state, &command.subscription, desk)?;
    if known.is_of_department() {
        return Err(Refusal::OwnToDepartment);
    }
    Ok(vec![SubscriptionClosed { halt: command.halt }.into()])
}

pub(super) fn rotate_secret(state: &State, command: &RotateSecret, desk: &Desk<'_, Rulebook>) -> Decision {
    let known = own(state, (&command.subscription, command.keeper), desk)?;
    match known.transport {
        Transport::Webhook => Ok(vec![SecretRotated {}.into()]),
        Transport::Nats | Transport::Sse => Err(Refusal::NoWebhook),
    }
}

/// Whether the message is one that was set aside, the relay knows: asking for another one changes nothing.
pub(super) fn retry(state: &State, command: &RetryMessage, desk: &Desk<'_, Rulebook>) -> Decision {
    set_aside(&own(state, (&command.subscription, command.keeper), desk)?, command.message)?;
    Ok(vec![MessageRetried { message: command.message }.into()])
}

/// As for [`retry`]; the ground stays in the log.
pub(super) fn discard(state: &State, command: &DiscardMessage, desk: &Desk<'_, Rulebook>) -> Decision {
    set_aside(&own(state, (&command.subscription, command.keeper), desk)?, command.message)?;
    Ok(vec![MessageDiscarded { message: command.message, discard: command.discard }.into()])
}

/// Over a line the department itself opens nothing is delivered, so nothing is set aside; and numbers begin with one.
fn set_aside(subscription: &Subscription, message: u64) -> Result<(), Refusal> {
    match (subscription.transport, message) {
        (Transport::Sse, _) => Err(Refusal::NothingSetAside),
        (Transport::Nats | Transport::Webhook, 0) => Err(Refusal::NoSuchMessage),
        (Transport::Nats | Transport::Webhook, 1..) => Ok(()),
    }
}

/// The subscription, if it is for the department of whoever asks, or the asker keeps those of all.
fn own(
    state: &State,
    (subscription, keeper): (&Code, bool),
    desk: &Desk<'_, Rulebook>,
) -> Result<Subscription, Refusal> {
    let known = find(state, subscription, desk)?;
    if keeper || known.department == desk.meta.department { Ok(known) } else { Err(Refusal::NoSuchSubscription) }
}

/// One that was opened and not closed, or one that every department has.
fn find(state: &State, subscription: &Code, desk: &Desk<'_, Rulebook>) -> Result<Subscription, Refusal> {
    let known = match &state.subscription {
        Some(known) => known.clone(),
        None => of_department(subscription, desk)
            .map(|known| Subscription { phase: state.standing, ..known })
            .ok_or(Refusal::NoSuchSubscription)?,
    };
    if known.phase == Phase::Closed { Err(Refusal::NoSuchSubscription) } else { Ok(known) }
}

/// The subscription that a department of this name has without its being opened.
fn of_department(subscription: &Code, desk: &Desk<'_, Rulebook>) -> Option<Subscription> {
    let mut departments = desk.rulebook.departments().map(|department| &department.code);
    let named = departments.find(|code| code.as_str() == subscription.as_str() && *code != desk.rulebook.center())?;
    Subscription::of_department(named)
}

/// What nobody could ever be told cannot be asked for.
fn check_names(names: &[FactName]) -> Result<(), Refusal> {
    let is_there = |name: &FactName| Event::catalogue().any(|line| name.covers(line.kind.name));
    match names.iter().find(|name| !is_there(name)) {
        Some(name) => Err(Refusal::UnknownFact { name: name.clone() }),
        None => Ok(()),
    }
}

fn check_endpoint(transport: Transport, endpoint: Option<&Endpoint>) -> Result<(), Refusal> {
    match (transport, endpoint) {
        (Transport::Webhook, None) => Err(Refusal::EndpointMissing),
        (Transport::Nats | Transport::Sse, Some(_)) => Err(Refusal::NoWebhook),
        (Transport::Webhook, Some(_)) | (Transport::Nats | Transport::Sse, None) => Ok(()),
    }
}
