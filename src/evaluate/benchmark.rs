//! One task on a published set: what a model is asked, and the set's own figure of its answers.

use serde::{Deserialize, Serialize};

use super::EvaluateOptions;
use crate::stats::{Bootstrap, Confusion, Figure};

/// The figure that a set is published with. All are over the labels that its gold has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Mean F1 over the labels.
    MacroF1,
    /// Share of rows that are right.
    Accuracy,
    /// Mean F1 of favor and against, over all rows (SemEval-2016 task 6, Mohammad et al. 2016).
    FAvg,
    /// The mean over targets of [`Self::FAvg`] (P-Stance, Li et al. 2021).
    FAvgByTarget,
}

/// Labels of one task, by their place among the task's three.
pub type Label = usize;

/// One row with its gold label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchmarkRow {
    /// Its text.
    pub text: String,
    /// What the stance is toward.
    pub target: String,
    /// Its gold label.
    pub gold: Label,
    /// Rows of one group are drawn together by the bootstrap.
    pub group: String,
}

/// The labels that occur in gold. A label that a set lacks (SST-2 has no neutral) is no choice.
pub fn offered(rows: &[BenchmarkRow]) -> [bool; 3] {
    std::array::from_fn(|label| rows.iter().any(|row| row.gold == label))
}

/// The most probable of the labels offered, the first of equals.
pub fn choice(probabilities: [f32; 3], offered: [bool; 3]) -> Label {
    let labels = (0..3).filter(|&label| offered[label]);
    labels
        .reduce(
            |best, label| match probabilities[label] > probabilities[best] {
                true => label,
                false => best,
            },
        )
        .unwrap_or(0)
}

/// The most frequent gold label, the first of equals.
pub fn majority(rows: &[BenchmarkRow]) -> Label {
    let count = |label| rows.iter().filter(|row| row.gold == label).count();
    (1..3).fold(0, |best, label| match count(label) > count(best) {
        true => label,
        false => best,
    })
}

/// The figure of predictions, one a row in the order of `rows`, with its interval over groups of rows.
pub fn benchmark(
    metric: Metric,
    rows: &[BenchmarkRow],
    predicted: &[Label],
    options: &EvaluateOptions,
) -> Figure {
    let parts = parts(metric, rows);
    let zero = vec![Confusion::new(3); parts.iter().max().map_or(1, |last| last + 1)];
    let mut groups = std::collections::BTreeMap::new();
    for ((row, &part), &predicted) in rows.iter().zip(&parts).zip(predicted) {
        let counts: &mut Vec<Confusion> = groups.entry(&row.group).or_insert_with(|| zero.clone());
        counts[part].count(row.gold, predicted);
    }
    let clusters = groups.into_values().collect();
    let bootstrap = Bootstrap::new(clusters, zero, options.seed, options.resamples);
    bootstrap.figure(rows.len(), |counts| {
        let each: Option<Vec<f64>> = counts.iter().map(|part| value(metric, part)).collect();
        each.map(|values| values.iter().sum::<f64>() / values.len() as f64)
    })
}

fn value(metric: Metric, counts: &Confusion) -> Option<f64> {
    match metric {
        Metric::MacroF1 => counts.macro_f1(),
        Metric::Accuracy => counts.accuracy(),
        Metric::FAvg | Metric::FAvgByTarget => counts.mean_f1(&[0, 1]),
    }
}

/// The part of each row whose figure is computed apart: its target's place, or 0.
fn parts(metric: Metric, rows: &[BenchmarkRow]) -> Vec<usize> {
    if metric != Metric::FAvgByTarget {
        return vec![0; rows.len()];
    }
    let targets: std::collections::BTreeSet<&str> =
        rows.iter().map(|row| row.target.as_str()).collect();
    let targets: Vec<&str> = targets.into_iter().collect();
    let place = |row: &BenchmarkRow| targets.binary_search(&row.target.as_str()).unwrap_or(0);
    rows.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of (target, gold), each a group of its own.
    fn rows(pairs: &[(&str, Label)]) -> Vec<BenchmarkRow> {
        let row = |(i, (target, gold)): (usize, &(&str, Label))| BenchmarkRow {
            text: String::new(),
            target: (*target).to_owned(),
            gold: *gold,
            group: i.to_string(),
        };
        pairs.iter().enumerate().map(row).collect()
    }

    fn check(metric: Metric, pairs: &[(&str, Label)], predicted: &[Label], expected: f64) {
        let figure = benchmark(metric, &rows(pairs), predicted, &EvaluateOptions::default());
        let value = figure.value.unwrap();
        assert!((value - expected).abs() < 1e-12, "{metric:?}: {value}");
        assert_eq!(figure.n, pairs.len());
    }

    const PAIRS: [(&str, Label); 6] = [("a", 0), ("a", 0), ("a", 1), ("a", 2), ("b", 0), ("b", 1)];

    #[test]
    fn figures_are_those_of_the_published_scorers() {
        let predicted = [0, 1, 1, 0, 0, 0];
        // Favor: 2 right, 4 predicted, 3 gold: 4/7. Against: 1 right, 2 predicted, 2 gold: 1/2. Neutral: 0.
        check(Metric::MacroF1, &PAIRS, &predicted, (4.0 / 7.0 + 0.5) / 3.0);
        check(Metric::Accuracy, &PAIRS, &predicted, 0.5);
        // Gold that is neutral counts where it is called favor, as in the scorer of SemEval.
        check(Metric::FAvg, &PAIRS, &predicted, (4.0 / 7.0 + 0.5) / 2.0);
        // a: favor 2/4, against 2/3; b: favor 2/3, against 0.
        let by_target = ((0.5 + 2.0 / 3.0) / 2.0 + (2.0 / 3.0) / 2.0) / 2.0;
        check(Metric::FAvgByTarget, &PAIRS, &predicted, by_target);
    }

    #[test]
    fn a_label_that_gold_lacks_is_no_choice() {
        let two = rows(&[("a", 0), ("a", 2)]);
        assert_eq!(offered(&two), [true, false, true]);
        assert_eq!(choice([0.3, 0.5, 0.2], offered(&two)), 0);
        assert_eq!(choice([0.2, 0.5, 0.3], [true; 3]), 1);
        assert_eq!(choice([0.4, 0.4, 0.2], [true; 3]), 0);
    }

    #[test]
    fn the_majority_is_the_most_frequent_gold_label() {
        assert_eq!(majority(&rows(&PAIRS)), 0);
        assert_eq!(majority(&rows(&[("a", 2), ("a", 1), ("a", 2)])), 2);
    }

    #[test]
    fn rows_of_one_group_are_drawn_together() {
        let mut together = rows(&[("a", 0); 8]);
        for row in &mut together {
            row.group = "one".into();
        }
        let options = EvaluateOptions::default();
        let figure = benchmark(Metric::Accuracy, &together, &[0; 8], &options);
        assert_eq!((figure.value, figure.ci95), (Some(1.0), None));
    }
}
