//! How a desk decides: two pure functions over the facts so far.

use std::fmt;

use jiff::Timestamp;

use crate::{Entry, Event, Meta, StreamId};

/// What lies on the desk when a command is decided: who asks, when, and the rule book. No clock, no randomness.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a, R> {
    /// The stream the facts will be appended to.
    pub stream: StreamId,
    /// The time of the decision.
    pub now: Timestamp,
    /// Who asks, for whom, where, because of what.
    pub meta: &'a Meta,
    /// Packs and calendar in force.
    pub rulebook: &'a R,
}

/// One context: it records its own facts only, and reads everybody's.
///
/// What a rule must know of other streams is looked up before and stands in the command; nothing here may wait, log,
/// look at a clock or draw a random number.
pub trait Decider {
    /// What its rules need to remember of a stream, and no more.
    type State: Default + Clone + Send + 'static;
    /// What it can be asked to do.
    type Command;
    /// What it can record.
    type Fact: Into<Event>;
    /// Why it can refuse.
    type Refusal: Refusal;
    /// The rule book it reads.
    type Rulebook;

    /// Takes note of a fact. It cannot fail: what happened, happened.
    fn evolve(state: &mut Self::State, entry: &Entry);

    /// Answers a command with the facts it makes true. This is the only place a rule may live.
    ///
    /// # Errors
    /// The rule that says no. A refusal writes nothing.
    fn decide(
        state: &Self::State,
        command: Self::Command,
        desk: &Desk<'_, Self::Rulebook>,
    ) -> Result<Vec<Self::Fact>, Self::Refusal>;
}

/// Why the rules said no: a stable code and what fills its message. The words for staff and citizens are in the
/// console's language files, under `refusal-<code>`.
pub trait Refusal: fmt::Display + fmt::Debug + Send + Sync + 'static {
    /// Every code of this context, for the language files and the API document.
    const CODES: &'static [&'static str];

    /// The stable code, as `mediation.party_not_consented`.
    fn code(&self) -> &'static str;

    /// Names and values for the message; none of them personal.
    fn args(&self) -> Vec<(&'static str, String)>;
}

/// A context's refusals as one list: variant, code and message side by side, and everything that follows from them.
///
/// The context needs `thiserror`. Fields become the arguments of the message.
#[macro_export]
macro_rules! refusals {
    ($(
        $(#[doc = $doc:literal])*
        $Variant:ident $({ $($(#[doc = $field_doc:literal])* $field:ident: $Type:ty),+ $(,)? })? = $code:literal, $message:literal;
    )*) => {
        /// Refused because…
        #[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
        pub enum Refusal {
            $(
                $(#[doc = $doc])*
                #[error($message)]
                $Variant $({ $($(#[doc = $field_doc])* $field: $Type),+ })?,
            )*
        }

        impl $crate::Refusal for Refusal {
            const CODES: &'static [&'static str] = &[$($code),*];

            fn code(&self) -> &'static str {
                match self { $(Self::$Variant { .. } => $code),* }
            }

            fn args(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$Variant $({ $($field),+ })? => vec![$($((stringify!($field), $field.to_string())),+)?],)*
                }
            }
        }
    };
}
