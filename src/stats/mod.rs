//! Counting and resampling that `evaluate` and `compare` share: numbers in, numbers out.
//!
//! Imports nothing of ours. What is undefined is `None`, never 0.

mod agreement;
mod bootstrap;
mod confusion;
mod holm;
mod scores;

pub use agreement::Ratings;
pub use bootstrap::{Additive, Bootstrap, Figure};
pub use confusion::Confusion;
pub use holm::holm;
pub use scores::{harmonic_mean, ratio};
