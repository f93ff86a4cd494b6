//! The one module that sees all stages.
//!
//! A job reads records in chunks whose bounds depend on the input alone, makes rows of each chunk,
//! and commits them before it reads on: what was committed is never done twice, and a job that was
//! killed ends with the same bytes as one that was not.

mod calibrate;
mod check;
mod chunk;
mod digest;
mod error;
mod excerpts;
mod finish;
mod gold;
mod label;
mod mention;
mod report;
mod rows;
mod run;
mod said;
mod segment;
mod segmenter;
mod settings;
mod single;
mod sink;
mod validate;
mod work;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use calibrate::{Calibrated, CrossFitted, Figures, calibrate};
pub use error::PipelineError;
pub use finish::metrics_json;
pub use label::label;
pub use report::report;
pub use run::run;
pub use segment::segment;
pub use segmenter::Segmenter;
pub use validate::{Validated, validate};

/// Told how far a job is; asked whether to stop.
pub trait Progress: Sync {
    /// So far: records read (quarantined ones included), rows written, records quarantined.
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
    pub counts: BTreeMap<(String, String), u64>,
    /// `metrics.json`, where gold was given.
    pub metrics: Option<serde_json::Value>,
    /// Files written, in the order a reader would open them.
    pub files: Vec<PathBuf>,
    /// Seconds that this sitting took.
    pub seconds: f64,
}
