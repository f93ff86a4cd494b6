//! How well one distribution over classes foretold the class that came true.

/// The least probability that the log loss takes the logarithm of: rows have six decimals, so a
/// finer one is not in them.
pub const CLIP: f64 = 1e-6;

/// Probabilities may miss a sum of 1 by so much, for they are rounded where they are written.
const SLACK: f64 = 0.01;

/// One row's distribution against its gold class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The greatest probability, in `[0, 1]`.
    pub confidence: f64,
    /// Whether the first class with it is the gold one.
    pub correct: bool,
    /// `sum_k (p_k - [k = gold])^2`, in `[0, 2]` (Brier 1950); scikit-learn's `brier_score_loss`
    /// with `scale_by_half=False`.
    pub brier: f64,
    /// `-ln max(p_gold, CLIP)`, in `[0, 13.8]`.
    pub log_loss: f64,
}

impl Forecast {
    /// Of one probability a class; `None` where they are no distribution, or `gold` is no class.
    pub fn new(probs: &[f64], gold: usize) -> Option<Self> {
        let inside = probs.iter().all(|p| (0.0..=1.0).contains(p));
        let of_gold = *probs.get(gold)?;
        if !inside || (probs.iter().sum::<f64>() - 1.0).abs() > SLACK {
            return None;
        }
        let best =
            (0..probs.len()).fold(0, |best, k| if probs[k] > probs[best] { k } else { best });
        let square = |(k, p): (usize, &f64)| (p - f64::from(u8::from(k == gold))).powi(2);
        Some(Self {
            confidence: probs[best],
            correct: best == gold,
            brier: probs.iter().enumerate().map(square).sum(),
            log_loss: -of_gold.clamp(CLIP, 1.0).ln(),
        })
    }
}
