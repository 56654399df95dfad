//! What the rule book says of types, ways and levels.

use jiff::civil::Date;
use timeline::{AreaLevel, CaseKind, Code, DepartmentCode};

use super::Rulebook;
use crate::pack::{CauseOfAction, CodeName, RouteRule, SpeakersRule};

impl Rulebook {
    /// The first level of the list of dispute types, in its order.
    pub fn type_groups(&self) -> impl Iterator<Item = &CodeName> {
        self.all.type_groups.iter()
    }

    /// A group of dispute types.
    #[must_use]
    pub fn type_group(&self, code: &Code) -> Option<&CodeName> {
        self.all.type_groups.iter().find(|group| group.code == *code)
    }

    /// A type of the justice statistics.
    #[must_use]
    pub fn justice_type(&self, code: &Code) -> Option<&CodeName> {
        self.all.justice_types.iter().find(|kind| kind.code == *code)
    }

    /// A content of petitions.
    #[must_use]
    pub fn petition_content(&self, code: &Code) -> Option<&CodeName> {
        self.all.petition_contents.iter().find(|content| content.code == *code)
    }

    /// A civil cause of action as it was called on this day.
    #[must_use]
    pub fn cause(&self, code: &Code, day: Date) -> Option<&CauseOfAction> {
        self.all.causes.iter().find(|cause| cause.code == *code && cause.holds_on(day))
    }

    pub(crate) fn causes(&self) -> impl Iterator<Item = &CauseOfAction> {
        self.all.causes.iter()
    }

    /// How many may speak for a group: for those who come together one rule, else that of the kind of case, and of its type if
    /// that has one. `None` if no pack limits it.
    #[must_use]
    pub fn speakers(&self, kind: CaseKind, dispute_type: Option<&Code>, joint_visit: bool) -> Option<&SpeakersRule> {
        let known = dispute_type.and_then(|code| self.dispute_type(code));
        let of_type = |rule: &SpeakersRule| known.is_some_and(|kind| kind.is_among(&rule.groups, &[]));
        let fits = |rule: &&SpeakersRule| match joint_visit {
            true => rule.joint_visits,
            false => rule.kinds.contains(&kind) && (rule.groups.is_empty() || of_type(rule)),
        };
        self.all.representatives.iter().filter(fits).max_by_key(|rule| rule.groups.len())
    }

    /// Every rule about representatives.
    pub fn speakers_rules(&self) -> impl Iterator<Item = &SpeakersRule> {
        self.all.representatives.iter()
    }

    /// Every rule about a way, in the order of the packs.
    pub fn all_routes(&self) -> impl Iterator<Item = &RouteRule> {
        self.all.routes.iter()
    }

    /// The rule of this code.
    #[must_use]
    pub fn route(&self, code: &Code) -> Option<&RouteRule> {
        self.all.routes.iter().find(|rule| rule.code == *code)
    }

    /// The ways that are open for a case of this kind and type, mediation and suit first. A type nobody has given yet opens
    /// only the ways that are open for every case.
    pub fn routes(&self, kind: Option<CaseKind>, dispute_type: Option<&Code>) -> impl Iterator<Item = &RouteRule> {
        let known = dispute_type.and_then(|code| self.dispute_type(code));
        self.all.routes.iter().filter(move |rule| {
            let of_kind = rule.kinds.is_empty() || kind.is_some_and(|kind| rule.kinds.contains(&kind));
            let everywhere = rule.groups.is_empty() && rule.dispute_types.is_empty();
            let of_type = everywhere || known.is_some_and(|known| known.is_among(&rule.groups, &rule.dispute_types));
            let better = known.is_some_and(|known| rule.not_groups.contains(&known.group));
            of_kind && of_type && !better
        })
    }

    /// The level a department works at.
    #[must_use]
    pub fn level(&self, code: &DepartmentCode) -> Option<AreaLevel> {
        self.department(code).map(|department| department.kind.level())
    }

    /// The nearest body above all of these, if there is one in the county (petition regulation of 2022, article 24).
    #[must_use]
    pub fn common_superior(&self, departments: &[DepartmentCode]) -> Option<&DepartmentCode> {
        let (first, others) = departments.split_first()?;
        self.above(first).find(|superior| others.iter().all(|other| self.above(other).any(|body| body == *superior)))
    }

    /// The bodies above one, the nearest first. The packs have no circle: whoever reads them has checked.
    pub(crate) fn above(&self, code: &DepartmentCode) -> impl Iterator<Item = &DepartmentCode> {
        let up = |code: &DepartmentCode| self.department(code).and_then(|department| department.superior.as_ref());
        std::iter::successors(up(code), move |code| up(code)).take(self.departments.len())
    }
}
