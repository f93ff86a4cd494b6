//! Figures of the probabilities themselves: calibration, and what abstaining gains.

use serde::{Deserialize, Serialize};

use super::EvaluateOptions;
use crate::stats::{
    Bootstrap, CLIP, Calibration, Figure, Forecast, Point, RiskCoverage, equal_mass,
};

/// Bins of the expected calibration error.
const BINS: usize = 15;

/// Points of the risk-coverage curve.
const STEPS: usize = 20;

/// Accuracies that a threshold is looked for.
const WANTED: [f64; 7] = [0.60, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95];

/// Whether probabilities are what they say. The predicted class is the most probable one, whatever
/// label the row has. Definitions: [`Calibration`](crate::stats::Calibration).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationMetrics {
    /// Rows with probabilities that are a distribution.
    pub n: usize,
    /// Expected calibration error. It has no interval: resampling adds noise, the absolute value
    /// makes that a bias upward, and percentiles would lie above the truth; those of the bins'
    /// accuracies do not.
    pub ece: Figure,
    /// How the bins are cut: `equal_mass`.
    pub binning: String,
    /// How many there are, empty ones included.
    pub bins: usize,
    /// Mean squared distance from the gold class, summed over classes, in `[0, 2]`.
    pub brier: Figure,
    /// Mean negative logarithm of the gold class's probability, in nats.
    pub log_loss: Figure,
    /// The least probability that `log_loss` takes the logarithm of.
    pub log_loss_clip: f64,
    /// The bins that have rows, the least confident first.
    pub reliability: Vec<ReliabilityBin>,
}

/// One bin of the reliability diagram.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Its rows.
    pub n: usize,
    /// Mean probability of the most probable class.
    pub confidence: f64,
    /// How often that is the gold class; its interval is drawn with the bins as they are.
    pub accuracy: Figure,
}

impl CalibrationMetrics {
    /// Of one list of rows a document; `None` without rows.
    pub(super) fn new(documents: &[&[Forecast]], options: &EvaluateOptions) -> Option<Self> {
        let mut bins = equal_mass(&documents.concat(), BINS).into_iter();
        let of_document = |rows: &&[Forecast]| {
            let mut sums = Calibration::new(BINS);
            for (row, bin) in rows.iter().zip(bins.by_ref()) {
                sums.count(row, bin);
            }
            sums
        };
        let with_rows = documents.iter().filter(|rows| !rows.is_empty());
        let sums = with_rows.map(of_document).collect();
        let zero = Calibration::new(BINS);
        let bootstrap = Bootstrap::new(sums, zero, options.seed, options.resamples);
        let n = bootstrap.total.n();
        (n > 0).then(|| Self {
            n,
            ece: without_interval(bootstrap.total.ece(), n),
            binning: "equal_mass".to_string(),
            bins: BINS,
            brier: bootstrap.figure(n, Calibration::brier),
            log_loss: bootstrap.figure(n, Calibration::log_loss),
            log_loss_clip: CLIP,
            reliability: (0..BINS)
                .filter_map(|bin| ReliabilityBin::new(&bootstrap, bin))
                .collect(),
        })
    }
}

impl ReliabilityBin {
    fn new(bootstrap: &Bootstrap<Calibration>, index: usize) -> Option<Self> {
        let bin = bootstrap.total.bins()[index];
        Some(Self {
            n: bin.n,
            confidence: bin.confidence.mean(bin.n)?,
            accuracy: bootstrap.figure(bin.n, |sums| sums.bins()[index].accuracy()),
        })
    }
}

/// What is gained by answering only above a threshold. Definitions:
/// [`RiskCoverage`](crate::stats::RiskCoverage).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RiskCoverageMetrics {
    /// Area under the risk-coverage curve, the lower the better; no interval.
    pub aurc: Figure,
    /// Points of the curve, from the most confident rows to all of them.
    pub curve: Vec<CurvePoint>,
    /// For each accuracy the lowest threshold that reaches it on these rows, and so the greatest
    /// coverage; those that none reaches are left out. Chosen on the rows that it is measured on,
    /// it promises a little too much.
    pub for_accuracy: Vec<ForAccuracy>,
}

/// Answering where the greatest probability is at least `threshold`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Share of the rows answered.
    pub coverage: f64,
    /// What `--abstain-below` takes.
    pub threshold: f64,
    /// Of the rows answered.
    pub accuracy: f64,
}

/// A threshold for an accuracy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ForAccuracy {
    /// What was wanted.
    pub wanted: f64,
    /// What it takes.
    #[serde(flatten)]
    pub at: CurvePoint,
}

impl RiskCoverageMetrics {
    /// As [`CalibrationMetrics::new`].
    pub(super) fn new(documents: &[&[Forecast]]) -> Option<Self> {
        let curve = RiskCoverage::new(&documents.concat());
        let n = curve.n();
        let shown = |point: Point| CurvePoint {
            coverage: point.answered as f64 / n as f64,
            threshold: point.threshold,
            accuracy: point.accuracy(),
        };
        let steps = (1..=STEPS).filter_map(|step| curve.at_coverage(step as f64 / STEPS as f64));
        let mut points: Vec<CurvePoint> = steps.map(shown).collect();
        points.dedup();
        let wanted = WANTED.into_iter().filter_map(|wanted| {
            let at = shown(curve.at_accuracy(wanted)?);
            Some(ForAccuracy { wanted, at })
        });
        Some(Self {
            aurc: without_interval(Some(curve.aurc()?), n),
            curve: points,
            for_accuracy: wanted.collect(),
        })
    }
}

fn without_interval(value: Option<f64>, n: usize) -> Figure {
    Figure {
        value,
        ci95: None,
        n,
        undefined_resamples: 0,
    }
}
