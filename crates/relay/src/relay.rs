//! The relay as a center runs it: session after session, for as long as the center is open.

use std::sync::Arc;
use std::time::Duration;

use center::Center;
use timeline::DepartmentCode;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::broker::Access;
use crate::names::Names;
use crate::session::Session;
use crate::standing::{Board, Standing};

/// How long it waits before the next session, at first and at most: a broker that comes back is not run over.
const PAUSE: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));

/// How a center relays.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the broker is.
    pub access: Access,
    /// The names of this center there.
    pub names: Names,
    /// Who is told.
    pub departments: Vec<DepartmentCode>,
    /// On how many servers of the broker each message is kept.
    pub replicas: usize,
}

/// A running relay. It never stands in the way of the center: a broker that is gone makes departments wait, nobody else.
pub struct Relay {
    board: Arc<Board>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Relay {
    /// Starts telling departments what this center's log holds.
    #[must_use]
    pub fn start(center: Center, options: Options) -> Self {
        let (board, stop) = (Arc::new(Board::new()), CancellationToken::new());
        let task = tokio::spawn(keep_going(center, options, board.clone(), stop.clone()));
        Self { board, stop, task }
    }

    /// How far each department has been told, as it changes.
    #[must_use]
    pub fn standing(&self) -> watch::Receiver<Standing> {
        self.board.watch()
    }

    /// Ends it. What the broker has not acknowledged is told after the next start.
    pub async fn stop(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the relay did not end in order");
        }
    }
}

async fn keep_going(center: Center, options: Options, board: Arc<Board>, stop: CancellationToken) {
    let mut pause = PAUSE.0;
    loop {
        let ended = tokio::select! {
            ended = session(&center, &options, &board) => ended,
            () = stop.cancelled() => return,
        };
        let Err(error) = ended else { return };
        let was_connected = board.watch().borrow().connected;
        board.failed(&error);
        tracing::warn!(fault = board.watch().borrow().fault, "departments wait: the broker is tried again");
        pause = if was_connected { PAUSE.0 } else { (pause * 2).min(PAUSE.1) };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn session(center: &Center, options: &Options, board: &Board) -> Result<(), crate::BrokerError> {
    Session::open(options, board).await?.run(center).await
}
