//! Days are counted as the law counts them, by the calendar the State Council published.

use jiff::civil::{Date, date};
use rules::Length::{Days, WorkingDays, Years};
use rules::{Due, Length, Pause, Rulebook};
use timeline::MediationKind;

/// What is counted, from which day, and the last day it has.
type Row = (&'static str, Length, Date, Date);

/// Computed by hand from the published calendars: days off, and weekends that are worked.
const GOLDEN: &[Row] = &[
    ("objection to a transfer", WorkingDays(5), date(2025, 9, 26), date(2025, 10, 10)),
    ("medical mediation", WorkingDays(30), date(2026, 2, 9), date(2026, 3, 27)),
    ("a mediator confirms online", WorkingDays(3), date(2026, 2, 13), date(2026, 2, 25)),
    ("a consumer's complaint", WorkingDays(7), date(2024, 9, 12), date(2024, 9, 24)),
    ("reconsideration is examined", WorkingDays(5), date(2026, 4, 30), date(2026, 5, 11)),
    ("a petition is handled", Days(60), date(2026, 8, 5), date(2026, 10, 8)),
    ("judicial confirmation", Days(30), date(2025, 9, 5), date(2025, 10, 9)),
    ("labour mediation", Days(15), date(2025, 1, 14), date(2025, 2, 5)),
    ("a working Saturday", Days(30), date(2026, 1, 29), date(2026, 2, 28)),
    ("a working Sunday", Days(15), date(2025, 9, 13), date(2025, 9, 28)),
    ("every working day of 2024", WorkingDays(251), date(2023, 12, 31), date(2024, 12, 31)),
    ("every working day of 2025", WorkingDays(248), date(2024, 12, 31), date(2025, 12, 31)),
    ("every working day of 2026", WorkingDays(248), date(2025, 12, 31), date(2026, 12, 31)),
    ("a year from the 29th", Years(1), date(2024, 2, 29), date(2025, 2, 28)),
    ("two years, to a day off", Years(2), date(2024, 10, 5), date(2026, 10, 8)),
];

#[test]
fn every_golden_date_is_met() {
    let book = Rulebook::demo();
    for (what, length, from, until) in GOLDEN {
        assert_eq!(book.period(*from, *length), Some(Due::firm(*until)), "{what}");
    }
}

#[test]
fn beyond_the_published_calendar_a_last_day_is_provisional() {
    let book = Rulebook::demo();
    let due = |from, length| book.period(from, length).map(|due| (due.on, due.provisional));
    let eve = date(2026, 12, 24);
    assert_eq!(due(eve, WorkingDays(5)), Some((date(2026, 12, 31), false)));
    assert_eq!(due(eve, WorkingDays(6)), Some((date(2027, 1, 1), true)), "a Friday, until somebody says it is off");
    assert_eq!(due(eve, Days(7)), Some((date(2026, 12, 31), false)));
    assert_eq!(due(eve, Days(16)), Some((date(2027, 1, 11), true)), "behind a weekend");
    assert_eq!(due(eve, Years(2)), Some((date(2028, 12, 25), true)));
}

fn until(kind: MediationKind, began_on: Date, appraisals: &[Pause], today: Date) -> Option<(Date, bool)> {
    Rulebook::demo().mediation_until((kind, began_on), appraisals, today).map(|due| (due.on, due.provisional))
}

#[test]
fn a_kind_of_mediation_has_the_days_its_own_law_gives_it() {
    let until = |kind, began_on| until(kind, began_on, &[], began_on);
    assert_eq!(until(MediationKind::Labour, date(2025, 1, 14)), Some((date(2025, 2, 5), false)));
    assert_eq!(until(MediationKind::Medical, date(2026, 2, 9)), Some((date(2026, 3, 27), false)));
    assert_eq!(until(MediationKind::Judicial, date(2026, 1, 29)), Some((date(2026, 2, 28), false)));
    assert_eq!(until(MediationKind::Peoples, date(2026, 2, 9)), None);
}

#[test]
fn the_time_of_an_appraisal_is_not_counted_where_the_law_says_so() {
    let (began, asked, came) = (date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 20));
    let done = [Pause { from: asked, until: Some(came) }];
    // Thirty working days from Monday 2 March end on 14 April, as Qingming is off; ten of them were the expert's.
    assert_eq!(until(MediationKind::Medical, began, &[], began), Some((date(2026, 4, 14), false)));
    assert_eq!(until(MediationKind::Medical, began, &done, came), Some((date(2026, 4, 28), false)));
    let twice = [done, [Pause { from: date(2026, 3, 10), until: Some(date(2026, 3, 12)) }]].concat();
    assert_eq!(until(MediationKind::Medical, began, &twice, came), Some((date(2026, 4, 28), false)), "counted once");
    assert_eq!(until(MediationKind::Judicial, began, &done, came), Some((date(2026, 4, 15), false)));
    assert_eq!(until(MediationKind::Labour, began, &done, came), Some((date(2026, 3, 17), false)), "it says nothing");
}

#[test]
fn while_an_appraisal_goes_on_the_last_day_moves_with_it() {
    let (began, asked) = (date(2026, 3, 2), date(2026, 3, 6));
    let goes_on = [Pause { from: asked, until: None }];
    let seen = |today| until(MediationKind::Medical, began, &goes_on, today);
    assert_eq!(seen(asked), Some((date(2026, 4, 14), true)));
    assert_eq!(seen(date(2026, 3, 20)), Some((date(2026, 4, 28), true)));
    let too_late = [Pause { from: date(2026, 4, 14), until: None }];
    let over = until(MediationKind::Medical, began, &too_late, date(2026, 5, 20));
    assert_eq!(over, Some((date(2026, 4, 14), false)), "what was used up does not come back");
}

#[test]
fn what_is_kept_and_what_is_kept_no_longer_are_one_rule() {
    let book = Rulebook::demo();
    let mut today = date(2035, 12, 25);
    while today < date(2061, 3, 5) {
        let before = book.kept_no_longer(today);
        let is_kept = |closed_on: Date| book.kept_until(closed_on) >= today;
        assert!(is_kept(before) && !is_kept(before.yesterday().unwrap()), "{today}");
        today = today.tomorrow().unwrap();
    }
}
