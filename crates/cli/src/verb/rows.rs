//! Rows of a view, all of them, and as text; and the moments they can be asked for.

use center::{Replayed, Until};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use timeline::{Query, ROWS_MAX, Rows};

use super::beside::Beside;
use crate::say::{plain, table};
use crate::trouble::Trouble;

/// The county's time zone: a date without a time means the end of that day there.
const ZONE: &str = "Asia/Shanghai";

/// A position or a time on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The end of a commit.
    Position(u64),
    /// An instant.
    Time(Timestamp),
}

impl std::str::FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(position) = text.parse() {
            return Ok(Moment::Position(position));
        }
        instant(text).map(Moment::Time)
    }
}

impl Moment {
    /// Everything that was known then.
    pub(crate) fn known(self) -> Until {
        match self {
            Moment::Position(position) => Until::Position(position),
            Moment::Time(time) => Until::KnownAt(time),
        }
    }
}

/// Reads an instant, or a date, which means its end.
pub(crate) fn instant(text: &str) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse() {
        return Ok(time);
    }
    let end =
        |date: Date| Some(date.tomorrow().ok()?.in_tz(ZONE).ok()?.timestamp() - jiff::SignedDuration::from_micros(1));
    text.parse().ok().and_then(end).ok_or_else(|| {
        "需要位置、时间或日期，如 1200、2026-11-22T09:30:00Z、2026-11-22 / a position, a time or a date is wanted, such as \
         1200, 2026-11-22T09:30:00Z, 2026-11-22"
            .to_owned()
    })
}

/// All rows of a view that the query matches, page after page.
pub(crate) fn all(beside: &Beside, replayed: &Replayed, name: &str, query: &Query) -> Result<Rows, Trouble> {
    let mut query = Query { limit: Some(ROWS_MAX), ..query.clone() };
    let mut gathered: Option<Rows> = None;
    loop {
        let mut page = beside.rows(replayed, name, &query)?;
        query.after = page.next.take();
        match &mut gathered {
            Some(rows) => rows.rows.append(&mut page.rows),
            None => gathered = Some(page),
        }
        if query.after.is_none() {
            return Ok(gathered.unwrap_or_default());
        }
    }
}

/// Rows for a person: one line each, with the fields the first row has.
pub(crate) fn lines(rows: &[Value]) -> String {
    let Some(first) = rows.first().and_then(Value::as_object) else { return "（空 / none）".to_owned() };
    let names: Vec<&String> = first.keys().collect();
    let cell = |row: &Value, name: &String| plain(row.get(name).unwrap_or(&Value::Null));
    let of = |row: &Value| [names.iter().map(|name| cell(row, name)).collect::<Vec<_>>().join("  ")];
    let heading = names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("  ");
    table([heading.as_str()], rows.iter().map(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_means_the_end_of_that_day_in_the_county() {
        assert_eq!(instant("2026-11-22"), Ok("2026-11-22T15:59:59.999999Z".parse().expect("a time")));
        assert_eq!("42".parse(), Ok(Moment::Position(42)));
        assert!("yesterday".parse::<Moment>().is_err());
    }
}
