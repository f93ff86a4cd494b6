//! Shares estimated from simulated samples of corpora whose truth is known.

use quotestance::corpus::{Annotation, Draw, GoldRow, LabelRow, SCHEMA_VERSION, Stance};
use quotestance::prevalence::{Allocation, Corpus, DesignKind, sample};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// True labels and predictions of a corpus.
struct World {
    truth: Vec<usize>,
    predicted: Vec<usize>,
    corpus: Corpus,
}

/// A model that finds too little neutral: rows are true labels, columns predicted ones.
const CONFUSION: [[f64; 3]; 3] = [[0.80, 0.12, 0.08], [0.10, 0.85, 0.05], [0.25, 0.30, 0.45]];

const TRUE_SHARES: [f64; 3] = [0.35, 0.25, 0.40];

const SAMPLES: u64 = 1000;

fn choose(random: &mut ChaCha8Rng, shares: [f64; 3]) -> usize {
    let at: f64 = random.random();
    usize::from(at >= shares[0]) + usize::from(at >= shares[0] + shares[1])
}

fn label(id: usize, stance: usize) -> LabelRow {
    LabelRow {
        schema_version: SCHEMA_VERSION.to_owned(),
        id: id.to_string(),
        text: String::new(),
        target: "t".to_owned(),
        stance: Some(Stance::ALL[stance]),
        stance_probs: None,
        sentiment: None,
        sentiment_probs: None,
        abstained: None,
        explanation: None,
        tokens: 1,
        truncated: false,
        model: "m@0".to_owned(),
        meta: Default::default(),
    }
}

fn world(rows: usize) -> World {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let truth: Vec<usize> = (0..rows)
        .map(|_| choose(&mut random, TRUE_SHARES))
        .collect();
    let predicted: Vec<usize> = truth
        .iter()
        .map(|&label| choose(&mut random, CONFUSION[label]))
        .collect();
    let labels: Vec<LabelRow> = predicted
        .iter()
        .enumerate()
        .map(|(id, &p)| label(id, p))
        .collect();
    World {
        corpus: Corpus::of_labels(&labels).unwrap(),
        truth,
        predicted,
    }
}

impl World {
    fn annotation(&self, row: usize, draw: Option<Draw>) -> Annotation {
        Annotation {
            row: GoldRow {
                id: row.to_string(),
                stance: Some(Stance::ALL[self.truth[row]]),
                ..GoldRow::default()
            },
            annotator: None,
            draw,
        }
    }

    fn share(&self, label: usize) -> f64 {
        let n = self.truth.iter().filter(|&&truth| truth == label).count();
        n as f64 / self.truth.len() as f64
    }

    /// A sample of `n` rows, stratified by what `stratum` says of a row's prediction.
    fn drawn(
        &self,
        n: usize,
        how: Allocation,
        seed: u64,
        stratum: fn(usize) -> usize,
    ) -> Vec<Annotation> {
        let rows: Vec<_> = (0..self.truth.len())
            .map(|row| (row.to_string(), stratum(self.predicted[row]).to_string()))
            .collect();
        let drawn = sample(&rows, n, how, seed).unwrap();
        assert_eq!(drawn.len(), n);
        drawn
            .into_iter()
            .map(|(row, draw)| self.annotation(row, Some(draw)))
            .collect()
    }
}

const ESTIMATORS: [&str; 4] = ["naive", "gold", "ppi", "dsl"];

/// By estimator, in the order of their names, and label: the share of the samples whose interval
/// holds the truth, and the mean width of the intervals.
fn coverage(
    world: &World,
    kind: DesignKind,
    draw: impl Fn(u64) -> Vec<Annotation>,
) -> [[(f64, f64); 3]; 4] {
    let mut held = [[(0.0, 0.0); 3]; 4];
    for seed in 0..SAMPLES {
        let found = world.corpus.prevalence(&draw(seed), seed).unwrap();
        let stance = found.stance.unwrap();
        assert_eq!(stance.design, kind);
        for (label, found) in stance.labels.iter().enumerate() {
            let share = world.share(label);
            let figures = [found.naive, found.gold, found.ppi, found.dsl];
            for (held, figure) in held.iter_mut().zip(figures) {
                let [low, high] = figure.ci95.unwrap();
                held[label].0 += f64::from(u8::from(low <= share && share <= high));
                held[label].1 += high - low;
            }
        }
    }
    held.map(|labels| labels.map(|(held, width)| (held / SAMPLES as f64, width / SAMPLES as f64)))
}

/// The sums over labels of the mean widths, by estimator.
#[track_caller]
fn check_coverage(
    world: &World,
    kind: DesignKind,
    draw: impl Fn(u64) -> Vec<Annotation>,
) -> [f64; 4] {
    let held = coverage(world, kind, draw);
    for (name, labels) in ESTIMATORS.iter().zip(held) {
        println!("{name}: {labels:.3?}");
        // The naive interval does not depend on the sample: it holds the truth always or never.
        let expected = if *name == "naive" {
            0.0..=0.0
        } else {
            0.93..=0.97
        };
        for (covered, _) in labels {
            assert!(expected.contains(&covered), "{name}: {labels:?}");
        }
    }
    let widths = held.map(|labels| labels.iter().map(|(_, width)| width).sum::<f64>());
    let [_, gold, ppi, dsl] = widths;
    assert!(ppi < gold * 1.005 && dsl < gold * 1.02, "{widths:?}");
    widths
}

#[test]
fn intervals_of_a_stratified_sample_hold_the_truth() {
    let world = world(4000);
    let draw = |seed| world.drawn(300, Allocation::Proportional, seed, |label| label);
    check_coverage(&world, DesignKind::Stratified, draw);
}

#[test]
fn intervals_of_strata_of_equal_size_hold_the_truth() {
    let world = world(4000);
    let draw = |seed| world.drawn(300, Allocation::Equal, seed, |label| label);
    check_coverage(&world, DesignKind::Stratified, draw);
}

#[test]
fn intervals_of_a_simple_random_sample_hold_the_truth_and_are_narrower_than_gold_s() {
    let world = world(4000);
    let draw = |seed| world.drawn(300, Allocation::Proportional, seed, |_| 0);
    let [_, gold, ppi, dsl] = check_coverage(&world, DesignKind::Stratified, draw);
    assert!(ppi < 0.9 * gold && dsl < 0.9 * gold, "{gold} {ppi} {dsl}");
}

#[test]
fn intervals_of_rows_drawn_one_by_one_hold_the_truth() {
    let world = world(4000);
    let draw = |seed| {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut gold = Vec::new();
        for row in 0..world.truth.len() {
            let inclusion_probability = [0.05, 0.08, 0.12][world.predicted[row]];
            if random.random_bool(inclusion_probability) {
                let draw = Draw {
                    inclusion_probability,
                    stratum: None,
                    stratum_size: None,
                };
                gold.push(world.annotation(row, Some(draw)));
            }
        }
        gold
    };
    check_coverage(&world, DesignKind::Independent, draw);
}

#[test]
fn a_sample_that_is_the_corpus_leaves_no_doubt() {
    let world = world(90);
    let gold: Vec<_> = (0..90).map(|row| world.annotation(row, None)).collect();
    let stance = world.corpus.prevalence(&gold, 1).unwrap().stance.unwrap();
    assert_eq!(stance.design, DesignKind::AssumedSimpleRandom);
    for (label, found) in stance.labels.iter().enumerate() {
        for figure in [found.gold, found.ppi, found.dsl] {
            let share = world.share(label);
            assert!((figure.value.unwrap() - share).abs() < 1e-12);
            let [low, high] = figure.ci95.unwrap();
            assert!((high - low).abs() < 1e-12 && (low - share).abs() < 1e-12);
        }
    }
}

#[test]
fn neither_order_nor_missing_labels_break_it() {
    let world = world(500);
    let mut gold = world.drawn(60, Allocation::Proportional, 5, |label| label);
    let found = world.corpus.prevalence(&gold, 1).unwrap();
    gold.reverse();
    let again = world.corpus.prevalence(&gold, 1).unwrap();
    for (a, b) in found
        .stance
        .unwrap()
        .labels
        .iter()
        .zip(again.stance.unwrap().labels)
    {
        assert!((a.dsl.value.unwrap() - b.dsl.value.unwrap()).abs() < 1e-12);
        assert!((a.ppi.value.unwrap() - b.ppi.value.unwrap()).abs() < 1e-12);
    }
    gold[7].row.stance = None;
    let stance = world.corpus.prevalence(&gold, 1).unwrap().stance.unwrap();
    assert_eq!(
        (stance.labelled, stance.unlabelled, stance.strata),
        (59, 1, 3)
    );
}

#[track_caller]
fn check_error(change: impl Fn(&mut Vec<Annotation>), expected: &str) {
    let world = world(300);
    let mut gold = world.drawn(40, Allocation::Proportional, 5, |label| label);
    change(&mut gold);
    let error = world.corpus.prevalence(&gold, 1).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn what_does_not_fit_is_refused() {
    check_error(
        |gold| gold[0].row.id = "x".to_owned(),
        "`x` has no prediction",
    );
    check_error(
        |gold| gold[0].row.target = Some("u".to_owned()),
        "has no prediction",
    );
    check_error(|gold| gold[1] = gold[0].clone(), "is labelled twice");
    check_error(|gold| gold[0].draw = None, "has no `stratum`");
    check_error(
        |gold| gold.retain(|said| said.draw.as_ref().unwrap().stratum.as_deref() != Some("2")),
        "and the predictions are 300",
    );
    let resized =
        |gold: &mut Vec<Annotation>| gold[0].draw.as_mut().unwrap().stratum_size = Some(7);
    check_error(resized, "has two sizes");
}

/// The formulas of PPI++ for a mean (Angelopoulos, Duchi and Zrnic 2023, example 6.1), on the rows
/// outside the sample and those in it.
#[test]
fn one_stratum_has_the_point_estimate_of_ppi() {
    let world = world(800);
    let rows = world.drawn(90, Allocation::Proportional, 3, |_| 0);
    let found = world.corpus.prevalence(&rows, 1).unwrap().stance.unwrap();
    let sampled: Vec<usize> = rows
        .iter()
        .map(|said| said.row.id.parse().unwrap())
        .collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    for (label, found) in found.labels.iter().enumerate() {
        let is = |of: &Vec<usize>, row: usize| f64::from(u8::from(of[row] == label));
        let gold: Vec<f64> = sampled.iter().map(|&row| is(&world.truth, row)).collect();
        let inside: Vec<f64> = sampled
            .iter()
            .map(|&row| is(&world.predicted, row))
            .collect();
        let outside: Vec<f64> = (0..800)
            .filter(|row| !sampled.contains(row))
            .map(|row| is(&world.predicted, row))
            .collect();
        let products: Vec<f64> = gold.iter().zip(&inside).map(|(y, f)| y * f).collect();
        let covariance = mean(&products) - mean(&gold) * mean(&inside);
        let variance = mean(&inside) - mean(&inside).powi(2);
        let lambda = covariance / variance / (1.0 + 90.0 / 710.0);
        let value = lambda * mean(&outside) + mean(&gold) - lambda * mean(&inside);
        assert!(
            (found.power * 710.0 / 800.0 - lambda).abs() < 1e-12,
            "{lambda}"
        );
        assert!((found.ppi.value.unwrap() - value).abs() < 1e-12, "{value}");
    }
}
