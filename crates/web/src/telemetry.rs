//! Figures for Prometheus. Their names are part of the interface: `docs/http.md` lists them.
//!
//! The handles of every route are made once, so that counting a request is one look-up and one push.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use center::{Standing, ToldSoFar};
use metrics::{Counter, Gauge, Histogram, Label, Recorder};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use timeline::Code;

/// Time of requests by route, method and class of status.
pub(crate) const REQUESTS: &str = "yidi_http_requests_seconds";
/// Time from a parsed command to its durable answer.
pub(crate) const APPEND: &str = "yidi_append_seconds";
/// Entries in the log.
pub(crate) const ENTRIES: &str = "yidi_events_appended_total";
/// Position of the last commit.
pub(crate) const POSITION: &str = "yidi_journal_position";
/// How many commits the views are behind the log.
pub(crate) const LAG: &str = "yidi_projection_lag_commits";
/// 1 for the condition the journal is in, 0 for the others.
pub(crate) const CONDITION: &str = "yidi_journal_condition";
/// Messages a department has still to take, by subscription.
pub(crate) const TOLD_LAG: &str = "yidi_subscription_lag_messages";
/// For how long nothing was handed over although something waits, by subscription.
pub(crate) const TOLD_LAG_SECONDS: &str = "yidi_subscription_lag_age_seconds";
/// Messages a department has taken, by subscription.
pub(crate) const TOLD_TAKEN: &str = "yidi_subscription_taken_messages";
/// Messages that were set aside, by subscription.
pub(crate) const TOLD_PARKED: &str = "yidi_subscription_parked_messages";
/// 1 while the broker answers, 0 while it does not; absent without a broker.
pub(crate) const BROKER: &str = "yidi_broker_connected";
/// Members of staff whose looks today are out of the usual.
pub(crate) const STANDING_OUT: &str = "yidi_looks_out_of_the_usual_staff";
/// Query codes that were turned away, by why.
pub(crate) const CODES_DENIED: &str = "yidi_query_codes_denied_total";
/// How often a stream at the broker had lost what it had acknowledged, and was filled again; absent without a broker.
pub(crate) const REFILLED: &str = "yidi_broker_streams_refilled_total";
/// 1 while keys were destroyed and the others not yet wrapped anew.
pub(crate) const KEYS_OWED: &str = "yidi_keyring_epoch_owed";
/// 1 while the keyring cannot be written, so that nobody new is taken in.
pub(crate) const KEYS_FAILED: &str = "yidi_keyring_failed";
/// 1 while something the center does by itself cannot go on, by what.
pub(crate) const STANDSTILL: &str = "yidi_standstill";
/// Open feeds.
pub(crate) const FEEDS: &str = "yidi_feeds_open";

/// Bounds in seconds: from a read in memory to the limit on one request.
const BUCKETS: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// Classes of status, by their first digit.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The route of whatever is in no list.
const OTHER: &str = "other";

const METADATA: metrics::Metadata<'static> = metrics::Metadata::new("web", metrics::Level::INFO, Some(module_path!()));

/// Why somebody with a query code was turned away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Denied {
    /// There is no such code.
    Unknown,
    /// It came too early after wrong ones of its source.
    Later,
    /// The digits of the telephone do not fit, or did not too often.
    Phone,
}

impl Denied {
    const ALL: [Self; 3] = [Self::Unknown, Self::Later, Self::Phone];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Later => "later",
            Self::Phone => "phone",
        }
    }
}

/// Handles of every figure.
pub(crate) struct Metrics {
    handle: PrometheusHandle,
    requests: HashMap<(&'static str, &'static str), [Histogram; CLASSES.len()]>,
    other: [Histogram; CLASSES.len()],
    append: Histogram,
    entries: Counter,
    position: Gauge,
    lag: Gauge,
    feeds: Gauge,
    standing_out: Gauge,
    codes_denied: [Counter; Denied::ALL.len()],
    keys_owed: Gauge,
    keys_failed: Gauge,
    views_still: Gauge,
    follow_ups_still: Gauge,
    conditions: Vec<(&'static str, Gauge)>,
    recorder: PrometheusRecorder,
    /// Every subscription whose figures were ever shown: a gauge keeps what it was set to last.
    told: Mutex<BTreeSet<Code>>,
}

/// What a scrape reads from the center.
pub(crate) struct Reading {
    /// Entries in the log.
    pub(crate) entries: u64,
    /// Position of the last commit.
    pub(crate) position: u64,
    /// Commits the views are behind.
    pub(crate) lag: u64,
    /// The journal's condition, one of [`Condition::NAMES`](crate::condition::NAMES).
    pub(crate) condition: &'static str,
    /// Whether keys were destroyed and the others not yet wrapped anew.
    pub(crate) owes_an_epoch: bool,
    /// Whether the keyring cannot be written.
    pub(crate) keys_failed: bool,
    /// Whether the views cannot go on.
    pub(crate) views_still: bool,
    /// Whether what follows from facts waits.
    pub(crate) follow_ups_still: bool,
    /// How far departments have been told.
    pub(crate) standing: Standing,
    /// When it was read.
    pub(crate) now: jiff::Timestamp,
}

impl Metrics {
    /// Figures for these routes: method and path template.
    pub(crate) fn new(routes: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        let recorder = recorder();
        let of_route = |(method, route)| ((method, route), requests(&recorder, method, route));
        let condition = |name| (name, gauge(&recorder, CONDITION, vec![Label::new("condition", name)]));
        let standstill = |work| gauge(&recorder, STANDSTILL, vec![Label::new("work", work)]);
        Metrics {
            requests: routes.map(of_route).collect(),
            other: requests(&recorder, OTHER, OTHER),
            append: histogram(&recorder, APPEND, Vec::new()),
            entries: recorder.register_counter(&metrics::Key::from_name(ENTRIES), &METADATA),
            position: gauge(&recorder, POSITION, Vec::new()),
            lag: gauge(&recorder, LAG, Vec::new()),
            feeds: gauge(&recorder, FEEDS, Vec::new()),
            standing_out: gauge(&recorder, STANDING_OUT, Vec::new()),
            codes_denied: Denied::ALL.map(|denied| codes_denied(&recorder, denied)),
            keys_owed: gauge(&recorder, KEYS_OWED, Vec::new()),
            keys_failed: gauge(&recorder, KEYS_FAILED, Vec::new()),
            views_still: standstill("views"),
            follow_ups_still: standstill("follow_ups"),
            conditions: crate::condition::NAMES.iter().copied().map(condition).collect(),
            handle: recorder.handle(),
            recorder,
            told: Mutex::default(),
        }
    }

    /// Notes how far departments have been told. Subscriptions come and go, so their gauges are found by name each time: a
    /// scrape is seldom. Of one that was closed nothing waits any more.
    fn told(&self, standing: &Standing, now: jiff::Timestamp) {
        let mut known = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(standing.subscriptions.keys().cloned());
        let closed = ToldSoFar::default();
        for code in known.iter() {
            let told = standing.subscriptions.get(code).unwrap_or(&closed);
            let of = |name| gauge(&self.recorder, name, vec![Label::new("subscription", code.as_str().to_owned())]);
            of(TOLD_LAG).set(told.lag() as f64);
            of(TOLD_LAG_SECONDS).set(told.lag_seconds(now) as f64);
            of(TOLD_TAKEN).set(told.taken as f64);
            of(TOLD_PARKED).set(told.parked.len() as f64);
        }
        if let Some(connected) = standing.connected {
            gauge(&self.recorder, BROKER, Vec::new()).set(if connected { 1.0 } else { 0.0 });
            let refilled = self.recorder.register_counter(&metrics::Key::from_name(REFILLED), &METADATA);
            refilled.absolute(standing.refilled);
        }
    }

    /// Notes an answer.
    pub(crate) fn answered(&self, method: &Method, route: &str, status: StatusCode, time: Duration) {
        let of_route = self.requests.get(&(method.as_str(), route)).unwrap_or(&self.other);
        if let Some(histogram) = of_route.get(usize::from(status.as_u16() / 100).saturating_sub(1)) {
            histogram.record(time.as_secs_f64());
        }
    }

    /// Notes a durable answer.
    pub(crate) fn appended(&self, time: Duration) {
        self.append.record(time.as_secs_f64());
    }

    /// Notes that a feed was opened (+1) or closed (-1).
    pub(crate) fn feeds(&self, change: f64) {
        self.feeds.increment(change);
    }

    /// Notes how many members of staff looked more often than is usual.
    pub(crate) fn standing_out(&self, staff: usize) {
        self.standing_out.set(staff as f64);
    }

    /// Notes that somebody with a query code was turned away.
    pub(crate) fn code_denied(&self, denied: Denied) {
        let counters = Denied::ALL.iter().zip(&self.codes_denied);
        counters.filter(|(of, _)| **of == denied).for_each(|(_, counter)| counter.increment(1));
    }

    /// Folds what was recorded since the last time.
    pub(crate) fn upkeep(&self) {
        self.handle.run_upkeep();
    }

    /// Everything, in the text format of Prometheus.
    pub(crate) fn render(&self, reading: &Reading) -> String {
        self.entries.absolute(reading.entries);
        // Exact up to 2^53, which no log of a county reaches.
        self.position.set(reading.position as f64);
        self.lag.set(reading.lag as f64);
        self.keys_owed.set(f64::from(reading.owes_an_epoch));
        self.keys_failed.set(f64::from(reading.keys_failed));
        self.views_still.set(f64::from(reading.views_still));
        self.follow_ups_still.set(f64::from(reading.follow_ups_still));
        for (name, gauge) in &self.conditions {
            gauge.set(if *name == reading.condition { 1.0 } else { 0.0 });
        }
        self.told(&reading.standing, reading.now);
        self.upkeep();
        self.handle.render()
    }
}

fn recorder() -> PrometheusRecorder {
    let builder = PrometheusBuilder::new();
    let buckets = |builder: PrometheusBuilder| -> Result<PrometheusBuilder, BuildError> {
        builder.set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), BUCKETS)
    };
    let recorder = buckets(builder).unwrap_or_default().build_recorder();
    recorder.describe_histogram(REQUESTS.into(), Some(metrics::Unit::Seconds), "time of requests".into());
    recorder.describe_histogram(APPEND.into(), Some(metrics::Unit::Seconds), "time of durable commands".into());
    recorder.describe_counter(ENTRIES.into(), None, "entries in the log".into());
    recorder.describe_gauge(POSITION.into(), None, "position of the last commit".into());
    recorder.describe_gauge(LAG.into(), None, "commits the views are behind the log".into());
    recorder.describe_gauge(TOLD_LAG.into(), None, "messages a department has still to take".into());
    recorder.describe_gauge(
        TOLD_LAG_SECONDS.into(),
        None,
        "seconds since something waits and nothing was handed over".into(),
    );
    recorder.describe_gauge(TOLD_TAKEN.into(), None, "messages a department has taken".into());
    recorder.describe_gauge(TOLD_PARKED.into(), None, "messages that were set aside".into());
    recorder.describe_gauge(BROKER.into(), None, "1 while the broker answers".into());
    recorder.describe_gauge(STANDING_OUT.into(), None, "members of staff whose looks are out of the usual".into());
    recorder.describe_counter(CODES_DENIED.into(), None, "query codes that were turned away".into());
    recorder.describe_counter(REFILLED.into(), None, "streams that lost messages and were filled again".into());
    recorder.describe_gauge(
        KEYS_OWED.into(),
        None,
        "1 while keys were destroyed and the others not wrapped anew".into(),
    );
    recorder.describe_gauge(KEYS_FAILED.into(), None, "1 while the keyring cannot be written".into());
    recorder.describe_gauge(STANDSTILL.into(), None, "1 while what the center does by itself cannot go on".into());
    recorder.describe_gauge(FEEDS.into(), None, "open feeds".into());
    recorder.describe_gauge(CONDITION.into(), None, "1 for the journal's condition".into());
    recorder
}

fn requests(recorder: &PrometheusRecorder, method: &'static str, route: &'static str) -> [Histogram; CLASSES.len()] {
    CLASSES.map(|class| {
        let labels = vec![Label::new("method", method), Label::new("route", route), Label::new("status", class)];
        histogram(recorder, REQUESTS, labels)
    })
}

fn histogram(recorder: &PrometheusRecorder, name: &'static str, labels: Vec<Label>) -> Histogram {
    recorder.register_histogram(&metrics::Key::from_parts(name, labels), &METADATA)
}

fn codes_denied(recorder: &PrometheusRecorder, denied: Denied) -> Counter {
    let label = Label::new("denied", denied.as_str());
    recorder.register_counter(&metrics::Key::from_parts(CODES_DENIED, vec![label]), &METADATA)
}

fn gauge(recorder: &PrometheusRecorder, name: &'static str, labels: Vec<Label>) -> Gauge {
    recorder.register_gauge(&metrics::Key::from_parts(name, labels), &METADATA)
}
