//! What goes beside a matter: the letter it came in, what was told and to whom, danger that cannot wait, what is agreed to.

use center::Context;
use jiff::ToSpan;
use serde_json::{Value, json};
use timeline::{PartyId, UrgentRisk};

use super::Told;
use crate::shares::{self, Door};
use crate::working;

/// What people fear for others, where nobody beats anybody at home.
const DANGERS: &[UrgentRisk] = &[
    UrgentRisk::Violence,
    UrgentRisk::MajorImpact,
    UrgentRisk::PossibleCrime,
    UrgentRisk::MinorAtRisk,
    UrgentRisk::Suicide,
];

impl Told<'_> {
    /// The letter a matter came in: posted some days before it arrived. It has no scan: a file is sealed under a key drawn by
    /// lot and named by what comes out, so two counties of one seed would differ in it.
    pub(super) fn letter(&mut self) -> Option<Value> {
        if self.plan.door != Door::Letter {
            return None;
        }
        let received_on = working::day_of(self.at);
        let posted =
            self.chance.in_a_thousand(shares::POSTMARKED).then(|| received_on - self.chance.between(1, 5).days());
        Some(json!({ "postmarked_on": posted, "received_on": received_on }))
    }

    /// What is told by word of mouth is written down and read back; everybody is told what the center does with it.
    pub(super) fn hear(&mut self) {
        let [applicant, _] = self.plan.parties();
        if self.chance.in_a_thousand(shares::ORAL) {
            let statement = json!({ "command": "take_statement", "party": applicant, "statement": self.plan.told(),
                "read_back": "aloud" });
            self.intake(10, statement);
        }
        let told = json!({ "command": "serve_notice", "notice": "rights", "party": applicant, "manner": "handed",
            "served_on": self.day_after(0) });
        self.intake(5, told);
    }

    /// Somebody sees danger that cannot wait and says so; who must hear of it is told, nearly always.
    pub(super) fn danger(&mut self) {
        if !self.chance.in_a_thousand(shares::URGENT) {
            return;
        }
        self.violence = self.screened;
        let risk = if self.screened { UrgentRisk::DomesticViolence } else { self.chance.one(DANGERS) };
        let reported = json!({ "command": "report_urgent_risk", "risk": risk, "party": self.plan.parties()[0],
            "note": "来访人神情异常，言语激烈（虚构）" });
        self.intake(5, reported);
        for duty in 1..=self.rulebook.report_duties(risk).count() {
            if self.chance.in_a_thousand(shares::REPORTED) {
                let made = json!({ "command": "make_report", "duty": duty, "reference": self.reference("急报"),
                    "note": "已电话并书面报告（虚构）" });
                self.intake(20, made);
            }
        }
    }

    /// A party agrees to something that is not part of the matter itself.
    pub(super) fn agrees_to(&mut self, party: PartyId, purpose: &str, recipients: &[&str]) {
        let agreed = json!({ "command": "record_consent", "party": party, "purpose": purpose,
            "recipients": recipients, "form": "written" });
        self.step(10, self.plan.clerk, Context::Intake, agreed);
    }
}
