//! Confirmation, delegation and referrals: which body, which period, what to warn of. All of it data.

use jiff::civil::Date;
use serde::Deserialize;
use timeline::{
    AreaCode, Code, CompetentCourt, ConfirmationBar, CourtLink, DelegationStage, DepartmentCode, HandOffPurpose,
    Procedure, ReferralOutcome, Warning,
};

use crate::Rulebook;
use crate::calendar::{Due, Length};

/// What the packs say about handing a matter over; every list may be empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Handing {
    pub(crate) periods: Vec<PeriodRule>,
    pub(crate) bars: Vec<BarRule>,
    pub(crate) suit_warnings: Vec<WarningRule>,
    pub(crate) court_papers: Vec<CourtPapers>,
    pub(crate) procedures: Vec<ProcedureRule>,
    pub(crate) courts: Vec<Court>,
    pub(crate) bodies: Vec<Bodies>,
}

impl Handing {
    /// Adds what a narrower layer says.
    pub(crate) fn extend(&mut self, more: Self) {
        let Self { periods, bars, suit_warnings, court_papers, procedures, courts, bodies } = more;
        self.periods.extend(periods);
        self.bars.extend(bars);
        self.suit_warnings.extend(suit_warnings);
        self.court_papers.extend(court_papers);
        self.procedures.extend(procedures);
        self.courts.extend(courts);
        self.bodies.extend(bodies);
    }

    /// The law behind each rule, and what the rule is about.
    pub(crate) fn laws(&self) -> impl Iterator<Item = (String, &Law)> {
        let periods = self.periods.iter().map(|rule| (format!("period {:?}", rule.period), &rule.law));
        let bars = self.bars.iter().map(|rule| (format!("bar {}", rule.bar), &rule.law));
        let warnings = self.suit_warnings.iter().map(|rule| (format!("warning {}", rule.warning), &rule.law));
        let procedures = self.procedures.iter().map(|rule| (format!("procedure {}", rule.procedure), &rule.law));
        let papers = self.court_papers.iter().map(|rule| (format!("court papers {}", rule.purpose), &rule.law));
        let shared = self.procedures.iter().filter_map(|rule| Some((rule.procedure, rule.names_all.as_ref()?)));
        let shared = shared.map(|(procedure, law)| (format!("papers of {procedure}"), law));
        periods.chain(bars).chain(warnings).chain(procedures).chain(papers).chain(shared)
    }

    /// Every rule that names types of dispute: which list it is of, its code, the groups and the types it names.
    pub(crate) fn about_types(&self) -> impl Iterator<Item = (&'static str, &str, &[Code], &[Code])> {
        let bars = self.bars.iter();
        let bars = bars.map(|rule| ("bar", rule.bar.as_str(), &rule.groups[..], &rule.dispute_types[..]));
        let warnings = self.suit_warnings.iter();
        let warnings =
            warnings.map(|rule| ("warning", rule.warning.as_str(), &rule.groups[..], &rule.dispute_types[..]));
        let procedures = self.procedures.iter();
        let procedures =
            procedures.map(|rule| ("procedure", rule.procedure.as_str(), &rule.groups[..], &rule.dispute_types[..]));
        bars.chain(warnings).chain(procedures)
    }

    /// Every department it names.
    pub(crate) fn departments(&self) -> impl Iterator<Item = &DepartmentCode> {
        let bodies = self.bodies.iter().flat_map(|bodies| &bodies.departments);
        self.courts.iter().map(|court| &court.court).chain(bodies)
    }
}

/// Where a rule stands.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Statute and article.
    pub source: String,
    /// The day of the text it was taken from: the law moves.
    pub text_as_of: Date,
    /// Who compared it with the law in force; left out while nobody has.
    #[serde(default)]
    pub checked_by: Option<String>,
}

/// A period of handing over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// In which a court dockets or rejects.
    Docketing,
    /// In which parties apply for confirmation, from the day their agreement took effect.
    Confirmation,
    /// Of a mediation delegated before docketing, from its acceptance.
    PreFiling,
    /// Of one entrusted after docketing, ordinary procedure.
    Ordinary,
    /// Of one entrusted after docketing, simplified procedure.
    Simplified,
    /// In which enforcement is asked for, from the last day for performance.
    Enforcement,
}

impl From<DelegationStage> for Period {
    fn from(stage: DelegationStage) -> Self {
        match stage {
            DelegationStage::PreFiling => Self::PreFiling,
            DelegationStage::Ordinary => Self::Ordinary,
            DelegationStage::Simplified => Self::Simplified,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeriodRule {
    period: Period,
    /// Calendar days, the first day not counted (civil code, article 201).
    #[serde(default)]
    days: u16,
    /// Years instead of days.
    #[serde(default)]
    years: u8,
    law: Law,
}

impl PeriodRule {
    const fn length(&self) -> Length {
        match self.years {
            0 => Length::Days(self.days),
            years => Length::Years(years),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BarRule {
    bar: ConfirmationBar,
    #[serde(default)]
    groups: Vec<Code>,
    #[serde(default)]
    dispute_types: Vec<Code>,
    law: Law,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WarningRule {
    warning: Warning,
    #[serde(default)]
    groups: Vec<Code>,
    #[serde(default)]
    dispute_types: Vec<Code>,
    law: Law,
}

/// Which law lets papers for a court name whoever did not ask for them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CourtPapers {
    purpose: HandOffPurpose,
    law: Law,
}

/// A procedure of another body.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureRule {
    /// Which one.
    pub procedure: Procedure,
    /// Calendar days in which an answer is expected; left out where the law sets no period.
    #[serde(default)]
    pub days: Option<u16>,
    /// The groups of dispute types it is for; empty, and no types named: any.
    #[serde(default)]
    pub groups: Vec<Code>,
    /// The types of dispute it is for beside those of its groups.
    #[serde(default)]
    pub dispute_types: Vec<Code>,
    /// How it may end.
    pub outcomes: Vec<ReferralOutcome>,
    /// Which of these can be enforced.
    pub titles: Vec<ReferralOutcome>,
    /// Whether it rests on an agreement.
    #[serde(default)]
    pub needs_agreement: bool,
    /// Whether it rests on something that can be enforced.
    #[serde(default)]
    pub needs_title: bool,
    /// The law that lets whoever asks name the others in the papers; left out where each of them is asked first.
    #[serde(default)]
    pub names_all: Option<Law>,
    /// What it leads to, in Chinese.
    pub zh: String,
    /// What it leads to, in English.
    pub en: String,
    /// Where that stands.
    pub law: Law,
}

/// How high a court is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourtLevel {
    /// Of a county or district (基层人民法院).
    Basic,
    /// Of a city (中级人民法院).
    Intermediate,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Court {
    court: DepartmentCode,
    level: CourtLevel,
    area: AreaCode,
}

impl Court {
    /// An area that ends in 00 is that of a whole city (GB/T 2260).
    fn covers(&self, area: &AreaCode) -> bool {
        area.as_str().starts_with(self.area.as_str().trim_end_matches("00"))
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bodies {
    procedure: Procedure,
    departments: Vec<DepartmentCode>,
}

/// What makes courts competent to confirm an agreement.
#[derive(Clone, Copy, Debug)]
pub struct Links<'a> {
    /// The court that delegated the matter, if one did.
    pub delegated: Option<&'a DepartmentCode>,
    /// Where the parties live, as far as it is known.
    pub domiciles: &'a [AreaCode],
    /// Where what the dispute is about lies.
    pub object: Option<&'a AreaCode>,
    /// Whether the law gives such a matter to the court above.
    pub intermediate: bool,
}

impl Rulebook {
    /// The last day of a period that begins after this day, moved behind days off; `None` if no pack has the period.
    #[must_use]
    pub fn last_day(&self, period: Period, from: Date) -> Option<Due> {
        let rule = self.handing().periods.iter().find(|rule| rule.period == period)?;
        self.period(from, rule.length())
    }

    /// What the packs say of a procedure.
    #[must_use]
    pub fn procedure(&self, procedure: Procedure) -> Option<&ProcedureRule> {
        self.handing().procedures.iter().find(|rule| rule.procedure == procedure)
    }

    /// Whether a procedure is one that disputes of this type usually go to.
    #[must_use]
    pub fn usual(&self, rule: &ProcedureRule, dispute_type: &Code) -> bool {
        let everywhere = rule.groups.is_empty() && rule.dispute_types.is_empty();
        let known = self.dispute_type(dispute_type);
        everywhere || known.is_some_and(|kind| kind.is_among(&rule.groups, &rule.dispute_types))
    }

    /// Every procedure, in the order of the packs.
    pub fn procedures(&self) -> impl Iterator<Item = &ProcedureRule> {
        self.handing().procedures.iter()
    }

    /// By when an answer is expected of a procedure that is asked for on this day.
    #[must_use]
    pub fn answer_expected(&self, procedure: Procedure, asked_on: Date) -> Option<Date> {
        self.within(asked_on, self.procedure(procedure)?.days?)
    }

    /// Whether a body of the county conducts a procedure.
    #[must_use]
    pub fn conducts(&self, body: &DepartmentCode, procedure: Procedure) -> bool {
        self.handing().bodies.iter().any(|bodies| bodies.procedure == procedure && bodies.departments.contains(body))
    }

    /// Whether the law lets a party that asks this of a court name everybody else in the papers.
    #[must_use]
    pub fn court_papers_name_all(&self, purpose: HandOffPurpose) -> bool {
        self.handing().court_papers.iter().any(|rule| rule.purpose == purpose)
    }

    /// What speaks against confirming agreements about disputes of this type.
    #[must_use]
    pub fn confirmation_bars(&self, dispute_type: Option<&Code>) -> Vec<ConfirmationBar> {
        let known = dispute_type.and_then(|code| self.dispute_type(code));
        let fits = |rule: &&BarRule| known.is_some_and(|kind| kind.is_among(&rule.groups, &rule.dispute_types));
        self.handing().bars.iter().filter(fits).map(|rule| rule.bar).collect()
    }

    /// What a party is told before it sues over a dispute of this type.
    #[must_use]
    pub fn suit_warnings(&self, dispute_type: Option<&Code>) -> Vec<Warning> {
        let known = dispute_type.and_then(|code| self.dispute_type(code));
        let fits = |rule: &&WarningRule| known.is_some_and(|kind| kind.is_among(&rule.groups, &rule.dispute_types));
        self.handing().suit_warnings.iter().filter(fits).map(|rule| rule.warning).collect()
    }

    /// The courts parties may ask to confirm their agreement, each once, with what makes it competent (civil procedure
    /// law, article 205): the court that delegated the matter and no other; else one where a party lives, where the object
    /// lies or where the center sits, or the court above these.
    #[must_use]
    pub fn competent_courts(&self, links: Links<'_>) -> Vec<CompetentCourt> {
        if let Some(court) = links.delegated {
            return vec![CompetentCourt { court: court.clone(), link: CourtLink::Delegated }];
        }
        let level = if links.intermediate { CourtLevel::Intermediate } else { CourtLevel::Basic };
        let domiciles = links.domiciles.iter().map(|area| (area, CourtLink::Domicile));
        let object = links.object.into_iter().map(|area| (area, CourtLink::Object));
        let own = self.county().into_iter().map(|area| (area, CourtLink::MediationBody));
        let mut found: Vec<CompetentCourt> = Vec::new();
        for (area, link) in domiciles.chain(object).chain(own) {
            let link = if links.intermediate { CourtLink::Intermediate } else { link };
            let courts = self.handing().courts.iter().filter(|court| court.level == level && court.covers(area));
            for court in courts {
                if !found.iter().any(|known| known.court == court.court) {
                    found.push(CompetentCourt { court: court.court.clone(), link });
                }
            }
        }
        found
    }
}
