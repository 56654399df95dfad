//! What is owed under the agreements of a case: one fold for the desk that watches over performance (people's mediation law,
//! article 31) and for every view of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use timeline::{AgreementSigned, Instalment};

/// Every part that is owed, by its number, with what is kept of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Owed<T> {
    /// Under which agreement each is owed.
    parts: BTreeMap<u32, (u32, T)>,
    /// The highest number any agreement has.
    last_agreement: u32,
}

impl<T> Default for Owed<T> {
    fn default() -> Self {
        Self { parts: BTreeMap::new(), last_agreement: 0 }
    }
}

impl<T> Owed<T> {
    /// The number of the next agreement.
    #[must_use]
    pub const fn next_agreement(&self) -> u32 {
        self.last_agreement.saturating_add(1)
    }

    /// There is a paper of this number, which may bind some day.
    pub fn drawn_up(&mut self, agreement: u32) {
        self.last_agreement = self.last_agreement.max(agreement);
    }

    /// An agreement binds; answers its number. A further one adds to what is owed. One that amends takes the place of the one it
    /// names, and one without a number, as they were first written, of every one before: of what was owed under those only
    /// the parts remain that `stays` holds of.
    pub fn bind(
        &mut self,
        signed: &AgreementSigned,
        stays: impl Fn(&T) -> bool,
        keep: impl Fn(&Instalment) -> T,
    ) -> u32 {
        let number = signed.agreement.unwrap_or_else(|| self.next_agreement());
        self.drawn_up(number);
        let replaced = |agreement: u32| signed.agreement.is_none() || Some(agreement) == signed.amends;
        self.parts.retain(|_, (agreement, part)| !replaced(*agreement) || stays(part));
        self.parts.extend(signed.instalments.iter().map(|owed| (owed.number, (number, keep(owed)))));
        number
    }

    /// What is kept of a part.
    pub fn part_mut(&mut self, number: u32) -> Option<&mut T> {
        self.parts.get_mut(&number).map(|(_, part)| part)
    }

    /// Every part, by its number: the agreement it is owed under, its own number, and what is kept of it.
    pub fn parts(&self) -> impl Iterator<Item = (u32, u32, &T)> {
        self.parts.iter().map(|(number, (agreement, part))| (*agreement, *number, part))
    }
}
