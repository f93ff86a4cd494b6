//! Two or more runs, aligned -> where they differ, and whether the difference is more than chance.
//!
//! Rows are joined by `quote_id` (or `id`) and target; quotes that only one run has so are aligned
//! by the characters they share (IoU >= 0.5), for segmentation may differ. What stays without a
//! counterpart is counted on both sides. A run compared with itself shows no difference.

mod agreement;
mod align;
mod error;
mod gold;
mod labelled;
mod labels;
mod mcnemar;
mod raters;
mod row;
mod task;

use serde::{Deserialize, Serialize};

use crate::corpus::Task;
use crate::stats::holm;
pub use agreement::{
    Agreement, AgreementOptions, GroupAgreement, PairAgreement, RaterRows, TaskAgreement, agreement,
};
use align::align;
pub use error::CompareError;
pub use gold::{AgainstGold, Paired};
pub use labelled::{Labelled, Run};
pub use labels::LabelMap;
pub use mcnemar::McNemar;
pub use raters::{Rater, RaterKind};
pub use row::{Meta, Row, RowSpan};
pub use task::{ChangedRow, TaskComparison};

/// How runs are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareOptions {
    /// Of the random draws.
    pub seed: u64,
    /// How many resamples an interval rests on.
    pub resamples: usize,
    /// How many changed rows are listed for each pair of runs and task.
    pub top: usize,
}

impl Default for CompareOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            resamples: 1000,
            top: 20,
        }
    }
}

/// Every run against every later one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// How it was made.
    pub options: CompareOptions,
    /// McNemar tests of all pairs and tasks, which Holm's adjustment takes as one family.
    pub tests: usize,
    /// In the order of the runs.
    pub pairs: Vec<PairComparison>,
}

/// Two runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairComparison {
    /// Name of the first.
    pub a: String,
    /// Name of the second.
    pub b: String,
    /// Rows that both have.
    pub joined: usize,
    /// Of these, those aligned by their spans.
    pub joined_by_span: usize,
    /// Rows that only the first has.
    pub only_a: usize,
    /// Rows that only the second has.
    pub only_b: usize,
    /// `None` where no row has a stance in both.
    pub stance: Option<TaskComparison>,
    /// `None` where no row has a sentiment in both.
    pub sentiment: Option<TaskComparison>,
}

/// Compares every run with every later one, and both with gold where it is given.
///
/// # Errors
/// With fewer than two runs, and where a run or the gold has two rows for one key and target.
pub fn compare(
    runs: &[Run],
    gold: Option<&[Labelled]>,
    options: &CompareOptions,
) -> Result<Comparison, CompareError> {
    if runs.len() < 2 {
        return Err(CompareError::TooFew(runs.len()));
    }
    for run in runs {
        align::check_keys(&run.name, &run.rows)?;
    }
    if let Some(gold) = gold {
        align::check_keys("gold", gold)?;
    }
    let mut pairs = Vec::new();
    for (i, a) in runs.iter().enumerate() {
        pairs.extend(
            runs[i + 1..]
                .iter()
                .map(|b| compare_pair(a, b, gold, options)),
        );
    }
    let tests = adjust(&mut pairs);
    Ok(Comparison {
        options: *options,
        tests,
        pairs,
    })
}

/// Holm's adjustment over the tests of all pairs and tasks; how many they are.
fn adjust(pairs: &mut [PairComparison]) -> usize {
    let mut tests: Vec<&mut McNemar> = pairs
        .iter_mut()
        .flat_map(|pair| [&mut pair.stance, &mut pair.sentiment])
        .filter_map(|task| Some(&mut task.as_mut()?.gold.as_mut()?.mcnemar))
        .collect();
    let p: Vec<f64> = tests.iter().map(|test| test.mid_p).collect();
    for (test, adjusted) in tests.iter_mut().zip(holm(&p)) {
        test.holm_p = adjusted;
    }
    p.len()
}

fn compare_pair(
    a: &Run,
    b: &Run,
    gold: Option<&[Labelled]>,
    options: &CompareOptions,
) -> PairComparison {
    let joined = align(&a.rows, &b.rows);
    let pairs: Vec<_> = joined
        .pairs
        .iter()
        .map(|&(i, j)| (&a.rows[i], &b.rows[j]))
        .collect();
    let with_gold = gold.map(|gold| gold::join(gold, &a.rows, &b.rows));
    let compare = |task| task::compare(task, &pairs, with_gold.as_deref(), options);
    PairComparison {
        a: a.name.clone(),
        b: b.name.clone(),
        joined: pairs.len(),
        joined_by_span: joined.by_span,
        only_a: a.rows.len() - pairs.len(),
        only_b: b.rows.len() - pairs.len(),
        stance: compare(Task::Stance),
        sentiment: compare(Task::Sentiment),
    }
}

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;
