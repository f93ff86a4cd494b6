//! Percentile bootstrap over clusters (Efron and Tibshirani 1993, chapter 13).
//!
//! Counts are summed per cluster once; a resample is then a sum of cluster counts. Clusters are
//! sorted by their counts, so the order of the rows cannot change an interval, and each resample
//! has a random stream of its own, so the number of threads cannot either.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Share of the resamples that lies below, and above, an interval of 95 %.
const TAIL: f64 = 0.025;

/// One figure: its value, its interval, and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// `None` where undefined, and there is no interval then.
    pub value: Option<f64>,
    /// Low and high end of the 95 % interval; `None` with fewer than two clusters.
    pub ci95: Option<[f64; 2]>,
    /// Rows that the value is computed over.
    pub n: usize,
    /// Resamples in which the figure was undefined; the interval rests on the others.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub undefined_resamples: usize,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// Counts that can be summed over clusters.
pub trait Additive: Clone + Ord + Send + Sync {
    /// Counts of the same shape, all zero.
    fn zero(&self) -> Self;

    /// Adds `other`, `times` times.
    fn add(&mut self, other: &Self, times: usize);
}

impl<A: Additive, B: Additive> Additive for (A, B) {
    fn zero(&self) -> Self {
        (self.0.zero(), self.1.zero())
    }

    fn add(&mut self, other: &Self, times: usize) {
        self.0.add(&other.0, times);
        self.1.add(&other.1, times);
    }
}

/// Elementwise; all lists that are added are of one length.
impl<A: Additive> Additive for Vec<A> {
    fn zero(&self) -> Self {
        self.iter().map(A::zero).collect()
    }

    fn add(&mut self, other: &Self, times: usize) {
        for (sum, counts) in self.iter_mut().zip(other) {
            sum.add(counts, times);
        }
    }
}

/// The counts of all clusters together, and of every resample of the clusters.
#[derive(Debug, Clone)]
pub struct Bootstrap<S> {
    /// Of all clusters.
    pub total: S,
    resampled: Vec<S>,
}

impl<S: Additive> Bootstrap<S> {
    /// Draws `resamples` times as many clusters as there are, with replacement. `zero` is the
    /// total where there are none.
    pub fn new(mut clusters: Vec<S>, zero: S, seed: u64, resamples: usize) -> Self {
        clusters.sort_unstable();
        let mut total = zero;
        for cluster in &clusters {
            total.add(cluster, 1);
        }
        let resampled = match clusters.len() {
            0 | 1 => Vec::new(),
            _ => {
                let draws = Draws::new(&clusters);
                (0..resamples as u64)
                    .into_par_iter()
                    .map(|resample| draws.sum(seed, resample))
                    .collect()
            }
        };
        Self { total, resampled }
    }

    /// The value of all clusters, with its interval over the resamples; `n` is what it rests on.
    pub fn figure(&self, n: usize, value: impl Fn(&S) -> Option<f64>) -> Figure {
        let point = value(&self.total);
        let mut defined: Vec<f64> = self.resampled.iter().filter_map(&value).collect();
        defined.sort_unstable_by(f64::total_cmp);
        Figure {
            value: point,
            ci95: point
                .filter(|_| !defined.is_empty())
                .map(|_| [quantile(&defined, TAIL), quantile(&defined, 1.0 - TAIL)]),
            n,
            undefined_resamples: self.resampled.len() - defined.len(),
        }
    }
}

/// Clusters to draw from; equal ones are one kind, so that a resample adds each kind once.
struct Draws<'a, S> {
    kinds: Vec<&'a S>,
    kind_of: Vec<u32>,
}

impl<'a, S: Additive> Draws<'a, S> {
    fn new(sorted: &'a [S]) -> Self {
        let mut kinds: Vec<&S> = Vec::new();
        let mut kind_of = Vec::with_capacity(sorted.len());
        for cluster in sorted {
            if kinds.last() != Some(&cluster) {
                kinds.push(cluster);
            }
            kind_of.push(kinds.len() as u32 - 1);
        }
        Self { kinds, kind_of }
    }

    fn sum(&self, seed: u64, resample: u64) -> S {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(resample);
        let mut times = vec![0; self.kinds.len()];
        for _ in 0..self.kind_of.len() {
            let drawn = random.random_range(0..self.kind_of.len() as u32);
            times[self.kind_of[drawn as usize] as usize] += 1;
        }
        let mut sum = self.kinds[0].zero();
        for (kind, times) in self.kinds.iter().zip(times) {
            sum.add(kind, times);
        }
        sum
    }
}

/// Linear between the two nearest values of a sorted, non-empty list, as numpy's default.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Confusion;

    #[test]
    fn quantiles_equal_numpy_s() {
        let values = [1.0, 2.0, 4.0, 8.0, 16.0];
        for (share, expected) in [
            (0.0, 1.0),
            (0.025, 1.1),
            (0.5, 4.0),
            (0.975, 15.2),
            (1.0, 16.0),
        ] {
            assert!(
                (quantile(&values, share) - expected).abs() < 1e-12,
                "{share}"
            );
        }
        assert_eq!(quantile(&[3.0], 0.975), 3.0);
    }

    #[test]
    fn interval_of_a_share_is_near_the_normal_one() {
        // 400 rows, 300 right: 0.75 +- 1.96 * sqrt(0.75 * 0.25 / 400) = 0.0424.
        let rows = (0..400).map(|i| Confusion::from_pairs(2, [(0, usize::from(i % 4 == 0))]));
        let bootstrap = Bootstrap::new(rows.collect(), Confusion::new(2), 1, 4000);
        let figure = bootstrap.figure(400, Confusion::accuracy);
        let [low, high] = figure.ci95.unwrap();
        assert_eq!(figure.value, Some(0.75));
        assert!(
            (low - 0.7076).abs() < 0.005 && (high - 0.7924).abs() < 0.005,
            "{low} {high}"
        );
    }

    #[test]
    fn one_cluster_has_no_interval() {
        let cluster = Confusion::from_pairs(2, [(0, 0), (1, 0)]);
        let figure =
            Bootstrap::new(vec![cluster], Confusion::new(2), 1, 100).figure(2, Confusion::accuracy);
        assert_eq!((figure.value, figure.ci95), (Some(0.5), None));
    }

    #[test]
    fn undefined_resamples_are_counted_and_left_out() {
        // The only row of class 1 is missing from about (1 - 1/3)^3 = 30 % of the resamples.
        let rows = [(0, 0), (0, 0), (1, 1)].map(|pair| Confusion::from_pairs(2, [pair]));
        let bootstrap = Bootstrap::new(rows.to_vec(), Confusion::new(2), 7, 1000);
        let figure = bootstrap.figure(1, |c| c.recall(1));
        assert!(
            (200..400).contains(&figure.undefined_resamples),
            "{figure:?}"
        );
        assert_eq!(figure.ci95, Some([1.0, 1.0]));
    }
}
