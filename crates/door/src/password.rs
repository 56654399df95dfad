//! A password that is not guessed in an afternoon: long, and not what a guesser tries first.
//!
//! Rules instead of a list of ten thousand: the list would be all repeats, walks over the keyboard, years and names, and
//! those can be said in a page. No rules of composition: they make `Abc12345!` of people (OWASP ASVS 5.0, 6.2).

use timeline::ActorId;
use zeroize::Zeroizing;

/// Shortest password: with delays, twelve characters outlast any guesser on line.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longest password: room for a sentence, and a bound for the hash.
pub const PASSWORD_CHARS_MAX: usize = 128;
/// Different characters a password has at least.
const DIFFERENT_CHARS_MIN: usize = 5;
/// Characters in a row that stand side by side on a keyboard or in the alphabet before they count as one.
const WALK_CHARS_MIN: usize = 4;
/// Letters and digits that are left of a password when walks, repeats and known words are taken out.
const OWN_CHARS_MIN: usize = 6;

/// Rows a finger walks along, both ways.
const ROWS: &[&str] = &[
    "`1234567890-=",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujm",
    "147258369",
    "!@#$%^&*()_+",
];

/// Words every guesser of this house begins with.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "iloveyou",
    "welcome",
    "letmein",
    "monkey",
    "dragon",
    "administrator",
    "admin",
    "root",
    "test",
    "guest",
    "user",
    "login",
    "secret",
    "changeme",
    "default",
    "yidi",
    "center",
    "centre",
    "zhongxin",
    "tiaojie",
    "maodun",
    "jiufen",
    "xinfang",
    "fayuan",
    "mima",
    "woaini",
    "5201314",
    "1314520",
    "china",
    "zhongguo",
    "beijing",
    "hangzhou",
    "zhejiang",
    "fengqiao",
    "一地",
    "中心",
    "密码",
    "调解",
];

/// A password that may be used. It is wiped from memory when it goes.
pub struct Password(Zeroizing<String>);

/// Why a text is no password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer characters than [`PASSWORD_CHARS_MIN`].
    #[error("too short")]
    Short,
    /// More characters than [`PASSWORD_CHARS_MAX`].
    #[error("too long")]
    Long,
    /// The name of the account, or most of it, is in it.
    #[error("made of the account's own name")]
    Name,
    /// Little is left when repeats, walks over the keyboard, years and common words are taken out.
    #[error("made of repeats, keyboard walks or common words")]
    Common,
}

impl WeakPassword {
    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::Name => "name",
            Self::Common => "common",
        }
    }
}

impl Password {
    /// Takes a text as the password of this account.
    ///
    /// # Errors
    /// [`WeakPassword`] says why a guesser would find it.
    pub fn parse(text: &str, account: &ActorId) -> Result<Self, WeakPassword> {
        let chars = text.chars().count();
        if chars < PASSWORD_CHARS_MIN {
            return Err(WeakPassword::Short);
        }
        if chars > PASSWORD_CHARS_MAX {
            return Err(WeakPassword::Long);
        }
        let lower = text.to_lowercase();
        if account.as_str().len() >= 3 && lower.contains(&account.as_str().to_lowercase()) {
            return Err(WeakPassword::Name);
        }
        if is_common(&lower) { Err(WeakPassword::Common) } else { Ok(Self(Zeroizing::new(text.to_owned()))) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_common(lower: &str) -> bool {
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    different.len() < DIFFERENT_CHARS_MIN || own_chars(lower) < OWN_CHARS_MIN || is_repeated(lower)
}

/// How many characters are left when words and walks are taken out.
fn own_chars(lower: &str) -> usize {
    let without_words = WORDS.iter().fold(lower.to_owned(), |text, word| text.replace(word, "\0"));
    let chars: Vec<char> = without_words.chars().collect();
    let (mut own, mut at) = (0, 0);
    while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
        let walked = walk(rest);
        if walked >= WALK_CHARS_MIN {
            at += walked;
        } else {
            own += usize::from(rest.first().is_some_and(|c| c.is_alphanumeric()));
            at += 1;
        }
    }
    own
}

/// How long the walk is that these characters begin with: along a row, back, or on one spot.
fn walk(chars: &[char]) -> usize {
    let on_the_spot = chars.iter().take_while(|c| Some(*c) == chars.first()).count();
    let along = ROWS.iter().map(|row| {
        let forth: Vec<char> = row.chars().collect();
        let back: Vec<char> = row.chars().rev().collect();
        along(chars, &forth).max(along(chars, &back))
    });
    along.max().unwrap_or(0).max(on_the_spot)
}

fn along(chars: &[char], row: &[char]) -> usize {
    let Some(start) = chars.first().and_then(|first| row.iter().position(|c| c == first)) else { return 0 };
    chars.iter().zip(row.iter().skip(start)).take_while(|(one, other)| one == other).count()
}

/// Whether it is one piece of up to half its length, over and over.
fn is_repeated(lower: &str) -> bool {
    let chars: Vec<char> = lower.chars().collect();
    let repeats = |piece: usize| chars.iter().zip(chars.iter().skip(piece)).all(|(one, other)| one == other);
    (1..=chars.len() / 2).any(repeats)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<(), WeakPassword> {
        Password::parse(text, &ActorId::parse("clerk-1").unwrap()).map(|_| ())
    }

    #[test]
    fn what_a_guesser_tries_first_is_no_password() {
        let weak = [
            ("kurz", WeakPassword::Short),
            ("elevenchars", WeakPassword::Short),
            ("Clerk-1 hat ein Geheimnis", WeakPassword::Name),
            ("aaaaaaaaaaaaaaaa", WeakPassword::Common),
            ("qwertyuiop123456", WeakPassword::Common),
            ("1qaz2wsx3edc4rfv", WeakPassword::Common),
            ("0987654321qwerty", WeakPassword::Common),
            ("Password123456!", WeakPassword::Common),
            ("yidi-center-2026", WeakPassword::Common),
            ("woaini5201314a", WeakPassword::Common),
            ("tr0ub4tr0ub4tr0ub4", WeakPassword::Common),
            ("abcdefghijklmnop", WeakPassword::Common),
        ];
        for (text, reason) in weak {
            assert_eq!(parse(text), Err(reason), "{text}");
        }
        assert_eq!(parse(&"长句子".repeat(50)), Err(WeakPassword::Long));
    }

    #[test]
    fn a_sentence_is_a_password_in_any_script() {
        for good in [
            "correct horse battery staple",
            "窗前明月光疑是地上霜举头望",
            "Tk7#vb-Lq2!zR",
            "three small ferries at dawn",
        ] {
            assert_eq!(parse(good), Ok(()), "{good}");
        }
    }
}
