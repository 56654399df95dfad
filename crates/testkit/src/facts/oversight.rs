//! Facts of oversight.

use jiff::civil::Date;
use timeline::{
    CorrectionDecided, CorrectionRequested, DepartmentCode, EvaluationAppealDecided, EvaluationAppealed,
    EvaluationGiven, EvaluationPlace, Event, FollowUpMade, FollowUpOrdered, FollowUpResult, HumanDecisionDemanded,
    Mark, Marks, OversightEvent, OwnRecordGiven, PartyId, ReopeningRequested, VoiceTag,
};

use crate::cast::{department, sealed};

fn oversight(fact: impl Into<OversightEvent>) -> Event {
    Event::Oversight(fact.into())
}

/// A voice by its number.
#[must_use]
pub const fn voice(number: u8) -> VoiceTag {
    VoiceTag::new([number; 32])
}

/// The same mark for what came out of it and for being heard; the other questions were not answered.
///
/// # Panics
/// When it is no mark.
#[must_use]
pub fn marks(mark: u8) -> Marks {
    let mark = Some(Mark::new(mark).expect("a mark"));
    Marks { outcome: mark, heard: mark, ..Marks::default() }
}

/// A voice marked the work of a department, at the center and without words.
#[must_use]
pub fn evaluated(evaluation: u32, by: u8, of: &str, mark: u8) -> Event {
    oversight(EvaluationGiven {
        evaluation,
        voice: voice(by),
        occasion: EvaluationPlace::Center,
        department: department(of),
        marks: marks(mark),
        dissatisfied: mark <= 2,
        words: None,
    })
}

/// Somebody is to go back.
#[must_use]
pub fn follow_up_ordered(evaluation: u32, by: Date) -> Event {
    oversight(FollowUpOrdered { evaluation, by })
}

/// Somebody went back.
#[must_use]
pub fn followed_up(evaluation: u32, result: FollowUpResult, note: &str) -> Event {
    oversight(FollowUpMade { evaluation, result, note: sealed(note) })
}

/// The department said that it was not its doing.
#[must_use]
pub fn evaluation_appealed(evaluation: u32, grounds: &str) -> Event {
    oversight(EvaluationAppealed { evaluation, grounds: sealed(grounds) })
}

/// It was decided whose evaluation it is.
#[must_use]
pub fn appeal_decided(evaluation: u32, granted: bool, to: Option<&str>, grounds: &str) -> Event {
    let department: Option<DepartmentCode> = to.map(department);
    oversight(EvaluationAppealDecided { evaluation, granted, department, grounds: sealed(grounds) })
}

/// A party asks for the case to be taken up again.
#[must_use]
pub fn reopening_requested(party: PartyId, reason: &str) -> Event {
    oversight(ReopeningRequested { party, reason: sealed(reason) })
}

/// A party does not want programs alone to decide.
#[must_use]
pub fn human_decision_demanded(party: PartyId) -> Event {
    oversight(HumanDecisionDemanded { party })
}

/// A party took a copy of what is held about it.
#[must_use]
pub fn own_record_given(party: PartyId) -> Event {
    oversight(OwnRecordGiven { party })
}

/// A party said that something is wrong.
#[must_use]
pub fn correction_requested(correction: u32, party: PartyId, wanted: &str) -> Event {
    oversight(CorrectionRequested { correction, party, wanted: sealed(wanted) })
}

/// It was decided.
#[must_use]
pub fn correction_decided(correction: u32, granted: bool, grounds: &str) -> Event {
    oversight(CorrectionDecided { correction, granted, grounds: sealed(grounds) })
}
