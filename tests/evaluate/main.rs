//! Figures against scikit-learn's, and against what must hold for any rows.

mod agreement; // annotators and models, and the reference implementations
mod gold; // stand-off gold and its text
mod links; // which cue a span belongs to
mod made; // rows made by hand
mod matching; // which quote is which
mod names; // figures by name, and metrics.json
mod parts; // slices, errors and speakers
mod probabilities; // calibration and abstention
mod properties; // for any rows
mod quotes; // the rows of a run
mod reference; // scikit-learn's figures
mod rows; // the rows of `label`

use quotestance::evaluate::{EvaluateOptions, Metrics, figure};

const QUICK: EvaluateOptions = EvaluateOptions {
    seed: 3,
    resamples: 50,
};

#[track_caller]
fn check_close(what: &str, found: Option<f64>, expected: Option<f64>) {
    let close = match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
        _ => found == expected,
    };
    assert!(close, "{what}: {found:?}, expected {expected:?}");
}

#[track_caller]
fn check_figure(metrics: &Metrics, name: &str, expected: Option<f64>) {
    check_close(name, figure(metrics, name).unwrap().value, expected);
}
