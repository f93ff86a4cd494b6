//! Logits -> probabilities and labels.

use crate::corpus::{Prediction, Sentiment, SentimentProbs, Stance, StanceProbs};

use super::folder::{ModelToml, TaskSpec};

/// `exp(x_i / t) / sum_j exp(x_j / t)`, computed in f64 and shifted by the maximum.
pub fn softmax(logits: &[f32], temperature: f32) -> Vec<f32> {
    log_softmax(logits, temperature)
        .into_iter()
        .map(|x| x.exp() as f32)
        .collect()
}

/// The logarithm of [`softmax`].
pub fn log_softmax(logits: &[f32], temperature: f32) -> Vec<f64> {
    let scaled: Vec<f64> = logits
        .iter()
        .map(|&x| f64::from(x) / f64::from(temperature))
        .collect();
    let max = scaled.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let log_sum = scaled.iter().map(|x| (x - max).exp()).sum::<f64>().ln() + max;
    scaled.iter().map(|x| x - log_sum).collect()
}

/// The prediction for one item; `logits` gives those of a task by its name, one a label in the order of
/// its labels.
pub(super) fn prediction(
    toml: &ModelToml,
    logits: impl Fn(&str, &TaskSpec) -> Vec<f32>,
    tokens: usize,
    truncated: bool,
) -> Prediction {
    let stance_probs = toml.tasks.get("stance").map(|task| {
        let p = by_label(
            task,
            &logits("stance", task),
            ["favor", "against", "neutral"],
        );
        StanceProbs {
            favor: p[0],
            against: p[1],
            neutral: p[2],
        }
    });
    let sentiment_probs = toml.tasks.get("sentiment").map(|task| {
        let p = by_label(
            task,
            &logits("sentiment", task),
            ["negative", "neutral", "positive"],
        );
        SentimentProbs {
            negative: p[0],
            neutral: p[1],
            positive: p[2],
        }
    });
    Prediction {
        stance: stance_probs.map(|p| Stance::ALL[argmax(p.in_order())]),
        stance_probs,
        sentiment: sentiment_probs.map(|p| Sentiment::ALL[argmax(p.in_order())]),
        sentiment_probs,
        tokens: tokens as u32,
        truncated,
    }
}

/// The logits of a task among all that a network gives.
pub(super) fn picked(task: &TaskSpec, logits: &[f32]) -> Vec<f32> {
    task.logits.iter().map(|&i| logits[i]).collect()
}

/// Probabilities in the order of `labels`; 0 for a label that the model does not know.
fn by_label(task: &TaskSpec, logits: &[f32], labels: [&str; 3]) -> [f32; 3] {
    let probs = softmax(logits, task.temperature);
    labels.map(|label| {
        let of_label = task.labels.iter().zip(&probs);
        of_label.filter(|(l, _)| *l == label).map(|(_, p)| p).sum()
    })
}

/// The first of the greatest.
fn argmax(values: [f32; 3]) -> usize {
    (0..3).fold(0, |best, i| if values[i] > values[best] { i } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_is_stable_and_sums_to_one() {
        for logits in [&[1000.0, 999.0, -1000.0][..], &[0.0; 6], &[-3.0e38, 3.0e38]] {
            let p = softmax(logits, 1.0);
            assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{p:?}");
        }
        let p = softmax(&[1.0, 2.0, 3.0], 1.0);
        let expected = [0.090_030_57, 0.244_728_47, 0.665_240_96];
        assert!(p.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-7));
    }

    #[test]
    fn a_high_temperature_flattens() {
        let p = softmax(&[1.0, 2.0, 3.0], 1e6);
        assert!(p.iter().all(|p| (p - 1.0 / 3.0).abs() < 1e-5));
    }
}
