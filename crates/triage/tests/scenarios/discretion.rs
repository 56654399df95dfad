//! Who may know what a case says, who stays away from it, and that nobody judges its own cause.

use testkit::cast::{APPLICANT, CLERK, HOUSING, RESPONDENT, TRANSPORT, actor, department, personal};
use testkit::facts::{assigned, classified, closed, party, received, registered, registered_with, returned};
use testkit::given;
use timeline::{
    Event, OfficerRecused, Outcome, Party, PartyRole, RecusalGround, Secrecy, SecrecyGround, SecrecySet, TriageEvent,
};
use triage::{AddCoHandler, Command, NarrowSecrecy, RecuseOfficer, StepAside, WidenSecrecy};

use super::{assign, give_back};

fn fact(fact: impl Into<TriageEvent>) -> Event {
    Event::Triage(fact.into())
}

fn set(secrecy: Secrecy) -> Event {
    let ground = (secrecy != Secrecy::Normal).then_some(SecrecyGround::Health);
    fact(SecrecySet { secrecy, ground })
}

fn narrow(secrecy: Secrecy) -> Command {
    Command::NarrowSecrecy(NarrowSecrecy { secrecy, ground: SecrecyGround::Health })
}

fn widen(secrecy: Secrecy) -> Command {
    Command::WidenSecrecy(WidenSecrecy { secrecy })
}

/// A case against the housing department itself.
fn against_housing() -> Vec<Event> {
    let housing = Party { department: Some(department(HOUSING)), ..party(RESPONDENT, PartyRole::Respondent) };
    vec![registered_with(vec![party(APPLICANT, PartyRole::Applicant), housing])]
}

#[test]
fn fewer_may_know_and_more_again_also_of_a_closed_case() {
    use Secrecy::{Normal, Sealed, Sensitive};
    given([registered()]).when(narrow(Sensitive)).then([set(Sensitive)]);
    given([registered(), set(Sensitive)]).when(narrow(Sealed)).then([set(Sealed)]);
    given([registered(), set(Sealed)]).when(narrow(Sensitive)).refused("triage.not_narrower");
    given([registered(), set(Sealed)])
        .when(widen(Sensitive))
        .then([fact(SecrecySet { secrecy: Sensitive, ground: None })]);
    given([registered()]).when(widen(Normal)).refused("triage.not_wider");
    given([registered(), closed(Outcome::Settled)]).when(narrow(Sealed)).then([set(Sealed)]);
}

#[test]
fn what_is_sensitive_of_itself_need_not_be_called_so() {
    let violent = || vec![registered(), classified("domestic_violence")];
    given(violent()).when(narrow(Secrecy::Sensitive)).refused("triage.not_narrower");
    given(violent()).when(widen(Secrecy::Normal)).then([set(Secrecy::Normal)]);
    // Who let more know did not know what it was about.
    let found_later = vec![registered(), set(Secrecy::Normal), classified("domestic_violence")];
    given(found_later).when(widen(Secrecy::Normal)).then([set(Secrecy::Normal)]);
}

#[test]
fn whoever_is_too_near_steps_aside_once() {
    let aside = |officer: &str| fact(OfficerRecused { officer: actor(officer), ground: RecusalGround::Kin });
    let step = || Command::StepAside(StepAside { ground: RecusalGround::Kin });
    let recuse = || Command::RecuseOfficer(RecuseOfficer { officer: actor("clerk-2"), ground: RecusalGround::Kin });
    given([registered()]).when(step()).then([aside(CLERK)]);
    given([registered(), aside(CLERK)]).when(step()).refused("triage.stands_aside");
    given([registered()]).when(recuse()).then([aside("clerk-2")]);
    given([registered(), aside("clerk-2")]).when(recuse()).refused("triage.stands_aside");
}

#[test]
fn a_body_that_is_a_party_handles_nothing_of_the_case() {
    given(against_housing()).when(assign(HOUSING)).refused("triage.party_itself");
    given(against_housing()).when(assign(TRANSPORT)).then([assigned(1, TRANSPORT)]);
    let help = Command::AddCoHandler(AddCoHandler { department: department(HOUSING), task: personal("现场查勘") });
    given(against_housing()).when(help).refused("triage.party_itself");
}

#[test]
fn a_body_that_is_found_to_be_a_party_gives_the_case_back() {
    let housing = Party { department: Some(department(HOUSING)), ..party(RESPONDENT, PartyRole::Respondent) };
    let found = Event::Intake(timeline::PartyAdded { party: housing }.into());
    let held = || vec![registered(), assigned(1, HOUSING), received(1, HOUSING), found.clone()];
    given(held()).acting_for(HOUSING).when(give_back(1)).then([returned(1, HOUSING)]);
    let handed_back: Vec<Event> = held().into_iter().chain([returned(1, HOUSING)]).collect();
    given(handed_back).when(assign(HOUSING)).refused("triage.party_itself");
}
