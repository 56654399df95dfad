//! Where a sealed value belongs: it opens nowhere else.

use timeline::{StreamId, SubjectId};
use uuid::Uuid;

/// The place of a sealed value. It goes into the seal as associated data, so a value that was moved to another log,
/// stream or person does not open, whoever moved it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Binding {
    /// The log.
    pub log: Uuid,
    /// The stream whose facts name the value.
    pub stream: StreamId,
    /// Whose key it is under.
    pub subject: SubjectId,
}

impl Binding {
    /// Associated data: what this is for, the place, and what else is particular to it.
    pub(crate) fn bytes(&self, purpose: &[u8], particular: &[u8]) -> Vec<u8> {
        let length = u8::try_from(purpose.len()).unwrap_or(u8::MAX);
        let mut bytes = vec![length];
        bytes.extend_from_slice(purpose);
        for id in [self.log, self.stream.uuid(), self.subject.uuid()] {
            bytes.extend_from_slice(id.as_bytes());
        }
        bytes.extend_from_slice(particular);
        bytes
    }
}
