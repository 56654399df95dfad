//! What the board counts of each case, and the rates made of it.

use serde_json::{Map, Value};

use crate::rate::{Form, Packs, Predicate};

/// Something that holds of a case or does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Holds {
    Registered,
    Assigned,
    ReturnLoop,
    DelegatedDown,
    Closed,
    Resolved,
    ClosedLocally,
    Suspected,
    Duplicate,
    Requested,
    Ended,
    Consented,
    Sat,
    Agreed,
    AgreedOfEnded,
    AgreedOfConsented,
    AgreedOfSat,
    Confirmed,
    AgreedAndClosed,
    ConfirmedAndClosed,
    Performed,
    Visited,
    Kept,
}

/// How many [`Holds`] there are.
const KINDS: usize = Holds::Kept as usize + 1;

/// What holds of one case, a bit each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Held(u32);

impl Held {
    pub(super) const fn with(self, what: Holds, when: bool) -> Self {
        Self(self.0 | (when as u32) << what as u8)
    }
}

/// Of how many cases each holds.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Tally([u64; KINDS]);

impl Tally {
    /// A case of which this held is one of which that holds.
    pub(super) fn change(&mut self, before: Held, after: Held) {
        let changed = before.0 ^ after.0;
        if changed == 0 {
            return;
        }
        for (at, count) in self.0.iter_mut().enumerate() {
            if changed >> at & 1 == 1 {
                *count = count.saturating_add_signed(if after.0 >> at & 1 == 1 { 1 } else { -1 });
            }
        }
    }

    pub(super) fn of(&self, what: Holds) -> u64 {
        self.0.get(what as usize).copied().unwrap_or_default()
    }

    /// Every rate of [`RATES`], by its name.
    pub(super) fn rates(&self, packs: &Packs) -> Map<String, Value> {
        let rate = |line: &Line| (line.0.to_owned(), line.3.rate(self.of(line.1), self.of(line.2), packs));
        RATES.iter().map(rate).collect()
    }
}

/// Name, numerator, denominator, definition. The numerator holds of no case of which the denominator does not.
type Line = (&'static str, Holds, Holds, Predicate);

const fn by(id: &'static str, zh: &'static str, en: &'static str) -> Predicate {
    Predicate { id, zh, en, form: Form::Share }
}

/// The rates of the board.
#[rustfmt::skip]
const RATES: &[Line] = &[
    ("terminal", Holds::Resolved, Holds::Registered, by("resolved-of-registered",
        "以达成协议、自行和解或解释说明办结的案件 ÷ 全部登记案件（转诉讼、转其他程序、撤回、并案不计入分子）",
        "cases closed as settled, settled privately or explained ÷ all cases registered (to court, to another procedure, withdrawn and merged are not resolved here)")),
    ("closed_locally", Holds::ClosedLocally, Holds::Closed, by("closed-in-town-or-village",
        "在村或乡镇一级办结的案件 ÷ 已办结案件", "cases closed while a village or town had them ÷ cases closed")),
    ("delegated_down", Holds::DelegatedDown, Holds::Registered, by("ever-delegated-down",
        "曾经下派的案件 ÷ 全部登记案件", "cases ever delegated down ÷ all cases registered")),
    ("return_loop", Holds::ReturnLoop, Holds::Assigned, by("returned-twice-or-more",
        "被退回两次及以上的案件 ÷ 曾经派单的案件", "cases handed back twice or more ÷ cases ever assigned")),
    ("duplicates", Holds::Suspected, Holds::Registered, by("suspected-duplicate-not-ruled-out",
        "疑似重复且未被排除的案件 ÷ 全部登记案件", "cases suspected to be a duplicate and not ruled out ÷ all cases registered")),
    ("duplicates_confirmed", Holds::Duplicate, Holds::Registered, by("confirmed-duplicate",
        "确认为重复的案件 ÷ 全部登记案件", "cases confirmed to be a duplicate ÷ all cases registered")),
    ("agreed", Holds::Agreed, Holds::Requested, by("agreed-of-requested",
        "签订调解协议的案件 ÷ 提出调解的案件", "cases with an agreement ÷ cases in which mediation was asked for or offered")),
    ("agreed_of_ended", Holds::AgreedOfEnded, Holds::Ended, by("agreed-of-ended",
        "签订调解协议的案件 ÷ 调解已结束的案件（达成协议、终止或被拒绝）",
        "cases with an agreement ÷ cases whose mediation has ended: agreed, terminated or refused")),
    ("agreed_of_consented", Holds::AgreedOfConsented, Holds::Consented, by("agreed-of-consented",
        "签订调解协议的案件 ÷ 至少一方另行同意调解的案件", "cases with an agreement ÷ cases in which a party consented to mediate")),
    ("agreed_of_sessions", Holds::AgreedOfSat, Holds::Sat, by("agreed-of-sessions-held",
        "签订调解协议的案件 ÷ 至少开过一次调解会的案件", "cases with an agreement ÷ cases in which a session was held")),
    ("confirmed", Holds::Confirmed, Holds::Agreed, by("confirmed-of-agreed",
        "经司法确认的案件 ÷ 签订调解协议的案件", "cases whose agreement a court confirmed ÷ cases with an agreement")),
    ("confirmed_of_closed", Holds::ConfirmedAndClosed, Holds::AgreedAndClosed, by("confirmed-of-agreed-and-closed",
        "经司法确认且已办结的案件 ÷ 签订调解协议且已办结的案件",
        "closed cases whose agreement a court confirmed ÷ closed cases with an agreement")),
    ("performed", Holds::Performed, Holds::Agreed, by("performed-of-agreed",
        "协议各期均已履行或无须分期履行的案件 ÷ 签订调解协议的案件（未到期的计入分母）",
        "cases whose every instalment is performed, or that owe none ÷ cases with an agreement (what is not yet due stays in the denominator)")),
    ("kept", Holds::Kept, Holds::Visited, by("kept-of-visited",
        "最近一次回访时协议得到遵守的案件 ÷ 签订协议并已回访的案件", "cases whose agreement was being kept at the last return visit ÷ cases with an agreement and a return visit")),
];
