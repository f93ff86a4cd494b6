//! `manifest.json`: what a run read, how it was done, and what it wrote.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::WriteError;

/// By this a manifest is known as ours.
pub(super) const TOOL: &str = "quotestance";

/// Of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Provenance of a run. Only `finished_at`, `seconds` and `quotes_per_second` differ between two
/// runs of the same inputs, configuration and machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunManifest {
    /// Of this file.
    pub format_version: String,
    /// `quotestance`.
    pub tool: String,
    /// Version of the program.
    pub tool_version: String,
    /// Commit it was built from; `unknown` outside a repository.
    pub git_commit: String,
    /// All that was asked for, defaults included.
    pub configuration: Value,
    /// What the classifier says of itself: name, hashes of its files, engine, device, dtype.
    pub model: Value,
    /// As `model`, of the baseline that metrics stand beside.
    pub baseline: Option<Value>,
    /// Of every random draw.
    pub seed: u64,
    /// Files that records were read from, in order of their paths.
    pub inputs: Vec<FileHash>,
    /// Records by the encoding their text was decoded from.
    pub encodings: BTreeMap<String, u64>,
    /// Running hash of all records as they were read, quarantined ones included.
    pub records_sha256: String,
    /// The gold file, where one was given.
    pub gold: Option<FileHash>,
    /// Documents that gold names and the inputs lack; they are not scored.
    pub gold_not_read: Vec<String>,
    /// Files written beside this one.
    pub outputs: Vec<FileHash>,
    /// Documents and quotes.
    pub counts: Counts,
    /// Quotes by field and value: `stance` -> `favor` -> count.
    pub quotes_by: BTreeMap<String, BTreeMap<String, u64>>,
    /// When the run ended, UTC, RFC 3339.
    pub finished_at: String,
    /// Seconds a stage, over all sittings of a resumed run.
    pub seconds: BTreeMap<String, f64>,
    /// Quotes by the seconds of all stages; `null` without quotes.
    pub quotes_per_second: Option<f64>,
}

/// `documents = done + quarantined`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Documents read.
    pub documents: u64,
    /// Documents whose quotes were sought.
    pub done: u64,
    /// Documents put aside.
    pub quarantined: u64,
    /// Quotes written.
    pub quotes: u64,
    /// Quotes whose text was cut to fit the model.
    pub truncated: u64,
}

/// One file, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHash {
    /// Inputs: as given. Outputs: the name in the folder.
    pub path: String,
    /// Length; `null` for standard input.
    pub bytes: Option<u64>,
    /// Hexadecimal; `null` for standard input, which `records_sha256` stands for.
    pub sha256: Option<String>,
}

impl FileHash {
    /// Reads the file once, in pieces.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path, name: &str) -> Result<Self, WriteError> {
        let (bytes, sha256) = hash(path).map_err(WriteError::io(path))?;
        Ok(Self {
            path: name.to_owned(),
            bytes: Some(bytes),
            sha256: Some(sha256),
        })
    }

    /// A stream that cannot be read twice.
    pub fn unknown(name: &str) -> Self {
        Self {
            path: name.to_owned(),
            bytes: None,
            sha256: None,
        }
    }
}

fn hash(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, format!("{:x}", hasher.finalize())));
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
}

impl Default for RunManifest {
    /// The parts that depend on the program and the clock alone; everything else is empty.
    fn default() -> Self {
        Self {
            format_version: "1".to_owned(),
            tool: TOOL.to_owned(),
            tool_version: VERSION.to_owned(),
            git_commit: git_commit().to_owned(),
            configuration: Value::Null,
            model: Value::Null,
            baseline: None,
            seed: 0,
            inputs: Vec::new(),
            encodings: BTreeMap::new(),
            records_sha256: String::new(),
            gold: None,
            gold_not_read: Vec::new(),
            outputs: Vec::new(),
            counts: Counts::default(),
            quotes_by: BTreeMap::new(),
            finished_at: now(),
            seconds: BTreeMap::new(),
            quotes_per_second: None,
        }
    }
}

/// The commit that the program was built from, `unknown` outside a repository.
pub fn git_commit() -> &'static str {
    option_env!("QUOTESTANCE_COMMIT").unwrap_or("unknown")
}

fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
