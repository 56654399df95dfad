//! An invented county: cases with the shape that real centers have published, recorded through the very commands a desk
//! gives. It is the demonstration, and what tests and benches work on.
//!
//! Nothing in it is real: every name carries the mark 虚构 (invented). The same wish gives the same log, fact by fact. It
//! knows nothing of storage, HTTP or the rules of the desks; a story that a desk refuses is a fault of this crate.
//!
//! Start with `shares.rs` (the published figures), then `plan.rs` (one matter), then `story.rs` (what is done about it).

mod cast;
mod chance;
mod enrolment;
mod plan;
mod record;
mod report;
mod shares;
mod story;
mod working;

use center::Center;
use jiff::{SignedDuration, Timestamp};

pub use record::{Clock, CountyError};
pub use report::{CASES_MIN, Figure, Report, report};

/// Which county is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wish {
    /// How many cases.
    pub cases: usize,
    /// The seed: another one gives another county of the same shape.
    pub seed: u64,
    /// The last moment of the county: what would happen later has not happened yet.
    pub until: Timestamp,
    /// How many days before that its first case may come.
    pub days: i64,
    /// Whether every department has something new to take beside: for whoever sits down there to look.
    pub fresh: bool,
}

impl Wish {
    /// The demonstration: small, and so young that every state is met in it, packages with their parts among them.
    #[must_use]
    pub const fn demonstration(until: Timestamp) -> Self {
        Self { cases: 100, seed: 26, until, days: 45, fresh: true }
    }

    /// A county in which nothing has happened yet: there are people who mediate, and no case.
    #[must_use]
    pub const fn without_cases(until: Timestamp) -> Self {
        Self { cases: 0, fresh: false, ..Self::demonstration(until) }
    }

    /// When the register of mediators was filled: the day before the first case may come.
    fn enrolled_at(&self) -> Timestamp {
        self.until - SignedDuration::from_hours(24 * (self.days + 2))
    }
}

/// Records a county into a center that is empty, whose clock is `clock`, and whose follow-ups are
/// [`center::FollowUps::ByHand`]. `progress` is told how many steps are done, and of how many.
///
/// # Errors
/// [`CountyError`]: a desk refuses a story, or the machine breaks. What was recorded until then stays.
pub async fn record(
    center: &Center,
    clock: &Clock,
    wish: &Wish,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), CountyError> {
    let plans = plan::county(wish.seed, wish.cases, wish.until, wish.days);
    let enquiries = story::enquiries(wish.seed, &plans, wish.until, wish.days);
    let enrolled = enrolment::steps(wish.seed, wish.enrolled_at(), center.rulebook());
    let told = enrolled.chain(plans.iter().flat_map(|plan| story::tell(plan, center.rulebook()))).chain(enquiries);
    let told =
        told.chain(wish.fresh.then(|| story::fresh(wish.seed, wish.until, center.rulebook())).into_iter().flatten());
    let steps = told.filter(|step| step.at < wish.until).collect();
    record::all(center, clock, steps, progress).await
}
