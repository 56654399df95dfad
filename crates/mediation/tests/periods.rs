//! The period of a mediation ends on the day the law and the calendar say, and not before.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use jiff::Timestamp;
use jiff::civil::{Date, date};
use mediation::{Command, ExtendMediation, Mediation, Refusal, State, TerminateMediation};
use rules::Due;
use testkit::cast::{APPLICANT, CASE, RESPONDENT, sealed};
use testkit::facts::{appointed, consented, registered};
use testkit::{desk_meta, entries, rulebook};
use timeline::{
    AppraisalAbandoned, AppraisalCommissioned, AppraisalReceived, Decider, Desk, Event, MediationEvent, MediationKind,
    MediationRequested, TerminationReason,
};

fn noon(day: Date) -> Timestamp {
    rules::start_of(day) + jiff::SignedDuration::from_hours(12)
}

fn fact(fact: impl Into<MediationEvent>) -> Event {
    Event::Mediation(fact.into())
}

/// A mediation of this kind that began on this day, and what happened in it on which days.
fn mediated(kind: MediationKind, began_on: Date, more: impl IntoIterator<Item = (Date, Event)>) -> State {
    let asked = fact(MediationRequested { kind, by: Some(APPLICANT) });
    let begun = [registered(), asked, consented(APPLICANT), consented(RESPONDENT), appointed()];
    let (days, facts): (Vec<Date>, Vec<Event>) = begun.map(|fact| (began_on, fact)).into_iter().chain(more).unzip();
    let mut state = State::default();
    for (mut entry, day) in entries(facts).into_iter().zip(days) {
        entry.meta.occurred_at = noon(day);
        Mediation::evolve(&mut state, &entry);
    }
    state
}

/// What comes of a command that is given on this day.
fn asked(state: &State, command: Command, day: Date) -> Result<Vec<MediationEvent>, Refusal> {
    let (meta, now) = (desk_meta(noon(day)), noon(day));
    Mediation::decide(state, command, &Desk { stream: CASE.into(), now, meta: &meta, rulebook: rulebook() })
}

fn over() -> Command {
    Command::TerminateMediation(TerminateMediation { reason: TerminationReason::PeriodOver })
}

/// It is over the day after this one, and no day sooner.
fn lasts_until(state: &State, last: Date) {
    assert_eq!(asked(state, over(), last), Err(Refusal::PeriodNotOver { until: last }));
    assert!(asked(state, over(), last.tomorrow().unwrap()).is_ok(), "{last}");
    let more = |until| Command::ExtendMediation(ExtendMediation { until, agreed_by: vec![APPLICANT, RESPONDENT] });
    let before = last.yesterday().unwrap();
    assert_eq!(asked(state, more(last), before), Err(Refusal::NotLater { date: last }));
    assert!(asked(state, more(last.tomorrow().unwrap()), before).is_ok(), "{last}");
}

#[test]
fn each_kind_ends_on_its_golden_date() {
    for (kind, began_on, last) in [
        (MediationKind::Labour, date(2025, 1, 14), date(2025, 2, 5)),
        (MediationKind::Medical, date(2026, 2, 9), date(2026, 3, 27)),
        (MediationKind::Judicial, date(2026, 1, 29), date(2026, 2, 28)),
        (MediationKind::Traffic, date(2026, 9, 20), date(2026, 9, 30)),
        (MediationKind::Traffic, date(2026, 9, 25), date(2026, 10, 8)),
    ] {
        lasts_until(&mediated(kind, began_on, []), last);
    }
}

fn commissioned(appraisal: u32) -> Event {
    let (expert, to_appraise) = (sealed("某鉴定所"), sealed("因果关系"));
    fact(AppraisalCommissioned { appraisal, expert, to_appraise, expected_on: None })
}

fn received(appraisal: u32) -> Event {
    fact(AppraisalReceived { appraisal, finding: sealed("有因果关系") })
}

#[test]
fn what_an_expert_takes_is_not_held_against_a_medical_mediation() {
    let began_on = date(2026, 3, 2);
    let appraised = |kind| {
        let more = [(date(2026, 3, 6), commissioned(1)), (date(2026, 3, 20), received(1))];
        mediated(kind, began_on, more)
    };
    lasts_until(&mediated(MediationKind::Medical, began_on, []), date(2026, 4, 14));
    lasts_until(&appraised(MediationKind::Medical), date(2026, 4, 28));
    lasts_until(&appraised(MediationKind::Labour), date(2026, 3, 17));
    let given_up = (date(2026, 3, 20), fact(AppraisalAbandoned { appraisal: 1 }));
    let given_up = mediated(MediationKind::Medical, began_on, [(date(2026, 3, 6), commissioned(1)), given_up]);
    lasts_until(&given_up, date(2026, 4, 28));
}

#[test]
fn no_period_is_over_while_an_expert_is_at_work() {
    let waiting = mediated(MediationKind::Medical, date(2026, 3, 2), [(date(2026, 3, 6), commissioned(1))]);
    let today = date(2026, 5, 20);
    let last = waiting.lasts_until(rulebook(), today).unwrap();
    assert!(last.provisional && last.on > today);
    assert_eq!(asked(&waiting, over(), today), Err(Refusal::PeriodNotOver { until: last.on }));
}

#[test]
fn a_last_day_nobody_has_published_the_calendar_for_is_provisional_and_an_agreed_one_is_not() {
    let today = date(2026, 12, 10);
    let by_law = mediated(MediationKind::Judicial, today, []);
    let last = Due { on: date(2027, 1, 11), provisional: true };
    assert_eq!(by_law.lasts_until(rulebook(), today), Some(last));
    let until = date(2027, 1, 20);
    let more = timeline::MediationExtended { until, agreed_by: vec![APPLICANT, RESPONDENT] };
    let agreed = mediated(MediationKind::Judicial, today, [(today, fact(more))]);
    assert_eq!(agreed.lasts_until(rulebook(), today), Some(Due::firm(until)));
}
