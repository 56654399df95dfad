//! A matter that a department answers.

use center::Context;
use serde_json::json;

use super::Told;
use crate::plan::Ending;
use crate::shares::Platform;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// Who is asked first by mistake, and who works there.
const MISTAKEN: &[(&str, &str)] = &[("housing", "housing-1"), ("transport", "transport-1"), ("justice", "justice-1")];

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
            let back = json!({ "command": "return_assignment", "assignment": number, "ground": "not_competent",
                "explanation": "不属于本部门职责，建议转有权部门（虚构）" });
            self.step(DAY, clerk, Context::Triage, back);
            assignment = number + 1;
        }
        self.triage(HOUR, json!({ "command": "assign_case", "to": department }));
        let received = json!({ "command": "receive_assignment", "assignment": assignment });
        self.step(DAY, staff, Context::Triage, received);
        let outcome = if self.plan.platform == Platform::PublicSecurity { "to_other_procedure" } else { "explained" };
        let minutes = (self.plan.days * 24.0 * 60.0) as i64;
        self.step(minutes, staff, Context::Triage, json!({ "command": "close_case", "outcome": outcome }));
    }
}
