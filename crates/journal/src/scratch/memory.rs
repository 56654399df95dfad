//! The scratch of tests, and of a center that keeps nothing between two starts.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Namespace, Scratch, ScratchFault, VisitScratch};

/// A scratch in memory.
#[derive(Debug, Default)]
pub struct MemoryScratch {
    values: Mutex<Values>,
}

type Values = BTreeMap<(Namespace, Vec<u8>), Vec<u8>>;

impl MemoryScratch {
    fn values(&self) -> MutexGuard<'_, Values> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Scratch for MemoryScratch {
    fn put(&self, namespace: Namespace, key: &[u8], value: &[u8]) -> Result<(), ScratchFault> {
        self.values().insert((namespace, key.to_vec()), value.to_vec());
        Ok(())
    }

    fn get(&self, namespace: Namespace, key: &[u8]) -> Result<Option<Vec<u8>>, ScratchFault> {
        Ok(self.values().get(&(namespace, key.to_vec())).cloned())
    }

    fn delete(&self, namespace: Namespace, key: &[u8]) -> Result<(), ScratchFault> {
        self.values().remove(&(namespace, key.to_vec()));
        Ok(())
    }

    fn scan(&self, namespace: Namespace, prefix: &[u8], visit: &mut VisitScratch<'_>) -> Result<(), ScratchFault> {
        let values = self.values().clone(); // the visitor may put
        let from = values.range((namespace, prefix.to_vec())..);
        for ((_, key), value) in from.take_while(|((of, key), _)| *of == namespace && key.starts_with(prefix)) {
            if visit(key, value).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn clear(&self, namespace: Namespace) -> Result<(), ScratchFault> {
        self.values().retain(|(of, _), _| *of != namespace);
        Ok(())
    }

    fn flush(&self) -> Result<(), ScratchFault> {
        Ok(())
    }
}
