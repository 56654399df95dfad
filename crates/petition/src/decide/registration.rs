//! How an accusation comes in.

use rules::Rulebook;
use timeline::{AccusationRegistered, Accuser, AccuserStanding, DepartmentCode, Desk, Personal};

use super::Decision;
use crate::command::{Drawn, RegisterAccusation};
use crate::{Refusal, State};

/// Whatever is told is registered at once (petition regulation of 2022, articles 22 and 30), but not by those it is about,
/// and it goes to the first seat it is not about.
pub(super) fn register(state: &State, command: RegisterAccusation, desk: &Desk<'_, Rulebook>) -> Decision {
    if state.seat.is_some() {
        return Err(Refusal::AlreadyRegistered);
    }
    let RegisterAccusation { standing, name, phone, address, accused, accused_persons, claim, drawn } = command;
    if accused.is_empty() && accused_persons.is_none() {
        return Err(Refusal::AccusedMissing);
    }
    let seat = seat(&accused, desk)?;
    let accuser = accuser(standing, name, (phone, address))?.map(Box::new);
    let Drawn { number, query_tag } = drawn;
    let number = number.ok_or(Refusal::NumberNotDrawn)?;
    let (accused_persons, claim) = (accused_persons.map(Personal::sealed), claim.sealed());
    let fact = AccusationRegistered { number, standing, accuser, accused, accused_persons, claim, seat, query_tag };
    Ok(vec![fact.into()])
}

/// Who receives it: neither taken down nor received by a body it is about, or by one below such a body.
fn seat(accused: &[DepartmentCode], desk: &Desk<'_, Rulebook>) -> Result<DepartmentCode, Refusal> {
    let book = desk.rulebook;
    if let Some(unknown) = accused.iter().find(|code| book.department(code).is_none()) {
        return Err(Refusal::UnknownDepartment { department: unknown.clone() });
    }
    if book.is_under(&desk.meta.department, accused) {
        return Err(Refusal::TakenByTheAccused);
    }
    let seats = book.accusations().into_iter().flat_map(|rule| &rule.seats);
    seats.into_iter().find(|seat| !book.is_under(seat, accused)).cloned().ok_or(Refusal::NoSeatLeft)
}

/// By name, or without anything that could lead to one.
fn accuser(
    standing: AccuserStanding,
    name: Option<Personal>,
    (phone, address): (Option<Personal>, Option<Personal>),
) -> Result<Option<Accuser>, Refusal> {
    match standing {
        AccuserStanding::Anonymous if name.is_some() || phone.is_some() || address.is_some() => {
            Err(Refusal::AnonymousHasNoName)
        }
        AccuserStanding::Anonymous => Ok(None),
        AccuserStanding::Named | AccuserStanding::Confidential => {
            let name = name.ok_or(Refusal::AccuserMissing)?.sealed();
            Ok(Some(Accuser { name, phone: phone.map(Personal::sealed), address: address.map(Personal::sealed) }))
        }
    }
}
