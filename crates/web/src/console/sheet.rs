//! A case as its page and its receipt show it, read off the center's sheet.

use access::{Mask, Viewer};
use center::{CaseSheet, Center, GivenOut, MaterialSheet, OptionSheet, OptionShown, OverduePart, WayOpen};
use jiff::Timestamp;
use serde_json::Value;
use timeline::{CaseId, PartyId};

use super::names::{Names, local, until, yuan};
use super::seat::Clerk;
use super::tables::{Table, table, tone};
use crate::app::App;
use crate::problem::Problem;

/// A party as it is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Party {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) role: String,
    /// Telephone and address, as far as they are known and shown.
    pub(crate) reach: String,
}

/// A sheet of options as it is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Its number, who was shown it and when.
    pub(crate) title: String,
    pub(crate) ways: Vec<Way>,
}

/// A way on a sheet of options.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way {
    pub(crate) name: String,
    /// Usual time, cost, what the result is worth, which period may run out: label and text.
    pub(crate) pairs: Vec<(String, String)>,
    /// What is usually done first; empty if nothing is.
    pub(crate) warning: String,
    /// Statute and article.
    pub(crate) source: String,
    /// Whether somebody has compared it with the law in force.
    pub(crate) checked: bool,
    /// The form on this page that takes it; empty if there is none.
    pub(crate) act: String,
}

/// A part of a package as it is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) number: u32,
    pub(crate) case: String,
    pub(crate) department: String,
    pub(crate) state: String,
}

/// A paper or file as it is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paper {
    pub(crate) number: u32,
    pub(crate) title: String,
    pub(crate) kind: String,
    /// Form, size, pages, who handed it in and when.
    pub(crate) about: String,
    /// Whether the reader may have a copy.
    pub(crate) for_reader: bool,
}

/// A case as it is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) number: String,
    /// The number as it stands on documents.
    pub(crate) formal: String,
    pub(crate) kind: String,
    pub(crate) state: String,
    /// The colour of the state.
    pub(crate) tone: &'static str,
    /// Who has it now, by name.
    pub(crate) holder: String,
    /// The department that is asked to take it.
    pub(crate) asked: String,
    /// When it last changed.
    pub(crate) changed: String,
    pub(crate) registered: String,
    pub(crate) claim: String,
    /// Type, route, amount and whatever else is known, label and text.
    pub(crate) pairs: Vec<(String, String)>,
    pub(crate) parties: Vec<Party>,
    /// Names of the applicants.
    pub(crate) applicants: String,
    /// What is overdue under an agreement, with the ways that are open because of it.
    pub(crate) overdue: Vec<Options>,
    /// The sheets of options, the newest first.
    pub(crate) options: Vec<Options>,
    /// Whatever else is known, one table a subject.
    pub(crate) known: Vec<Table>,
    /// Papers and files that were handed in.
    pub(crate) materials: Vec<Paper>,
    /// The package it is a part of; empty if it is none.
    pub(crate) part_of: String,
    /// Its own parts.
    pub(crate) parts: Vec<Part>,
    /// What the reader may ask for next.
    pub(crate) offers: Vec<&'static str>,
}

/// A case that was opened: its sheet, its facts, and the numbers the next form begins with.
pub(crate) struct Opened {
    /// The sheet.
    pub(crate) sheet: Sheet,
    /// The facts as the reader may see them, oldest first.
    pub(crate) facts: Vec<Value>,
    /// The last session, assignment and package, and the instalment that is next.
    pub(crate) numbers: Vec<(String, String)>,
    /// The receipts whose codes the reader may print now.
    pub(crate) given_out: Vec<GivenOut>,
    /// For whom it was disclosed.
    pub(crate) viewer: Viewer,
}

/// Opens a case for somebody.
///
/// # Errors
/// There is none for this reader, or it may not read it.
pub(crate) async fn open(app: &App, clerk: &Clerk, case: CaseId) -> Result<Opened, Problem> {
    let actor = clerk.seat.actor.clone();
    let read = move |center: &Center| {
        let (sheet, history) = (center.case(&actor, case)?, center.history(&actor, case.into(), 0)?);
        Ok((sheet, history.shown(), center.given_out(&actor, &history)))
    };
    let (sheet, facts, given_out) = app.read(read).await?;
    let numbers = numbers(&facts);
    let viewer = sheet.viewer;
    Ok(Opened {
        sheet: Sheet::of(&Names::new(app.center(), clerk.language), &sheet),
        facts,
        numbers,
        given_out,
        viewer,
    })
}

fn numbers(facts: &[Value]) -> Vec<(String, String)> {
    let last = |name: &'static str| facts.iter().rev().find_map(|fact| fact.get("body")?.get(name)?.as_u64());
    let counted = ["session", "assignment", "dispute", "sub_case", "hand_off", "referral"].into_iter();
    let mut found: Vec<(String, String)> =
        counted.filter_map(|name| Some((name.to_owned(), last(name)?.to_string()))).collect();
    found.push(("instalment".to_owned(), (last("instalment").unwrap_or(0) + 1).to_string()));
    found
}

impl Sheet {
    fn of(names: &Names<'_>, sheet: &CaseSheet) -> Self {
        let shown = sheet.shown();
        let text = |name: &str| shown.get(name).and_then(Value::as_str).unwrap_or_default();
        let parties: Vec<Party> = shown
            .get("parties")
            .and_then(Value::as_array)
            .map_or_else(Vec::new, |parties| parties.iter().map(|party| Party::of(names, party)).collect());
        let applicant = names.language.item("party_role", "applicant");
        let applicants: Vec<&str> =
            parties.iter().filter(|party| party.role == applicant).map(|party| party.name.as_str()).collect();
        Self {
            id: sheet.case.to_string(),
            version: sheet.version,
            number: sheet.number.to_string(),
            formal: sheet.number.formal(),
            kind: names.language.item("case_kind", sheet.kind.as_str()),
            state: names.language.item("state", sheet.state),
            tone: tone(sheet.state),
            holder: holder(names, shown.get("holder").unwrap_or(&Value::Null)),
            asked: sheet.asked.as_ref().map(|asked| names.department(asked.department.as_str())).unwrap_or_default(),
            changed: at(sheet.changed_at),
            registered: at(sheet.registered_at),
            claim: text("claim").to_owned(),
            pairs: pairs(names, &shown),
            applicants: applicants.join("、"),
            known: known(names, &shown),
            overdue: sheet
                .overdue
                .iter()
                .map(|part| Options::overdue(names, &parties, (part, &sheet.offers)))
                .collect(),
            options: sheet.option_sheets.iter().rev().map(|shown| Options::of(names, &parties, shown)).collect(),
            materials: papers(names, sheet, &shown, &parties),
            part_of: sheet.part_of.map(|package| package.to_string()).unwrap_or_default(),
            parts: parts(names, sheet),
            offers: sheet.offers.clone(),
            parties,
        }
    }

    /// The name of a party.
    pub(crate) fn name(&self, party: PartyId) -> String {
        let party = self.parties.iter().find(|known| known.id == party.to_string());
        party.map(|party| party.name.clone()).unwrap_or_default()
    }

    /// The names of the parties, by id.
    pub(crate) fn names(&self) -> Vec<(String, String)> {
        self.parties.iter().map(|party| (party.id.clone(), party.name.clone())).collect()
    }
}

impl Options {
    fn of(names: &Names<'_>, parties: &[Party], sheet: &OptionSheet) -> Self {
        let party = sheet.party.to_string();
        let party = parties.iter().find(|known| known.id == party).map(|known| known.name.as_str());
        let title = format!("{} · {} · {}", sheet.sheet, party.unwrap_or_default(), at(sheet.explained_at));
        Self { title, ways: sheet.options.iter().map(|option| Way::of(names, option)).collect() }
    }
}

impl Options {
    /// What is owed by whom since when, and what can be done about it.
    fn overdue(names: &Names<'_>, parties: &[Party], (part, offers): (&OverduePart, &[&'static str])) -> Self {
        let party = part.party.to_string();
        let party = parties.iter().find(|known| known.id == party).map_or("", |known| known.name.as_str());
        let amount = part.amount.map(|amount| yuan(amount.get())).unwrap_or_default();
        let said = [part.instalment.to_string(), party.to_owned(), amount, part.due.to_string()];
        let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
        Self { title: said.join(" · "), ways: part.ways.iter().map(|way| Way::open(names, way, offers)).collect() }
    }
}

impl Way {
    /// A way that is open because something is overdue: called by its procedure, or by the act that takes it.
    fn open(names: &Names<'_>, way: &WayOpen, offers: &[&'static str]) -> Self {
        let procedure = names.language.find(&format!("procedure-{}", way.way.as_str()), &[]);
        let reason = names.of(&way.reason.zh, &way.reason.en).to_owned();
        let until = way.until.map(|day| {
            (names.language.say("option-deadline"), until(day, way.provisional, |id| names.language.say(id)))
        });
        Self {
            name: procedure.unwrap_or_else(|| names.language.act(way.command)),
            pairs: [(names.language.say("case-overdue-reason"), reason)].into_iter().chain(until).collect(),
            source: way.source.clone(),
            checked: way.checked,
            act: offers.iter().find(|offer| **offer == way.command).map(ToString::to_string).unwrap_or_default(),
            ..Self::default()
        }
    }

    fn of(names: &Names<'_>, option: &OptionShown) -> Self {
        let Some(rule) = &option.said else {
            return Self { name: names.language.item("route", option.route.as_str()), ..Self::default() };
        };
        let said = [
            ("option-time", &rule.time),
            ("option-cost", &rule.cost),
            ("option-force", &rule.force),
            ("option-deadline", &rule.deadline),
        ];
        let pair =
            |(name, said): (&str, &center::Said)| (names.language.say(name), names.of(&said.zh, &said.en).to_owned());
        Self {
            name: names.of(&rule.name.zh, &rule.name.en).to_owned(),
            pairs: said.into_iter().map(pair).collect(),
            warning: rule.warning.as_ref().map(|said| names.of(&said.zh, &said.en).to_owned()).unwrap_or_default(),
            source: rule.source.clone(),
            checked: rule.checked,
            act: String::new(),
        }
    }
}

/// What the sheet tells beside the parties and the files: where it stands, and what it is called.
const KNOWN: [(&str, &str); 12] = [
    ("/outside/duties", "known-duties"),
    ("/outside/alerts", "known-alerts"),
    ("/papers/asked_for", "known-asked_for"),
    ("/people/guardians", "known-guardians"),
    ("/people/agents", "known-agents"),
    ("/papers/consents", "known-consents"),
    ("/papers/notices", "known-notices"),
    ("/papers/statements", "known-statements"),
    ("/papers/contacts", "known-contacts"),
    ("/outside/errands", "known-errands"),
    ("/outside/duplicates", "known-duplicates"),
    ("/references", "known-references"),
];

/// One table a subject, those with rows only.
fn known(names: &Names<'_>, shown: &Value) -> Vec<Table> {
    let names = Names { parties: names.parties_of(shown), ..Names::new(names.center, names.language) };
    let rows = |at: &str| shown.pointer(at).and_then(Value::as_array).filter(|rows| !rows.is_empty());
    let titled = |(at, title): &(&str, &str)| {
        Some(Table { caption: names.language.say(title), ..table(&names, rows(at)?, &[]).compact() })
    };
    let mut known: Vec<Table> = KNOWN.iter().filter_map(titled).collect();
    if let Some(speakers) = rows("/people/representatives") {
        let speakers: Vec<Value> = speakers.iter().map(|party| serde_json::json!({ "party": party })).collect();
        let caption = names.language.say("known-representatives");
        known.push(Table { caption, ..table(&names, &speakers, &[]).compact() });
    }
    known
}

fn papers(names: &Names<'_>, sheet: &CaseSheet, shown: &Value, parties: &[Party]) -> Vec<Paper> {
    let titles = shown.get("materials").and_then(Value::as_array);
    let title = |at: usize| titles?.get(at)?.get("title")?.as_str();
    let paper = |(at, material): (usize, &MaterialSheet)| {
        let from = material.party.map(|party| party.to_string());
        let from = parties.iter().find(|party| Some(&party.id) == from.as_ref()).map(|party| party.name.clone());
        let form = names.language.item("media_type", material.media_type.as_str());
        let pages = material.pages.map(|pages| names.language.say_of("paper-pages", "pages", &pages));
        let told = [Some(form), Some(size(material.bytes)), pages, from, Some(self::at(material.submitted_at))];
        Paper {
            number: material.material,
            title: title(at).unwrap_or_default().to_owned(),
            kind: names.language.item("material_kind", material.kind.as_str()),
            about: told.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            for_reader: sheet.viewer.mask == Mask::Full,
        }
    };
    sheet.materials.iter().enumerate().map(paper).collect()
}

/// A length as people read it, in units of 1,024.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KiB", bytes.div_ceil(1_024)),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

fn parts(names: &Names<'_>, sheet: &CaseSheet) -> Vec<Part> {
    let part = |part: &center::PartSheet| Part {
        number: part.sub_case,
        case: part.case.to_string(),
        department: names.department(part.department.as_str()),
        state: names.language.say(match part.state {
            "concluded" => "part-concluded",
            "dropped" => "part-dropped",
            _ => "part-open",
        }),
    };
    sheet.parts.iter().map(part).collect()
}

impl Party {
    fn of(names: &Names<'_>, party: &Value) -> Self {
        let text = |name: &str| party.get(name).and_then(Value::as_str).unwrap_or_default();
        let protected = party.get("address_protected").and_then(Value::as_bool).unwrap_or_default();
        let mark = if protected { names.language.say("party-protected") } else { String::new() };
        let standing = Some(text("standing")).filter(|standing| !standing.is_empty());
        let standing = standing.map(|standing| names.language.item("accuser_standing", standing)).unwrap_or_default();
        let reach = [&standing, &mark, text("phone"), text("address")];
        Self {
            id: text("id").to_owned(),
            name: text("name").to_owned(),
            role: names.language.item("party_role", text("role")),
            reach: reach.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        }
    }
}

fn at(moment: Timestamp) -> String {
    local(moment)
}

/// Who has it now: a department, a named cause of waiting, or nobody.
pub(super) fn holder(names: &Names<'_>, holder: &Value) -> String {
    if let Some(department) = holder.get("department").and_then(Value::as_str) {
        return names.department(department);
    }
    let Some(cause) = holder.get("waiting") else { return names.language.say("case-closed") };
    match ["court", "body"].iter().find_map(|who| cause.get(who)?.as_str()) {
        Some(body) => names.language.say_of("case-waits-court", "court", &names.department(body)),
        None => names.language.say("case-waits-appraisal"),
    }
}

fn pairs(names: &Names<'_>, shown: &Value) -> Vec<(String, String)> {
    let listed = ["dispute_type", "risk", "route", "amount", "outcome", "co_handlers", "registered_at"];
    let is_said = |value: &&Value| !value.is_null() && value.as_array().is_none_or(|listed| !listed.is_empty());
    let value = |name: &&str| shown.get(*name).filter(is_said);
    let pair = |name: &str, value: &Value| (names.column(name), names.value(name, value));
    let of_case = listed.iter().filter_map(|name| Some(pair(name, value(name)?)));
    of_case.chain(mediation(names, shown)).collect()
}

/// Of a mediation that is open: its kind, whether it may cost something, and its last day.
fn mediation(names: &Names<'_>, shown: &Value) -> Vec<(String, String)> {
    let Some(mediation) = shown.get("mediation").filter(|sheet| sheet.get("open") == Some(&Value::Bool(true))) else {
        return Vec::new();
    };
    let moves = mediation.get("provisional") == Some(&Value::Bool(true));
    let said = [("mediation_kind", "kind"), ("mediation_fee", "fee"), ("mediation_until", "until")];
    let pair = |(column, name): (&str, &str)| {
        let value = mediation.get(name).filter(|value| !value.is_null())?;
        let text = names.value(name, value);
        Some((
            names.column(column),
            if name == "until" { until(text, moves, |id| names.language.say(id)) } else { text },
        ))
    };
    said.into_iter().filter_map(pair).collect()
}
