//! Whether probabilities are what they say: Brier score, log loss, and the expected calibration error.
//!
//! # Bins
//! Equal mass: of `n` rows and `B` bins, a row belongs to bin `floor(B * r / n)`, where `r` is the
//! number of rows with a lower confidence. So bins hold `n / B` rows as nearly as may be, rows of
//! equal confidence share one, and no order of the rows counts; bins without rows are left out.
//!
//! The expected calibration error is `sum_b n_b / n * |accuracy_b - confidence_b|` (Naeini, Cooper
//! and Hauskrecht 2015; equal-mass bins as in Nguyen and O'Connor 2015).

use super::{Additive, Forecast, Sum, ratio};

/// Sums over rows, in bins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Calibration {
    brier: Sum,
    log_loss: Sum,
    bins: Vec<Bin>,
}

/// The rows of one bin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bin {
    /// Rows.
    pub n: usize,
    /// Of them, those whose most probable class is the gold one.
    pub correct: usize,
    /// Of their confidences.
    pub confidence: Sum,
}

impl Bin {
    /// Share of its rows that are right.
    pub fn accuracy(&self) -> Option<f64> {
        ratio(self.correct, self.n)
    }
}

impl Calibration {
    /// All zero.
    pub fn new(bins: usize) -> Self {
        Self {
            brier: Sum::default(),
            log_loss: Sum::default(),
            bins: vec![Bin::default(); bins],
        }
    }

    /// Of rows that stand alone.
    pub fn of(forecasts: &[Forecast], bins: usize) -> Self {
        let mut all = Self::new(bins);
        for (forecast, bin) in forecasts.iter().zip(equal_mass(forecasts, bins)) {
            all.count(forecast, bin);
        }
        all
    }

    /// Counts one more row, in that bin.
    ///
    /// # Panics
    /// If there is no such bin.
    pub fn count(&mut self, forecast: &Forecast, bin: usize) {
        self.brier += Sum::of(forecast.brier);
        self.log_loss += Sum::of(forecast.log_loss);
        let bin = &mut self.bins[bin];
        bin.n += 1;
        bin.correct += usize::from(forecast.correct);
        bin.confidence += Sum::of(forecast.confidence);
    }

    /// All rows.
    pub fn n(&self) -> usize {
        self.bins.iter().map(|bin| bin.n).sum()
    }

    /// Every bin, those without rows too, the least confident first.
    pub fn bins(&self) -> &[Bin] {
        &self.bins
    }

    /// Mean over the rows.
    pub fn brier(&self) -> Option<f64> {
        self.brier.mean(self.n())
    }

    /// Mean over the rows.
    pub fn log_loss(&self) -> Option<f64> {
        self.log_loss.mean(self.n())
    }

    /// Expected calibration error over the bins, in `[0, 1]`.
    pub fn ece(&self) -> Option<f64> {
        let gap = |bin: &Bin| (bin.correct as f64 - bin.confidence.value()).abs();
        let n = self.n();
        (n > 0).then(|| self.bins.iter().map(gap).sum::<f64>() / n as f64)
    }
}

/// The bin of each row, by the rule in the docs of this module.
pub fn equal_mass(forecasts: &[Forecast], bins: usize) -> Vec<usize> {
    let mut sorted: Vec<f64> = forecasts.iter().map(|f| f.confidence).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let lower = |f: &Forecast| sorted.partition_point(|other| *other < f.confidence);
    let bin = |f: &Forecast| bins * lower(f) / sorted.len();
    forecasts.iter().map(bin).collect()
}

impl Additive for Calibration {
    fn zero(&self) -> Self {
        Self::new(self.bins.len())
    }

    fn add(&mut self, other: &Self, times: usize) {
        self.brier.add(&other.brier, times);
        self.log_loss.add(&other.log_loss, times);
        for (sum, bin) in self.bins.iter_mut().zip(&other.bins) {
            sum.n += bin.n * times;
            sum.correct += bin.correct * times;
            sum.confidence.add(&bin.confidence, times);
        }
    }
}
