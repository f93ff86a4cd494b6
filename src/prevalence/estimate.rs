//! The estimators.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::LabelPrevalence;
use super::design::{Design, Sampled};
use crate::corpus::Task;
use crate::stats::Figure;

/// Half the width of a normal interval of 95 %, in standard errors.
const Z: f64 = 1.959_963_984_540_054;

/// Parts of the sample that `dsl` learns without in turn.
const FOLDS: usize = 5;

/// Labels by predicted label, and by fold: the probability of each given the predicted one.
type Learnt = Vec<[[f64; 3]; 3]>;

/// All labels of a task. `counts`: rows of the corpus by predicted label.
pub(super) fn labels(
    task: Task,
    counts: &[usize; 3],
    rows: &[Sampled],
    design: &Design,
    seed: u64,
) -> Vec<LabelPrevalence> {
    let corpus: usize = counts.iter().sum();
    let shares = counts.map(|count| count as f64 / corpus as f64);
    let folds = folds(rows, seed);
    let learnt = learn(rows, design, &folds);
    let names = task.classes().into_iter().enumerate();
    names
        .map(|(label, name)| {
            let gold: Vec<f64> = indicator(rows, |row| row.gold == label);
            let predicted = indicator(rows, |row| row.predicted == label);
            let power = power(&gold, &predicted, design);
            let share = shares[label];
            let naive = (share * (1.0 - share) / corpus as f64).sqrt();
            LabelPrevalence {
                label: name.to_owned(),
                naive: figure(share, Some(naive), corpus),
                gold: corrected(0.0, &gold, design),
                ppi: corrected(power * share, &less(&gold, &predicted, power), design),
                power,
                dsl: supervised(label, counts, rows, design, &folds, &learnt),
            }
        })
        .collect()
}

fn indicator(rows: &[Sampled], of: impl Fn(&Sampled) -> bool) -> Vec<f64> {
    rows.iter()
        .map(|row| f64::from(u8::from(of(row))))
        .collect()
}

/// `a - times b`.
fn less(a: &[f64], b: &[f64], times: f64) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - times * b).collect()
}

/// A mean over the corpus, and what the sample says is missing from it.
fn corrected(of_corpus: f64, residuals: &[f64], design: &Design) -> Figure {
    let error = design.variance(residuals).map(f64::sqrt);
    figure(of_corpus + design.mean(residuals), error, residuals.len())
}

/// Cut to where shares can be.
fn figure(value: f64, error: Option<f64>, n: usize) -> Figure {
    let share = |value: f64| value.clamp(0.0, 1.0);
    Figure {
        value: Some(share(value)),
        ci95: error.map(|error| [share(value - Z * error), share(value + Z * error)]),
        n,
        undefined_resamples: 0,
    }
}

/// The power of least variance, covariance by variance under the design, cut to `[0, 1]`; 1 where
/// the predictions do not vary within strata, since it makes no difference then.
fn power(gold: &[f64], predicted: &[f64], design: &Design) -> f64 {
    let of = |times| design.variance(&less(gold, predicted, times));
    let zero = vec![0.0; gold.len()];
    match (
        design.variance(&less(&zero, predicted, 1.0)),
        of(1.0),
        of(-1.0),
    ) {
        // The variances of a sum and of a difference are four covariances apart.
        (Some(variance), Some(difference), Some(sum)) if variance > 0.0 => {
            ((sum - difference) / (4.0 * variance)).clamp(0.0, 1.0)
        }
        _ => 1.0,
    }
}

/// A fold for each row, at random, of even sizes; the order of the rows does not count.
fn folds(rows: &[Sampled], seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&row| (rows[row].id, rows[row].predicted));
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    let mut folds = vec![0; rows.len()];
    for (place, row) in order.into_iter().enumerate() {
        folds[row] = place % FOLDS;
    }
    folds
}

/// For each fold what the others say: weighted counts, and one row that takes the prediction as
/// it is.
fn learn(rows: &[Sampled], design: &Design, folds: &[usize]) -> Learnt {
    let mean = design.weights.iter().sum::<f64>() / rows.len() as f64;
    (0..FOLDS)
        .map(|fold| {
            let mut table = [[0.0; 3]; 3];
            (0..3).for_each(|label| table[label][label] = 1.0);
            for ((row, weight), _) in rows
                .iter()
                .zip(&design.weights)
                .zip(folds)
                .filter(|(_, other)| **other != fold)
            {
                table[row.predicted][row.gold] += weight / mean;
            }
            table.map(|row: [f64; 3]| row.map(|n| n / row.iter().sum::<f64>()))
        })
        .collect()
}

/// A row of the sample has what was learnt without its fold, any other the mean of all folds.
fn supervised(
    label: usize,
    counts: &[usize; 3],
    rows: &[Sampled],
    design: &Design,
    folds: &[usize],
    learnt: &Learnt,
) -> Figure {
    let own = |(row, fold): (&Sampled, &usize)| learnt[*fold][row.predicted][label];
    let own: Vec<f64> = rows.iter().zip(folds).map(own).collect();
    let mut others = counts.map(|count| count as f64);
    rows.iter().for_each(|row| others[row.predicted] -= 1.0);
    let of_fold = |given: &[[f64; 3]; 3]| -> f64 {
        let terms = others.iter().zip(given);
        terms.map(|(count, given)| count * given[label]).sum()
    };
    let of_others = learnt.iter().map(of_fold).sum::<f64>() / learnt.len() as f64;
    let corpus: usize = counts.iter().sum();
    let mean = (own.iter().sum::<f64>() + of_others) / corpus as f64;
    let gold = indicator(rows, |row| row.gold == label);
    corrected(mean, &less(&gold, &own, 1.0), design)
}
