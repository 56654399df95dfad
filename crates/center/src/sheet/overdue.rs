//! What is overdue under an agreement, and every way that is open because of it, with its reason.

use jiff::civil::Date;
use rules::{Due, OverdueRule, OverdueWay, Period, Rulebook, Said};
use serde::Serialize;
use timeline::{Fen, PartyId, Procedure};

use crate::command::States;

/// A part of an agreement that was due, and was not performed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OverduePart {
    /// The number of the agreement.
    pub agreement: u32,
    /// The number of the part.
    pub instalment: u32,
    /// Who owes it.
    pub party: PartyId,
    /// The last day it had.
    pub due: Date,
    /// How much money it is, in fen; `None` for a thing to be done.
    pub amount: Option<Fen>,
    /// What can be done about it. None of it is a condition of another.
    pub ways: Vec<WayOpen>,
}

/// A way that is open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct WayOpen {
    /// Which way.
    pub way: OverdueWay,
    /// Why one would take it.
    pub reason: Said,
    /// The word of the command that takes it.
    pub command: &'static str,
    /// The last day it is open, if it ends.
    pub until: Option<Date>,
    /// Whether that day can still move: the days off of its year are not published yet.
    pub provisional: bool,
    /// Statute and article.
    pub source: String,
    /// Whether somebody has compared that with the law in force.
    pub checked: bool,
}

/// Everything that is overdue on this day.
pub(super) fn parts(states: &States, rulebook: &Rulebook, today: Date) -> Vec<OverduePart> {
    let part = |part: &mediation::Overdue| OverduePart {
        agreement: part.agreement,
        instalment: part.instalment,
        party: part.by,
        due: part.due,
        amount: part.amount,
        ways: rulebook.overdue_ways().filter_map(|rule| open(rule, part, states, (rulebook, today))).collect(),
    };
    states.mediation.overdue(today).iter().map(part).collect()
}

/// Whether a way is open for a part today: an agreement is confirmed once and in its time, a payment order is about money,
/// and what is enforced needs a title.
fn open(
    rule: &OverdueRule,
    part: &mediation::Overdue,
    states: &States,
    (rulebook, today): (&Rulebook, Date),
) -> Option<WayOpen> {
    let titled = states.litigation.has_title(rulebook);
    let (command, is_open, until) = match rule.way {
        OverdueWay::Remind => ("remind_performance", true, None),
        OverdueWay::Confirmation => {
            let until = rulebook.last_day(Period::Confirmation, part.effective_on);
            ("apply_for_confirmation", !titled, until)
        }
        OverdueWay::PaymentOrder => {
            let known = rulebook.procedure(Procedure::PaymentOrder).is_some();
            ("refer_case", known && part.amount.is_some(), None)
        }
        OverdueWay::Enforcement => ("refer_case", titled, states.litigation.enforce_by().map(Due::firm)),
        OverdueWay::Suit => ("file_suit", true, None),
    };
    let in_time = until.is_none_or(|last| today <= last.on);
    (is_open && in_time).then(|| WayOpen {
        way: rule.way,
        reason: rule.reason.clone(),
        command,
        until: until.map(|due| due.on),
        provisional: until.is_some_and(|due| due.provisional),
        source: rule.law.source.clone(),
        checked: rule.law.checked_by.is_some(),
    })
}
