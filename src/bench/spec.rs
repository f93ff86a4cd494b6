//! `eval/benchmarks.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::BenchError;
use crate::corpus::Task;
use crate::evaluate::Metric;

/// One figure on one split of a published set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// As tables name it.
    pub name: String,
    /// `test` or `dev`.
    pub split: String,
    /// Where it is published, and by whom.
    pub published: String,
    /// What its authors say of its use.
    pub terms: String,
    /// Its files below the data folder, each with its SHA-256 in hexadecimal; empty where no copy was at
    /// hand to compute it from, and then unchecked. `.jsonl`; `.csv`; `.tsv`, quoted like CSV; `.txt`,
    /// cells between tabs as they stand.
    pub files: BTreeMap<String, String>,
    /// The encoding of the files, by its WHATWG label.
    #[serde(default = "utf_8")]
    pub encoding: String,
    /// What it is labelled for.
    pub task: Task,
    /// Which columns are read.
    pub columns: Columns,
    /// Our label for each of the set's; ours need no entry.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Only rows in which each of these columns has this value count.
    #[serde(default)]
    pub only: BTreeMap<String, String>,
    /// Rows with these labels of the set are left out.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Of the rows of one group only the first counts.
    #[serde(default)]
    pub first_of_group: bool,
    /// The figure.
    pub metric: Metric,
    /// Where others stand on it.
    pub reference: Option<Reference>,
    /// Why it is not measured.
    pub left_out: Option<String>,
}

/// The columns of a set. A label stands in a column, or is the one whose column has the greatest number.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The text.
    pub text: String,
    /// The target.
    pub target: Option<String>,
    /// The target of all rows, where no column has it.
    pub target_is: Option<String>,
    /// The label.
    pub label: Option<String>,
    /// Columns with a number for each label of the set.
    #[serde(default)]
    pub weights: Vec<String>,
    /// What rows have in common that are drawn together; each row is apart where there is none.
    pub group: Option<String>,
}

/// A published score.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// In [0, 1], by the same metric.
    pub value: f64,
    /// Whose.
    pub of: String,
    /// Where it stands.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    set: Vec<Benchmark>,
}

/// The sets that the program knows.
///
/// # Errors
/// When a description contradicts itself.
pub fn builtin() -> Result<Vec<Benchmark>, BenchError> {
    parse(include_str!("../../eval/benchmarks.toml"))
}

pub(super) fn parse(text: &str) -> Result<Vec<Benchmark>, BenchError> {
    let spec: Spec = toml::from_str(text).map_err(|e| BenchError::Spec(e.to_string()))?;
    for set in &spec.set {
        let fault = |reason: &str| Err(BenchError::Spec(format!("{}: {reason}", set.name)));
        let columns = &set.columns;
        if columns.target.is_some() == columns.target_is.is_some() {
            return fault("give either columns.target or columns.target_is");
        }
        if columns.label.is_some() != columns.weights.is_empty() {
            return fault("give either columns.label or columns.weights");
        }
        if set.files.is_empty() {
            return fault("give at least one file");
        }
        if encoding_rs::Encoding::for_label(set.encoding.as_bytes()).is_none() {
            return fault("give an encoding by its WHATWG label, as in windows-1252");
        }
        let known = set.task.classes();
        if let Some(label) = set.labels.values().find(|l| !known.contains(&l.as_str())) {
            return fault(&format!("label {label} is none of {}", known.join(", ")));
        }
    }
    Ok(spec.set)
}

fn utf_8() -> String {
    "utf-8".into()
}
