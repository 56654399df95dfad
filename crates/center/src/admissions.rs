//! Who may know what a case says, and who is let in although it has nothing to do with it: what access must know of a case
//! beside its timeline.

use access::{Action, Actor, Basis, CaseFacts, Role, Viewer, decide};
use jiff::Timestamp;
use registry::{Manner, Threshold, admission_stream};
use rules::Discretion;
use serde::Deserialize;
use timeline::{ActorId, CaseId, Decider, DepartmentCode, Entry, Query, Rows, Secrecy, StreamId, View};

use crate::folded::CaseNow;
use crate::handle::{Center, Shell};
use crate::reading;
use crate::stored::{self, StoredError};

/// The view that knows of every case what has to be known of it.
pub(crate) const DISCRETIONS: &str = "discretions";
/// The view that knows who was let in.
pub(crate) const ADMISSIONS: &str = "admissions";

/// A case as that view writes it.
#[derive(Deserialize)]
struct Row {
    discretion: Discretion,
}

impl Shell {
    /// A case as whoever looks at this moment finds it: what happened, and by that who may know of it and who is let in.
    pub(crate) fn case_now(&self, stream: StreamId, now: Timestamp) -> Result<(Vec<Entry>, CaseNow), StoredError> {
        let entries = stored::read_stream(self.journal.as_ref(), stream, 0)?;
        let mut case = CaseNow::of(&self.rulebook, &entries);
        case.draw(case.number().is_some_and(|number| self.is_sampled(number)));
        let admissions = admission_stream(stream.into());
        if self.journal.version(stored::stream_key(admissions)) == 0 {
            return Ok((entries, case));
        }
        let mut state = registry::State::default();
        let admitted = stored::read_stream(self.journal.as_ref(), admissions, 0)?;
        admitted.iter().for_each(|entry| registry::Registry::evolve(&mut state, entry));
        state.admissions.at(now).for_each(|admission| case.admit(&admission.who, basis(admission.manner)));
        Ok((entries, case))
    }

    /// The same with its mask lifted, if it is for this actor.
    pub(crate) fn case_seen_by(&self, actor: &Actor, stream: StreamId) -> Result<(Vec<Entry>, CaseNow), StoredError> {
        let at = (self.options.clock)();
        let (entries, mut case) = self.case_now(stream, at)?;
        if self.reveals.lifts(actor, stream, at) {
            case.lift_for(actor);
        }
        Ok((entries, case))
    }

    /// Rows as this actor may see them. Nothing else of a view may be held meanwhile: whoever reads a second time while
    /// somebody waits to write waits for ever.
    pub(crate) fn rows_shown(&self, actor: &Actor, rows: Rows) -> Rows {
        let discretions = self.views.get(DISCRETIONS);
        let known = |case| discretions.as_ref().and_then(|held| discretion_of(held.view.as_ref(), case));
        let of_row = |case, lies_with| match known(case) {
            Some(known) => self.viewer_of_row(actor, lies_with, &known),
            None => Viewer::of_row(actor, lies_with, Secrecy::Normal),
        };
        reading::shown_rows(rows, (Viewer::of_lists(actor), &of_row), &self.opener)
    }

    /// What this actor sees of a row about a case of this discretion: nothing personal, if it has to stay away from it.
    fn viewer_of_row(&self, actor: &Actor, lies_with: Option<DepartmentCode>, discretion: &Discretion) -> Viewer {
        let mut facts = CaseFacts::default();
        facts.keep_away(discretion, self.rulebook.center());
        match facts.keeps_apart(actor) {
            true => Viewer::STRANGER,
            false => Viewer::of_row(actor, lies_with, discretion.secrecy(&self.rulebook)),
        }
    }

    /// What a rule about letting somebody in must know of the case and of whoever asks.
    pub(crate) fn look_at_threshold(
        &self,
        command: &mut registry::Command,
        asker: &Actor,
        now: Timestamp,
    ) -> Result<(), StoredError> {
        let Some((threshold, case, named)) = command.threshold() else { return Ok(()) };
        let (_, found) = self.case_now(case.into(), now)?;
        let center = self.rulebook.center();
        *threshold = Threshold {
            is_there: found.number().is_some(),
            is_near: is_near(asker, found.facts()),
            stands_aside: found.facts().keeps_apart(asker),
            watches: watches(asker, found.facts(), center),
            is_known: named.is_some_and(|account| self.is_known(account)),
        };
        Ok(())
    }

    /// Whether somebody of this name can sign in, or sit down in a demonstration.
    fn is_known(&self, account: &ActorId) -> bool {
        let seated = self.options.demo && self.rulebook.staff(account).is_some();
        seated || self.is_open_account(account)
    }
}

impl Center {
    /// What access must know of a case; `None` if there is no such case.
    #[must_use]
    pub fn facts_of(&self, case: CaseId) -> Option<CaseFacts> {
        let (entries, found) = self.shell.case_now(case.into(), self.now()).ok()?;
        (!entries.is_empty()).then(|| found.facts().clone())
    }
}

/// What that view knows of a case, if there is anything to know.
fn discretion_of(view: &dyn View, case: CaseId) -> Option<Discretion> {
    let rows = view.rows(&Query { case: Some(case), ..Query::default() }).rows;
    let row = rows.into_iter().next()?;
    serde_json::from_value(row).ok().map(|row: Row| row.discretion)
}

/// Whether it could read the case if no fewer might know of it than usual and nobody had to stay away.
fn is_near(asker: &Actor, facts: &CaseFacts) -> bool {
    let usual = CaseFacts {
        secrecy: Secrecy::Normal,
        admitted: Vec::new(),
        recused: Vec::new(),
        parties: Vec::new(),
        ..facts.clone()
    };
    decide(asker, Action::ReadCase, &usual).allowed()
}

/// Whether it watches over whoever is answerable: the supervisor of that department, or of the center.
fn watches(asker: &Actor, facts: &CaseFacts, center: &DepartmentCode) -> bool {
    let own = |department: &DepartmentCode| *department == asker.department;
    asker.role == Role::Supervisor && (own(center) || facts.holder.as_ref().is_some_and(own))
}

const fn basis(manner: Manner) -> Basis {
    match manner {
        Manner::Challenge => Basis::Challenge,
        Manner::Invitation => Basis::Invitation,
        Manner::Grant => Basis::Grant,
        Manner::Danger => Basis::BrokenGlass,
    }
}
