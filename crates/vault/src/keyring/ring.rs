//! The keyring in memory, and its image on the disk.

use std::collections::{HashMap, HashSet};

use timeline::SubjectId;
use uuid::Uuid;

use super::slot::{self, Content, SLOT_BYTES, Stand};
use crate::SecretKey;
use crate::key_file::KeyFile;

/// Every key, by subject.
pub(super) struct Ring {
    /// Which ring it is; it stands for the log it belongs to.
    pub(super) id: Uuid,
    /// Which key of the key file wraps it.
    pub(super) epoch: u32,
    /// The key of the blind index.
    pub(super) index: SecretKey,
    /// The subjects in the order of their slots, from slot 1; `None` is erased.
    slots: Vec<(SubjectId, Option<SecretKey>)>,
    /// Those erased since the ring was last wrapped anew.
    owed: HashSet<SubjectId>,
    places: HashMap<SubjectId, usize>,
}

/// Why an image is no keyring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unreadable {
    /// The key file has no key of this epoch, or slot 0 does not open with it.
    Locked,
    /// A slot is not as it was written, and others follow it.
    Slot(usize),
}

/// An image that was read.
pub(super) struct Read {
    pub(super) ring: Ring,
    /// The number of a last slot that is cut or does not open: a torn append, or rot.
    pub(super) torn: Option<usize>,
}

impl Ring {
    pub(super) fn new(epoch: u32) -> Self {
        Self {
            id: Uuid::from_bytes(crate::key::random()),
            epoch,
            index: SecretKey::fresh(),
            slots: Vec::new(),
            owed: HashSet::new(),
            places: HashMap::new(),
        }
    }

    pub(super) fn read(image: &[u8], keys: &KeyFile) -> Result<Read, Unreadable> {
        let (slots, rest) = image.as_chunks::<SLOT_BYTES>();
        let first = slots.first().ok_or(Unreadable::Locked)?;
        let (epoch, id) = slot::names(first);
        let wrapping = keys.key(epoch).ok_or(Unreadable::Locked)?;
        let at = |number: usize| Stand { ring: id, epoch, number: u32::try_from(number).unwrap_or(u32::MAX) };
        let Some((_, Content::Ring(index))) = slot::open(first, at(0), wrapping) else {
            return Err(Unreadable::Locked);
        };
        let mut ring = Self { id, epoch, index, slots: Vec::new(), owed: HashSet::new(), places: HashMap::new() };
        for (number, bytes) in slots.iter().enumerate().skip(1) {
            let added = match slot::open(bytes, at(number), wrapping) {
                Some((subject, Content::Key(key))) => ring.push(SubjectId::new(subject), Some(key)),
                Some((subject, Content::Gone)) => ring.push(SubjectId::new(subject), None),
                Some((subject, Content::Erased)) => {
                    ring.owed.insert(SubjectId::new(subject));
                    ring.push(SubjectId::new(subject), None)
                }
                Some((_, Content::Ring(_))) | None => false,
            };
            if !added && (number + 1 < slots.len() || !rest.is_empty()) {
                return Err(Unreadable::Slot(number));
            }
            if !added {
                return Ok(Read { ring, torn: Some(number) });
            }
        }
        let torn = (!rest.is_empty()).then_some(slots.len());
        Ok(Read { ring, torn })
    }

    /// The whole image, wrapped anew.
    pub(super) fn image(&self, wrapping: &SecretKey) -> Vec<u8> {
        let ring = slot::seal(self.stand(0), self.id, &Content::Ring(self.index.clone()), wrapping);
        let slots = (0..self.slots.len()).filter_map(|at| self.slot(at, wrapping));
        std::iter::once(ring).chain(slots).flatten().collect()
    }

    /// The bytes of the `at`-th subject's slot.
    pub(super) fn slot(&self, at: usize, wrapping: &SecretKey) -> Option<[u8; SLOT_BYTES]> {
        let (subject, key) = self.slots.get(at)?;
        let erased = if self.owed.contains(subject) { Content::Erased } else { Content::Gone };
        let content = key.clone().map_or(erased, Content::Key);
        Some(slot::seal(self.stand(at + 1), subject.uuid(), &content, wrapping))
    }

    fn stand(&self, number: usize) -> Stand {
        Stand { ring: self.id, epoch: self.epoch, number: u32::try_from(number).unwrap_or(u32::MAX) }
    }

    /// Adds a subject at the end; `false` if it is there already.
    pub(super) fn push(&mut self, subject: SubjectId, key: Option<SecretKey>) -> bool {
        if self.places.contains_key(&subject) {
            return false;
        }
        self.places.insert(subject, self.slots.len());
        self.slots.push((subject, key));
        true
    }

    /// Takes the last subjects off again: they could not be written.
    pub(super) fn truncate(&mut self, count: usize) {
        self.slots.truncate(count);
        self.places.retain(|_, at| *at < count);
    }

    /// How many subjects it has, erased ones among them.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The subject's key: `None` if the subject is not known, `Some(None)` if it was erased.
    pub(super) fn get(&self, subject: SubjectId) -> Option<Option<&SecretKey>> {
        let (_, key) = self.slots.get(*self.places.get(&subject)?)?;
        Some(key.as_ref())
    }

    /// Forgets the subject's key, and answers its place.
    pub(super) fn forget(&mut self, subject: SubjectId) -> Option<usize> {
        let at = *self.places.get(&subject)?;
        if self.slots.get_mut(at)?.1.take().is_some() {
            self.owed.insert(subject);
        }
        Some(at)
    }

    /// Whose keys an older copy of the ring still holds. The image that is written next says that none is; whoever could
    /// not make it true puts them [back](Self::owe).
    pub(super) fn settle(&mut self) -> HashSet<SubjectId> {
        std::mem::take(&mut self.owed)
    }

    /// Takes it back that an older copy of the ring is noise.
    pub(super) fn owe(&mut self, subjects: HashSet<SubjectId>) {
        self.owed.extend(subjects);
    }

    /// How many keys were destroyed since the ring was last wrapped anew.
    pub(super) fn owed(&self) -> usize {
        self.owed.len()
    }

    /// Whose key was destroyed.
    pub(super) fn erased(&self) -> impl Iterator<Item = SubjectId> + '_ {
        self.slots.iter().filter(|(_, key)| key.is_none()).map(|(subject, _)| *subject)
    }

    /// Whether both hold the same keys in the same order.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.id == other.id
            && self.epoch == other.epoch
            && self.index == other.index
            && self.slots == other.slots
            && self.owed == other.owed
    }
}
