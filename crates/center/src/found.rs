//! The cases of whoever stands at the window, by the number of the paper or the telephone it shows. Names are not searched, nor
//! parts of anything: only who has the whole number in hand finds what belongs to it (decision 0022).

use access::{Actor, Viewer};
use serde::Serialize;
use timeline::{CaseId, CaseNumber, Party, PartyRole, Sealed, StreamId, SubjectId};

use crate::ReadFailure;
use crate::handle::Center;
use crate::matters::plain;
use crate::sheet::CaseSheet;

/// Fewest digits of what is searched for: a telephone in the same town has seven, and no name has one.
const DIGITS_MIN: usize = 7;
/// Longest text, in bytes: the number of a foreign paper with all its blanks.
const SHOWN_BYTES_MAX: usize = 40;

/// The number of a paper, or of a telephone, as it was typed; the whole of it.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownNumber(String);

/// Why a text is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("give the whole number of the paper or the telephone: names and parts of a number are not searched")]
pub struct NoNumber;

impl ShownNumber {
    /// Reads what was typed.
    ///
    /// # Errors
    /// It is too long, has too few digits, or holds what stands in no number.
    pub fn parse(text: &str) -> Result<Self, NoNumber> {
        let plain = plain(text);
        let digits = plain.bytes().filter(u8::is_ascii_digit).count();
        // What is masked is no whole number.
        let is_whole = !text.contains(['*', '＊']);
        let is_number = is_whole && text.len() <= SHOWN_BYTES_MAX && plain.is_ascii() && digits >= DIGITS_MIN;
        if is_number { Ok(Self(plain)) } else { Err(NoNumber) }
    }
}

/// A case of somebody, as the window is told of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FoundCase {
    /// The case.
    pub case: CaseId,
    /// The number it is known by.
    pub number: CaseNumber,
    /// Where it stands.
    pub state: &'static str,
    /// Which part the person has in it.
    pub role: PartyRole,
    /// For whom it is shown.
    #[serde(skip)]
    pub viewer: Viewer,
}

impl Center {
    /// The cases of whoever goes by this number, as far as this actor may read them, in the order of their numbers. What is
    /// sealed, and who registered in confidence elsewhere, is found by nobody. Waits for the disk.
    ///
    /// # Errors
    /// The log cannot be read.
    pub async fn cases_of_number(&self, actor: &Actor, number: ShownNumber) -> Result<Vec<FoundCase>, ReadFailure> {
        self.shell.matters.whole().await;
        let cases = self.shell.matters.by_mark(self.shell.key.party_mark(&number.0));
        let (center, actor) = (self.clone(), actor.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let found = cases.into_iter().map(|case| center.found(&actor, case, &number));
            let found: Result<Vec<Option<FoundCase>>, ReadFailure> = found.collect();
            found.map(|found| found.into_iter().flatten().collect::<Vec<_>>())
        });
        let mut found = reading.await.unwrap_or_else(|error| Err(ReadFailure::Failed { what: error.to_string() }))?;
        found.sort_by_key(|found| found.number);
        Ok(found)
    }

    /// One of them, if the actor may read it and the number is a party's by now: a mark is remembered of names, too.
    fn found(&self, actor: &Actor, case: CaseId, number: &ShownNumber) -> Result<Option<FoundCase>, ReadFailure> {
        let sheet = match self.case(actor, case) {
            Ok(sheet) => sheet,
            Err(failure @ ReadFailure::Failed { .. }) => return Err(failure),
            Err(ReadFailure::Denied { .. } | ReadFailure::NotFound | ReadFailure::Paused) => return Ok(None),
        };
        let party = sheet.parties.iter().find(|party| self.goes_by(&sheet, party, number));
        let role = party.map(|party| party.role);
        let CaseSheet { case, number, state, viewer, .. } = sheet;
        Ok(role.map(|role| FoundCase { case, number, state, role, viewer }))
    }

    fn goes_by(&self, sheet: &CaseSheet, party: &Party, number: &ShownNumber) -> bool {
        let hidden = SubjectId::from(party.id).is_in_confidence() && !sheet.viewer.confidences;
        let is = |sealed: &Sealed| {
            let text = self.opener().text(StreamId::from(sheet.case), sealed);
            text.is_some_and(|text| plain(&text) == number.0)
        };
        let identity = party.identity.as_ref().map(|identity| &identity.number);
        let organisation = party.organisation_number.as_ref().map(|checked| &checked.number);
        !hidden && [party.phone.as_ref(), identity, organisation].into_iter().flatten().any(is)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_numbers_are_searched() {
        for number in ["138 0000 0000", "330106199001011234", "0575-8888888", "91330600MA0000000X"] {
            assert!(ShownNumber::parse(number).is_ok(), "{number}");
        }
        let long = "1".repeat(41);
        for other in ["张三（虚构）", "0000", "138****0000", "", "一三八〇〇〇〇〇〇〇〇", &long] {
            assert!(ShownNumber::parse(other).is_err(), "{other}");
        }
    }
}
