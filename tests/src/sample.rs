//! How many, and which: sample sizes, seeds and the lines that acceptance reads.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// Whether the counts that were promised are wanted, not a sample of them.
#[must_use]
pub fn full() -> bool {
    std::env::var("YIDI_FULL").is_ok_and(|value| value == "1")
}

/// `small` in an everyday run, `whole` when `YIDI_FULL=1`.
#[must_use]
pub fn sample(small: u64, whole: u64) -> u64 {
    if full() { whole } else { small }
}

/// Prints a number for acceptance, which reads the last `measured NAME NUMBER`.
pub fn measured(name: &str, number: impl std::fmt::Display) {
    println!("\nmeasured {name} {number}");
}

/// A source of chance with a printed seed: the same seed, the same run. `YIDI_SEED` asks for another.
pub struct Dice(StdRng);

impl Dice {
    /// Begins with a fixed seed, unless another is asked for.
    #[must_use]
    pub fn new(test: &str, seed: u64) -> Self {
        let asked = std::env::var("YIDI_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = asked.unwrap_or(seed);
        println!("{test}: YIDI_SEED={seed}");
        Dice(StdRng::seed_from_u64(seed))
    }

    /// A number below `limit`; 0 if there is none.
    pub fn below(&mut self, limit: u64) -> u64 {
        if limit == 0 { 0 } else { self.0.gen_range(0..limit) }
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let at = self.below(of.len() as u64) as usize;
        of.get(at).expect("something to pick from")
    }

    /// A fresh id.
    pub fn uuid(&mut self) -> String {
        let bytes: [u8; 16] = self.0.r#gen();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let part = |from: usize, upto: usize| hex.get(from..upto).unwrap_or_default().to_owned();
        format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
    }
}
