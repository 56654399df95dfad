//! How a desk decides: two pure functions over the facts so far.

use std::fmt;

use jiff::Timestamp;

use crate::{Entry, Event, Meta, Personal, RequestId, StreamId, SubjectId};

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

    /// Whether it makes sense to offer the command of this word on a case that stands like this. A help for the window,
    /// coarser than the rules: only [`decide`](Decider::decide) says no.
    fn offers(state: &Self::State, word: &str) -> bool;
}

/// A command as a form that is filled in at a desk.
pub trait Form {
    /// Shows every personal text with the subject it is sealed under: what is told of the matter belongs to the case, what
    /// is told of a person to that party.
    fn each_personal(
        &mut self,
        _case: SubjectId,
        _request: RequestId,
        _visit: &mut dyn FnMut(&mut Personal, SubjectId),
    ) {
    }
}

/// A context's commands as one list: form, word and meaning side by side, and everything that follows from them.
///
/// `begins` behind a word marks a command that begins a stream; every other one is about a stream that is there. Each form
/// implements [`Form`].
#[macro_export]
macro_rules! commands {
    (
        $(#[doc = $doc:literal])* Command
        $($(#[doc = $command_doc:literal])* $Command:ident = $word:literal $(, $begins:ident)?;)*
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(tag = "command")]
        pub enum Command {
            $($(#[doc = $command_doc])* #[serde(rename = $word)] $Command($Command),)*
        }

        $(
            impl From<$Command> for Command {
                fn from(command: $Command) -> Self {
                    Self::$Command(command)
                }
            }
        )*

        impl Command {
            /// The word of every command, in the order of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),*];
            /// The words of the commands that begin a stream.
            pub const BEGINNINGS: &'static [&'static str] = &[$($($crate::commands!(@begins $begins $word),)?)*];

            /// The word it is asked with.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$Command(_) => $word),* }
            }

            /// Shows every personal text with the subject it is sealed under.
            pub fn each_personal(
                &mut self,
                case: $crate::SubjectId,
                request: $crate::RequestId,
                visit: &mut dyn FnMut(&mut $crate::Personal, $crate::SubjectId),
            ) {
                match self { $(Self::$Command(form) => $crate::Form::each_personal(form, case, request, visit)),* }
            }
        }
    };
    (@begins begins $word:literal) => { $word };
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
