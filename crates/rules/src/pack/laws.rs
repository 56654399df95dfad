//! Every rule of a pack with where it stands, in one list: for whoever looks for a rule without a source, and for whoever asks
//! what nobody has compared with the law in force.

use jiff::civil::Date;

use super::Pack;
use crate::handing::Law;

/// A rule, and where it stands.
pub(crate) struct Cited<'a> {
    /// What the rule is about.
    pub(crate) about: String,
    /// Statute and article.
    pub(crate) source: &'a str,
    /// The day of the text it was taken from.
    pub(crate) text_as_of: Date,
    /// Whether somebody compared it with the law in force.
    pub(crate) checked: bool,
}

impl<'a> Cited<'a> {
    fn of(about: String, law: &'a Law) -> Self {
        Self { about, source: &law.source, text_as_of: law.text_as_of, checked: law.checked_by.is_some() }
    }
}

/// A rule that says in fields of its own where it stands.
macro_rules! cited {
    ($about:expr, $rule:ident) => {
        Cited {
            about: $about,
            source: &$rule.source,
            text_as_of: $rule.text_as_of,
            checked: $rule.checked_by.is_some(),
        }
    };
}

impl Pack {
    /// Every rule that rests on a law. What is usual when staff look at cases is a number of the county's own.
    pub(crate) fn laws(&self) -> impl Iterator<Item = Cited<'_>> {
        let handing = self.handing.laws().map(|(about, law)| Cited::of(about, law));
        self.of_ways().chain(handing).chain(self.of_mediation()).chain(self.of_people()).chain(self.of_secrets())
    }

    fn of_ways(&self) -> impl Iterator<Item = Cited<'_>> {
        let remedies = self.remedies.iter();
        let remedies = remedies.map(|rule| cited!(format!("remedy {}", rule.remedy), rule));
        let routes = self.routes.iter().map(|rule| cited!(format!("route {}", rule.code), rule));
        let duties = self.report_duties.iter();
        let duties = duties.map(|duty| cited!(format!("report duty {}", duty.code), duty));
        remedies.chain(routes).chain(duties)
    }

    fn of_mediation(&self) -> impl Iterator<Item = Cited<'_>> {
        let screenings = self.screenings.iter().map(|rule| cited!("screenings".to_owned(), rule));
        let kinds = self.mediation_kinds.iter();
        let kinds = kinds.map(|rule| cited!(format!("mediation kind {}", rule.kind), rule));
        let visits = self.return_visits.iter().map(|rule| cited!("return visits".to_owned(), rule));
        let ways = self.overdue_ways.iter();
        let ways = ways.map(|rule| Cited::of(format!("overdue way {}", rule.way.as_str()), &rule.law));
        screenings.chain(kinds).chain(visits).chain(ways)
    }

    fn of_people(&self) -> impl Iterator<Item = Cited<'_>> {
        let speakers = self.representatives.iter().map(|rule| Cited::of("representatives".to_owned(), &rule.law));
        let evaluations = self.evaluations.iter().map(|rule| Cited::of("evaluations".to_owned(), &rule.law));
        let accusations = self.accusations.iter().map(|rule| Cited::of("accusations".to_owned(), &rule.law));
        speakers.chain(evaluations).chain(accusations)
    }

    fn of_secrets(&self) -> impl Iterator<Item = Cited<'_>> {
        let sensitivities = self.sensitivities.iter().map(|rule| Cited::of("sensitivities".to_owned(), &rule.law));
        let admissions = self.admissions.iter().map(|rule| Cited::of("admissions".to_owned(), &rule.law));
        let samples = self.samples.iter().map(|rule| Cited::of("samples".to_owned(), &rule.law));
        let kept = self.retentions.iter().map(|rule| cited!("retentions".to_owned(), rule));
        sensitivities.chain(admissions).chain(samples).chain(kept)
    }
}
