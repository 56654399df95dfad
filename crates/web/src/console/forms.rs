//! The form of an act: its fields, who is asked, and under which request id.

use timeline::{CaseNumber, Channel};
use uuid::Uuid;

use super::acts::{self, Act, CONTACT, ENQUIRY, MATERIAL, REGISTER, ROTATE, VISIT};
use super::inputs::{Builder, Form, Lists};
use super::schema::{Field, List, Shape};
use super::typed::Typed;
use crate::request::Language;

/// The number the clerk's own department keeps the matter under. Some commands have a `reference` of another body.
pub(crate) const OWN_REFERENCE: &str = "own_reference";

/// What a form is made from.
pub(crate) struct Plan<'a> {
    /// The reader's language.
    pub(crate) language: Language,
    /// The entries of lists.
    pub(crate) lists: &'a dyn Lists,
    /// What it asks for.
    pub(crate) act: &'a Act,
    /// Where it goes.
    pub(crate) action: String,
    /// The version of the case it is filled in for.
    pub(crate) version: Option<u64>,
    /// What was typed before.
    pub(crate) typed: &'a Typed,
}

impl Plan<'_> {
    /// The form. A form that comes back keeps its request id, so that handing it in again does nothing twice.
    pub(crate) fn form(&self) -> Form {
        let scope = format!("{}-", self.act.word);
        let builder = Builder { language: self.language, lists: self.lists, typed: self.typed, scope: &scope };
        let carried = self.typed.text("request-id").parse::<Uuid>().ok();
        Form {
            action: self.action.clone(),
            carries_file: self.act.carries_file(),
            request: carried.unwrap_or_else(Uuid::now_v7).to_string(),
            version: self.version,
            submit: self.language.act(&self.act.word),
            draft: if self.act.word == REGISTER { REGISTER.to_owned() } else { String::new() },
            inputs: builder.inputs(&self.fields()),
            more: builder.inputs(&circumstances(self.act)),
            more_label: self.language.say("form-more-label"),
        }
    }

    /// The fields to show. A visit at the window is not yet about a case, an enquiry there not about a visit that was
    /// noted before; which form a file has is seen from the file; and on the page of a mediator, or of a way in which a
    /// department is told, nobody is asked which.
    fn fields(&self) -> Vec<Field> {
        let unasked = match self.act.word.as_str() {
            VISIT => "case",
            ENQUIRY => "visit",
            MATERIAL => "media_type",
            word if acts::on_mediators().any(|act| act.word == word) => "mediator",
            word if word == ROTATE || acts::on_subscriptions().any(|act| act.word == word) => acts::SUBSCRIPTION,
            _ => "",
        };
        self.act.fields.iter().filter(|field| field.name != unasked).cloned().collect()
    }
}

/// What is told beside the command: when it happened, under which number the clerk's own department keeps it, and for what
/// comes in how it reached the center.
fn circumstances(act: &Act) -> Vec<Field> {
    // What is done at the door happens now, and is about no matter of a department's.
    if acts::is_said_at_the_door(act) {
        return Vec::new();
    }
    let field = |name: &str, shape| Field { name: name.to_owned(), required: false, shape };
    let mut fields = vec![field("occurred_at", Shape::Moment), field(OWN_REFERENCE, Shape::Line)];
    if [REGISTER, ENQUIRY, CONTACT].contains(&act.word.as_str()) {
        let channels = Channel::ALL.iter().filter(|channel| **channel != Channel::System);
        let channels = channels.map(|channel| channel.as_str().to_owned()).collect();
        fields.push(field("channel", Shape::One(List::Closed("channel".to_owned(), channels))));
    }
    fields
}

/// A case number as it is typed (`YD-2026-00123-6`, in any case) or as it stands on documents.
pub(crate) fn case_number(text: &str) -> Option<CaseNumber> {
    let text = text.trim();
    text.to_ascii_uppercase().parse().ok().or_else(|| {
        let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        match numbers.as_slice() {
            [year, serial] if year.len() == 4 => Some(CaseNumber::new(year.parse().ok()?, serial.parse().ok()?)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_either_form() {
        let number = CaseNumber::new(2026, 123);
        assert_eq!(case_number(&number.to_string()), Some(number));
        assert_eq!(case_number(&number.to_string().to_lowercase()), Some(number));
        assert_eq!(case_number(&number.formal()), Some(number));
        for nothing in ["", "YD-2026", "12", "（2026）浙0681民初1234号", "YD-2026-00123-0x"] {
            assert_eq!(case_number(nothing), None, "{nothing}");
        }
    }
}
