//! One case for the citizen, a part for each department.

use testkit::cast::{CASE, COURT, HOUSING, TRANSPORT, code, personal, sealed};
use testkit::facts::{closed, part, part_concluded, part_dropped, part_opened, part_reopened, registered};
use testkit::given;
use timeline::{CaseClosed, CaseId, DuplicateConfirmed, Event, IntakeEvent, Outcome, TriageEvent};
use triage::{CloseCase, Command, ConcludeSubCase, DropSubCase, OpenSubCase, ResumeSubCase, concerns};

use super::{close, registered_as};

fn open(department: &str) -> Command {
    let (department, task) = (department.parse().expect("a code"), personal("请派人到场"));
    Command::OpenSubCase(OpenSubCase { department, task, dispute_type: None, area: None })
}

fn drop_part(sub_case: u32) -> Command {
    Command::DropSubCase(DropSubCase { sub_case, reason: personal("已核实") })
}

fn conclude(case: CaseId) -> Command {
    Command::ConcludeSubCase(ConcludeSubCase { case, outcome: Outcome::Explained })
}

fn resume(case: CaseId) -> Command {
    Command::ResumeSubCase(ResumeSubCase { case })
}

fn package(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    [registered(), part_opened(1, HOUSING), part_opened(2, TRANSPORT)].into_iter().chain(more).collect()
}

#[test]
fn a_part_gets_a_department_a_number_and_a_case_of_its_own() {
    given([registered()]).when(open(HOUSING)).then([part_opened(1, HOUSING)]);
    given([registered(), part_opened(1, HOUSING)]).when(open(TRANSPORT)).then([part_opened(2, TRANSPORT)]);
    given([registered()]).acting_for(HOUSING).when(open(HOUSING)).refused("triage.not_the_holder");
    given([registered()]).when(open(COURT)).refused("triage.court_needs_hand_off");
    let Command::OpenSubCase(mut odd) = open(HOUSING) else { panic!("a part") };
    odd.dispute_type = Some(code("moon"));
    given([registered()]).when(Command::OpenSubCase(odd)).refused("triage.unknown_dispute_type");
    let of_another = registered_as(|case| case.part_of = Some(part(9)));
    given([of_another]).when(open(HOUSING)).refused("triage.part_has_no_parts");
    let full = [registered()].into_iter().chain((1..=20).map(|number| part_opened(number, HOUSING)));
    given(full).when(open(HOUSING)).refused("triage.too_many_sub_cases");
}

#[test]
fn a_package_ends_when_every_part_has_ended_or_was_dropped_with_a_reason() {
    given(package([])).when(close(Outcome::Explained)).refused("triage.sub_cases_open");
    given(package([])).when(conclude(part(1))).then([part_concluded(1)]);
    given(package([part_concluded(1)])).when(close(Outcome::Explained)).refused("triage.sub_cases_open");
    given(package([part_concluded(1)])).when(drop_part(2)).then([part_dropped(2)]);
    let done = package([part_concluded(1), part_dropped(2)]);
    given(done).when(close(Outcome::Explained)).then([closed(Outcome::Explained)]);
}

#[test]
fn a_part_that_is_taken_up_again_is_waited_for_again_unless_it_was_dropped() {
    given(package([part_concluded(1)])).when(resume(part(1))).then([part_reopened(1)]);
    let again = package([part_concluded(1), part_dropped(2), part_reopened(1)]);
    given(again.clone()).when(close(Outcome::Explained)).refused("triage.sub_cases_open");
    given(again.clone()).when(resume(part(2))).nothing_happened();
    given(again.clone()).when(conclude(part(2))).nothing_happened();
    given(again).when(conclude(part(1))).then([part_concluded(1)]);
}

#[test]
fn only_a_part_that_is_waited_for_is_dropped_and_only_parts_are_heard() {
    given(package([])).when(drop_part(3)).refused("triage.no_such_sub_case");
    given(package([part_concluded(1)])).when(drop_part(1)).refused("triage.sub_case_done");
    given(package([])).acting_for(HOUSING).when(drop_part(1)).refused("triage.not_the_holder");
    for command in [conclude(part(7)), resume(part(7))] {
        given(package([])).when(command).refused("triage.not_a_part");
    }
}

#[test]
fn a_case_is_merged_into_one_that_was_found_to_be_the_same_matter() {
    let other = part(40);
    let merge = |outcome, merged_into| Command::CloseCase(CloseCase { outcome, merged_into });
    let same = Event::Intake(IntakeEvent::from(DuplicateConfirmed { other, reason: sealed("已核实") }));
    let merged = CaseClosed { outcome: Outcome::Merged, merged_into: Some(other) };
    let merged = Event::Triage(TriageEvent::from(merged));
    given([registered(), same.clone()]).when(merge(Outcome::Merged, Some(other))).then([merged]);
    given([registered()]).when(merge(Outcome::Merged, Some(other))).refused("triage.not_a_duplicate");
    given([registered(), same.clone()]).when(merge(Outcome::Merged, None)).refused("triage.merge_incomplete");
    given([registered(), same]).when(merge(Outcome::Withdrawn, Some(other))).refused("triage.merge_incomplete");
    given([registered()]).when(merge(Outcome::Merged, Some(CASE))).refused("triage.not_a_duplicate");
}

#[test]
fn a_part_that_ended_matters_to_whoever_closes_the_package() {
    assert!(concerns(&close(Outcome::Explained), &part_opened(1, HOUSING)));
    assert!(concerns(&drop_part(1), &part_concluded(1)) && !concerns(&super::assign(HOUSING), &part_concluded(1)));
}
