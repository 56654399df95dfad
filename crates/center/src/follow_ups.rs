//! What follows from what: one list, pure, and the task that sees to it.
//!
//! A follow-up is an order like any other, in the center's own name, under a request id derived from the fact that
//! called for it. So it happens once, however often the fact is looked at: after a crash, after a restart, or when the
//! note of how far this has come was lost.

mod duplicates;
mod packages;
mod people;

use journal::Position;
use timeline::{
    AgreementSigned, Channel, Entry, Event, IntakeEvent, LitigationEvent, MediationEvent, RegistryEvent, RequestId,
    Sealed, StreamId, TerminationReason,
};

use crate::folded::CaseNow;
use crate::handle::Center;
use crate::stored::{self, StoredError, chain};
use crate::submit::Cause;
use crate::{Command, Failure, Order, snapshots};

pub(crate) use packages::parties;

/// Positions between two notes of how far this has come. Looking again costs little, so the note may be old.
const NOTE_EVERY: Position = 1_000;
/// Commits looked through at once: enough that old ones, which lie in large runs, are not unpacked again and again.
const BATCH_COMMITS: u64 = 1 << 16;

/// Something that follows from a fact: a name that tells it from other follow-ups of that fact, where, and what.
pub(crate) struct FollowUp {
    pub(crate) name: &'static str,
    pub(crate) stream: StreamId,
    pub(crate) command: Command,
}

/// The kinds of fact something can follow from.
fn triggers(kind: &str) -> bool {
    matches!(
        kind,
        "intake.case_registered"
            | "litigation.suit_chosen"
            | "litigation.case_filed"
            | "mediation.terminated"
            | "mediation.agreement_signed"
            | "oversight.reopening_requested"
            | "triage.sub_case_opened"
            | "triage.case_closed"
            | "triage.case_reopened"
            | "registry.subjects_erased"
    )
}

/// What follows from a fact for its own case, given the case as it stands now: it may have moved on since.
pub(crate) fn react(entry: &Entry, now: &CaseNow) -> Vec<FollowUp> {
    match &entry.event {
        Event::Litigation(fact) => after_litigation(fact, entry, now),
        Event::Mediation(fact) => after_mediation(fact, entry, now),
        Event::Intake(_) | Event::Triage(_) | Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {
            Vec::new()
        }
    }
}

/// A party that goes to court ends the mediation (people's mediation law, article 3; online mediation rules, article
/// 25), if it is the one that was open then; the parties are told what they can still do.
fn after_litigation(fact: &LitigationEvent, entry: &Entry, now: &CaseNow) -> Vec<FollowUp> {
    match fact {
        LitigationEvent::SuitChosen(_) | LitigationEvent::CaseFiled(_)
            if now.mediation.is_some_and(|asked_for| asked_for < entry.version) =>
        {
            let command = mediation::TerminateMediation { reason: TerminationReason::Other };
            let command = mediation::Command::TerminateMediation(command).into();
            vec![FollowUp { name: "terminate_mediation", stream: entry.stream, command }]
        }
        LitigationEvent::SuitChosen(_)
        | LitigationEvent::DelegationReceived(_)
        | LitigationEvent::HandOffSent(_)
        | LitigationEvent::HandOffAcknowledged(_)
        | LitigationEvent::HandOffRejected(_)
        | LitigationEvent::CaseFiled(_)
        | LitigationEvent::CourtAnswered(_)
        | LitigationEvent::ReferralMade(_)
        | LitigationEvent::ReferralAcknowledged(_)
        | LitigationEvent::ReferralRejected(_)
        | LitigationEvent::ReferralAnswered(_)
        | LitigationEvent::ReferralWithdrawn(_)
        | timeline::litigation_aside!() => Vec::new(),
    }
}

/// The court that had delegated the matter hears of the end; an agreement is watched over from the moment it binds.
fn after_mediation(fact: &MediationEvent, entry: &Entry, now: &CaseNow) -> Vec<FollowUp> {
    match fact {
        MediationEvent::AgreementSigned(signed) => reported(entry, now).chain(watched(signed, entry)).collect(),
        MediationEvent::MediationTerminated(_) => reported(entry, now).collect(),
        MediationEvent::MediationRequested(_)
        | MediationEvent::MediationRefused(_)
        | MediationEvent::SessionHeld(_)
        | MediationEvent::UndisputedFactsRecorded(_)
        | MediationEvent::AppraisalCommissioned(_)
        | MediationEvent::AppraisalReceived(_)
        | MediationEvent::AppraisalAbandoned(_)
        | MediationEvent::MediationExtended(_)
        | MediationEvent::FalseMediationSuspected(_)
        | MediationEvent::FalseMediationDecided(_)
        | MediationEvent::PerformanceRecorded(_)
        | MediationEvent::PerformanceCorrected(_)
        | MediationEvent::AgreementBreached(_)
        | timeline::mediation_aside!() => Vec::new(),
    }
}

/// A court that delegated a matter is told how its mediation ended (invited mediation, article 26).
fn reported(entry: &Entry, now: &CaseNow) -> impl Iterator<Item = FollowUp> {
    let report = |()| {
        let command = litigation::Command::ReportDelegation(litigation::ReportDelegation {}).into();
        FollowUp { name: "report_delegation", stream: entry.stream, command }
    };
    now.report_due.then_some(()).map(report).into_iter()
}

/// Somebody goes back to see after each day on which something is due (people's mediation law, article 31). An agreement
/// from before agreements had numbers is watched over by hand.
fn watched(signed: &AgreementSigned, entry: &Entry) -> Option<FollowUp> {
    let agreement = signed.agreement.filter(|_| !signed.instalments.is_empty())?;
    let command = mediation::ScheduleReturnVisit { agreement, visit_by: None };
    let command = mediation::Command::ScheduleReturnVisit(command).into();
    Some(FollowUp { name: "schedule_return_visit", stream: entry.stream, command })
}

/// Follows the views and sees to what follows, until the center closes. Begins when the matters have been recalled: two
/// readers of the whole log would take the memory of two.
pub(crate) async fn run(center: Center) {
    center.recalled().await;
    let (mut passed, mut stop) = (center.shell.passed.follow(), center.shell.stop.subscribe());
    let (mut noted, mut attempts) = (*center.shell.followed.borrow(), center.shell.follow_ups_still.attempts());
    loop {
        let head = *passed.borrow_and_update();
        if let Err(failure) = see_to(&center, head).await {
            tracing::error!(%failure, "what follows from the log waits, and is tried again");
            if attempts.failed(&mut stop).await {
                continue;
            }
            return;
        }
        attempts.succeeded();
        if head >= noted + NOTE_EVERY {
            noted = head;
            let (log, scratch) = (center.shell.journal.as_ref(), center.shell.scratch.as_ref());
            if let Err(error) = snapshots::note_followed_up(log, scratch, head) {
                tracing::warn!(error = chain(&error), "the next start will look for follow-ups again");
            }
        }
        tokio::select! {
            changed = passed.changed() => if changed.is_err() { return },
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Sees to what follows from the log up to here, in its order.
///
/// # Errors
/// The machine did not take it, or the log cannot be read: it goes on from there when asked again.
pub(crate) async fn see_to(center: &Center, head: Position) -> Result<(), Failure> {
    let mut at = *center.shell.followed.borrow();
    while at < head {
        let journal = center.shell.journal.as_ref();
        let (entries, reached) = stored::read_portion(journal, (at, head), BATCH_COMMITS, &triggers)?;
        for entry in &entries {
            if *center.shell.stop.borrow() {
                return Ok(()); // the next start goes on from here
            }
            follow_up(center, entry).await?;
        }
        at = reached;
        center.shell.followed.send_replace(at);
    }
    Ok(())
}

async fn follow_up(center: &Center, entry: &Entry) -> Result<(), Failure> {
    if let Event::Registry(RegistryEvent::SubjectsErased(fact)) = &entry.event {
        let (shell, fact) = (center.shell.clone(), fact.clone());
        let carrying_out = tokio::task::spawn_blocking(move || shell.carry_out_erasure(&fact));
        if let Err(error) = carrying_out.await {
            tracing::error!(%error, "an erasure is carried out at the next start");
        }
        return Ok(());
    }
    for follow_up in all(center, entry)? {
        carry_out(center, entry, follow_up).await?;
    }
    Ok(())
}

/// Everything that follows from a fact.
fn all(center: &Center, entry: &Entry) -> Result<Vec<FollowUp>, StoredError> {
    // Of registrations there are many, and what follows from them is not read in their case.
    if let Event::Intake(IntakeEvent::CaseRegistered(fact)) = &entry.event {
        // Whoever recorded it may not have come to remember it yet, and what lies before it in the log is remembered here.
        center.shell.remember(entry);
        return Ok(duplicates::react(entry, fact, &center.shell.matters).into_iter().collect());
    }
    let facts = stored::read_stream(center.shell.journal.as_ref(), entry.stream, 0)?;
    let now = CaseNow::of(&center.shell.rulebook, &facts);
    let open = |sealed: &Sealed| center.opener().text(entry.stream, sealed);
    let (of_parts, of_people) = (packages::react(entry, &facts, &open), people::react(entry, &open));
    Ok(react(entry, &now).into_iter().chain(of_parts).chain(of_people).collect())
}

/// Carries a follow-up out, if the rules see anything left to do. Only what the machine did not take is tried again.
async fn carry_out(
    center: &Center,
    entry: &Entry,
    FollowUp { name, stream, command }: FollowUp,
) -> Result<(), Failure> {
    let order = Order {
        stream: Some(stream),
        ..Order::new(center.shell.itself.clone(), RequestId::derive(entry.id().uuid(), name), Channel::System, command)
    };
    let cause = Cause { correlation: Some(entry.meta.correlation), causation: Some(entry.id()) };
    // A follow-up of something told late does not happen before what it follows from was recorded.
    let at = (center.shell.options.clock)().max(entry.recorded_at);
    match center.submit_at(order, at, cause).await {
        Ok(_) => Ok(()),
        Err(Failure::Refused(refused)) => {
            tracing::debug!(follow_up = name, code = refused.code, "nothing was left to follow up");
            Ok(())
        }
        Err(
            failure @ (Failure::Denied { .. } | Failure::NotFound | Failure::Conflict { .. } | Failure::RequestReused),
        ) => {
            tracing::error!(follow_up = name, stream = %stream, %failure, "a follow-up was not taken");
            Ok(())
        }
        Err(
            failure @ (Failure::InFlight
            | Failure::NotWritable(_)
            | Failure::KeysFailed { .. }
            | Failure::Failed { .. }),
        ) => Err(failure),
    }
}
