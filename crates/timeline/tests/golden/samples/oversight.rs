//! One sample a fact of oversight.

use jiff::civil::date;
use timeline::{
    CorrectionDecided, CorrectionRequested, EvaluationAppealDecided, EvaluationAppealed, EvaluationGiven,
    EvaluationPlace, Event, FollowUpMade, FollowUpOrdered, FollowUpResult, HumanDecisionDemanded, Mark, Marks,
    OversightEvent, OwnRecordGiven, ReopeningRequested, VoiceTag,
};

use super::{PARTY, department, sealed};

pub(super) fn all() -> Vec<Event> {
    let mark = |mark| Some(Mark::new(mark).expect("a mark"));
    let marks = Marks { outcome: mark(1), heard: mark(2), respected: mark(3), explained: mark(4), effort: mark(5) };
    vec![
        oversight(HumanDecisionDemanded { party: PARTY }),
        oversight(ReopeningRequested { party: PARTY, reason: sealed() }),
        oversight(EvaluationGiven {
            evaluation: 1,
            voice: VoiceTag::new([7; 32]),
            occasion: EvaluationPlace::Later,
            department: department("housing"),
            marks,
            dissatisfied: true,
            words: Some(sealed()),
        }),
        oversight(FollowUpOrdered { evaluation: 1, by: date(2026, 11, 30) }),
        oversight(FollowUpMade { evaluation: 1, result: FollowUpResult::Remedied, note: sealed() }),
        oversight(EvaluationAppealed { evaluation: 1, grounds: sealed() }),
        oversight(EvaluationAppealDecided {
            evaluation: 1,
            granted: true,
            department: Some(department("transport")),
            grounds: sealed(),
        }),
        oversight(OwnRecordGiven { party: PARTY }),
        oversight(CorrectionRequested { correction: 1, party: PARTY, wanted: sealed() }),
        oversight(CorrectionDecided { correction: 1, granted: true, grounds: sealed() }),
    ]
}

fn oversight(fact: impl Into<OversightEvent>) -> Event {
    Event::Oversight(fact.into())
}
