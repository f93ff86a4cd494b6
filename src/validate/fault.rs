//! One thing that is wrong with a dataset.

use serde::Serialize;

use crate::corpus::Quarantined;

/// Where it is, what it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Name of the file in its folder.
    pub file: String,
    /// Line, or row where the format has no lines; counted from 1.
    pub line: Option<u64>,
    /// Field or column, nested ones with dots: `content.0.end`.
    pub key: Option<String>,
    /// What is wrong, as a lower-case fragment.
    pub reason: String,
    /// What to do.
    pub advice: String,
}

impl Fault {
    /// Of a field, in no file yet.
    pub fn of(
        key: impl Into<String>,
        reason: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            file: String::new(),
            line: None,
            key: Some(key.into()),
            reason: reason.into(),
            advice: advice.into(),
        }
    }

    /// Of a file as a whole.
    pub fn of_file(file: &str, reason: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            key: None,
            ..Self::of("", reason, advice).at(file, None)
        }
    }

    /// Of a record that could not be read.
    pub fn of_record(file: &str, record: Quarantined) -> Self {
        Self {
            line: record.line,
            ..Self::of_file(file, record.reason, record.advice)
        }
    }

    /// The same, in that place.
    pub fn at(self, file: &str, line: Option<u64>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            ..self
        }
    }
}
