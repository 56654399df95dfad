//! What a day of looks says, and that a curious colleague stands out of a month of ordinary work (reliability, A12).
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use access::{Action, Actor, Basis, Look, Mask, Outcome, Relation, Role, Signal, Viewer, Watched, watched};
use jiff::{SignedDuration, Timestamp};
use rules::{Rulebook, WatchRule};
use timeline::{ActorId, DepartmentCode, StreamId};
use uuid::Uuid;

/// Nine in the morning, in China.
const MORNING: &str = "2026-11-02T01:00:00Z";
/// People at work, one of whom snoops.
const STAFF: u64 = 50;
/// Days they are watched.
const DAYS: u64 = 30;

fn rule() -> WatchRule {
    Rulebook::demo().watch().cloned().unwrap()
}

fn actor(id: u64) -> Actor {
    Actor {
        id: ActorId::parse(&format!("clerk-{id}")).unwrap(),
        department: DepartmentCode::parse("center").unwrap(),
        role: Role::WindowClerk,
    }
}

fn at(minutes: u64) -> Timestamp {
    MORNING.parse::<Timestamp>().unwrap() + SignedDuration::from_mins(i64::try_from(minutes).unwrap())
}

fn case(number: u64) -> StreamId {
    StreamId::new(Uuid::from_u128(u128::from(number)))
}

fn look(who: u64, minutes: u64, of: u64, relation: Relation) -> Look {
    let viewer = Viewer { mask: Mask::Full, relation, ..Viewer::STRANGER };
    Look { stream: Some(case(of)), ..Look::shown(at(minutes), &actor(who), Action::ReadCase, &viewer) }
}

fn nobody(_: StreamId) -> Vec<u64> {
    Vec::new()
}

fn signal(watched: &Watched, signal: Signal) -> u32 {
    watched.signals.iter().find(|seen| seen.signal == signal).map_or(0, |seen| seen.count)
}

#[test]
fn each_signal_is_counted_by_what_it_is_about() {
    let mut looks = vec![
        look(1, 0, 1, Relation::Own),
        look(1, 1, 2, Relation::Involved),
        look(1, 2, 2, Relation::Involved),
        look(1, 3, 3, Relation::None),
        look(1, 13 * 60, 4, Relation::Own),
    ];
    looks.push(Look { basis: Basis::Reveal, ..look(1, 5, 5, Relation::Own) });
    looks.push(Look { basis: Basis::Reveal, ..look(1, 64, 6, Relation::Own) });
    looks.push(Look { basis: Basis::Reveal, ..look(1, 65, 7, Relation::Own) });
    looks.push(Look { basis: Basis::Challenge, ..look(1, 66, 8, Relation::Own) });
    looks.push(Look::denied(at(7), &actor(1), Action::ReadCase, Outcome::Missing));
    let list = watched(&looks, &rule(), &|case| if case.uuid().as_u128() == 9 { Vec::new() } else { vec![1] });
    let [one] = &list[..] else { panic!("{list:?}") };
    assert_eq!((one.looks, one.cases), (10, 8));
    let counted: Vec<u32> = Signal::ALL.iter().map(|which| signal(one, *which)).collect();
    assert_eq!(counted, [2, 1, 2, 2, 1, 1]);
}

#[test]
fn an_alarm_needs_more_than_is_usual() {
    let rule = rule();
    let reveals = |count: u32| -> Vec<Look> {
        (0..count).map(|n| Look { basis: Basis::Reveal, ..look(1, 0, u64::from(n), Relation::Own) }).collect()
    };
    assert!(!watched(&reveals(rule.reveals_per_hour), &rule, &nobody)[0].alarm);
    assert!(watched(&reveals(rule.reveals_per_hour + 1), &rule, &nobody)[0].alarm);
}

#[test]
fn a_list_shown_to_an_auditor_under_pseudonyms_is_nothing_personal() {
    let viewer = Viewer { mask: Mask::Pseudonym, ..Viewer::STRANGER };
    let looks = [Look { stream: Some(case(1)), ..Look::shown(at(0), &actor(1), Action::ReadCase, &viewer) }];
    assert_eq!(watched(&looks, &rule(), &nobody)[0].signals, []);
}

/// A sequence of numbers that is the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// An ordinary day: own cases again and again, now and then a colleague's, a wrong number, a late hour.
fn ordinary(dice: &mut Dice, who: u64, day: u64) -> Vec<Look> {
    let mut looks = Vec::new();
    for _ in 0..20 + dice.below(40) {
        let minutes = dice.below(9 * 60);
        let (of, relation) = match dice.below(12) {
            0 => (dice.below(10_000), Relation::Involved),
            _ => (who * 1_000 + dice.below(30), Relation::Own),
        };
        let basis = if dice.below(10) == 0 { Basis::Reveal } else { Basis::Duty };
        looks.push(Look { basis, ..look(who, day * 24 * 60 + minutes, of, relation) });
    }
    if dice.below(8) == 0 {
        looks.push(Look::denied(at(day * 24 * 60), &actor(who), Action::ReadCase, Outcome::Missing));
    }
    if dice.below(10) == 0 {
        looks.push(look(who, day * 24 * 60 + 12 * 60, who * 1_000, Relation::Own));
    }
    looks
}

/// The same, and beside it a neighbour, an ex-spouse and whoever was in the newspaper: a few looks a day, in the evening
/// rather, each with a reason that sounds well.
fn snooping(dice: &mut Dice, who: u64, day: u64) -> Vec<Look> {
    let mut looks = ordinary(dice, who, day);
    for nth in 0..3 + dice.below(3) {
        let minutes = day * 24 * 60 + 11 * 60 + nth;
        looks.push(Look { basis: Basis::Reveal, ..look(who, minutes, 20_000 + nth, Relation::Involved) });
    }
    looks
}

fn place_of_snooper(seed: u64) -> Vec<usize> {
    let (mut dice, rule) = (Dice(seed), rule());
    let snooper = dice.below(STAFF);
    let person = |case: StreamId| if case.uuid().as_u128() >= 20_000 { vec![7] } else { Vec::new() };
    let day = |day| {
        let of = |who| {
            if who == snooper { snooping(&mut dice, who, day) } else { ordinary(&mut dice, who, day) }
        };
        let looks: Vec<Look> = (0..STAFF).flat_map(of).collect();
        let list = watched(&looks, &rule, &person);
        list.iter().position(|one| one.actor == actor(snooper).id).unwrap()
    };
    (0..DAYS).map(day).collect()
}

#[test]
fn a_curious_colleague_is_among_the_first_three_on_every_list_of_a_month() {
    for seed in 1..=20 {
        let places = place_of_snooper(seed);
        assert!(places.iter().all(|place| *place < 3), "seed {seed}: {places:?}");
    }
}
