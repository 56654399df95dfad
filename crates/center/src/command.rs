//! Every command of every desk, in one type.

use access::Action;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;
use timeline::{Event, Personal, RequestId, StreamId, SubjectId};

/// Why a request body is no command.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// No desk of this name.
    #[error("there is no desk {name:?}: {}", Context::ALL.map(Context::as_str).join(", "))]
    NoSuchDesk {
        /// The name that was asked for.
        name: String,
    },
    /// The body does not say what this desk understands.
    #[error("the command cannot be read")]
    Body(#[from] serde_json::Error),
}

/// The contexts: one line each. Everything the shell must do for each of them is in this list.
macro_rules! contexts {
    ($($Context:ident: $context:ident, $Decider:ident, $name:literal;)*) => {
        /// What is asked of which desk.
        #[derive(Clone, PartialEq, Debug)]
        pub enum Command {
            $(#[doc = concat!("Something the ", $name, " desk is asked.")] $Context($context::Command),)*
        }

        /// A desk.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Context {
            $(#[doc = concat!("The ", $name, " desk.")] $Context,)*
        }

        $(
            const _: () = assert!(every_word_has_a_line($context::Command::WORDS), $name);

            impl From<$context::Command> for Command {
                fn from(command: $context::Command) -> Self {
                    Self::$Context(command)
                }
            }
        )*

        impl Context {
            /// Every desk, in the order in which a case usually meets them.
            pub const ALL: [Self; contexts!(@count $($Context)*)] = [$(Self::$Context),*];

            /// Its name in routes.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Context => $name),* }
            }

            /// The words of its commands that begin a stream.
            #[must_use]
            pub const fn beginnings(self) -> &'static [&'static str] {
                match self { $(Self::$Context => $context::Command::BEGINNINGS),* }
            }

            /// The JSON Schema of its commands.
            #[must_use]
            pub fn schema(self) -> schemars::Schema {
                match self { $(Self::$Context => schemars::schema_for!($context::Command)),* }
            }

            /// Every code its rules refuse with.
            #[must_use]
            pub const fn refusal_codes(self) -> &'static [&'static str] {
                match self { $(Self::$Context => <$context::Refusal as timeline::Refusal>::CODES),* }
            }

            /// Reads a command of this desk.
            ///
            /// # Errors
            /// The body is not JSON, no command of this desk, or says more than the command.
            pub fn read(self, body: &[u8]) -> Result<Command, CommandError> {
                let command =
                    match self { $(Self::$Context => Command::$Context(serde_json::from_slice(body)?)),* };
                all_read(body, &command.to_json()?)?;
                Ok(command)
            }
        }

        impl Command {
            /// Which desk it is for.
            #[must_use]
            pub const fn context(&self) -> Context {
                match self { $(Self::$Context(_) => Context::$Context),* }
            }

            /// The word it is asked with.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$Context(command) => command.name()),* }
            }

            /// Shows every personal text in it with the subject it is sealed under.
            pub(crate) fn each_personal(
                &mut self,
                case: SubjectId,
                request: RequestId,
                visit: &mut dyn FnMut(&mut Personal, SubjectId),
            ) {
                match self { $(Self::$Context(command) => command.each_personal(case, request, visit)),* }
            }

            /// What somebody who asks for this must be allowed to do: the line of the table under its word.
            ///
            /// # Panics
            /// Never: a command without a line does not compile.
            #[must_use]
            pub fn action(&self) -> Action {
                Action::from_name(self.name()).expect("every command has a line of the table, checked below")
            }

            /// Whether it begins a stream; every other command is about one that is there.
            #[must_use]
            pub fn begins(&self) -> bool {
                match self { $(Self::$Context(_) => $context::Command::BEGINNINGS.contains(&self.name())),* }
            }

            /// Whether a fact that came since the user looked matters to it.
            pub(crate) fn concerned_by(&self, fact: &Event) -> bool {
                match self { $(Self::$Context(command) => $context::concerns(command, fact)),* }
            }

            /// Its JSON, in the order of its fields.
            pub(crate) fn to_json(&self) -> Result<serde_json::Value, serde_json::Error> {
                match self { $(Self::$Context(command) => serde_json::to_value(command)),* }
            }
        }

        /// What every desk remembers of one stream.
        #[derive(Clone, Default)]
        pub(crate) struct States {
            $(pub(crate) $context: <$context::$Decider as timeline::Decider>::State,)*
        }

        impl States {
            /// Every desk takes note.
            pub(crate) fn evolve(&mut self, entry: &timeline::Entry) {
                $(<$context::$Decider as timeline::Decider>::evolve(&mut self.$context, entry);)*
            }

            /// Whether a desk offers the command of this word on this stream.
            pub(crate) fn offer(&self, word: &str) -> bool {
                $(<$context::$Decider as timeline::Decider>::offers(&self.$context, word))||*
            }

            /// The desk that is asked decides.
            pub(crate) fn decide(
                &self,
                command: Command,
                desk: &timeline::Desk<'_, rules::Rulebook>,
            ) -> Result<Vec<Event>, crate::Refused> {
                match command {
                    $(Command::$Context(command) => {
                        <$context::$Decider as timeline::Decider>::decide(&self.$context, command, desk)
                            .map(|facts| facts.into_iter().map(Into::into).collect())
                            .map_err(|refusal| crate::Refused::by(&refusal))
                    })*
                }
            }
        }
    };
    (@count) => { 0 };
    (@count $first:ident $($rest:ident)*) => { 1 + contexts!(@count $($rest)*) };
}

contexts! {
    Intake: intake, Intake, "intake";
    Triage: triage, Triage, "triage";
    Mediation: mediation, Mediation, "mediation";
    Litigation: litigation, Litigation, "litigation";
    Petition: petition, Petition, "petition";
    Oversight: oversight, Oversight, "oversight";
    Registry: registry, Registry, "registry";
}

/// Reads a form that is no command. What it shares with facts takes fields it does not know, as facts must; nobody may send
/// any.
///
/// # Errors
/// It has another shape.
pub fn read_form<T: DeserializeOwned + Serialize>(body: &[u8]) -> Result<T, serde_json::Error> {
    let form: T = serde_json::from_slice(body)?;
    all_read(body, &serde_json::to_value(&form)?)?;
    Ok(form)
}

/// Turns away a body with a field that nobody reads.
fn all_read(body: &[u8], read: &Value) -> Result<(), serde_json::Error> {
    let place = unread(&serde_json::from_slice(body)?, read, "");
    place.map_or(Ok(()), |place| Err(serde_json::Error::custom(format!("unknown field {place:?}"))))
}

/// The place of something that was sent and not read. Commands know their fields and no others, but some of their parts have
/// the shape of facts, which are read by older programs too and so pass over what they do not know.
fn unread(sent: &Value, read: &Value, at: &str) -> Option<String> {
    match (sent, read) {
        (Value::Object(sent), Value::Object(read)) => sent.iter().find_map(|(name, sent)| {
            let place = format!("{at}/{name}");
            match read.get(name) {
                Some(read) => unread(sent, read, &place),
                // A field that says nothing is left out where it is written again.
                None => (!matches!(sent, Value::Null | Value::Bool(false))).then_some(place),
            }
        }),
        (Value::Array(sent), Value::Array(read)) => (0..)
            .zip(sent.iter().zip(read))
            .find_map(|(at_item, (sent, read))| unread(sent, read, &format!("{at}/{at_item}"))),
        _ => None,
    }
}

/// A command nobody is allowed or denied is one nobody thought about: it does not compile.
#[expect(clippy::indexing_slicing, reason = "a constant function has no iterators, and the bound stands in the loop")]
const fn every_word_has_a_line(words: &[&str]) -> bool {
    let mut at = 0;
    while at < words.len() {
        if !Action::lists(words[at]) {
            return false;
        }
        at += 1;
    }
    true
}

impl Command {
    /// The stream it names by itself: an entry of the register, a mediator's page. Every other command is sent to a stream, or begins one.
    #[must_use]
    pub fn home(&self) -> Option<StreamId> {
        match self {
            Self::Registry(command) => Some(command.stream()),
            Self::Mediation(command) => command.page().map(mediation::page_of),
            Self::Intake(_) | Self::Triage(_) | Self::Litigation(_) | Self::Petition(_) | Self::Oversight(_) => None,
        }
    }

    /// Whether it only says what somebody has just done at the door, and is never taken from a client.
    #[must_use]
    pub fn is_said_at_the_door(&self) -> bool {
        registry::Command::AT_THE_DOOR.contains(&self.name())
    }

    /// Reads a command of the desk of this name.
    ///
    /// # Errors
    /// There is no such desk, or the body is no command of it.
    pub fn read(context: &str, body: &[u8]) -> Result<Self, CommandError> {
        let desk = Context::ALL.into_iter().find(|desk| desk.as_str() == context);
        desk.ok_or_else(|| CommandError::NoSuchDesk { name: context.to_owned() })?.read(body)
    }
}

impl crate::Refused {
    fn by(refusal: &impl timeline::Refusal) -> Self {
        Self { code: refusal.code(), args: refusal.args(), message: refusal.to_string() }
    }
}

/// Every code an order can be refused with, for the language files and the API document.
#[must_use]
pub fn refusal_codes() -> Vec<&'static str> {
    let shell = [crate::Refused::NOT_YET, crate::Refused::ERASED].into_iter();
    shell.chain(Context::ALL.into_iter().flat_map(|desk| desk.refusal_codes().iter().copied())).collect()
}
