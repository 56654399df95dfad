//! The second factor: a code that changes every thirty seconds, made by a device of the account's own (TOTP, RFC 6238,
//! over HOTP, RFC 4226, with SHA-1, which is what every such application speaks).

use jiff::Timestamp;
use ring::hmac;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::chance;

/// How long a code is shown.
pub const STEP_SECONDS: i64 = 30;
/// Digits of a code.
pub const CODE_DIGITS: usize = 6;
/// Bytes of a secret: as many as the hash has (RFC 4226, section 4).
const SECRET_BYTES: usize = 20;
/// Steps a device's clock may be away, either way.
const SKEW_STEPS: i64 = 1;

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What center and device share.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    pub(crate) fn fresh() -> Self {
        Self(Zeroizing::new(chance::bytes::<SECRET_BYTES>().to_vec()))
    }

    /// The secret a person typed into a device; `None` if it is no base32 (RFC 4648) of whole bytes.
    #[must_use]
    pub fn parse(base32: &str) -> Option<Self> {
        let (mut bytes, mut bits, mut held) = (Zeroizing::new(Vec::new()), 0_u32, 0);
        for letter in base32.bytes() {
            let five = BASE32.iter().position(|known| *known == letter)?;
            (bits, held) = (bits << 5 | five as u32, held + 5);
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
                bits &= (1 << held) - 1;
            }
        }
        (bits == 0).then_some(Self(bytes))
    }

    /// As a person types it into a device.
    #[must_use]
    pub fn base32(&self) -> String {
        let mut text = String::new();
        for group in self.0.chunks(5) {
            let bits = group.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) << (8 * (5 - group.len()));
            let letters = (group.len() * 8).div_ceil(5);
            let letter = |at: usize| BASE32.get((bits >> (35 - 5 * at) & 31) as usize).copied().map(char::from);
            text.extend((0..letters).filter_map(letter));
        }
        text
    }

    /// As a device reads it from a square code.
    #[must_use]
    pub fn uri(&self, account: &str) -> String {
        format!("otpauth://totp/Yidi:{account}?secret={}&issuer=Yidi", self.base32())
    }

    /// The code of this time step.
    #[must_use]
    pub fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let at = usize::from(tag.last().copied().unwrap_or_default() & 15);
        let four = tag.get(at..at + 4).unwrap_or_default();
        let number = four.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }

    /// The step whose code this is, if it is near enough and later than `after`: a code is taken once.
    pub(crate) fn matches(&self, code: &str, now: Timestamp, after: i64) -> Option<i64> {
        let here = now.as_second().div_euclid(STEP_SECONDS);
        let near = (here - SKEW_STEPS..=here + SKEW_STEPS).filter(|step| *step > after);
        // All are compared, so that the time does not tell which one it was.
        let fits = near.filter(|step| chance::same(self.code(*step).as_bytes(), code.as_bytes()));
        fits.max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_the_standard() -> Secret {
        Secret::parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of eight digits.
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(of_the_standard().code(second / STEP_SECONDS), code);
        }
    }

    #[test]
    fn what_is_shown_can_be_typed() {
        assert_eq!(of_the_standard().0.as_slice(), b"12345678901234567890");
        assert_eq!(of_the_standard().base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let fresh = Secret::fresh();
        assert_eq!(Secret::parse(&fresh.base32()).unwrap().0, fresh.0);
        assert!(Secret::parse("GEZD1").is_none() && Secret::parse("gezd").is_none());
    }

    #[test]
    fn a_code_is_taken_once_and_for_a_minute_or_so() {
        let now = Timestamp::from_second(1_111_111_109).unwrap();
        let step = 1_111_111_109 / STEP_SECONDS;
        let secret = of_the_standard();
        assert_eq!(secret.matches("081804", now, 0), Some(step));
        assert_eq!(secret.matches("081804", now, step), None);
        let later = |seconds: i64| Timestamp::from_second(1_111_111_109 + seconds).unwrap();
        assert_eq!(secret.matches("081804", later(30), 0), Some(step));
        assert_eq!(secret.matches("081804", later(90), 0), None);
        assert_eq!(secret.matches("81804", now, 0), None);
    }
}
