//! What can be asked without changing anything: a case, its history, a number, a view.

use std::collections::BTreeMap;

use access::{Action, Actor, CaseFacts, Decision, Role, Rule, Viewer, decide, disclose};
use serde::Serialize;
use serde_json::Value;
use timeline::{CaseId, CaseNumber, DepartmentCode, Entry, Event, Query, Rows, StreamId};
use uuid::Uuid;

use crate::counting::Counting;
use crate::folded::CaseNow;
use crate::handle::Center;
use crate::opener::Opener;
use crate::projector::Views;
use crate::register::reading_of;
use crate::sheet::CaseSheet;
use crate::{ReadFailure, shown};

/// A part of a stream's history.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    /// The facts, oldest first, with sealed values: what leaves the center is [`Page::shown`].
    pub entries: Vec<Entry>,
    /// The number of the first of them: the reader counts on from there.
    pub first: u64,
    /// How many facts of the stream the reader is told of.
    pub version: u64,
    /// What the reader may see.
    pub viewer: Viewer,
    /// What opens what the reader may see.
    pub(crate) opener: Opener,
}

impl Page {
    /// The facts as the reader may see them.
    #[must_use]
    pub fn shown(&self) -> Vec<Value> {
        (self.first..).zip(&self.entries).map(|numbered| shown(numbered, &self.viewer, &self.opener)).collect()
    }

    /// The number of the last of the facts; `None` if there are none.
    #[must_use]
    pub fn last(&self) -> Option<u64> {
        (self.first..).zip(&self.entries).last().map(|(number, _)| number)
    }
}

/// A view's name and what it shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct ViewTitle {
    /// The name it is asked for.
    pub name: &'static str,
    /// What it shows, in Chinese.
    pub chinese: &'static str,
    /// What it shows, in English.
    pub english: &'static str,
}

impl Center {
    /// Where a case stands.
    ///
    /// # Errors
    /// There is no such case for this actor, or the log cannot be read.
    pub fn case(&self, actor: &Actor, case: CaseId) -> Result<CaseSheet, ReadFailure> {
        let (entries, now) = self.read(actor, Action::ReadCase, case.into())?;
        let sheet =
            CaseSheet::of(&entries, actor, &now, (self.rulebook(), self.today())).ok_or(ReadFailure::NotFound)?;
        Ok(CaseSheet { opener: self.opener().clone(), ..sheet })
    }

    /// Whether this actor may do this with a case.
    ///
    /// # Errors
    /// There is no such case for this actor, it may not, or the log cannot be read.
    pub fn may(&self, actor: &Actor, action: Action, case: CaseId) -> Result<(), ReadFailure> {
        self.read(actor, action, case.into()).map(drop)
    }

    /// The facts of a stream with a version above `after`, oldest first, as this actor counts them: what it is not told of
    /// leaves no gap.
    ///
    /// # Errors
    /// There is no such stream for this actor, or the log cannot be read.
    pub fn history(&self, actor: &Actor, stream: StreamId, after: u64) -> Result<Page, ReadFailure> {
        let (entries, now) = self.read(actor, Action::ReadHistory, stream)?;
        let viewer = Viewer::of(actor, now.facts());
        let mut entries = Counting::by(actor, &now).told(entries);
        let version = entries.len() as u64;
        let before = entries.len().min(usize::try_from(after).unwrap_or(usize::MAX));
        entries.drain(..before);
        Ok(Page { entries, first: before as u64 + 1, version, viewer, opener: self.opener().clone() })
    }

    /// What this actor may see of a stream; nothing, if it may not read it.
    #[must_use]
    pub fn viewer(&self, actor: &Actor, stream: StreamId) -> Viewer {
        let read = self.read(actor, Action::ReadCase, stream);
        read.map_or(Viewer::STRANGER, |(_, now)| Viewer::of(actor, now.facts()))
    }

    /// The case of this number, whoever asks: what may be seen of it is decided when it is read.
    #[must_use]
    pub fn find_number(&self, number: CaseNumber) -> Option<CaseId> {
        let before = format!("{:04}-{:09}", number.year(), number.serial().checked_sub(1)?);
        let query = Query { after: Some(before), limit: Some(1), ..Query::default() };
        let rows = self.shell.views.get(REGISTER)?.view.rows(&query).rows;
        let row = rows.first().filter(|row| row.get("number") == Some(&Value::String(number.to_string())))?;
        row.get("case")?.as_str()?.parse().ok()
    }

    /// Rows of a view. Whoever works for one department sees the rows of that one.
    ///
    /// # Errors
    /// No such view, or not for this actor.
    pub fn view(&self, actor: &Actor, name: &str, query: &Query) -> Result<Rows, ReadFailure> {
        let rows = rows_for((actor, self.shell.rulebook.center()), &self.shell.views, name, query)?;
        Ok(self.shell.rows_shown(actor, rows))
    }

    /// Every view there is for those who work on cases; what the center notes about itself is asked at addresses of its own.
    #[must_use]
    pub fn views() -> Vec<ViewTitle> {
        let title = |name, (chinese, english)| ViewTitle { name, chinese, english };
        let all = views::all();
        let of_cases = all.iter().filter(|view| reading_of(view.name()) == Action::ReadView);
        of_cases.map(|view| title(view.name(), view.title())).collect()
    }

    /// The page about every fact, as `docs/events.md` has it.
    #[must_use]
    pub fn events_page() -> String {
        views::events_page()
    }

    pub(crate) fn read(
        &self,
        actor: &Actor,
        action: Action,
        stream: StreamId,
    ) -> Result<(Vec<Entry>, CaseNow), ReadFailure> {
        let (entries, now) = self.shell.case_seen_by(actor, stream)?;
        if entries.is_empty() {
            return Err(ReadFailure::NotFound);
        }
        // An entry of the register is no case: whoever reads cases does not thereby read who has an account.
        let action = if entries.iter().any(is_of_register) { Action::ReadAccounts } else { action };
        permit(decide(actor, action, now.facts()))?;
        Ok((entries, now))
    }
}

/// Whether a fact is about the center itself: an account, a window, a department.
pub(crate) fn is_of_register(entry: &Entry) -> bool {
    matches!(entry.event, Event::Registry(_))
}

/// The view that knows every case by its number.
const REGISTER: &str = "case-register";

/// The sheet of all mediations: it names no party, and mediators of different committees share it.
const DOCKET: &str = "mediation-docket";

/// Rows of a view as far as they are for this actor, with whatever is sealed in them still sealed.
pub(crate) fn rows_for(
    (actor, center): (&Actor, &DepartmentCode),
    views: &Views,
    name: &str,
    query: &Query,
) -> Result<Rows, ReadFailure> {
    let held = views.get(name).ok_or(ReadFailure::NotFound)?;
    let view = held.view.as_ref();
    let action = reading_of(view.name());
    permit(decide(actor, action, &CaseFacts::default()))?;
    let mut query = Query { other_cases: Viewer::of_lists(actor).other_cases, ..query.clone() };
    let shared = actor.role == Role::Mediator && view.name() == DOCKET;
    // Who may read what is about the center itself keeps or checks it for all departments.
    let all = match action {
        Action::ReadView => false,
        // A department looks at its own.
        Action::ReadSubscriptions => actor.keeps_the_center(),
        _ => true,
    };
    if !shared && !all && !actor.center_wide(center) {
        if query.department.as_ref().is_some_and(|department| *department != actor.department) {
            return Err(ReadFailure::Denied { rule: Rule::OnlyTheInvolved });
        }
        query.department = Some(actor.department.clone());
    }
    Ok(view.rows(&query))
}

/// Who sees a row about this case, which lies with this department if the row names one.
pub(crate) type OfRow<'a> = dyn Fn(CaseId, Option<DepartmentCode>) -> Viewer + 'a;

/// Rows as a viewer of lists may see them, which of a row about a case may be less.
pub(crate) fn shown_rows(rows: Rows, (viewer, of_row): (Viewer, &OfRow<'_>), opener: &Opener) -> Rows {
    let shown = |row| row_shown(row, (viewer, of_row), opener);
    Rows { rows: rows.rows.into_iter().map(shown).collect(), ..rows }
}

/// A row with what this viewer may see. Its sealed values are those of the case, or of the stream, it is about.
fn row_shown(row: Value, (viewer, of_row): (Viewer, &OfRow<'_>), opener: &Opener) -> Value {
    let text = |name| row.get(name).and_then(Value::as_str);
    let id = |name| text(name).and_then(|id| id.parse::<StreamId>().ok());
    let case = id("case");
    let stream = case.or_else(|| id("stream")).unwrap_or(StreamId::new(Uuid::nil()));
    let lies_with = text("department").and_then(|department| DepartmentCode::parse(department).ok());
    let viewer = case.map_or(viewer, |case| of_row(case.into(), lies_with));
    disclose(row, &viewer, &|sealed| opener.text(stream, sealed))
}

/// The last running number of each year, from the register.
pub(crate) fn last_numbers(views: &Views) -> BTreeMap<u16, u32> {
    let query = Query { limit: Some(1), ..Query::default() };
    let figures = views.get(REGISTER).map(|held| held.view.rows(&query).figures).unwrap_or_default();
    let serials = figures.get("last_serials").cloned().unwrap_or_default();
    serde_json::from_value(serials).unwrap_or_default()
}

pub(crate) fn permit(decision: Decision) -> Result<(), ReadFailure> {
    match decision {
        Decision::Allow => Ok(()),
        Decision::Deny { rule, may_know: true } => Err(ReadFailure::Denied { rule }),
        Decision::Deny { rule: _, may_know: false } => Err(ReadFailure::NotFound),
    }
}
