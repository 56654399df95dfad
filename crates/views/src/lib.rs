//! What each department sees: folds of the timeline into rows, one file a view. Views can be thrown away.
//!
//! Pure: no storage, no clock, no thread. They do not know who asks; whoever hands their rows out has asked `access`
//! first and opens or masks what is sealed in them.
//!
//! Start with [`all`], the one list of views, then read one of them: `presence.rs` is the shortest.

mod accounts;
mod admissions;
mod board;
mod discretion;
mod docket;
mod enforcements;
mod erasures;
mod events_page;
mod forwarded;
mod hand_offs;
mod kinds;
mod late_entries;
mod mediator_load;
mod mediators;
mod missing;
mod packages;
mod page;
mod performances;
mod presence;
mod rate;
mod reception;
mod references;
mod register;
mod retention;
mod return_visits;
mod standing;
mod subscriptions;
mod visits;
mod work_list;

pub use accounts::Accounts;
pub use admissions::Admissions;
pub use board::CenterBoard;
pub use discretion::Discretions;
pub use docket::MediationDocket;
pub use enforcements::Enforcements;
pub use erasures::Erasures;
pub use events_page::events_page;
pub use forwarded::Forwarded;
pub use hand_offs::HandOffs;
pub use late_entries::LateEntries;
pub use mediator_load::MediatorLoad;
pub use mediators::Mediators;
pub use packages::Packages;
pub use performances::Performances;
pub use presence::Presence;
pub use reception::Reception;
pub use references::References;
pub use register::CaseRegister;
pub use retention::Retention;
pub use return_visits::ReturnVisits;
pub use subscriptions::Subscriptions;
pub use visits::Visits;
pub use work_list::{WorkList, awaited};

use timeline::View;

/// Every view there is. A new one is a file and a line here; it is then served, shown, snapshotted and tested.
#[must_use]
pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(Reception::default()),
        Box::new(WorkList::default()),
        Box::new(CenterBoard::default()),
        Box::new(CaseRegister::default()),
        Box::new(MediationDocket::default()),
        Box::new(HandOffs::default()),
        Box::new(Forwarded::default()),
        Box::new(Packages::default()),
        Box::new(Mediators::default()),
        Box::new(MediatorLoad::default()),
        Box::new(Performances::default()),
        Box::new(ReturnVisits::default()),
        Box::new(Enforcements::default()),
        Box::new(Visits::default()),
        Box::new(LateEntries::default()),
        Box::new(References::default()),
        Box::new(Presence::default()),
        Box::new(Accounts::default()),
        Box::new(Erasures::default()),
        Box::new(Retention::default()),
        Box::new(Subscriptions::default()),
        Box::new(Admissions::default()),
        Box::new(Discretions::default()),
    ]
}
