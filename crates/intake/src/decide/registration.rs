//! Visits, enquiries, registration.

use rules::Rulebook;
use timeline::{
    CaseRegistered, Channel, Desk, EnquiryAnswered, Party, PartyRole, Personal, ReceiptIssued, RegistrationConfirmed,
    RegistrationCorrected, VisitRecorded, VisitorGuided,
};

use super::{Decision, department, open, registered, visited};
use crate::command::{
    AnswerEnquiry, ConfirmRegistration, CorrectRegistration, Guidance, KnownAtRegistration, PARTIES_MAX, RecordVisit,
    RegisterCase,
};
use crate::decide::parties::{known_body, named};
use crate::{Refusal, State};

/// A visit is noted once, at a place the center knows, with everybody who came.
pub(super) fn record_visit(state: &State, command: RecordVisit, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordVisit { place, purpose, visitors, case, guided_to, case_is_there } = command;
    if state.begun {
        return Err(Refusal::AlreadyRecorded);
    }
    if desk.rulebook.place(&place).is_none() {
        return Err(Refusal::UnknownPlace { place });
    }
    if visitors == 0 {
        return Err(Refusal::NoVisitors);
    }
    if let Some(case) = case.filter(|_| !case_is_there) {
        return Err(Refusal::UnknownCase { case });
    }
    let mut facts = vec![VisitRecorded { place, purpose, visitors, case }.into()];
    if let Some(Guidance { department: to, window }) = guided_to {
        department(desk, &to)?;
        facts.push(VisitorGuided { to, window }.into());
    }
    Ok(facts)
}

/// A question is answered once, and is no case: most of those who come only ask.
pub(super) fn answer_enquiry(state: &State, command: AnswerEnquiry, desk: &Desk<'_, Rulebook>) -> Decision {
    let AnswerEnquiry { topic, visit, question, answer, visit_is_there } = command;
    if state.begun {
        return Err(Refusal::AlreadyRecorded);
    }
    if desk.rulebook.dispute_type(&topic).is_none() {
        return Err(Refusal::UnknownTopic { topic });
    }
    visited(visit, visit_is_there)?;
    let (question, answer) = (question.map(Personal::sealed), answer.sealed());
    Ok(vec![EnquiryAnswered { topic, visit, question, answer }.into()])
}

/// Whoever asks for something is registered at once and leaves with a receipt (petition regulation of 2022, article
/// 19). Competence, area, merit, a number that looks wrong or a matter that was registered before are no reason to
/// refuse: not registering is a ground of liability (article 44).
pub(super) fn register(state: &State, command: RegisterCase, desk: &Desk<'_, Rulebook>) -> Decision {
    if state.begun {
        return Err(Refusal::AlreadyRecorded);
    }
    if command.parties.len() > PARTIES_MAX {
        return Err(Refusal::TooManyParties { found: command.parties.len(), max: PARTIES_MAX });
    }
    let self_registered = command.self_registered == Some(true);
    if self_registered && desk.meta.channel != Channel::Online {
        return Err(Refusal::NotOnline);
    }
    let RegisterCase { kind, claim, area, amount, parties, referred_by, letter, part_of, known, .. } = command;
    parties.iter().try_for_each(|party| known_body(party, desk))?;
    let request = desk.meta.request;
    let named = parties.into_iter().enumerate().map(|(index, party)| named(party, request, index));
    let parties = named.collect::<Result<Vec<Party>, Refusal>>()?;
    let applicant = parties.iter().find(|party| party.role == PartyRole::Applicant).ok_or(Refusal::NoApplicant)?.id;
    let KnownAtRegistration { number, query_tag, scan } = known;
    let scanned = letter.as_ref().and_then(|letter| letter.scan);
    if scanned.is_some() && scanned != scan.map(|file| file.blob) {
        return Err(Refusal::FileNotStored);
    }
    let number = number.ok_or(Refusal::NumberNotDrawn)?;
    let claim = claim.sealed();
    let case =
        CaseRegistered { number, kind, claim, area, amount, parties, referred_by, letter, part_of, self_registered };
    // Whether the matter is there already is found out behind it: the citizen takes the proof of this commit home.
    Ok(vec![case.into(), ReceiptIssued { party: applicant, number, query_tag }.into()])
}

/// Somebody who asked the applicant confirms what came in online; nothing that came in is ever refused for waiting.
pub(super) fn confirm(state: &State, command: ConfirmRegistration, desk: &Desk<'_, Rulebook>) -> Decision {
    if !open(state)?.unconfirmed {
        return Err(Refusal::NothingToConfirm);
    }
    match desk.meta.channel {
        Channel::Online | Channel::System => Err(Refusal::ConfirmsItself),
        Channel::Window | Channel::Phone | Channel::Letter | Channel::Grid | Channel::Referral => {
            Ok(vec![RegistrationConfirmed { note: command.note.map(Personal::sealed) }.into()])
        }
    }
}

/// A mistake is corrected by a further fact that names the entry; what was written stays.
pub(super) fn correct(state: &State, command: CorrectRegistration) -> Decision {
    let entry = registered(state)?.entry;
    let CorrectRegistration { kind, claim, area, amount, reason } = command;
    if kind.is_none() && claim.is_none() && area.is_none() && amount.is_none() {
        return Err(Refusal::NothingCorrected);
    }
    let (claim, reason) = (claim.map(Personal::sealed), reason.sealed());
    Ok(vec![RegistrationCorrected { entry, kind, claim, area, amount, reason }.into()])
}
