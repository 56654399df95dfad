//! What is shown to whom.

use access::{Action, Look, Outcome};
use center::{Context, Looking, ReadFailure};
use serde_json::json;
use timeline::Query;

use crate::hall::{Hall, clerk, command_name, housing, mediator, registration, second_mediator, transport, triage};
use crate::orders::mediate;

#[tokio::test]
async fn a_department_sees_its_own_desk_and_follows_its_own_cases() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let (mine, other) = (hall.register().await.stream, hall.register().await.stream);
    let assign = json!({ "command": "assign_case", "to": "housing" });
    let done = hall.ask(&triage(), mine, Context::Triage, assign).await.unwrap();
    assert!(hall.center.projected(done.position, center::VIEW_WAIT_MAX).await);
    let rows = hall.center.view(&housing(), "work-list", &Query::default()).unwrap();
    assert_eq!(
        (rows.total, &rows.rows[0]["state"], &rows.rows[0]["applicant"]),
        (1, &json!("new"), &json!("甲某（虚构）"))
    );
    assert_eq!(hall.center.view(&transport(), "work-list", &Query::default()).unwrap().total, 0);
    let elsewhere = Query { department: Some(housing().department), ..Query::default() };
    assert!(matches!(hall.center.view(&transport(), "work-list", &elsewhere), Err(ReadFailure::Denied { .. })));
    assert_eq!(hall.center.case(&housing(), other.into()), Err(ReadFailure::NotFound));
    let mut feed = hall.center.follow(&housing(), 0).unwrap();
    for _ in 0..3 {
        assert_eq!(feed.next().await.unwrap().stream, mine);
    }
    assert_eq!(feed.position(), done.position);
}

#[tokio::test]
async fn what_was_said_in_a_session_is_shown_to_the_mediator_alone() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = hall.register().await.stream;
    mediate(&hall, case).await;
    let parties = hall.parties(case);
    let steps = [
        json!({ "command": "schedule_session", "at": "2026-11-02T06:00:00Z", "place": "room-1", "form": "on_site" }),
        json!({ "command": "hold_session", "session": 1, "attended": parties, "record": "只在屋里说的话" }),
    ];
    for step in steps {
        hall.ask(&mediator(), case, Context::Mediation, step).await.unwrap();
    }
    let told = |who| serde_json::to_string(&hall.center.history(&who, case, 0).unwrap().shown()).unwrap();
    assert!(told(mediator()).contains("只在屋里说的话"));
    assert!(!told(clerk()).contains("只在屋里说的话") && told(clerk()).contains("甲某"));
    let sheet = hall.center.case(&mediator(), case.into()).unwrap();
    assert!(sheet.offers.contains(&"sign_agreement") && sheet.shown()["parties"][0]["name"] == json!("甲某（虚构）"));
}

#[tokio::test]
async fn who_stepped_back_reads_neither_the_case_nor_its_records() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = hall.register().await.stream;
    mediate(&hall, case).await;
    let parties = hall.parties(case);
    let session = |record: &str| {
        [
            json!({ "command": "schedule_session", "at": "2026-11-02T06:00:00Z", "form": "written" }),
            json!({ "command": "hold_session", "session": 1, "attended": parties, "record": record }),
        ]
    };
    for step in session("只在屋里说的话") {
        hall.ask(&mediator(), case, Context::Mediation, step).await.unwrap();
    }
    let refused = [
        json!({ "command": "request_recusal", "party": parties[1], "ground": "kin" }),
        json!({ "command": "decide_recusal", "granted": false }),
    ];
    for step in refused {
        hall.ask(&triage(), case, Context::Mediation, step).await.unwrap();
    }
    assert!(hall.center.case(&mediator(), case.into()).is_ok(), "who need not step back stays");
    let granted = [
        json!({ "command": "request_recusal", "party": parties[1], "ground": "kin" }),
        json!({ "command": "decide_recusal", "granted": true }),
    ];
    for step in granted {
        hall.ask(&triage(), case, Context::Mediation, step).await.unwrap();
    }
    let mediates = || hall.center.case(&clerk(), case.into()).unwrap().mediation.unwrap().mediator;
    assert_eq!(mediates(), None);
    let gone = |who| {
        assert_eq!(hall.center.case(&who, case.into()), Err(ReadFailure::NotFound));
        assert!(matches!(hall.center.history(&who, case, 0), Err(ReadFailure::NotFound)));
    };
    gone(mediator());
    hall.enrol("mediator-2").await;
    let next = json!({ "command": "appoint_mediator", "mediator": "mediator-2" });
    hall.ask(&triage(), case, Context::Mediation, next).await.unwrap();
    assert_eq!(mediates().map(|mediator| mediator.to_string()).as_deref(), Some("mediator-2"));
    gone(mediator());
    let told = serde_json::to_string(&hall.center.history(&second_mediator(), case, 0).unwrap().shown()).unwrap();
    assert!(told.contains("只在屋里说的话"), "the case goes on where it stood");
}

#[tokio::test]
async fn every_command_has_a_desk_and_a_schema() {
    for desk in Context::ALL {
        assert!(desk.schema().as_value().is_object());
        assert!(desk.refusal_codes().iter().all(|code| code.starts_with(desk.as_str())));
        assert!(desk.read(b"{}").is_err());
    }
    let command = center::Command::read("intake", registration().to_string().as_bytes()).unwrap();
    assert_eq!((command_name(&command), command.action().as_str()), ("register_case", "register_case"));
    assert!(center::Command::read("petition", b"{}").is_err());
}

#[tokio::test]
async fn looks_of_a_day_are_all_found_after_a_clock_that_was_ahead_was_put_right() {
    const HOUR: i64 = 60;
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let look = async |minutes: i64| {
        hall.pass(minutes);
        let look = Look::denied(hall.center.now(), &clerk(), Action::ReadCase, Outcome::Denied);
        hall.center.note(look).await.unwrap();
    };
    let morning = hall.center.now();
    look(0).await;
    look(30 * 24 * HOUR).await;
    look(HOUR).await;
    look(-30 * 24 * HOUR).await;
    look(HOUR).await;
    let until = Some(hall.center.now() + jiff::SignedDuration::from_hours(1));
    look(24 * HOUR).await;
    let wanted = Looking { since: Some(morning), until, limit: 100, ..Looking::default() };
    let found = hall.center.looks(&wanted).unwrap();
    let hours: Vec<i64> = found.looks.iter().map(|seen| seen.look.at.duration_since(morning).as_hours()).collect();
    assert_eq!(hours, [0, 1, 2]);
    let first = hall.center.looks(&Looking { limit: 1, ..wanted.clone() }).unwrap();
    let rest = hall.center.looks(&Looking { after: first.next, ..wanted }).unwrap();
    assert_eq!([first.looks, rest.looks].concat(), found.looks);
}
