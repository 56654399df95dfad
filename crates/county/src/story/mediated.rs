//! A matter that is mediated.

use center::Context;
use jiff::SignedDuration;
use serde_json::{Value, json};
use timeline::{MediationKind, PartyId};

use super::referred::{ARBITRATION, NOTARY, PAYMENT_ORDER};
use super::{TRIAGE, Told};
use crate::cast::{self, Mediator};
use crate::plan::Ending;
use crate::shares::{self, Platform};
use crate::working;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// Days of its period a mediation leaves unused at least: weekends are none of its own.
const PERIOD_LEFT: f64 = 4.0;

impl Told<'_> {
    /// From the request to what came of it.
    pub(super) fn mediate(&mut self) {
        if let (Platform::Court, Some(cause)) = (self.plan.platform, &self.cause) {
            let received = json!({ "command": "receive_delegation", "court": "court",
                "reference": self.reference("诉前调"), "cause": cause });
            self.step(HOUR, "litigation-1", Context::Litigation, received);
        }
        let [applicant, respondent] = self.plan.parties();
        let kind = self.plan.kind;
        self.room(30, TRIAGE, json!({ "command": "request_mediation", "kind": kind, "by": applicant }));
        match self.plan.ending {
            Ending::Refused => {
                self.room(DAY, TRIAGE, json!({ "command": "refuse_mediation", "party": respondent }));
                self.close(2 * DAY, "explained");
            }
            Ending::Failed => {
                self.sessions();
                self.room(
                    HOUR,
                    self.mediator(),
                    json!({ "command": "terminate_mediation", "reason": "too_far_apart" }),
                );
                self.go_on();
            }
            Ending::Agreed { parts, confirmed, performed } => {
                self.sessions();
                self.agree(parts);
                self.afterwards(parts, confirmed, performed);
            }
            Ending::Explained | Ending::Withdrawn => {}
        }
    }

    fn mediator(&self) -> &'static str {
        self.mediator.id
    }

    fn room(&mut self, after_minutes: i64, staff: &'static str, body: Value) {
        self.step(after_minutes, staff, Context::Mediation, body);
    }

    /// The other side agrees, a mediator is found, and they sit down once or twice over the days it takes.
    fn sessions(&mut self) {
        let [_, respondent] = self.plan.parties();
        let minutes = (self.days() * 24.0 * 60.0) as i64;
        self.room(minutes / 6, TRIAGE, json!({ "command": "consent", "party": respondent }));
        self.room(HOUR, TRIAGE, json!({ "command": "appoint_mediator", "mediator": self.mediator() }));
        if self.chance.in_a_thousand(shares::RECUSED) {
            self.step_back();
        }
        if self.chance.in_a_thousand(shares::RECORDING) {
            self.agrees_to(self.plan.parties()[0], "recording", &[]);
        }
        if self.screened {
            let finding = if self.violence { "present" } else { "absent" };
            let screened = json!({ "command": "screen_violence", "finding": finding,
                "protection_order_shown": self.violence, "reported": self.violence });
            self.room(HOUR, self.mediator(), screened);
        }
        let times = if self.plan.days > 10.0 { 2 } else { 1 };
        for session in 1..=times {
            let wait = minutes * 4 / 6 / times;
            let at = working::later(self.at, SignedDuration::from_mins(HOUR + wait));
            let set = json!({ "command": "schedule_session", "at": at, "place": "room-1", "form": "on_site" });
            self.room(HOUR, self.mediator(), set);
            let held = json!({ "command": "hold_session", "session": session, "attended": self.plan.parties(),
                "record": "双方陈述，调解员记录（虚构）", "undisputed_facts": "双方对事情经过没有争议（虚构）" });
            self.room(wait, self.mediator(), held);
        }
    }

    /// The days it takes: as planned, and never more than the law of its kind gives it.
    fn days(&self) -> f64 {
        let period = self.rulebook.mediation_kind(self.plan.kind).and_then(|rule| rule.period_days);
        period.map_or(self.plan.days, |days| self.plan.days.min(f64::from(days) - PERIOD_LEFT))
    }

    /// The mediator is kin of one side, says so, and another one of the same kind takes its place.
    fn step_back(&mut self) {
        let [_, respondent] = self.plan.parties();
        let told = json!({ "command": "disclose_conflict", "ground": "kin", "detail": "与一方当事人是表亲（虚构）" });
        self.room(HOUR, self.mediator(), told);
        let asked = json!({ "command": "request_recusal", "party": respondent, "ground": "kin" });
        self.room(HOUR, self.plan.clerk, asked);
        self.room(3 * HOUR, TRIAGE, json!({ "command": "decide_recusal", "granted": true }));
        let others: Vec<&'static Mediator> = cast::mediators_of(self.plan.kind);
        let others: Vec<&Mediator> = others.into_iter().filter(|other| other.id != self.mediator.id).collect();
        self.mediator = self.chance.one(&others);
        self.room(HOUR, TRIAGE, json!({ "command": "appoint_mediator", "mediator": self.mediator() }));
    }

    fn agree(&mut self, parts: usize) {
        let owed = |part: usize| {
            let due = self.day_after(20 * i64::try_from(part).unwrap_or(1));
            json!({ "by": self.plan.parties()[1], "due": due, "amount": self.plan.fen / i64::try_from(parts).unwrap_or(1) })
        };
        let owed: Vec<Value> = if self.plan.fen > 0 { (1..=parts).map(owed).collect() } else { Vec::new() };
        let signed = json!({ "command": "sign_agreement", "form": "written", "terms": "双方达成协议（虚构）",
            "parties": self.plan.parties(), "instalments": owed });
        self.room(2 * HOUR, self.mediator(), signed);
        self.room(10, self.mediator(), json!({ "command": "terminate_mediation", "reason": "agreed" }));
    }

    /// Confirmed if it is to be, performed and visited part by part, closed.
    fn afterwards(&mut self, parts: usize, confirmed: bool, performed: bool) {
        if confirmed {
            self.hand_off("confirmation", &self.plan.parties());
            let answer = json!({ "command": "record_court_answer", "reference": self.reference("收"),
                "outcome": "confirmed", "decided_on": self.day_after(1) });
            self.step(6 * DAY, "court-1", Context::Litigation, answer);
        }
        let owed = if self.plan.fen > 0 { parts } else { 0 };
        if owed > 0 && !confirmed && self.chance.in_a_thousand(shares::NOTARISED) {
            self.refer(&NOTARY);
        }
        match (owed, performed) {
            (0, _) => self.visit(performed, "routine"),
            (_, true) => (1..=owed).for_each(|part| self.pay(part)),
            (_, false) => self.wait_in_vain(),
        }
        if performed || owed == 0 {
            self.close(DAY, "settled");
        }
    }

    /// A part is paid, and somebody goes to see whether it arrived.
    fn pay(&mut self, part: usize) {
        let paid = json!({ "command": "record_performance", "instalment": part, "performed_on": self.day_after(16) });
        self.room(17 * DAY, self.mediator(), paid);
        self.visit(true, "routine");
    }

    /// Nothing is paid: whoever owes is reminded, somebody goes to see, and the other side hears what else it can do.
    fn wait_in_vain(&mut self) {
        let reminded = json!({ "command": "remind_performance", "instalment": 1, "manner": "phone" });
        self.room(22 * DAY, self.mediator(), reminded);
        self.visit(false, "overdue");
        let breach = json!({ "command": "report_breach", "agreement": 1, "instalment": 1,
            "reported_by": self.plan.parties()[0] });
        self.room(5 * DAY, self.mediator(), breach);
        if self.chance.in_a_thousand(shares::ORDERED) {
            self.refer(&PAYMENT_ORDER);
        }
    }

    fn visit(&mut self, performed: bool, reason: &str) {
        let satisfied =
            self.chance.in_a_thousand(shares::ANSWERING).then(|| self.chance.in_a_thousand(shares::SATISFIED));
        let [applicant, _] = self.plan.parties();
        let visited = json!({ "command": "make_return_visit", "performed": performed, "satisfied": satisfied,
            "party": applicant, "reason": reason });
        self.room(3 * DAY, self.mediator(), visited);
    }

    /// What could not be mediated goes to the court; before a suit over labour comes arbitration.
    fn go_on(&mut self) {
        if self.plan.quarrel.kind == MediationKind::Labour {
            let certified = json!({ "command": "certify_mediation", "party": self.plan.parties()[0] });
            self.room(HOUR, self.plan.clerk, certified);
            self.refer(&ARBITRATION);
            self.close(DAY, "to_other_procedure");
            return;
        }
        self.go_to_court();
    }

    fn go_to_court(&mut self) {
        self.hand_off("filing", &self.plan.parties()[..1]);
        let filed = json!({ "command": "record_filing", "hand_off": 1, "court": "court",
            "reference": self.reference("民初"), "filed_on": self.day_after(4) });
        self.step(5 * DAY, "court-1", Context::Litigation, filed);
        self.close(DAY, "to_court");
    }

    fn hand_off(&mut self, purpose: &str, by: &[PartyId]) {
        let package = json!({ "command": "assemble_hand_off", "court": "court", "purpose": purpose });
        self.step(4 * HOUR, "litigation-1", Context::Litigation, package);
        let sent = json!({ "command": "send_hand_off", "hand_off": 1, "by": by });
        self.step(HOUR, "litigation-1", Context::Litigation, sent);
        let taken = json!({ "command": "acknowledge_hand_off", "hand_off": 1, "reference": self.reference("收") });
        self.step(DAY, "court-1", Context::Litigation, taken);
    }
}
