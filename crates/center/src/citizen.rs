//! What a party asks with the code of its receipt and without anybody of the center: to say how it was, to have its case taken
//! up again, to see and correct what is held about it.
//!
//! A code may have been read over a shoulder. So whatever goes beyond where a case stands, and says or changes something of a
//! person, needs the last digits of the party's own telephone as well (second factor); whoever has none comes to a window.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use access::Viewer;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use timeline::{
    CaseId, CaseNumber, Channel, Entry, EvaluationPlace, Event, IntakeEvent, Mark, Party, PartyId, PartyRole, Personal,
    RequestId, Sealed, StreamId, codec,
};
use uuid::Uuid;

use crate::handle::Center;
use crate::passed_on::{PassedOn, passed_on};
use crate::{Failure, Order, ReadFailure, stored};

/// The parent of every id of such a request: a random number, fixed for ever.
const BY_CODE: Uuid = Uuid::from_u128(0x6f6a_2c1e_90b4_4d3b_8f57_1f0e_c2a4_77d1);

/// Digits of the telephone that are asked for.
const TAIL_DIGITS: usize = 4;
/// Wrong digits for one code that cost nothing: fingers slip.
const SLIPS: u32 = 3;
/// The wait after the first wrong digits beyond those; it doubles with each.
const WAIT: SignedDuration = SignedDuration::from_mins(1);
/// The longest wait: of the ten thousand there are, a stranger with somebody's code tries fourteen in a day and then one a day.
const WAIT_MAX: SignedDuration = SignedDuration::from_hours(24);
/// Wrong digits are forgotten when there were none for so long.
const WRONG_LASTS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The facts a party is shown of itself, as far as they name it. None of them tells of another party, and none is a note of
/// the staff.
const OWN: &[&str] = &[
    "intake.receipt_issued",
    "intake.statement_taken",
    "intake.notice_served",
    "intake.consent_recorded",
    "intake.consent_withdrawn",
    "intake.material_submitted",
    "intake.identity_verified",
    "mediation.consented",
    "mediation.refused",
    "oversight.human_decision_demanded",
    "oversight.reopening_requested",
    "oversight.own_record_given",
    "oversight.correction_requested",
];

/// What a party says or asks with its code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum CitizenAsks {
    /// How it was served: from 1 to 5 each; a question that is not answered is left out.
    Evaluate {
        /// What came out of it.
        #[serde(default)]
        outcome: Option<Mark>,
        /// Whether it was heard.
        #[serde(default)]
        heard: Option<Mark>,
        /// Whether it was respected.
        #[serde(default)]
        respected: Option<Mark>,
        /// Whether it was explained.
        #[serde(default)]
        explained: Option<Mark>,
        /// Whether it was little effort.
        #[serde(default)]
        effort: Option<Mark>,
        /// What else there is to say.
        #[serde(default)]
        words: Option<Personal>,
    },
    /// To have its closed case taken up again.
    Reopen {
        /// Why.
        reason: Personal,
    },
    /// To have something corrected that is held about it.
    Correct {
        /// What is wrong, and what would be right.
        wanted: Personal,
    },
    /// That a person decides where its case goes.
    DecideByPerson,
}

impl CitizenAsks {
    /// Whether the telephone is asked for: an evaluation says nothing of who gives it.
    #[must_use]
    pub const fn needs_phone(&self) -> bool {
        match self {
            Self::Evaluate { .. } => false,
            Self::Reopen { .. } | Self::Correct { .. } | Self::DecideByPerson => true,
        }
    }

    fn command(self, party: PartyId) -> oversight::Command {
        match self {
            Self::Evaluate { outcome, heard, respected, explained, effort, words } => {
                let occasion = EvaluationPlace::Later;
                let note = oversight::NoteEvaluation {
                    party,
                    occasion,
                    outcome,
                    heard,
                    respected,
                    explained,
                    effort,
                    words,
                    voice: None,
                };
                note.into()
            }
            Self::Reopen { reason } => oversight::RequestReopening { party, reason }.into(),
            Self::Correct { wanted } => oversight::RequestCorrection { party, wanted }.into(),
            Self::DecideByPerson => oversight::DemandHumanDecision { party }.into(),
        }
    }
}

/// Why somebody with a code was not served.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum CitizenFailure {
    /// There is no such code.
    #[error("there is no such query code")]
    CodeUnknown,
    /// The digits are not those of the party's telephone, or it has none.
    #[error("the digits of the telephone do not fit")]
    WrongPhone,
    /// They were wrong too often, so these are not looked at yet. A window helps at once.
    #[error("the digits of the telephone were wrong too often")]
    TooManyWrong {
        /// How long until digits are looked at again.
        wait: SignedDuration,
    },
    /// The center said no.
    #[error(transparent)]
    Order(#[from] Failure),
}

impl From<ReadFailure> for CitizenFailure {
    fn from(failure: ReadFailure) -> Self {
        match failure {
            ReadFailure::Denied { .. } | ReadFailure::NotFound | ReadFailure::Paused => Self::CodeUnknown,
            ReadFailure::Failed { what } => Self::Order(Failure::Failed { what }),
        }
    }
}

/// What is held about a party: its own data and nobody else's.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct OwnRecord {
    /// The number of the case.
    pub number: CaseNumber,
    /// How the party is noted.
    pub party: Value,
    /// What it asked for, if it is who asked.
    pub claim: Option<String>,
    /// What was recorded of it, oldest first.
    pub recorded: Vec<Value>,
    /// To whom its data was passed on, oldest first.
    pub passed_on: Vec<PassedOn>,
}

/// How often the digits for each party were wrong, and when last. In memory: a restart forgives it.
#[derive(Debug, Default)]
pub(crate) struct WrongDigits(Mutex<HashMap<PartyId, (u32, Timestamp)>>);

impl WrongDigits {
    /// Takes digits for this party, and counts them as wrong until they are right: many at one time are no way around the
    /// wait.
    fn take(&self, party: PartyId, now: Timestamp) -> Result<(), CitizenFailure> {
        let mut wrong = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.retain(|_, (_, last)| now.duration_since(*last) < WRONG_LASTS);
        let (times, last) = wrong.entry(party).or_insert((0, now));
        let wait = wait_after(*times) - now.duration_since(*last);
        if wait.is_positive() {
            return Err(CitizenFailure::TooManyWrong { wait });
        }
        (*times, *last) = (times.saturating_add(1), now);
        Ok(())
    }

    /// They were right.
    fn forgive(&self, party: PartyId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&party);
    }
}

/// How long nobody is heard after digits were wrong so often.
fn wait_after(times: u32) -> SignedDuration {
    let beyond = times.checked_sub(SLIPS + 1);
    let doubled = |beyond| 2_i32.checked_pow(beyond).and_then(|times| WAIT.checked_mul(times));
    beyond.map_or(SignedDuration::ZERO, |beyond| doubled(beyond).unwrap_or(WAIT_MAX).min(WAIT_MAX))
}

impl Center {
    /// Puts on record what a party asks with its code; a retry with the same key does nothing twice.
    ///
    /// # Errors
    /// [`CitizenFailure`].
    pub async fn ask_by_code(
        &self,
        key: Uuid,
        (code, tail): (&str, Option<&str>),
        asks: CitizenAsks,
    ) -> Result<(), CitizenFailure> {
        let holder = self.holder_of_code(code).await.ok_or(CitizenFailure::CodeUnknown)?;
        if asks.needs_phone() {
            self.check_phone(holder, tail)?;
        }
        self.say_for(holder, key, asks.command(holder.1)).await
    }

    /// What is held about the party a code was given to. That it was given out is on record.
    ///
    /// # Errors
    /// [`CitizenFailure`].
    pub async fn own_data(&self, key: Uuid, (code, tail): (&str, Option<&str>)) -> Result<OwnRecord, CitizenFailure> {
        let (case, party) = self.holder_of_code(code).await.ok_or(CitizenFailure::CodeUnknown)?;
        self.check_phone((case, party), tail)?;
        self.say_for((case, party), key, oversight::GiveOwnRecord { party }.into()).await?;
        let entries = self.recorded_of(case)?;
        self.own_data_of(&entries, (case, party)).ok_or(CitizenFailure::CodeUnknown)
    }

    async fn say_for(
        &self,
        (case, party): (CaseId, PartyId),
        key: Uuid,
        command: oversight::Command,
    ) -> Result<(), CitizenFailure> {
        let order = Order {
            stream: Some(case.into()),
            ..Order::new(
                self.shell.itself.clone(),
                RequestId::derive(BY_CODE, &format!("{party} {key}")),
                Channel::Online,
                command,
            )
        };
        self.submit(order).await?;
        Ok(())
    }

    fn recorded_of(&self, case: CaseId) -> Result<Vec<Entry>, ReadFailure> {
        Ok(stored::read_stream(self.shell.journal.as_ref(), case.into(), 0)?)
    }

    /// Compares the digits with the telephone of the party, as it is noted now.
    fn check_phone(&self, (case, party): (CaseId, PartyId), tail: Option<&str>) -> Result<(), CitizenFailure> {
        let wrong = &self.shell.wrong_digits;
        wrong.take(party, self.now())?;
        let phone = noted(&self.recorded_of(case)?, party).and_then(|party| party.phone);
        let phone = phone.and_then(|phone| self.opener().text(case.into(), &phone));
        if !phone.is_some_and(|phone| tail.is_some_and(|tail| ends_with(&phone, tail))) {
            return Err(CitizenFailure::WrongPhone);
        }
        wrong.forgive(party);
        Ok(())
    }

    fn own_data_of(&self, entries: &[Entry], (case, party): (CaseId, PartyId)) -> Option<OwnRecord> {
        let stream = StreamId::from(case);
        let viewer = Viewer { mask: access::Mask::Full, confidences: true, papers: true, ..Viewer::STRANGER };
        let own = noted(entries, party)?;
        let registered = entries.iter().find_map(registered)?;
        let asked = own.role == PartyRole::Applicant;
        let open = |sealed: &Sealed| self.opener().text(stream, sealed);
        let recorded = entries.iter().filter(|entry| names(entry, party)).map(|entry| {
            let body = self.opener().disclosed(&codec::body(&entry.event).unwrap_or_default(), case, &viewer);
            serde_json::json!({ "kind": entry.event.kind().name, "at": entry.meta.occurred_at, "body": body })
        });
        Some(OwnRecord {
            number: registered.number,
            claim: asked.then(|| open(&registered.claim)).flatten(),
            party: self.opener().disclosed(&own, case, &viewer),
            recorded: recorded.collect(),
            passed_on: passed_on(entries, party, self.rulebook().center()),
        })
    }
}

/// Whether the last digits of a telephone are these.
fn ends_with(phone: &str, tail: &str) -> bool {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    tail.len() == TAIL_DIGITS && tail.bytes().all(|digit| digit.is_ascii_digit()) && digits.ends_with(tail)
}

/// The number of the case with these facts.
pub(crate) fn number_of(entries: &[Entry]) -> Option<CaseNumber> {
    entries.iter().find_map(registered).map(|registered| registered.number)
}

fn registered(entry: &Entry) -> Option<&timeline::CaseRegistered> {
    match &entry.event {
        Event::Intake(IntakeEvent::CaseRegistered(fact)) => Some(fact),
        _ => None,
    }
}

/// A party as it is noted now.
fn noted(entries: &[Entry], party: PartyId) -> Option<Party> {
    let mut noted = None;
    for entry in entries {
        let named = match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(fact)) => fact.parties.iter().find(|named| named.id == party),
            Event::Intake(IntakeEvent::PartyAdded(fact)) => Some(&fact.party).filter(|named| named.id == party),
            Event::Intake(IntakeEvent::PartyCorrected(fact)) => Some(&fact.party).filter(|named| named.id == party),
            _ => None,
        };
        noted = named.cloned().or(noted);
    }
    noted
}

/// Whether a fact is one of the party's own.
fn names(entry: &Entry, party: PartyId) -> bool {
    let body = codec::body(&entry.event).unwrap_or_default();
    let of = body.get("party").and_then(Value::as_str).and_then(|id| id.parse::<PartyId>().ok());
    OWN.contains(&entry.event.kind().name) && of == Some(party)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_four_digits_are_those_of_the_telephone() {
        assert!(ends_with("138 0000 1234", "1234"));
        for wrong in ["", "234", "01234", "1235", "１２３４", "12 34"] {
            assert!(!ends_with("138 0000 1234", wrong), "{wrong}");
        }
    }

    #[test]
    fn each_wrong_answer_makes_the_next_wait_longer_and_a_right_one_ends_it() {
        let (wrong, party) = (WrongDigits::default(), PartyId::new(Uuid::from_u128(1)));
        let start: Timestamp = "2026-11-23T01:00:00Z".parse().unwrap();
        let mut now = start;
        let mut taken_by = |upto: SignedDuration| {
            let mut taken = 0;
            while now < start + upto {
                now += match wrong.take(party, now) {
                    Ok(()) => {
                        taken += 1;
                        SignedDuration::ZERO
                    }
                    Err(CitizenFailure::TooManyWrong { wait }) => wait,
                    Err(other) => panic!("{other}"),
                };
            }
            taken
        };
        assert_eq!(taken_by(SignedDuration::from_secs(1)), SLIPS + 1, "whoever slips does not wait");
        assert_eq!(taken_by(SignedDuration::from_hours(24)), 10, "and whoever goes on waits up to a day");
        assert_eq!(taken_by(SignedDuration::from_hours(11 * 24)), 10);
        wrong.forgive(party);
        assert_eq!(wrong.take(party, start), Ok(()));
    }

    #[test]
    fn own_facts_are_facts_there_are() {
        let known: Vec<&str> = Event::catalogue().map(|line| line.kind.name).collect();
        assert!(OWN.iter().all(|kind| known.contains(kind)), "{OWN:?}");
    }
}
