//! Files of predictions and gold, as JSONL.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use quotestance::corpus::{LabelRow, QuoteRow};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Exit, Failure};

/// Rows of one of the two kinds that the program writes.
#[derive(Clone)]
pub enum Rows {
    /// Of `run`.
    Quotes(Vec<QuoteRow>),
    /// Of `label`.
    Labels(Vec<LabelRow>),
}

impl Rows {
    /// Each row as it is written.
    pub fn maps(&self) -> Vec<Map<String, Value>> {
        let rows = match self {
            Self::Quotes(rows) => json!(rows),
            Self::Labels(rows) => json!(rows),
        };
        let rows = rows.as_array().cloned().unwrap_or_default();
        rows.into_iter()
            .filter_map(|row| match row {
                Value::Object(fields) => Some(fields),
                _ => None,
            })
            .collect()
    }

    /// The model that labelled them, as the first row has it.
    pub fn model(&self) -> Option<&str> {
        match self {
            Self::Quotes(rows) => rows.first()?.model.as_deref(),
            Self::Labels(rows) => rows.first().map(|row| row.model.as_str()),
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rows that the program wrote, or gold quotes.
    Rows,
    /// Rows that a person labelled.
    Annotations,
}

/// By the first row.
pub fn kind(path: &Path) -> Result<Kind, Failure> {
    let path = file(path);
    if path.extension().is_none_or(|ending| ending != "jsonl") {
        return Ok(Kind::Annotations);
    }
    let first: Option<Value> = lines(&path)?.next().transpose()?;
    let has = |field| first.as_ref().is_some_and(|row| row.get(field).is_some());
    Ok(
        match has("schema_version") || has("content") && !has("quote_id") {
            true => Kind::Rows,
            false => Kind::Annotations,
        },
    )
}

/// The rows of a file, or of the `quotes.jsonl` of a run's folder.
pub fn predicted(path: &Path) -> Result<Rows, Failure> {
    let path = file(path);
    let first: Option<Value> = lines(&path)?.next().transpose()?;
    if first.is_some_and(|row| row.get("quote_id").is_some()) {
        jsonl(&path).map(Rows::Quotes)
    } else {
        jsonl(&path).map(Rows::Labels)
    }
}

/// The file itself, or the rows of a run's folder.
pub fn file(path: &Path) -> PathBuf {
    if path.is_dir() {
        path.join("quotes.jsonl")
    } else {
        path.to_owned()
    }
}

/// Every line of a JSONL file that is not blank.
pub fn jsonl<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    lines(path)?.collect()
}

fn lines<T: DeserializeOwned>(
    path: &Path,
) -> Result<impl Iterator<Item = Result<T, Failure>>, Failure> {
    let file = std::fs::File::open(path).map_err(|error| unreadable(path, error))?;
    let parse = |(index, line): (usize, std::io::Result<String>)| match line {
        Err(error) => Some(Err(unreadable(path, error))),
        Ok(line) if line.trim().is_empty() => None,
        Ok(line) => Some(serde_json::from_str(&line).map_err(|error| {
            unreadable(
                path,
                format_args!(
                    "line {}: {error}; rows are read as JSONL, one object a line",
                    index + 1
                ),
            )
        })),
    };
    Ok(BufReader::new(file).lines().enumerate().filter_map(parse))
}

fn unreadable(path: &Path, reason: impl std::fmt::Display) -> Failure {
    Failure::new(Exit::NoInput, format_args!("{}: {reason}", path.display()))
}
