//! The entries of lists in forms, from the rule book and from the case at hand.

use center::{Center, EnrolledMediator};
use timeline::ActorId;

use super::inputs::{Choice, Lists};
use super::schema::List;
use super::seat::Clerk;
use crate::app::App;
use crate::request::Language;

/// The lists of one form.
pub(crate) struct Shelf<'a> {
    /// The center, whose rule book has the lists.
    pub(crate) center: &'a Center,
    /// The reader's language.
    pub(crate) language: Language,
    /// The parties of the case, by id and name; none before it is registered.
    pub(crate) parties: &'a [(String, String)],
    /// What the last fact of each kind said that numbers something, by field.
    pub(crate) numbers: &'a [(String, String)],
}

impl<'a> Shelf<'a> {
    /// The lists of a form about no case.
    pub(crate) fn of_no_case(app: &'a App, clerk: &Clerk) -> Self {
        Self { center: app.center(), language: clerk.language, parties: &[], numbers: &[] }
    }
}

impl Shelf<'_> {
    fn named(&self, code: &str, zh: &str, en: &str) -> Choice {
        Choice::new(code, self.of(zh, en))
    }

    fn of<'n>(&self, zh: &'n str, en: &'n str) -> &'n str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    fn departments(&self, courts: bool) -> Vec<Choice> {
        let book = self.center.rulebook();
        let listed = book.departments().filter(|department| book.is_court(&department.code) == courts);
        listed.map(|department| self.named(department.code.as_str(), &department.zh, &department.en)).collect()
    }

    /// Everybody who may be appointed today, by the register of mediators.
    fn mediators(&self) -> Vec<Choice> {
        let name =
            |id: &ActorId| self.center.rulebook().staff(id).map_or_else(|| id.to_string(), |staff| staff.zh.clone());
        let enrolled = self.center.enrolled_mediators();
        let choice =
            |one: &EnrolledMediator| self.of_house(&one.mediator, &name(&one.mediator), one.committee.as_str());
        enrolled.iter().map(choice).collect()
    }

    /// Everybody of the house whose work it is to mediate and who may not be appointed today.
    pub(crate) fn newcomers(&self) -> Vec<Choice> {
        let enrolled = self.center.enrolled_mediators();
        let mediators = self.center.rulebook().mediators();
        mediators
            .filter(|staff| enrolled.iter().all(|one| one.mediator != staff.id))
            .map(|staff| self.of_house(&staff.id, &staff.zh, staff.department.as_str()))
            .collect()
    }

    /// Somebody by name and house.
    fn of_house(&self, id: &ActorId, name: &str, house: &str) -> Choice {
        let department = house.parse().ok().and_then(|code| self.center.rulebook().department(&code));
        let house = department.map_or(house, |department| self.of(&department.zh, &department.en));
        Choice::new(id.as_str(), format!("{name} · {house}"))
    }
}

impl Lists for Shelf<'_> {
    fn entries(&self, list: &List) -> Vec<Choice> {
        let book = self.center.rulebook();
        match list {
            List::Departments => self.departments(false),
            List::Courts => self.departments(true),
            List::Mediators => self.mediators(),
            List::Places => book.places().map(|place| self.named(place.code.as_str(), &place.zh, &place.en)).collect(),
            List::Areas => book.areas().map(|area| self.named(area.code.as_str(), &area.zh, &area.en)).collect(),
            List::DisputeTypes => {
                let grouped = book.dispute_types().filter_map(|kind| Some((book.type_group(&kind.group)?, kind)));
                let label = |group: (&str, &str), kind: (&str, &str)| {
                    format!("{} · {}", self.of(group.0, group.1), self.of(kind.0, kind.1))
                };
                grouped
                    .map(|(group, kind)| (kind.code.as_str(), label((&group.zh, &group.en), (&kind.zh, &kind.en))))
                    .map(|(code, label)| Choice::new(code, label))
                    .collect()
            }
            List::Parties => self.parties.iter().map(|(id, name)| Choice::new(id, name)).collect(),
            List::Closed(..) => Vec::new(),
        }
    }

    fn preset(&self, name: &str) -> Option<String> {
        self.numbers.iter().find(|number| number.0 == name).map(|number| number.1.clone())
    }
}
