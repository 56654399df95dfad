//! What came in on the last days: cases, visits and enquiries, by desk, window and channel.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{Channel, DepartmentCode, Entry, Event, IntakeEvent, WindowCode};

/// Days before the newest one that are kept: two weeks show whether a Monday is like other Mondays.
const DAYS_KEPT: i64 = 14;

/// China has one time and no summer time.
const WALL: Offset = Offset::constant(8);

/// On which day, at which desk and window, through which channel.
type Door = (Date, DepartmentCode, Option<WindowCode>, Channel);

/// The counts, oldest day first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Arrivals(Vec<(Door, Came)>);

/// What came through one door on one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Came {
    cases: u64,
    visits: u64,
    enquiries: u64,
}

impl Arrivals {
    /// Counts what comes in; other facts are no arrivals.
    pub(super) fn note(&mut self, entry: &Entry) {
        let Event::Intake(fact) = &entry.event else { return };
        let count = match fact {
            IntakeEvent::CaseRegistered(_) => |came: &mut Came| came.cases += 1,
            IntakeEvent::VisitRecorded(_) => |came: &mut Came| came.visits += 1,
            IntakeEvent::EnquiryAnswered(_) => |came: &mut Came| came.enquiries += 1,
            _ => return,
        };
        let day = day_of(entry.recorded_at);
        let meta = &entry.meta;
        let same =
            |door: &Door| door.0 == day && door.1 == meta.department && door.2 == meta.window && door.3 == meta.channel;
        // The door is most often one of the last.
        if let Some((_, came)) = self.0.iter_mut().rev().find(|(door, _)| same(door)) {
            return count(came);
        }
        if self.0.last().is_none_or(|((newest, ..), _)| *newest < day) {
            self.forget(day);
        }
        let mut came = Came::default();
        count(&mut came);
        self.0.push(((day, meta.department.clone(), meta.window.clone(), meta.channel), came));
    }

    fn forget(&mut self, newest: Date) {
        let oldest = newest.saturating_sub(SignedDuration::from_hours(24 * DAYS_KEPT));
        self.0.retain(|((day, ..), _)| *day > oldest);
    }

    /// Newest day first, of one desk or of all.
    pub(super) fn write(&self, department: Option<&DepartmentCode>) -> Value {
        let of_desk = |(door, _): &&(Door, Came)| department.is_none_or(|wanted| door.1 == *wanted);
        let doors: BTreeMap<_, _> = self.0.iter().filter(of_desk).map(|(door, came)| (door, came)).collect();
        let line = |(door, came): (&Door, &Came)| {
            let ((day, department, window, channel), Came { cases, visits, enquiries }) = (door, came);
            json!({
                "day": day, "department": department, "window": window, "channel": channel, "cases": cases,
                "visits": visits, "enquiries": enquiries,
            })
        };
        doors.into_iter().rev().map(line).collect()
    }
}

fn day_of(at: Timestamp) -> Date {
    WALL.to_datetime(at).date()
}
