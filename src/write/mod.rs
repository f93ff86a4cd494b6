//! Rows -> files that appear whole or not at all.

use serde::{Deserialize, Serialize};

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
