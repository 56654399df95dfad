//! How alike two matters are.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use intake::{NewParty, RegisterCase};
use timeline::{
    AreaCode, CaseId, CaseKind, CaseRegistered, DuplicateReason, Fen, Party, PartyId, Personal, RegistrationCorrected,
    RequestId, Sealed,
};

/// A party as far as it can be recognised: a keyed hash of a number or name it goes by, which nobody can turn back.
pub(crate) type PartyMark = u64;

/// Pairs of characters kept of a claim: enough to recognise a page, few enough for a hundred thousand cases in memory.
const PAIRS_MAX: usize = 64;
/// From this share of common pairs on, in percent, two claims say nearly the same.
const SIMILAR_PERCENT: usize = 60;

/// What is compared of a matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Likeness {
    kind: CaseKind,
    area: AreaCode,
    amount: Option<Fen>,
    /// The smallest hashes of its pairs of characters (MinHash, Broder 1997).
    claim: Vec<u32>,
    /// What its parties go by.
    parties: Vec<(PartyId, PartyMark)>,
    /// The package it is a part of.
    part_of: Option<CaseId>,
}

impl Likeness {
    /// Of a registration that is just asked for, while its texts can be read.
    pub(crate) fn of_command(case: &RegisterCase, request: RequestId, mark: impl Fn(&str) -> PartyMark) -> Self {
        let parties = case.parties.iter().enumerate().flat_map(|(index, party)| {
            let id = party.id(request, index);
            marks_of_new(party, &mark).into_iter().map(move |mark| (id, mark))
        });
        Self {
            kind: case.kind,
            area: case.area.clone(),
            amount: case.amount,
            claim: pairs(case.claim.text_in_clear().unwrap_or_default()),
            parties: parties.collect(),
            part_of: case.part_of,
        }
    }

    /// Of a registration in the log, as far as its texts can be opened.
    pub(crate) fn of_fact(
        case: &CaseRegistered,
        open: impl Fn(&Sealed) -> Option<String>,
        mark: impl Fn(&str) -> PartyMark,
    ) -> Self {
        let marks =
            |party: &Party| marks_of(party, &open, &mark).into_iter().map(|mark| (party.id, mark)).collect::<Vec<_>>();
        Self {
            kind: case.kind,
            area: case.area.clone(),
            amount: case.amount,
            claim: pairs(&open(&case.claim).unwrap_or_default()),
            parties: case.parties.iter().flat_map(marks).collect(),
            part_of: case.part_of,
        }
    }

    /// The same matter with this party going by these marks; by none, if it is no party.
    pub(crate) fn with_party(mut self, party: PartyId, marks: &BTreeSet<PartyMark>) -> Self {
        self.parties.retain(|known| known.0 != party);
        self.parties.extend(marks.iter().map(|mark| (party, *mark)));
        self
    }

    /// The same matter as a correction of its registration tells it.
    pub(crate) fn corrected(mut self, fact: &RegistrationCorrected, open: impl Fn(&Sealed) -> Option<String>) -> Self {
        self.kind = fact.kind.unwrap_or(self.kind);
        self.area = fact.area.clone().unwrap_or(self.area);
        self.amount = fact.amount.or(self.amount);
        if let Some(claim) = &fact.claim {
            self.claim = pairs(&open(claim).unwrap_or_default());
        }
        self
    }

    /// Its parties, once for each mark they go by.
    pub(crate) fn parties(&self) -> impl Iterator<Item = PartyId> {
        self.parties.iter().map(|known| known.0)
    }

    /// What its parties go by.
    pub(crate) fn marks(&self) -> BTreeSet<PartyMark> {
        self.parties.iter().map(|known| known.1).collect()
    }

    /// The case that tells of the whole matter: the package of a part, or the case itself.
    pub(crate) fn whole(&self, case: CaseId) -> CaseId {
        self.part_of.unwrap_or(case)
    }

    /// How alike they are and in what, if they may be one: a party in common, and either nearly the same claim or the
    /// same kind of matter at the same place about the same amount. One person may well have two matters.
    pub(crate) fn compared(&self, other: &Self) -> Option<(u32, Vec<DuplicateReason>)> {
        let same_party = !self.marks().is_disjoint(&other.marks());
        let similar_claim = similar_percent(&self.claim, &other.claim) >= SIMILAR_PERCENT;
        let (same_area, same_kind) = (self.area == other.area, self.kind == other.kind);
        let same_amount = self.amount.is_some() && self.amount == other.amount;
        if !same_party || !(similar_claim || (same_area && same_kind && same_amount)) {
            return None;
        }
        let found = [
            (same_party, DuplicateReason::SameParty, 4),
            (similar_claim, DuplicateReason::SimilarClaim, 4),
            (same_amount, DuplicateReason::SameAmount, 2),
            (same_area, DuplicateReason::SameArea, 1),
            (same_kind, DuplicateReason::SameKind, 1),
        ];
        let found = found.into_iter().filter(|line| line.0);
        Some(found.fold((0, Vec::new()), |(likely, mut reasons), (_, reason, weight)| {
            reasons.push(reason);
            (likely + weight, reasons)
        }))
    }
}

/// What a party goes by that is just named.
pub(crate) fn marks_of_new(party: &NewParty, mark: impl Fn(&str) -> PartyMark) -> BTreeSet<PartyMark> {
    names_of_new(party).map(|text| mark(&plain(text))).collect()
}

/// What a party in the log goes by, as far as its texts can be opened.
pub(crate) fn marks_of(
    party: &Party,
    open: impl Fn(&Sealed) -> Option<String>,
    mark: impl Fn(&str) -> PartyMark,
) -> BTreeSet<PartyMark> {
    names_of(party).filter_map(open).map(|text| mark(&plain(&text))).collect()
}

fn names_of_new(party: &NewParty) -> impl Iterator<Item = &str> {
    let number = party.identity.as_ref().map(|paper| &paper.number);
    let texts = [Some(&party.name), party.phone.as_ref(), party.organisation_number.as_ref(), number];
    texts.into_iter().flatten().filter_map(Personal::text_in_clear)
}

fn names_of(party: &Party) -> impl Iterator<Item = &Sealed> {
    let organisation = party.organisation_number.as_ref().map(|checked| &checked.number);
    let number = party.identity.as_ref().map(|identity| &identity.number);
    [Some(&party.name), party.phone.as_ref(), organisation, number].into_iter().flatten()
}

/// A text as it is compared: letters and digits alone, in one case.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The smallest hashes of the pairs of characters of a text, in order.
fn pairs(text: &str) -> Vec<u32> {
    let letters: Vec<char> = plain(text).chars().collect();
    let hashes: BTreeSet<u32> = letters.windows(2).map(hash).collect();
    hashes.into_iter().take(PAIRS_MAX).collect()
}

fn hash(pair: &[char]) -> u32 {
    let mut hasher = DefaultHasher::new();
    pair.hash(&mut hasher);
    // The upper half of the hash is as even as the whole.
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}

/// The share of the smaller set that is in the other one: a short repetition of a long claim is a repetition.
fn similar_percent(one: &[u32], other: &[u32]) -> usize {
    let common = one.iter().filter(|pair| other.binary_search(pair).is_ok()).count();
    let smaller = one.len().min(other.len());
    (common * 100).checked_div(smaller).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use timeline::{PartyKind, PartyRole};

    fn text(text: &str) -> Personal {
        Personal::parse(text).unwrap()
    }

    fn case(claim: &str, area: &str, names: &[&str], fen: i64) -> Likeness {
        let named = |name: &&str| NewParty::named(PartyRole::Applicant, PartyKind::Person, text(name));
        let parties = names.iter().map(named).collect();
        let case = RegisterCase::new(CaseKind::Dispute, text(claim), area.parse().unwrap(), parties);
        let case = RegisterCase { amount: Some(Fen::new(fen).unwrap()), ..case };
        Likeness::of_command(&case, RequestId::new(uuid::Uuid::from_u128(1)), |text| {
            text.bytes().fold(7, |mark, byte| mark * 31 + u64::from(byte))
        })
    }

    #[test]
    fn the_same_matter_is_seen_in_other_words_and_from_the_other_side() {
        let first = case("楼上漏水泡坏天花板，要求修复并赔偿", "990101001", &["张三（虚构）", "李四（虚构）"], 80_000);
        let told_again = case("楼上漏水，泡坏了天花板，要求赔偿并修复！", "990101", &["李四（虚构）"], 90_000);
        let (_, reasons) = first.compared(&told_again).unwrap();
        assert_eq!(reasons, [DuplicateReason::SameParty, DuplicateReason::SimilarClaim, DuplicateReason::SameKind]);
        let in_other_words = case("自来水管爆裂要求赔钱", "990101001", &["张三 （虚构）"], 80_000);
        assert!(first.compared(&in_other_words).is_some());
    }

    #[test]
    fn another_matter_of_the_same_person_and_the_same_matter_of_another_one_are_two() {
        let first = case("楼上漏水泡坏天花板", "990101001", &["张三（虚构）"], 80_000);
        assert_eq!(first.compared(&case("工地拖欠工资四个月", "990101001", &["张三（虚构）"], 90_000)), None);
        assert_eq!(first.compared(&case("楼上漏水泡坏天花板", "990101001", &["王五（虚构）"], 80_000)), None);
    }
}
