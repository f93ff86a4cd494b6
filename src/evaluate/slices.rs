//! The same figures on parts of the rows.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{EvaluateError, EvaluateOptions, Pair};
use crate::corpus::{Task, column};
use crate::stats::{Bootstrap, Confusion, Figure};

/// Rows by the value of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slicing {
    /// The column, or `length`.
    pub by: String,
    /// Slices with fewer rows are `small`.
    pub minimum: usize,
    /// Ranked slices first, by rank, then the small ones by falling size.
    pub stance: Vec<Slice>,
    /// Likewise.
    pub sentiment: Vec<Slice>,
}

/// The rows with one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// As the rows have it; `(none)` where it is null, or the row lacks the column.
    pub value: String,
    /// Rows with gold and prediction.
    pub n: usize,
    /// Documents that they come from.
    pub documents: usize,
    /// Too few rows to be ranked.
    pub small: bool,
    /// 1 is the highest macro-F1 of those that are not small; `None` for a small one.
    pub rank: Option<usize>,
    /// Mean F1 over the classes present in the slice.
    pub macro_f1: Figure,
    /// Mean F1 of favor and against; for stance only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub f_avg: Option<Figure>,
    /// Share of rows where both agree.
    pub accuracy: Figure,
}

/// One slicing a name in `by`, in its order: a column of the rows, a column that the input brought
/// along (under `meta`), or `length`. Intervals are bootstraps over the documents of the slice.
///
/// # Errors
/// Where no row has a column of that name.
pub fn slices(
    pairs: &[Pair],
    by: &[String],
    minimum: usize,
    options: &EvaluateOptions,
) -> Result<Vec<Slicing>, EvaluateError> {
    by.iter()
        .map(|by| {
            check_column(pairs, by)?;
            let of = |task| of_task(pairs, task, by, minimum, options);
            Ok(Slicing {
                by: by.clone(),
                minimum,
                stance: of(Task::Stance),
                sentiment: of(Task::Sentiment),
            })
        })
        .collect()
}

fn check_column(pairs: &[Pair], by: &str) -> Result<(), EvaluateError> {
    if pairs.is_empty() || pairs.iter().any(|pair| column(&pair.row, by).is_some()) {
        return Ok(());
    }
    let names = |fields: &Map<String, Value>| fields.keys().cloned().collect::<Vec<_>>();
    let own = pairs.iter().flat_map(|pair| names(&pair.row));
    let meta = pairs
        .iter()
        .filter_map(|pair| pair.row.get("meta")?.as_object());
    let all: BTreeSet<String> = own.chain(meta.flat_map(names)).collect();
    Err(EvaluateError::UnknownColumn {
        name: by.to_string(),
        known: all.into_iter().collect::<Vec<_>>().join(", "),
    })
}

fn none() -> String {
    "(none)".to_owned()
}

fn of_task(
    pairs: &[Pair],
    task: Task,
    by: &str,
    minimum: usize,
    options: &EvaluateOptions,
) -> Vec<Slice> {
    let classes = task.classes().len();
    let mut values: BTreeMap<String, BTreeMap<&str, Confusion>> = BTreeMap::new();
    for pair in pairs {
        let Some(said) = pair.said(task) else {
            continue;
        };
        let documents = values
            .entry(column(&pair.row, by).unwrap_or_else(none))
            .or_default();
        let document = documents.entry(&pair.document);
        document
            .or_insert_with(|| Confusion::new(classes))
            .count(said.gold, said.predicted);
    }
    let slice = |(value, documents): (String, BTreeMap<&str, Confusion>)| {
        let count = documents.len();
        let zero = Confusion::new(classes);
        let documents = documents.into_values().collect();
        let bootstrap = Bootstrap::new(documents, zero, options.seed, options.resamples);
        let n = bootstrap.total.total();
        Slice {
            value,
            n,
            documents: count,
            small: n < minimum,
            rank: None,
            macro_f1: bootstrap.figure(n, Confusion::macro_f1),
            f_avg: task
                .f_avg()
                .map(|classes| bootstrap.figure(n, |c| c.mean_f1(classes))),
            accuracy: bootstrap.figure(n, Confusion::accuracy),
        }
    };
    ranked(values.into_iter().map(slice).collect())
}

fn ranked(mut slices: Vec<Slice>) -> Vec<Slice> {
    let size = |slice: &Slice| if slice.small { slice.n } else { 0 };
    let score = |slice: &Slice| slice.macro_f1.value.filter(|_| !slice.small).unwrap_or(0.0);
    // Equal ones stay in the order of their values.
    slices.sort_by(|a, b| {
        let small = a.small.cmp(&b.small);
        small
            .then_with(|| score(b).total_cmp(&score(a)))
            .then_with(|| size(b).cmp(&size(a)))
    });
    for (slice, rank) in slices.iter_mut().filter(|slice| !slice.small).zip(1..) {
        slice.rank = Some(rank);
    }
    slices
}
