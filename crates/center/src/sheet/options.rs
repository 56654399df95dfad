//! Sheets of options as a party was shown them: what the rules named on a sheet say.

use jiff::Timestamp;
use rules::{RouteRule, Rulebook, Said};
use serde::Serialize;
use timeline::{Code, Entry, Event, PartyId, Route, RouteOptionsExplained, TriageEvent};

/// A sheet of options.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OptionSheet {
    /// Its number within the case.
    pub sheet: u32,
    /// Who was shown it.
    pub party: PartyId,
    /// When.
    pub explained_at: Timestamp,
    /// The ways on it.
    pub options: Vec<OptionShown>,
}

/// A way on a sheet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OptionShown {
    /// The way.
    pub route: Route,
    /// The rule that opens it.
    pub rule: Code,
    /// What the rule says; `None` if the packs in force have it no more.
    #[serde(flatten)]
    pub said: Option<RuleSaid>,
}

/// What a rule says of a way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RuleSaid {
    /// What it is called.
    pub name: Said,
    /// How long it usually takes.
    pub time: Said,
    /// What it costs.
    pub cost: Said,
    /// What its result is worth.
    pub force: Said,
    /// The period that may run out meanwhile.
    pub deadline: Said,
    /// What is usually done first; it blocks nothing.
    pub warning: Option<Said>,
    /// Statute and article.
    pub source: String,
    /// Whether somebody has compared it with the law in force.
    pub checked: bool,
}

impl OptionSheet {
    /// The sheets of a case, oldest first.
    pub(crate) fn all(entries: &[Entry], rulebook: &Rulebook) -> Vec<Self> {
        let sheet = |entry: &Entry| match &entry.event {
            Event::Triage(TriageEvent::RouteOptionsExplained(sheet)) => {
                Some(Self::of(sheet, entry.recorded_at, rulebook))
            }
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => None,
        };
        entries.iter().filter_map(sheet).collect()
    }

    fn of(sheet: &RouteOptionsExplained, explained_at: Timestamp, rulebook: &Rulebook) -> Self {
        let options = sheet.options.iter().map(|option| OptionShown {
            route: option.route,
            rule: option.rule.clone(),
            said: rulebook.route(&option.rule).map(RuleSaid::of),
        });
        Self { sheet: sheet.sheet, party: sheet.party, explained_at, options: options.collect() }
    }
}

impl RuleSaid {
    fn of(rule: &RouteRule) -> Self {
        Self {
            name: rule.name.clone(),
            time: rule.time.clone(),
            cost: rule.cost.clone(),
            force: rule.force.clone(),
            deadline: rule.deadline.clone(),
            warning: rule.warning.clone(),
            source: rule.source.clone(),
            checked: rule.checked_by.is_some(),
        }
    }
}
