//! Files that people labelled -> annotations.
//!
//! A table (CSV, TSV, Parquet) or JSONL with the columns `stance` and `sentiment`; an export of
//! Label Studio (JSON), of Prodigy or of doccano (JSONL). `docs/format.md` states the fields.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::answers::{self, Answer};
use super::imported::text_field;
use crate::corpus::{Annotation, Draw, GoldRow};
use crate::read::{ReadError, ReadOptions, objects};

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
    /// There is nothing to read.
    #[error(transparent)]
    Read(#[from] ReadError),
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

/// Each row with its place.
fn records(path: &Path, options: &ReadOptions) -> Result<Vec<(String, Value)>, AnnotationError> {
    let fault = |place: String, reason: String| AnnotationError::Row {
        path: path.to_owned(),
        place,
        reason,
    };
    let ending = path.extension().and_then(|ending| ending.to_str());
    if ending == Some("json") {
        let file = File::open(path).map_err(|source| AnnotationError::Io {
            path: path.to_owned(),
            source,
        })?;
        let tasks: Vec<Value> = serde_json::from_reader(BufReader::new(file)).map_err(|error| {
            let reason = "a .json file is read as one list of tasks, as Label Studio exports it";
            let place = format!("line {}", error.line());
            fault(place, format!("{error}; {reason}"))
        })?;
        let places = (1..).map(|number| format!("task {number}"));
        return Ok(places.zip(tasks).collect());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let rows = objects(path, options)?.map(|row| {
        let (line, mut row) = row.map_err(|bad| {
            let place = bad.line.map(|n| format!("line {n}"));
            let place = place.unwrap_or_else(|| "the file".to_owned());
            fault(place, format!("{}; {}", bad.reason, bad.advice))
        })?;
        if ending != Some("jsonl") && !row.contains_key("id") {
            // What `label` calls a row of such a table.
            row.insert("id".to_owned(), json!(format!("{name}#{line}")));
        }
        Ok((format!("line {line}"), Value::Object(row)))
    });
    rows.collect()
}

fn of_row(row: &Value) -> Result<Vec<Annotation>, String> {
    let id = text_field(row, "quote_id").or_else(|| text_field(row, "id"));
    let id = id.ok_or("no `quote_id` and no `id`; rows are joined by them")?;
    let gold = GoldRow {
        id,
        target: text_field(row, "target"),
        document_id: text_field(row, "document_id"),
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

fn draw(row: &Value) -> Result<Option<Draw>, String> {
    let Some(typed) = text_field(row, "inclusion_probability") else {
        return Ok(None);
    };
    let probability = typed.parse().ok().filter(|p| *p > 0.0 && *p <= 1.0);
    let inclusion_probability = probability.ok_or_else(|| {
        format!(
            "`inclusion_probability` is `{typed}`; it is over 0 and at most 1, as `sample` wrote it"
        )
    })?;
    let size = text_field(row, "stratum_size").map(|typed| {
        let size = typed.parse().ok().filter(|size: &usize| *size > 0);
        size.ok_or_else(|| format!("`stratum_size` is `{typed}`; it is a count of rows"))
    });
    Ok(Some(Draw {
        inclusion_probability,
        stratum: text_field(row, "stratum"),
        stratum_size: size.transpose()?,
    }))
}
