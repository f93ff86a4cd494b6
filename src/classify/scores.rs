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
    normalised(&scaled)
}

/// Log probabilities of what is short of them by a constant.
fn normalised(values: &[f64]) -> Vec<f64> {
    let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let log_sum = values.iter().map(|x| (x - max).exp()).sum::<f64>().ln() + max;
    values.iter().map(|x| x - log_sum).collect()
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

/// Of a task's logits, in the order of its labels: the softmax at its temperature, scaled where the
/// task has a scaling.
pub(super) fn probabilities(task: &TaskSpec, logits: &[f32]) -> Vec<f32> {
    let log = log_softmax(logits, task.temperature);
    let log = match &task.scaling {
        Some(scaling) => normalised(&scaling.logits(&log)),
        None => log,
    };
    log.into_iter().map(|x| x.exp() as f32).collect()
}

/// Probabilities in the order of `labels`; 0 for a label that the model does not know.
fn by_label(task: &TaskSpec, logits: &[f32], labels: [&str; 3]) -> [f32; 3] {
    let probs = probabilities(task, logits);
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
    use crate::corpus::Scaling;

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

    fn check_scaled(scaling: Option<Scaling>, expected: [f32; 3]) {
        let task = TaskSpec {
            labels: ["favor", "against", "neutral"].map(str::to_owned).to_vec(),
            logits: vec![0, 1, 2],
            temperature: 2.0,
            scaling,
            hypotheses: Default::default(),
            calibration: None,
        };
        let found = probabilities(&task, &[1.0, 2.0, 4.0]);
        let near = |(a, b): (&f32, f32)| (a - b).abs() < 1e-6;
        assert!(found.iter().zip(expected).all(near), "{found:?}");
    }

    #[test]
    fn a_scaling_acts_on_log_probabilities_at_the_temperature() {
        // softmax([0.5, 1, 2]), and its logarithms are those numbers less 2.464369.
        let unscaled = [0.140_244, 0.231_224, 0.628_532];
        check_scaled(None, unscaled);
        check_scaled(Some(Scaling::identity(3)), unscaled);
        // softmax([-1.464369 * 2 + 0.5, -1.964369 - 0.5 + -0.464369, -0.464369]), by hand.
        let scaling = Scaling {
            weights: vec![
                vec![0.0, 2.0, 0.0],
                vec![1.0, 0.0, 1.0],
                vec![0.0, 0.0, 1.0],
            ],
            bias: vec![0.5, -0.5, 0.0],
        };
        let powers = [-2.428_738_f32, -2.928_738, -0.464_369].map(f32::exp);
        let sum: f32 = powers.iter().sum();
        check_scaled(Some(scaling), powers.map(|power| power / sum));
    }
}
