//! Predictions and gold -> figures with their intervals.
//!
//! [`quotes`] scores the rows of a run, [`rows`] those of `label`; both give [`Metrics`], which is
//! `metrics.json`. Undefined figures are `None`, never 0, and no order of the rows changes any.
//!
//! # Spans
//! Predicted spans are trimmed before anything is counted: white space, quotation marks, closing
//! punctuation, dashes and brackets go from both edges. Gold spans have no text to trim by; where
//! the document is at hand, [`trim_gold`] does it, else they are taken as they stand. A predicted
//! and a gold quote may match where the characters they share are at least half of those that
//! either covers (IoU >= 0.5); of all one-to-one matchings the one with most pairs, then with the
//! greatest sum of IoU, counts.
//!
//! * `overlap`: a quote counts where it is matched.
//! * `exact`: where it is matched and has the same first and last character.
//! * `char`: every character of a content counts for itself.
//!
//! By quote type, precision is over the predicted quotes of the type and recall over the gold
//! quotes of it, whatever type the other side gives. The `core` view counts core gold only, and no
//! predicted quote that is matched to other gold, nor any character of it, as an error.
//!
//! # Probabilities
//! Where rows carry them, calibration and the risk-coverage curve are figures of the probabilities
//! alone: abstaining changes neither. All other figures on labels are of the rows that were answered,
//! and `coverage` says how many those are.

mod answer;
mod benchmark;
mod error;
mod errors;
mod figures;
mod gold;
mod labels;
mod links;
mod metrics;
mod pairs;
mod probabilities;
mod quotes;
mod rows;
mod slices;
mod spans;
mod speaker;
mod speakers;
mod tally;

pub use crate::corpus::GoldRow;
pub use crate::stats::Figure;
pub use benchmark::{BenchmarkRow, Metric, benchmark, choice, majority, offered};
pub use error::EvaluateError;
pub use errors::errors;
pub use figures::{figure, figures};
pub use gold::{trim_gold, verify_gold};
pub use labels::{ClassMetrics, LabelMetrics};
pub use links::{LinkMetrics, LinkScores, LinkView, LinkedDocument, LinkedSpan, links};
pub use metrics::{Counts, EvaluateOptions, Metrics};
pub use pairs::{Pair, quote_pairs, row_pairs};
pub use probabilities::{
    CalibrationMetrics, CurvePoint, ForAccuracy, ReliabilityBin, RiskCoverageMetrics,
};
pub use quotes::{match_quotes, quotes};
pub use rows::rows;
pub use slices::{Slice, Slicing, slices};
pub use spans::{SpanMetrics, SpanScores, SpanView};
pub use speakers::SpeakerMetrics;
