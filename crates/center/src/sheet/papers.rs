//! What was said, told, agreed to and asked for.

use jiff::civil::Date;
use serde::Serialize;
use timeline::{
    ConsentRecorded, ContactNoted, Entry, IntakeEvent, MaterialKind, MaterialSubmitted, NoticeServed, PartyId, Sealed,
    StatementTaken,
};

/// What was said, told, agreed to and asked for, as it is now.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct PapersSheet {
    /// What somebody said, as it was written down.
    pub statements: Vec<StatementTaken>,
    /// Notices that reached a party.
    pub notices: Vec<NoticeServed>,
    /// Consents in force: the last one of each party for each purpose, unless it was taken back.
    pub consents: Vec<ConsentRecorded>,
    /// What was asked for and has not come.
    pub asked_for: Vec<AskedFor>,
    /// Who called, wrote or came, or was called.
    pub contacts: Vec<ContactNoted>,
}

/// What somebody was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AskedFor {
    /// Who was asked.
    pub party: PartyId,
    /// What is still missing.
    pub items: Vec<MaterialKind>,
    /// What exactly.
    pub note: Option<Sealed>,
    /// The last day for it.
    pub due: Option<Date>,
}

impl PapersSheet {
    /// Of a case with these facts.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut sheet = Self::default();
        super::of_reception(entries).for_each(|fact| sheet.note(fact));
        sheet
    }

    fn note(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::StatementTaken(taken) => self.statements.push(taken.clone()),
            IntakeEvent::NoticeServed(served) => self.notices.push(served.clone()),
            IntakeEvent::ConsentRecorded(recorded) => {
                self.consents.retain(|known| (known.party, known.purpose) != (recorded.party, recorded.purpose));
                self.consents.push(recorded.clone());
            }
            IntakeEvent::ConsentWithdrawn(back) => {
                self.consents.retain(|known| (known.party, known.purpose) != (back.party, back.purpose));
            }
            IntakeEvent::MaterialsRequested(asked) => self.asked_for.push(AskedFor {
                party: asked.party,
                items: asked.items.clone(),
                note: asked.note.clone(),
                due: asked.due,
            }),
            IntakeEvent::MaterialSubmitted(material) => self.came(material),
            IntakeEvent::ContactNoted(contact) => self.contacts.push(contact.clone()),
            // No other fact of reception is said, told, agreed to or asked for.
            _ => {}
        }
    }

    /// A paper that nobody in particular brought is missing from nobody any more.
    fn came(&mut self, material: &MaterialSubmitted) {
        for asked in &mut self.asked_for {
            if material.party.is_none_or(|party| party == asked.party) {
                asked.items.retain(|item| *item != material.kind);
            }
        }
        self.asked_for.retain(|asked| !asked.items.is_empty());
    }
}
