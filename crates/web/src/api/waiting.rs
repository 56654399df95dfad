//! Reading one's own writes: a reader says how far the views must have come.

use std::time::Duration;

use crate::app::App;
use crate::problem::{self, Problem};

/// Longest wait: a view that is further behind is in trouble, and the reader should know.
const WAIT_MAX: Duration = Duration::from_secs(2);

/// Waits until the views have come as far as the reader says.
pub(crate) async fn until(app: &App, min_position: Option<u64>) -> Result<(), Problem> {
    let Some(position) = min_position else { return Ok(()) };
    if app.center().projected(position, WAIT_MAX).await {
        return Ok(());
    }
    Err(Problem::from(problem::BEHIND).with("position", app.center().position().into()).retry_after(1))
}
