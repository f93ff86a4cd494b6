//! Counting and resampling that `evaluate`, `compare` and `train` share: numbers in, numbers out.
//!
//! Imports `corpus` alone. What is undefined is `None`, never 0.

mod agreement;
mod bootstrap;
mod calibration;
mod confusion;
mod folds;
mod forecast;
mod holm;
mod matrix;
mod risk;
mod scores;
mod sum;
mod temperature;

pub use agreement::Ratings;
pub use bootstrap::{Additive, Bootstrap, Figure};
pub use calibration::{Bin, Calibration, equal_mass};
pub use confusion::Confusion;
pub use folds::{cross_fitted, folds};
pub use forecast::{CLIP, Forecast};
pub use holm::holm;
pub use matrix::{MatrixError, PULL, fit_matrix};
pub use risk::{Point, RiskCoverage};
pub use scores::{harmonic_mean, ratio};
pub use sum::Sum;
pub use temperature::{BRACKET, Logits, fit_temperature, nll};
