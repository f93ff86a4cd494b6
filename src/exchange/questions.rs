//! Rows that people are to label -> a file that a tool for labelling reads.
//!
//! What the model said is left out, for it would sway the annotators.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{ExchangeError, doccano, label_studio, prodigy};
use crate::corpus::{Draw, Task};
use crate::write::{WriteError, line, neutral};

/// What the file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskFormat {
    /// A spreadsheet, with an empty column for each task.
    Csv,
    /// Label Studio: one JSON list.
    LabelStudio,
    /// Prodigy, its `choice` interface: JSONL.
    Prodigy,
    /// doccano, text classification: JSONL.
    Doccano,
}

impl TaskFormat {
    /// Whether one file can ask for stance and sentiment.
    pub fn asks_several(self) -> bool {
        matches!(self, Self::Csv | Self::LabelStudio)
    }
}

/// What annotators see, and what the way back needs; `quote_id` is the row's, or its `id`.
const FIELDS: [&str; 5] = ["quote_id", "document_id", "speaker", "target", "text"];

/// The bytes of the file: one item a drawn row, in the order given. `rows` are as they are written
/// in JSONL.
///
/// # Errors
/// When a row has no such form.
pub fn tasks(
    rows: &[(&Map<String, Value>, Draw)],
    asked: &[Task],
    format: TaskFormat,
) -> Result<Vec<u8>, ExchangeError> {
    let items = rows.iter().map(|(row, draw)| fields(row, draw));
    match format {
        TaskFormat::Csv => table(items, asked),
        TaskFormat::LabelStudio => {
            let tasks: Vec<Value> = items.map(label_studio::question).collect();
            Ok(line(&tasks)?)
        }
        TaskFormat::Prodigy => lines(items.map(|item| prodigy::question(item, asked))),
        TaskFormat::Doccano => lines(items.map(|item| doccano::question(item, asked))),
    }
}

fn fields(row: &Map<String, Value>, draw: &Draw) -> Map<String, Value> {
    let value = |name: &str| {
        let own = row.get(name).or_else(|| row.get("meta")?.get(name));
        match name {
            "quote_id" => own.or_else(|| row.get("id")),
            _ => own,
        }
    };
    let known = FIELDS.map(|name| (name, value(name).cloned().unwrap_or(Value::Null)));
    let draw = [
        ("inclusion_probability", json!(draw.inclusion_probability)),
        ("stratum", json!(draw.stratum)),
        ("stratum_size", json!(draw.stratum_size)),
    ];
    let all = known.into_iter().chain(draw);
    all.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn lines(items: impl Iterator<Item = Map<String, Value>>) -> Result<Vec<u8>, ExchangeError> {
    let mut bytes = Vec::new();
    for item in items {
        bytes.extend(line(&item)?);
    }
    Ok(bytes)
}

/// The empty columns stand behind the text.
fn table(
    items: impl Iterator<Item = Map<String, Value>>,
    asked: &[Task],
) -> Result<Vec<u8>, ExchangeError> {
    let draw = ["inclusion_probability", "stratum", "stratum_size"];
    let asked = asked.iter().map(|task| task.as_str());
    let columns: Vec<&str> = FIELDS.into_iter().chain(asked).chain(draw).collect();
    let fault = |error: csv::Error| {
        ExchangeError::from(WriteError::content(Path::new("a row to write"))(error))
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&columns).map_err(fault)?;
    for item in items {
        let cell = |name: &&str| match item.get(*name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => neutral(text),
            Some(other) => other.to_string(),
        };
        writer
            .write_record(columns.iter().map(cell))
            .map_err(fault)?;
    }
    writer
        .into_inner()
        .map_err(|error| fault(error.into_error().into()))
}
