//! Codes as people call them: departments, staff, places, types, parties, items of lists, times.

use std::fmt::Display;

use center::Center;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::figures;
use super::typed::wall;
use crate::request::Language;

/// Which lists a field's items may be of, most likely first.
pub(super) const LISTS: &[(&str, &[&str])] = &[
    (
        "kind",
        &["case_kind", "mediation_kind", "party_kind", "material_kind", "identity_kind", "agent_kind", "guardian_kind"],
    ),
    ("role", &["party_role", "role"]),
    ("purpose", &["visit_purpose", "hand_off_purpose", "consent_purpose"]),
    ("form", &["session_form", "agreement_form", "consent_form"]),
    (
        "ground",
        &[
            "return_ground",
            "rejection_ground",
            "recusal_ground",
            "strike_off_ground",
            "erasure_ground",
            "hold_ground",
            "accusation_ground",
            "secrecy_ground",
        ],
    ),
    ("grounds", &["confirmation_denial"]),
    ("bars", &["confirmation_bar"]),
    ("link", &["court_link"]),
    ("basis", &["sharing_basis", "look_basis"]),
    ("stage", &["delegation_stage"]),
    ("setting", &["session_setting"]),
    ("finding", &["violence_finding"]),
    ("signer", &["signer"]),
    ("residency", &["residency"]),
    ("transport", &["transport"]),
    ("secrecy", &["secrecy"]),
    ("danger", &["danger_ground"]),
    ("extent", &["access_extent"]),
    ("from", &["starting_point"]),
    ("halt", &["halt_ground"]),
    ("discard", &["discard_ground"]),
    ("outcome", &["outcome", "court_outcome", "referral_outcome", "accusation_outcome"]),
    ("reason", &["termination_reason", "assignment_reason", "visit_reason", "erasure_rejection", "look_reason"]),
    ("ended", &["termination_reason"]),
    ("route", &["route", "platform"]),
    ("channel", &["channel"]),
    ("classification", &["classification"]),
    ("remedies", &["remedy"]),
    ("procedure", &["procedure"]),
    ("warnings", &["warning"]),
    ("contents", &["package_item"]),
    ("missing", &["package_item"]),
    ("level", &["risk_level", "area_level"]),
    ("factors", &["risk_factor"]),
    ("answer", &["objection_answer"]),
    ("step", &["competence_step"]),
    ("age_band", &["age_band"]),
    ("check", &["number_check"]),
    ("phone_check", &["number_check"]),
    ("manner", &["service_manner", "contact_manner", "verification_manner", "signature_manner"]),
    ("scope", &["agent_scope"]),
    ("read_back", &["read_back"]),
    ("notice", &["notice_kind"]),
    ("items", &["material_kind"]),
    ("media_type", &["media_type"]),
    ("direction", &["direction"]),
    ("reasons", &["duplicate_reason"]),
    ("risk", &["urgent_risk", "risk_level"]),
    ("state", &["state"]),
    ("waits", &["waits"]),
    ("next", &["act", "next"]),
    ("kinds", &["mediation_kind"]),
    ("qualification", &["qualification"]),
    ("languages", &["language"]),
    ("occasion", &["evaluation_place"]),
    ("result", &["follow_up_result"]),
    ("standing", &["accuser_standing"]),
];

/// Says codes in the reader's language, for one case or for none.
pub(crate) struct Names<'a> {
    /// The center, whose rule book has the names.
    pub(crate) center: &'a Center,
    /// The reader's language.
    pub(crate) language: Language,
    /// The parties of the case, by id.
    pub(crate) parties: Vec<(String, String)>,
}

impl<'a> Names<'a> {
    /// For pages that are about no single case.
    pub(crate) fn new(center: &'a Center, language: Language) -> Self {
        Self { center, language, parties: Vec::new() }
    }

    /// Of a Chinese and an English name the one for the reader.
    pub(crate) fn of<'n>(&self, zh: &'n str, en: &'n str) -> &'n str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// A text under this field's name as people call it; the text itself if it is nothing but text.
    pub(crate) fn text(&self, field: &str, text: &str) -> String {
        let listed = LISTS.iter().find(|line| line.0 == field).map_or(&[][..], |line| line.1);
        let item = |list: &&str| self.language.find(&format!("{list}-{text}"), &[]);
        listed
            .iter()
            .find_map(item)
            .or_else(|| self.party(text))
            .or_else(|| self.code(field, text))
            .or_else(|| self.time(text))
            .unwrap_or_else(|| text.to_owned())
    }

    /// The names of the parties on a sheet, by id.
    pub(crate) fn parties_of(&self, sheet: &Value) -> Vec<(String, String)> {
        let parties = sheet.get("parties").and_then(Value::as_array).into_iter().flatten();
        let text = |party: &Value, name: &str| party.get(name)?.as_str().map(str::to_owned);
        parties.filter_map(|party| Some((text(party, "id")?, text(party, "name")?))).collect()
    }

    fn party(&self, id: &str) -> Option<String> {
        self.parties.iter().find(|party| party.0 == id).map(|party| party.1.clone())
    }

    /// The name of a department.
    pub(crate) fn department(&self, code: &str) -> String {
        self.code("department", code).unwrap_or_else(|| code.to_owned())
    }

    fn code(&self, field: &str, text: &str) -> Option<String> {
        let book = self.center.rulebook();
        let named = |zh: &str, en: &str| Some(self.of(zh, en).to_owned());
        match field {
            "department" | "holder" | "court" | "to" | "by" | "waits_for" | "asked" | "referred_by" | "lead"
            | "superior" | "committee" | "between" | "co_handlers" | "body" | "recipients" | "reported_to"
            | "accused" | "seat" => {
                let found = book.department(&text.parse().ok()?)?;
                named(&found.zh, &found.en)
            }
            "mediator" | "actor" | "on_behalf_of" | "visitor" => Some(book.staff(&text.parse().ok()?)?.zh.clone()),
            "dispute_type" | "type" | "topic" => {
                let found = book.dispute_type(&text.parse().ok()?)?;
                named(&found.zh, &found.en)
            }
            "rule" => {
                let found = book.route(&text.parse().ok()?)?;
                named(&found.name.zh, &found.name.en)
            }
            "law" => {
                let found = book.speakers_rules().find(|rule| rule.law.source == text)?;
                named(&found.zh, &found.law.source)
            }
            "cause" => {
                let found = book.cause(&text.parse().ok()?, self.center.today())?;
                named(&found.zh, &found.en)
            }
            "place" => {
                let found = book.place(&text.parse().ok()?)?;
                named(&found.zh, &found.en)
            }
            "area" => {
                let found = book.area(&text.parse().ok()?)?;
                named(&found.zh, &found.en)
            }
            _ => None,
        }
    }

    /// A moment as the clock on the wall of the county shows it.
    pub(crate) fn time(&self, text: &str) -> Option<String> {
        let moment = text.parse::<Timestamp>().ok()?;
        Some(local(moment))
    }

    /// The head of a column or the title of a count.
    pub(crate) fn column(&self, name: &str) -> String {
        let column = self.language.find(&format!("column-{name}"), &[]);
        column.unwrap_or_else(|| self.language.field(name))
    }

    /// Any value of a fact or a row, in one line.
    pub(crate) fn value(&self, field: &str, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(yes) => self.language.say(if *yes { "form-yes" } else { "form-no" }),
            Value::Number(number) if field == "amount" => yuan(number.as_i64().unwrap_or(0)),
            Value::Number(number) => number.to_string(),
            Value::String(text) => self.text(field, text),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.value(field, item)).collect();
                items.join(if items.iter().any(|item| item.contains(' ')) { "; " } else { ", " })
            }
            Value::Object(fields) => figures::said(fields).unwrap_or_else(|| self.object(fields)),
        }
    }

    /// The fields of a part, without its id.
    fn object(&self, fields: &Map<String, Value>) -> String {
        let shown = fields.iter().filter(|(name, value)| *name != "id" && !value.is_null());
        let parts: Vec<String> = shown.map(|(name, value)| self.value(name, value)).collect();
        parts.join(" ")
    }
}

/// Yuan of an amount in fen, with its sign.
pub(crate) fn yuan(fen: i64) -> String {
    format!("¥{}.{:02}", fen / 100, fen % 100)
}

/// A last day, and whether it can still move because the calendar of its year is not published.
pub(crate) fn until(day: impl Display, moves: bool, say: impl Fn(&'static str) -> String) -> String {
    if moves { format!("{day} {}", say("day-provisional")) } else { day.to_string() }
}

/// A moment as the clock on the wall of the county shows it.
pub(crate) fn local(moment: Timestamp) -> String {
    moment.to_zoned(wall()).strftime("%Y-%m-%d %H:%M").to_string()
}
