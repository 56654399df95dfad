//! Somebody is told when looks are out of the usual: by a figure an alert watches, and by one line in the log of the process.
//! Neither names anybody, nor says how often who looked: that stands on the list of the day, which a supervisor opens and
//! whose opening leaves a look, too.

use std::time::Duration;

use crate::app::App;

/// How often the day is weighed. It reads the looks of one day; a quick search has the supervisor's attention while whoever
/// made it is still there.
const WEIGHED_EVERY: Duration = Duration::from_secs(300);

/// Weighs the day again and again. A log that cannot be read is said, and tried again: nobody is shown anything personal
/// meanwhile, as looks cannot be written down either.
pub(crate) async fn watch(app: App) {
    let (mut ticks, mut told) = (tokio::time::interval(WEIGHED_EVERY), 0);
    loop {
        ticks.tick().await;
        match standing_out(&app).await {
            Some(staff) => {
                if staff > told {
                    tracing::warn!(staff, "looks are out of the usual: open the list of the day, /looks");
                }
                app.metrics().standing_out(staff);
                told = staff;
            }
            None => tracing::error!("the looks of the day cannot be weighed; yidi verify says why"),
        }
    }
}

/// How many members of staff looked more often than is usual today.
async fn standing_out(app: &App) -> Option<usize> {
    let center = app.center().clone();
    tokio::task::spawn_blocking(move || center.standing_out().ok()).await.ok().flatten()
}
