//! What the registry remembers of the requests to forget somebody of one case, and of what stands in their way.

use jiff::Timestamp;
use timeline::{ActorId, PartyId, RegistryEvent, SubjectId};

/// Requests and holds of one case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Erasing {
    pub(crate) requests: Vec<Request>,
    pub(crate) holds: Vec<Hold>,
}

/// Somebody is to be forgotten.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Request {
    pub(crate) number: u32,
    /// `None` is everybody, and the case itself.
    pub(crate) party: Option<PartyId>,
    pub(crate) by: ActorId,
    /// Whose data is kept and not shown, because of this request.
    pub(crate) restricted: Vec<SubjectId>,
    pub(crate) standing: Standing,
}

impl Request {
    pub(crate) fn is_open(&self) -> bool {
        self.standing != Standing::Ended
    }
}

/// Where a request stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Standing {
    /// Nobody has agreed yet.
    Requested,
    /// A second person has; it is carried out then.
    Approved { by: ActorId, not_before: Timestamp },
    /// It was carried out, taken back or rejected.
    Ended,
}

/// Nothing may be destroyed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Hold {
    pub(crate) number: u32,
    pub(crate) by: ActorId,
    pub(crate) lifted: bool,
}

impl Erasing {
    pub(crate) fn is_held(&self) -> bool {
        self.holds.iter().any(|hold| !hold.lifted)
    }

    /// Whose data can be shown again when this request ends, because no other asks that it be kept and not shown.
    pub(crate) fn restricted_by_nothing_but(&self, request: &Request) -> Vec<SubjectId> {
        let others = || self.requests.iter().filter(|other| other.number != request.number && other.is_open());
        let of_another = |subject: &SubjectId| others().any(|other| other.restricted.contains(subject));
        request.restricted.iter().filter(|subject| !of_another(subject)).copied().collect()
    }

    pub(crate) fn note(&mut self, fact: &RegistryEvent, by: &ActorId) {
        match fact {
            RegistryEvent::ErasureRequested(fact) => self.requests.push(Request {
                number: fact.erasure,
                party: fact.party,
                by: by.clone(),
                restricted: Vec::new(),
                standing: Standing::Requested,
            }),
            RegistryEvent::ProcessingRestricted(fact) => {
                self.change(fact.erasure, |request| request.restricted.clone_from(&fact.subjects));
            }
            RegistryEvent::ErasureApproved(fact) => {
                let not_before = fact.not_before;
                self.change(fact.erasure, |request| {
                    request.standing = Standing::Approved { by: by.clone(), not_before }
                });
            }
            RegistryEvent::ErasureWithdrawn(fact) => self.end(fact.erasure),
            RegistryEvent::ErasureRejected(fact) => self.end(fact.erasure),
            RegistryEvent::SubjectsErased(fact) => self.end(fact.erasure),
            RegistryEvent::LegalHoldPlaced(fact) => {
                self.holds.push(Hold { number: fact.hold, by: by.clone(), lifted: false });
            }
            RegistryEvent::LegalHoldLifted(fact) => {
                self.holds.iter_mut().filter(|hold| hold.number == fact.hold).for_each(|hold| hold.lifted = true);
            }
            timeline::accounts_aside!()
            | timeline::presence_aside!()
            | timeline::admissions_aside!()
            | timeline::subscriptions_aside!() => {}
        }
    }

    fn end(&mut self, number: u32) {
        self.change(number, |request| request.standing = Standing::Ended);
    }

    fn change(&mut self, number: u32, change: impl Fn(&mut Request)) {
        self.requests.iter_mut().filter(|request| request.number == number).for_each(change);
    }
}
