//! Calibration, temperatures, scalings and risk-coverage against scikit-learn, numpy and scipy on the fixture of
//! `scripts/fixtures/metrics.py`, and on rows.

use proptest::prelude::*;
use quotestance::corpus::{GoldRow, LabelRow, Scaling, Stance, StanceProbs, Task};
use quotestance::evaluate::{LabelMetrics, rows};
use quotestance::stats::{
    Calibration, Forecast, Logits, RiskCoverage, fit_matrix, fit_temperature, nll,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use crate::made::{gold_row, label};
use crate::{QUICK, check_close, check_figure};

#[derive(Deserialize)]
struct Case {
    name: String,
    probabilities: Vec<Vec<f64>>,
    gold: Vec<usize>,
    bins: usize,
    sizes: Vec<usize>,
    ece: f64,
    brier: f64,
    log_loss: f64,
    aurc: f64,
    nll: f64,
    temperature: Option<f64>,
    /// Of the scaling: the weights, with the bias behind each row.
    matrix: Vec<Vec<f64>>,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../fixtures/metrics/probabilities.json")).unwrap()
}

#[test]
fn calibration_and_risk_equal_the_reference_s() {
    assert_eq!(cases().len(), 10);
    for case in cases() {
        let rows = case.probabilities.iter().zip(&case.gold);
        let forecasts: Vec<Forecast> = rows
            .map(|(probs, &gold)| Forecast::new(probs, gold).unwrap())
            .collect();
        let found = Calibration::of(&forecasts, case.bins);
        let sizes: Vec<usize> = found.bins().iter().map(|bin| bin.n).collect();
        assert_eq!(sizes, case.sizes, "{}", case.name);
        let check = |figure: &str, found, expected| {
            check_close(&format!("{}, {figure}", case.name), found, Some(expected));
        };
        check("ece", found.ece(), case.ece);
        check("brier", found.brier(), case.brier);
        check("log loss", found.log_loss(), case.log_loss);
        check("aurc", RiskCoverage::new(&forecasts).aurc(), case.aurc);
    }
}

impl Case {
    fn logits(&self) -> Vec<Logits> {
        let rows = self.probabilities.iter().zip(&self.gold);
        rows.map(|(probs, &gold)| Logits {
            values: probs.iter().map(|p| p.max(1e-30).ln()).collect(),
            gold,
        })
        .collect()
    }
}

#[test]
fn temperatures_equal_scipy_s() {
    for case in cases() {
        let logits = case.logits();
        let (found, name) = (fit_temperature(&logits), &case.name);
        check_close(name, nll(&logits, 1.0), Some(case.nll));
        assert_eq!(
            found.is_some(),
            case.temperature.is_some(),
            "{name}: {found:?}"
        );
        if let (Some(found), Some(expected)) = (found, case.temperature) {
            // Where a minimum is, its value tells to 1e-15, and so its place to 1e-7.
            assert!(
                (found / expected - 1.0).abs() < 1e-6,
                "{name}: {found}, {expected}"
            );
            assert!(nll(&logits, found) <= nll(&logits, expected).map(|nll| nll + 1e-12));
        }
    }
}

#[test]
fn scalings_equal_scipy_s() {
    for case in cases() {
        let found = fit_matrix(&case.logits()).unwrap();
        let rows = found.weights.iter().zip(&found.bias).zip(&case.matrix);
        for ((weights, bias), expected) in rows {
            let found = weights.iter().chain([bias]);
            // scipy's search stops at a gradient of 1e-6, where the curvature may be 2e-3.
            let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-3;
            assert!(found.zip(expected).all(near), "{}: {weights:?}", case.name);
        }
    }
}

/// Rows whose classes are drawn from what a scaling makes of their log probabilities.
fn drawn(scaling: &Scaling, n: usize) -> Vec<Logits> {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut row = || {
        let values: Vec<f64> = (0..3).map(|_| random.random_range(-2.5..2.5)).collect();
        let q = Logits { values, gold: 0 }.probabilities(1.0);
        let row = Logits {
            values: q.iter().map(|q| q.ln()).collect(),
            gold: 0,
        };
        let p = row.scaled(scaling).probabilities(1.0);
        let at: f64 = random.random();
        let gold = usize::from(at > p[0]) + usize::from(at > p[0] + p[1]);
        Logits { gold, ..row }
    };
    (0..n).map(|_| row()).collect()
}

fn check_recovered(scaling: &Scaling) {
    let rows = drawn(scaling, 20_000);
    let found = fit_matrix(&rows).unwrap();
    let check = |found: &[f64], expected: &[f64], within: f64| {
        let near = |(a, b): (&f64, &f64)| (a - b).abs() < within;
        let all = found.iter().zip(expected).all(near);
        assert!(all, "{found:?}, drawn from {expected:?}");
    };
    // Standard errors are 0.01 to 0.05. The pull moves a bias by up to 0.15 and weights the other way
    // by 0.05, for the two nearly make up for each other: log probabilities are all below 0.
    check(&found.weights.concat(), &scaling.weights.concat(), 0.1);
    check(&found.bias, &scaling.bias, 0.3);
    for row in &rows {
        let probabilities = |scaling| row.scaled(scaling).probabilities(1.0);
        // By the pull alone 0.03 in the worst row, and 0.004 in the mean.
        check(&probabilities(&found), &probabilities(scaling), 0.05);
    }
}

#[test]
fn a_scaling_is_recovered_from_what_it_makes() {
    check_recovered(&Scaling::identity(3));
    // Columns that sum to 1 and a bias that sums to 0: of all scalings with these probabilities, the
    // one that is nearest to the identity.
    check_recovered(&Scaling {
        weights: vec![
            vec![1.5, -0.2, 0.3],
            vec![-0.4, 0.8, 0.1],
            vec![-0.1, 0.4, 0.6],
        ],
        bias: vec![0.5, -0.7, 0.2],
    });
}

#[test]
fn what_has_no_scaling_is_told() {
    let row = |values: &[f64], gold: usize| Logits {
        values: values.to_vec(),
        gold,
    };
    let check = |rows: &[Logits], expected: &str| {
        let error = fit_matrix(rows).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(&[], "no rows");
    check(&[row(&[-1.0, -0.5], 0), row(&[-1.0], 0)], "as many classes");
    check(&[row(&[-1.0, -0.5], 2)], "as many classes");
    check(&[row(&[f64::NAN, -0.5], 0)], "stops at a gradient of NaN");
    // Rows that can be told apart without fault have a scaling all the same.
    let apart = [row(&[-0.1, -2.4], 0), row(&[-2.4, -0.1], 1)];
    let found = fit_matrix(&apart).unwrap();
    assert!(found.weights[0][0] > 1.0 && found.weights[0][0] < 20.0);
}

#[test]
fn what_is_no_distribution_is_no_forecast() {
    let check = |probs: &[f64], gold: usize| assert_eq!(Forecast::new(probs, gold), None);
    check(&[0.5, 0.6], 0);
    check(&[1.5, -0.5], 0);
    check(&[f64::NAN, 1.0], 0);
    check(&[0.5, 0.5], 2);
    check(&[], 0);
    assert_eq!(Calibration::new(15).ece(), None);
    assert_eq!(RiskCoverage::new(&[]).aurc(), None);
    assert_eq!(RiskCoverage::new(&[]).at_accuracy(0.0), None);
    assert_eq!(fit_temperature(&[]), None);
}

/// Rows of one document each, favor with that probability, and whether that is right.
fn joined(forecasts: &[(f32, bool)]) -> (Vec<LabelRow>, Vec<GoldRow>) {
    let row = |(i, &(favor, right)): (usize, &(f32, bool))| {
        let gold = if right {
            Stance::Favor
        } else {
            Stance::Against
        };
        let said = LabelRow {
            stance_probs: Some(StanceProbs {
                favor,
                against: 1.0 - favor,
                neutral: 0.0,
            }),
            ..label(&i.to_string(), "a", Some(Stance::Favor))
        };
        (said, gold_row(&i.to_string(), None, gold))
    };
    forecasts.iter().enumerate().map(row).unzip()
}

fn stance(predicted: &[LabelRow], gold: &[GoldRow]) -> LabelMetrics {
    rows(predicted, gold, &QUICK).unwrap().stance.unwrap()
}

#[test]
fn abstaining_changes_coverage_and_no_figure_of_probabilities() {
    let forecasts: Vec<_> = (0..40)
        .map(|i| (0.6 + 0.005 * i as f32, i % 4 != 0))
        .collect();
    let (mut predicted, gold) = joined(&forecasts);
    let all = stance(&predicted, &gold);
    assert_eq!((all.n, all.abstained, all.unscored), (40, 0, 0));
    for row in &mut predicted[..10] {
        row.stance = None;
        row.abstained = Some(vec![Task::Stance]);
    }
    // Without a label, and not because it was withheld.
    predicted[10].stance = None;
    let some = stance(&predicted, &gold);
    assert_eq!((some.n, some.abstained, some.unscored), (29, 10, 11));
    let metrics = rows(&predicted, &gold, &QUICK).unwrap();
    check_figure(&metrics, "stance.coverage", Some(29.0 / 39.0));
    assert_eq!(some.calibration, all.calibration);
    assert_eq!(some.risk_coverage, all.risk_coverage);
}

#[test]
fn a_threshold_is_found_for_an_accuracy() {
    // Right from 0.8 on, and every second time below.
    let forecasts: Vec<_> = (0..10)
        .map(|i| (0.5 + 0.05 * i as f32, i >= 6 || i % 2 == 0))
        .collect();
    let (predicted, gold) = joined(&forecasts);
    let risk = stance(&predicted, &gold).risk_coverage.unwrap();
    let at = |wanted: f64| {
        let found = risk
            .for_accuracy
            .iter()
            .find(|found| found.wanted == wanted);
        found.map(|found| (found.at.threshold, found.at.coverage, found.at.accuracy))
    };
    // The decimals that the rows have, not those of their f32.
    assert_eq!(at(0.95), Some((0.8, 0.4, 1.0)));
    assert_eq!(at(0.80), Some((0.7, 0.6, 5.0 / 6.0)));
    assert_eq!(at(0.70), Some((0.5, 1.0, 0.7)));
    assert_eq!(risk.curve.len(), 10);
    assert_eq!(risk.curve.last().unwrap().coverage, 1.0);
}

proptest! {
    #[test]
    fn figures_of_probabilities_lie_in_their_ranges_in_any_order(
        (forecasts, shuffled) in prop::collection::vec((0.5..1.0_f32, any::<bool>()), 1..60)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let (predicted, gold) = joined(&forecasts);
        let metrics = stance(&predicted, &gold);
        let found = metrics.calibration.clone().unwrap();
        let value = |figure: quotestance::stats::Figure| figure.value.unwrap();
        prop_assert!((0.0..=1.0).contains(&value(found.ece)));
        prop_assert!((0.0..=2.0).contains(&value(found.brier)));
        prop_assert!((0.0..=13.9).contains(&value(found.log_loss)));
        prop_assert_eq!(found.reliability.iter().map(|bin| bin.n).sum::<usize>(), found.n);
        let risk = metrics.risk_coverage.unwrap();
        prop_assert!((0.0..=1.0).contains(&value(risk.aurc)));
        let falls = |pair: &[quotestance::evaluate::CurvePoint]| {
            pair[0].threshold > pair[1].threshold && pair[0].coverage < pair[1].coverage
        };
        prop_assert!(risk.curve.windows(2).all(falls));
        let (predicted, gold) = joined(&shuffled);
        prop_assert_eq!(stance(&predicted, &gold).calibration, metrics.calibration);
    }
}
