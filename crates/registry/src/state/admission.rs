//! What the registry remembers of who was let into one case.

use jiff::Timestamp;
use timeline::{AccessExtent, ActorId, RegistryEvent};

/// Everybody who asked or was let in, by number.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Admissions(pub(crate) Vec<Admission>);

/// Somebody who was let in, or asked to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admission {
    /// Its number within the case, from 1.
    pub number: u32,
    /// Who.
    pub who: ActorId,
    /// Who asked for it.
    pub by: ActorId,
    /// On what.
    pub manner: Manner,
    /// Until when.
    pub until: Timestamp,
    pub(crate) standing: Standing,
}

/// On what somebody was let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// On its own word.
    Challenge,
    /// On a supervisor's, to help with what one is told.
    Invitation,
    /// On a supervisor's, to everything.
    Grant,
    /// On a danger to life.
    Danger,
}

impl Manner {
    /// On what somebody is let in whom a supervisor lets in to so much.
    const fn of(extent: Option<AccessExtent>) -> Self {
        match extent {
            Some(AccessExtent::Names) => Self::Invitation,
            Some(AccessExtent::Full) | None => Self::Grant,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Standing {
    Asked,
    Admitted,
    Ended,
}

impl Admissions {
    /// Who may look at this moment.
    pub fn at(&self, now: Timestamp) -> impl Iterator<Item = &Admission> {
        self.0.iter().filter(move |admission| admission.standing == Standing::Admitted && now < admission.until)
    }

    pub(crate) fn find(&self, number: u32) -> Option<&Admission> {
        self.0.iter().find(|admission| admission.number == number)
    }

    pub(crate) fn note(&mut self, fact: &RegistryEvent, by: &ActorId) {
        let admitted = |number, manner, until| Admission {
            number,
            who: by.clone(),
            by: by.clone(),
            manner,
            until,
            standing: Standing::Admitted,
        };
        match fact {
            RegistryEvent::AccessChallenged(fact) => {
                self.0.push(admitted(fact.admission, Manner::Challenge, fact.until));
            }
            RegistryEvent::GlassBroken(fact) => self.0.push(admitted(fact.admission, Manner::Danger, fact.until)),
            RegistryEvent::AccessRequested(fact) => self.0.push(Admission {
                who: fact.who.clone(),
                standing: Standing::Asked,
                ..admitted(fact.admission, Manner::of(fact.extent), fact.until)
            }),
            RegistryEvent::AccessApproved(fact) => self.stands(fact.admission, Standing::Admitted),
            RegistryEvent::AccessRejected(fact) => self.stands(fact.admission, Standing::Ended),
            RegistryEvent::AccessEnded(fact) => self.stands(fact.admission, Standing::Ended),
            timeline::accounts_aside!()
            | timeline::presence_aside!()
            | timeline::erasures_aside!()
            | timeline::subscriptions_aside!() => {}
        }
    }

    fn stands(&mut self, number: u32, standing: Standing) {
        self.0.iter_mut().filter(|admission| admission.number == number).for_each(|one| one.standing = standing);
    }
}
