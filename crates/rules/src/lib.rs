//! The rule book: code lists, the county's departments and people, and who holds a case at each instant.
//!
//! Pure and driven by data packs, which are TOML files layered nation, then county. It knows no desk and no storage, and
//! it decides nothing: desks ask it, [`custody()`] reads what they recorded.
//!
//! Start with [`Rulebook`], then `packs/demo-county.toml`, then [`Custody`].

mod calendar;
mod check;
mod custody;
mod handing;
mod numbers;
mod owed;
mod pack;
mod rulebook;
mod secrecy;

pub use calendar::{DayUnit, Due, Length, Pause, day_of, hour_of, start_of};
pub use check::PackError;
pub use custody::{Cause, Custody, Holder, Segment, custody};
pub use handing::{CourtLevel, Law, Links, Period, ProcedureRule};
pub use numbers::{age_band, birth_in_identity, check_identity, check_organisation, check_phone};
pub use owed::Owed;
pub use pack::{
    AccusationRule, Area, CauseOfAction, CodeName, Department, DepartmentKind, DisputeType, EvaluationRule,
    MediationKindRule, OverdueRule, OverdueWay, PlaceOfVisit, ReportDuty, RouteRule, Said, SpeakersRule, Staff,
    WatchRule, Window,
};
pub use rulebook::Rulebook;
pub use secrecy::Discretion;
