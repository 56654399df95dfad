//! Who speaks for a party.

use rules::{Rulebook, SpeakersRule, day_of};
use timeline::{
    AgentAuthorized, AgentDismissed, Desk, GuardianNamed, PartyId, PartyRole, Personal, RepresentativesDesignated,
};

use super::{Decision, department, material, open, party, registered, visited};
use crate::command::{AuthorizeAgent, DesignateRepresentatives, DismissAgent, NameGuardian};
use crate::{Refusal, State};

/// A guardian is a party, a body or a person. One that stands on the other side is named like any other, because it is
/// the guardian, but may not act for its ward here (civil code, article 35).
pub(super) fn name_guardian(state: &State, command: NameGuardian, desk: &Desk<'_, Rulebook>) -> Decision {
    open(state)?;
    let NameGuardian { ward, kind, guardian, body, name, phone } = command;
    let looked_after = party(state, ward)?;
    if guardian == Some(ward) {
        return Err(Refusal::OwnGuardian);
    }
    let known = guardian.map(|guardian| party(state, guardian)).transpose()?;
    body.iter().try_for_each(|body| department(desk, body))?;
    if guardian.is_none() && body.is_none() && name.is_none() {
        return Err(Refusal::NoGuardian);
    }
    let may_act = known.is_none_or(|guardian| same_side(guardian.role, looked_after.role));
    let (name, phone) = (name.map(Personal::sealed), phone.map(Personal::sealed));
    Ok(vec![GuardianNamed { ward, kind, guardian, body, name, phone, may_act }.into()])
}

/// Somebody with a stake of its own stands on nobody's side but its own.
fn same_side(one: PartyRole, other: PartyRole) -> bool {
    one == other && one != PartyRole::ThirdParty
}

/// A power of attorney names whom it is for, how far it goes and until when.
pub(super) fn authorize(state: &State, command: AuthorizeAgent, desk: &Desk<'_, Rulebook>) -> Decision {
    open(state)?;
    let AuthorizeAgent { party: whom, kind, name, phone, scope, until, material: paper } = command;
    party(state, whom)?;
    material(state, paper)?;
    if until.is_some_and(|until| until < day_of(desk.meta.occurred_at)) {
        return Err(Refusal::PowerEnded);
    }
    let (agent, name, phone) = (state.last_agent + 1, name.sealed(), phone.map(Personal::sealed));
    Ok(vec![AgentAuthorized { agent, party: whom, kind, name, phone, scope, until, material: paper }.into()])
}

/// A party may end the power it gave at any time, also when the case is closed.
pub(super) fn dismiss(state: &State, command: DismissAgent) -> Decision {
    registered(state)?;
    let DismissAgent { agent, reason } = command;
    if !state.agents.contains(&agent) {
        return Err(Refusal::UnknownAgent { agent });
    }
    Ok(vec![AgentDismissed { agent, reason: reason.map(Personal::sealed) }.into()])
}

/// Those who ask for the same name some to speak; everybody else stays the party it is. How many depends on what they do:
/// come together, petition, or go the way of a dispute (the rule book cites the law).
pub(super) fn designate(state: &State, command: DesignateRepresentatives, desk: &Desk<'_, Rulebook>) -> Decision {
    open(state)?;
    let mut representatives: Vec<PartyId> = command.representatives;
    representatives.sort_unstable();
    representatives.dedup();
    if representatives.is_empty() {
        return Err(Refusal::NoRepresentative);
    }
    visited(command.visit, command.visit_is_there)?;
    let kind = registered(state)?.kind;
    let rule = desk.rulebook.speakers(kind, state.dispute_type.as_ref(), command.visit.is_some());
    rule.map(|rule| enough(representatives.len(), rule)).transpose()?;
    representatives.iter().try_for_each(|who| party(state, *who).map(|_| ()))?;
    Ok(vec![RepresentativesDesignated { representatives, visit: command.visit }.into()])
}

fn enough(found: usize, rule: &SpeakersRule) -> Result<(), Refusal> {
    let SpeakersRule { least, most, law, .. } = rule;
    let law = law.source.clone();
    if found > *most {
        return Err(Refusal::TooManyRepresentatives { found, most: *most, law });
    }
    if found < *least { Err(Refusal::TooFewRepresentatives { found, least: *least, law }) } else { Ok(()) }
}
