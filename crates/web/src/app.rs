//! What every handler shares.

use std::sync::Arc;

use center::Center;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::identity::People;
use crate::in_flight::InFlight;
use crate::telemetry::{Metrics, Reading};
use crate::{Options, condition, routes};

/// A handle of the running service; cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Shared>);

struct Shared {
    center: Center,
    options: Options,
    metrics: Metrics,
    people: People,
    in_flight: InFlight,
    feeds: Arc<Semaphore>,
    closing: CancellationToken,
}

impl App {
    /// A service over this center that ends its feeds when `closing` is cancelled.
    pub(crate) fn new(center: Center, options: Options, closing: CancellationToken) -> Self {
        let metrics = Metrics::new(routes::all().iter().map(|route| (route.verb.as_str(), route.path)));
        let feeds = Arc::new(Semaphore::new(options.feeds_max));
        let (people, in_flight) = (People::of(&center), InFlight::default());
        App(Arc::new(Shared { center, options, metrics, people, in_flight, feeds, closing }))
    }

    /// The center.
    pub(crate) fn center(&self) -> &Center {
        &self.0.center
    }

    /// How to serve.
    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    /// The figures.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Who works here.
    pub(crate) fn people(&self) -> &People {
        &self.0.people
    }

    /// The requests being worked on.
    pub(crate) fn in_flight(&self) -> &InFlight {
        &self.0.in_flight
    }

    /// The places for feeds.
    pub(crate) fn feeds(&self) -> &Arc<Semaphore> {
        &self.0.feeds
    }

    /// Cancelled when the server stops.
    pub(crate) fn closing(&self) -> &CancellationToken {
        &self.0.closing
    }

    /// What the center says of itself now.
    pub(crate) fn reading(&self) -> Reading {
        let head = self.center().head();
        let condition = condition::name(&self.center().condition());
        let lag = head.position.saturating_sub(self.center().position());
        Reading { entries: head.entries, position: head.position, lag, condition }
    }
}
