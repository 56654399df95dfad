//! What the docket, the load and the work list say of a mediation on its way.

use jiff::Timestamp;
use serde_json::{Value, json};
use timeline::*;

use crate::{Told, agreed, text};

fn mediator(code: &str) -> ActorId {
    ActorId::parse(code).unwrap()
}

fn at(day: u8) -> Timestamp {
    format!("2026-12-{day:02}T01:00:00Z").parse().unwrap()
}

impl Told {
    fn room(self, fact: impl Into<MediationEvent>) -> Self {
        self.fact(1, fact.into())
    }

    fn in_mediation(view: &str) -> Self {
        let asked = MediationRequested { kind: MediationKind::Peoples, by: None };
        Self::to(view).registered(1, "990101").room(asked).room(MediatorAppointed { mediator: mediator("old") })
    }

    fn set(self, session: u32, day: u8) -> Self {
        let (place, form) = (None, SessionForm::Phone);
        self.room(SessionScheduled { session, at: at(day), place, form, setting: None, invited: None })
    }

    fn put_off(self, session: u32, to: Option<u8>) -> Self {
        self.room(SessionAdjourned { session, put_off_to: to.map(at) })
    }

    fn held(self, session: u32) -> Self {
        self.room(SessionHeld { session, attended: Vec::new(), record: None, undisputed_facts: None })
    }

    fn recused(self, granted: bool) -> Self {
        self.room(RecusalDecided { mediator: mediator("old"), granted, explanation: None })
    }

    /// State, next session and mediator of the only row.
    fn on_docket(&self) -> [Value; 3] {
        let row = &self.rows()[0];
        ["state", "next_session", "mediator"].map(|name| row[name].clone())
    }
}

fn line(state: &str, next: Option<u8>) -> [Value; 3] {
    [json!(state), json!(next.map(|day| at(day).to_string())), json!("old")]
}

#[test]
fn the_next_session_is_the_earliest_that_is_still_to_come() {
    let docket = Told::in_mediation("mediation-docket");
    assert_eq!(docket.on_docket(), line("appointed", None));
    let docket = docket.set(1, 20).set(2, 10);
    assert_eq!(docket.on_docket(), line("scheduled", Some(10)));
    let docket = docket.put_off(2, Some(25));
    assert_eq!(docket.on_docket(), line("scheduled", Some(20)));
    let docket = docket.held(1);
    assert_eq!(docket.on_docket(), line("scheduled", Some(25)));
    let docket = docket.put_off(2, None);
    assert_eq!(docket.on_docket(), line("held", None), "nobody knows yet when the second is held");
    assert_eq!((&docket.rows()[0]["sessions_set"], &docket.rows()[0]["sessions_held"]), (&json!(2), &json!(1)));
}

#[test]
fn a_suspected_mediation_is_suspended_until_that_is_decided() {
    let suspected = FalseMediationSuspected { grounds: text(), reported_to: crate::department("court") };
    let docket = Told::in_mediation("mediation-docket").set(1, 20).room(suspected);
    assert_eq!(docket.on_docket(), line("suspended", Some(20)));
    let suspended = Query { state: Some("suspended".to_owned()), ..Query::default() };
    assert_eq!(docket.view.rows(&suspended).total, 1);
    let docket = docket.room(FalseMediationDecided { confirmed: false, explanation: text() });
    assert_eq!(docket.on_docket(), line("scheduled", Some(20)));
}

#[test]
fn who_stepped_back_is_on_no_docket_and_carries_nothing() {
    let of =
        |docket: &Told, who: &str| docket.view.rows(&Query { mediator: Some(mediator(who)), ..Query::default() }).total;
    let docket = Told::in_mediation("mediation-docket").recused(false);
    assert_eq!((of(&docket, "old"), of(&docket, "new")), (1, 0));
    let docket = docket.recused(true);
    assert_eq!((docket.on_docket(), of(&docket, "old")), ([json!("requested"), Value::Null, Value::Null], 0));
    let docket = docket.room(MediatorAppointed { mediator: mediator("new") });
    assert_eq!((of(&docket, "old"), of(&docket, "new")), (0, 1));
    let carried = |load: &Told| -> Vec<(Value, Value)> {
        load.rows().iter().map(|row| (row["mediator"].clone(), row["open"].clone())).collect()
    };
    let load = Told::in_mediation("mediator-load").recused(true);
    assert_eq!(carried(&load), [(json!("old"), json!(0))]);
    let load = load.room(MediatorAppointed { mediator: mediator("new") });
    assert_eq!(carried(&load), [(json!("new"), json!(1)), (json!("old"), json!(0))]);
    assert_eq!(of(&load, "new"), 1);
    let list = Told::in_mediation("work-list").recused(true);
    assert_eq!(list.rows()[0]["next"], "appoint_mediator");
}

#[test]
fn a_case_counts_as_performed_when_nothing_is_open_under_any_of_its_agreements() {
    let paid = |instalment| PerformanceRecorded { instalment, performed_on: crate::date(2) };
    let board = Told::in_mediation("center-board").room(agreed(1, 1, &[1], None)).room(agreed(2, 2, &[3, 4], None));
    assert_eq!(board.rate("performed"), (0, 1));
    let board = board.room(agreed(3, 4, &[], Some(1)));
    assert_eq!(board.rate("performed"), (0, 1), "what the second agreement owes is open");
    let board = board.room(paid(2)).room(paid(2));
    assert_eq!(board.rate("performed"), (0, 1), "said twice, one part is paid once");
    let board = board.room(paid(3));
    assert_eq!(board.rate("performed"), (1, 1));
    let undone = PerformanceCorrected { corrects: EventId::at(crate::stream(1), 7), instalment: 3, performed_on: None };
    assert_eq!(board.room(undone).rate("performed"), (0, 1));
}
