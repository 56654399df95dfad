//! What is said, told, agreed and handed out.

use rules::{Rulebook, day_of};
use timeline::{
    ConsentPurpose, ConsentRecorded, ConsentWithdrawn, ContactNoted, Desk, NoticeServed, Personal, ReadBack,
    ReceiptIssued, StatementTaken,
};

use super::{Decision, department, material, open, party, registered};
use crate::command::{IssueReceipt, NoteContact, RecordConsent, ServeNotice, TakeStatement, WithdrawConsent};
use crate::{Refusal, State};

/// What somebody says is written down as it is said, and read back (petition regulation of 2022, article 19).
pub(super) fn take_statement(state: &State, command: TakeStatement) -> Decision {
    open(state)?;
    let TakeStatement { party: who, statement, read_back, interpreter, objections } = command;
    party(state, who)?;
    if read_back == ReadBack::Interpreter && interpreter.is_none() {
        return Err(Refusal::NoInterpreter);
    }
    let (interpreter, objections) = (interpreter.map(Personal::sealed), objections.map(Personal::sealed));
    Ok(vec![StatementTaken { party: who, statement: statement.sealed(), read_back, interpreter, objections }.into()])
}

/// A notice is served when it has reached somebody. Clocks of the citizen start with that day, so it cannot lie ahead.
pub(super) fn serve(state: &State, command: &ServeNotice, desk: &Desk<'_, Rulebook>) -> Decision {
    registered(state)?;
    let ServeNotice { notice, party: whom, manner, served_on, printed_due, material: proof } = *command;
    party(state, whom)?;
    material(state, proof)?;
    if served_on > day_of(desk.now) {
        return Err(Refusal::ServedLater);
    }
    Ok(vec![NoticeServed { notice, party: whom, manner, served_on, printed_due, material: proof }.into()])
}

/// Registration needs no consent, so none is asked for before it; for sharing it must be said who is told (personal
/// information protection law, articles 13, 14 and 23).
pub(super) fn record_consent(state: &State, command: RecordConsent, desk: &Desk<'_, Rulebook>) -> Decision {
    open(state)?;
    let RecordConsent { party: who, purpose, recipients, form } = command;
    party(state, who)?;
    recipients.iter().try_for_each(|recipient| department(desk, recipient))?;
    if purpose == ConsentPurpose::Sharing && recipients.is_empty() {
        return Err(Refusal::NoRecipient);
    }
    Ok(vec![ConsentRecorded { party: who, purpose, recipients, form }.into()])
}

/// A consent can be taken back at any time (personal information protection law, article 15).
pub(super) fn withdraw_consent(state: &State, command: &WithdrawConsent) -> Decision {
    registered(state)?;
    let WithdrawConsent { party: who, purpose } = *command;
    party(state, who)?;
    if !state.consents.contains(&(who, purpose)) {
        return Err(Refusal::NoConsent);
    }
    Ok(vec![ConsentWithdrawn { party: who, purpose }.into()])
}

/// One case, many channels: whoever calls, writes or comes about it is noted on it, also after it was closed.
pub(super) fn note_contact(state: &State, command: NoteContact, desk: &Desk<'_, Rulebook>) -> Decision {
    registered(state)?;
    let NoteContact { direction, party: who, reached, note, letter, referred_by } = command;
    who.map(|who| party(state, who)).transpose()?;
    referred_by.iter().try_for_each(|referral| department(desk, &referral.department))?;
    let note = note.map(Personal::sealed);
    Ok(vec![ContactNoted { direction, party: who, reached, note, letter, referred_by }.into()])
}

/// Every party may have a receipt of its own, and a new one if the first was lost: it has another code.
pub(super) fn issue_receipt(state: &State, command: &IssueReceipt) -> Decision {
    let number = registered(state)?.number;
    party(state, command.party)?;
    Ok(vec![ReceiptIssued { party: command.party, number, query_tag: command.query_tag }.into()])
}
