//! Why a job could not be done; each kind has its exit code.

use crate::classify::ClassifyError;
use crate::corpus::Quarantined;
use crate::read::ReadError;
use crate::report::ReportError;
use crate::write::WriteError;

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

impl PipelineError {
    /// Of a record under `--on-error fail`.
    pub(super) fn of_record(record: &Quarantined) -> Self {
        let at = |name: &str, place: Option<u64>| {
            place.map_or_else(String::new, |place| format!(", {name} {place}"))
        };
        Self::Record(format!(
            "{}{}{}: {}; {}",
            record.file,
            at("line", record.line),
            at("byte", record.byte),
            record.reason,
            record.advice
        ))
    }
}

impl From<ReportError> for PipelineError {
    fn from(error: ReportError) -> Self {
        Self::Output {
            path: "report.html".to_owned(),
            reason: error.to_string(),
        }
    }
}

impl From<WriteError> for PipelineError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Refused(reason) => Self::Usage(reason),
            WriteError::Content { path, reason } => Self::Output { path, reason },
            WriteError::Io { ref path, .. } => {
                let path = path.clone();
                let message = error.to_string();
                let reason = message.strip_prefix(&format!("{path}: "));
                Self::Output {
                    reason: reason.unwrap_or(&message).to_owned(),
                    path,
                }
            }
        }
    }
}
