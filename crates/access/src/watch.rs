//! Who watches the watchers: what the looks of a day say about those who looked. A list for the supervisor to read, longest
//! reason first; it accuses nobody, and no score of anybody is kept.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rules::{WatchRule, hour_of};
use serde::Serialize;
use timeline::{ActorId, DepartmentCode, StreamId};

use crate::{Basis, Look, Outcome, Role};

/// Seconds of the window reveals are counted in.
const HOUR_SECONDS: i64 = 3600;

/// What is out of the usual about somebody's looks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Cases whose mask was lifted within one hour.
    Reveals,
    /// Cases it let itself into.
    Challenges,
    /// Cases it opened and does not work on.
    Unrelated,
    /// Cases of one and the same person it opened without working on them.
    SamePerson,
    /// Cases it opened at night.
    Night,
    /// What it was denied, or asked for and is not there.
    Denied,
}

impl Signal {
    /// Every signal.
    pub const ALL: &'static [Self] =
        &[Self::Reveals, Self::Challenges, Self::Unrelated, Self::SamePerson, Self::Night, Self::Denied];

    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reveals => "reveals",
            Self::Challenges => "challenges",
            Self::Unrelated => "unrelated",
            Self::SamePerson => "same_person",
            Self::Night => "night",
            Self::Denied => "denied",
        }
    }

    /// How many are usual.
    const fn usual(self, rule: &WatchRule) -> u32 {
        match self {
            Self::Reveals => rule.reveals_per_hour,
            Self::Challenges => rule.challenges_per_day,
            Self::Unrelated => rule.unrelated_per_day,
            Self::SamePerson => rule.cases_of_one_person,
            Self::Night => rule.night_per_day,
            Self::Denied => rule.denials_per_day,
        }
    }
}

/// How often a signal was seen, and how often is usual.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Seen {
    /// What.
    pub signal: Signal,
    /// How often.
    pub count: u32,
    /// How often is usual at most.
    pub usual: u32,
}

/// What is to be said of one member of staff and one day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Watched {
    /// Who.
    pub actor: ActorId,
    /// In which role, the last one it looked in.
    pub role: Role,
    /// For which department.
    pub department: DepartmentCode,
    /// How often it looked.
    pub looks: u32,
    /// At how many cases.
    pub cases: u32,
    /// What was out of the usual, or on the way there.
    pub signals: Vec<Seen>,
    /// Whether anything was seen more often than is usual.
    pub alarm: bool,
    /// By how much the signals fill what is usual, in percent and all together: the order of the list.
    pub weight: u32,
}

/// Who is the same in several cases: marks of the people of a case. Where nobody can tell, there are none.
pub type People<'a> = &'a dyn Fn(StreamId) -> Vec<u64>;

/// The list of one day: everybody who looked, whoever stands out first.
#[must_use]
pub fn watched(looks: &[Look], rule: &WatchRule, people: People<'_>) -> Vec<Watched> {
    let mut by_actor: BTreeMap<&ActorId, Vec<&Look>> = BTreeMap::new();
    for look in looks {
        by_actor.entry(&look.actor).or_default().push(look);
    }
    let mut list: Vec<Watched> = by_actor.into_values().filter_map(|looks| of_one(&looks, rule, people)).collect();
    list.sort_by(|one, other| other.weight.cmp(&one.weight).then_with(|| one.actor.cmp(&other.actor)));
    list
}

fn of_one(looks: &[&Look], rule: &WatchRule, people: People<'_>) -> Option<Watched> {
    let last = looks.last()?;
    let seen = |signal: &Signal| {
        let count = count(*signal, looks, rule, people);
        (count > 0).then(|| Seen { signal: *signal, count, usual: signal.usual(rule) })
    };
    let signals: Vec<Seen> = Signal::ALL.iter().filter_map(seen).collect();
    Some(Watched {
        actor: last.actor.clone(),
        role: last.role,
        department: last.department.clone(),
        looks: whole(looks.len()),
        cases: whole(cases(looks.iter().copied()).len()),
        alarm: signals.iter().any(|seen| seen.count > seen.usual),
        weight: signals.iter().map(|seen| seen.count * 100 / seen.usual.max(1)).sum(),
        signals,
    })
}

fn count(signal: Signal, looks: &[&Look], rule: &WatchRule, people: People<'_>) -> u32 {
    let looks = looks.iter().copied();
    match signal {
        Signal::Reveals => busiest_hour(looks.filter(|look| look.basis == Basis::Reveal)),
        Signal::Challenges => {
            whole(cases(looks.filter(|look| matches!(look.basis, Basis::Challenge | Basis::BrokenGlass))).len())
        }
        Signal::Unrelated => whole(cases(looks.filter(|look| is_unrelated(look))).len()),
        Signal::SamePerson => most_of_one(cases(looks.filter(|look| is_unrelated(look))), people),
        Signal::Night => whole(cases(looks.filter(|look| look.is_personal() && is_night(look.at, rule))).len()),
        Signal::Denied => whole(looks.filter(|look| look.outcome != Outcome::Shown).count()),
    }
}

fn is_unrelated(look: &Look) -> bool {
    look.is_personal() && !look.relation.works()
}

fn is_night(at: Timestamp, rule: &WatchRule) -> bool {
    let hour = hour_of(at);
    hour >= rule.night_from || hour < rule.night_until
}

fn cases<'a>(looks: impl Iterator<Item = &'a Look>) -> BTreeSet<StreamId> {
    looks.filter_map(|look| look.stream).collect()
}

/// The most cases within any hour: a day's sum would hide a quick search.
fn busiest_hour<'a>(looks: impl Iterator<Item = &'a Look>) -> u32 {
    let mut times: Vec<(i64, StreamId)> = looks.filter_map(|look| Some((look.at.as_second(), look.stream?))).collect();
    times.sort_unstable();
    let within = |from: i64| times.iter().filter(move |(at, _)| (from..from + HOUR_SECONDS).contains(at));
    let of_hour = |(from, _): &(i64, StreamId)| within(*from).map(|(_, case)| *case).collect::<BTreeSet<_>>().len();
    whole(times.iter().map(of_hour).max().unwrap_or(0))
}

/// In how many of these cases the person is who is in most of them; one case is nothing out of the usual.
fn most_of_one(cases: BTreeSet<StreamId>, people: People<'_>) -> u32 {
    let mut of: BTreeMap<u64, u32> = BTreeMap::new();
    for case in cases {
        let marks: BTreeSet<u64> = people(case).into_iter().collect();
        marks.into_iter().for_each(|mark| *of.entry(mark).or_default() += 1);
    }
    of.into_values().filter(|cases| *cases > 1).max().unwrap_or(0)
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
