//! The rule book a desk reads while it decides.

mod admissions;
mod people;
mod ways;

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use timeline::{
    ActorId, AreaCode, Code, DepartmentCode, MediationKind, PackVersion, PlaceCode, Remedy, UrgentRisk, WindowCode,
};

use crate::calendar::Calendar;
use crate::check::{self, PackError};
use crate::handing::Handing;
use crate::pack::{
    AccusationRule, AdmissionRule, Area, CauseOfAction, CodeName, Department, DepartmentKind, DisputeType,
    EvaluationRule, MediationKindRule, OverdueRule, Pack, PlaceOfVisit, RemedyRule, ReportDuty, RetentionRule,
    ReturnVisitRule, RouteRule, SampleRule, ScreeningRule, SensitivityRule, SpeakersRule, Staff, WatchRule, Window,
};

/// The packs of the demonstration county, nation first.
const DEMO: &[&str] = &[
    include_str!("../packs/nation.toml"),
    include_str!("../packs/causes.toml"),
    include_str!("../packs/types.toml"),
    include_str!("../packs/routes.toml"),
    include_str!("../packs/procedures.toml"),
    include_str!("../packs/mediation.toml"),
    include_str!("../packs/citizen.toml"),
    include_str!("../packs/calendar.toml"),
    include_str!("../packs/watch.toml"),
    include_str!("../packs/demo-county.toml"),
];

/// The role of those who mediate. Whether one may be appointed is for the register of mediators to say.
const MEDIATOR: &str = "mediator";

/// Everything the packs in force say, checked and ready to be looked up.
#[derive(Clone, Debug)]
pub struct Rulebook {
    version: PackVersion,
    center: DepartmentCode,
    areas: BTreeMap<AreaCode, Area>,
    departments: BTreeMap<DepartmentCode, Department>,
    places: BTreeMap<PlaceCode, PlaceOfVisit>,
    windows: BTreeMap<WindowCode, Window>,
    staff: BTreeMap<ActorId, Staff>,
    type_groups: Vec<CodeName>,
    justice_types: Vec<CodeName>,
    petition_contents: Vec<CodeName>,
    causes: Vec<CauseOfAction>,
    dispute_types: Vec<DisputeType>,
    remedies: Vec<RemedyRule>,
    handing: Handing,
    calendar: Calendar,
    routes: Vec<RouteRule>,
    report_duties: Vec<ReportDuty>,
    screenings: Vec<ScreeningRule>,
    mediation_kinds: Vec<MediationKindRule>,
    return_visits: Vec<ReturnVisitRule>,
    retentions: Vec<RetentionRule>,
    overdue_ways: Vec<OverdueRule>,
    representatives: Vec<SpeakersRule>,
    watch: Option<WatchRule>,
    evaluations: Vec<EvaluationRule>,
    accusations: Vec<AccusationRule>,
    sensitivities: Vec<SensitivityRule>,
    admissions: Vec<AdmissionRule>,
    samples: Vec<SampleRule>,
}

impl Rulebook {
    /// Reads packs, the wider layer before the narrower one.
    ///
    /// # Errors
    /// [`PackError`] names the pack and the entry that is wrong.
    pub fn read(texts: &[&str]) -> Result<Self, PackError> {
        let packs = texts.iter().zip(1..).map(|(text, number)| parse(text, number)).collect::<Result<Vec<_>, _>>()?;
        check::packs(&packs)?;
        let rulebook = Self::merge(packs)?;
        check::pointers(&rulebook)?;
        Ok(rulebook)
    }

    /// The rule book of the demonstration county, from the packs in the program.
    ///
    /// # Panics
    /// Never: a test reads the very same packs.
    #[must_use]
    pub fn demo() -> Self {
        Self::read(DEMO).expect("the packs in the program are read by a test")
    }

    fn merge(packs: Vec<Pack>) -> Result<Self, PackError> {
        let version = packs.iter().map(|pack| pack.pack.version.clone()).max().ok_or(PackError::Empty)?;
        let centers: Vec<DepartmentCode> = packs
            .iter()
            .flat_map(|pack| &pack.departments)
            .filter(|department| department.kind == DepartmentKind::Center)
            .map(|department| department.code.clone())
            .collect();
        let center = centers.first().cloned().ok_or(PackError::Centers { found: 0 })?;
        let mut book = Self {
            version,
            center,
            areas: BTreeMap::new(),
            departments: BTreeMap::new(),
            places: BTreeMap::new(),
            windows: BTreeMap::new(),
            staff: BTreeMap::new(),
            type_groups: Vec::new(),
            justice_types: Vec::new(),
            petition_contents: Vec::new(),
            causes: Vec::new(),
            dispute_types: Vec::new(),
            remedies: Vec::new(),
            handing: Handing::default(),
            calendar: Calendar::default(),
            routes: Vec::new(),
            report_duties: Vec::new(),
            screenings: Vec::new(),
            mediation_kinds: Vec::new(),
            return_visits: Vec::new(),
            retentions: Vec::new(),
            overdue_ways: Vec::new(),
            representatives: Vec::new(),
            watch: None,
            evaluations: Vec::new(),
            accusations: Vec::new(),
            sensitivities: Vec::new(),
            admissions: Vec::new(),
            samples: Vec::new(),
        };
        packs.into_iter().for_each(|pack| book.add(pack));
        Ok(book)
    }

    fn add(&mut self, pack: Pack) {
        let Pack {
            pack: _,
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
        } = pack;
        self.areas.extend(areas.into_iter().map(|entry| (entry.code.clone(), entry)));
        self.departments.extend(departments.into_iter().map(|entry| (entry.code.clone(), entry)));
        self.places.extend(places.into_iter().map(|entry| (entry.code.clone(), entry)));
        self.windows.extend(windows.into_iter().map(|entry| (entry.code.clone(), entry)));
        self.staff.extend(staff.into_iter().map(|entry| (entry.id.clone(), entry)));
        self.type_groups.extend(type_groups);
        self.justice_types.extend(justice_types);
        self.petition_contents.extend(petition_contents);
        self.causes.extend(causes);
        self.dispute_types.extend(dispute_types);
        self.remedies.extend(remedies);
        self.handing.extend(handing);
        self.calendar.add(years);
        self.routes.extend(routes);
        self.report_duties.extend(report_duties);
        self.screenings.extend(screenings);
        self.mediation_kinds.extend(mediation_kinds);
        self.return_visits.extend(return_visits);
        self.retentions.extend(retentions);
        self.overdue_ways.extend(overdue_ways);
        self.representatives.extend(representatives);
        // The narrower layer knows better what is usual with it.
        self.watch = watch.or_else(|| self.watch.take());
        self.evaluations.extend(evaluations);
        self.accusations.extend(accusations);
        self.sensitivities.extend(sensitivities);
        self.admissions.extend(admissions);
        self.samples.extend(samples);
    }

    /// The version an entry pins: the newest among the packs.
    #[must_use]
    pub fn version(&self) -> &PackVersion {
        &self.version
    }

    /// What is usual when staff look at cases; `None` and nobody is asked why.
    #[must_use]
    pub fn watch(&self) -> Option<&WatchRule> {
        self.watch.as_ref()
    }

    /// The code of the center itself.
    #[must_use]
    pub fn center(&self) -> &DepartmentCode {
        &self.center
    }

    /// A department.
    #[must_use]
    pub fn department(&self, code: &DepartmentCode) -> Option<&Department> {
        self.departments.get(code)
    }

    /// Every department, by code.
    pub fn departments(&self) -> impl Iterator<Item = &Department> {
        self.departments.values()
    }

    /// Whether a department is a court.
    #[must_use]
    pub fn is_court(&self, code: &DepartmentCode) -> bool {
        self.department(code).is_some_and(|department| department.kind == DepartmentKind::Court)
    }

    /// An area.
    #[must_use]
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.get(code)
    }

    /// Every area of the county, by code.
    pub fn areas(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// A place.
    #[must_use]
    pub fn place(&self, code: &PlaceCode) -> Option<&PlaceOfVisit> {
        self.places.get(code)
    }

    /// Every place, by code.
    pub fn places(&self) -> impl Iterator<Item = &PlaceOfVisit> {
        self.places.values()
    }

    /// A window.
    #[must_use]
    pub fn window(&self, code: &WindowCode) -> Option<&Window> {
        self.windows.get(code)
    }

    /// Every window, by code.
    pub fn windows(&self) -> impl Iterator<Item = &Window> {
        self.windows.values()
    }

    /// A member of staff.
    #[must_use]
    pub fn staff(&self, id: &ActorId) -> Option<&Staff> {
        self.staff.get(id)
    }

    /// Everybody, by id.
    pub fn staff_list(&self) -> impl Iterator<Item = &Staff> {
        self.staff.values()
    }

    /// Everybody whose work it is to mediate; the register of mediators says who may be appointed.
    pub fn mediators(&self) -> impl Iterator<Item = &Staff> {
        self.staff.values().filter(|staff| staff.role.as_str() == MEDIATOR)
    }

    /// A type of dispute.
    #[must_use]
    pub fn dispute_type(&self, code: &Code) -> Option<&DisputeType> {
        self.dispute_types.iter().find(|kind| kind.code == *code)
    }

    /// Every type of dispute, in the order of the list.
    pub fn dispute_types(&self) -> impl Iterator<Item = &DisputeType> {
        self.dispute_types.iter()
    }

    /// What parties of a failed mediation are told they can still do (people's mediation law, article 26), as far as the
    /// type of their dispute is known.
    #[must_use]
    pub fn remedies(&self, dispute_type: Option<&Code>) -> Vec<Remedy> {
        let known = dispute_type.and_then(|code| self.dispute_type(code));
        let fits = |rule: &&RemedyRule| {
            let everywhere = rule.groups.is_empty() && rule.dispute_types.is_empty();
            everywhere || known.is_some_and(|kind| kind.is_among(&rule.groups, &rule.dispute_types))
        };
        let mut remedies: Vec<Remedy> = self.remedies.iter().filter(fits).map(|rule| rule.remedy).collect();
        remedies.sort_unstable();
        remedies.dedup();
        remedies
    }

    /// Who must be told of an urgent risk of this kind, in the order of the packs.
    pub fn report_duties(&self, risk: UrgentRisk) -> impl Iterator<Item = &ReportDuty> {
        self.report_duties.iter().filter(move |duty| duty.risks.contains(&risk))
    }

    /// Every duty to report.
    pub(crate) fn all_report_duties(&self) -> impl Iterator<Item = &ReportDuty> {
        self.report_duties.iter()
    }

    /// Whether nobody sits at one table in a dispute of this type before a screening for violence at home.
    #[must_use]
    pub fn screens(&self, dispute_type: &Code) -> bool {
        let known = self.dispute_type(dispute_type);
        known.is_some_and(|kind| self.screenings.iter().any(|rule| kind.is_among(&rule.groups, &rule.dispute_types)))
    }

    /// What the law says of a kind of mediation.
    #[must_use]
    pub fn mediation_kind(&self, kind: MediationKind) -> Option<&MediationKindRule> {
        self.mediation_kinds.iter().find(|rule| rule.kind == kind)
    }

    /// What is open when something is overdue, in the order of the packs.
    pub fn overdue_ways(&self) -> impl Iterator<Item = &OverdueRule> {
        self.overdue_ways.iter()
    }

    /// By when somebody goes back to see about something that is due on this day; the narrowest pack decides, and where none
    /// does it is that very day.
    #[must_use]
    pub fn return_visit_by(&self, due: Date) -> Date {
        let days = self.return_visits.last().map_or(0, |rule| rule.days_after_due);
        due.saturating_add(jiff::Span::new().days(days))
    }

    /// The last day on which a case that was closed on this day has to be kept; the narrowest pack decides, and where none
    /// does nothing has to be kept.
    #[must_use]
    pub fn kept_until(&self, closed_on: Date) -> Date {
        let years = self.retentions.last().map_or(0, |rule| rule.years);
        closed_on.saturating_add(jiff::Span::new().years(years))
    }

    /// The day before which a case must have been closed to be kept no longer today.
    #[must_use]
    pub fn kept_no_longer(&self, today: Date) -> Date {
        let years = self.retentions.last().map_or(0, |rule| rule.years);
        today.saturating_sub(jiff::Span::new().years(years))
    }

    /// When an erasure that is approved now may be carried out.
    #[must_use]
    pub fn erasure_not_before(&self, now: Timestamp) -> Timestamp {
        let hours = self.retentions.last().map_or(0, |rule| rule.grace_hours);
        now.saturating_add(SignedDuration::from_hours(hours.into())).unwrap_or(now)
    }

    /// Whether the parties may be asked to pay for this kind of mediation.
    #[must_use]
    pub fn has_fee(&self, kind: MediationKind) -> bool {
        self.mediation_kind(kind).is_some_and(|rule| rule.fee)
    }

    /// Rules nobody has compared with the law in force: the source, and the day of the text it was taken from.
    pub fn unchecked(&self) -> impl Iterator<Item = (&str, Date)> {
        let remedies = self.remedies.iter().map(|rule| (&rule.checked_by, &rule.source, rule.text_as_of));
        let routes = self.routes.iter().map(|rule| (&rule.checked_by, &rule.source, rule.text_as_of));
        let ways = self.overdue_ways.iter().map(|rule| &rule.law);
        let speakers = self.representatives.iter().map(|rule| &rule.law);
        let people = self.laws_of_people().chain(self.laws_of_admissions());
        let laws = self.handing.laws().map(|(_, law)| law).chain(ways).chain(speakers).chain(people);
        let laws = laws.map(|law| (&law.checked_by, &law.source, law.text_as_of));
        let duties = self.report_duties.iter().map(|duty| (&duty.checked_by, &duty.source, duty.text_as_of));
        let screenings = self.screenings.iter().map(|rule| (&rule.checked_by, &rule.source, rule.text_as_of));
        let kinds = self.mediation_kinds.iter().map(|rule| (&rule.checked_by, &rule.source, rule.text_as_of));
        let visits = self.return_visits.iter().map(|rule| (&rule.checked_by, &rule.source, rule.text_as_of));
        let kept = self.retentions.iter().map(|rule| (&rule.checked_by, &rule.source, rule.text_as_of));
        let rules = remedies.chain(routes).chain(laws).chain(duties).chain(screenings).chain(kinds).chain(visits);
        let rules = rules.chain(kept);
        let open = rules.filter(|(checked_by, ..)| checked_by.is_none());
        open.map(|(_, source, text_as_of)| (source.as_str(), text_as_of))
    }

    pub(crate) const fn handing(&self) -> &Handing {
        &self.handing
    }

    pub(crate) const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The county itself: the area with the shortest code.
    #[must_use]
    pub fn county(&self) -> Option<&AreaCode> {
        self.areas.keys().min_by_key(|area| area.as_str().len())
    }

    /// Every rule that names types of dispute: which list it is of, its code, the groups and the types it names.
    pub(crate) fn about_types(&self) -> impl Iterator<Item = (&'static str, &str, &[Code], &[Code])> {
        let remedies = self.remedies.iter();
        let remedies = remedies.map(|rule| ("remedy", rule.remedy.as_str(), &rule.groups[..], &rule.dispute_types[..]));
        let routes = self.routes.iter();
        let routes = routes.flat_map(|rule| {
            [(&rule.groups[..], &rule.dispute_types[..]), (&rule.not_groups[..], &[])]
                .map(|(groups, types)| ("route", rule.code.as_str(), groups, types))
        });
        let screenings = self.screenings.iter();
        let screenings =
            screenings.map(|rule| ("screening", rule.source.as_str(), &rule.groups[..], &rule.dispute_types[..]));
        let speakers = self.representatives.iter();
        let speakers = speakers.map(|rule| ("representatives", rule.law.source.as_str(), &rule.groups[..], &[][..]));
        remedies.chain(routes).chain(screenings).chain(speakers).chain(self.handing.about_types())
    }
}

fn parse(text: &str, number: usize) -> Result<Pack, PackError> {
    toml::from_str(text).map_err(|source| PackError::Form { number, source: Box::new(source) })
}
