//! Whatever is asked of the four desks, in whatever order: these things stay true. 2,000 cases in a normal run, 100,000
//! with `YIDI_FULL=1`; a failure names the seed of its case.

use std::collections::BTreeMap;
use std::num::NonZero;

use jiff::SignedDuration;
use rules::{Custody, Holder, custody};
use testkit::cast::{COURT, department};
use testkit::{Ask, CONCESSION, Play, Random, random_command};
use timeline::{
    Code, Entry, Event, HandOffPurpose, IntakeEvent, LitigationEvent, MediationEvent, Party, PartyRole, SessionSetting,
    TriageEvent, UrgentRisk, ViolenceFinding, ViolenceScreened, codec,
};

/// Questions asked in one case.
const COMMANDS: u64 = 200;

fn cases() -> u64 {
    if std::env::var_os("YIDI_FULL").is_some() { 100_000 } else { 2_000 }
}

/// Plays the case of a seed, showing it to the checker after every fact. How often each code came up is counted.
fn play(seed: u64, answers: &mut BTreeMap<String, u64>, check: &dyn Fn(&Play)) {
    let mut random = Random::of(seed);
    let mut case = Play::new(seed + 1);
    for _ in 0..COMMANDS {
        case.later(random.one(&[0, 1, 2].map(SignedDuration::from_mins)));
        let command = random_command(&mut random, &mut case);
        match command.of(&mut case) {
            Ok(facts) if facts.is_empty() => {}
            Ok(facts) => {
                facts.iter().for_each(|fact| *answers.entry(fact.kind().name.to_owned()).or_default() += 1);
                check(&case);
            }
            Err(code) => *answers.entry(code.to_owned()).or_default() += 1,
        }
    }
}

/// Every case, shared among the cores there are: none knows of another.
fn every_case(check: &(dyn Fn(&Play) + Sync)) -> BTreeMap<String, u64> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let of_core = |first: u64| {
        let mut answers = BTreeMap::new();
        (first..cases()).step_by(cores).for_each(|seed| play(seed, &mut answers, check));
        answers
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..cores as u64).map(|first| scope.spawn(move || of_core(first))).collect();
        let mut answers = BTreeMap::new();
        for core in all {
            let of_core = core.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            of_core.into_iter().for_each(|(code, times)| *answers.entry(code).or_default() += times);
        }
        answers
    })
}

#[test]
fn whatever_happened_these_stay_true() {
    let answers = every_case(&|case| {
        anybody_may_refuse_to_mediate(case);
        anybody_may_go_to_court(case);
        nobody_sits_in_a_session_against_its_will(case);
        nobody_faces_violence_at_one_table(case);
        one_holder_at_each_instant(case);
        what_is_said_in_a_session_stays_there(case);
    });
    the_cases_were_interesting(&answers);
    measured("sequences", cases());
}

/// A line that acceptance reads.
#[expect(clippy::print_stdout, reason = "acceptance reads the output of tests")]
fn measured(name: &str, number: u64) {
    println!("measured {name} {number}");
}

fn anybody_may_refuse_to_mediate(case: &Play) {
    for party in case.parties() {
        let refuse = mediation::Command::RefuseMediation(mediation::RefuseMediation { party });
        assert!(case.decide(refuse).is_ok_and(|facts| !facts.is_empty()), "{}", story(case));
    }
}

fn anybody_may_go_to_court(case: &Play) {
    for party in case.parties() {
        let sue = litigation::Command::FileSuit(litigation::FileSuit { party });
        assert!(case.decide(sue).is_ok_and(|facts| !facts.is_empty()), "{}", story(case));
    }
    for purpose in HandOffPurpose::ALL {
        let court = department(COURT);
        let assemble = litigation::AssembleHandOff { court, purpose: *purpose };
        assert!(case.decide(litigation::Command::AssembleHandOff(assemble)).is_ok(), "{}", story(case));
    }
    for party in case.parties() {
        for hand_off in never_sent(case.entries()) {
            let send = litigation::SendHandOff { hand_off, by: vec![party] };
            assert!(case.decide(litigation::Command::SendHandOff(send)).is_ok(), "{}", story(case));
        }
    }
}

fn never_sent(entries: &[Entry]) -> Vec<u32> {
    let mut ready = Vec::new();
    for entry in entries {
        match &entry.event {
            Event::Litigation(LitigationEvent::HandOffAssembled(assembled)) => ready.push(assembled.hand_off),
            Event::Litigation(LitigationEvent::HandOffSent(sent)) => ready.retain(|number| *number != sent.hand_off),
            _ => {}
        }
    }
    ready
}

/// When the last fact set a session: since the last request everybody on both sides has agreed, nobody has refused, and
/// nobody has gone to court.
fn nobody_sits_in_a_session_against_its_will(case: &Play) {
    let entries = case.entries();
    let last = entries.last().map(|entry| &entry.event);
    if !matches!(last, Some(Event::Mediation(MediationEvent::SessionScheduled(_)))) {
        return;
    }
    let backwards = entries.iter().rev().map(|entry| &entry.event);
    let since: Vec<&Event> = backwards.take_while(|event| event.kind().name != "mediation.requested").collect();
    for party in both_sides(entries) {
        let agreed = |event: &&Event| matches!(event, Event::Mediation(MediationEvent::MediationConsented(fact)) if fact.party == party);
        assert!(since.iter().any(agreed), "{party} did not agree: {}", story(case));
    }
    let ends = ["mediation.refused", "mediation.terminated", "litigation.suit_chosen", "litigation.case_filed"];
    assert!(!since.iter().any(|event| ends.contains(&event.kind().name)), "{}", story(case));
}

/// When the last fact set a joint session, or held one with both sides: violence that was found is met with a protection
/// order and a report; that none was found was found after the last sign of it, and in the dispute as it is now.
fn nobody_faces_violence_at_one_table(case: &Play) {
    let entries = case.entries();
    if !brings_together(entries) {
        return;
    }
    let asked = entries.iter().rposition(|entry| screening(entry).is_some());
    let (before, since) = entries.split_at(asked.unwrap_or(0));
    let family = kind(entries).is_some_and(|kind| testkit::rulebook().screens(kind));
    let safe = match asked.and_then(|at| entries.get(at)).and_then(screening) {
        Some(found) if found.finding != ViolenceFinding::Absent => found.protection_order_shown && found.reported,
        Some(_) => !feared(since) && (!family || kind(before) == kind(entries)),
        None => !feared(entries) && !family,
    };
    assert!(safe, "{}", story(case));
}

fn brings_together(entries: &[Entry]) -> bool {
    match entries.last().map(|entry| &entry.event) {
        Some(Event::Mediation(MediationEvent::SessionScheduled(set))) => set.setting != Some(SessionSetting::Separate),
        Some(Event::Mediation(MediationEvent::SessionHeld(held))) => {
            let known = parties(entries);
            let came = |role| known.iter().any(|party| party.role == role && held.attended.contains(&party.id));
            came(PartyRole::Applicant) && came(PartyRole::Respondent)
        }
        _ => false,
    }
}

fn screening(entry: &Entry) -> Option<&ViolenceScreened> {
    match &entry.event {
        Event::Mediation(MediationEvent::ViolenceScreened(fact)) => Some(fact),
        _ => None,
    }
}

fn feared(entries: &[Entry]) -> bool {
    let sign = |entry: &Entry| matches!(&entry.event, Event::Intake(IntakeEvent::UrgentRiskReported(fact)) if fact.risk == UrgentRisk::DomesticViolence);
    entries.iter().any(sign)
}

/// The type of the dispute, as it was said last.
fn kind(entries: &[Entry]) -> Option<&Code> {
    entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Triage(TriageEvent::CaseClassified(fact)) => Some(&fact.dispute_type),
        _ => None,
    })
}

fn both_sides(entries: &[Entry]) -> Vec<timeline::PartyId> {
    let sides = parties(entries).into_iter().filter(|party| party.role != PartyRole::ThirdParty);
    sides.map(|party| party.id).collect()
}

fn parties(entries: &[Entry]) -> Vec<Party> {
    let mut parties = Vec::new();
    for entry in entries {
        match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(registered)) => parties.extend(registered.parties.clone()),
            Event::Intake(IntakeEvent::PartyAdded(added)) => parties.push(added.party.clone()),
            Event::Intake(IntakeEvent::PartyCorrected(fact)) => {
                parties
                    .iter_mut()
                    .filter(|party| party.id == fact.party.id)
                    .for_each(|party| *party = fact.party.clone());
            }
            Event::Intake(IntakeEvent::PartyRemoved(fact)) => parties.retain(|party| party.id != fact.party),
            _ => {}
        }
    }
    parties
}

/// Segments follow each other without gap or overlap while the case is open, there is none while it is closed, and the
/// department is the last that signed and did not hand back, found by reading the facts backwards.
fn one_holder_at_each_instant(case: &Play) {
    let entries = case.entries();
    let closed = entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Triage(TriageEvent::CaseClosed(_)) => Some(true),
        Event::Triage(TriageEvent::CaseReopened(_)) => Some(false),
        _ => None,
    });
    let mut fold = Custody::default();
    entries.iter().for_each(|entry| {
        fold.apply(entry);
    });
    match fold.holder() {
        None => assert_eq!(closed, Some(true), "{}", story(case)),
        Some(holder) => {
            assert_ne!(closed, Some(true), "{}", story(case));
            if let Holder::Department(code) = holder {
                assert_eq!(code, last_signed(entries), "{}", story(case));
            }
        }
    }
    let segments = custody(entries);
    assert_eq!(segments.first().map(|segment| segment.from), entries.first().map(|entry| entry.recorded_at));
    for pair in segments.windows(2) {
        let [before, after] = pair else { continue };
        let until = before.until.expect("only the last segment lasts");
        let began = entries.iter().find(|entry| entry.id() == after.by).map(|entry| &entry.event);
        let reopened = matches!(began, Some(Event::Triage(TriageEvent::CaseReopened(_))));
        assert!(until == after.from || (reopened && until <= after.from), "{}", story(case));
    }
}

fn last_signed(entries: &[Entry]) -> &timeline::DepartmentCode {
    let mut returned = Vec::new();
    for entry in entries.iter().rev() {
        match &entry.event {
            Event::Triage(TriageEvent::AssignmentReturned(fact)) => returned.push(fact.assignment),
            Event::Triage(TriageEvent::AssignmentReceived(fact)) if !returned.contains(&fact.assignment) => {
                return &fact.by;
            }
            _ => {}
        }
    }
    &entries.first().expect("a registered case").meta.department
}

/// Nothing the litigation desk records holds anything of a session's record, and the record of a session does: the
/// checker would see it.
fn what_is_said_in_a_session_stays_there(case: &Play) {
    let Some(entry) = case.entries().last() else { return };
    let kind = entry.event.kind().name;
    if kind.starts_with("litigation.") || kind == "mediation.session_held" {
        let (_, body) = codec::encode(&entry.meta, &entry.event).expect("a fact of today");
        let record = testkit::cast::sealed(CONCESSION);
        let record = serde_json::to_value(&record).expect("a value");
        let stored = record.get("b").and_then(serde_json::Value::as_str).expect("bytes");
        let holds_it = String::from_utf8(body).expect("JSON").contains(stored);
        assert_eq!(holds_it, kind == "mediation.session_held", "{}", story(case));
    }
}

/// The generator reaches what matters: every fact, and most refusals.
fn the_cases_were_interesting(answers: &BTreeMap<String, u64>) {
    let of_cases = Event::catalogue().map(|line| line.kind.name).filter(|name| !cannot_come(name));
    let unreached: Vec<&str> = of_cases.filter(|name| !answers.contains_key(*name)).collect();
    assert!(unreached.is_empty(), "no case came to {unreached:?}: {answers:#?}");
}

/// Visits, enquiries and accounts are no part of a case, and accusations lie in a log of their own; a play, whose channel is
/// a window, has nothing to confirm, and nobody in it speaks by the code of a receipt.
fn cannot_come(name: &str) -> bool {
    const OWN: &[&str] =
        &["intake.visit_recorded", "intake.visitor_guided", "intake.enquiry_answered", "intake.registration_confirmed"];
    const NOT_PLAYED: &[&str] = &["registry.", "petition.", "oversight."];
    NOT_PLAYED.iter().any(|desk| name.starts_with(desk)) || OWN.contains(&name)
}

fn story(case: &Play) -> String {
    let seed = case.entries().first().map_or(0, |entry| entry.stream.uuid().as_u128() - 1);
    let facts: Vec<&str> = case.entries().iter().map(|entry| entry.event.kind().name).collect();
    format!("seed {seed}: {facts:#?}")
}

#[test]
fn a_command_is_asked_with_its_name_and_reads_back() {
    fn check<C: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(command: &C, name: &str) {
        let body = serde_json::to_value(command).expect("a body");
        assert_eq!(body.get("command").and_then(serde_json::Value::as_str), Some(name));
        assert_eq!(&serde_json::from_value::<C>(body).expect("a command"), command);
    }
    let (mut random, mut case) = (Random::of(1), Play::new(1));
    for _ in 0..2_000 {
        let asked = random_command(&mut random, &mut case);
        match &asked {
            Ask::Intake(command) => check(command, command.name()),
            Ask::Triage(command) => check(command, command.name()),
            Ask::Mediation(command) => check(command, command.name()),
            Ask::Litigation(command) => check(command, command.name()),
        }
        asked.of(&mut case).ok();
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let tell = |seed| {
        let mut random = Random::of(seed);
        let mut case = Play::new(seed);
        let asked: Vec<Ask> = (0..COMMANDS)
            .map(|_| {
                let command = random_command(&mut random, &mut case);
                command.clone().of(&mut case).ok();
                command
            })
            .collect();
        (asked, case.entries().to_vec())
    };
    assert_eq!(tell(42), tell(42));
    assert_ne!(tell(42), tell(43));
}
