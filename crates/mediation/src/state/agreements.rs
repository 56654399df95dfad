//! What was agreed, what waits for signatures, and what is owed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::day_of;
use timeline::{AgreementDrawnUp, AgreementSigned, EventId, Fen, Instalment, PartyId, SignatureGiven, Signer};

/// Every agreement of a case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Agreements {
    /// On paper, and not signed by everybody.
    pub(crate) drafts: Vec<Draft>,
    /// In force, oldest first; what a later one replaced is gone.
    pub(crate) binding: Vec<Agreement>,
    /// The highest number any agreement has.
    last: u32,
    /// The highest number any instalment has.
    last_instalment: u32,
}

/// An agreement that waits for signatures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Draft {
    pub(crate) paper: AgreementDrawnUp,
    /// Who has signed, and when.
    pub(crate) signed: BTreeMap<Hand, Timestamp>,
}

/// Whose act it is that an agreement needs (people's mediation law, article 29).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Hand {
    Party(PartyId),
    Mediator,
    Committee,
}

/// An agreement that binds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Agreement {
    pub(crate) number: u32,
    pub(crate) effective_on: Date,
    pub(crate) parts: Vec<Part>,
}

/// A part of an agreement that is to be performed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    pub(crate) number: u32,
    pub(crate) by: PartyId,
    pub(crate) due: Date,
    pub(crate) amount: Option<Fen>,
    /// The entry that says it was performed.
    pub(crate) performed: Option<EventId>,
}

/// A part of an agreement that was due, and was not performed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Overdue {
    /// The number of the agreement.
    pub agreement: u32,
    /// The day the agreement took effect.
    pub effective_on: Date,
    /// The number of the part.
    pub instalment: u32,
    /// Who owes it.
    pub by: PartyId,
    /// The last day it had.
    pub due: Date,
    /// How much money it is; `None` for a thing to be done.
    pub amount: Option<Fen>,
}

impl Agreement {
    /// Its parts that had to be performed before this day.
    pub(super) fn overdue(&self, today: Date) -> impl Iterator<Item = Overdue> {
        let late = self.parts.iter().filter(move |part| part.performed.is_none() && part.due < today);
        late.map(|part| Overdue {
            agreement: self.number,
            effective_on: self.effective_on,
            instalment: part.number,
            by: part.by,
            due: part.due,
            amount: part.amount,
        })
    }
}

impl Hand {
    /// The hand a signature is of; `None` if a party signs that nobody names.
    pub(crate) fn of(signer: Signer, party: Option<PartyId>) -> Option<Self> {
        match signer {
            Signer::Party => party.map(Self::Party),
            Signer::Mediator => Some(Self::Mediator),
            Signer::Committee => Some(Self::Committee),
        }
    }
}

impl Part {
    fn owed(owed: &Instalment) -> Self {
        let Instalment { number, by, due, amount } = *owed;
        Self { number, by, due, amount, performed: None }
    }
}

impl Draft {
    /// Every act it needs: of all who are named, of the mediator, of the committee (people's mediation law, article 29).
    pub(crate) fn needs(&self) -> impl Iterator<Item = Hand> {
        let parties = self.paper.parties.iter().map(|party| Hand::Party(*party));
        parties.chain([Hand::Mediator, Hand::Committee])
    }
}

impl Agreements {
    pub(crate) fn next_number(&self) -> u32 {
        self.last.saturating_add(1)
    }

    pub(crate) fn next_instalment(&self) -> u32 {
        self.last_instalment.saturating_add(1)
    }

    pub(crate) fn draft(&self, number: u32) -> Option<&Draft> {
        self.drafts.iter().find(|draft| draft.paper.agreement == number)
    }

    pub(crate) fn binding(&self, number: u32) -> Option<&Agreement> {
        self.binding.iter().find(|agreement| agreement.number == number)
    }

    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.binding.iter().flat_map(|agreement| &agreement.parts)
    }

    pub(crate) fn part(&self, number: u32) -> Option<&Part> {
        self.parts().find(|part| part.number == number)
    }

    pub(super) fn draw_up(&mut self, paper: &AgreementDrawnUp) {
        self.count(paper.agreement, &paper.instalments);
        self.drafts.push(Draft { paper: paper.clone(), signed: BTreeMap::new() });
    }

    pub(super) fn sign(&mut self, given: &SignatureGiven) {
        let Some(hand) = Hand::of(given.signer, given.party) else { return };
        let draft = self.drafts.iter_mut().filter(|draft| draft.paper.agreement == given.agreement);
        draft.for_each(|draft| {
            draft.signed.insert(hand, given.at);
        });
    }

    /// An agreement binds. One without a number, as they were first written, replaces every one before.
    pub(super) fn bind(&mut self, signed: &AgreementSigned) {
        let number = signed.agreement.unwrap_or_else(|| self.next_number());
        self.drafts.retain(|draft| draft.paper.agreement != number);
        self.binding.retain(|agreement| signed.agreement.is_some() && Some(agreement.number) != signed.amends);
        self.count(number, &signed.instalments);
        let effective_on = day_of(signed.effective_at);
        let parts = signed.instalments.iter().map(Part::owed).collect();
        self.binding.push(Agreement { number, effective_on, parts });
    }

    pub(super) fn perform(&mut self, instalment: u32, entry: Option<EventId>) {
        let parts = self.binding.iter_mut().flat_map(|agreement| &mut agreement.parts);
        parts.filter(|part| part.number == instalment).for_each(|part| part.performed = entry);
    }

    fn count(&mut self, agreement: u32, instalments: &[Instalment]) {
        self.last = self.last.max(agreement);
        let highest = instalments.iter().map(|owed| owed.number).max().unwrap_or(0);
        self.last_instalment = self.last_instalment.max(highest);
    }
}
