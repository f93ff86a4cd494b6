//! What was asked for, validated before any work starts.

use std::path::PathBuf;

/// Numbers that the engine computes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dtype {
    /// bf16 where the processor has an instruction for it, else f32.
    Auto,
    /// 32-bit floats.
    F32,
    /// bfloat16: faster, and less exact.
    Bf16,
}

/// A stance target: its name, as the model reads it, and the names it goes by in texts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// What the model reads.
    pub name: String,
    /// Other names, matched without regard to case, for `target_mention`.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// How labels are made.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LabelConfig {
    /// Model folder; `None` is the linear baseline compiled in.
    pub model: Option<PathBuf>,
    /// What the stance is toward, unless a row names its own.
    pub target: Target,
    /// Most tokens in one forward pass, padding included.
    pub max_batch_tokens: usize,
    /// Numbers that the engine computes with.
    pub dtype: Dtype,
    /// Threads; `None` is all that the machine has.
    pub threads: Option<usize>,
}

/// A file format of rows.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// A flat table.
    Csv,
    /// Columns, with nested spans.
    Parquet,
}

/// What a bad record does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// It goes to `quarantine.jsonl` and the run goes on.
    Quarantine,
    /// The run stops at the first.
    Fail,
}
