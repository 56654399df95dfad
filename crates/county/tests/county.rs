//! A small county: the same each time, in every state, made of invented people.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use std::collections::BTreeSet;
use std::sync::Arc;

use center::{Actor, Center, FollowUps, MemoryJournal, MemoryScratch, Options, Role, Rulebook};
use county::{Clock, Wish};
use jiff::Timestamp;
use serde_json::json;
use timeline::{
    ActorId, DepartmentCode, Event, IntakeEvent, MediationEvent, MediationKind, Place, Query, ROWS_MAX, StreamId,
};

/// A county up to a fixed moment.
fn wish(cases: usize, seed: u64) -> Wish {
    Wish { cases, seed, fresh: false, ..Wish::demonstration("2026-11-20T10:00:00Z".parse().unwrap()) }
}

async fn recorded(wish: Wish) -> Center {
    let clock = Clock::default();
    let options = Options { demo: true, follow_ups: FollowUps::ByHand, ..Options::new(clock.read()) };
    let (journal, scratch) = (Arc::new(MemoryJournal::new()), Arc::new(MemoryScratch::default()));
    let center = Center::open(journal, scratch, Rulebook::demo(), options).await.unwrap();
    county::record(&center, &clock, &wish, &mut |_, _| {}).await.unwrap();
    center
}

fn leader() -> Actor {
    let id = ActorId::parse("director-1").unwrap();
    Actor { id, department: DepartmentCode::parse("center").unwrap(), role: Role::Leader }
}

/// Every fact of every case, with its place in the log, its time and who recorded it. Fingerprints and the tags of query
/// codes are under a key that each center draws for itself.
fn facts(center: &Center) -> Vec<(Place, Timestamp, ActorId, Event)> {
    let register = center.view(&leader(), "case-register", &Query::default()).unwrap().rows;
    let cases = register.iter().map(|row| row["case"].as_str().unwrap().parse().unwrap());
    let of_case = |case: StreamId| center.history(&leader(), case, 0).unwrap().entries;
    cases.flat_map(of_case).map(|fact| (fact.place, fact.recorded_at, fact.meta.actor, keyless(fact.event))).collect()
}

fn keyless(mut event: Event) -> Event {
    if let Event::Intake(IntakeEvent::ReceiptIssued(receipt)) = &mut event {
        receipt.query_tag = None;
    }
    event
}

#[tokio::test]
async fn the_same_wish_gives_the_same_facts_in_the_same_order() {
    let (one, two) = (recorded(wish(40, 7)).await, recorded(wish(40, 7)).await);
    assert_eq!(facts(&one), facts(&two));
    assert_eq!(one.head().position, two.head().position);
    assert_ne!(facts(&one), facts(&recorded(wish(40, 8)).await));
}

#[tokio::test]
async fn a_small_county_meets_every_state() {
    let center = recorded(wish(100, 26)).await;
    let view = |name: &str| center.view(&leader(), name, &Query::default()).unwrap();
    let (board, packages) = (view("center-board"), view("packages"));
    let parts: usize = packages.rows.iter().map(|row| row["parts"].as_array().unwrap().len()).sum();
    assert!(parts > 0, "a package is among them");
    assert_eq!(board.figures["registered"], json!(100 + parts));
    let states = board.rows.iter().filter(|row| row["dimension"] == "state").map(|row| row["value"].as_str().unwrap());
    assert_eq!(states.collect::<Vec<_>>(), ["assigned", "at_court", "closed", "elsewhere", "received", "registered"]);
}

/// What happens beside the main road happens in it, too: letters with a postmark, danger that is reported, consents, other
/// bodies that answer and that send back, mediators who step back, every kind of mediation.
#[tokio::test]
async fn a_county_is_as_rich_as_life() {
    let wish = Wish { days: 365, ..wish(1_200, 5) };
    let center = recorded(wish).await;
    let told = history(&center);
    for kind in [
        "intake.urgent_risk_reported",
        "intake.report_made",
        "intake.consent_recorded",
        "litigation.referral_answered",
        "litigation.referral_rejected",
        "mediation.recusal_decided",
        "triage.sub_case_concluded",
        "triage.case_escalated",
        "triage.objection_decided",
    ] {
        assert!(told.iter().any(|fact| fact.kind().name == kind), "{kind}");
    }
    let letters = told.iter().filter_map(|fact| match fact {
        Event::Intake(IntakeEvent::CaseRegistered(case)) => case.letter.as_ref(),
        _ => None,
    });
    assert!(letters.filter(|letter| letter.postmarked_on.is_some_and(|day| day < letter.received_on)).count() > 5);
    let kinds = told.iter().filter_map(|fact| match fact {
        Event::Mediation(MediationEvent::MediationRequested(asked)) => Some(asked.kind.as_str()),
        _ => None,
    });
    let kinds: BTreeSet<&str> = kinds.collect();
    assert_eq!(kinds.len(), MediationKind::ALL.len(), "every kind of mediation: {kinds:?}");
}

/// Every fact of every case.
fn history(center: &Center) -> Vec<Event> {
    let (mut told, mut query) = (Vec::new(), Query { limit: Some(ROWS_MAX), ..Query::default() });
    loop {
        let page = center.view(&leader(), "case-register", &query).unwrap();
        for row in &page.rows {
            let case = row["case"].as_str().unwrap().parse().unwrap();
            told.extend(center.history(&leader(), case, 0).unwrap().entries.into_iter().map(|fact| fact.event));
        }
        let Some(next) = page.next else { return told };
        query.after = Some(next);
    }
}

#[tokio::test]
async fn every_name_in_it_is_marked_as_invented() {
    let center = recorded(wish(30, 3)).await;
    for row in center.view(&leader(), "case-register", &Query::default()).unwrap().rows {
        let case = row["case"].as_str().unwrap().parse().unwrap();
        let sheet = center.case(&leader(), case).unwrap().shown();
        for party in sheet["parties"].as_array().unwrap() {
            assert!(party["name"].as_str().unwrap().contains("虚构"), "{party}");
        }
    }
}

#[tokio::test]
async fn a_county_has_the_published_shape_in_the_views_of_its_own_log() {
    let wish = Wish { days: 365, ..wish(county::CASES_MIN as usize, 7) };
    let report = county::report(&recorded(wish).await).unwrap();
    let off: Vec<_> = report.figures.iter().filter(|figure| !figure.fits).collect();
    assert!(report.holds(), "{off:#?}");
    let figures = |of: &str| report.figures.iter().filter(|figure| figure.name.starts_with(of)).count();
    let counted = ["routes/", "channels/", "kinds/", "days/", "ping_pong/", "late_entries", "referrals/"].map(figures);
    assert_eq!(counted, [6, 6, 10, 2, 2, 1, 1], "wanted stands beside got");
}

#[tokio::test]
async fn whoever_sits_down_in_a_demonstration_finds_something_to_do_whatever_the_day() {
    for day in 20..27 {
        let center = recorded(Wish::demonstration(format!("2026-11-{day}T02:30:00Z").parse().unwrap())).await;
        for staff in center.rulebook().staff_list().filter(|staff| staff.role.as_str() == "department_handler") {
            let (id, department) = (staff.id.clone(), staff.department.clone());
            let actor = Actor { id, department: department.clone(), role: Role::DepartmentHandler };
            let rows = center.view(&actor, "work-list", &Query::default()).unwrap().rows;
            let cared_for = rows.iter().any(|row| row["department"] == json!(department));
            assert!(cared_for, "{} of {department} on the {day}th: {} rows", staff.id, rows.len());
        }
    }
}
