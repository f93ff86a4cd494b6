//! Files, folders and standard input -> documents, or rows that have a text.

use std::path::PathBuf;

use crate::corpus::{Document, Quarantined, TextRow};

/// Where records come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder that is walked recursively.
    Path(PathBuf),
    /// Standard input: JSONL when its first byte that is not white space is `{`, else one plain document.
    Stdin,
}

/// Limits on what is read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// A larger document is quarantined. Bytes.
    pub max_document_bytes: usize,
    /// A compressed file that unpacks to more is cut off there and quarantined. Bytes.
    pub max_unpacked_bytes: u64,
    /// Stop after that many records, the quarantined ones included.
    pub limit: Option<u64>,
}

/// Nothing could be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such path, no permission, or a folder without a file of a known kind.
    #[error("no readable input: {0}")]
    NoInput(String),
}

/// A record, or why there is none.
pub type Record<T> = Result<T, Quarantined>;

/// The documents of all inputs, lazily, in the order of their paths, whatever order the inputs have.
///
/// # Errors
/// When no input can be opened at all; a single bad file is a `Quarantined` record of the stream.
pub fn documents(
    inputs: &[Input],
    options: &ReadOptions,
) -> Result<Box<dyn Iterator<Item = Record<Document>> + Send>, ReadError> {
    let _ = (inputs, options);
    Err(ReadError::NoInput(String::new()))
}

/// The rows of one input that have a text, lazily, in order (JSONL, CSV, TSV, Parquet, compressed or not).
///
/// # Errors
/// As [`documents`].
pub fn rows(
    input: &Input,
    options: &ReadOptions,
) -> Result<Box<dyn Iterator<Item = Record<TextRow>> + Send>, ReadError> {
    let _ = (input, options);
    Err(ReadError::NoInput(String::new()))
}
