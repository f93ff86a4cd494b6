//! Published sets -> rows with gold labels, as `eval/benchmarks.toml` describes them.

mod rows;
mod spec;

use std::path::{Path, PathBuf};

pub use rows::read;
pub use spec::{Benchmark, Columns, Reference, builtin};

/// A benchmark cannot be measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// Its description is not sound.
    #[error("benchmarks.toml: {0}")]
    Spec(String),
    /// A file is not the one that was published.
    #[error(
        "{path}: is not the file that `{set}` was published as (sha256 {found}, expected {expected}); prepare it again with scripts/training_data.py, or take it out of the folder"
    )]
    Hash {
        /// Of the set.
        set: String,
        /// The file.
        path: PathBuf,
        /// Hexadecimal.
        found: String,
        /// Hexadecimal.
        expected: String,
    },
    /// A row cannot be used.
    #[error("{path}:{line}: {reason}")]
    Row {
        /// The file.
        path: PathBuf,
        /// One-based; of the record where it has several lines.
        line: usize,
        /// What is wrong, and what to do.
        reason: String,
    },
}

/// Whether all files of a set are in the folder.
pub fn is_there(set: &Benchmark, data: &Path) -> bool {
    set.files.keys().all(|file| data.join(file).is_file())
}
