//! Who is let into a case, and who is not, as scenarios.

use jiff::SignedDuration;
use jiff::civil::Date;
use registry::{
    ApproveAccess, BreakGlass, ChallengeAccess, Command, EndAccess, RejectAccess, RequestAccess, Threshold,
};
use testkit::cast::{CASE, CLERK, NEXT_MONTH, START, TODAY, YESTERDAY, actor};
use testkit::{given, rulebook};
use timeline::{
    AccessApproved, AccessChallenged, AccessEnded, AccessExtent, AccessRejected, AccessRequested, DangerGround, Event,
    GlassBroken, LookReason, RegistryEvent,
};

/// What is given was recorded by the clerk; the supervisor is another person.
const SUPERVISOR: &str = "supervisor-1";
const LAWYER: &str = "lawyer-1";
const REASON: LookReason = LookReason::HandlingMatter;
const NEAR: Threshold =
    Threshold { is_there: true, is_near: true, stands_aside: false, watches: false, is_known: true };
const WATCHING: Threshold = Threshold { watches: true, ..NEAR };
const NOTHING: Threshold =
    Threshold { is_there: false, is_near: false, stands_aside: false, watches: true, is_known: false };

fn fact(fact: impl Into<RegistryEvent>) -> Event {
    Event::Registry(fact.into())
}

fn challenge(threshold: Threshold) -> Command {
    ChallengeAccess { case: CASE, reason: REASON, threshold }.into()
}

fn request(who: Option<&str>, threshold: Threshold) -> Command {
    request_until(TODAY, who, threshold)
}

fn request_until(until: Date, who: Option<&str>, threshold: Threshold) -> Command {
    RequestAccess { case: CASE, who: who.map(actor), reason: REASON, until, extent: None, threshold }.into()
}

fn asking_for_everything() -> Command {
    let extent = Some(AccessExtent::Full);
    RequestAccess { case: CASE, who: None, reason: REASON, until: TODAY, extent, threshold: NEAR }.into()
}

fn approve(threshold: Threshold) -> Command {
    ApproveAccess { case: CASE, admission: 1, threshold }.into()
}

fn end(threshold: Threshold) -> Command {
    EndAccess { case: CASE, admission: 1, threshold }.into()
}

/// Somebody asked for access to the end of the day.
fn asked(who: &str) -> Event {
    let until = rules::start_of(TODAY.tomorrow().expect("a day"));
    fact(AccessRequested {
        admission: 1,
        case: CASE,
        who: actor(who),
        reason: REASON,
        until,
        extent: Some(AccessExtent::Names),
    })
}

fn approved() -> Event {
    fact(AccessApproved { admission: 1 })
}

#[test]
fn whoever_is_near_lets_itself_in_for_a_day() {
    let until = rulebook().challenged_until(START);
    assert_eq!(until, START + SignedDuration::from_hours(24));
    given([]).when(challenge(NEAR)).then([fact(AccessChallenged { admission: 1, case: CASE, reason: REASON, until })]);
    let far = Threshold { is_near: false, ..NEAR };
    given([]).when(challenge(far)).refused("registry.no_such_case");
    given([]).when(challenge(NOTHING)).refused("registry.no_such_case");
    given([]).when(challenge(Threshold { stands_aside: true, ..NEAR })).refused("registry.stands_aside");
    // A body that has nothing else to do with the case does not learn so that it is a party.
    given([]).when(challenge(Threshold { stands_aside: true, ..far })).refused("registry.no_such_case");
    given([]).when(request(None, Threshold { stands_aside: true, ..far })).then([asked(CLERK)]);
}

#[test]
fn a_supervisor_lets_in_whoever_asked_and_is_another_person() {
    given([]).when(request(None, NEAR)).then([asked(CLERK)]);
    given([]).when(asking_for_everything()).accepted();
    given([]).when(request(Some(LAWYER), NEAR)).then([asked(LAWYER)]);
    given([]).when(request(Some(LAWYER), Threshold { is_known: false, ..NEAR })).refused("registry.no_account_of");
    given([]).when(request_until(YESTERDAY, None, NEAR)).refused("registry.day_passed");
    given([]).when(request_until(NEXT_MONTH, None, NOTHING)).refused("registry.no_such_case");
    given([asked(LAWYER)]).by(SUPERVISOR).when(approve(WATCHING)).then([approved()]);
    given([asked(LAWYER)]).by(SUPERVISOR).when(approve(NEAR)).refused("registry.not_their_supervisor");
    given([asked(LAWYER)]).by(CLERK).when(approve(WATCHING)).refused("registry.second_person");
    given([asked(SUPERVISOR)]).by(SUPERVISOR).when(approve(WATCHING)).refused("registry.second_person");
    given([asked(LAWYER), approved()]).by(SUPERVISOR).when(approve(WATCHING)).refused("registry.no_such_admission");
    let reject: Command = RejectAccess { case: CASE, admission: 1, threshold: WATCHING }.into();
    given([asked(LAWYER)]).by(SUPERVISOR).when(reject).then([fact(AccessRejected { admission: 1 })]);
}

#[test]
fn nobody_is_let_in_for_longer_than_the_packs_say() {
    let until = TODAY.saturating_add(jiff::Span::new().days(i64::from(rulebook().granted_days_max()) + 1));
    given([]).when(request_until(until, None, NEAR)).refused("registry.too_long");
}

#[test]
fn where_a_life_is_in_danger_nobody_is_asked_first() {
    let (danger, until) = (DangerGround::Suicide, rulebook().danger_until(START));
    let breaking = |threshold| Command::from(BreakGlass { case: CASE, danger, threshold });
    given([]).when(breaking(Threshold { is_near: false, ..NEAR })).then([fact(GlassBroken {
        admission: 1,
        case: CASE,
        danger,
        until,
    })]);
    given([]).when(breaking(NOTHING)).refused("registry.no_such_case");
    given([]).when(breaking(Threshold { stands_aside: true, ..NEAR })).refused("registry.stands_aside");
}

#[test]
fn whoever_was_let_in_leaves_and_whoever_let_it_in_shows_it_out() {
    let ended = || [fact(AccessEnded { admission: 1 })];
    let inside = || vec![asked(LAWYER), approved()];
    given(inside()).by(LAWYER).when(end(NEAR)).then(ended());
    given(inside()).by(CLERK).when(end(NEAR)).then(ended());
    given(inside()).by(SUPERVISOR).when(end(WATCHING)).then(ended());
    given(inside()).by("clerk-2").when(end(NEAR)).refused("registry.no_such_admission");
    let gone: Vec<Event> = inside().into_iter().chain(ended()).collect();
    given(gone).by(LAWYER).when(end(NEAR)).refused("registry.no_such_admission");
}
