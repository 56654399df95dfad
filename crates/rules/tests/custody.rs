//! Who holds a case at each instant, as scenarios.

use rules::{Cause, Custody, Holder, custody};
use testkit::cast::{APPLICANT, ARRIVAL, CENTER, DOCKET, HOUSING, TRANSPORT, department};
use testkit::entries;
use testkit::facts::{
    acknowledged, answered, assembled, assigned, closed, filed, received, referral_acknowledged, referral_answered,
    referral_rejected, referral_withdrawn, referred, registered, rejected, reopened, returned, sent, suit,
};
use timeline::{Event, Outcome, Procedure, ReferralOutcome};

/// A word for each holder, in order; a gap between two segments is a dash.
fn holders(facts: impl IntoIterator<Item = Event>) -> Vec<String> {
    let segments = custody(&entries(facts));
    let mut words = Vec::new();
    let mut until = segments.first().map(|segment| segment.from);
    for segment in segments {
        if until != Some(segment.from) {
            words.push("-".to_owned());
        }
        until = segment.until;
        words.push(match segment.holder {
            Holder::Department(code) => code.to_string(),
            Holder::Waiting(Cause::Court(code) | Cause::Body(code)) => format!("waiting for {code}"),
            Holder::Waiting(Cause::Appraisal) => "waiting for an appraisal".to_owned(),
        });
    }
    if until.is_some() {
        words.push("closed".to_owned());
    }
    words
}

#[test]
fn whoever_registers_a_case_holds_it_and_is_still_answerable_while_another_is_asked() {
    assert_eq!(holders([registered()]), [CENTER]);
    assert_eq!(holders([registered(), assigned(1, HOUSING)]), [CENTER]);
    assert_eq!(holders([registered(), assigned(1, HOUSING), returned(1, HOUSING)]), [CENTER]);
}

#[test]
fn who_signs_holds_and_who_hands_back_makes_the_one_before_answerable() {
    let ping_pong = [
        registered(),
        assigned(1, HOUSING),
        received(1, HOUSING),
        assigned(2, TRANSPORT),
        received(2, TRANSPORT),
        returned(2, TRANSPORT),
        returned(1, HOUSING),
    ];
    assert_eq!(holders(ping_pong), [CENTER, HOUSING, TRANSPORT, HOUSING, CENTER]);
}

#[test]
fn while_a_court_has_the_matter_the_case_waits_for_it_by_name() {
    let waiting = "waiting for court";
    let sent_off = [registered(), suit(APPLICANT), assembled(1), sent(1)];
    let with = |more: Vec<Event>| holders(sent_off.clone().into_iter().chain(more));
    assert_eq!(with(vec![]), [CENTER], "a package on its way is the center's");
    assert_eq!(with(vec![acknowledged(1), rejected(1)]), [CENTER, waiting, CENTER]);
    assert_eq!(with(vec![acknowledged(1), answered(ARRIVAL)]), [CENTER, waiting, CENTER]);
    assert_eq!(with(vec![acknowledged(1), filed(Some(1)), answered(DOCKET)]), [CENTER, waiting, CENTER]);
    assert_eq!(holders([registered(), filed(None)]), [CENTER, waiting]);
}

#[test]
fn while_another_body_decides_the_matter_the_case_waits_for_it_by_name() {
    let (waiting, body) = ("waiting for the_body", "the_body");
    let takes_over = [
        Procedure::Arbitration,
        Procedure::Reconsideration,
        Procedure::Adjudication,
        Procedure::PaymentOrder,
        Procedure::Enforcement,
    ];
    for procedure in takes_over {
        let with = |more: Vec<Event>| holders([registered(), referred(1, procedure, body)].into_iter().chain(more));
        let taken = || referral_acknowledged(1, procedure, body);
        assert_eq!(with(vec![]), [CENTER], "a referral on its way is the center's");
        assert_eq!(with(vec![referral_rejected(1)]), [CENTER]);
        assert_eq!(with(vec![taken()]), [CENTER, waiting]);
        assert_eq!(with(vec![taken(), taken()]), [CENTER, waiting]);
        for end in [referral_answered(1, ReferralOutcome::Awarded), referral_rejected(1), referral_withdrawn(1)] {
            assert_eq!(with(vec![taken(), end]), [CENTER, waiting, CENTER]);
        }
    }
}

#[test]
fn who_only_helps_a_party_leaves_the_dispute_where_it_is() {
    for procedure in [Procedure::LegalAid, Procedure::Notary] {
        let helped = [registered(), referred(1, procedure, "helper"), referral_acknowledged(1, procedure, "helper")];
        assert_eq!(holders(helped), [CENTER]);
    }
}

#[test]
fn a_court_and_a_body_at_once_are_waited_for_one_after_the_other() {
    let arbitration = Procedure::Arbitration;
    let both = [
        registered(),
        referred(1, arbitration, "the_body"),
        referral_acknowledged(1, arbitration, "the_body"),
        filed(None),
    ];
    // The body's number is the same as the court's in the cast: an answer to one is no answer to the other.
    let with = |more: Vec<Event>| holders(both.clone().into_iter().chain(more));
    let done = || referral_answered(1, ReferralOutcome::Dismissed);
    assert_eq!(with(vec![done(), answered(DOCKET)]), [CENTER, "waiting for the_body", "waiting for court", CENTER]);
    assert_eq!(with(vec![answered(ARRIVAL)]), [CENTER, "waiting for the_body"]);
    assert_eq!(with(vec![answered(DOCKET), done()]), [CENTER, "waiting for the_body", CENTER]);
}

#[test]
fn what_changes_hands_meanwhile_counts_when_the_court_has_answered() {
    let facts = [registered(), assigned(1, HOUSING), filed(None), received(1, HOUSING), answered(DOCKET)];
    assert_eq!(holders(facts), [CENTER, "waiting for court", HOUSING]);
}

#[test]
fn nobody_holds_a_closed_case_and_who_held_it_holds_it_again() {
    let shut = [registered(), assigned(1, HOUSING), received(1, HOUSING), closed(Outcome::Settled)];
    assert_eq!(holders(shut.clone()), [CENTER, HOUSING, "closed"]);
    let again = shut.into_iter().chain([suit(APPLICANT), reopened()]);
    assert_eq!(holders(again), [CENTER, HOUSING, "-", HOUSING]);
    assert_eq!(holders([]), Vec::<String>::new());
}

#[test]
fn a_segment_says_which_fact_began_it() {
    let timeline = entries([registered(), assigned(1, HOUSING), received(1, HOUSING)]);
    let began: Vec<_> = custody(&timeline).iter().map(|segment| (segment.from, segment.by)).collect();
    let expected: Vec<_> = [&timeline[0], &timeline[2]].iter().map(|entry| (entry.recorded_at, entry.id())).collect();
    assert_eq!(began, expected);
}

#[test]
fn the_fold_says_at_any_time_what_the_whole_says_at_the_end() {
    let timeline = entries([registered(), assigned(1, HOUSING), received(1, HOUSING), filed(None), answered(DOCKET)]);
    let mut fold = Custody::default();
    for (index, entry) in timeline.iter().enumerate() {
        fold.apply(entry);
        assert_eq!(fold.segment().cloned(), custody(&timeline[..=index]).pop());
    }
    assert_eq!(fold.holder(), Some(&Holder::Department(department(HOUSING))));
    assert!(fold.is_held_by(1) && !fold.is_held_by(2));
    let saved = serde_json::to_vec(&fold).unwrap();
    assert_eq!(serde_json::from_slice::<Custody>(&saved).unwrap(), fold);
}
