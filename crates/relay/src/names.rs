//! Names at the broker: made of codes with a closed alphabet and of wire names that are literals, never of what somebody
//! typed. The server itself stores `*` and `>` in subjects, so nothing else keeps them out.
//!
//! A department's own stream and a further one differ in the first word, so no code can make one look like the other. A
//! consumer is named for the department whatever the stream, so a department may be let to its consumers by one rule.

use center::Subscription;
use timeline::{AreaCode, Code, DepartmentCode, Kind};

use crate::asked::ROOT;

/// The names of one center at the broker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Names {
    center: AreaCode,
}

/// Which stream at the broker: the one a department has by itself, or that of a further subscription.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Line {
    department: DepartmentCode,
    further: Option<Code>,
}

impl Line {
    /// The stream a department has by itself.
    #[must_use]
    pub const fn of_department(department: DepartmentCode) -> Self {
        Self { department, further: None }
    }

    /// The stream of a subscription of this department.
    #[must_use]
    pub fn of(department: DepartmentCode, subscription: Code) -> Self {
        let further = Some(subscription).filter(|code| code.as_str() != department.as_str());
        Self { department, further }
    }

    /// Who is told.
    #[must_use]
    pub const fn department(&self) -> &DepartmentCode {
        &self.department
    }
}

impl From<&Subscription> for Line {
    fn from(subscription: &Subscription) -> Self {
        Self::of(subscription.department.clone(), subscription.code.clone())
    }
}

impl Names {
    /// The names of the center of this area.
    #[must_use]
    pub const fn of(center: AreaCode) -> Self {
        Self { center }
    }

    /// Where a fact of this kind is published: `yidi.<center>.<department>.<context>.<fact>`, or
    /// `yidi-sub.<center>.<department>.<subscription>.<context>.<fact>`. No case, no person, no text: subjects show up in
    /// logs.
    #[must_use]
    pub fn subject(&self, line: &Line, kind: Kind) -> String {
        format!("{}.{}", self.prefix(line), kind.name)
    }

    /// All subjects of a stream.
    #[must_use]
    pub fn subjects(&self, line: &Line) -> String {
        format!("{}.>", self.prefix(line))
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

    /// The name of a stream: `yidi-<center>-<department>`, or `yidi-sub-<center>-<subscription>`.
    #[must_use]
    pub fn stream(&self, line: &Line) -> String {
        self.stream_under("yidi", line)
    }

    fn stream_under(&self, root: &str, line: &Line) -> String {
        let center = self.center.as_str();
        match &line.further {
            None => format!("{root}-{center}-{}", line.department),
            Some(code) => format!("{root}-sub-{center}-{code}"),
        }
    }

    /// The consumer by which a department reads any stream of its own.
    #[must_use]
    pub fn consumer(department: &DepartmentCode) -> String {
        department.as_str().to_owned()
    }

    /// The stream in which departments find the signed checkpoints of the log.
    #[must_use]
    pub fn checkpoints(&self) -> String {
        format!("yidi-checkpoints-{}", self.center.as_str())
    }

    /// Where a signed checkpoint is published.
    #[must_use]
    pub fn checkpoint_subject(&self) -> String {
        format!("yidi-checkpoints.{}", self.center.as_str())
    }

    /// The stream in which the broker's own notices of undelivered messages are kept.
    #[must_use]
    pub fn undelivered(&self) -> String {
        format!("yidi-undelivered-{}", self.center.as_str())
    }

    /// The stream in which a department finds what was decided about messages it did not take: `yidi-again-<center>-…`.
    #[must_use]
    pub fn again(&self, line: &Line) -> String {
        self.stream_under("yidi-again", line)
    }

    /// Where that is published: `yidi-again.<center>.<department>`, with the subscription behind it if it is a further one.
    #[must_use]
    pub fn again_subject(&self, line: &Line) -> String {
        let (center, department) = (self.center.as_str(), &line.department);
        match &line.further {
            None => format!("yidi-again.{center}.{department}"),
            Some(code) => format!("yidi-again.{center}.{department}.{code}"),
        }
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

    /// Everything that is published to departments.
    pub(crate) fn all_subjects(&self) -> [String; 4] {
        let center = self.center.as_str();
        let below = ["yidi", "yidi-sub", "yidi-again"].map(|root| format!("{root}.{center}.>"));
        let [own, further, again] = below;
        [own, further, again, self.checkpoint_subject()]
    }

    fn prefix(&self, line: &Line) -> String {
        let (center, department) = (self.center.as_str(), &line.department);
        match &line.further {
            None => format!("yidi.{center}.{department}"),
            Some(code) => format!("yidi-sub.{center}.{department}.{code}"),
        }
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

    fn in_grammar(subject: &str, tokens: usize) -> bool {
        let token = |token: &str| {
            !token.is_empty()
                && token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b))
        };
        subject.split('.').count() == tokens && subject.split('.').all(token)
    }

    /// How many texts are tried: a sample, and under acceptance what was promised.
    fn texts() -> u32 {
        if std::env::var("YIDI_FULL").is_ok_and(|full| full == "1") { 500_000 } else { 10_000 }
    }

    #[test]
    fn every_kind_of_fact_has_a_subject_of_five_tokens() {
        let line = Line::of_department("human_resources".parse().unwrap());
        for kind in Event::catalogue().map(|line| line.kind) {
            assert!(in_grammar(&names().subject(&line, kind), 5), "{}", kind.name);
        }
    }

    #[test]
    fn no_code_makes_one_stream_look_like_another() {
        let (own, further) = (
            |code: &str| Line::of_department(code.parse().unwrap()),
            |department: &str, code: &str| Line::of(department.parse().unwrap(), code.parse().unwrap()),
        );
        assert_eq!(further("housing", "housing"), own("housing"), "the one a department has by itself");
        let lines = [own("a-b"), own("a"), further("a", "b"), further("a-b", "c"), further("a", "b-c"), own("sub-a")];
        let both = |line: &Line| [names().stream(line), names().again(line)];
        let streams: std::collections::BTreeSet<String> = lines.iter().flat_map(both).collect();
        let both = |line: &Line| [names().subjects(line), names().again_subject(line)];
        let subjects: std::collections::BTreeSet<String> = lines.iter().flat_map(both).collect();
        assert_eq!((streams.len(), subjects.len()), (2 * lines.len(), 2 * lines.len()), "{streams:?}");
    }

    #[test]
    fn no_text_makes_a_subject_outside_the_grammar() {
        let kind = Event::catalogue().next().unwrap().kind;
        let config = ProptestConfig::with_cases(texts());
        let tried = std::cell::Cell::new(0_u64);
        let text = prop_oneof![any::<String>(), "[ -~]{0,40}", "[a-z0-9_-]{0,34}"];
        let checked = proptest::test_runner::TestRunner::new(config).run(&(text.clone(), text), |texts| {
            for text in [&texts.0, &texts.1] {
                tried.set(tried.get() + 1);
                if let Ok(department) = DepartmentCode::parse(text) {
                    let own = names().subject(&Line::of_department(department), kind);
                    prop_assert!(in_grammar(&own, 5), "{text:?}");
                }
                if let Ok(code) = Code::parse(text) {
                    let line = Line::of("housing".parse().unwrap(), code);
                    let tokens = if line.further.is_some() { 6 } else { 5 };
                    prop_assert!(in_grammar(&names().subject(&line, kind), tokens), "{text:?}");
                }
            }
            Ok(())
        });
        checked.unwrap();
        println!("\nmeasured subjects_tried {}", tried.get());
    }
}
