//! While the broker does not answer: nothing is sent, and it is still known how much waits for whom.

use std::collections::BTreeMap;

use center::{Center, Failure, Sharing};
use timeline::{Code, Transport};

/// What waits to be told.
pub(crate) struct Outage {
    sharing: Sharing,
    computed: BTreeMap<Code, u64>,
}

impl Outage {
    /// Begins to count, from the first fact of the log: only whoever has seen all of it knows a department's numbers.
    pub(crate) async fn begin(center: &Center) -> Result<Self, Failure> {
        let (known, upto) = center.known_subscriptions().await?;
        let told = known.into_iter().filter(|known| known.goes_by(Transport::Nats)).collect();
        Ok(Self { sharing: center.share(told, upto), computed: BTreeMap::new() })
    }

    /// Counts what is there and what comes; ends when the center closes, the log cannot be read, or a subscription changes.
    pub(crate) async fn count(&mut self, center: &Center) {
        while let Some(shares) = self.sharing.next().await {
            for share in shares {
                *self.computed.entry(share.subscription).or_default() += 1;
            }
            let now = center.now();
            for (code, computed) in &self.computed {
                center.board().note(code, now, |told| told.computed = told.computed.max(*computed));
            }
            if self.sharing.is_outdated() {
                return;
            }
        }
    }
}
