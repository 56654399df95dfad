//! The agreement, and from when it binds.

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{
    AgreementAmended, AgreementDrawnUp, AgreementForm, AgreementSigned, Desk, Instalment, MediationEvent, PartyId,
    Personal, SignatureGiven,
};

use super::{Decision, both_sides, give_up_appraisals, known, mediated};
use crate::command::{DrawUpAgreement, GiveSignature, INSTALMENTS_MAX, Owed, SignAgreement};
use crate::state::{Draft, Hand, Phase};
use crate::{Refusal, State};

/// A written agreement binds with the last signature of everybody on both sides, an oral one when it is reached before
/// the mediator (people's mediation law, articles 28 to 31). Nobody owes under an agreement it did not make.
pub(super) fn sign(state: &State, command: SignAgreement, desk: &Desk<'_, Rulebook>) -> Decision {
    let SignAgreement { form, terms, parties, instalments, left_open } = command;
    known(state, &parties)?;
    mediated(state)?;
    formal(state, form, desk)?;
    bound(state, form, &parties)?;
    let effective_at = desk.meta.occurred_at;
    let instalments = owed(state, instalments, &parties, day_of(effective_at))?;
    let agreement = Some(state.agreements.next_number());
    let (terms, left_open) = (terms.sealed(), left_open.map(Personal::sealed));
    let signed =
        AgreementSigned { form, terms, parties, effective_at, instalments, agreement, left_open, amends: None };
    Ok(give_up_appraisals(state).chain([signed.into()]).collect())
}

/// A paper that waits for its signatures. A later agreement may replace an earlier one, also after the mediation ended.
pub(super) fn draw_up(state: &State, command: DrawUpAgreement, desk: &Desk<'_, Rulebook>) -> Decision {
    let DrawUpAgreement { terms, parties, instalments, left_open, amends } = command;
    known(state, &parties)?;
    match amends {
        Some(agreement) if state.agreements.binding(agreement).is_none() => {
            return Err(Refusal::NoSuchAgreement { agreement });
        }
        Some(_) if state.mediator.is_some() && state.phase != Phase::Open => {}
        Some(_) | None => mediated(state)?,
    }
    bound(state, AgreementForm::Written, &parties)?;
    let instalments = owed(state, instalments, &parties, day_of(desk.meta.occurred_at))?;
    let agreement = state.agreements.next_number();
    let (terms, left_open) = (terms.sealed(), left_open.map(Personal::sealed));
    Ok(vec![AgreementDrawnUp { agreement, terms, parties, instalments, left_open, amends }.into()])
}

/// With the last act the law asks for, the agreement binds: from that instant (people's mediation law, article 29).
/// Signing twice changes nothing.
pub(super) fn give_signature(state: &State, command: &GiveSignature, desk: &Desk<'_, Rulebook>) -> Decision {
    let GiveSignature { agreement, signer, party, manner } = *command;
    if state.suspected {
        return Err(Refusal::Suspended);
    }
    let draft = state.agreements.draft(agreement).ok_or(Refusal::NoSuchAgreement { agreement })?;
    let hand = Hand::of(signer, party).filter(|hand| draft.needs().any(|needed| needed == *hand));
    let hand = hand.ok_or(Refusal::NotASigner { agreement })?;
    if draft.signed.contains_key(&hand) {
        return Ok(Vec::new());
    }
    let at = desk.meta.occurred_at;
    let given = SignatureGiven { agreement, signer, party, manner, at }.into();
    let last = draft.needs().all(|needed| needed == hand || draft.signed.contains_key(&needed));
    let binds = last.then(|| binds(state, draft, draft.signed.values().copied().fold(at, Ord::max)));
    Ok([given].into_iter().chain(binds.into_iter().flatten()).collect())
}

/// What is true when the last signature is given.
fn binds(state: &State, draft: &Draft, effective_at: jiff::Timestamp) -> Vec<MediationEvent> {
    let AgreementDrawnUp { agreement, terms, parties, instalments, left_open, amends } = draft.paper.clone();
    let signed = AgreementSigned {
        form: AgreementForm::Written,
        terms,
        parties,
        effective_at,
        instalments,
        agreement: Some(agreement),
        left_open,
        amends,
    };
    let amended = amends.map(|amended| AgreementAmended { agreement: amended, replaced_by: agreement }.into());
    give_up_appraisals(state).chain([signed.into()]).chain(amended).collect()
}

/// Some kinds of mediation know only a written agreement.
fn formal(state: &State, form: AgreementForm, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let rule = state.kind.and_then(|kind| desk.rulebook.mediation_kind(kind));
    if rule.is_some_and(|rule| !rule.forms.contains(&form)) { Err(Refusal::FormNotAllowed { form }) } else { Ok(()) }
}

/// Whose word or signature the form of the agreement needs.
fn bound(state: &State, form: AgreementForm, parties: &[PartyId]) -> Result<(), Refusal> {
    both_sides(state, parties)?;
    match form {
        AgreementForm::Written => match state.sides().find(|party| !parties.contains(party)) {
            Some(party) => Err(Refusal::SignatureMissing { party }),
            None => Ok(()),
        },
        AgreementForm::Oral => Ok(()),
    }
}

fn owed(
    state: &State,
    instalments: Vec<Owed>,
    parties: &[PartyId],
    agreed_on: Date,
) -> Result<Vec<Instalment>, Refusal> {
    if instalments.len() > INSTALMENTS_MAX {
        return Err(Refusal::TooManyInstalments { found: instalments.len(), max: INSTALMENTS_MAX });
    }
    if let Some(part) = instalments.iter().find(|part| !parties.contains(&part.by)) {
        return Err(Refusal::DebtorNotBound { party: part.by });
    }
    if let Some(part) = instalments.iter().find(|part| part.due < agreed_on) {
        return Err(Refusal::DueBeforeAgreement { due: part.due });
    }
    let numbered = |(number, Owed { by, due, amount })| Instalment { number, by, due, amount };
    Ok((state.agreements.next_instalment()..).zip(instalments).map(numbered).collect())
}
