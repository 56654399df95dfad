//! The requests being worked on: a second copy of one is told to wait for its first.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use timeline::RequestId;

/// The set of requests being worked on.
#[derive(Default)]
pub(crate) struct InFlight(Mutex<HashSet<RequestId>>);

/// A request's stay in the set; it leaves when this is dropped.
pub(crate) struct Stay<'a> {
    set: &'a InFlight,
    request: RequestId,
}

impl InFlight {
    /// Lets a request in, unless a copy of it is inside.
    pub(crate) fn enter(&self, request: RequestId) -> Option<Stay<'_>> {
        let inside = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(request);
        inside.then_some(Stay { set: self, request })
    }
}

impl Drop for Stay<'_> {
    fn drop(&mut self) {
        self.set.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.request);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_copy_waits_until_the_first_has_left() {
        let (set, request) = (InFlight::default(), RequestId::new(Uuid::from_u128(1)));
        let first = set.enter(request);
        assert!(first.is_some());
        assert!(set.enter(request).is_none());
        assert!(set.enter(RequestId::new(Uuid::from_u128(2))).is_some());
        drop(first);
        assert!(set.enter(request).is_some());
    }
}
