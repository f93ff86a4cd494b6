//! A record that could not be used.

use serde::{Deserialize, Serialize};

/// One row of `quarantine.jsonl`: the place, the reason, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Path as given (`-` for standard input).
    pub file: String,
    /// One-based line or row, where the format has them.
    pub line: Option<u64>,
    /// Offset of the fault in the decompressed file, where it is known.
    pub byte: Option<u64>,
    /// What is wrong, as a lower-case fragment.
    pub reason: String,
    /// What to do about it.
    pub advice: String,
}
