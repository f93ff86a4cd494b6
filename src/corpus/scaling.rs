//! What turns a classifier's log probabilities into others that are better calibrated.

use serde::{Deserialize, Serialize};

/// Matrix scaling of log probabilities, which is Dirichlet calibration (Kull et al. 2019): of
/// probabilities `q` it makes `softmax(W ln q + b)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scaling {
    /// `W`: a row a class, a column a class, in the same order.
    pub weights: Vec<Vec<f64>>,
    /// `b`: one a class.
    pub bias: Vec<f64>,
}

impl Scaling {
    /// The one that changes nothing.
    pub fn identity(classes: usize) -> Self {
        let weight = |row: usize, column: usize| if row == column { 1.0 } else { 0.0 };
        let row = |row| {
            (0..classes)
                .map(|column| weight(row, column))
                .collect::<Vec<_>>()
        };
        Self {
            weights: (0..classes).map(row).collect(),
            bias: vec![0.0; classes],
        }
    }

    /// `W x + b` of one log probability a class: one logit a class.
    pub fn logits(&self, log_probabilities: &[f64]) -> Vec<f64> {
        let product = |row: &Vec<f64>| {
            let each = row.iter().zip(log_probabilities);
            each.map(|(weight, x)| weight * x).sum::<f64>()
        };
        let each = self.weights.iter().zip(&self.bias);
        each.map(|(row, bias)| product(row) + bias).collect()
    }
}
