//! What is fitted on rows, and how good it is: on these rows, and on rows of other folds.

use crate::classify::{CalibrationMethod, Fitted};
use crate::corpus::Scaling;
use crate::stats::{
    self, BRACKET, Forecast, Logits, cross_fitted, fit_matrix, fit_temperature, folds, nll,
};

use super::rows::Labelled;

/// Bins of the expected calibration error.
const BINS: usize = 15;

/// Folds of the cross-fitted figures.
const FOLDS: usize = 5;

/// How good probabilities are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Mean negative log likelihood, in nats.
    pub nll: f64,
    /// Expected calibration error over 15 bins of equal mass.
    pub ece: f64,
    /// Share of rows whose most probable label is the gold one.
    pub accuracy: f64,
    /// Rows whose most probable label is not that of the model before.
    pub changed: usize,
}

impl Figures {
    /// Of one distribution a row, beside that of the model before.
    pub(super) fn new(rows: &[Logits], before: &[Logits]) -> Self {
        let probabilities = |row: &Logits| row.probabilities(1.0);
        let forecast = |row: &Logits| Forecast::new(&probabilities(row), row.gold);
        let forecasts: Vec<Forecast> = rows.iter().filter_map(forecast).collect();
        let ece = stats::Calibration::of(&forecasts, BINS).ece();
        let correct = forecasts.iter().filter(|row| row.correct).count();
        let each = rows.iter().zip(before);
        let changed = each.filter(|(row, before)| label(row) != label(before));
        Self {
            nll: rounded(nll(rows, 1.0).unwrap_or_default()),
            ece: rounded(ece.unwrap_or_default()),
            accuracy: stats::ratio(correct, rows.len()).unwrap_or_default(),
            changed: changed.count(),
        }
    }
}

/// The first class with the greatest value.
fn label(row: &Logits) -> usize {
    let values = &row.values;
    let greater = |best: usize, i: usize| if values[i] > values[best] { i } else { best };
    (0..values.len()).fold(0, greater)
}

/// Figures of rows by fits that saw none of their fold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossFitted {
    /// Over all rows.
    pub figures: Figures,
    /// How many fits there were.
    pub folds: usize,
    /// Whether rows of one target share a fold.
    pub by_target: bool,
}

impl CrossFitted {
    /// In five folds by target, or by row where all rows have one target; `None` where there are no two
    /// rows, or a fold's complement has no fit.
    pub(super) fn new(
        method: CalibrationMethod,
        rows: &Labelled,
        before: &[Logits],
    ) -> Option<Self> {
        let (targets, n) = (&rows.targets, rows.logits.len());
        let by_target = targets.iter().any(|target| *target != targets[0]);
        let folds = if by_target {
            folds(targets, FOLDS)
        } else {
            let places: Vec<String> = (0..n).map(|place| place.to_string()).collect();
            folds(&places, FOLDS)
        };
        let count = folds.iter().max()? + 1;
        if count < 2 {
            return None;
        }
        let fit = |rows: &[Logits]| Change::fit(method, rows);
        let found = cross_fitted(&rows.logits, &folds, fit, Change::of);
        Some(Self {
            figures: Figures::new(&found.ok()?, before),
            folds: count,
            by_target,
        })
    }
}

/// What is done to log probabilities at the present temperature.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// They are divided by it.
    Factor(f64),
    /// They are scaled.
    Scaling(Scaling),
}

impl Change {
    /// By maximum likelihood.
    ///
    /// # Errors
    /// Says why there is no fit, and what to do.
    pub fn fit(method: CalibrationMethod, rows: &[Logits]) -> Result<Self, String> {
        match method {
            CalibrationMethod::Temperature => {
                fit_temperature(rows).map(Self::Factor).ok_or_else(|| {
                    format!(
                        "no temperature within {} to {} times the present one fits: on these {} rows the model is always right, or no better than chance; give it more rows, or others",
                        BRACKET[0], BRACKET[1], rows.len()
                    )
                })
            }
            CalibrationMethod::Matrix => fit_matrix(rows).map(Self::Scaling).map_err(|error| {
                format!("no scaling fits: {error}; give it more rows, or fit with --method temperature")
            }),
        }
    }

    /// A row by it.
    pub fn of(&self, row: &Logits) -> Logits {
        match self {
            Self::Factor(factor) => Logits {
                values: row.values.iter().map(|value| value / factor).collect(),
                gold: row.gold,
            },
            Self::Scaling(scaling) => row.scaled(scaling),
        }
    }

    /// What `model.toml` says of it, in six decimals, where the temperature was `before`; and the change
    /// that this is.
    pub fn written(&self, before: f64) -> (Fitted, Self) {
        match self {
            Self::Factor(factor) => {
                let temperature = rounded(before * factor);
                let fitted = Fitted {
                    temperature,
                    scaling: None,
                };
                (fitted, Self::Factor(temperature / before))
            }
            Self::Scaling(scaling) => {
                let round = |numbers: &Vec<f64>| numbers.iter().copied().map(rounded).collect();
                let scaling = Scaling {
                    weights: scaling.weights.iter().map(round).collect(),
                    bias: round(&scaling.bias),
                };
                let fitted = Fitted {
                    temperature: before,
                    scaling: Some(scaling.clone()),
                };
                (fitted, Self::Scaling(scaling))
            }
        }
    }
}

/// As `model.toml` has it: six decimals, and no negative zero.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6 + 0.0
}
