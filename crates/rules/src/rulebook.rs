//! The rule book a desk reads while it decides.

mod admissions;
mod people;
mod periods;
mod ways;

use std::collections::BTreeMap;
use std::mem::take;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use timeline::{
    ActorId, AreaCode, Code, DepartmentCode, MediationKind, PackVersion, PlaceCode, Remedy, UrgentRisk, WindowCode,
};

use crate::calendar::Calendar;
use crate::check::{self, PackError};
use crate::handing::Handing;
use crate::pack::{
    Area, Department, DepartmentKind, DisputeType, MediationKindRule, OverdueRule, Pack, PlaceOfVisit, RemedyRule,
    ReportDuty, Staff, WatchRule, Window,
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
    /// The packs as one, without what is looked up by its code below.
    all: Pack,
    center: DepartmentCode,
    areas: BTreeMap<AreaCode, Area>,
    departments: BTreeMap<DepartmentCode, Department>,
    places: BTreeMap<PlaceCode, PlaceOfVisit>,
    windows: BTreeMap<WindowCode, Window>,
    staff: BTreeMap<ActorId, Staff>,
    calendar: Calendar,
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
        let mut all = packs.into_iter().reduce(Pack::and).ok_or(PackError::Empty)?;
        let center = all.departments.iter().find(|department| department.kind == DepartmentKind::Center);
        let center = center.map(|department| department.code.clone()).ok_or(PackError::Centers { found: 0 })?;
        Ok(Self {
            center,
            areas: by(take(&mut all.areas), |area| &area.code),
            departments: by(take(&mut all.departments), |department| &department.code),
            places: by(take(&mut all.places), |place| &place.code),
            windows: by(take(&mut all.windows), |window| &window.code),
            staff: by(take(&mut all.staff), |staff| &staff.id),
            calendar: Calendar::of(&take(&mut all.years)),
            all,
        })
    }

    /// The version an entry pins: the newest among the packs.
    #[must_use]
    pub fn version(&self) -> &PackVersion {
        &self.all.pack.version
    }

    /// What is usual when staff look at cases; `None` and nobody is asked why.
    #[must_use]
    pub fn watch(&self) -> Option<&WatchRule> {
        self.all.watch.as_ref()
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
        self.all.dispute_types.iter().find(|kind| kind.code == *code)
    }

    /// Every type of dispute, in the order of the list.
    pub fn dispute_types(&self) -> impl Iterator<Item = &DisputeType> {
        self.all.dispute_types.iter()
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
        let mut remedies: Vec<Remedy> = self.all.remedies.iter().filter(fits).map(|rule| rule.remedy).collect();
        remedies.sort_unstable();
        remedies.dedup();
        remedies
    }

    /// Who must be told of an urgent risk of this kind, in the order of the packs.
    pub fn report_duties(&self, risk: UrgentRisk) -> impl Iterator<Item = &ReportDuty> {
        self.all.report_duties.iter().filter(move |duty| duty.risks.contains(&risk))
    }

    /// Every duty to report.
    pub(crate) fn all_report_duties(&self) -> impl Iterator<Item = &ReportDuty> {
        self.all.report_duties.iter()
    }

    /// Whether nobody sits at one table in a dispute of this type before a screening for violence at home.
    #[must_use]
    pub fn screens(&self, dispute_type: &Code) -> bool {
        let known = self.dispute_type(dispute_type);
        known
            .is_some_and(|kind| self.all.screenings.iter().any(|rule| kind.is_among(&rule.groups, &rule.dispute_types)))
    }

    /// What the law says of a kind of mediation.
    #[must_use]
    pub fn mediation_kind(&self, kind: MediationKind) -> Option<&MediationKindRule> {
        self.all.mediation_kinds.iter().find(|rule| rule.kind == kind)
    }

    /// What is open when something is overdue, in the order of the packs.
    pub fn overdue_ways(&self) -> impl Iterator<Item = &OverdueRule> {
        self.all.overdue_ways.iter()
    }

    /// By when somebody goes back to see about something that is due on this day; the narrowest pack decides, and where none
    /// does it is that very day.
    #[must_use]
    pub fn return_visit_by(&self, due: Date) -> Date {
        let days = self.all.return_visits.last().map_or(0, |rule| rule.days_after_due);
        due.saturating_add(jiff::Span::new().days(days))
    }

    /// The last day on which a case that was closed on this day has to be kept; the narrowest pack decides, and where none
    /// does nothing has to be kept.
    #[must_use]
    pub fn kept_until(&self, closed_on: Date) -> Date {
        closed_on.saturating_add(self.kept_years())
    }

    /// The day before which a case must have been closed to be kept no longer today.
    #[must_use]
    pub fn kept_no_longer(&self, today: Date) -> Date {
        let closed_on = today.saturating_sub(self.kept_years());
        // Years before 29 February it was the 28th, and what was closed then was kept for a day less.
        if self.kept_until(closed_on) < today { closed_on.tomorrow().unwrap_or(closed_on) } else { closed_on }
    }

    fn kept_years(&self) -> jiff::Span {
        jiff::Span::new().years(self.all.retentions.last().map_or(0, |rule| rule.years))
    }

    /// When an erasure that is approved now may be carried out.
    #[must_use]
    pub fn erasure_not_before(&self, now: Timestamp) -> Timestamp {
        let hours = self.all.retentions.last().map_or(0, |rule| rule.grace_hours);
        now.saturating_add(SignedDuration::from_hours(hours.into())).unwrap_or(now)
    }

    /// Whether the parties may be asked to pay for this kind of mediation.
    #[must_use]
    pub fn has_fee(&self, kind: MediationKind) -> bool {
        self.mediation_kind(kind).is_some_and(|rule| rule.fee)
    }

    /// Rules nobody has compared with the law in force: the source, and the day of the text it was taken from.
    pub fn unchecked(&self) -> impl Iterator<Item = (&str, Date)> {
        self.all.laws().filter(|cited| !cited.checked).map(|cited| (cited.source, cited.text_as_of))
    }

    pub(crate) const fn handing(&self) -> &Handing {
        &self.all.handing
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
        let remedies = self.all.remedies.iter();
        let remedies = remedies.map(|rule| ("remedy", rule.remedy.as_str(), &rule.groups[..], &rule.dispute_types[..]));
        let routes = self.all.routes.iter();
        let routes = routes.flat_map(|rule| {
            [(&rule.groups[..], &rule.dispute_types[..]), (&rule.not_groups[..], &[])]
                .map(|(groups, types)| ("route", rule.code.as_str(), groups, types))
        });
        let screenings = self.all.screenings.iter();
        let screenings =
            screenings.map(|rule| ("screening", rule.source.as_str(), &rule.groups[..], &rule.dispute_types[..]));
        let speakers = self.all.representatives.iter();
        let speakers = speakers.map(|rule| ("representatives", rule.law.source.as_str(), &rule.groups[..], &[][..]));
        remedies.chain(routes).chain(screenings).chain(speakers).chain(self.all.handing.about_types())
    }
}

fn by<K: Clone + Ord, T>(entries: Vec<T>, code: impl Fn(&T) -> &K) -> BTreeMap<K, T> {
    entries.into_iter().map(|entry| (code(&entry).clone(), entry)).collect()
}

fn parse(text: &str, number: usize) -> Result<Pack, PackError> {
    toml::from_str(text).map_err(|source| PackError::Form { number, source: Box::new(source) })
}
