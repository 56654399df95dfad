//! How a matter goes: its plan, told as the commands the desks are given.

mod fresh;
mod mediated;
mod papers;
mod passed;
mod referred;

use center::{Context, Rulebook};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};
use timeline::{CaseId, Channel, Code, RequestId, StreamId, VisitId};

use crate::cast::{self, Mediator};
use crate::chance::Chance;
use crate::plan::{CLERKS, Plan, request};
use crate::record::Step;
use crate::shares::{self, Coming, Door, Platform};
use crate::working;

pub(crate) use fresh::fresh;

const TRIAGE: &str = "triage-1";

/// The purposes of the streams of chance; what is drawn for one does not move what is drawn for another.
const STORY: u64 = 1_000;
const ENQUIRIES: u64 = 2;

/// The steps of a matter, in order, in a county with these rules.
pub(crate) fn tell(plan: &Plan, rulebook: &Rulebook) -> Vec<Step> {
    let chance = Chance::of(plan.seed, STORY + plan.number as u64);
    let dispute_type = Code::parse(plan.quarrel.dispute_type).ok();
    let screened = dispute_type.as_ref().is_some_and(|kind| rulebook.screens(kind));
    let cause = dispute_type.and_then(|kind| rulebook.dispute_type(&kind)).map(|kind| kind.cause.clone());
    // Of long ago the list of that time is not at hand: a court delegates nothing then.
    let cause = cause.filter(|cause| rulebook.cause(cause, working::day_of(plan.begun)).is_some());
    let at = plan.begun;
    let (violence, mediator, referrals, steps) = (false, plan.mediator, 0, Vec::new());
    let mut told = Told { plan, rulebook, screened, cause, violence, mediator, referrals, at, chance, steps };
    told.begin();
    match plan.same_as {
        Some((_, first)) => told.join(first),
        None if plan.mediated() => told.mediate(),
        None => told.pass_on(),
    }
    told.steps
}

struct Told<'a> {
    plan: &'a Plan,
    rulebook: &'a Rulebook,
    /// Whether both sides are asked about violence at home before they sit at one table.
    screened: bool,
    /// The cause of action its type is read across to.
    cause: Option<Code>,
    /// Whether there is violence between them.
    violence: bool,
    /// Who mediates, as it is now.
    mediator: &'static Mediator,
    /// How often it went to another body.
    referrals: u32,
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
        self.push(staff, desk, Some(self.plan.stream()), body);
        if let Some(step) = self.steps.last_mut() {
            step.occurred_at = occurred_at;
        }
    }

    fn push(&mut self, staff: &'static str, desk: Context, stream: Option<StreamId>, body: Value) {
        let request = self.plan.request(self.steps.len());
        let channel = if self.steps.is_empty() { self.channel() } else { Channel::Window };
        self.steps.push(Step {
            at: self.at,
            occurred_at: None,
            staff,
            desk,
            stream,
            about: None,
            request,
            channel,
            body,
        });
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
            Door::Letter => Channel::Letter,
        }
    }

    /// Registered, visited as often as it is planned, heard, classified, put on its way.
    fn begin(&mut self) {
        let letter = self.letter();
        self.push(self.plan.clerk, Context::Intake, None, self.registration(letter.as_ref()));
        self.visits();
        if self.plan.door == Door::Online {
            self.intake(40, json!({ "command": "confirm_registration" }));
        }
        self.hear();
        self.triage(25, json!({ "command": "classify_case", "dispute_type": self.plan.quarrel.dispute_type }));
        self.assess();
        self.danger();
        self.choose();
    }

    /// The risk of the case, by its facts; most cases have none.
    fn assess(&mut self) {
        let (level, factor) = match self.chance.between(1, 1_000) {
            ..=5 => ("red", "violence"),
            6..=35 => ("orange", "many_people"),
            36..=130 => ("yellow", "livelihood"),
            _ => return,
        };
        self.triage(8, json!({ "command": "assess_risk", "level": level, "factors": [factor] }));
    }

    /// The way is chosen, by some after they were shown what there is.
    fn choose(&mut self) {
        let [applicant, _] = self.plan.parties();
        let explained = self.chance.in_a_thousand(shares::EXPLAINED);
        if explained {
            self.triage(10, json!({ "command": "explain_options", "party": applicant }));
        }
        let (route, sheet) = (route(self.plan.platform), explained.then_some(1));
        self.triage(10, json!({ "command": "choose_route", "route": route, "sheet": sheet }));
    }

    /// The same matter is there already: a person says so, and it goes on in the first case.
    fn join(&mut self, first: CaseId) {
        let same = json!({ "command": "confirm_duplicate", "other": first, "reason": "同一事项重复提出（虚构）" });
        self.intake(30, same);
        self.triage(20, json!({ "command": "close_case", "outcome": "merged", "merged_into": first }));
    }

    fn intake(&mut self, after_minutes: i64, body: Value) {
        self.step(after_minutes, self.plan.clerk, Context::Intake, body);
    }

    fn registration(&self, letter: Option<&Value>) -> Value {
        let Plan { quarrel, area, number, .. } = self.plan;
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
            "command": "register_case", "kind": self.kind(), "claim": self.plan.told(), "area": area,
            "amount": (self.plan.fen > 0).then_some(self.plan.fen),
            "referred_by": referred.map(|department| json!({ "department": department })), "letter": letter,
            "self_registered": (self.plan.door == Door::Online).then_some(true),
            "parties": [
                { "role": "applicant", "kind": "person", "name": one,
                  "phone": format!("0000{:07}", self.plan.people()) },
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
            let (stream, about) = (None, Some(self.plan.stream()));
            self.steps.push(Step { at, occurred_at: None, staff, desk, stream, about, request, channel, body });
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
    (0..wanted).flat_map(|number| enquiry(seed, number, &mut chance, (until, days))).collect()
}

/// Somebody comes with a question and goes with an answer.
fn enquiry(seed: u64, number: usize, chance: &mut Chance, (until, days): (Timestamp, i64)) -> [Step; 2] {
    let at = working::arrival(chance, until, days);
    let staff = chance.one(CLERKS);
    let visitors = if chance.in_a_thousand(300) { 2 } else { 1 };
    let asked = request(seed, &format!("enquiry-{number}"));
    let visit = VisitId::derive(asked.uuid(), staff);
    let topic = chance.one(cast::TOPICS);
    let step = |minutes: i64, about: Option<StreamId>, request: RequestId, body: Value| {
        let (at, desk) = (at + SignedDuration::from_mins(minutes), Context::Intake);
        Step { at, occurred_at: None, staff, desk, stream: None, about, request, channel: Channel::Window, body }
    };
    let came = json!({ "command": "record_visit", "place": "hall", "purpose": "enquiry", "visitors": visitors });
    let answered = json!({ "command": "answer_enquiry", "topic": topic, "visit": visit,
        "answer": "已当场解答并告知可走的途径（虚构）" });
    let answer = request(seed, &format!("enquiry-{number}/answer"));
    [step(0, None, asked, came), step(12, Some(visit.into()), answer, answered)]
}
