//! Files that people labelled -> annotations.
//!
//! A table (CSV, TSV, Parquet) or JSONL with the columns `stance` and `sentiment`; an export of
//! Label Studio (JSON), of Prodigy or of doccano (JSONL). `docs/format.md` states the fields.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::answers::{self, Answer};
use super::{Input, ReadOptions, rows};
use crate::corpus::{Annotation, Draw, GoldRow};

/// A file is not one of annotations.
#[derive(Debug, thiserror::Error)]
pub enum AnnotationError {
    /// It cannot be opened or read on.
    #[error("{path}: {source}; check the path")]
    Io {
        /// As given.
        path: PathBuf,
        /// Of the system.
        source: std::io::Error,
    },
    /// A row of it cannot be used.
    #[error("{path}: {place}: {reason}")]
    Row {
        /// As given.
        path: PathBuf,
        /// `line 7`, or `task 3` where the file is one list.
        place: String,
        /// What is wrong and what to do.
        reason: String,
    },
}

/// The annotations of a file, in its order; a row that several people labelled is several.
///
/// # Errors
/// When the file cannot be read, and at the first row without an id or with a label that is none.
pub fn annotations(path: &Path, options: &ReadOptions) -> Result<Vec<Annotation>, AnnotationError> {
    let mut annotations = Vec::new();
    for (place, row) in records(path, options)? {
        let fault = |reason| AnnotationError::Row {
            path: path.to_owned(),
            place: place.clone(),
            reason,
        };
        annotations.extend(of_row(&row).map_err(fault)?);
    }
    Ok(annotations)
}

type Record = (String, Map<String, Value>);

/// Each row with its place.
fn records(path: &Path, options: &ReadOptions) -> Result<Vec<Record>, AnnotationError> {
    let fault = |place: String, reason: String| AnnotationError::Row {
        path: path.to_owned(),
        place,
        reason,
    };
    let io = |source| AnnotationError::Io {
        path: path.to_owned(),
        source,
    };
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => {
            let file = BufReader::new(File::open(path).map_err(io)?);
            let tasks: Vec<Map<String, Value>> =
                serde_json::from_reader(file).map_err(|error| {
                    let reason =
                        "a .json file is read as one list of tasks, as Label Studio exports it";
                    fault(
                        format!("line {}", error.line()),
                        format!("{error}; {reason}"),
                    )
                })?;
            let places = (1..).map(|number| format!("task {number}"));
            Ok(places.zip(tasks).collect())
        }
        Some("jsonl") => {
            let lines = BufReader::new(File::open(path).map_err(io)?).lines();
            let mut records = Vec::new();
            for (place, line) in (1..).map(|number| format!("line {number}")).zip(lines) {
                let line = line.map_err(io)?;
                if !line.trim().is_empty() {
                    let row = serde_json::from_str(line.trim_start_matches('\u{feff}'));
                    let row = row.map_err(|error| {
                        fault(place.clone(), format!("{error}; write one object a line"))
                    })?;
                    records.push((place, row));
                }
            }
            Ok(records)
        }
        _ => table(path, options),
    }
}

/// Rows of the formats that hold a text a row.
fn table(path: &Path, options: &ReadOptions) -> Result<Vec<Record>, AnnotationError> {
    let fault = |place: String, reason: String| AnnotationError::Row {
        path: path.to_owned(),
        place,
        reason,
    };
    let rows = rows(&Input::Path(path.to_owned()), options)
        .map_err(|error| fault("the file".to_owned(), error.to_string()))?;
    rows.map(|row| {
        let row = row.map_err(|bad| {
            let line = bad
                .line
                .map_or("the file".to_owned(), |n| format!("line {n}"));
            fault(line, format!("{}; {}", bad.reason, bad.advice))
        })?;
        let place = row
            .origin
            .line
            .map_or("the file".to_owned(), |n| format!("line {n}"));
        let mut fields = row.meta;
        // The reader makes an id for a row without one.
        fields.entry("id").or_insert(Value::String(row.id));
        let target = row.target.map_or(Value::Null, Value::String);
        fields.insert("target".to_owned(), target);
        Ok((place, fields))
    })
    .collect()
}

fn of_row(row: &Map<String, Value>) -> Result<Vec<Annotation>, String> {
    let id = text(row, "quote_id").or_else(|| text(row, "id"));
    let id = id.ok_or("no `quote_id` and no `id`; rows are joined by them")?;
    let gold = GoldRow {
        id,
        target: text(row, "target"),
        document_id: text(row, "document_id"),
        ..GoldRow::default()
    };
    let draw = draw(row)?;
    let annotation = |answer: Answer| Annotation {
        row: GoldRow {
            stance: answer.stance,
            sentiment: answer.sentiment,
            ..gold.clone()
        },
        annotator: answer.annotator,
        draw: draw.clone(),
    };
    Ok(answers::of(row)?.into_iter().map(annotation).collect())
}

fn draw(row: &Map<String, Value>) -> Result<Option<Draw>, String> {
    let Some(typed) = text(row, "inclusion_probability") else {
        return Ok(None);
    };
    let probability = typed.parse().ok().filter(|p| *p > 0.0 && *p <= 1.0);
    let inclusion_probability = probability.ok_or_else(|| {
        format!(
            "`inclusion_probability` is `{typed}`; it is over 0 and at most 1, as `sample` wrote it"
        )
    })?;
    let size = text(row, "stratum_size").map(|typed| {
        let size = typed.parse().ok().filter(|size: &usize| *size > 0);
        size.ok_or_else(|| format!("`stratum_size` is `{typed}`; it is a count of rows"))
    });
    Ok(Some(Draw {
        inclusion_probability,
        stratum: text(row, "stratum"),
        stratum_size: size.transpose()?,
    }))
}

/// A field that is not blank, wherever a tool puts it; a number in its digits.
pub(super) fn text(row: &Map<String, Value>, name: &str) -> Option<String> {
    let nested = ["data", "meta"]
        .iter()
        .map(|tool| row.get(*tool)?.get(name));
    let found = std::iter::once(row.get(name)).chain(nested).flatten();
    let texts = found.filter_map(|value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    texts.into_iter().find(|text| !text.is_empty())
}
