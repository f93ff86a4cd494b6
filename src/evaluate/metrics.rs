//! `metrics.json`.

use serde::{Deserialize, Serialize};

use super::{LabelMetrics, SpanMetrics, SpeakerMetrics};

/// How intervals are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluateOptions {
    /// Of the random draws.
    pub seed: u64,
    /// How many resamples an interval rests on.
    pub resamples: usize,
}

impl Default for EvaluateOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            resamples: 1000,
        }
    }
}

/// Every figure with its 95 % interval: percentiles of a bootstrap over documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Documents that gold has; for label rows, the groups that the bootstrap draws.
    pub documents: usize,
    /// How the two sides join.
    pub rows: Counts,
    /// How intervals were drawn.
    pub bootstrap: EvaluateOptions,
    /// Segmentation; `None` for label rows.
    pub spans: Option<SpanMetrics>,
    /// Speakers and sources of the matched quotes; `None` where gold has no speakers.
    #[serde(default)]
    pub speakers: Option<SpeakerMetrics>,
    /// Stance on the joined rows; `None` where gold has none.
    pub stance: Option<LabelMetrics>,
    /// Sentiment on the joined rows; `None` where gold has none.
    pub sentiment: Option<LabelMetrics>,
}

/// Rows on both sides. For quotes, joined means matched by their spans.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Gold rows: `joined + gold_only`.
    pub gold: usize,
    /// Predicted rows, in documents that gold has: `joined + predicted_only`.
    pub predicted: usize,
    /// Rows on both sides.
    pub joined: usize,
    /// Gold rows without a prediction.
    pub gold_only: usize,
    /// Predicted rows without gold.
    pub predicted_only: usize,
    /// Predicted rows in documents that gold does not have; they count nowhere.
    pub elsewhere: usize,
}
