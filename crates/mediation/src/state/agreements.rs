//! What was agreed, what waits for signatures, and what is owed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Owed, day_of};
use timeline::{AgreementDrawnUp, AgreementSigned, EventId, Fen, Instalment, PartyId, SignatureGiven, Signer};

/// Every agreement of a case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Agreements {
    /// On paper, and not signed by everybody.
    pub(crate) drafts: Vec<Draft>,
    /// In force, oldest first; what a later one replaced is gone.
    pub(crate) binding: Vec<Agreement>,
    owed: Owed<Part>,
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
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Agreement {
    pub(crate) number: u32,
    pub(crate) effective_on: Date,
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

impl Part {
    fn owed(owed: &Instalment) -> Self {
        let Instalment { number, by, due, amount } = *owed;
        Self { number, by, due, amount, performed: None }
    }

    /// Whether it had to be performed before this day, and was not.
    fn is_overdue(&self, today: Date) -> bool {
        self.performed.is_none() && self.due < today
    }

    const fn overdue(&self, agreement: Agreement) -> Overdue {
        Overdue {
            agreement: agreement.number,
            effective_on: agreement.effective_on,
            instalment: self.number,
            by: self.by,
            due: self.due,
            amount: self.amount,
        }
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

impl Draft {
    /// Every act it needs: of all who are named, of the mediator, of the committee (people's mediation law, article 29).
    pub(crate) fn needs(&self) -> impl Iterator<Item = Hand> {
        let parties = self.paper.parties.iter().map(|party| Hand::Party(*party));
        parties.chain([Hand::Mediator, Hand::Committee])
    }
}

impl Agreements {
    pub(crate) const fn next_number(&self) -> u32 {
        self.owed.next_agreement()
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
        self.owed.parts().map(|(_, _, part)| part)
    }

    pub(crate) fn parts_of(&self, agreement: u32) -> impl Iterator<Item = &Part> {
        self.owed.parts().filter(move |(of, ..)| *of == agreement).map(|(_, _, part)| part)
    }

    pub(crate) fn part(&self, number: u32) -> Option<&Part> {
        self.parts().find(|part| part.number == number)
    }

    /// Its parts that had to be performed before this day.
    pub(super) fn overdue(&self, today: Date) -> impl Iterator<Item = Overdue> {
        let of = move |agreement: &Agreement| {
            let (agreement, parts) = (*agreement, self.parts_of(agreement.number));
            parts.filter(move |part| part.is_overdue(today)).map(move |part| part.overdue(agreement))
        };
        self.binding.iter().flat_map(of)
    }

    pub(super) fn draw_up(&mut self, paper: &AgreementDrawnUp) {
        self.owed.drawn_up(paper.agreement);
        self.count(&paper.instalments);
        self.drafts.push(Draft { paper: paper.clone(), signed: BTreeMap::new() });
    }

    pub(super) fn sign(&mut self, given: &SignatureGiven) {
        let Some(hand) = Hand::of(given.signer, given.party) else { return };
        let draft = self.drafts.iter_mut().filter(|draft| draft.paper.agreement == given.agreement);
        draft.for_each(|draft| {
            draft.signed.insert(hand, given.at);
        });
    }

    /// An agreement binds, and what it replaces is gone.
    pub(super) fn bind(&mut self, signed: &AgreementSigned) {
        let number = self.owed.bind(signed, |_| false, Part::owed);
        self.drafts.retain(|draft| draft.paper.agreement != number);
        self.binding.retain(|agreement| signed.agreement.is_some() && Some(agreement.number) != signed.amends);
        self.count(&signed.instalments);
        self.binding.push(Agreement { number, effective_on: day_of(signed.effective_at) });
    }

    pub(super) fn perform(&mut self, instalment: u32, entry: Option<EventId>) {
        self.owed.part_mut(instalment).into_iter().for_each(|part| part.performed = entry);
    }

    fn count(&mut self, instalments: &[Instalment]) {
        let highest = instalments.iter().map(|owed| owed.number).max().unwrap_or(0);
        self.last_instalment = self.last_instalment.max(highest);
    }
}
