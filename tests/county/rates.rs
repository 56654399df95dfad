//! Every rate the center tells of itself, counted a second time (VI-01, ST-03): from the facts of a generated county as
//! they lie in the log, by a plain reading of each definition, and by no line of the views. The two must agree to the unit.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tests::log::{Fact, facts};
use tests::{folder, measured, sample, yidi};

/// What happened to one case, in order; visits about it among the rest.
#[derive(Default)]
struct Case<'a> {
    facts: Vec<&'a Fact>,
    visits: Vec<&'a Fact>,
}

impl<'a> Case<'a> {
    fn all<'k>(&'k self, kind: &'k str) -> impl DoubleEndedIterator<Item = &'a Fact> + 'k {
        self.facts.iter().copied().filter(move |fact| fact.kind() == kind)
    }

    fn has(&self, kind: &str) -> bool {
        self.all(kind).next().is_some()
    }

    fn times(&self, kind: &str) -> u64 {
        self.all(kind).count() as u64
    }

    /// The last fact of one of these kinds.
    fn last(&self, kinds: &[&str]) -> Option<&'a Fact> {
        self.facts.iter().rev().copied().find(|fact| kinds.contains(&fact.kind()))
    }

    /// How it ended, if it is closed now.
    fn outcome(&self) -> Option<&'a str> {
        let last = self.last(&["triage.case_closed", "triage.case_reopened"])?;
        (last.kind() == "triage.case_closed").then(|| last.word("outcome"))
    }

    fn is_closed(&self) -> bool {
        self.outcome().is_some()
    }

    /// Closed because something was reached or explained, and not because it went elsewhere.
    fn is_resolved(&self) -> bool {
        self.outcome().is_some_and(|outcome| ["settled", "settled_privately", "explained"].contains(&outcome))
    }

    /// The level of whoever signed last and did not hand it back; the center, which is of the county, without any.
    fn level(&self) -> &'a str {
        let returned: Vec<&Value> =
            self.all("triage.assignment_returned").map(|fact| &fact.body["assignment"]).collect();
        let held = self.all("triage.assignment_received").rfind(|fact| !returned.contains(&&fact.body["assignment"]));
        let asked = held.and_then(|held| {
            self.all("triage.case_assigned").find(|asked| asked.body["assignment"] == held.body["assignment"])
        });
        asked.map_or("county", |asked| asked.word("level"))
    }

    /// The other cases it was suspected, or found, to be the same as, and for which nobody ruled that out.
    fn same_as(&self, kind: &str) -> BTreeSet<&'a str> {
        let mut others = BTreeSet::new();
        for fact in &self.facts {
            match fact.kind() {
                found if found == kind => others.extend(Some(fact.word("other"))),
                "intake.duplicate_confirmed" if kind == "intake.duplicate_suspected" => {
                    others.extend(Some(fact.word("other")));
                }
                "intake.duplicate_ruled_out" => drop(others.remove(fact.word("other"))),
                _ => {}
            }
        }
        others
    }

    fn is_agreed(&self) -> bool {
        self.has("mediation.agreement_signed")
    }

    /// Agreed, stopped or refused.
    fn mediation_ended(&self) -> bool {
        self.is_agreed() || self.has("mediation.terminated") || self.has("mediation.refused")
    }

    /// A court said so, and nobody corrected it.
    fn is_confirmed(&self) -> bool {
        let mut answers = BTreeMap::new();
        for fact in &self.facts {
            if ["litigation.court_answered", "litigation.court_answer_corrected"].contains(&fact.kind()) {
                answers.insert(fact.word("reference"), fact.word("outcome"));
            }
        }
        answers.values().any(|outcome| *outcome == "confirmed")
    }

    /// Nothing that is owed is open: the parts of agreements that no later one replaced, without those performed.
    fn is_performed(&self) -> bool {
        let replaced: Vec<&Value> = self.all("mediation.agreement_signed").map(|fact| &fact.body["amends"]).collect();
        let stands = |fact: &&Fact| fact.body["agreement"].is_null() || !replaced.contains(&&fact.body["agreement"]);
        let parts = self.all("mediation.agreement_signed").filter(stands);
        let mut owed: BTreeSet<u64> =
            parts.flat_map(|fact| fact.body["instalments"].as_array()).flatten().map(number_of).collect();
        for fact in &self.facts {
            match fact.kind() {
                "mediation.performance_recorded" => drop(owed.remove(&instalment_of(fact))),
                "mediation.performance_corrected" if fact.body["performed_on"].is_null() => {
                    owed.insert(instalment_of(fact));
                }
                _ => {}
            }
        }
        owed.is_empty()
    }

    fn is_kept(&self) -> bool {
        self.last(&["mediation.return_visit_made"]).is_some_and(|visit| visit.body["performed"] == true)
    }

    /// Departments that signed while no citizen had come since the case last went from one to another.
    fn hops_avoided(&self) -> u64 {
        let (mut last, mut avoided) = (None, 0);
        for signed in self.all("triage.assignment_received") {
            let (from, upto) = (last, signed.entry.place);
            let between = |visit: &&Fact| from.is_none_or(|from| visit.entry.place > from) && visit.entry.place < upto;
            avoided += u64::from(!self.visits.iter().any(between));
            last = Some(upto);
        }
        avoided
    }

    fn places(&self) -> BTreeSet<&'a str> {
        self.visits.iter().map(|visit| visit.word("place")).collect()
    }

    /// Whoever mediated each mediation of the case in the end.
    fn mediators(&self) -> Vec<&'a str> {
        let (mut ended, mut now) = (Vec::new(), None);
        for fact in &self.facts {
            match fact.kind() {
                "mediation.mediator_appointed" => now = Some(fact.word("mediator")),
                "mediation.recusal_decided" if fact.body["granted"] == true => now = None,
                "mediation.terminated" => ended.extend(now.take()),
                _ => {}
            }
        }
        ended.extend(now);
        ended
    }
}

fn number_of(part: &Value) -> u64 {
    part["number"].as_u64().expect("the number of a part")
}

fn instalment_of(fact: &Fact) -> u64 {
    fact.body["instalment"].as_u64().expect("the number of a part")
}

/// Every case of the log, and all visits, those that became no case among them.
fn read(log: &[Fact]) -> (BTreeMap<String, Case<'_>>, u64) {
    let mut cases: BTreeMap<String, Case<'_>> = BTreeMap::new();
    let registered = |fact: &&Fact| fact.kind() == "intake.case_registered";
    cases.extend(log.iter().filter(registered).map(|fact| (fact.stream(), Case::default())));
    let mut visits = 0;
    for fact in log {
        if fact.kind() == "intake.visit_recorded" {
            visits += 1;
            cases.get_mut(fact.word("case")).into_iter().for_each(|case| case.visits.push(fact));
        } else if let Some(case) = cases.get_mut(&fact.stream()) {
            case.facts.push(fact);
        }
    }
    (cases, visits)
}

/// Numerator and denominator.
type Rate = (u64, u64);

/// The rates of the board, by their names.
fn of_board<'a>(cases: &[&Case<'a>]) -> BTreeMap<&'static str, Rate> {
    let count = |holds: &dyn Fn(&Case<'a>) -> bool| cases.iter().filter(|case| holds(case)).count() as u64;
    let sum = |of: &dyn Fn(&Case<'a>) -> u64| cases.iter().map(|case| of(case)).sum::<u64>();
    let among = |whole: &dyn Fn(&Case<'a>) -> bool, part: &dyn Fn(&Case<'a>) -> bool| {
        (count(&|case| whole(case) && part(case)), count(whole))
    };
    let all = |_: &Case<'a>| true;
    let requested = |case: &Case<'a>| case.has("mediation.requested");
    let agreed = |case: &Case<'a>| requested(case) && case.is_agreed();
    let assigned = |case: &Case<'a>| case.has("triage.case_assigned");
    let visited = |case: &Case<'a>| case.is_agreed() && case.has("mediation.return_visit_made");
    let consented = |case: &Case<'a>| case.has("mediation.consented");
    let signed = |case: &Case<'a>| case.times("triage.assignment_received");
    let sent = |case: &Case<'a>| case.times("litigation.hand_off_sent") + case.times("litigation.referral_made");
    BTreeMap::from([
        ("terminal", among(&all, &Case::is_resolved)),
        ("closed_locally", among(&Case::is_closed, &|case| case.level() != "county")),
        ("delegated_down", among(&all, &|case| case.has("triage.case_delegated_down"))),
        ("return_loop", among(&assigned, &|case| case.times("triage.assignment_returned") >= 2)),
        ("duplicates", among(&all, &|case| !case.same_as("intake.duplicate_suspected").is_empty())),
        ("duplicates_confirmed", among(&all, &|case| !case.same_as("intake.duplicate_confirmed").is_empty())),
        ("agreed", among(&requested, &Case::is_agreed)),
        ("agreed_of_ended", among(&|case| requested(case) && case.mediation_ended(), &Case::is_agreed)),
        ("agreed_of_consented", among(&consented, &Case::is_agreed)),
        ("agreed_of_sessions", among(&|case| case.has("mediation.session_held"), &Case::is_agreed)),
        ("confirmed", among(&agreed, &Case::is_confirmed)),
        ("confirmed_of_closed", among(&|case| agreed(case) && case.is_closed(), &Case::is_confirmed)),
        ("performed", among(&agreed, &Case::is_performed)),
        ("kept", among(&visited, &Case::is_kept)),
        ("hops", (sum(&signed), count(&all))),
        ("hops_avoided", (sum(&Case::hops_avoided), sum(&signed))),
        ("hand_offs", (sum(&sent), count(&all))),
    ])
}

/// How often citizens came, over the cases that are closed.
fn of_visits<'a>(cases: &[&Case<'a>], visits: u64) -> BTreeMap<&'static str, Rate> {
    let closed: Vec<&&Case<'a>> = cases.iter().filter(|case| case.is_closed()).collect();
    let count = |holds: &dyn Fn(&Case<'a>) -> bool| {
        (closed.iter().filter(|case| holds(case)).count() as u64, closed.len() as u64)
    };
    BTreeMap::from([
        ("one_place", count(&|case| case.places().len() <= 1)),
        ("one_visit", count(&|case| case.visits.len() == 1)),
        ("zero_visit", count(&|case| case.visits.is_empty())),
        ("contacts", (visits, cases.len() as u64)),
    ])
}

/// How much the busiest fifth of the mediators carries.
fn of_mediators(cases: &[&Case<'_>]) -> BTreeMap<&'static str, Rate> {
    let mut carried: BTreeMap<&str, u64> = BTreeMap::new();
    for case in cases {
        // Whoever was ever appointed is one of the mediators, even if it gave everything away.
        carried.extend(case.all("mediation.mediator_appointed").map(|fact| (fact.word("mediator"), 0)));
    }
    for case in cases {
        case.mediators().into_iter().for_each(|mediator| *carried.entry(mediator).or_default() += 1);
    }
    let mut carried: Vec<u64> = carried.into_values().collect();
    carried.sort_unstable_by(|a, b| b.cmp(a));
    let busiest = carried.iter().take(carried.len().div_ceil(5)).sum();
    BTreeMap::from([("busiest_fifth", (busiest, carried.iter().sum()))])
}

/// Compares every rate of a view with the one counted here: all of them, and no other.
fn agrees(data: &str, view: &str, counted: &BTreeMap<&'static str, Rate>) {
    let shown = yidi(["view", view, "--json", "--data", data]).exits(0).json();
    let rates = shown["figures"]["rates"].as_object().expect("rates");
    let names: BTreeSet<&str> = rates.keys().map(String::as_str).collect();
    assert_eq!(names, counted.keys().copied().collect(), "{view}: every rate is counted again");
    for (name, rate) in rates {
        let told = (rate["numerator"].as_u64(), rate["denominator"].as_u64());
        let (numerator, denominator) = counted[name.as_str()];
        assert_eq!(told, (Some(numerator), Some(denominator)), "{view}: {name}, {}", rate["en"]);
    }
}

#[test]
fn every_rate_is_the_one_its_definition_gives_when_counted_by_hand() {
    let data = folder();
    let log = data.path().to_string_lossy().into_owned();
    let cases = sample(400, 4_000).to_string();
    let said = yidi(["generate", "--json", "--data", &log, "--cases", &cases, "--seed", "5"]).exits(0).json();
    let told = facts(data.path());
    assert_eq!(said["entries"], told.len());
    let (cases, visits) = read(&told);
    let cases: Vec<&Case<'_>> = cases.values().collect();
    let (board, came, carried) = (of_board(&cases), of_visits(&cases, visits), of_mediators(&cases));
    for (name, (numerator, _)) in &board {
        assert!(*numerator > 0, "{name} happens in this county, or it is not tested");
    }
    agrees(&log, "center-board", &board);
    agrees(&log, "visits", &came);
    agrees(&log, "mediator-load", &carried);
    measured("rates_counted_again", board.len() + came.len() + carried.len());
}
