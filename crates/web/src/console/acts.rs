//! What can be asked of the desks: every command with the fields of its form, read once from the desks' own schemas.

use std::sync::LazyLock;

use center::{Context, RegistryCommand};

use super::schema::{self, Field, Shape};

/// The command that opens a case.
pub(crate) const REGISTER: &str = "register_case";

/// The command that notes a visit.
pub(crate) const VISIT: &str = "record_visit";

/// The command that notes a question and its answer.
pub(crate) const ENQUIRY: &str = "answer_enquiry";

/// The command that notes a call, letter or visit about a case.
pub(crate) const CONTACT: &str = "note_contact";

/// The command that takes in a paper or file.
pub(crate) const MATERIAL: &str = "submit_material";

/// The command that enters somebody in the register of mediators.
pub(crate) const ENROL: &str = "enrol_mediator";

/// The command that takes down an accusation.
pub(crate) const ACCUSE: &str = "register_accusation";

/// The command that opens a way in which a department is told.
pub(crate) const OPEN: &str = "open_subscription";

/// What makes the secret of a webhook anew.
pub(crate) const ROTATE: &str = "rotate_secret";

/// The command that takes a token back.
pub(crate) const WITHDRAW: &str = "revoke_token";

/// The field every command about such a way names it in.
pub(crate) const SUBSCRIPTION: &str = "subscription";

/// One thing a desk can be asked.
#[derive(Debug)]
pub(crate) struct Act {
    /// The desk.
    pub(crate) desk: Context,
    /// The word it is asked with.
    pub(crate) word: String,
    /// What it asks for.
    pub(crate) fields: Vec<Field>,
}

impl Act {
    /// Whether a file goes along with its form.
    pub(crate) fn carries_file(&self) -> bool {
        self.fields.iter().any(|field| field.shape == Shape::File)
    }
}

static ACTS: LazyLock<Vec<Act>> = LazyLock::new(|| Context::ALL.into_iter().flat_map(of_desk).collect());

fn of_desk(desk: Context) -> impl Iterator<Item = Act> {
    let commands = schema::commands(desk.schema().as_value());
    commands.into_iter().map(move |(word, fields)| Act { desk, word, fields })
}

/// The act of this word.
pub(crate) fn find(word: &str) -> Option<&'static Act> {
    ACTS.iter().find(|act| act.word == word)
}

/// What can be asked of a desk about a case there is; commands that begin a stream have pages of their own.
pub(crate) fn on_cases(desk: Context) -> impl Iterator<Item = &'static Act> {
    ACTS.iter().filter(move |act| act.desk == desk && !desk.beginnings().contains(&act.word.as_str()))
}

/// Whether it only says what was just done at the door, which has addresses of its own.
pub(crate) fn is_said_at_the_door(act: &Act) -> bool {
    RegistryCommand::AT_THE_DOOR.contains(&act.word.as_str())
}

/// What can be asked about a mediator who is in the register.
pub(crate) fn on_mediators() -> impl Iterator<Item = &'static Act> {
    let desk = Context::Mediation;
    let of_register = move |act: &&Act| act.desk == desk && desk.beginnings().contains(&act.word.as_str());
    ACTS.iter().filter(of_register).filter(|act| act.word != ENROL)
}

/// What can be asked about a way in which a department is told, once it is open.
pub(crate) fn on_subscriptions() -> impl Iterator<Item = &'static Act> {
    let about = |act: &&Act| act.fields.first().is_some_and(|field| field.name == SUBSCRIPTION);
    let of_registry = ACTS.iter().filter(|act| act.desk == Context::Registry);
    of_registry.filter(about).filter(|act| act.word != OPEN && !is_said_at_the_door(act))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_form_and_an_action() {
        assert!(
            [REGISTER, VISIT, ENQUIRY, CONTACT, MATERIAL, ENROL, OPEN, ACCUSE, ROTATE, WITHDRAW]
                .iter()
                .all(|word| find(word).is_some())
        );
        for act in ACTS.iter() {
            let listed = access::Action::ALL.iter().any(|action| action.as_str() == act.word);
            assert!(listed, "{} is in no line of the access table", act.word);
        }
        assert!(on_mediators().all(|act| act.fields.iter().any(|field| field.name == "mediator")));
        assert!(find("sign_agreement").is_some_and(|act| act.fields.iter().any(|field| field.name == "instalments")));
    }
}
