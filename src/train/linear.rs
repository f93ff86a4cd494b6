//! The baseline's training: softmax regression by AdaGrad (Duchi et al. 2011).

use std::ops::ControlFlow;

use half::f16;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::classify::linear::{BUCKETS, WEIGHTS, features, logits};
use crate::classify::softmax;

use super::config::TrainConfig;
use super::rows::TrainRow;
use super::save::{Trained, Weights};
use super::{TrainError, TrainEvent, read_sets, save};

/// Trains as `config` says and writes the model folder. The last weights are kept.
pub(super) fn train(
    config: &TrainConfig,
    observe: &mut dyn FnMut(TrainEvent) -> ControlFlow<()>,
) -> Result<(), TrainError> {
    let sets = read_sets(config, &config.train)?;
    let counts: Vec<(String, usize)> = sets.iter().map(|(n, r)| (n.clone(), r.len())).collect();
    let encode = |row: TrainRow| (features(&row.target, &row.text).0, row);
    let rows: Vec<_> = sets
        .into_iter()
        .flat_map(|(_, rows)| rows)
        .map(encode)
        .collect();
    let width = config.num_logits();
    let tasks: Vec<_> = config.tasks.values().collect();
    let mut weights = vec![0.0_f32; BUCKETS * width];
    let mut squares = vec![1e-6_f32; BUCKETS * width];
    let _ = observe(TrainEvent::Started {
        rows: rows.len(),
        steps: config.schedule.epochs,
        resumed_at: 0,
        parameters: (weights.len(), weights.len()),
        fresh: Vec::new(),
    });
    for epoch in 0..config.schedule.epochs {
        let mut rng = ChaCha8Rng::seed_from_u64(config.seed);
        rng.set_stream(epoch as u64);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.shuffle(&mut rng);
        let (mut loss, mut words) = (0.0, 0);
        for i in order {
            let (features, row) = &rows[i];
            let group = &tasks[row.task].logits;
            let all = logits(&weights, width, features);
            let picked: Vec<f32> = group.iter().map(|&l| all[l]).collect();
            let probs = softmax(&picked, 1.0);
            loss -= f64::from(probs[row.label].max(1e-9)).ln();
            words += features.len();
            let scale = 1.0 / (features.len() as f32).sqrt();
            for (label, (&logit, p)) in group.iter().zip(probs).enumerate() {
                let error = p - f32::from(u8::from(label == row.label));
                for &feature in features {
                    let at = feature * width + logit;
                    let decay = config.schedule.weight_decay as f32 * weights[at];
                    let gradient = error * scale + decay;
                    squares[at] += gradient * gradient;
                    weights[at] -=
                        config.schedule.learning_rate as f32 * gradient / squares[at].sqrt();
                }
            }
        }
        let loss = loss / rows.len() as f64;
        if observe(TrainEvent::Step {
            step: epoch + 1,
            loss,
            tokens: words,
        })
        .is_break()
        {
            return Err(TrainError::Interrupted);
        }
    }
    let trained = Trained {
        weights: vec![Weights {
            name: WEIGHTS.to_owned(),
            shape: vec![BUCKETS, width],
            values: weights.into_iter().map(f16::from_f32).collect(),
        }],
        rows: counts,
        kept: config.schedule.epochs,
        scores: Vec::new(),
    };
    save::save(config, trained)?;
    let _ = observe(TrainEvent::Saved {
        dir: config.out.clone(),
    });
    Ok(())
}
