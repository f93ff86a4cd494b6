//! What is gained by labelling only where the classifier is confident.
//!
//! A classifier that answers where its confidence is at least a threshold has a *coverage* (share of
//! rows answered) and a *selective risk* (share of those that are wrong): El-Yaniv and Wiener 2010,
//! Geifman and El-Yaniv 2017. The area under the risk-coverage curve is the mean, over all rows, of
//! the risk at the row's own confidence (Geifman, Uziel and El-Yaniv 2019).

use super::{Forecast, ratio};

/// The curve of some rows: one point a distinct confidence, the highest first.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskCoverage(Vec<Point>);

/// What answering at one threshold comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Rows with a confidence of at least this are answered.
    pub threshold: f64,
    /// How many those are.
    pub answered: usize,
    /// Of them, the right ones.
    pub correct: usize,
}

impl Point {
    /// Of the rows answered; there is at least one.
    pub fn accuracy(&self) -> f64 {
        ratio(self.correct, self.answered).unwrap_or_default()
    }
}

impl RiskCoverage {
    /// Of rows in any order.
    pub fn new(forecasts: &[Forecast]) -> Self {
        let mut sorted: Vec<&Forecast> = forecasts.iter().collect();
        sorted.sort_unstable_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let mut points: Vec<Point> = Vec::new();
        let (mut answered, mut correct) = (0, 0);
        for row in sorted {
            answered += 1;
            correct += usize::from(row.correct);
            let point = Point {
                threshold: row.confidence,
                answered,
                correct,
            };
            match points.last_mut() {
                Some(last) if last.threshold == row.confidence => *last = point,
                _ => points.push(point),
            }
        }
        Self(points)
    }

    /// Rows in all.
    pub fn n(&self) -> usize {
        self.0.last().map_or(0, |point| point.answered)
    }

    /// The highest threshold at which at least `share` of the rows are answered.
    pub fn at_coverage(&self, share: f64) -> Option<Point> {
        let wanted = share * self.n() as f64 - 1e-9;
        let enough = |point: &&Point| point.answered as f64 >= wanted;
        self.0.iter().find(enough).copied()
    }

    /// The lowest threshold at which those answered are right in at least `accuracy` of the cases;
    /// `None` where no threshold reaches it.
    pub fn at_accuracy(&self, accuracy: f64) -> Option<Point> {
        let enough = |point: &&Point| point.accuracy() >= accuracy;
        self.0.iter().rev().find(enough).copied()
    }

    /// Area under the risk-coverage curve, in `[0, 1]`; the lower the better.
    pub fn aurc(&self) -> Option<f64> {
        let mut before = 0;
        let mut area = 0.0;
        for point in &self.0 {
            area += (point.answered - before) as f64 * (1.0 - point.accuracy());
            before = point.answered;
        }
        (before > 0).then(|| area / before as f64)
    }
}
