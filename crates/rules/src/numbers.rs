//! Numbers people and organisations are known by, checked for typing errors. A check advises and never refuses: numbers of
//! abolished counties stay in use for life, and somebody without any number is registered like everybody else.

use jiff::civil::{Date, date};
use timeline::{AgeBand, NumberCheck};

/// Weights of the 17 digits before the check digit (GB 11643-1999).
const IDENTITY_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check digit for each remainder by 11 (GB 11643-1999).
const IDENTITY_CHECKS: &[u8; 11] = b"10X98765432";

/// Characters of a unified social credit code, each worth its place: no I, O, S, V, Z (GB 32100-2015).
const ORGANISATION_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of the 17 characters before the check character (GB 32100-2015).
const ORGANISATION_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Service numbers a call can come from: police, hotline, legal advice, consumers, health, wages.
const SHORT_NUMBERS: &[&str] = &["110", "119", "120", "122", "12345", "12348", "12315", "12320", "12333"];

/// Checks the number of a resident (GB 11643-1999): form, day of birth, check digit. The area in front is not looked up.
#[must_use]
pub fn check_identity(text: &str) -> NumberCheck {
    let Some((digits, check)) = parts_of_identity(text) else { return NumberCheck::WrongForm };
    if born(&digits).is_none() {
        return NumberCheck::WrongDate;
    }
    let sum: u32 = digits.iter().zip(IDENTITY_WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    plausible_if(IDENTITY_CHECKS.get(sum as usize % 11) == Some(&check))
}

/// The day of birth in the number of a resident, if the number is plausible.
#[must_use]
pub fn birth_in_identity(text: &str) -> Option<Date> {
    let (digits, _) = parts_of_identity(text)?;
    if check_identity(text) == NumberCheck::Plausible { born(&digits) } else { None }
}

/// Checks the unified social credit code of an organisation (GB 32100-2015).
#[must_use]
pub fn check_organisation(text: &str) -> NumberCheck {
    let text = text.to_ascii_uppercase();
    let value = |byte: u8| ORGANISATION_ALPHABET.iter().position(|letter| *letter == byte);
    let values: Option<Vec<usize>> = text.bytes().map(value).collect();
    let Some((check, values)) = values.as_deref().and_then(<[usize]>::split_last).filter(|parts| parts.1.len() == 17)
    else {
        return NumberCheck::WrongForm;
    };
    let sum: usize = values.iter().zip(ORGANISATION_WEIGHTS).map(|(value, weight)| value * weight).sum();
    plausible_if((31 - sum % 31) % 31 == *check)
}

/// Checks a telephone number of the mainland: mobile, landline with or without its area, or a service number.
#[must_use]
pub fn check_phone(text: &str) -> NumberCheck {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '（' | '）')).collect();
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return NumberCheck::WrongForm;
    }
    let mobile =
        digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes().get(1), Some(b'0'..=b'2'));
    let landline = digits.starts_with('0') && (10..=12).contains(&digits.len());
    let local = !digits.starts_with(['0', '1']) && (7..=8).contains(&digits.len());
    if mobile || landline || local || SHORT_NUMBERS.contains(&digits) {
        NumberCheck::Plausible
    } else {
        NumberCheck::WrongForm
    }
}

/// How old somebody is on a day, as far as rules ask. A birthday counts from the day itself.
#[must_use]
pub fn age_band(born: Date, today: Date) -> AgeBand {
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    match today.year() - born.year() - i16::from(before_birthday) {
        ..14 => AgeBand::Child,
        14..18 => AgeBand::Minor,
        18..60 => AgeBand::Adult,
        60.. => AgeBand::Elderly,
    }
}

/// The 17 digits and the check character of an 18-character number.
fn parts_of_identity(text: &str) -> Option<([u8; 17], u8)> {
    let (check, digits) = text.as_bytes().split_last()?;
    let check = check.to_ascii_uppercase();
    let digits: [u8; 17] = digits.try_into().ok()?;
    let formed = digits.iter().all(u8::is_ascii_digit) && (check.is_ascii_digit() || check == b'X');
    formed.then(|| (digits.map(|digit| digit - b'0'), check))
}

fn born(digits: &[u8; 17]) -> Option<Date> {
    let [_, _, _, _, _, _, y1, y2, y3, y4, m1, m2, d1, d2, _, _, _] = digits.map(i16::from);
    let two = |tens: i16, ones: i16| i8::try_from(tens * 10 + ones).ok();
    let day = Date::new(y1 * 1000 + y2 * 100 + y3 * 10 + y4, two(m1, m2)?, two(d1, d2)?).ok()?;
    // Nobody alive was born before, and a year like 0000 is a typing error.
    (day >= date(1880, 1, 1)).then_some(day)
}

const fn plausible_if(matches: bool) -> NumberCheck {
    if matches { NumberCheck::Plausible } else { NumberCheck::WrongCheckDigit }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// None of these belongs to anybody: area 990101 does not exist, and the others are the examples of the standard.
    #[test]
    fn the_number_of_a_resident_is_checked_for_typing_errors() {
        for (number, expected) in [
            ("11010519491231002X", NumberCheck::Plausible),
            ("11010519491231002x", NumberCheck::Plausible),
            ("440524188001010014", NumberCheck::Plausible),
            ("110105194912310020", NumberCheck::WrongCheckDigit),
            ("11010519491232002X", NumberCheck::WrongDate),
            ("110105194902300023", NumberCheck::WrongDate),
            ("110105491231002", NumberCheck::WrongForm),
            ("1101051949123100２X", NumberCheck::WrongForm),
            ("", NumberCheck::WrongForm),
        ] {
            assert_eq!(check_identity(number), expected, "{number}");
        }
    }

    /// Numbers are given for life: a county that was abolished, or never was, is no reason to doubt one.
    #[test]
    fn an_abolished_county_is_no_error() {
        for area in ["512301", "321027", "990101"] {
            let digits = format!("{area}19900101001");
            let number = (b'0'..=b'9').chain([b'X']).map(|check| format!("{digits}{}", char::from(check)));
            assert_eq!(number.filter(|number| check_identity(number) == NumberCheck::Plausible).count(), 1, "{area}");
        }
    }

    #[test]
    fn the_code_of_an_organisation_is_checked_for_typing_errors() {
        for (number, expected) in [
            ("91350100M000100Y43", NumberCheck::Plausible),
            ("91350100m000100y43", NumberCheck::Plausible),
            ("91350100M000100Y44", NumberCheck::WrongCheckDigit),
            ("91350100M000100O43", NumberCheck::WrongForm),
            ("91350100M000100Y4", NumberCheck::WrongForm),
        ] {
            assert_eq!(check_organisation(number), expected, "{number}");
        }
    }

    #[test]
    fn a_telephone_number_has_one_of_four_forms() {
        for plausible in ["13800000000", "+86 138-0000-0000", "0575-87000000", "(010) 65000000", "87000000", "12345"] {
            assert_eq!(check_phone(plausible), NumberCheck::Plausible, "{plausible}");
        }
        for wrong in ["", "1380000000", "12000000000", "电话", "00000000000000", "1234"] {
            assert_eq!(check_phone(wrong), NumberCheck::WrongForm, "{wrong}");
        }
    }

    #[test]
    fn a_birthday_counts_from_the_day_itself() {
        let today = date(2026, 11, 23);
        for (born, expected) in [
            (date(2012, 11, 24), AgeBand::Child),
            (date(2012, 11, 23), AgeBand::Minor),
            (date(2008, 11, 24), AgeBand::Minor),
            (date(2008, 11, 23), AgeBand::Adult),
            (date(1966, 11, 24), AgeBand::Adult),
            (date(1966, 11, 23), AgeBand::Elderly),
        ] {
            assert_eq!(age_band(born, today), expected, "{born}");
        }
        assert_eq!(birth_in_identity("11010519491231002X"), Some(date(1949, 12, 31)));
        assert_eq!(birth_in_identity("110105194912310020"), None);
    }
}
