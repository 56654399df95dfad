//! What can be asked of the desks: every command with the fields of its form, read once from the desks' own schemas.

use std::sync::LazyLock;

use access::Action;
use center::Context;

use super::schema::{self, Field};

/// The commands that begin a stream: they have pages of their own.
const BEGINNINGS: &[&str] = &[REGISTER, VISIT];

/// The command that opens a case.
pub(crate) const REGISTER: &str = "register_case";

/// The command that notes a visit.
pub(crate) const VISIT: &str = "record_visit";

/// One thing a desk can be asked.
#[derive(Debug)]
pub(crate) struct Act {
    /// The desk.
    pub(crate) desk: Context,
    /// The word it is asked with.
    pub(crate) word: String,
    /// What it asks for.
    pub(crate) fields: Vec<Field>,
    /// What somebody must be allowed to do; `None` if the access table has no such line, which nobody may then.
    pub(crate) action: Option<Action>,
}

static ACTS: LazyLock<Vec<Act>> = LazyLock::new(|| Context::ALL.into_iter().flat_map(of_desk).collect());

fn of_desk(desk: Context) -> impl Iterator<Item = Act> {
    let commands = schema::commands(desk.schema().as_value());
    commands.into_iter().map(move |(word, fields)| {
        let action = Action::ALL.iter().copied().find(|action| action.as_str() == word);
        Act { desk, word, fields, action }
    })
}

/// The act of this word.
pub(crate) fn find(word: &str) -> Option<&'static Act> {
    ACTS.iter().find(|act| act.word == word)
}

/// What can be asked of a desk about a case there is.
pub(crate) fn on_cases(desk: Context) -> impl Iterator<Item = &'static Act> {
    ACTS.iter().filter(move |act| act.desk == desk && !BEGINNINGS.contains(&act.word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_form_and_an_action() {
        assert!(BEGINNINGS.iter().all(|word| find(word).is_some()));
        for act in ACTS.iter() {
            assert!(act.action.is_some(), "{} is in no line of the access table", act.word);
        }
        assert!(find("sign_agreement").is_some_and(|act| act.fields.iter().any(|field| field.name == "instalments")));
    }
}
