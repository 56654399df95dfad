//! What is usual when staff look at cases: more than that goes to the top of the supervisor's list.

use serde::Deserialize;

/// How much is usual. None of it forbids anything; it says from where on somebody asks.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchRule {
    /// Cases whose mask one person lifts within an hour.
    pub reveals_per_hour: u32,
    /// Cases one person lets itself into in a day.
    pub challenges_per_day: u32,
    /// Cases one person opens in a day without working on them.
    pub unrelated_per_day: u32,
    /// Cases of one and the same citizen among those.
    pub cases_of_one_person: u32,
    /// Cases one person opens in a night.
    pub night_per_day: u32,
    /// Denials, and things asked for that are not there, in a day.
    pub denials_per_day: u32,
    /// The hour the night begins at, by the clock of the county.
    pub night_from: i8,
    /// The hour it ends at.
    pub night_until: i8,
    /// Where the numbers come from.
    pub source: String,
}
