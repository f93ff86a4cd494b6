//! Temperature scaling: one number that makes probabilities honest (Guo, Pleiss, Sun and Weinberger
//! 2017). It changes no order of classes, so no label.

use crate::corpus::Scaling;

/// Temperatures that are looked at.
pub const BRACKET: [f64; 2] = [0.02, 50.0];

/// Halvings of the bracket, after which its ends are closer than 1e-12 of their size.
const HALVINGS: usize = 60;

/// One row: a logit a class, up to a constant (log-probabilities will do), and the gold class.
#[derive(Debug, Clone, PartialEq)]
pub struct Logits {
    /// One a class.
    pub values: Vec<f64>,
    /// Index into `values`.
    pub gold: usize,
}

impl Logits {
    /// With the logits that a scaling makes of the values as log probabilities.
    pub fn scaled(&self, scaling: &Scaling) -> Self {
        Self {
            values: scaling.logits(&self.values),
            gold: self.gold,
        }
    }

    /// The softmax of the values divided by a temperature.
    pub fn probabilities(&self, temperature: f64) -> Vec<f64> {
        let max = self.values.iter().copied().fold(f64::MIN, f64::max);
        let power = |value: &f64| ((value - max) / temperature).exp();
        let powers: Vec<f64> = self.values.iter().map(power).collect();
        let sum: f64 = powers.iter().sum();
        powers.iter().map(|power| power / sum).collect()
    }

    /// How the negative log likelihood grows with the inverse temperature: the mean logit under the
    /// model, less the gold one.
    fn slope(&self, inverse: f64) -> f64 {
        let probabilities = self.probabilities(1.0 / inverse);
        let each = probabilities.iter().zip(&self.values);
        each.map(|(p, value)| p * (value - self.values[self.gold]))
            .sum()
    }
}

/// Mean negative log likelihood of the gold classes at a temperature, in nats, not clipped; `None`
/// without rows.
pub fn nll(rows: &[Logits], temperature: f64) -> Option<f64> {
    let of_row = |row: &Logits| {
        let max = row.values.iter().copied().fold(f64::MIN, f64::max);
        let scaled = |value: &f64| (value - max) / temperature;
        let sum: f64 = row.values.iter().map(|value| scaled(value).exp()).sum();
        sum.ln() - scaled(&row.values[row.gold])
    };
    (!rows.is_empty()).then(|| rows.iter().map(of_row).sum::<f64>() / rows.len() as f64)
}

/// The temperature with the least [`nll`]. That is convex in the inverse temperature, so its slope
/// has one root, which is found by halving the [`BRACKET`] (on a logarithmic scale).
///
/// `None` where the root is not inside: without rows, where all rows are right by far (the colder
/// the better), or where the logits are worth no more than chance (the hotter the better).
pub fn fit_temperature(rows: &[Logits]) -> Option<f64> {
    let slope = |temperature: f64| {
        rows.iter()
            .map(|row| row.slope(1.0 / temperature))
            .sum::<f64>()
    };
    let [mut cold, mut hot] = BRACKET;
    if !(slope(cold) > 0.0 && slope(hot) < 0.0) {
        return None;
    }
    for _ in 0..HALVINGS {
        let middle = (cold * hot).sqrt();
        if slope(middle) > 0.0 {
            cold = middle;
        } else {
            hot = middle;
        }
    }
    Some((cold * hot).sqrt())
}
