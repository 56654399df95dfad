//! The blind index: exact match of a name, a number or a phone without the text.

use ring::hmac;

use crate::SecretKey;

/// What a text is, and so which spellings of it mean the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sought {
    /// A person's or an organisation's name.
    Name,
    /// A number of an identity document or an organisation (GB 11643, GB 32100).
    Number,
    /// A telephone number.
    Phone,
}

/// The mark of a text: HMAC-SHA-256 under the key of the index, cut to 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Tag([u8; 16]);

impl Tag {
    pub(crate) fn of(key: &SecretKey, sought: Sought, text: &str) -> Self {
        let mut mac = hmac::Context::with_key(&key.derive(sought.as_str()).mac());
        mac.update(normal(sought, text).as_bytes());
        let mut tag = [0; 16];
        tag.iter_mut().zip(mac.sign().as_ref()).for_each(|(to, from)| *to = *from);
        Self(tag)
    }
}

impl Sought {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Number => "number",
            Self::Phone => "phone",
        }
    }
}

/// One spelling for all that mean the same: no blanks and dots, half width, capitals; a phone without the country.
fn normal(sought: Sought, text: &str) -> String {
    let half = text.chars().map(half_width).filter(|c| c.is_alphanumeric());
    match sought {
        Sought::Name | Sought::Number => half.flat_map(char::to_uppercase).collect(),
        Sought::Phone => {
            let digits: String = half.filter(char::is_ascii_digit).collect();
            let national = ["0086", "86"].into_iter().find_map(|country| digits.strip_prefix(country));
            // A mobile number has eleven digits and begins with 1: otherwise 86 may be its own beginning.
            national.filter(|rest| rest.len() == 11 && rest.starts_with('1')).unwrap_or(&digits).to_owned()
        }
    }
}

/// Letters and digits of full width (U+FF01 to U+FF5E) as a Chinese keyboard gives them.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_mean_the_same_have_one_tag() {
        let key = SecretKey::new([1; 32]);
        let same = |sought, one, other| Tag::of(&key, sought, one) == Tag::of(&key, sought, other);
        assert!(same(Sought::Phone, "+86 138-0000-1234", "13800001234"));
        assert!(same(Sought::Phone, "１３８ ００００ １２３４", "008613800001234"));
        assert!(same(Sought::Number, "33010619900101001x", "330106 19900101 001X"));
        assert!(same(Sought::Name, "阿依古丽·买买提", "阿依古丽买买提 "));
        assert!(!same(Sought::Name, "张三", "张四"));
        assert!(!same(Sought::Phone, "8613800", "13800"), "no mobile number, so 86 is its beginning");
        assert_ne!(Tag::of(&key, Sought::Name, "138"), Tag::of(&key, Sought::Phone, "138"));
        assert_ne!(Tag::of(&key, Sought::Name, "张三"), Tag::of(&SecretKey::new([2; 32]), Sought::Name, "张三"));
    }
}
