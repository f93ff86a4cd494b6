//! Files of a set -> its rows with gold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::BenchError;
use super::spec::Benchmark;
use crate::evaluate::BenchmarkRow;

type Record = BTreeMap<String, String>;

/// The rows of a set, file after file in the order of their names, rows in the files' order.
///
/// # Errors
/// When a file is not the published one, a row lacks a column, or its label is unknown.
pub fn read(set: &Benchmark, data: &Path) -> Result<Vec<BenchmarkRow>, BenchError> {
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, expected) in &set.files {
        let path = data.join(name);
        let fault = |line: usize, reason: String| BenchError::Row {
            path: path.clone(),
            line,
            reason,
        };
        let bytes = std::fs::read(&path).map_err(|e| fault(0, e.to_string()))?;
        let found = format!("{:x}", Sha256::digest(&bytes));
        if !expected.is_empty() && found != *expected {
            return Err(BenchError::Hash {
                set: set.name.clone(),
                path,
                found,
                expected: expected.clone(),
            });
        }
        let encoding = Encoding::for_label(set.encoding.as_bytes()).unwrap_or(UTF_8);
        let (text, ..) = encoding.decode(&bytes);
        for (line, record) in records(name, &text) {
            let record = record.map_err(|reason| fault(line, reason))?;
            let row = row(set, &record).map_err(|reason| fault(line, reason))?;
            let Some(mut row) = row else { continue };
            if set.columns.group.is_none() {
                row.group = format!("{name}:{line}");
            }
            if !set.first_of_group || seen.insert(row.group.clone()) {
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return Err(fault(1, "has no row that counts".into()));
        }
    }
    Ok(rows)
}

/// `None` for a row that does not count.
fn row(set: &Benchmark, record: &Record) -> Result<Option<BenchmarkRow>, String> {
    let cell = |column: &String| {
        record.get(column).cloned().ok_or_else(|| {
            let known: Vec<_> = record.keys().map(String::as_str).collect();
            format!(
                "no column {column}; the row has {}: is this the published file?",
                known.join(", ")
            )
        })
    };
    for (column, value) in &set.only {
        if cell(column)? != *value {
            return Ok(None);
        }
    }
    let columns = &set.columns;
    let label = match &columns.label {
        Some(column) => cell(column)?,
        None => heaviest(&columns.weights, cell)?,
    };
    if set.drop.contains(&label) {
        return Ok(None);
    }
    let known = set.task.classes();
    let name = set.labels.get(&label).unwrap_or(&label);
    let gold = known.iter().position(|l| l == name).ok_or_else(|| {
        format!(
            "label `{label}` is none of {}: is this the published file?",
            known.join(", ")
        )
    })?;
    let target = match &columns.target {
        Some(column) => cell(column)?,
        None => columns.target_is.clone().unwrap_or_default(),
    };
    let group = columns.group.as_ref().map(cell).transpose()?;
    Ok(Some(BenchmarkRow {
        text: cell(&columns.text)?.trim().to_owned(),
        target: target.trim().to_owned(),
        gold,
        group: group.unwrap_or_default(),
    }))
}

/// The column with the greatest number, the first of equals.
fn heaviest(
    columns: &[String],
    cell: impl Fn(&String) -> Result<String, String>,
) -> Result<String, String> {
    let mut best: Option<(&String, f64)> = None;
    for column in columns {
        let text = cell(column)?;
        let weight: f64 = text
            .trim()
            .parse()
            .map_err(|_| format!("column {column} has `{text}`, which is no number"))?;
        if best.is_none_or(|(_, most)| weight > most) {
            best = Some((column, weight));
        }
    }
    best.map(|(column, _)| column.clone())
        .ok_or_else(|| "has no column of weights".to_owned())
}

/// Records by column name, with the one-based line that each begins on.
fn records(name: &str, text: &str) -> Vec<(usize, Result<Record, String>)> {
    match Path::new(name).extension().and_then(|e| e.to_str()) {
        Some("jsonl") => {
            let lines = text.lines().enumerate();
            lines
                .filter(|(_, line)| !line.trim().is_empty())
                .map(|(i, line)| (i + 1, of_json(line)))
                .collect()
        }
        Some("csv") => delimited(text, b',', true),
        Some("tsv") => delimited(text, b'\t', true),
        _ => delimited(text, b'\t', false),
    }
}

fn of_json(line: &str) -> Result<Record, String> {
    let fields: Map<String, Value> = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let cell = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(fields.into_iter().map(|(k, v)| (k, cell(v))).collect())
}

fn delimited(text: &str, delimiter: u8, quoting: bool) -> Vec<(usize, Result<Record, String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return vec![(1, Err(error.to_string()))],
    };
    let named = |record: csv::StringRecord| {
        let cells = header.iter().zip(record.iter());
        cells.map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    };
    let mut out = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                out.push((line as usize, Ok(named(record))));
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                out.push((line as usize, Err(error.to_string())));
            }
        }
    }
    out
}
