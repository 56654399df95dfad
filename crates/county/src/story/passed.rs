//! A matter that a department answers.

use center::Context;
use jiff::SignedDuration;
use serde_json::json;
use timeline::CaseId;

use super::Told;
use super::referred::{ADJUDICATION, LEGAL_AID, RECONSIDERATION};
use crate::plan::Ending;
use crate::shares::{self, Platform};
use crate::working;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// Who is asked first by mistake, and who works there.
const MISTAKEN: &[(&str, &str)] = &[("housing", "housing-1"), ("transport", "transport-1"), ("justice", "justice-1")];

/// Towns a matter goes down to, and who works there.
const BELOW: &[(&str, &str)] = &[("wangxi", "wangxi-1"), ("shiqiao", "shiqiao-1")];
/// The parts of a matter that needs several departments, and who answers each.
const PARTS: &[(&str, &str)] = &[("housing", "housing-1"), ("transport", "transport-1")];

impl Told<'_> {
    /// Assigned, handed back as often as it is planned, received, answered.
    pub(super) fn pass_on(&mut self) {
        if self.plan.ending == Ending::Withdrawn {
            self.close(2 * DAY, "withdrawn");
            return;
        }
        let (department, staff) = match self.plan.platform {
            Platform::Petition => ("petition_office", "petition-1"),
            Platform::PublicSecurity => ("public_security", "public-security-1"),
            Platform::LegalServices => ("justice", "justice-1"),
            Platform::Court | Platform::Mediation | Platform::Other => self.plan.quarrel.department,
        };
        let wrong = MISTAKEN.iter().filter(|(wrong, _)| *wrong != department);
        let bounces = (1..=self.plan.bounces).zip(wrong);
        let mut assignment = 1;
        for (number, (wrong, clerk)) in bounces {
            self.triage(2 * HOUR, json!({ "command": "assign_case", "to": wrong, "note": "请核查（虚构）" }));
            self.hand_back(clerk, number);
            assignment = number + 1;
        }
        let (staff, parts) = self.hand_over((department, staff), assignment);
        let outcome = if self.plan.platform == Platform::PublicSecurity { "to_other_procedure" } else { "explained" };
        let minutes = (self.plan.days * 24.0 * 60.0) as i64;
        self.conclude(parts, minutes / 2);
        self.ask_others();
        self.step(minutes, staff, Context::Triage, json!({ "command": "close_case", "outcome": outcome }));
    }

    /// Beside the answer another body does its part, in some matters.
    fn ask_others(&mut self) {
        let (way, often) = match (self.plan.platform, self.plan.quarrel.dispute_type) {
            (_, "expropriation") => (&RECONSIDERATION, shares::RECONSIDERED),
            (_, "forest_land") => (&ADJUDICATION, shares::ADJUDICATED),
            (Platform::LegalServices, _) => (&LEGAL_AID, shares::LEGAL_AID),
            _ => return,
        };
        if self.chance.in_a_thousand(often) {
            self.refer(way);
        }
    }

    /// A department hands it back; whoever sent a petition must agree to that.
    fn hand_back(&mut self, clerk: &'static str, assignment: u32) {
        let petition = self.kind() == "petition";
        let command = if petition { "raise_objection" } else { "return_assignment" };
        let back = json!({ "command": command, "assignment": assignment, "ground": "not_competent",
            "explanation": "不属于本部门职责，建议转有权部门（虚构）" });
        self.step(DAY, clerk, Context::Triage, back);
        if petition {
            let upheld = json!({ "command": "decide_objection", "assignment": assignment, "answer": "upheld",
                "reason": "经核实，确不属其职责（虚构）" });
            self.triage(5 * HOUR, upheld);
        }
    }

    /// Whoever answers it signs for it: the department, or the town or village it goes down to, or the department again
    /// because below it could not be solved. Answers who has it in the end, and in how many parts.
    fn hand_over(&mut self, asked: (&'static str, &'static str), assignment: u32) -> (&'static str, usize) {
        let of_the_county = BELOW.iter().all(|(town, _)| *town != asked.0);
        if of_the_county && self.plan.platform != Platform::Petition && self.chance.in_a_thousand(shares::DOWN) {
            let (town, clerk) = self.chance.one(BELOW);
            let down = json!({ "command": "delegate_down", "to": town, "capability": "该镇有专职调解员（虚构）",
                "told": [self.plan.parties()[0]], "no_extra_trip": true });
            self.triage(HOUR, down);
            self.sign_for(clerk, assignment);
            if !self.chance.in_a_thousand(shares::UP) {
                return (clerk, 0);
            }
            let up = json!({ "command": "escalate_case", "to": asked.0, "tried": "已两次上门协商（虚构）",
                "obstacle": "需要县级部门的职权（虚构）" });
            self.step(5 * DAY, clerk, Context::Triage, up);
            self.sign_for(asked.1, assignment + 1);
            return (asked.1, 0);
        }
        self.triage(HOUR, json!({ "command": "assign_case", "to": asked.0 }));
        self.sign_for(asked.1, assignment);
        if self.chance.in_a_thousand(shares::PACKAGES) { (asked.1, self.split()) } else { (asked.1, 0) }
    }

    fn sign_for(&mut self, staff: &'static str, assignment: u32) {
        self.step(DAY, staff, Context::Triage, json!({ "command": "receive_assignment", "assignment": assignment }));
    }

    /// The matter needs several departments: each gets a part, and a case of its own.
    fn split(&mut self) -> usize {
        for (department, _) in PARTS {
            let part = json!({ "command": "open_sub_case", "department": department, "task": "核查本部门职责内的部分（虚构）" });
            self.triage(HOUR, part);
        }
        PARTS.len()
    }

    /// Each part is answered by its department, and the package can close.
    fn conclude(&mut self, parts: usize, minutes: i64) {
        for (number, (_, clerk)) in (1..=parts).zip(PARTS) {
            self.at = working::later(self.at, SignedDuration::from_mins(minutes / 2));
            let part = CaseId::derive(self.plan.stream().uuid(), &format!("sub-case-{number}"));
            let (received, closed) = (
                json!({ "command": "receive_assignment", "assignment": 1 }),
                json!({ "command": "close_case", "outcome": "explained" }),
            );
            self.push(clerk, Context::Triage, Some(part.into()), received);
            self.at = working::later(self.at, SignedDuration::from_mins(minutes / 4));
            self.push(clerk, Context::Triage, Some(part.into()), closed);
        }
    }
}
