//! A petition goes back with the approval of who sent it (petition regulation of 2022, article 23).

use testkit::cast::{CENTER, HOUSING, TRANSPORT, personal};
use testkit::facts::{assigned, objected, objection_decided, received, registered, returned};
use testkit::given;
use timeline::{CaseKind, Event, ObjectionAnswer, Outcome, ReturnGround};
use triage::{Command, DecideObjection, RaiseObjection, concerns};

use super::{close, give_back, receive, registered_as};

fn object(assignment: u32) -> Command {
    let (ground, explanation) = (ReturnGround::NotCompetent, personal("不属本部门职责"));
    Command::RaiseObjection(RaiseObjection { assignment, ground, explanation })
}

fn decide(assignment: u32, answer: ObjectionAnswer) -> Command {
    Command::DecideObjection(DecideObjection { assignment, answer, reason: personal("已核实") })
}

fn sent_to_housing() -> Vec<Event> {
    vec![registered_as(|case| case.kind = CaseKind::Petition), assigned(1, HOUSING)]
}

fn sent_and(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    sent_to_housing().into_iter().chain(more).collect()
}

#[test]
fn a_petition_is_objected_to_and_goes_back_when_the_sender_agrees() {
    for more in [vec![], vec![received(1, HOUSING)]] {
        let sent = sent_and(more);
        given(sent.clone()).acting_for(HOUSING).when(give_back(1)).refused("triage.needs_approval");
        given(sent.clone()).acting_for(HOUSING).when(object(1)).then([objected(1, HOUSING)]);
        let waiting: Vec<Event> = sent.into_iter().chain([objected(1, HOUSING)]).collect();
        let upheld = [objection_decided(1, ObjectionAnswer::Upheld), returned(1, HOUSING)];
        given(waiting).when(decide(1, ObjectionAnswer::Upheld)).then(upheld);
    }
}

#[test]
fn an_overruled_objection_is_not_raised_again_and_the_department_signs() {
    let overruled = sent_and([objected(1, HOUSING), objection_decided(1, ObjectionAnswer::Overruled)]);
    given(overruled.clone()).acting_for(HOUSING).when(object(1)).refused("triage.objection_overruled");
    given(overruled).acting_for(HOUSING).when(receive(1)).then([received(1, HOUSING)]);
}

#[test]
fn nothing_moves_while_an_objection_waits_for_its_answer() {
    let waiting = sent_and([objected(1, HOUSING)]);
    for command in [object(1), receive(1)] {
        given(waiting.clone()).acting_for(HOUSING).when(command).refused("triage.objection_open");
    }
    let signed = sent_and([received(1, HOUSING), objected(1, HOUSING)]);
    given(signed).when(close(Outcome::Explained)).refused("triage.objection_open");
}

#[test]
fn the_sender_decides_or_the_center_and_nobody_else() {
    let waiting = || sent_and([objected(1, HOUSING)]);
    let uphold = || decide(1, ObjectionAnswer::Overruled);
    given(waiting()).acting_for(TRANSPORT).when(uphold()).refused("triage.not_the_sender");
    given(waiting()).acting_for(CENTER).when(uphold()).then([objection_decided(1, ObjectionAnswer::Overruled)]);
    given(sent_to_housing()).when(uphold()).refused("triage.no_objection");
    given(waiting()).when(decide(7, ObjectionAnswer::Upheld)).refused("triage.no_such_assignment");
}

#[test]
fn any_other_case_is_simply_handed_back() {
    let dispute = [registered(), assigned(1, HOUSING)];
    given(dispute).acting_for(HOUSING).when(object(1)).refused("triage.not_a_petition");
}

#[test]
fn an_objection_matters_to_whoever_moves_the_case() {
    assert!(concerns(&receive(1), &objected(1, HOUSING)));
    assert!(concerns(&decide(1, ObjectionAnswer::Upheld), &objection_decided(1, ObjectionAnswer::Overruled)));
}

/// A department cannot hand back without a ground and reasons: there is no such command.
#[test]
fn a_return_without_a_ground_cannot_be_said() {
    for command in ["return_assignment", "raise_objection"] {
        let whole = serde_json::json!({
            "command": command, "assignment": 1, "ground": "not_competent", "explanation": "不属本部门职责",
        });
        assert!(serde_json::from_value::<Command>(whole.clone()).is_ok());
        for field in ["ground", "explanation"] {
            let mut without = whole.clone();
            without.as_object_mut().expect("an object").remove(field);
            assert!(serde_json::from_value::<Command>(without).is_err(), "{command} without {field}");
            let mut blank = whole.clone();
            blank.as_object_mut().expect("an object").insert(field.to_owned(), " ".into());
            assert!(serde_json::from_value::<Command>(blank).is_err(), "{command} with a blank {field}");
        }
    }
}
