//! A center with everybody in it twice, once for the center and once for a department, and a case for every relation.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::door::{Hall, Person, open_account};
use crate::place::{Answered, registration};

/// What somebody, by its department or itself, has to do with a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Relation {
    /// Its department holds it.
    Holder,
    /// Its department is asked to take it.
    Asked,
    /// Its department had to do with it, or is the center, which has with every case.
    Involved,
    /// It mediates the case, which its department has nothing to do with.
    Mediates,
    /// It was drawn by lot for whoever oversees from outside.
    Drawn,
    /// Nothing.
    Stranger,
}

use Relation::{Asked, Drawn, Holder, Involved, Mediates, Stranger};

/// The cases: what the center, and what the department has to do with each.
const CASES: [(&str, Relation, Relation); 6] = [
    ("kept", Holder, Stranger),
    ("sent", Involved, Holder),
    ("asked", Holder, Asked),
    ("returned", Holder, Involved),
    ("mediated", Holder, Stranger),
    ("drawn", Holder, Stranger),
];

/// Who has to do with every case of the county: there is nobody of them in a department.
const OF_CENTER: [&str; 2] = ["window_clerk", "triage_officer"];
/// Everybody who works on cases: there is one of each at the center and, but for those, one in the department.
const EVERYWHERE: [&str; 7] =
    ["department_handler", "mediator", "court_liaison", "leader", "window_clerk", "triage_officer", "supervisor"];
/// Whose desk is in a department; the desk of the others is at the center.
const OF_DEPARTMENT: [&str; 4] = ["department_handler", "mediator", "court_liaison", "leader"];
/// Who needs a device; the audit administrator last, because from then on two persons are needed.
const PRIVILEGED: [&str; 5] = ["overseer", "auditor", "system_administrator", "key_custodian", "audit_administrator"];

/// What was said in the room of the mediated case.
pub(super) const IN_THE_ROOM: &str = "只在屋里说的话（虚构）";

/// Where somebody works: accounts at the center begin with li, those of the department with wu.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum House {
    Center,
    Department,
}

/// Somebody.
pub(super) struct Member {
    pub(super) role: &'static str,
    pub(super) house: House,
    pub(super) account: String,
    pub(super) person: Person,
}

/// A case, and who recorded something on it.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) id: String,
    pub(super) workers: BTreeSet<String>,
    seen: String,
}

/// Everybody, and the cases.
pub(super) struct Staffed {
    pub(super) hall: Hall,
    pub(super) members: Vec<Member>,
    cases: Vec<Case>,
}

impl Staffed {
    pub(super) async fn open() -> Self {
        let mut staffed = Self::without_cases().await;
        for (name, ..) in CASES {
            let case = staffed.begin(name).await;
            staffed.cases.push(case);
        }
        staffed
    }

    /// Everybody, and nothing in the log of cases.
    pub(super) async fn without_cases() -> Self {
        let (hall, keeper) = Hall::open().await;
        let sits = |house, role| house == House::Center || !OF_CENTER.contains(&role);
        let everywhere =
            |house| EVERYWHERE.into_iter().filter(move |role| sits(house, *role)).map(move |role| (house, role));
        let privileged = PRIVILEGED.into_iter().map(|role| (House::Center, role));
        let mut members = Vec::new();
        for (house, role) in everywhere(House::Center).chain(everywhere(House::Department)).chain(privileged) {
            let before = if house == House::Center { "li" } else { "wu" };
            let account = format!("{before}-{}", role.replace('_', "-"));
            let mut opening = open_account(&account, role);
            if house == House::Department {
                opening["department"] = "transport".into();
            }
            let person = hall.take_up(&keeper, &account, &opening).await;
            members.push(Member { role, house, account, person });
        }
        for member in members.iter_mut().filter(|member| PRIVILEGED[1..].contains(&member.role)) {
            let person = Person { cookie: member.person.cookie.clone() };
            member.person = hall.enrol(&member.account, person).await;
        }
        let (role, account) = ("security_administrator", "an-ke-security".to_owned());
        members.push(Member { role, house: House::Center, account, person: keeper });
        Self { hall, members, cases: Vec::new() }
    }

    pub(super) fn member(&self, account: &str) -> &Member {
        self.members.iter().find(|member| member.account == account).expect("everybody is there")
    }

    /// Whoever has this role where such a role has its desk.
    pub(super) fn person(&self, role: &str) -> &Person {
        self.at_their_desks().find(|(known, _)| *known == role).expect("everybody is there").1
    }

    /// One of each role, where such a role has its desk.
    pub(super) fn at_their_desks(&self) -> impl Iterator<Item = (&'static str, &Person)> {
        let at_desk = |member: &&Member| (member.house == House::Department) == OF_DEPARTMENT.contains(&member.role);
        self.members.iter().filter(at_desk).map(|member| (member.role, &member.person))
    }

    pub(super) fn case(&self, name: &str) -> &Case {
        self.cases.iter().find(|case| case.name == name).expect("every case is there")
    }

    /// Each relation somebody has to one of the cases, with such a case.
    pub(super) fn relations(&self, member: &Member) -> Vec<(Relation, &Case)> {
        let mut all: Vec<(Relation, &Case)> = Vec::new();
        for (name, of_center, of_department) in CASES {
            let relation = match (name, member.role, member.house) {
                ("mediated", "mediator", House::Department) => Mediates,
                ("drawn", "overseer", _) => Drawn,
                (_, _, House::Center) => of_center,
                (_, _, House::Department) => of_department,
            };
            if all.iter().all(|(known, _)| *known != relation) {
                all.push((relation, self.case(name)));
            }
        }
        all
    }

    /// Every relation there is between somebody and a case, for what is quick to ask.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&Member, Relation, &Case)> {
        self.members
            .iter()
            .flat_map(|member| self.relations(member).into_iter().map(move |(relation, case)| (member, relation, case)))
    }

    /// A case with its story.
    pub(super) async fn begin(&self, name: &'static str) -> Case {
        let mut case = self.register(name, &registration()).await;
        let triage = [
            json!({ "command": "classify_case", "dispute_type": "damages" }),
            json!({ "command": "choose_route", "route": "mediation" }),
            json!({ "command": "assign_case", "to": "transport" }),
        ];
        let receive = json!({ "command": "receive_assignment", "assignment": 1 });
        let back = json!({ "command": "return_assignment", "assignment": 1, "ground": "not_competent",
            "explanation": "不归我们管（虚构）" });
        let mut steps = Vec::new();
        if !["kept", "drawn", "mediated"].contains(&name) {
            steps.extend(triage.map(|body| ("li-triage-officer", body)));
        }
        match name {
            "sent" => steps.push(("wu-department-handler", receive)),
            "returned" => steps.push(("wu-department-handler", back)),
            _ => {}
        }
        for (account, body) in &steps {
            self.ask(&mut case, account, "triage", body).await;
        }
        if name == "mediated" {
            self.mediate(&mut case).await;
        }
        case
    }

    /// The mediator of the department is appointed in a case that its department has nothing to do with.
    async fn mediate(&self, case: &mut Case) {
        let enrol = json!({ "command": "enrol_mediator", "mediator": "wu-mediator", "name": "安调解（虚构）",
            "kinds": ["peoples"], "qualification": "peoples_mediator", "committee": "peoples_mediation",
            "term_from": "2020-01-01", "term_until": "2099-12-31" });
        let enrolled = self.hall.ask(&self.member("li-leader").person, "/api/v1/mediators", &enrol).await;
        assert_eq!(enrolled.status, 200, "{}", enrolled.text());
        let cookie = ("cookie", self.person("triage_officer").cookie.as_str());
        let sheet = self.hall.place.get(&format!("/api/v1/cases/{}", case.id), &[cookie]).await.json();
        let party = |index: usize| sheet["parties"][index]["id"].clone();
        for body in [
            json!({ "command": "request_mediation", "kind": "peoples", "by": party(0) }),
            json!({ "command": "consent", "party": party(1) }),
            json!({ "command": "appoint_mediator", "mediator": "wu-mediator" }),
        ] {
            self.ask(case, "li-triage-officer", "mediation", &body).await;
        }
        for body in [
            json!({ "command": "schedule_session", "at": "2099-01-05T06:00:00Z", "form": "written" }),
            json!({ "command": "hold_session", "session": 1, "attended": [party(0), party(1)], "record": IN_THE_ROOM }),
        ] {
            self.ask(case, "wu-mediator", "mediation", &body).await;
        }
    }

    /// A registration that was drawn by lot for those who oversee from outside, or was not.
    pub(super) async fn register(&self, name: &'static str, body: &Value) -> Case {
        let overseer = self.person("overseer").cookie.as_str();
        loop {
            let begun = self.hall.ask(&self.member("li-window-clerk").person, "/api/v1/cases", body).await;
            let id = begun.json()["stream"].as_str().expect("a case").to_owned();
            let drawn = self.hall.place.get("/api/v1/sample", &[("cookie", overseer)]).await.text();
            if drawn.contains(&id) == (name == "drawn") {
                let workers = BTreeSet::from(["li-window-clerk".to_owned()]);
                return Case { name, id, workers, seen: begun.header("etag").to_owned() };
            }
        }
    }

    /// Somebody asks a desk for something, and is given it.
    pub(super) async fn ask(&self, case: &mut Case, account: &str, desk: &str, body: &Value) {
        let (path, person) = (format!("/api/v1/cases/{}/{desk}", case.id), &self.member(account).person);
        let mut done = self.command(person, &path, body, &case.seen).await;
        // Not everybody counts every fact.
        if done.code() == "request.stale" {
            done = self.command(person, &path, body, &format!("\"{}\"", done.json()["version"])).await;
        }
        assert!(done.status.is_success(), "{account}: {body}: {}", done.text());
        case.seen = done.header("etag").to_owned();
        case.workers.insert(account.to_owned());
    }

    /// A command of somebody who has seen this version.
    pub(super) async fn command(&self, person: &Person, path: &str, body: &Value, seen: &str) -> Answered {
        let headers = [("cookie", person.cookie.as_str()), ("sec-fetch-site", "same-origin"), ("if-match", seen)];
        self.hall.post(path, body, &headers).await
    }
}
