//! The one file that sees all stages.

use std::path::PathBuf;

use crate::classify::{Classifier, ClassifyError};
use crate::config::{Destination, JobConfig, LabelConfig, RunConfig};
use crate::read::ReadError;

/// Told how far a job is; asked whether to stop.
pub trait Progress: Sync {
    /// So far: records read (quarantined ones included), rows written, records quarantined,
    /// and bytes of input read of all, where the total is known.
    fn update(&self, records: u64, rows: u64, quarantined: u64);

    /// Whether the user wants the job to stop at the next point from which it can be resumed.
    fn interrupted(&self) -> bool;
}

/// What a job did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Records read: `done + quarantined`.
    pub records: u64,
    /// Records used.
    pub done: u64,
    /// Records put aside.
    pub quarantined: u64,
    /// Rows written.
    pub rows: u64,
    /// Rows whose text was cut to fit the model.
    pub truncated: u64,
    /// Rows by quote type, stance, sentiment: (`"stance"`, `"favor"`) -> count.
    pub counts: std::collections::BTreeMap<(String, String), u64>,
    /// `metrics.json`, where gold was given.
    pub metrics: Option<serde_json::Value>,
    /// Files written, in the order a reader would open them.
    pub files: Vec<PathBuf>,
    /// Seconds that the whole job took.
    pub seconds: f64,
}

/// A job could not be done.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// Exit code 3.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Exit code 4.
    #[error(transparent)]
    Classify(#[from] ClassifyError),
    /// Exit code 6.
    #[error("{path}: {reason}")]
    Output {
        /// What could not be written.
        path: String,
        /// Why, and what to do.
        reason: String,
    },
    /// Exit code 2: what was asked for cannot be done (a finished run stands there, the configuration differs from the run to resume).
    #[error("{0}")]
    Usage(String),
    /// Exit code 5 under `--on-error fail`: the record and its fault.
    #[error("{0}")]
    Record(String),
    /// Exit code 130: stopped where `--resume` goes on.
    #[error("interrupted; go on with --resume")]
    Interrupted,
}

/// Documents -> labelled dataset. `baseline` labels the quotes that have gold too, for comparison.
///
/// # Errors
/// See [`PipelineError`].
pub fn run(
    config: &RunConfig,
    classifier: &dyn Classifier,
    baseline: Option<&dyn Classifier>,
    progress: &dyn Progress,
) -> Result<Summary, PipelineError> {
    let _ = (config, classifier, baseline, progress);
    Ok(Summary::default())
}

/// Documents -> quotes.
///
/// # Errors
/// See [`PipelineError`].
pub fn segment(
    config: &JobConfig,
    out: &Destination,
    progress: &dyn Progress,
) -> Result<Summary, PipelineError> {
    let _ = (config, out, progress);
    Ok(Summary::default())
}

/// Rows that have a text -> stance and sentiment.
///
/// # Errors
/// See [`PipelineError`].
pub fn label(
    config: &JobConfig,
    labels: &LabelConfig,
    out: &Destination,
    classifier: &dyn Classifier,
    progress: &dyn Progress,
) -> Result<Summary, PipelineError> {
    let _ = (config, labels, out, classifier, progress);
    Ok(Summary::default())
}
