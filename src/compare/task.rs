//! Two runs' labels of one task on the rows they share.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::gold::Triple;
use super::{AgainstGold, CompareOptions, Labelled};
use crate::corpus::Task;
use crate::stats::{Bootstrap, Confusion, Figure};

/// Where the labels of two runs agree and differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskComparison {
    /// Rows that both runs label.
    pub n: usize,
    /// Share of rows with the same label.
    pub agreement: Figure,
    /// Cohen's kappa of the two.
    pub kappa: Figure,
    /// Krippendorff's alpha of the two, nominal.
    pub krippendorff_alpha: Figure,
    /// Class names, in the order of `confusion`.
    pub classes: Vec<String>,
    /// One list a class of the first run, one count a class of the second.
    pub confusion: Vec<Vec<usize>>,
    /// Mean of `|a - b|` over rows and classes, in `[0, 1]`; `None` where no row has
    /// probabilities in both.
    pub mean_probability_shift: Option<f64>,
    /// Mean of `b - a` over rows, one a class; `None` as above.
    pub probability_shifts: Option<[f64; 3]>,
    /// Rows with another label.
    pub changed: usize,
    /// The first of them, by falling margin.
    pub changed_rows: Vec<ChangedRow>,
    /// Where gold was given and shares labelled rows with both.
    pub gold: Option<AgainstGold>,
}

/// A row that the two runs label differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangedRow {
    /// Its `quote_id` or `id` in the first run.
    pub key: Option<String>,
    /// Its document.
    pub document: String,
    /// Its words.
    pub text: String,
    /// Who says them, where that is known.
    #[serde(default)]
    pub speaker: Option<String>,
    /// The first run's label.
    pub a: String,
    /// The second run's.
    pub b: String,
    /// The gold label, where gold was given and has one for the row.
    #[serde(default)]
    pub gold: Option<String>,
    /// The first run's probabilities, in the order of the task's classes.
    #[serde(default)]
    pub a_probs: Option<[f64; 3]>,
    /// The second run's.
    #[serde(default)]
    pub b_probs: Option<[f64; 3]>,
    /// How sure both are: probability of the run's own label less that of the other's, the smaller
    /// of the two; `None` without probabilities.
    pub margin: Option<f64>,
}

/// `None` where no pair has labels on both sides.
pub(super) fn compare(
    task: Task,
    pairs: &[(&Labelled, &Labelled)],
    gold: Option<&[Triple]>,
    options: &CompareOptions,
) -> Option<TaskComparison> {
    let of_gold = gold.map(gold_of_first).unwrap_or_default();
    let mut documents: BTreeMap<&str, Confusion> = BTreeMap::new();
    let mut changed = Vec::new();
    let mut shifts = Vec::new();
    for &(a, b) in pairs {
        let (Some(of_a), Some(of_b)) = (a.class(task), b.class(task)) else {
            continue;
        };
        let document = documents
            .entry(&a.document)
            .or_insert_with(|| Confusion::new(3));
        document.count(of_a, of_b);
        let probabilities = a.probabilities(task).zip(b.probabilities(task));
        if let Some((p, q)) = probabilities {
            shifts.push([0, 1, 2].map(|class| q[class] - p[class]));
        }
        if of_a != of_b {
            let margin = probabilities.map(|(p, q)| (p[of_a] - p[of_b]).min(q[of_b] - q[of_a]));
            let gold = of_gold.get(&std::ptr::from_ref(a));
            let gold = gold.and_then(|gold| gold.class(task));
            let mut row = ChangedRow::new(task, a, [of_a, of_b], margin);
            row.gold = gold.map(|class| task.classes()[class].to_string());
            (row.a_probs, row.b_probs) = probabilities.unzip();
            changed.push(row);
        }
    }
    let bootstrap = Bootstrap::new(
        documents.into_values().collect(),
        Confusion::new(3),
        options.seed,
        options.resamples,
    );
    let n = bootstrap.total.total();
    let count = changed.len();
    (n > 0).then(|| TaskComparison {
        n,
        agreement: bootstrap.figure(n, Confusion::accuracy),
        kappa: bootstrap.figure(n, Confusion::kappa),
        krippendorff_alpha: bootstrap.figure(n, Confusion::krippendorff_alpha),
        classes: task.classes().map(str::to_string).to_vec(),
        confusion: bootstrap.total.table(),
        mean_probability_shift: mean(
            shifts
                .iter()
                .map(|of_row| of_row.iter().map(|shift| shift.abs()).sum::<f64>() / 3.0)
                .collect(),
        ),
        probability_shifts: (!shifts.is_empty()).then(|| {
            [0, 1, 2]
                .map(|class| mean(shifts.iter().map(|shift| shift[class]).collect()).unwrap_or(0.0))
        }),
        changed: count,
        changed_rows: ranked(changed, options.top),
        gold: gold.and_then(|gold| AgainstGold::new(task, gold, options)),
    })
}

impl ChangedRow {
    fn new(task: Task, a: &Labelled, [of_a, of_b]: [usize; 2], margin: Option<f64>) -> Self {
        Self {
            key: a.key.clone(),
            document: a.document.clone(),
            text: a.text.clone(),
            speaker: a.speaker.clone(),
            a: task.classes()[of_a].to_string(),
            b: task.classes()[of_b].to_string(),
            gold: None,
            a_probs: None,
            b_probs: None,
            margin,
        }
    }
}

/// The gold row of each row of the first run that has one; a row is known by where it stands.
fn gold_of_first<'a>(triples: &[Triple<'a>]) -> BTreeMap<*const Labelled, &'a Labelled> {
    let pair = |triple: &Triple<'a>| Some((std::ptr::from_ref(triple.a?), triple.gold));
    triples.iter().filter_map(pair).collect()
}

/// By falling margin, those without one last.
fn ranked(mut rows: Vec<ChangedRow>, top: usize) -> Vec<ChangedRow> {
    let margin = |row: &ChangedRow| row.margin.unwrap_or(f64::NEG_INFINITY);
    rows.sort_by(|x, y| {
        let place = (&x.document, &x.key).cmp(&(&y.document, &y.key));
        margin(y).total_cmp(&margin(x)).then(place)
    });
    rows.truncate(top);
    rows
}

/// Summed by size, so that the order of rows cannot change a bit of it.
fn mean(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
