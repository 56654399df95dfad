//! Everything that can be true of a case, one file a context: the desk whose fact it is.

mod intake;
mod litigation;
mod mediation;
mod oversight;
mod petition;
mod registry;
mod triage;

pub use intake::*;
pub use litigation::*;
pub use mediation::*;
pub use oversight::*;
pub use petition::*;
pub use registry::*;
pub use triage::*;

/// A wire name and its schema version. The name is a literal beside the fact, so renaming a Rust item cannot rename
/// history.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Kind {
    /// `context.fact_in_past_tense`.
    pub name: &'static str,
    /// The schema version that is written today, from 1.
    pub version: u16,
}

/// What every fact's body says of itself.
pub trait Fact: serde::Serialize + serde::de::DeserializeOwned + schemars::JsonSchema {
    /// Its name and present version.
    const KIND: Kind;
    /// Who may at most know of it.
    const CLASSIFICATION: crate::Classification;
    /// What it means, for `docs/events.md`.
    const MEANING: &'static str;
}

/// A line of the catalogue: kind, meaning, who may know of it, JSON Schema of the body.
pub struct CatalogueLine {
    /// Name and version.
    pub kind: Kind,
    /// What it means.
    pub meaning: &'static str,
    /// Who may at most know of it.
    pub classification: crate::Classification,
    /// The schema of its body as it is written today.
    pub schema: fn() -> schemars::Schema,
}

/// The facts of one context: an enum with a variant a fact, and everything that follows from that list.
///
/// A fact is of [`Classification::Internal`](crate::Classification) unless its line says otherwise. Below `@aside` stand
/// the facts on which no other desk acts: `timeline::<context>_aside!()` is one pattern for all of them, so that a match
/// over a foreign context stays exhaustive without naming each (decision 0004). A context that keeps several things apart
/// has a group, and a pattern, for each.
macro_rules! facts {
    (
        $(#[doc = $doc:literal])* $Facts:ident
        $($(#[doc = $fact_doc:literal])* $Fact:ident = $name:literal, version $version:literal $(, $classified:ident)?;)*
        $(
            @aside $aside:ident
            $($(#[doc = $aside_doc:literal])* $Aside:ident = $aside_name:literal, version $aside_version:literal $(, $aside_classified:ident)?;)*
        )+
    ) => {
        $crate::event::facts! {
            @enum $(#[doc = $doc])* $Facts
            $($(#[doc = $fact_doc])* $Fact = $name, $version $(, $classified)?;)*
            $($($(#[doc = $aside_doc])* $Aside = $aside_name, $aside_version $(, $aside_classified)?;)*)+
        }

        $(
            /// A pattern: every fact of this group, on which no other desk acts.
            #[macro_export]
            macro_rules! $aside {
                () => { $($crate::$Facts::$Aside(_))|* };
            }
        )+
    };
    (
        @enum $(#[doc = $doc:literal])* $Facts:ident
        $($(#[doc = $fact_doc:literal])* $Fact:ident = $name:literal, $version:literal $(, $classified:ident)?;)*
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum $Facts {
            $($(#[doc = $fact_doc])* $Fact($Fact),)*
        }

        $(
            impl $crate::Fact for $Fact {
                const KIND: $crate::Kind = $crate::Kind { name: $name, version: $version };
                const CLASSIFICATION: $crate::Classification = $crate::event::facts!(@classified $($classified)?);
                const MEANING: &'static str = concat!($($fact_doc),*);
            }

            impl From<$Fact> for $Facts {
                fn from(fact: $Fact) -> Self {
                    Self::$Fact(fact)
                }
            }
        )*

        impl $Facts {
            /// The facts of this context, in the order of the list.
            pub const CATALOGUE: &'static [$crate::CatalogueLine] = &[$($crate::CatalogueLine {
                kind: <$Fact as $crate::Fact>::KIND,
                meaning: <$Fact as $crate::Fact>::MEANING,
                classification: <$Fact as $crate::Fact>::CLASSIFICATION,
                schema: || schemars::schema_for!($Fact),
            }),*];

            /// Which fact it is.
            #[must_use]
            pub const fn kind(&self) -> $crate::Kind {
                match self { $(Self::$Fact(_) => <$Fact as $crate::Fact>::KIND),* }
            }

            /// Who may at most know of it.
            #[must_use]
            pub const fn classification(&self) -> $crate::Classification {
                match self { $(Self::$Fact(_) => <$Fact as $crate::Fact>::CLASSIFICATION),* }
            }

            /// Its body as it is stored.
            pub(crate) fn body(&self) -> Result<Vec<u8>, serde_json::Error> {
                match self { $(Self::$Fact(fact) => serde_json::to_vec(fact)),* }
            }

            /// The fact of this name and present version with this body; `None` if it is not of this context.
            pub(crate) fn read(name: &str, version: u16, body: &[u8]) -> Option<Result<Self, serde_json::Error>> {
                match (name, version) {
                    $(($name, $version) => Some(serde_json::from_slice::<$Fact>(body).map(Self::$Fact)),)*
                    _ => None,
                }
            }
        }
    };
    (@classified) => { $crate::Classification::Internal };
    (@classified $classified:ident) => { $crate::Classification::$classified };
}
pub(crate) use facts;

/// The contexts: one line each.
macro_rules! contexts {
    ($($(#[doc = $doc:literal])* $Context:ident($Facts:ident);)*) => {
        /// A fact: which desk recorded it, and what it says.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum Event {
            $($(#[doc = $doc])* $Context($Facts),)*
        }

        $(
            impl From<$Facts> for Event {
                fn from(fact: $Facts) -> Self {
                    Self::$Context(fact)
                }
            }
        )*

        impl Event {
            /// Every fact there is, context by context.
            pub fn catalogue() -> impl Iterator<Item = &'static CatalogueLine> {
                [$($Facts::CATALOGUE),*].into_iter().flatten()
            }

            /// Which fact it is.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$Context(fact) => fact.kind()),* }
            }

            /// Who may at most know of it.
            #[must_use]
            pub const fn classification(&self) -> crate::Classification {
                match self { $(Self::$Context(fact) => fact.classification()),* }
            }

            /// Its body as it is stored.
            pub(crate) fn body(&self) -> Result<Vec<u8>, serde_json::Error> {
                match self { $(Self::$Context(fact) => fact.body()),* }
            }

            /// The fact of this name and present version with this body; `None` if there is no such fact.
            pub(crate) fn read(name: &str, version: u16, body: &[u8]) -> Option<Result<Self, serde_json::Error>> {
                $(if let Some(read) = $Facts::read(name, version, body) {
                    return Some(read.map(Self::$Context));
                })*
                None
            }
        }
    };
}

contexts! {
    /// The reception desk and the windows.
    Intake(IntakeEvent);
    /// The desk that finds the right hands.
    Triage(TriageEvent);
    /// The mediation rooms.
    Mediation(MediationEvent);
    /// The desk that talks to the court.
    Litigation(LitigationEvent);
    /// Accusations, in a log of their own (decision 0013).
    Petition(PetitionEvent);
    /// What comes back from the people served: evaluation, follow-up, their own data.
    Oversight(OversightEvent);
    /// The registry of the center itself.
    Registry(RegistryEvent);
}
