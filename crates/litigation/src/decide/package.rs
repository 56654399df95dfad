//! The package for a court: what belongs in it, what it holds, what is missing.

use rules::{Period, Rulebook, day_of};
use timeline::{Desk, HandOffAssembled, HandOffPurpose, HandOffSent, ManifestLine, PackageItem, PartyRole};

use super::sharing::{self, Papers};
use super::{Decision, is_court, is_party};
use crate::command::{AssembleHandOff, SendHandOff};
use crate::state::{Mediation, Step};
use crate::{Refusal, State};

/// A package is put together from what the case holds. What is missing is said and blocks nothing: the citizen may file
/// it as it is (civil procedure law, article 124). It goes under the cause of action the type is read across to. It can be done in every state, closed cases included.
pub(super) fn assemble(state: &State, command: AssembleHandOff, desk: &Desk<'_, Rulebook>) -> Decision {
    let AssembleHandOff { court, purpose } = command;
    is_court(&court, desk)?;
    let (contents, missing) = divided(state, belonging(state, purpose));
    let manifest = manifest(state, &contents);
    let hand_off = state.hand_offs.iter().map(|hand_off| hand_off.number).max().unwrap_or(0) + 1;
    let dispute_type = state.dispute_type.as_ref().and_then(|code| desk.rulebook.dispute_type(code));
    let cause = dispute_type.map(|kind| kind.cause.clone());
    Ok(vec![HandOffAssembled { hand_off, court, purpose, cause, contents, missing, manifest }.into()])
}

/// What of these items is there, and what is missing.
pub(super) fn divided(state: &State, belongs: Vec<PackageItem>) -> (Vec<PackageItem>, Vec<PackageItem>) {
    belongs.into_iter().partition(|item| is_there(state, *item))
}

/// The entries that hold the items of a package.
pub(super) fn manifest(state: &State, contents: &[PackageItem]) -> Vec<ManifestLine> {
    state.papers.iter().filter(|paper| contents.contains(&paper.item)).cloned().collect()
}

/// What belongs in a package (civil procedure law, article 124; online mediation rules, article 21). The record of a
/// session is not on the list of items at all (invited mediation, article 22).
fn belonging(state: &State, purpose: HandOffPurpose) -> Vec<PackageItem> {
    let mediated = state.mediation != Mediation::None;
    let after_mediation = [PackageItem::UndisputedFacts, PackageItem::MediationReport].into_iter().filter(|_| mediated);
    match purpose {
        HandOffPurpose::Filing => {
            let always = [PackageItem::Parties, PackageItem::Claim, PackageItem::Facts, PackageItem::ServiceAddresses];
            let agreed = [PackageItem::Agreement].into_iter().filter(|_| state.agreement.is_some());
            always.into_iter().chain([PackageItem::Evidence]).chain(after_mediation).chain(agreed).collect()
        }
        HandOffPurpose::Confirmation => vec![
            PackageItem::Parties,
            PackageItem::ServiceAddresses,
            PackageItem::MediationReport,
            PackageItem::Agreement,
            PackageItem::JointApplication,
        ],
    }
}

/// Whether the case holds an item. The claim and the facts are what the applicant told at registration.
fn is_there(state: &State, item: PackageItem) -> bool {
    match item {
        PackageItem::Parties | PackageItem::Claim | PackageItem::Facts => true,
        PackageItem::ServiceAddresses => {
            state.parties.iter().filter(|party| party.role != PartyRole::ThirdParty).all(|party| party.has_address)
        }
        PackageItem::MediationReport => state.mediation == Mediation::Ended,
        PackageItem::UndisputedFacts
        | PackageItem::Agreement
        | PackageItem::Evidence
        | PackageItem::JointApplication => state.papers.iter().any(|paper| paper.item == item),
    }
}

/// A package is sent once, complete or not. It goes because a party asks for it, now or when it chose to sue or applied
/// for confirmation; a package nobody asked for goes only if everybody in it agreed that this court is told.
pub(super) fn send(state: &State, command: SendHandOff, desk: &Desk<'_, Rulebook>) -> Decision {
    let SendHandOff { hand_off: number, by } = command;
    let hand_off = state.hand_off(number).ok_or(Refusal::NoSuchHandOff { hand_off: number })?;
    if hand_off.step != Step::Assembled {
        return Err(Refusal::HandOffAlreadySent { hand_off: number });
    }
    by.iter().try_for_each(|party| is_party(state, *party))?;
    let before = match hand_off.purpose {
        HandOffPurpose::Filing => &state.suing,
        HandOffPurpose::Confirmation => &state.applying,
    };
    let (court, asked) = (hand_off.court.clone(), [&by[..], before].concat());
    let names_all = desk.rulebook.court_papers_name_all(hand_off.purpose);
    let shared_on = sharing::grounds(state, &Papers { to: &court, asked: &asked, names_all })?;
    let answer_by = desk.rulebook.last_day(Period::Docketing, day_of(desk.meta.occurred_at)).map(|due| due.on);
    Ok(vec![HandOffSent { hand_off: number, court, answer_by, shared_on }.into()])
}
