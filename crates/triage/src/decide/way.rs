//! Type, risk, options, way.

use rules::Rulebook;
use timeline::{
    CaseClassified, Channel, Desk, Personal, RiskAssessed, RouteChosen, RouteOption, RouteOptionsExplained,
};

use super::Decision;
use crate::command::{AssessRisk, ChooseRoute, ClassifyCase, ExplainOptions};
use crate::{Refusal, State};

/// The type is one of the list. The same type again changes nothing.
pub(super) fn classify(state: &State, command: ClassifyCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let ClassifyCase { dispute_type } = command;
    if desk.rulebook.dispute_type(&dispute_type).is_none() {
        return Err(Refusal::UnknownDisputeType { dispute_type });
    }
    if state.dispute_type.as_ref() == Some(&dispute_type) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseClassified { dispute_type }.into()])
}

/// A person says how urgent the case is, and what of the matter makes it so. The same again changes nothing.
pub(super) fn assess_risk(state: &State, command: AssessRisk, desk: &Desk<'_, Rulebook>) -> Decision {
    let AssessRisk { level, mut factors, note } = command;
    if desk.meta.channel == Channel::System {
        return Err(Refusal::RiskNeedsAPerson);
    }
    factors.sort_unstable();
    factors.dedup();
    if factors.is_empty() {
        return Err(Refusal::NoRiskFactor);
    }
    if note.is_none() && state.risk.as_ref().is_some_and(|risk| risk.0 == level && risk.1 == factors) {
        return Ok(Vec::new());
    }
    Ok(vec![RiskAssessed { level, factors, note: note.map(Personal::sealed) }.into()])
}

/// A party is shown every way the rule book opens for a case of this type, also one it is warned of.
pub(super) fn explain_options(state: &State, command: &ExplainOptions, desk: &Desk<'_, Rulebook>) -> Decision {
    let party = command.party;
    if !state.parties.iter().any(|known| known.0 == party) {
        return Err(Refusal::NotAParty { party });
    }
    let rules = desk.rulebook.routes(state.kind, state.dispute_type.as_ref());
    let options = rules.map(|rule| RouteOption { route: rule.route, rule: rule.code.clone() }).collect();
    Ok(vec![RouteOptionsExplained { sheet: state.sheets + 1, party, options }.into()])
}

/// A person chooses the way, never a program by itself (personal information protection law, article 24). A way that was
/// not on the sheet may be chosen as well: a sheet informs, it closes nothing.
pub(super) fn choose_route(state: &State, command: ChooseRoute, desk: &Desk<'_, Rulebook>) -> Decision {
    let ChooseRoute { route, reason, sheet } = command;
    if desk.meta.channel == Channel::System {
        return Err(Refusal::RouteNeedsAPerson);
    }
    if let Some(sheet) = sheet.filter(|sheet| *sheet == 0 || *sheet > state.sheets) {
        return Err(Refusal::NoSuchSheet { sheet });
    }
    Ok(vec![RouteChosen { route, reason: reason.map(Personal::sealed), sheet }.into()])
}
