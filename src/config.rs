//! What was asked for, validated before any work starts.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::classify::EngineOptions;
use crate::read::{Input, ReadOptions};
use crate::write::Format;

/// A stance target: its name, as the model reads it, and the names it goes by in texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// What the model reads.
    pub name: String,
    /// Other names, matched without regard to case, for `target_mention`.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What a bad record does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// It goes to `quarantine.jsonl` and the run goes on.
    Quarantine,
    /// The run stops at the first.
    Fail,
}

/// How labels are made.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelConfig {
    /// Model folder.
    pub model: PathBuf,
    /// What the stance is toward, unless a row names its own.
    pub target: Target,
    /// How the engine runs it.
    pub engine: EngineOptions,
}

/// Where a single-file verb writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Standard output, as JSONL or CSV.
    Stdout,
    /// A file; its format is that of its ending unless `--format` says otherwise.
    File(PathBuf),
}

/// What every verb that reads and writes records shares.
#[derive(Debug, Clone)]
pub struct JobConfig {
    /// What is read.
    pub inputs: Vec<Input>,
    /// Limits on it.
    pub read: ReadOptions,
    /// What a bad record does.
    pub on_error: OnError,
    /// Formats of the rows; JSONL is always written by `run`.
    pub formats: Vec<Format>,
    /// Go on with an unfinished run.
    pub resume: bool,
    /// Replace a finished one.
    pub overwrite: bool,
    /// Of every random draw (bootstrap).
    pub seed: u64,
    /// Threads; `None` is all that the machine has.
    pub threads: Option<usize>,
}

/// All of `run`.
#[derive(Debug, Clone)]
pub struct RunConfig {
    /// Input, formats, and what happens to old output.
    pub job: JobConfig,
    /// The output folder.
    pub out: PathBuf,
    /// How labels are made.
    pub label: LabelConfig,
    /// Gold quotes to score against.
    pub gold: Option<PathBuf>,
}
