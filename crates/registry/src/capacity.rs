//! In which capacities somebody works on a day: in roles of its own, and in those of a colleague it stands in for.

use jiff::civil::Date;
use timeline::{ActorId, DepartmentCode, Role, WindowCode};

use crate::is_privileged;
use crate::state::{Account, Grant};

/// A role for a department, as long as it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Capacity {
    /// The role.
    pub role: Role,
    /// The department it is for.
    pub department: DepartmentCode,
    /// The window that goes with it.
    pub window: Option<WindowCode>,
    /// Whose role it is, if a colleague's.
    pub stands_for: Option<ActorId>,
    /// The last day.
    pub until: Date,
}

impl Account {
    /// What its holder works as in its own right on this day, oldest first.
    pub fn capacities_on(&self, day: Date) -> impl Iterator<Item = Capacity> {
        self.grants_on(day).map(|grant| self.capacity(grant))
    }

    /// What this colleague works as in the holder's stead on this day: in the roles the holder has of its own, while the
    /// delegation lasts and not a day longer. What is lent is not lent on.
    ///
    /// A role that two persons must give is no colleague's, whenever it was granted; and whoever has one of those stands in
    /// for nobody: it would check, or let in, itself (GB/T 22239-2019, separation of administrators).
    pub fn lends_to(&self, colleague: &Account, day: Date) -> impl Iterator<Item = Capacity> {
        let lent = self.stand_in_on(day).filter(|lent| lent.to == colleague.id && colleague.may_stand_in(day));
        let lent = lent.filter(|_| colleague.department == self.department);
        lent.into_iter().flat_map(move |lent| {
            let grants = self.grants_on(day).filter(|grant| !is_privileged(grant.role));
            grants.map(|grant| Capacity {
                stands_for: Some(self.id.clone()),
                until: grant.until.min(lent.until),
                ..self.capacity(grant)
            })
        })
    }

    /// Whether the holder may stand in for a colleague: nobody does who administers or audits.
    fn may_stand_in(&self, day: Date) -> bool {
        self.open && self.privileged_on(day).is_none()
    }

    /// A role of its holder's that two persons must give.
    pub(crate) fn privileged_on(&self, day: Date) -> Option<Role> {
        self.grants_on(day).map(|grant| grant.role).find(|role| is_privileged(*role))
    }

    fn capacity(&self, grant: &Grant) -> Capacity {
        Capacity {
            role: grant.role,
            department: self.department.clone(),
            window: self.window.clone(),
            stands_for: None,
            until: grant.until,
        }
    }
}
