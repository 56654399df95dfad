//! How much of a value is left for whom: the classes of fields, the masks, and what a mask leaves of a name, a telephone
//! number, the number of a document, an address or a text. The browser hides nothing; what is masked does not leave.

use serde::{Deserialize, Serialize};
use timeline::SubjectId;

/// What stands where a personal value is not shown at all.
pub const MASK: &str = "＊＊＊";

/// What stands for a value that is too short to show a part of.
const WHOLE: &str = "***";

/// What the last character of a township's name may be: an address is shown up to there.
const TOWNSHIPS: &[&str] = &["街道", "镇", "乡"];

/// Letters of a pseudonym: none can be taken for another (Crockford).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A class of fields: who needs which is decided class by class (personal information protection law, articles 6 and 28).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldClass {
    /// Codes, days, offices, numbers of cases: whoever may know of the case sees them.
    Open,
    /// Names and what somebody told.
    Internal,
    /// Numbers of documents, telephone numbers, addresses.
    Sensitive,
    /// What was said in the mediation room (people's mediation law, article 15).
    Mediation,
    /// An accusation: for those who are named for it, and nobody else (petition regulation of 2022, article 30).
    Accusation,
}

impl FieldClass {
    /// Every class, from the most open.
    pub const ALL: &'static [Self] = &[Self::Open, Self::Internal, Self::Sensitive, Self::Mediation, Self::Accusation];

    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Internal => "internal",
            Self::Sensitive => "sensitive",
            Self::Mediation => "mediation",
            Self::Accusation => "accusation",
        }
    }
}

/// How personal values are shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mask {
    /// M0: as they are.
    Full,
    /// M1: names and texts in full, numbers and telephones by their ends, addresses down to the township.
    Partial,
    /// M2: the family name; nothing else.
    Initial,
    /// M3: a pseudonym, the same wherever this person appears in this case.
    Pseudonym,
    /// Nothing.
    #[default]
    Closed,
}

impl Mask {
    /// Every mask, from the thinnest.
    pub const ALL: &'static [Self] = &[Self::Full, Self::Partial, Self::Initial, Self::Pseudonym, Self::Closed];

    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::Initial => "initial",
            Self::Pseudonym => "pseudonym",
            Self::Closed => "closed",
        }
    }

    /// Whether values of this class are shown as they are under it. What was said in the room and accusations have gates
    /// of their own, and are as they are or not there.
    #[must_use]
    pub const fn opens(self, class: FieldClass) -> bool {
        match class {
            FieldClass::Open => true,
            FieldClass::Internal => matches!(self, Self::Full | Self::Partial),
            FieldClass::Sensitive | FieldClass::Mediation | FieldClass::Accusation => matches!(self, Self::Full),
        }
    }
}

/// What kind of value a field holds: what can be shown of it depends on that.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldKind {
    /// The name of a person or an organisation.
    Name,
    /// A telephone number.
    Phone,
    /// The number of an identity document or of an organisation.
    Number,
    /// Where somebody lives.
    Address,
    /// What is written on a paper or file.
    Title,
    /// What somebody told, wrote or asked.
    Text,
}

impl FieldKind {
    /// The kind of the field of this name: personal values are named alike in every fact and every sheet.
    #[must_use]
    pub fn of_field(name: &str) -> Self {
        match name {
            "name" | "interpreter" | "expert" | "applicant" | "respondent" => Self::Name,
            "phone" => Self::Phone,
            "number" => Self::Number,
            "address" => Self::Address,
            "title" => Self::Title,
            _ => Self::Text,
        }
    }

    /// Its class.
    #[must_use]
    pub const fn class(self) -> FieldClass {
        match self {
            Self::Name | Self::Title | Self::Text => FieldClass::Internal,
            Self::Phone | Self::Number | Self::Address => FieldClass::Sensitive,
        }
    }
}

/// What this mask leaves of a text that was opened.
#[must_use]
pub fn masked(text: String, kind: FieldKind, mask: Mask) -> String {
    match (mask, kind) {
        (Mask::Full, _) | (Mask::Partial, FieldKind::Name | FieldKind::Title | FieldKind::Text) => text,
        (Mask::Partial, FieldKind::Phone | FieldKind::Number) => middle(&text, 3, 4),
        (Mask::Partial, FieldKind::Address) => to_township(&text),
        (Mask::Initial, FieldKind::Name) => initial(&text),
        (Mask::Initial, _) | (Mask::Pseudonym | Mask::Closed, _) => MASK.to_owned(),
    }
}

/// What stands for somebody in this case: the same wherever it appears, and nothing of who it is.
#[must_use]
pub fn pseudonym(subject: SubjectId) -> String {
    let [.., a, b, c] = *subject.uuid().as_bytes();
    let bits = u32::from_be_bytes([0, a, b, c]);
    let letter =
        |shift: u32| char::from(LETTERS.get((bits >> shift) as usize % LETTERS.len()).copied().unwrap_or(b'0'));
    let letters: String = [15, 10, 5, 0].into_iter().map(letter).collect();
    format!("P-{letters}")
}

/// A name with its first character: 张三 is 张*, 欧阳娜娜 is 欧***.
fn initial(name: &str) -> String {
    let mut characters = name.trim().chars();
    characters.next().map_or_else(|| WHOLE.to_owned(), |first| ends(first.to_string(), characters.count().max(1), ""))
}

/// Hides the middle, and everything if the middle would be shorter than what is shown.
fn middle(text: &str, first: usize, last: usize) -> String {
    let characters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let hidden = characters.len().saturating_sub(first + last);
    if hidden < 4 {
        return WHOLE.to_owned();
    }
    let begin: String = characters.iter().take(first).collect();
    let end: String = characters.iter().skip(first + hidden).collect();
    ends(begin, hidden, &end)
}

/// An address down to the township: where exactly somebody lives is hidden, and everything where no township is named.
fn to_township(address: &str) -> String {
    let end = TOWNSHIPS.iter().filter_map(|word| address.find(word).map(|at| at + word.len())).min();
    end.and_then(|end| address.get(..end)).map_or_else(|| WHOLE.to_owned(), |shown| format!("{shown}{WHOLE}"))
}

fn ends(begin: String, hidden: usize, end: &str) -> String {
    begin + &"*".repeat(hidden) + end
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_mask_shows_what_its_task_needs() {
        let left = |text: &str, kind, mask| masked(text.to_owned(), kind, mask);
        #[rustfmt::skip]
        let cases = [
            ("张三",               FieldKind::Name,    Mask::Full,      "张三"),
            ("张三",               FieldKind::Name,    Mask::Partial,   "张三"),
            ("张三",               FieldKind::Name,    Mask::Initial,   "张*"),
            ("欧阳娜娜",           FieldKind::Name,    Mask::Initial,   "欧***"),
            ("张",                 FieldKind::Name,    Mask::Initial,   "张*"),
            ("",                   FieldKind::Name,    Mask::Initial,   "***"),
            ("张三",               FieldKind::Name,    Mask::Pseudonym, MASK),
            ("138 0000 1234",      FieldKind::Phone,   Mask::Partial,   "138****1234"),
            ("110",                FieldKind::Phone,   Mask::Partial,   "***"),
            ("138 0000 1234",      FieldKind::Phone,   Mask::Initial,   MASK),
            ("330106199001011234", FieldKind::Number,  Mask::Partial,   "330***********1234"),
            ("12345678",           FieldKind::Number,  Mask::Partial,   "***"),
            ("某县东乡镇一路3号",   FieldKind::Address, Mask::Partial,   "某县东乡***"),
            ("某县南街道5号",      FieldKind::Address, Mask::Partial,   "某县南街道***"),
            ("某小区5号",          FieldKind::Address, Mask::Partial,   "***"),
            ("收条",               FieldKind::Title,   Mask::Partial,   "收条"),
            ("漏水",               FieldKind::Text,    Mask::Partial,   "漏水"),
            ("漏水",               FieldKind::Text,    Mask::Initial,   MASK),
            ("漏水",               FieldKind::Text,    Mask::Closed,    MASK),
        ];
        for (text, kind, mask, expected) in cases {
            assert_eq!(left(text, kind, mask), expected, "{text} as {kind:?} under {mask:?}");
        }
    }

    #[test]
    fn a_pseudonym_is_the_same_for_the_same_person_and_says_nothing_else() {
        let of = |n| pseudonym(SubjectId::new(Uuid::from_u128(n)));
        assert_eq!(of(0x7F3C), "P-0ZSW");
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn a_thicker_mask_opens_no_class_a_thinner_one_keeps_closed() {
        for pair in Mask::ALL.windows(2) {
            let [thin, thick] = pair else { continue };
            assert!(FieldClass::ALL.iter().all(|class| thin.opens(*class) || !thick.opens(*class)), "{thick:?}");
        }
    }
}
