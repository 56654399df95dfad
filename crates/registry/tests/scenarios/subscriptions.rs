//! How departments are told.

use registry::{
    ChangeSubscription, CloseSubscription, Command, DiscardMessage, OpenSubscription, PauseSubscription,
    ResumeSubscription, RetryMessage, RotateSecret, subscription_stream,
};
use testkit::cast::{CENTER, COURT, HOUSING, TRANSPORT, code, department};
use testkit::facts::{subscription_closed, subscription_opened, subscription_paused, subscription_resumed};
use testkit::given;
use timeline::{
    DiscardGround, Endpoint, FactName, HaltGround, MessageDiscarded, MessageRetried, SecretRotated, StartingPoint,
    SubscriptionChanged, SubscriptionClosed, SubscriptionOpened, SubscriptionPaused, SubscriptionResumed, Transport,
};

use super::fact;

/// Keeps the machine.
const KEEPER: &str = "system-1";
/// A department's own program.
const PROGRAM: &str = "housing-1";
const HOOK: &str = "housing-hook";

fn endpoint() -> Option<Endpoint> {
    Some(Endpoint::parse("https://hooks.example/yidi").expect("an address"))
}

fn names(names: &[&str]) -> Vec<FactName> {
    names.iter().map(|name| FactName::parse(name).expect("the name of a fact")).collect()
}

fn open(transport: Transport, endpoint: Option<Endpoint>) -> OpenSubscription {
    OpenSubscription {
        subscription: code(HOOK),
        department: department(HOUSING),
        transport,
        from: StartingPoint::Now,
        sequence: None,
        fact_names: names(&["triage", "mediation.agreement_signed"]),
        endpoint,
    }
}

fn hook() -> OpenSubscription {
    open(Transport::Webhook, endpoint())
}

fn pause(subscription: &str, keeper: bool) -> Command {
    PauseSubscription { subscription: code(subscription), halt: HaltGround::Maintenance, keeper }.into()
}

fn resume(subscription: &str, keeper: bool) -> Command {
    ResumeSubscription { subscription: code(subscription), keeper }.into()
}

fn close(subscription: &str) -> Command {
    CloseSubscription { subscription: code(subscription), halt: HaltGround::NotNeeded }.into()
}

fn retry(subscription: &str) -> Command {
    retry_of(subscription, 7)
}

fn retry_of(subscription: &str, message: u64) -> Command {
    RetryMessage { subscription: code(subscription), message, keeper: true }.into()
}

fn discard(subscription: &str) -> Command {
    discard_of(subscription, 7)
}

fn discard_of(subscription: &str, message: u64) -> Command {
    let discard = DiscardGround::Superseded;
    DiscardMessage { subscription: code(subscription), message, discard, keeper: true }.into()
}

#[test]
fn a_department_is_told_in_a_further_way() {
    let OpenSubscription { subscription, department, transport, from, sequence, fact_names, endpoint } = hook();
    let opened = SubscriptionOpened { subscription, department, transport, from, sequence, fact_names, endpoint };
    given([]).by(KEEPER).when(Command::from(hook())).then([fact(opened)]);
    given([subscription_opened(HOOK, HOUSING)])
        .by(KEEPER)
        .when(Command::from(hook()))
        .refused("registry.subscription_exists");
    let named_like_a_department = OpenSubscription { subscription: code(COURT), ..hook() };
    given([]).by(KEEPER).when(Command::from(named_like_a_department)).refused("registry.subscription_exists");
    for unknown in ["nowhere", CENTER] {
        let to_nobody = OpenSubscription { department: super::department(unknown), ..hook() };
        given([]).by(KEEPER).when(Command::from(to_nobody)).refused("registry.unknown_department");
    }
}

#[test]
fn what_is_asked_for_exists() {
    let of = |fact_names| Command::from(OpenSubscription { fact_names, ..hook() });
    given([]).by(KEEPER).when(of(names(&["triage.case_lost"]))).refused("registry.unknown_fact");
    given([]).by(KEEPER).when(of(Vec::new())).accepted();
    given([]).by(KEEPER).when(Command::from(open(Transport::Webhook, None))).refused("registry.endpoint_missing");
    given([]).by(KEEPER).when(Command::from(open(Transport::Sse, endpoint()))).refused("registry.no_webhook");
    let begins = |from, sequence| Command::from(OpenSubscription { from, sequence, ..hook() });
    given([]).by(KEEPER).when(begins(StartingPoint::Sequence, Some(7))).accepted();
    for sequence in [None, Some(0)] {
        given([]).by(KEEPER).when(begins(StartingPoint::Sequence, sequence)).refused("registry.sequence_missing");
    }
    given([]).by(KEEPER).when(begins(StartingPoint::Beginning, Some(7))).refused("registry.sequence_unused");
}

#[test]
fn a_subscription_is_changed_from_now_on() {
    let change = |subscription: &str, endpoint| {
        Command::from(ChangeSubscription { subscription: code(subscription), fact_names: names(&["triage"]), endpoint })
    };
    let changed = SubscriptionChanged { fact_names: names(&["triage"]), endpoint: endpoint() };
    let there = || [subscription_opened(HOOK, HOUSING)];
    given(there()).by(KEEPER).when(change(HOOK, endpoint())).then([fact(changed)]);
    given(there()).by(KEEPER).when(change(HOOK, None)).refused("registry.endpoint_missing");
    given([]).by(KEEPER).when(change(HOOK, endpoint())).refused("registry.no_such_subscription");
    given([]).by(KEEPER).when(change(HOUSING, None)).refused("registry.own_to_department");
    let as_it_is = ChangeSubscription { subscription: code(HOOK), fact_names: Vec::new(), endpoint: endpoint() };
    given(there()).by(KEEPER).when(Command::from(as_it_is)).nothing_happened();
}

#[test]
fn a_department_pauses_its_own_and_nobody_elses() {
    let there = || [subscription_opened(HOOK, HOUSING)];
    let paused = || fact(SubscriptionPaused { halt: HaltGround::Maintenance });
    given(there()).by(PROGRAM).acting_for(HOUSING).when(pause(HOOK, false)).then([paused()]);
    given(there())
        .by("transport-1")
        .acting_for(TRANSPORT)
        .when(pause(HOOK, false))
        .refused("registry.no_such_subscription");
    given(there()).by(KEEPER).when(pause(HOOK, true)).then([paused()]);
    let resting = || [subscription_opened(HOOK, HOUSING), subscription_paused()];
    given(resting()).by(KEEPER).when(pause(HOOK, true)).refused("registry.subscription_paused");
    given(resting()).by(PROGRAM).acting_for(HOUSING).when(resume(HOOK, false)).then([fact(SubscriptionResumed {})]);
    given(there()).by(KEEPER).when(resume(HOOK, true)).refused("registry.subscription_not_paused");
}

#[test]
fn what_every_department_has_rests_and_stays() {
    given([]).by(PROGRAM).acting_for(HOUSING).when(pause(HOUSING, false)).accepted();
    given([subscription_paused()]).by(KEEPER).when(pause(HOUSING, true)).refused("registry.subscription_paused");
    let again = [subscription_paused(), subscription_resumed()];
    given(again).by(KEEPER).when(pause(HOUSING, true)).accepted();
    given([]).by(KEEPER).when(close(HOUSING)).refused("registry.own_to_department");
    given([]).by(KEEPER).when(pause(CENTER, true)).refused("registry.no_such_subscription");
}

#[test]
fn a_closed_subscription_is_gone() {
    let closed = fact(SubscriptionClosed { halt: HaltGround::NotNeeded });
    given([subscription_opened(HOOK, HOUSING)]).by(KEEPER).when(close(HOOK)).then([closed]);
    let gone = || [subscription_opened(HOOK, HOUSING), subscription_closed()];
    for command in [close(HOOK), pause(HOOK, true), resume(HOOK, true), retry(HOOK), discard(HOOK)] {
        given(gone()).by(KEEPER).when(command).refused("registry.no_such_subscription");
    }
    given(gone()).by(KEEPER).when(Command::from(hook())).refused("registry.subscription_exists");
}

#[test]
fn what_was_set_aside_is_tried_again_or_given_up() {
    let there = || [subscription_opened(HOOK, HOUSING)];
    given(there()).by(KEEPER).when(retry(HOOK)).then([fact(MessageRetried { message: 7 })]);
    let discarded = MessageDiscarded { message: 7, discard: DiscardGround::Superseded };
    given(there()).by(KEEPER).when(discard(HOOK)).then([fact(discarded)]);
    let OpenSubscription { subscription, department, from, sequence, fact_names, .. } = hook();
    let (transport, endpoint) = (Transport::Sse, None);
    let line = fact(SubscriptionOpened { subscription, department, transport, from, sequence, fact_names, endpoint });
    given([line]).by(KEEPER).when(retry(HOOK)).refused("registry.nothing_set_aside");
}

/// The broker takes a question for message 0 for none at all, and whoever went on asking told nobody anything.
#[test]
fn nothing_is_decided_about_a_message_there_can_never_be() {
    for command in [retry_of(HOUSING, 0), discard_of(HOUSING, 0)] {
        given([]).by(KEEPER).when(command).refused("registry.no_such_message");
    }
    for command in [retry_of(HOOK, 0), discard_of(HOOK, 0)] {
        given([subscription_opened(HOOK, HOUSING)]).by(KEEPER).when(command).refused("registry.no_such_message");
    }
}

#[test]
fn only_a_webhook_has_a_secret() {
    let rotate = |subscription: &str| Command::from(RotateSecret { subscription: code(subscription), keeper: true });
    given([subscription_opened(HOOK, HOUSING)]).by(KEEPER).when(rotate(HOOK)).then([fact(SecretRotated {})]);
    given([]).by(KEEPER).when(rotate(HOUSING)).refused("registry.no_webhook");
}

#[test]
fn every_subscription_has_a_stream_of_its_own() {
    assert_eq!(pause(HOOK, true).stream(), subscription_stream(&code(HOOK)));
    assert_ne!(pause(HOOK, true).stream(), pause(HOUSING, true).stream());
}
