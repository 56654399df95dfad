//! How far each subscription has been told, noted by whoever carries messages out.
//!
//! It is in memory only: after a start it is found out again, from the broker and from what webhooks have taken.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use timeline::Code;
use tokio::sync::watch;

/// How telling departments stands.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Standing {
    /// Whether the broker answers; `None` where there is none.
    pub connected: Option<bool>,
    /// What went wrong with it last; gone once it answers again.
    pub fault: Option<String>,
    /// How often a stream was found to hold less than the broker had acknowledged, and was filled again.
    pub refilled: u64,
    /// Each subscription by its name.
    pub subscriptions: BTreeMap<Code, Told>,
}

/// How far one subscription has been told.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Told {
    /// How many messages the log gives so far.
    pub computed: u64,
    /// How many of them were handed over: the broker keeps them, or the webhook took them.
    pub acknowledged: u64,
    /// How many the department has said that it took; the same as handed over where nobody stands between.
    pub taken: u64,
    /// When it last took one.
    pub last_taken_at: Option<Timestamp>,
    /// Since when something has been waiting to be handed over and nothing was.
    pub behind_since: Option<Timestamp>,
    /// What was set aside, by number.
    pub parked: Vec<Parked>,
    /// What went wrong last; gone once something was taken again.
    pub fault: Option<String>,
}

/// A message that was set aside after its tries were used up. What came after it of the same case waits behind it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Parked {
    /// Its number.
    pub message: u64,
    /// The case it is about, if that is known.
    pub case: Option<String>,
    /// How often it was tried.
    pub tries: u32,
    /// Why it was not taken, as it was said last.
    pub reason: String,
    /// Since when it has been set aside.
    #[schemars(with = "String")]
    pub since: Timestamp,
    /// How many messages of the same case wait behind it. Over a broker they lie with the department, which does not say.
    pub held: Option<u64>,
}

impl Told {
    /// Messages that have still to be taken.
    #[must_use]
    pub fn lag(&self) -> u64 {
        self.computed.saturating_sub(self.taken)
    }

    /// For how many seconds something has been waiting to be handed over: the center's own part of the way.
    #[must_use]
    pub fn lag_seconds(&self, now: Timestamp) -> u64 {
        let waited = self.behind_since.map_or(0, |since| now.as_second() - since.as_second());
        u64::try_from(waited).unwrap_or(0)
    }
}

/// Where it is noted.
#[derive(Debug, Default)]
pub struct Board(watch::Sender<Standing>);

impl Board {
    /// How it stands, as it changes.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Standing> {
        self.0.subscribe()
    }

    /// How it stands now.
    #[must_use]
    pub fn now(&self) -> Standing {
        self.0.borrow().clone()
    }

    /// The broker answers, or it does not and why.
    pub fn broker(&self, fault: Option<String>) {
        self.0.send_modify(|standing| (standing.connected, standing.fault) = (Some(fault.is_none()), fault));
    }

    /// The broker holds of a subscription this many messages. If it had acknowledged more, it lost them.
    pub fn found(&self, code: &Code, held: u64) {
        self.0.send_if_modified(|standing| {
            let lost = standing.subscriptions.get(code).is_some_and(|told| told.acknowledged > held);
            standing.refilled += u64::from(lost);
            lost
        });
    }

    /// Notes how far a subscription is at this time.
    pub fn note(&self, code: &Code, now: Timestamp, change: impl FnOnce(&mut Told)) {
        self.0.send_modify(|standing| {
            let told = standing.subscriptions.entry(code.clone()).or_default();
            let before = told.acknowledged;
            change(told);
            // Waiting begins anew with every message that was handed over: a long queue that moves is no standstill.
            if told.acknowledged >= told.computed {
                told.behind_since = None;
            } else if told.behind_since.is_none() || told.acknowledged > before {
                told.behind_since = Some(now);
            }
        });
    }

    /// Keeps only these: the others are told no more, and nobody is to be woken for one that was closed.
    pub fn retain(&self, keep: impl Fn(&Code) -> bool) {
        self.0.send_if_modified(|standing| {
            let before = standing.subscriptions.len();
            standing.subscriptions.retain(|code, _| keep(code));
            standing.subscriptions.len() != before
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_counted_from_the_last_message_that_was_handed_over() {
        let (board, code) = (Board::default(), Code::parse("housing").unwrap());
        let at = |second| Timestamp::from_second(second).unwrap();
        let told = || board.now().subscriptions.get(&code).cloned().unwrap();
        board.note(&code, at(10), |told| told.computed = 2);
        assert_eq!((told().lag(), told().lag_seconds(at(70))), (2, 60));
        board.note(&code, at(80), |told| told.acknowledged = 1);
        assert_eq!(told().lag_seconds(at(90)), 10);
        board.note(&code, at(95), |told| told.acknowledged = 2);
        assert_eq!((told().lag(), told().lag_seconds(at(500))), (2, 0), "the department has not taken them yet");
    }

    #[test]
    fn a_broker_that_holds_less_than_it_acknowledged_has_lost_it() {
        let (board, code) = (Board::default(), Code::parse("housing").unwrap());
        let told = |acknowledged| board.note(&code, Timestamp::UNIX_EPOCH, |told| told.acknowledged = acknowledged);
        board.found(&code, 0);
        told(3);
        board.found(&code, 3);
        board.found(&code, 7);
        assert_eq!(board.now().refilled, 0, "nothing is missing");
        board.found(&code, 2);
        assert_eq!(board.now().refilled, 1);
        told(2);
        board.found(&code, 2);
        assert_eq!(board.now().refilled, 1, "it is counted once");
    }
}
