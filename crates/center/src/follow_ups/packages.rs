//! What follows for the parts of a package (一件事): each gets a case of its own, and its end is told to the package.

use intake::{IdentityPaper, NewParty, PARTIES_MAX, RegisterCase, ToldByNumbers};
use timeline::{
    CaseRegistered, Entry, Event, Identity, IntakeEvent, Party, PartyRole, Personal, Reference, Referral, Sealed,
    SubCaseOpened, TriageEvent,
};

use super::FollowUp;

/// Opens a value of the case: to seal it anew, for a part.
type Open<'a> = &'a dyn Fn(&Sealed) -> Option<String>;

/// What follows from a fact, given every fact of its case.
pub(super) fn react(entry: &Entry, facts: &[Entry], open: Open<'_>) -> Vec<FollowUp> {
    let Event::Triage(fact) = &entry.event else { return Vec::new() };
    match fact {
        TriageEvent::SubCaseOpened(part) => begun(part, entry, facts, open),
        TriageEvent::CaseClosed(closed) => {
            let (case, outcome) = (entry.stream.into(), closed.outcome);
            told(facts, "conclude_sub_case", &triage::ConcludeSubCase { case, outcome }.into())
        }
        TriageEvent::CaseReopened(_) => {
            let case = entry.stream.into();
            told(facts, "resume_sub_case", &triage::ResumeSubCase { case }.into())
        }
        TriageEvent::CaseClassified(_)
        | TriageEvent::CaseAssigned(_)
        | TriageEvent::AssignmentReceived(_)
        | TriageEvent::AssignmentReturned(_)
        | timeline::triage_aside!() => Vec::new(),
    }
}

/// The package a case is a part of hears of it.
fn told(facts: &[Entry], name: &'static str, command: &triage::Command) -> Vec<FollowUp> {
    let package = registration(facts).and_then(|case| case.part_of);
    package
        .into_iter()
        .map(|package| FollowUp { name, stream: package.into(), command: command.clone().into() })
        .collect()
}

/// The part is registered by the center, which holds it until the department has signed: no part is ever in nobody's
/// hands. If what was told cannot be opened any more, nothing can be registered, and the part can only be dropped.
fn begun(part: &SubCaseOpened, entry: &Entry, facts: &[Entry], open: Open<'_>) -> Vec<FollowUp> {
    let told = Told { entry, facts, open };
    let Some(register) = registration(facts).and_then(|case| told.again(part, case)) else { return Vec::new() };
    let step = |name, command| FollowUp { name, stream: part.case.into(), command };
    let classify = part.dispute_type.clone().map(|dispute_type| triage::ClassifyCase { dispute_type });
    let assign = triage::AssignCase { to: part.department.clone(), note: None };
    let mut steps = vec![step("register_sub_case", intake::Command::RegisterCase(register).into())];
    steps.extend(classify.map(|form| step("classify_sub_case", triage::Command::ClassifyCase(form).into())));
    steps.push(step("assign_sub_case", triage::Command::AssignCase(assign).into()));
    steps
}

/// What a package was told, and by which fact a part of it begins.
struct Told<'a> {
    entry: &'a Entry,
    facts: &'a [Entry],
    open: Open<'a>,
}

impl Told<'_> {
    /// The registration of a part: the parties of the package, the task as the claim, and who opened it as who turned it
    /// over.
    fn again(&self, part: &SubCaseOpened, case: &CaseRegistered) -> Option<RegisterCase> {
        let again = |party: &&Party| again(party, self.open);
        let parties: Vec<NewParty> = parties(self.facts).iter().filter_map(again).take(PARTIES_MAX).collect();
        parties.iter().find(|party| party.role == PartyRole::Applicant)?;
        let referral = Referral {
            department: self.entry.meta.department.clone(),
            reference: Reference::parse(&case.number.to_string()).ok(),
        };
        let area = part.area.clone().unwrap_or_else(|| case.area.clone());
        Some(RegisterCase {
            referred_by: Some(referral),
            part_of: Some(self.entry.stream.into()),
            ..RegisterCase::new(case.kind, opened(&part.task, self.open)?, area, parties)
        })
    }
}

fn registration(facts: &[Entry]) -> Option<&CaseRegistered> {
    facts.iter().find_map(|entry| match &entry.event {
        Event::Intake(IntakeEvent::CaseRegistered(case)) => Some(case),
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Oversight(_)
        | Event::Registry(_) => None,
    })
}

/// Everybody a case is about now, applicants first.
pub(crate) fn parties<'a>(facts: impl IntoIterator<Item = &'a Entry>) -> Vec<&'a Party> {
    let mut parties: Vec<&Party> = Vec::new();
    for entry in facts {
        match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(case)) => parties.extend(&case.parties),
            Event::Intake(IntakeEvent::PartyAdded(added)) => parties.push(&added.party),
            Event::Intake(IntakeEvent::PartyRemoved(removed)) => parties.retain(|party| party.id != removed.party),
            Event::Intake(IntakeEvent::PartyCorrected(corrected)) => {
                let known = parties.iter_mut().filter(|party| party.id == corrected.party.id);
                known.for_each(|party| *party = &corrected.party);
            }
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }
    parties.sort_by_key(|party| party.role);
    parties
}

/// A party named once more, in another case: its values are sealed anew, under a key of that case.
fn again(party: &Party, open: Open<'_>) -> Option<NewParty> {
    let text = |sealed: &Option<Sealed>| sealed.as_ref().and_then(|sealed| opened(sealed, open));
    let paper = |identity: &Identity| {
        opened(&identity.number, open).map(|number| IdentityPaper { kind: identity.kind, number })
    };
    let organisation_number = party.organisation_number.as_ref().and_then(|checked| opened(&checked.number, open));
    Some(NewParty {
        phone: text(&party.phone),
        address: text(&party.address),
        identity: party.identity.as_ref().and_then(paper),
        organisation_number,
        contact: party.contact.clone(),
        address_protected: party.address_protected,
        standing: party.standing,
        department: party.department.clone(),
        // Its birth was not kept; that it is a minor was.
        told_by_numbers: ToldByNumbers { age_band: party.age_band, ..ToldByNumbers::default() },
        ..NewParty::named(party.role, party.kind, opened(&party.name, open)?)
    })
}

/// A value as it was typed; `None` if it was erased.
fn opened(sealed: &Sealed, open: Open<'_>) -> Option<Personal> {
    Personal::parse(&open(sealed)?).ok()
}
