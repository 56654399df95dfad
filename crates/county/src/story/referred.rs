//! A matter in which another body does its part: asked with the consent of the other side, taken in or sent back, answered.

use center::Context;
use jiff::ToSpan;
use serde_json::{Value, json};
use timeline::Procedure;

use super::Told;
use crate::shares;
use crate::working;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// Another body's procedure.
pub(super) struct Way {
    procedure: Procedure,
    body: &'static str,
    /// Who works there.
    clerk: &'static str,
    /// How it ends as was hoped, and otherwise.
    ends: [&'static str; 2],
    /// Days until it is answered, from when it was taken in.
    days: i64,
}

const fn way(
    procedure: Procedure,
    (body, clerk): (&'static str, &'static str),
    ends: [&'static str; 2],
    days: i64,
) -> Way {
    Way { procedure, body, clerk, ends, days }
}

const GRANTED: [&str; 2] = ["granted", "not_granted"];
pub(super) const LEGAL_AID: Way = way(Procedure::LegalAid, ("legal_aid", "legal-aid-1"), GRANTED, 5);
pub(super) const NOTARY: Way = way(Procedure::Notary, ("notary", "notary-1"), GRANTED, 12);
pub(super) const PAYMENT_ORDER: Way =
    way(Procedure::PaymentOrder, ("court", "court-1"), ["granted", "objected_to"], 16);
pub(super) const ARBITRATION: Way =
    way(Procedure::Arbitration, ("labour_arbitration", "labour-arbitration-1"), ["awarded", "dismissed"], 38);
pub(super) const ADJUDICATION: Way =
    way(Procedure::Adjudication, ("natural_resources", "natural-resources-1"), ["awarded", "dismissed"], 30);
pub(super) const RECONSIDERATION: Way =
    way(Procedure::Reconsideration, ("county_government", "county-government-1"), ["overturned", "upheld"], 50);

impl Told<'_> {
    /// From the question to the answer. What the body sends back is completed and sent again.
    pub(super) fn refer(&mut self, way: &Way) {
        // Where no law lets one side name the other to that body, the other side is asked first.
        if self.rulebook.procedure(way.procedure).is_none_or(|rule| rule.names_all.is_none()) {
            self.agrees_to(self.plan.parties()[1], "sharing", &[way.body]);
        }
        self.ask(way);
        if self.chance.in_a_thousand(shares::SENT_BACK) {
            let back = json!({ "command": "reject_referral", "referral": self.referrals, "ground": "incomplete",
                "explanation": "请补充证据材料（虚构）" });
            self.outside(2 * DAY, way.clerk, back);
            self.ask(way);
        }
        let taken = json!({ "command": "acknowledge_referral", "referral": self.referrals,
            "reference": self.reference("转") });
        self.outside(DAY, way.clerk, taken);
        let hoped = self.chance.in_a_thousand(shares::AS_HOPED);
        let [good, bad] = way.ends;
        let answer = json!({ "command": "record_referral_answer", "referral": self.referrals,
            "outcome": if hoped { good } else { bad }, "decided_on": working::day_of(self.at) + way.days.days() });
        self.outside((way.days + 1) * DAY, way.clerk, answer);
    }

    fn ask(&mut self, way: &Way) {
        let [applicant, _] = self.plan.parties();
        let asked = json!({ "command": "refer_case", "procedure": way.procedure, "body": way.body, "by": [applicant] });
        self.outside(3 * HOUR, "litigation-1", asked);
        self.referrals += 1;
    }

    fn outside(&mut self, after_minutes: i64, staff: &'static str, body: Value) {
        self.step(after_minutes, staff, Context::Litigation, body);
    }
}
