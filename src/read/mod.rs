//! Files, folders and standard input -> documents, or rows.

mod cells;
mod compressed;
mod delimited;
mod encoding;
mod html;
mod ids;
mod jsonl;
mod markdown;
mod parquet;
mod plain;
mod rows;
mod source;
mod stdin;
mod survey;
mod transcode;
mod walk;

use std::iter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value};

use self::ids::Ids;
use self::source::{Format, Source};
use crate::corpus::{Document, Quarantined, TextRow};

pub use survey::{Survey, survey};

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

impl Default for ReadOptions {
    /// Documents of up to 64 MiB, files that unpack to up to 16 GiB, all records.
    fn default() -> Self {
        Self {
            max_document_bytes: 64 << 20,
            max_unpacked_bytes: 16 << 30,
            limit: None,
        }
    }
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

/// A row as it stands in a file: its line or row, counted from 1, and its fields.
pub type Object = (u64, Map<String, Value>);

/// Records, lazily.
pub type Records<T> = Box<dyn Iterator<Item = Record<T>> + Send>;

/// The documents of all inputs, lazily, in the order of their paths, whatever order the inputs have.
///
/// Each file gives at least one record. Held in memory: the paths of all files, 20 to 40 bytes a
/// document to find repeated ids, and one document.
///
/// # Errors
/// When no input can be opened at all; a single bad file is a `Quarantined` record of the stream.
pub fn documents(inputs: &[Input], options: &ReadOptions) -> Result<Records<Document>, ReadError> {
    let sources = walk::expand(inputs, false)?;
    let options = options.clone();
    let limit = options.limit;
    let mut ids = Ids::default();
    let records = sources
        .into_iter()
        .flat_map(move |source| documents_of(source, &options))
        .map(move |record| ids.admit(record));
    Ok(limited(records, limit))
}

/// The rows of one input that have a text, lazily, in order (JSONL, CSV, TSV, Parquet, compressed or
/// not; standard input is JSONL). Their ids may repeat.
///
/// # Errors
/// As [`documents`], and when the input is of a format without rows.
pub fn rows(input: &Input, options: &ReadOptions) -> Result<Records<TextRow>, ReadError> {
    let sources = walk::expand(std::slice::from_ref(input), true)?;
    let options = options.clone();
    let limit = options.limit;
    let records = sources
        .into_iter()
        .flat_map(move |source| rows_of(source, &options));
    Ok(limited(records, limit))
}

/// The rows of one file as they stand in it (JSONL, CSV, TSV, Parquet), lazily, in order, each with
/// its line or row, counted from 1. Cells of CSV are texts, and what is null in Parquet is left out.
///
/// # Errors
/// When the file cannot be opened; a row that cannot be read is a `Quarantined` record.
pub fn objects(path: &Path, options: &ReadOptions) -> Result<Records<Object>, ReadError> {
    let sources = walk::expand(&[Input::Path(path.to_owned())], true)?;
    let options = options.clone();
    let rows = sources
        .into_iter()
        .flat_map(move |source| match source.kind {
            Err(fault) => rows::fault(fault),
            Ok((format, packing)) => rows::each(&Arc::new(source), format, packing, &options),
        });
    Ok(Box::new(
        rows.map(|row| row.map(|row| (row.line, row.fields))),
    ))
}

fn limited<T>(
    records: impl Iterator<Item = Record<T>> + Send + 'static,
    limit: Option<u64>,
) -> Records<T> {
    match limit.map(usize::try_from) {
        Some(Ok(limit)) => Box::new(records.take(limit)),
        _ => Box::new(records),
    }
}

fn documents_of(source: Source, options: &ReadOptions) -> Records<Document> {
    let record = match source.kind {
        Err(fault) => Err(fault),
        Ok((Format::Text, packing)) => plain::document(&source, packing, options),
        Ok((Format::Markdown, packing)) => markdown::document(&source, packing, options),
        Ok((Format::Html, packing)) => html::document(&source, packing, options),
        Ok(_) if source.path.is_none() => return stdin::documents(source, options),
        Ok((format, packing)) => {
            let source = Arc::new(source);
            let rows = rows::open(&source, format, packing, options);
            return rows::documents(source, rows, options);
        }
    };
    Box::new(iter::once(record))
}

fn rows_of(source: Source, options: &ReadOptions) -> Records<TextRow> {
    match source.kind {
        Err(fault) => Box::new(iter::once(Err(fault))),
        Ok((format, packing)) => {
            let source = Arc::new(source);
            let rows = rows::open(&source, format, packing, options);
            rows::texts(source, rows, options)
        }
    }
}
