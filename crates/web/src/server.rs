//! The server: accepts, bounds, and lets go. Built on hyper, because `axum::serve` has no limit on how slowly a head may
//! arrive.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use center::Center;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::util::MapRequest;

use crate::app::App;
use crate::origin::Peer;
use crate::watch::watch;
use crate::within::Within;
use crate::{Options, routes};

/// Largest head of a request: 16 KiB, beyond it 431.
const HEAD_BYTES_MAX: usize = 16 * 1024;

/// Buffer of one connection, four heads.
const BUFFER_BYTES_MAX: usize = 64 * 1024;

/// How long to wait when the system has no more file descriptors.
const BREATH: Duration = Duration::from_millis(50);

/// How often figures are folded together; the exporter asks for it every few seconds.
const UPKEEP: Duration = Duration::from_secs(5);

/// Why the server does not serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// Without TLS in front, only this machine may ask; and of a demonstration in any case.
    #[error("{address} can be reached from other machines: bind a loopback address, or stand behind a proxy")]
    NotLoopback {
        /// Where the listener is bound.
        address: std::net::SocketAddr,
    },
    /// The center stores personal values in clear, and nobody said that they are made up.
    #[error("personal data would be stored in clear: serve a demonstration, or open the center with a vault")]
    NotDemo,
    /// Nobody could sign in.
    #[error("this is no demonstration, and there is no door to sign in at")]
    NoDoor,
    /// The listener has no address.
    #[error("cannot tell where the listener is bound")]
    Listener(#[source] std::io::Error),
}

/// A server that is about to serve.
pub struct Server {
    listener: TcpListener,
    app: App,
    router: Router,
    shutdown: CancellationToken,
}

/// Serves until `shutdown` is cancelled, then lets the requests in flight finish.
///
/// # Errors
/// [`ServeError`], before anything is accepted.
pub async fn serve(
    listener: TcpListener,
    center: Center,
    options: Options,
    shutdown: CancellationToken,
) -> Result<(), ServeError> {
    Server::new(listener, center, options, shutdown)?.run().await;
    Ok(())
}

impl Server {
    /// Checks that this listener may be served.
    ///
    /// # Errors
    /// [`ServeError`] says what stands against it.
    pub fn new(
        listener: TcpListener,
        center: Center,
        options: Options,
        shutdown: CancellationToken,
    ) -> Result<Self, ServeError> {
        let address = listener.local_addr().map_err(ServeError::Listener)?;
        if center.is_demo() && !options.demo {
            return Err(ServeError::NotDemo);
        }
        if !options.demo && options.door.is_none() {
            return Err(ServeError::NoDoor);
        }
        if !address.ip().is_loopback() && (options.demo || options.behind_proxy.is_none()) {
            return Err(ServeError::NotLoopback { address });
        }
        let app = App::new(center, options, shutdown.clone());
        let router = routes::router(&app);
        Ok(Server { listener, app, router, shutdown })
    }

    /// The same service for questions that do not come over the network.
    #[must_use]
    pub fn within(&self) -> Within {
        Within::new(self.router.clone())
    }

    /// Accepts until the shutdown token is cancelled; answers when the last connection has ended or
    /// [`Options::drain_time_max`] is over.
    pub async fn run(self) {
        let Server { listener, app, router, shutdown } = self;
        let connections = TaskTracker::new();
        let places = Arc::new(Semaphore::new(app.options().connections_max));
        let upkeep = [connections.spawn(keep_up(app.clone())), connections.spawn(watch(app.clone()))];
        while let Some((stream, place)) = accept(&listener, &places, &shutdown).await {
            if !app.options().takes(stream.1.0) {
                continue;
            }
            let connection = connect(stream, router.clone(), app.clone(), shutdown.clone());
            connections.spawn(async move {
                connection.await;
                drop(place);
            });
        }
        drop(listener);
        upkeep.iter().for_each(JoinHandle::abort);
        connections.close();
        if tokio::time::timeout(app.options().drain_time_max, connections.wait()).await.is_err() {
            tracing::warn!(connections = connections.len(), "connections were cut at shutdown");
        }
    }
}

/// The next connection, with the place it takes; `None` when the server stops.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    shutdown: &CancellationToken,
) -> Option<((TcpStream, Peer), OwnedSemaphorePermit)> {
    let next = async {
        let place = places.clone().acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => return Some(((stream, Peer(peer.ip())), place)),
                // A client that hung up at once, or no more descriptors: neither is a reason to stop.
                Err(error) => {
                    tracing::warn!(%error, "cannot accept");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        () = shutdown.cancelled() => None,
        accepted = next => accepted,
    }
}

/// Serves one connection to its end.
async fn connect((stream, peer): (TcpStream, Peer), router: Router, app: App, shutdown: CancellationToken) {
    // An answer is written at once, so there is nothing to gather.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(app.options().head_time_max)
        .max_header_size(HEAD_BYTES_MAX)
        .max_buf_size(BUFFER_BYTES_MAX);
    let router = MapRequest::new(router, move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(peer);
        request
    });
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Folds figures together, so that they do not grow between two scrapes.
async fn keep_up(app: App) {
    let mut ticks = tokio::time::interval(UPKEEP);
    loop {
        ticks.tick().await;
        app.metrics().upkeep();
    }
}
