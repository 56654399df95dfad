//! Names at the broker: made of codes with a closed alphabet and of wire names that are literals, never of what somebody
//! typed. The server itself stores `*` and `>` in subjects, so nothing else keeps them out.

use timeline::{AreaCode, Code, DepartmentCode, Kind};

use crate::asked::ROOT;

/// The names of one center at the broker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Names {
    center: AreaCode,
}

impl Names {
    /// The names of the center of this area.
    #[must_use]
    pub fn of(center: AreaCode) -> Self {
        Self { center }
    }

    /// Where a fact of this kind is published for a department: `yidi.<center>.<department>.<context>.<fact>`. No case,
    /// no person, no text: subjects show up in logs.
    #[must_use]
    pub fn subject(&self, department: &DepartmentCode, kind: Kind) -> String {
        format!("{}.{}", self.prefix(department), kind.name)
    }

    /// All subjects of a department.
    #[must_use]
    pub fn subjects(&self, department: &DepartmentCode) -> String {
        format!("{}.>", self.prefix(department))
    }

    /// Where a department asks: `yidi-ask.<center>.<department>.<desk>.<command>`.
    #[must_use]
    pub fn question(&self, department: &DepartmentCode, desk: &Code, command: &Code) -> String {
        format!("{ROOT}.{}.{department}.{desk}.{command}", self.center)
    }

    /// Everywhere this department may ask.
    #[must_use]
    pub fn questions_of(&self, department: &DepartmentCode) -> String {
        format!("{ROOT}.{}.{department}.*.*", self.center)
    }

    /// Everywhere questions are listened for.
    #[must_use]
    pub fn questions(&self) -> String {
        format!("{ROOT}.{}.*.*.*", self.center)
    }

    /// The stream of a department.
    #[must_use]
    pub fn stream(&self, department: &DepartmentCode) -> String {
        format!("yidi-{}-{}", self.center.as_str(), department.as_str())
    }

    /// The consumer by which a department reads its stream.
    #[must_use]
    pub fn consumer(department: &DepartmentCode) -> String {
        department.as_str().to_owned()
    }

    /// Where answers to a client are sent; only it may listen there.
    #[must_use]
    pub fn inbox(client: &str) -> String {
        format!("_INBOX_{client}")
    }

    /// Whose facts these are: the `source` of a CloudEvent.
    #[must_use]
    pub fn source(&self) -> String {
        format!("/centers/{}", self.center.as_str())
    }

    fn prefix(&self, department: &DepartmentCode) -> String {
        format!("yidi.{}.{}", self.center.as_str(), department.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use timeline::Event;

    fn names() -> Names {
        Names::of("990101".parse().unwrap())
    }

    fn in_grammar(subject: &str) -> bool {
        let token = |token: &str| {
            !token.is_empty()
                && token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b))
        };
        subject.split('.').count() == 5 && subject.split('.').all(token)
    }

    #[test]
    fn every_kind_of_fact_has_a_subject_of_five_tokens() {
        let department = "human_resources".parse().unwrap();
        for kind in Event::catalogue().map(|line| line.kind) {
            assert!(in_grammar(&names().subject(&department, kind)), "{}", kind.name);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn no_text_makes_a_subject_outside_the_grammar(text in any::<String>(), ascii in "[ -~]{0,40}") {
            for text in [text, ascii] {
                if let Ok(department) = DepartmentCode::parse(&text) {
                    let kind = Event::catalogue().next().unwrap().kind;
                    prop_assert!(in_grammar(&names().subject(&department, kind)), "{text:?}");
                }
            }
        }
    }
}
