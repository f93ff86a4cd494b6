//! Learning the labels of texts: each row counts on the logits of its own task, and of those that a teacher judged.

use std::ops::ControlFlow;

use rand::seq::index;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use tch::{Device, Kind, Tensor};

use crate::classify::{Batch, ClassifyError, Encoded, Encoder, Item, TaskSpec};

use super::config::TrainConfig;
use super::dev::DevSet;
use super::fit::{Judge, Objective, fit};
use super::rows::TrainRow;
use super::{TrainError, TrainEvent, read_sets};

/// Trains a classifier of texts.
pub(super) fn train(
    config: &TrainConfig,
    observe: &mut dyn FnMut(TrainEvent) -> ControlFlow<()>,
) -> Result<(), TrainError> {
    let encoder = Encoder::new(
        &config.encoder()?.join("tokenizer.json"),
        config.input.clone(),
        config.max_tokens,
    )?;
    let sets = read_sets(config, &config.train)?;
    let counts: Vec<(String, usize)> = sets.iter().map(|(n, r)| (n.clone(), r.len())).collect();
    let shares = config.train.iter().map(|set| set.share);
    let rows: Vec<TrainRow> = sets.into_iter().flat_map(|(_, rows)| rows).collect();
    let mut hash = Sha256::new();
    rows.iter().for_each(|row| hash.update(format!("{row:?}")));
    let dev = read_sets(config, &config.dev)?.into_iter();
    let labels = Labels {
        tasks: config.tasks.values().collect(),
        smoothing: config.schedule.label_smoothing,
        teacher_weight: config.schedule.teacher_weight,
        encoded: encode(&encoder, &rows)?,
        sets: counts.iter().map(|c| c.1).zip(shares).collect(),
        rows,
        dev: dev
            .map(|(name, rows)| {
                let encoded = encode(&encoder, &rows)?;
                Ok(DevSet {
                    name,
                    rows,
                    encoded,
                })
            })
            .collect::<Result<_, TrainError>>()?,
    };
    fit(config, &labels, hash, counts, observe)
}

/// Rows with their token ids.
struct Labels<'a> {
    tasks: Vec<&'a TaskSpec>,
    smoothing: f64,
    teacher_weight: f64,
    rows: Vec<TrainRow>,
    encoded: Vec<Encoded>,
    /// Rows and share of each set, in the order of the rows.
    sets: Vec<(usize, f64)>,
    dev: Vec<DevSet>,
}

impl Objective for Labels<'_> {
    fn examples(&self) -> &[Encoded] {
        &self.encoded
    }

    /// All rows of a set as often as its share has whole parts, and a draw of them for the rest.
    fn epoch(&self, _: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
        let mut out = Vec::new();
        let mut first = 0;
        for &(rows, share) in &self.sets {
            for _ in 0..share as usize {
                out.extend(first..first + rows);
            }
            let drawn = (share.fract() * rows as f64).round() as usize;
            out.extend(index::sample(rng, rows, drawn).iter().map(|i| first + i));
            first += rows;
        }
        out
    }

    /// Mean over rows of the cross-entropy with what each task is to say of them, see [`Labels::goal`].
    fn loss(&self, logits: &Tensor, batch: &Batch) -> Tensor {
        let mut total = Tensor::zeros([], (Kind::Float, Device::Cpu));
        for (task, spec) in self.tasks.iter().enumerate() {
            let goals = batch.rows.iter().flat_map(|&row| self.goal(row, task));
            let goals: Vec<f32> = goals.collect();
            let shape = [batch.rows.len() as i64, spec.logits.len() as i64];
            let goals = Tensor::from_slice(&goals).view(shape);
            let group: Vec<i64> = spec.logits.iter().map(|&l| l as i64).collect();
            let own = logits.index_select(1, &Tensor::from_slice(&group));
            total -= (goals * own.log_softmax(-1, Kind::Float)).sum(Kind::Float);
        }
        total / batch.rows.len() as f64
    }

    fn scores(&self, judge: &Judge<'_>) -> Result<Vec<(String, f64)>, ClassifyError> {
        let score = |set: &DevSet| Ok((set.name.clone(), set.macro_f1(judge, &self.tasks)?));
        self.dev.iter().map(score).collect()
    }
}

impl Labels<'_> {
    /// What a task is to say of a row, a weight a label: of the row's own task its smoothed label, and where
    /// a teacher judged the task the teacher's probabilities (Hinton, Vinyals & Dean 2015, at
    /// temperature 1), which take their weight from the label; all 0 where there is neither.
    fn goal(&self, row: usize, task: usize) -> Vec<f32> {
        let row = &self.rows[row];
        let labels = self.tasks[task].labels.len();
        let taught = row.taught.iter().find(|(of, _)| *of == task);
        let teacher = taught.map_or(0.0, |_| self.teacher_weight as f32);
        let mut goal = vec![0.0; labels];
        if row.task == task {
            let smoothing = self.smoothing as f32;
            goal.fill((1.0 - teacher) * smoothing / labels as f32);
            goal[row.label] += (1.0 - teacher) * (1.0 - smoothing);
        }
        for (sum, p) in goal.iter_mut().zip(taught.into_iter().flat_map(|(_, p)| p)) {
            *sum += teacher * p;
        }
        goal
    }
}

fn encode(encoder: &Encoder, rows: &[TrainRow]) -> Result<Vec<Encoded>, TrainError> {
    let items: Vec<Item<'_>> = rows
        .iter()
        .map(|r| Item {
            target: &r.target,
            quote: &r.text,
            sentence: None,
            context: None,
        })
        .collect();
    Ok(encoder.encode(&items)?)
}
