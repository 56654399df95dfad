//! The three levels (村、镇、县三级): where cases come from, which level works on them, how they move between them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use timeline::{AreaCode, AreaLevel};

/// The level of the place where a matter arose, by the length of its area code (GB/T 2260 and its continuation): six
/// digits for a county, nine for a town, twelve for a village.
pub(super) fn level_of(area: &AreaCode) -> AreaLevel {
    match area.as_str().len() {
        12 => AreaLevel::Village,
        9 => AreaLevel::Town,
        _ => AreaLevel::County,
    }
}

/// Counts by level.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct ByLevel {
    village: u64,
    town: u64,
    county: u64,
}

impl ByLevel {
    pub(super) const fn of(&mut self, level: AreaLevel) -> &mut u64 {
        match level {
            AreaLevel::Village => &mut self.village,
            AreaLevel::Town => &mut self.town,
            AreaLevel::County => &mut self.county,
        }
    }

    const fn get(mut self, level: AreaLevel) -> u64 {
        *self.of(level)
    }
}

/// The funnel: over all levels, what was registered is what is open and what is closed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Funnel {
    /// Cases by the level of the place where they arose, as it is known today.
    pub(super) registered: ByLevel,
    /// Open cases by the level that has them.
    pub(super) open: ByLevel,
    /// Closed cases by the level that had them last.
    pub(super) closed: ByLevel,
}

impl Funnel {
    /// Level by level; beside it how often cases moved down or up to that level.
    pub(super) fn write(&self, down: ByLevel, up: ByLevel) -> Value {
        let line = |level: &AreaLevel| {
            let counts = json!({
                "registered": self.registered.get(*level), "open": self.open.get(*level),
                "closed": self.closed.get(*level), "moved_down": down.get(*level), "moved_up": up.get(*level),
            });
            (level.as_str().to_owned(), counts)
        };
        Value::Object(AreaLevel::ALL.iter().map(line).collect::<Map<_, _>>())
    }
}
