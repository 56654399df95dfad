//! Whether the center is well: for a supervisor of processes, for a load balancer, for Prometheus.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Problem};
use crate::telemetry::Reading;
use crate::{origin, request, respond};

/// Commits the views may be behind before the center says that it is not ready: a second or two of a full load.
const LAG_MAX: u64 = 10_000;

/// Seconds after which it is said that a department waits.
const TOLD_LAG_SECONDS_MAX: u64 = 60;

/// The text format of Prometheus.
const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Whether the process lives.
pub(crate) struct Health;

/// Whether it can work.
pub(crate) struct Readiness;

/// Figures.
pub(crate) struct Figures;

/// How well the center is.
#[derive(Serialize, JsonSchema)]
struct Wellness {
    /// Whether every check passed.
    ok: bool,
    /// Each check.
    checks: Vec<Check>,
}

/// One thing that was looked at.
#[derive(Serialize, JsonSchema)]
struct Check {
    /// What was looked at: `journal`, `views`, `follow_ups`, `subscriptions`, `keys`.
    name: &'static str,
    /// Whether it is as it should be.
    ok: bool,
    /// What was seen.
    seen: String,
}

const WELL: Answer = Answer {
    status: 200,
    meaning: "All is well.",
    media_type: request::JSON,
    schema: Some(|schemas| schemas.subschema_for::<Wellness>()),
    headers: &[],
};

impl Endpoint for Health {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/healthz";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("进程是否存活", "Whether the process lives");
    const NAME: &'static str = "health";

    fn describe() -> Description {
        Description { answers: vec![WELL], ..Description::default() }
    }

    async fn answer(_: &App, _: Asked<Self>) -> Result<Response, Problem> {
        Ok(respond::plain(&Wellness { ok: true, checks: Vec::new() }))
    }
}

impl Endpoint for Readiness {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/readyz";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("能否办理", "Whether it can work");
    const NAME: &'static str = "readiness";

    fn describe() -> Description {
        let unwell = Answer { status: 503, meaning: "A check failed.", ..WELL };
        Description { answers: vec![WELL, unwell], ..Description::default() }
    }

    async fn answer(app: &App, _: Asked<Self>) -> Result<Response, Problem> {
        let reading = app.reading();
        let journal = Check {
            name: "journal",
            ok: reading.condition == crate::condition::WRITABLE,
            seen: reading.condition.to_owned(),
        };
        let views = views(&reading);
        // Departments that wait and keys that are owed are said, and no reason to send the window away: it works as ever.
        let ok = journal.ok && views.ok && !reading.keys_failed;
        let wellness =
            Wellness { ok, checks: vec![journal, views, follow_ups(&reading), told(&reading), keys(&reading)] };
        let status = if wellness.ok { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        Ok((status, respond::plain(&wellness)).into_response())
    }
}

/// Whether who asks sees what was recorded.
fn views(reading: &Reading) -> Check {
    let still = if reading.views_still { ", and the log cannot be read on" } else { "" };
    let seen = format!("{} commits behind{still}", reading.lag);
    Check { name: "views", ok: reading.lag <= LAG_MAX && !reading.views_still, seen }
}

/// Whether what follows from facts comes about. It never makes the center unready: whatever waits is done later.
fn follow_ups(reading: &Reading) -> Check {
    let seen = if reading.follow_ups_still { "the machine does not take them: they wait" } else { "nothing waits" };
    Check { name: "follow_ups", ok: !reading.follow_ups_still, seen: seen.to_owned() }
}

/// Whether departments are told in time. It never makes the center unready.
fn told(reading: &Reading) -> Check {
    let told = reading.standing.subscriptions.values();
    let late = told.clone().filter(|told| told.lag_seconds(reading.now) > TOLD_LAG_SECONDS_MAX).count();
    let (all, parked) = (told.clone().count(), told.map(|told| told.parked.len()).sum::<usize>());
    let broker = if reading.standing.connected == Some(false) { ", the broker does not answer" } else { "" };
    let seen = format!("{late} of {all} late by more than {TOLD_LAG_SECONDS_MAX} s, {parked} set aside{broker}");
    Check { name: "subscriptions", ok: late == 0 && parked == 0 && broker.is_empty(), seen }
}

/// Whether keys can be drawn, without which nobody is registered; and whether whoever was forgotten is so in every copy of the
/// keys, which never makes the center unready.
fn keys(reading: &Reading) -> Check {
    let seen = if reading.keys_failed {
        "the keyring could not be written: nobody is registered until the center is started again"
    } else if reading.owes_an_epoch {
        "keys were destroyed and the others not wrapped anew: old copies of the keyring still open (yidi keys epoch)"
    } else {
        "no old copy of the keyring opens what was erased"
    };
    Check { name: "keys", ok: !reading.owes_an_epoch && !reading.keys_failed, seen: seen.to_owned() }
}

impl Endpoint for Figures {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/metrics";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("监控指标", "Figures for Prometheus");
    const NAME: &'static str = "figures";
    const OFFERS: &'static str = "text/plain";

    fn describe() -> Description {
        let figures =
            Answer { status: 200, meaning: "The text format.", media_type: EXPOSITION, schema: None, headers: &[] };
        Description { answers: vec![figures], problems: vec![problem::ROUTE_UNKNOWN], ..Description::default() }
    }

    /// Figures say how much there is, which is for whoever runs the center: a proxy hands nobody on to them.
    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        if origin::is_handed_on(&asked.parts.headers) {
            return Err(problem::ROUTE_UNKNOWN.into());
        }
        Ok(([(header::CONTENT_TYPE, EXPOSITION)], app.metrics().render(&app.reading())).into_response())
    }
}
