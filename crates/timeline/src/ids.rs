//! Every kind of id in the timeline, one list. Two kinds cannot be swapped by accident.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $Id:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $Id(Uuid);

        impl $Id {
            /// Takes an id that was made elsewhere.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The id itself.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// The id that belongs to this name inside that parent: the same every time it is asked for (RFC 9562,
            /// version 5), so a retried command names the same things.
            #[must_use]
            pub fn derive(parent: Uuid, name: &str) -> Self {
                Self(Uuid::new_v5(&parent, name.as_bytes()))
            }
        }

        impl fmt::Display for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($Id), "({})"), self.0)
            }
        }

        impl std::str::FromStr for $Id {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// One stream of the log: a case, a visit, later a mass group or a register of the center.
    StreamId;
    /// A case (案件): the aggregate everything else is about. Its stream has the same id.
    CaseId;
    /// A visit (来访): a person at the door, which is not a case.
    VisitId;
    /// An enquiry (咨询): a question that was answered, which is no case either.
    EnquiryId;
    /// A party (当事人) of one case.
    PartyId;
    /// Whose key a sealed value is under: a party, or the case itself.
    SubjectId;
    /// One fact.
    EventId;
    /// One request of a user: a retry carries the same id and finds its first answer.
    RequestId;
}

macro_rules! is_a {
    ($($From:ident => $To:ident),*) => {$(
        impl From<$From> for $To {
            fn from(id: $From) -> Self {
                Self(id.0)
            }
        }
    )*};
}

is_a! { CaseId => StreamId, VisitId => StreamId, EnquiryId => StreamId, StreamId => CaseId, CaseId => SubjectId, PartyId => SubjectId }

/// The parent of every stream of the register.
const REGISTER: Uuid = Uuid::from_u128(0x7b1e_90d4_3c55_4f0a_8a26_51c7_e2d9_4430);

impl StreamId {
    /// The stream of an entry of the center's register: its kind and its name are enough to find it.
    #[must_use]
    pub fn of_register(kind: &str, name: &str) -> Self {
        Self::derive(REGISTER, &format!("{kind}/{name}"))
    }
}

impl EventId {
    /// The id of the fact that is entry `version` of `stream`.
    #[must_use]
    pub fn at(stream: StreamId, version: u64) -> Self {
        Self(Uuid::new_v5(&stream.0, &version.to_be_bytes()))
    }
}

impl PartyId {
    /// The id of the `index`-th party that a request names.
    #[must_use]
    pub fn of_request(request: RequestId, index: usize) -> Self {
        Self::derive(request.0, &format!("party-{index}"))
    }

    /// The same for somebody whose name is kept in confidence. The id says so itself (RFC 9562, version 8 where others have
    /// 5): whatever is sealed under it is known for a confidence wherever it stands, and nobody has to remember.
    #[must_use]
    pub fn in_confidence(self) -> Self {
        Self(uuid::Builder::from_custom_bytes(self.0.into_bytes()).into_uuid())
    }
}

impl SubjectId {
    /// Whether who this is was told in confidence.
    #[must_use]
    pub fn is_in_confidence(self) -> bool {
        self.0.get_version() == Some(uuid::Version::Custom)
    }
}
