//! The number a case is known by: （2026）矛调字第00123号, for typing and file names `YD-2026-00123-6`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The year and the running number of a case in its center.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber {
    year: u16,
    serial: u32,
}

/// Why a text is no case number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseNumberError {
    /// Not of the form `YD-2026-00123-6`.
    #[error("a case number looks like YD-2026-00123-6")]
    Form,
    /// The last digit does not belong to the others: a typing error.
    #[error("the check digit of this case number is {expected}: look for a typing error")]
    CheckDigit {
        /// The digit that belongs there.
        expected: u32,
    },
}

impl CaseNumber {
    /// The `serial`-th case of a year.
    #[must_use]
    pub const fn new(year: u16, serial: u32) -> Self {
        Self { year, serial }
    }

    /// The year of registration.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The running number in that year, from 1.
    #[must_use]
    pub const fn serial(self) -> u32 {
        self.serial
    }

    /// As it stands on documents: （2026）矛调字第00123号.
    #[must_use]
    pub fn formal(self) -> String {
        format!("（{}）矛调字第{:05}号", self.year, self.serial)
    }

    /// Luhn (ISO/IEC 7812-1) over year and serial: finds every wrong digit and nearly every swap of two neighbours.
    fn check_digit(self) -> u32 {
        let digits = format!("{:04}{:05}", self.year, self.serial);
        let sum: u32 = digits
            .chars()
            .rev()
            .filter_map(|digit| digit.to_digit(10))
            .enumerate()
            .map(|(at, digit)| if at % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
            .sum();
        (10 - sum % 10) % 10
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "YD-{:04}-{:05}-{}", self.year, self.serial, self.check_digit())
    }
}

impl fmt::Debug for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for CaseNumber {
    type Err = CaseNumberError;

    fn from_str(text: &str) -> Result<Self, CaseNumberError> {
        let parts: Vec<&str> = text.split('-').collect();
        let [prefix, year, serial, check] = parts[..] else { return Err(CaseNumberError::Form) };
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        if !prefix.eq_ignore_ascii_case("yd")
            || year.len() != 4
            || serial.len() < 5
            || check.len() != 1
            || ![year, serial, check].iter().all(|part| digits(part))
        {
            return Err(CaseNumberError::Form);
        }
        let number = CaseNumber {
            year: year.parse().map_err(|_| CaseNumberError::Form)?,
            serial: serial.parse().map_err(|_| CaseNumberError::Form)?,
        };
        let expected = number.check_digit();
        if check.parse() == Ok(expected) { Ok(number) } else { Err(CaseNumberError::CheckDigit { expected }) }
    }
}

impl TryFrom<String> for CaseNumber {
    type Error = CaseNumberError;

    fn try_from(text: String) -> Result<Self, CaseNumberError> {
        text.parse()
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> String {
        number.to_string()
    }
}

impl JsonSchema for CaseNumber {
    fn schema_name() -> Cow<'static, str> {
        "CaseNumber".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^YD-[0-9]{4}-[0-9]{5,}-[0-9]$", "example": "YD-2026-00123-6" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_and_finds_typing_errors() {
        let number = CaseNumber::new(2026, 123);
        let text = number.to_string();
        assert_eq!(text.parse(), Ok(number));
        assert_eq!(number.formal(), "（2026）矛调字第00123号");
        for (at, digit) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            let other = if digit == '9' { '0' } else { char::from(digit as u8 + 1) };
            let mut wrong = text.clone();
            wrong.replace_range(at..=at, &other.to_string());
            assert!(wrong.parse::<CaseNumber>().is_err(), "{wrong}");
        }
        assert_eq!("YD-2026-123-7".parse::<CaseNumber>(), Err(CaseNumberError::Form));
    }
}
