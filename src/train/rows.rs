//! Files of labelled rows -> rows with a task and a label index.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::{Map, Value};

use super::TrainError;
use super::config::{DataSet, TrainConfig};

/// One labelled text.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainRow {
    /// What goes under `quote`.
    pub text: String,
    /// What goes under `target`.
    pub target: String,
    /// The position of its task among `[tasks]`.
    pub task: usize,
    /// The position of its label among the task's.
    pub label: usize,
    /// A teacher's probabilities of a task's labels, in their order, for the tasks (by position) that it
    /// judged; none where the row has none, or none are asked for.
    pub taught: Vec<(usize, Vec<f32>)>,
}

/// The rows of a set, in the file's order.
///
/// # Errors
/// Names the file and line of the first row that lacks a column, has an unknown label, or whose
/// teacher's probabilities are not those of the task's labels.
pub fn read_rows(config: &TrainConfig, set: &DataSet) -> Result<Vec<TrainRow>, TrainError> {
    let fault = |line: usize, reason: String| {
        TrainError::Config(format!("{}:{line}: {reason}", set.file.display()))
    };
    let task = config.tasks.keys().position(|t| *t == set.task);
    let task = task.ok_or_else(|| fault(0, format!("task {} is not known", set.task)))?;
    let labels = &config.tasks[&set.task].labels;
    let mut rows = Vec::new();
    for (line, record) in records(&set.file)? {
        let record = record.map_err(|e| fault(line, e))?;
        let cell = |column: &str| {
            record.get(column).map(text_of).ok_or_else(|| {
                let known: Vec<_> = record.keys().map(String::as_str).collect();
                fault(
                    line,
                    format!("no column {column}; the row has {}", known.join(", ")),
                )
            })
        };
        if let Some(only) = &set.only
            && cell(&only.column)? != only.value
        {
            continue;
        }
        let found = cell(&set.columns.label)?;
        let name = set.labels.get(&found).unwrap_or(&found);
        let label = labels.iter().position(|l| l == name).ok_or_else(|| {
            fault(
                line,
                format!(
                    "label {found} is none of {}; map it under `labels`",
                    labels.join(", ")
                ),
            )
        })?;
        rows.push(TrainRow {
            text: cell(&set.columns.text)?,
            target: cell(&set.columns.target)?,
            task,
            label,
            taught: taught(config, &record).map_err(|reason| fault(line, reason))?,
        });
    }
    if rows.is_empty() {
        return Err(fault(1, "has no row".into()));
    }
    Ok(rows)
}

/// The columns `stance_probs` and the like, as `label` writes them: probabilities by label.
fn taught(
    config: &TrainConfig,
    record: &Map<String, Value>,
) -> Result<Vec<(usize, Vec<f32>)>, String> {
    let mut out = Vec::new();
    if config.schedule.teacher_weight == 0.0 {
        return Ok(out);
    }
    for (position, (task, spec)) in config.tasks.iter().enumerate() {
        let column = format!("{task}_probs");
        let Some(probs) = record.get(&column) else {
            continue;
        };
        let of_label = |label: &String| probs.get(label)?.as_f64().map(|p| p as f32);
        let values: Option<Vec<f32>> = spec.labels.iter().map(of_label).collect();
        let values = values
            .filter(|v| v.iter().all(|&p| p >= 0.0) && (v.iter().sum::<f32>() - 1.0).abs() < 0.01)
            .ok_or_else(|| {
                format!(
                    "{column} {probs} is not a probability for each of {}, together 1; write it as `label` does, or leave it out",
                    spec.labels.join(", ")
                )
            })?;
        out.push((position, values));
    }
    Ok(out)
}

type Records = Box<dyn Iterator<Item = (usize, Result<Map<String, Value>, String>)>>;

fn records(path: &Path) -> Result<Records, TrainError> {
    let fault = |reason: String| TrainError::Config(format!("{}: {reason}", path.display()));
    let file = File::open(path).map_err(|e| fault(e.to_string()))?;
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    match ending {
        "jsonl" => Ok(Box::new(BufReader::new(file).lines().enumerate().map(
            |(i, line)| {
                let parsed = line
                    .map_err(|e| e.to_string())
                    .and_then(|l| serde_json::from_str(&l).map_err(|e| e.to_string()));
                (i + 1, parsed)
            },
        ))),
        "csv" | "tsv" => {
            let delimiter = if ending == "csv" { b',' } else { b'\t' };
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .from_reader(file);
            let header = reader.headers().map_err(|e| fault(e.to_string()))?.clone();
            Ok(Box::new(reader.into_records().enumerate().map(
                move |(i, record)| {
                    let parsed = record.map_err(|e| e.to_string()).map(|r| {
                        let cells = header.iter().zip(r.iter());
                        cells.map(|(k, v)| (k.to_owned(), Value::from(v))).collect()
                    });
                    (i + 2, parsed)
                },
            )))
        }
        _ => Err(fault("is not .jsonl, .csv or .tsv".into())),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}
