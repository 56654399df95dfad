//! What a data pack may say. An unknown field is an error: a rule that is silently skipped is worse than none.

mod admissions;
mod laws;
mod overdue;
mod people;
mod routes;
mod speakers;
mod types;
mod watch;

pub(crate) use admissions::{AdmissionRule, SampleRule, SensitivityRule};

use crate::calendar::{DayUnit, Length, Year};
use crate::handing::Handing;
use jiff::civil::Date;
pub use overdue::{OverdueRule, OverdueWay};
pub use people::{AccusationRule, EvaluationRule};
pub use routes::{RouteRule, Said};
use serde::Deserialize;
pub use speakers::SpeakersRule;
use timeline::{
    ActorId, AgreementForm, AreaCode, AreaLevel, Code, DepartmentCode, MediationKind, PackVersion, PlaceCode,
    Qualification, Remedy, UrgentRisk, WindowCode,
};
pub use types::{CauseOfAction, CodeName, DisputeType};
pub use watch::WatchRule;

/// One pack: a layer of the rule book. Every list may be empty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pack {
    pub(crate) pack: Header,
    #[serde(default)]
    pub(crate) areas: Vec<Area>,
    #[serde(default)]
    pub(crate) departments: Vec<Department>,
    #[serde(default)]
    pub(crate) places: Vec<PlaceOfVisit>,
    #[serde(default)]
    pub(crate) windows: Vec<Window>,
    #[serde(default)]
    pub(crate) staff: Vec<Staff>,
    #[serde(default)]
    pub(crate) type_groups: Vec<CodeName>,
    #[serde(default)]
    pub(crate) justice_types: Vec<CodeName>,
    #[serde(default)]
    pub(crate) petition_contents: Vec<CodeName>,
    #[serde(default)]
    pub(crate) causes: Vec<CauseOfAction>,
    #[serde(default)]
    pub(crate) dispute_types: Vec<DisputeType>,
    #[serde(default)]
    pub(crate) routes: Vec<RouteRule>,
    #[serde(default)]
    pub(crate) remedies: Vec<RemedyRule>,
    #[serde(default)]
    pub(crate) handing: Handing,
    #[serde(default)]
    pub(crate) years: Vec<Year>,
    #[serde(default)]
    pub(crate) report_duties: Vec<ReportDuty>,
    #[serde(default)]
    pub(crate) screenings: Vec<ScreeningRule>,
    #[serde(default)]
    pub(crate) mediation_kinds: Vec<MediationKindRule>,
    #[serde(default)]
    pub(crate) return_visits: Vec<ReturnVisitRule>,
    #[serde(default)]
    pub(crate) retentions: Vec<RetentionRule>,
    #[serde(default)]
    pub(crate) overdue_ways: Vec<OverdueRule>,
    #[serde(default)]
    pub(crate) representatives: Vec<SpeakersRule>,
    #[serde(default)]
    pub(crate) watch: Option<WatchRule>,
    #[serde(default)]
    pub(crate) evaluations: Vec<EvaluationRule>,
    #[serde(default)]
    pub(crate) accusations: Vec<AccusationRule>,
    #[serde(default)]
    pub(crate) sensitivities: Vec<SensitivityRule>,
    #[serde(default)]
    pub(crate) admissions: Vec<AdmissionRule>,
    #[serde(default)]
    pub(crate) samples: Vec<SampleRule>,
}

impl Pack {
    /// This pack and a narrower one as one. Both are of one rule book, whose version is the newest of them.
    pub(crate) fn and(mut self, narrower: Self) -> Self {
        let Self {
            pack,
            areas,
            departments,
            places,
            windows,
            staff,
            type_groups,
            justice_types,
            petition_contents,
            causes,
            dispute_types,
            remedies,
            routes,
            handing,
            years,
            report_duties,
            screenings,
            mediation_kinds,
            return_visits,
            retentions,
            overdue_ways,
            representatives,
            watch,
            evaluations,
            accusations,
            sensitivities,
            admissions,
            samples,
        } = narrower;
        self.pack.version = self.pack.version.max(pack.version);
        self.areas.extend(areas);
        self.departments.extend(departments);
        self.places.extend(places);
        self.windows.extend(windows);
        self.staff.extend(staff);
        self.type_groups.extend(type_groups);
        self.justice_types.extend(justice_types);
        self.petition_contents.extend(petition_contents);
        self.causes.extend(causes);
        self.dispute_types.extend(dispute_types);
        self.remedies.extend(remedies);
        self.routes.extend(routes);
        self.handing.extend(handing);
        self.years.extend(years);
        self.report_duties.extend(report_duties);
        self.screenings.extend(screenings);
        self.mediation_kinds.extend(mediation_kinds);
        self.return_visits.extend(return_visits);
        self.retentions.extend(retentions);
        self.overdue_ways.extend(overdue_ways);
        self.representatives.extend(representatives);
        // The narrower layer knows better what is usual with it.
        self.watch = watch.or(self.watch);
        self.evaluations.extend(evaluations);
        self.accusations.extend(accusations);
        self.sensitivities.extend(sensitivities);
        self.admissions.extend(admissions);
        self.samples.extend(samples);
        self
    }
}

/// What a pack says of itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    /// Its name in error messages.
    pub(crate) code: Code,
    /// Its version; the version of the rule book is the newest among its packs.
    pub(crate) version: PackVersion,
}

/// A remedy parties must be told of, with the law that says so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemedyRule {
    /// What they can still do.
    pub(crate) remedy: Remedy,
    /// The groups of dispute types it is told in; empty, and no types named: in every one.
    #[serde(default)]
    pub(crate) groups: Vec<Code>,
    /// The types of dispute it is told in beside those of its groups.
    #[serde(default)]
    pub(crate) dispute_types: Vec<Code>,
    /// Statute and article. A rule without a source is no rule.
    pub(crate) source: String,
    /// The day of the text it was taken from: the law moves.
    pub(crate) text_as_of: Date,
    /// Who compared it with the law in force; left out while nobody has.
    #[serde(default)]
    pub(crate) checked_by: Option<String>,
}

/// Who must be told of an urgent risk, with the law that says so.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportDuty {
    /// Its code, which facts name.
    pub code: Code,
    /// The risks it is about.
    pub risks: Vec<UrgentRisk>,
    /// Who must be told.
    pub to: DepartmentCode,
    /// Statute and article. A rule without a source is no rule.
    pub source: String,
    /// The day of the text it was taken from: the law moves.
    pub text_as_of: Date,
    /// Who compared it with the law in force; left out while nobody has.
    #[serde(default)]
    pub checked_by: Option<String>,
}

/// Types of dispute in which nobody sits at one table before a screening for violence at home.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScreeningRule {
    /// The groups of types.
    #[serde(default)]
    pub(crate) groups: Vec<Code>,
    /// The types beside those of the groups.
    #[serde(default)]
    pub(crate) dispute_types: Vec<Code>,
    /// Statute and article.
    pub(crate) source: String,
    /// The day of the text it was taken from.
    pub(crate) text_as_of: Date,
    /// Who compared it with the law in force; left out while nobody has.
    #[serde(default)]
    pub(crate) checked_by: Option<String>,
}

/// What the law says of one kind of mediation.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediationKindRule {
    /// The kind.
    pub kind: MediationKind,
    /// Who may mediate.
    pub mediators: Vec<Qualification>,
    /// Whether the parties pay for it.
    pub fee: bool,
    /// Its own period, extended by agreement; left out where the law has none.
    #[serde(default)]
    pub period_days: Option<u16>,
    /// In which days that is counted.
    #[serde(default)]
    pub period_unit: DayUnit,
    /// Whether the time of an appraisal is not counted.
    #[serde(default)]
    pub appraisal_excluded: bool,
    /// In which forms an agreement binds.
    pub forms: Vec<AgreementForm>,
    /// Whether it begins only when the parties apply for it; else it may also be offered.
    pub on_application: bool,
    /// Statute and article.
    pub source: String,
    /// The day of the text it was taken from.
    pub text_as_of: Date,
    /// Who compared it with the law in force; left out while nobody has.
    #[serde(default)]
    pub checked_by: Option<String>,
}

impl MediationKindRule {
    /// How long the law gives it.
    #[must_use]
    pub fn period(&self) -> Option<Length> {
        self.period_days.map(|days| self.period_unit.length(days))
    }
}

/// When somebody goes back to see whether an agreement is kept.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnVisitRule {
    /// Calendar days after the day something was due.
    pub(crate) days_after_due: u16,
    /// Statute and article.
    pub(crate) source: String,
    /// The day of the text it was taken from.
    pub(crate) text_as_of: Date,
    /// Who compared it with the law in force; left out while nobody has.
    #[serde(default)]
    pub(crate) checked_by: Option<String>,
}

/// How long a case is kept, and how long somebody who is to be forgotten can still be remembered.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetentionRule {
    /// Years after the day the case was closed.
    pub(crate) years: u16,
    /// Hours between the approval of an erasure and the erasure.
    pub(crate) grace_hours: u16,
    /// Statute and article.
    pub(crate) source: String,
    /// The day of the text it was taken from.
    pub(crate) text_as_of: Date,
    /// Who compared it with the law in force; left out while nobody has.
    #[serde(default)]
    pub(crate) checked_by: Option<String>,
}

/// What kind of body a department is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepartmentKind {
    /// The center itself (中心); a county has one.
    Center,
    /// A court (法院).
    Court,
    /// A department of the county government or a body beside it (部门).
    Department,
    /// A mediation body (调解组织).
    Mediation,
    /// A town or township (乡镇).
    Township,
    /// A village or neighbourhood committee (村、社区).
    Village,
}

/// A body that can be answerable for a case.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Its code.
    pub code: DepartmentCode,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// What kind of body it is.
    pub kind: DepartmentKind,
    /// The body of this list right above it. The county government is none: departments below it have no common superior
    /// here, and the joint conference stands in (petition regulation of 2022, article 24).
    #[serde(default)]
    pub superior: Option<DepartmentCode>,
}

impl DepartmentKind {
    /// The level it works at.
    #[must_use]
    pub const fn level(self) -> AreaLevel {
        match self {
            Self::Village => AreaLevel::Village,
            Self::Township => AreaLevel::Town,
            Self::Center | Self::Court | Self::Department | Self::Mediation => AreaLevel::County,
        }
    }
}

/// A county, town or village.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// 6, 9 or 12 digits (GB/T 2260 and its continuation).
    pub code: AreaCode,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
}

/// A place people come to.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceOfVisit {
    /// Its code.
    pub code: PlaceCode,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Where it lies.
    pub area: AreaCode,
}

/// A window at a place.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Its code.
    pub code: WindowCode,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Where it is.
    pub place: PlaceCode,
}

/// Somebody who works at the center or for one of its departments.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// The id facts name.
    pub id: ActorId,
    /// Name as the console shows it.
    pub zh: String,
    /// The department the person acts for.
    pub department: DepartmentCode,
    /// What the person may do, in the words of the access rules.
    pub role: Code,
    /// The window the person sits at.
    #[serde(default)]
    pub window: Option<WindowCode>,
}
