//! Rows -> files that appear whole or not at all.
//!
//! Rows are appended as JSONL to a [`Partial`] folder whose journal says how far it is whole; at
//! the end [`convert`] makes the other formats of them, and everything moves to its place by
//! rename.

mod atomic;
mod card;
mod convert;
mod csv;
mod error;
mod figures;
mod folder;
mod journal;
mod jsonl;
mod lock;
mod manifest;
mod one_file;
mod parquet;
mod partial;
mod schema;

use serde::{Deserialize, Serialize};

pub use self::csv::{FlatView, Table, neutral};
pub use atomic::write_whole;
pub use card::Card;
pub use convert::convert;
pub use error::WriteError;
pub use folder::{MANIFEST, OUTPUTS, RunFolder};
pub use journal::Entry;
pub use jsonl::{line, values};
pub use lock::Lock;
pub use manifest::{Counts, FileHash, RunManifest, VERSION, git_commit};
pub use one_file::OneFile;
pub use partial::Partial;
pub use schema::{Row, label_rows, quote_rows, vocabulary};

/// A file format of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// A flat table.
    Csv,
    /// Columns, with nested spans.
    Parquet,
}

impl Format {
    /// The ending of its files, which is also its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }
}
