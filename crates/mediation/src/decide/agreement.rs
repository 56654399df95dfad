//! The agreement, the end, and what comes after.

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{
    AgreementForm, AgreementSigned, Desk, Instalment, MediationTerminated, PartyId, PartyRole, PerformanceRecorded,
    RemediesAdvised, ReturnVisitMade, TerminationReason,
};

use super::{Decision, known};
use crate::command::{INSTALMENTS_MAX, MakeReturnVisit, Owed, RecordPerformance, SignAgreement, TerminateMediation};
use crate::state::Phase;
use crate::{Refusal, State};

/// A written agreement binds with the last signature of everybody on both sides, an oral one when it is reached before
/// the mediator (people's mediation law, articles 28 to 31). Nobody owes under an agreement it did not make.
pub(super) fn sign(state: &State, command: SignAgreement, desk: &Desk<'_, Rulebook>) -> Decision {
    let SignAgreement { form, terms, parties, instalments } = command;
    known(state, &parties)?;
    if state.phase != Phase::Open {
        return Err(Refusal::NotOpen);
    }
    if state.mediator.is_none() {
        return Err(Refusal::NoMediator);
    }
    bound(state, form, &parties)?;
    let effective_at = desk.meta.occurred_at;
    owed(&instalments, &parties, day_of(effective_at))?;
    let instalments = (1..).zip(instalments).map(numbered).collect();
    Ok(vec![
        AgreementSigned {
            form,
            terms: terms.sealed(),
            parties,
            effective_at,
            instalments,
            agreement: None,
            left_open: None,
            amends: None,
        }
        .into(),
    ])
}

/// Whose word or signature the form of the agreement needs.
fn bound(state: &State, form: AgreementForm, parties: &[PartyId]) -> Result<(), Refusal> {
    let agreed = |role| parties.iter().any(|party| state.role_of(*party) == Some(role));
    if !agreed(PartyRole::Applicant) || !agreed(PartyRole::Respondent) {
        return Err(Refusal::OneSided);
    }
    match form {
        AgreementForm::Written => match state.sides().find(|party| !parties.contains(party)) {
            Some(party) => Err(Refusal::SignatureMissing { party }),
            None => Ok(()),
        },
        AgreementForm::Oral => Ok(()),
    }
}

fn owed(instalments: &[Owed], parties: &[PartyId], agreed_on: Date) -> Result<(), Refusal> {
    if instalments.len() > INSTALMENTS_MAX {
        return Err(Refusal::TooManyInstalments { found: instalments.len(), max: INSTALMENTS_MAX });
    }
    for Owed { by, due, amount: _ } in instalments {
        if !parties.contains(by) {
            return Err(Refusal::DebtorNotBound { party: *by });
        }
        if *due < agreed_on {
            return Err(Refusal::DueBeforeAgreement { due: *due });
        }
    }
    Ok(())
}

fn numbered((number, owed): (u32, Owed)) -> Instalment {
    let Owed { by, due, amount } = owed;
    Instalment { number, by, due, amount }
}

/// A mediation ends for one of eight reasons (online mediation rules, article 25): as agreed if and only if there is an
/// agreement. Otherwise the parties are told what else they can do (people's mediation law, article 26).
pub(super) fn terminate(state: &State, command: &TerminateMediation, desk: &Desk<'_, Rulebook>) -> Decision {
    let TerminateMediation { reason } = *command;
    let agreed = reason == TerminationReason::Agreed;
    match state.phase {
        Phase::None => Err(Refusal::NotOpen),
        Phase::Agreed if agreed => Ok(vec![MediationTerminated { reason }.into()]),
        Phase::Agreed => Err(Refusal::AgreementStands),
        Phase::Open | Phase::Stopped if agreed => Err(Refusal::NoAgreement),
        Phase::Open | Phase::Stopped => {
            let remedies = desk.rulebook.remedies(state.dispute_type.as_ref());
            Ok(vec![MediationTerminated { reason }.into(), RemediesAdvised { remedies }.into()])
        }
    }
}

/// Each part of the agreement is performed once; the center watches over it (people's mediation law, article 31), also
/// after the case was closed.
pub(super) fn perform(state: &State, command: &RecordPerformance, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordPerformance { instalment, performed_on } = *command;
    let parts = state.agreement.as_ref().ok_or(Refusal::NoAgreement)?;
    let part = parts.iter().find(|part| part.number == instalment);
    if part.ok_or(Refusal::NoSuchInstalment { instalment })?.performed {
        return Err(Refusal::AlreadyPerformed { instalment });
    }
    if performed_on > day_of(desk.now) {
        return Err(Refusal::DateInFuture { date: performed_on });
    }
    Ok(vec![PerformanceRecorded { instalment, performed_on }.into()])
}

/// Somebody goes back to see whether an agreement holds (回访), as often as is useful, also after the case was closed.
pub(super) fn visit(state: &State, command: &MakeReturnVisit) -> Decision {
    let MakeReturnVisit { performed, satisfied, new_signs } = *command;
    if state.agreement.is_none() {
        return Err(Refusal::NoAgreement);
    }
    Ok(vec![
        ReturnVisitMade {
            performed,
            satisfied,
            new_signs,
            return_visit: None,
            party: None,
            agreement: None,
            reason: None,
            later_suit: None,
            measures: None,
        }
        .into(),
    ])
}
