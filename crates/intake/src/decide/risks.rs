//! What cannot wait, and who must be told.

use rules::Rulebook;
use timeline::{Channel, Desk, IntakeEvent, Personal, ReportMade, ReportRequired, UrgentRiskReported};

use super::{Decision, party, registered};
use crate::command::{MakeReport, ReportUrgentRisk};
use crate::{Refusal, State};

/// A person says what may happen; who must be told stands in the packs and is recorded in the same breath (people's
/// mediation law, article 25; petition regulation of 2022, article 25). It is never too late for it.
pub(super) fn report(state: &State, command: ReportUrgentRisk, desk: &Desk<'_, Rulebook>) -> Decision {
    registered(state)?;
    if desk.meta.channel == Channel::System {
        return Err(Refusal::RiskNeedsAPerson);
    }
    let ReportUrgentRisk { risk, party: who, note } = command;
    who.map(|who| party(state, who)).transpose()?;
    let alert = state.last_alert + 1;
    let reported = UrgentRiskReported { alert, risk, party: who, note: note.sealed() };
    let first = u32::try_from(state.duties.len()).unwrap_or(u32::MAX).saturating_add(1);
    let duties = (first..).zip(desk.rulebook.report_duties(risk)).map(|(duty, due)| {
        IntakeEvent::from(ReportRequired { duty, alert, to: due.to.clone(), rule: due.code.clone() })
    });
    Ok(std::iter::once(reported.into()).chain(duties).collect())
}

/// A duty is fulfilled once, by telling the body it names.
pub(super) fn make_report(state: &State, command: MakeReport) -> Decision {
    registered(state)?;
    let MakeReport { duty, reference, note } = command;
    let index = usize::try_from(duty).unwrap_or(usize::MAX).wrapping_sub(1);
    let due = state.duties.get(index).ok_or(Refusal::UnknownDuty { duty })?;
    if due.fulfilled {
        return Err(Refusal::ReportMadeBefore { department: due.to.clone() });
    }
    Ok(vec![ReportMade { duty, to: due.to.clone(), reference, note: note.map(Personal::sealed) }.into()])
}
