//! Referrals to other procedures: what goes along, what is warned of, and what the other body says.

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{
    Desk, PackageItem, Personal, Procedure, ReferralAcknowledged, ReferralAnswerCorrected, ReferralAnswered,
    ReferralMade, ReferralOutcome, ReferralRejected, ReferralWithdrawn, Warning,
};

use super::sharing::{self, Papers};
use super::{Decision, enforce_by, has_come, is_party, last_agreed, package, speaks};
use crate::command::{
    AcknowledgeReferral, CorrectReferralAnswer, RecordReferralAnswer, ReferCase, RejectReferral, WithdrawReferral,
};
use crate::state::{Referral, Step};
use crate::{Refusal, State};

/// A matter goes to another procedure because a party asks for it, in any state of the case, with what the case holds.
/// What speaks against it is said and blocks nothing: that body decides. What is asked first is whether
/// the data of those who did not ask may go along.
pub(super) fn refer(state: &State, command: ReferCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let ReferCase { procedure, body, by } = command;
    if by.is_empty() {
        return Err(Refusal::NobodyAsks);
    }
    by.iter().try_for_each(|party| is_party(state, *party))?;
    if !desk.rulebook.conducts(&body, procedure) {
        return Err(Refusal::BodyDoesNotConduct { body, procedure });
    }
    let same = |known: &&Referral| known.procedure == procedure && known.body == body && known.step != Step::Answered;
    if let Some(open) = state.referrals.iter().find(|known| same(known) && by.iter().all(|who| known.by.contains(who)))
    {
        return Err(Refusal::AlreadyReferred { referral: open.number });
    }
    let names_all = desk.rulebook.procedure(procedure).is_some_and(|rule| rule.names_all.is_some());
    let shared_on = sharing::grounds(state, &Papers { to: &body, asked: &by, names_all })?;
    let (contents, missing) = package::divided(state, belonging(procedure));
    let made = ReferralMade {
        referral: state.referrals.iter().map(|referral| referral.number).max().unwrap_or(0) + 1,
        procedure,
        body,
        by,
        manifest: package::manifest(state, &contents),
        contents,
        missing,
        warnings: warnings(state, procedure, desk),
        answer_by: desk.rulebook.answer_expected(procedure, day_of(desk.meta.occurred_at)),
        shared_on,
    };
    Ok(vec![made.into()])
}

/// What belongs with a referral. The record of a session is not on the list of items at all.
fn belonging(procedure: Procedure) -> Vec<PackageItem> {
    let always = [PackageItem::Parties, PackageItem::Claim, PackageItem::Facts, PackageItem::ServiceAddresses];
    let more = match procedure {
        Procedure::Arbitration | Procedure::Reconsideration | Procedure::Adjudication => PackageItem::Evidence,
        Procedure::Notary | Procedure::PaymentOrder | Procedure::Enforcement => PackageItem::Agreement,
        Procedure::LegalAid => return always.into(),
    };
    always.into_iter().chain([more]).collect()
}

/// What the party is told: other periods run on (a referral stops none of them), and what the procedure would need.
fn warnings(state: &State, procedure: Procedure, desk: &Desk<'_, Rulebook>) -> Vec<Warning> {
    let Some(rule) = desk.rulebook.procedure(procedure) else { return vec![Warning::PeriodsKeepRunning] };
    let unusual = state.dispute_type.as_ref().is_some_and(|kind| !desk.rulebook.usual(rule, kind));
    let given = [
        (true, Warning::PeriodsKeepRunning),
        (rule.needs_agreement && state.agreement.is_none(), Warning::NoAgreement),
        (rule.needs_title && !state.has_title(desk.rulebook), Warning::NoTitle),
        (rule.needs_title && enforcement_over(state, desk), Warning::PeriodOver),
        (unusual, Warning::UnusualForType),
    ];
    given.into_iter().filter_map(|(given, warning)| given.then_some(warning)).collect()
}

/// The last day that was told when the title was recorded is past.
fn enforcement_over(state: &State, desk: &Desk<'_, Rulebook>) -> bool {
    state.enforce_by().is_some_and(|last_day| day_of(desk.meta.occurred_at) > last_day)
}

/// The body takes a referral in once, under a number of its own.
pub(super) fn acknowledge(state: &State, command: AcknowledgeReferral, desk: &Desk<'_, Rulebook>) -> Decision {
    let AcknowledgeReferral { referral: number, reference } = command;
    let referral = open(state, number)?;
    speaks(&referral.body, desk)?;
    if referral.step == Step::Acknowledged {
        return Err(Refusal::ReferralTaken { referral: number });
    }
    let (procedure, body) = (referral.procedure, referral.body.clone());
    Ok(vec![ReferralAcknowledged { referral: number, procedure, body, reference }.into()])
}

/// The body sends a referral back with a ground. The case is the center's again.
pub(super) fn reject(state: &State, command: RejectReferral, desk: &Desk<'_, Rulebook>) -> Decision {
    let RejectReferral { referral: number, ground, explanation } = command;
    speaks(&open(state, number)?.body, desk)?;
    Ok(vec![ReferralRejected { referral: number, ground, explanation: explanation.map(Personal::sealed) }.into()])
}

/// The body tells once how its procedure ended, whether it had acknowledged the referral or not.
pub(super) fn answer(state: &State, command: RecordReferralAnswer, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordReferralAnswer { referral: number, reference, outcome, decided_on } = command;
    let referral = open(state, number)?;
    speaks(&referral.body, desk)?;
    may_end_with(referral, outcome, desk)?;
    has_come(decided_on, desk)?;
    let enforce_by = until(state, referral, (outcome, decided_on), desk);
    Ok(vec![ReferralAnswered { referral: number, reference, outcome, decided_on, enforce_by }.into()])
}

/// A party that asked may take the referral back while it is not answered.
pub(super) fn withdraw(state: &State, command: &WithdrawReferral) -> Decision {
    let WithdrawReferral { referral: number, by } = *command;
    if !open(state, number)?.by.contains(&by) {
        return Err(Refusal::NotTheAsker { party: by });
    }
    Ok(vec![ReferralWithdrawn { referral: number, by }.into()])
}

/// An answer that was recorded wrongly is put right by naming its entry; the entry stays.
pub(super) fn correct(state: &State, command: CorrectReferralAnswer, desk: &Desk<'_, Rulebook>) -> Decision {
    let CorrectReferralAnswer { referral: number, outcome, decided_on, reason } = command;
    let referral = state.referral(number).ok_or(Refusal::NoSuchReferral { referral: number })?;
    let (_, corrects) = referral.answer.ok_or(Refusal::NothingToCorrect)?;
    speaks(&referral.body, desk)?;
    may_end_with(referral, outcome, desk)?;
    has_come(decided_on, desk)?;
    let (reason, enforce_by) = (reason.sealed(), until(state, referral, (outcome, decided_on), desk));
    Ok(vec![ReferralAnswerCorrected { corrects, referral: number, outcome, decided_on, reason, enforce_by }.into()])
}

/// Until when what a procedure ended with can be enforced, if its rule calls it a title.
fn until(
    state: &State,
    referral: &Referral,
    (outcome, decided_on): (ReferralOutcome, Date),
    desk: &Desk<'_, Rulebook>,
) -> Option<Date> {
    let rule = desk.rulebook.procedure(referral.procedure).filter(|rule| rule.titles.contains(&outcome))?;
    enforce_by(last_agreed(state).filter(|_| rule.needs_agreement), decided_on, desk)
}

/// A referral that was not answered, sent back or withdrawn.
fn open(state: &State, number: u32) -> Result<&Referral, Refusal> {
    let referral = state.referral(number).ok_or(Refusal::NoSuchReferral { referral: number })?;
    if referral.step == Step::Answered { Err(Refusal::ReferralOver { referral: number }) } else { Ok(referral) }
}

fn may_end_with(referral: &Referral, outcome: ReferralOutcome, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let procedure = referral.procedure;
    let known = desk.rulebook.procedure(procedure).is_some_and(|rule| rule.outcomes.contains(&outcome));
    if known { Ok(()) } else { Err(Refusal::OtherOutcome { procedure, outcome }) }
}
