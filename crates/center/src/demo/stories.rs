//! How the invented cases go: a few paths that a clerk will recognise.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};
use timeline::{Channel, StreamId};

use super::matters::Matter;
use super::{Case, Step, request};
use crate::Context;

/// The windows take turns.
pub(super) const CLERKS: [&str; 2] = ["clerk-1", "clerk-2"];
const MEDIATORS: [&str; 2] = ["mediator-1", "mediator-2"];
const TRIAGE: &str = "triage-1";

/// A path through the center.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    /// Mediated, agreed, performed on the spot, visited, closed.
    Agreed,
    /// Mediated, agreed, paid in two parts.
    AgreedByPart,
    /// A first session was held; the second is to come.
    Held,
    /// The other side refuses to mediate.
    Refused,
    /// Mediation fails; a package goes to the court.
    Failed,
    /// Mediation fails; the court dockets the case.
    AtCourt,
    /// Agreed, and the court is asked to confirm it.
    Confirmed,
    /// The court delegated it; it is told how it ended.
    Delegated,
    /// A department is asked, hands back, another one takes it.
    Passed,
    /// Explained and closed.
    Explained,
    /// The applicant withdraws.
    Withdrawn,
    /// Closed, and taken up again.
    Reopened,
}

/// The steps of a case, in order; those after today are left out by the caller.
pub(super) fn tell(case: &Case, matter: &Matter) -> Vec<Step> {
    let mut told = Told { case, matter, at: case.begun, steps: Vec::new() };
    told.begin();
    match matter.story {
        Story::Agreed => told.agreed(&[]),
        Story::AgreedByPart => told.agreed(&[3, 30]),
        Story::Held => told.first_session(),
        Story::Refused => told.refused(),
        Story::Failed => told.failed(),
        Story::AtCourt => told.at_court(),
        Story::Confirmed => told.confirmed(),
        Story::Delegated => told.delegated(),
        Story::Passed => told.passed(),
        Story::Explained => told.closed_as("explained"),
        Story::Withdrawn => told.closed_as("withdrawn"),
        Story::Reopened => told.reopened(),
    }
    told.steps
}

struct Told<'a> {
    case: &'a Case,
    matter: &'a Matter,
    at: Timestamp,
    steps: Vec<Step>,
}

impl Told<'_> {
    fn step(&mut self, after_hours: i64, staff: &'static str, desk: Context, body: Value) {
        self.at += SignedDuration::from_hours(after_hours) + SignedDuration::from_mins(7);
        self.push(staff, desk, Some(self.case.stream), body);
    }

    fn push(&mut self, staff: &'static str, desk: Context, stream: Option<StreamId>, body: Value) {
        const CHANNELS: [Channel; 5] =
            [Channel::Window, Channel::Window, Channel::Phone, Channel::Online, Channel::Grid];
        let channel = CHANNELS.get(self.case.number % CHANNELS.len()).copied().unwrap_or(Channel::Window);
        let request = request(self.case.number, self.steps.len());
        self.steps.push(Step { at: self.at, staff, desk, stream, request, channel, body });
    }

    /// Registered, visited if it came through a window, classified.
    fn begin(&mut self) {
        let clerk = turn(&CLERKS, self.case.number);
        let [one, other] = self.matter.sides;
        let organisation = !other.ends_with("（虚构）");
        let referred = (self.matter.story == Story::Delegated).then(|| json!({ "department": "court" }));
        let body = json!({
            "command": "register_case", "kind": "dispute", "claim": self.matter.claim, "area": self.matter.area,
            "amount": (self.matter.fen > 0).then_some(self.matter.fen), "referred_by": referred,
            "parties": [
                { "role": "applicant", "kind": "person", "name": one, "phone": format!("0000000{:04}", self.case.number) },
                { "role": "respondent", "kind": if organisation { "organisation" } else { "person" }, "name": other,
                  "address": "澄湾县虚构路1号" },
            ],
        });
        self.push(clerk, Context::Intake, None, body);
        if self.case.number % 5 < 2 {
            self.at += SignedDuration::from_mins(3);
            let visit = json!({ "command": "record_visit", "place": "hall", "purpose": "register", "visitors": 1,
                "case": self.case.id() });
            self.push(clerk, Context::Intake, None, visit);
        }
        self.step(1, TRIAGE, Context::Triage, json!({ "command": "classify_case", "dispute_type": self.matter.kind }));
    }

    fn triage(&mut self, after_hours: i64, body: Value) {
        self.step(after_hours, TRIAGE, Context::Triage, body);
    }

    fn mediation(&mut self, after_hours: i64, staff: &'static str, body: Value) {
        self.step(after_hours, staff, Context::Mediation, body);
    }

    fn mediator(&self) -> &'static str {
        turn(&MEDIATORS, self.case.number)
    }

    /// Route chosen, asked for, both agree, a mediator is found.
    fn mediated(&mut self) {
        let [applicant, respondent] = self.case.parties;
        let kind = if self.matter.story == Story::Delegated { "judicial" } else { "peoples" };
        self.triage(1, json!({ "command": "choose_route", "route": "mediation" }));
        self.mediation(0, TRIAGE, json!({ "command": "request_mediation", "kind": kind, "by": applicant }));
        self.mediation(20, TRIAGE, json!({ "command": "consent", "party": respondent }));
        self.mediation(1, TRIAGE, json!({ "command": "appoint_mediator", "mediator": self.mediator() }));
    }

    fn session(&mut self, number: u32) {
        let at = self.at + SignedDuration::from_hours(46);
        let room = json!({ "command": "schedule_session", "at": at, "place": "room-1", "form": "on_site" });
        self.mediation(2, self.mediator(), room);
        let held = json!({ "command": "hold_session", "session": number, "attended": self.case.parties,
            "record": "双方陈述，调解员记录（虚构）", "undisputed_facts": "双方对事情经过没有争议（虚构）" });
        self.mediation(46, self.mediator(), held);
    }

    /// Agreed, with parts due after so many days; the first is paid in time, all before the return visit.
    fn sign(&mut self, due_days: &[i64]) {
        let owed: Vec<Value> = due_days
            .iter()
            .map(|days| {
                let due = self.day_after(*days);
                json!({ "by": self.case.parties[1], "due": due, "amount": self.matter.fen / 2 })
            })
            .collect();
        let body = json!({ "command": "sign_agreement", "form": "written", "terms": "双方达成协议（虚构）",
            "parties": self.case.parties, "instalments": owed });
        self.mediation(1, self.mediator(), body);
        self.mediation(0, self.mediator(), json!({ "command": "terminate_mediation", "reason": "agreed" }));
    }

    fn agreed(&mut self, due_days: &[i64]) {
        self.mediated();
        self.session(1);
        self.sign(due_days);
        for (part, days) in (1..).zip(due_days) {
            self.at += SignedDuration::from_hours(if part == 1 { days * 24 - 24 } else { 24 * 25 });
            let performed =
                json!({ "command": "record_performance", "instalment": part, "performed_on": self.day_after(0) });
            self.mediation(0, self.mediator(), performed);
        }
        self.mediation(
            72,
            self.mediator(),
            json!({ "command": "make_return_visit", "performed": true, "satisfied": true }),
        );
        self.triage(20, json!({ "command": "close_case", "outcome": "settled" }));
    }

    fn first_session(&mut self) {
        self.mediated();
        self.session(1);
        self.session(2);
    }

    fn refused(&mut self) {
        let [applicant, respondent] = self.case.parties;
        self.triage(1, json!({ "command": "choose_route", "route": "mediation" }));
        self.mediation(0, TRIAGE, json!({ "command": "request_mediation", "kind": "peoples", "by": applicant }));
        self.mediation(44, TRIAGE, json!({ "command": "refuse_mediation", "party": respondent }));
    }

    /// Mediation fails and a package goes to the court, which takes it in.
    fn failed(&mut self) {
        self.mediated();
        self.session(1);
        self.mediation(1, self.mediator(), json!({ "command": "terminate_mediation", "reason": "too_far_apart" }));
        self.hand_off("filing");
    }

    fn hand_off(&mut self, purpose: &str) {
        let package = json!({ "command": "assemble_hand_off", "court": "court", "purpose": purpose });
        self.step(3, "litigation-1", Context::Litigation, package);
        self.step(1, "litigation-1", Context::Litigation, json!({ "command": "send_hand_off", "hand_off": 1 }));
        let taken = json!({ "command": "acknowledge_hand_off", "hand_off": 1, "reference": self.reference("收") });
        self.step(26, "court-1", Context::Litigation, taken);
    }

    fn at_court(&mut self) {
        self.failed();
        let filed = json!({ "command": "record_filing", "hand_off": 1, "court": "court",
            "reference": self.reference("民初"), "filed_on": self.day_after(3) });
        self.step(96, "court-1", Context::Litigation, filed);
        self.triage(2, json!({ "command": "close_case", "outcome": "to_court" }));
    }

    fn confirmed(&mut self) {
        self.mediated();
        self.session(1);
        self.sign(&[90]);
        self.hand_off("confirmation");
        let answer = json!({ "command": "record_court_answer", "reference": self.reference("收"), "outcome": "confirmed",
            "decided_on": self.day_after(4) });
        self.step(120, "court-1", Context::Litigation, answer);
        self.triage(3, json!({ "command": "close_case", "outcome": "settled" }));
    }

    fn delegated(&mut self) {
        let received = json!({ "command": "receive_delegation", "court": "court",
            "reference": self.reference("诉前调"), "cause": self.matter.kind });
        self.step(0, "litigation-1", Context::Litigation, received);
        self.mediated();
        self.session(1);
        self.sign(&[]);
        self.triage(30, json!({ "command": "close_case", "outcome": "settled" }));
    }

    /// The first department hands it back; the right one takes it and explains.
    fn passed(&mut self) {
        self.triage(2, json!({ "command": "choose_route", "route": "other" }));
        self.triage(1, json!({ "command": "assign_case", "to": "transport", "note": "请核查（虚构）" }));
        let back = json!({ "command": "return_assignment", "assignment": 1, "ground": "not_competent",
            "explanation": "不属于本部门职责，建议转有权部门（虚构）" });
        self.step(20, "transport-1", Context::Triage, back);
        self.triage(1, json!({ "command": "assign_case", "to": self.matter.department }));
        let received = json!({ "command": "receive_assignment", "assignment": 2 });
        self.step(70, self.matter.staff, Context::Triage, received);
        let closed = json!({ "command": "close_case", "outcome": "explained" });
        self.step(400, self.matter.staff, Context::Triage, closed);
    }

    fn closed_as(&mut self, outcome: &str) {
        self.triage(1, json!({ "command": "choose_route", "route": "other" }));
        self.triage(30, json!({ "command": "close_case", "outcome": outcome }));
    }

    fn reopened(&mut self) {
        self.closed_as("explained");
        self.triage(200, json!({ "command": "reopen_case", "reason": "又出现新的裂缝（虚构）" }));
        self.triage(1, json!({ "command": "assign_case", "to": self.matter.department }));
        let received = json!({ "command": "receive_assignment", "assignment": 1 });
        self.step(5, self.matter.staff, Context::Triage, received);
    }

    /// The day so many days after the last step, in China.
    fn day_after(&self, days: i64) -> jiff::civil::Date {
        let day = rules::day_of(self.at);
        day.checked_add(days.days()).unwrap_or(day)
    }

    fn reference(&self, word: &str) -> String {
        let year = self.case.begun.to_zoned(TimeZone::UTC).year();
        format!("（{year}）虚构{word}{}号", self.case.number + 1)
    }
}

/// Whose turn it is.
pub(super) fn turn(staff: &[&'static str; 2], number: usize) -> &'static str {
    let [one, other] = *staff;
    if number.is_multiple_of(2) { one } else { other }
}
