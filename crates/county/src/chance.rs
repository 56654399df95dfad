//! Chance with a seed: the same seed gives the same county on every machine.

use rand::Rng as _;
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, LogNormal, Zipf};

/// How much likelier a rank is than the next ones: the exponent of Zipf's law (a setting).
const SKEW: f64 = 1.1;

/// How likely a rank from 0 is, beside the first.
pub(crate) fn weight_of_rank(rank: usize) -> f64 {
    (rank as f64 + 1.0).powf(-SKEW)
}

/// A source of chance. ChaCha is specified to give the same numbers everywhere and in every version.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The source of this seed for one purpose: what is drawn for one does not move what is drawn for another.
    pub(crate) fn of(seed: u64, purpose: u64) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(purpose);
        Self(source)
    }

    /// True this many times in a thousand.
    pub(crate) fn in_a_thousand(&mut self, times: u32) -> bool {
        self.0.gen_ratio(times.min(1_000), 1_000)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.gen_range(low..=high.max(low))
    }

    /// One of a list that is not empty.
    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        *of.choose(&mut self.0).expect("lists to choose from are not empty")
    }

    /// How many days something takes: log-normal with this median and mean, cut at `most`.
    pub(crate) fn days(&mut self, median: f64, mean: f64, most: f64) -> f64 {
        let sigma = (2.0 * (mean / median).ln()).max(0.0).sqrt();
        let length = LogNormal::new(median.ln(), sigma).expect("a finite spread");
        length.sample(&mut self.0).min(most)
    }

    /// A rank from 0 below `of`, the first by far the likeliest: a small core does nearly all the work.
    pub(crate) fn rank(&mut self, of: usize) -> usize {
        let ranks = Zipf::new(of.max(1) as u64, SKEW).expect("at least one rank");
        (ranks.sample(&mut self.0) as usize).saturating_sub(1)
    }

    /// Exactly these shares of `count` things (largest remainder), in random order: a county of any size has the shape
    /// that was published, and not one that happens to be near it.
    pub(crate) fn shares<T: Copy>(&mut self, shares: &[(T, u32)], count: usize) -> Vec<T> {
        let whole: usize = shares.iter().map(|(_, share)| *share as usize).sum();
        let mut dealt: Vec<(T, usize, usize)> = shares
            .iter()
            .map(|(what, share)| (*what, *share as usize * count / whole, *share as usize * count % whole))
            .collect();
        let missing = count - dealt.iter().map(|(_, number, _)| number).sum::<usize>();
        dealt.sort_by_key(|(_, _, remainder)| std::cmp::Reverse(*remainder));
        dealt.iter_mut().take(missing).for_each(|(_, number, _)| *number += 1);
        let mut things: Vec<T> =
            dealt.iter().flat_map(|(what, number, _)| std::iter::repeat_n(*what, *number)).collect();
        things.shuffle(&mut self.0);
        things
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_and_the_same_seed_deals_the_same() {
        let zhuji = [('p', 2_002), ('s', 59), ('c', 151), ('l', 4_995), ('m', 2_060), ('o', 140)];
        let dealt = Chance::of(7, 1).shares(&zhuji, 9_407);
        assert!(zhuji.iter().all(|(what, share)| dealt.iter().filter(|one| *one == what).count() == *share as usize));
        assert_eq!(dealt, Chance::of(7, 1).shares(&zhuji, 9_407));
        assert_ne!(dealt, Chance::of(8, 1).shares(&zhuji, 9_407));
        assert_eq!(Chance::of(7, 1).shares(&zhuji, 10).len(), 10);
    }

    #[test]
    fn few_mediators_do_most_of_the_work() {
        let mut chance = Chance::of(7, 2);
        let mut load = [0_u32; 20];
        (0..2_000).for_each(|_| load[chance.rank(20)] += 1);
        assert!(load[..4].iter().sum::<u32>() > 1_000, "{load:?}");
        assert!(load.iter().all(|cases| *cases > 0), "{load:?}");
    }

    #[test]
    fn a_mediation_takes_a_week_as_a_rule() {
        let mut chance = Chance::of(7, 3);
        let mut days: Vec<f64> = (0..2_001).map(|_| chance.days(7.0, 12.0, 60.0)).collect();
        days.sort_by(f64::total_cmp);
        assert!((6.0..8.0).contains(&days[1_000]), "{}", days[1_000]);
        assert!((9.0..13.0).contains(&(days.iter().sum::<f64>() / 2_001.0)));
    }
}
