//! How a matter goes: its plan, told as the commands the desks are given.

mod mediated;
mod passed;

use center::Context;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};
use timeline::{Channel, RequestId, StreamId};

use crate::chance::Chance;
use crate::plan::{Plan, request};
use crate::record::Step;
use crate::shares::{self, Coming, Door, Platform};
use crate::working;

/// Everybody who mediates, those who do most of it first.
pub(crate) const MEDIATORS: &[&str] = &["mediator-1", "mediator-2", "mediator-3", "mediator-4"];
const TRIAGE: &str = "triage-1";

/// The purposes of the streams of chance; what is drawn for one does not move what is drawn for another.
const STORY: u64 = 1_000;
const ENQUIRIES: u64 = 2;

/// The steps of a matter, in order.
pub(crate) fn tell(plan: &Plan) -> Vec<Step> {
    let chance = Chance::of(plan.seed, STORY + plan.number as u64);
    let mut told = Told { plan, at: plan.begun, chance, steps: Vec::new() };
    told.begin();
    if plan.mediated() {
        told.mediate();
    } else {
        told.pass_on();
    }
    told.steps
}

struct Told<'a> {
    plan: &'a Plan,
    at: Timestamp,
    chance: Chance,
    steps: Vec<Step>,
}

impl Told<'_> {
    /// The next step, in office hours, so many minutes after the last.
    fn step(&mut self, after_minutes: i64, staff: &'static str, desk: Context, body: Value) {
        self.at = working::later(self.at, SignedDuration::from_mins(after_minutes));
        // What was noted on paper is typed in days later; the gap stays visible.
        let late = self.chance.in_a_thousand(shares::LATE);
        let occurred_at = late.then_some(self.at);
        if late {
            let days = self.chance.between(1, 6);
            self.at = working::later(self.at, SignedDuration::from_hours(24 * days));
        }
        self.push(staff, desk, Some(self.plan.stream()), occurred_at, body);
    }

    fn push(
        &mut self,
        staff: &'static str,
        desk: Context,
        stream: Option<StreamId>,
        occurred_at: Option<Timestamp>,
        body: Value,
    ) {
        let request = self.plan.request(self.steps.len());
        let channel = if self.steps.is_empty() { self.channel() } else { Channel::Window };
        self.steps.push(Step { at: self.at, occurred_at, staff, desk, stream, request, channel, body });
    }

    fn triage(&mut self, after_minutes: i64, body: Value) {
        self.step(after_minutes, TRIAGE, Context::Triage, body);
    }

    fn channel(&self) -> Channel {
        match self.plan.door {
            Door::Window => Channel::Window,
            Door::Phone => Channel::Phone,
            Door::Online => Channel::Online,
            Door::Grid => Channel::Grid,
            Door::Referral => Channel::Referral,
        }
    }

    /// Registered, visited as often as it is planned, classified, put on its way.
    fn begin(&mut self) {
        self.push(self.plan.clerk, Context::Intake, None, None, self.registration());
        self.visits();
        self.triage(25, json!({ "command": "classify_case", "dispute_type": self.plan.quarrel.dispute_type }));
        self.triage(10, json!({ "command": "choose_route", "route": route(self.plan.platform) }));
    }

    fn registration(&self) -> Value {
        let Plan { quarrel, claim, area, number, .. } = self.plan;
        let [one, other] = self.plan.names();
        let kind = if quarrel.organisation.is_some() { "organisation" } else { "person" };
        let referred = match (self.plan.door, self.plan.platform) {
            (_, Platform::Court) => Some("court"),
            (Door::Referral, Platform::PublicSecurity) => Some("public_security"),
            (Door::Referral, _) => Some("petition_office"),
            (Door::Phone, _) if number.is_multiple_of(3) => Some("hotline"),
            _ => None,
        };
        json!({
            "command": "register_case", "kind": self.kind(), "claim": claim, "area": area,
            "amount": (self.plan.fen > 0).then_some(self.plan.fen),
            "referred_by": referred.map(|department| json!({ "department": department })),
            "parties": [
                { "role": "applicant", "kind": "person", "name": one,
                  "phone": format!("0000{:07}", self.plan.same_as.unwrap_or(*number)) },
                { "role": "respondent", "kind": kind, "name": other, "address": "澄湾县虚构路1号" },
            ],
        })
    }

    /// Of petitions, some are suggestions and some ask for relief (a mayor's mailbox: 8.9 and 6.2 %).
    fn kind(&self) -> &'static str {
        match (self.plan.platform, self.plan.mediated(), self.plan.number % 16) {
            (Platform::Petition, false, 0) => "suggestion",
            (Platform::Petition, false, 1) => "relief",
            (Platform::Petition, _, _) => "petition",
            (Platform::Other, _, 0..4) => "proxy",
            _ => "dispute",
        }
    }

    /// Whoever registers at the window has come for that; others come later, or somewhere else, or not at all.
    fn visits(&mut self) {
        let (places, purpose): (&[&str], &str) = match self.plan.coming {
            Coming::NotAtAll => (&[], "register"),
            Coming::Once => (&["hall"], "register"),
            Coming::MoreThanOnce => (&["hall", "hall"], "submit"),
            Coming::ToSeveralPlaces => (&["wangxi-platform", "hall"], "submit"),
        };
        for (place, hours) in places.iter().zip([0, 50]) {
            let at = working::later(self.plan.begun, SignedDuration::from_mins(4 + hours * 60));
            let request = request(self.plan.seed, &format!("case-{}/visit-{hours}", self.plan.number));
            let body = json!({ "command": "record_visit", "place": place, "purpose": purpose, "visitors": 1,
                "case": self.plan.case() });
            let (staff, channel) = (self.plan.clerk, Channel::Window);
            let desk = Context::Intake;
            self.steps.push(Step { at, occurred_at: None, staff, desk, stream: None, request, channel, body });
        }
    }

    fn close(&mut self, after_minutes: i64, outcome: &str) {
        self.triage(after_minutes, json!({ "command": "close_case", "outcome": outcome }));
    }

    /// The day so many days after the last step.
    fn day_after(&self, days: i64) -> Date {
        working::day_of(self.at) + days.days()
    }

    fn reference(&self, word: &str) -> String {
        let year = working::day_of(self.plan.begun).year();
        format!("（{year}）虚构{word}{}号", self.plan.number + 1)
    }
}

/// The way a matter of this platform is taken.
const fn route(platform: Platform) -> &'static str {
    match platform {
        Platform::Petition => "petition",
        Platform::PublicSecurity => "public_security",
        Platform::Court => "litigation",
        Platform::LegalServices => "legal_services",
        Platform::Mediation => "mediation",
        Platform::Other => "other",
    }
}

/// Most contacts stay enquiries: somebody comes, is answered, and no case is opened. As many as are missing to the
/// published number of visits for each case.
pub(crate) fn enquiries(seed: u64, plans: &[Plan], until: Timestamp, days: i64) -> Vec<Step> {
    let about_cases: usize = plans
        .iter()
        .map(|plan| match plan.coming {
            Coming::NotAtAll => 0,
            Coming::Once => 1,
            Coming::MoreThanOnce | Coming::ToSeveralPlaces => 2,
        })
        .sum();
    let wanted = (plans.len() * shares::VISITS_PER_CASE_TENTHS / 10).saturating_sub(about_cases);
    let mut chance = Chance::of(seed, ENQUIRIES);
    (0..wanted).map(|number| enquiry(seed, number, working::arrival(&mut chance, until, days))).collect()
}

fn enquiry(seed: u64, number: usize, at: Timestamp) -> Step {
    let staff = crate::plan::CLERKS.get(number % crate::plan::CLERKS.len()).copied().unwrap_or("clerk-1");
    let request: RequestId = request(seed, &format!("enquiry-{number}"));
    let body =
        json!({ "command": "record_visit", "place": "hall", "purpose": "enquiry", "visitors": 1 + number % 7 / 5 });
    Step { at, occurred_at: None, staff, desk: Context::Intake, stream: None, request, channel: Channel::Window, body }
}
