//! The training loop, whatever is learned.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use tch::nn::VarStore;
use tch::{Device, Kind, Tensor};

use crate::classify::torch::Network;
use crate::classify::{Batch, ClassifyError, Dtype, Encoded, batches};

use super::adamw::{self, Param};
use super::checkpoint::{self, State};
use super::config::TrainConfig;
use super::save::{Trained, Weights};
use super::{TrainError, TrainEvent, save};

/// Batches whose rows are sorted by length together: enough to waste little on padding, few enough
/// that batches stay mixed.
const BATCHES_A_POOL: usize = 50;

/// What a network is to learn, and how it is judged.
pub(super) trait Objective {
    /// The examples, as token ids.
    fn examples(&self) -> &[Encoded];

    /// The examples of an epoch; each epoch may have its own.
    fn epoch(&self, epoch: usize, rng: &mut ChaCha8Rng) -> Vec<usize>;

    /// Of a batch of examples, mean over what is learned in them.
    fn loss(&self, logits: &Tensor, batch: &Batch) -> Tensor;

    /// A figure a dev set, by its name; the mean decides which weights are kept.
    ///
    /// # Errors
    /// When the network fails.
    fn scores(&self, judge: &Judge<'_>) -> Result<Vec<(String, f64)>, ClassifyError>;
}

/// A network to be judged.
pub(super) struct Judge<'a> {
    /// As it is after the last step.
    pub network: &'a Network,
    /// What batches are padded with.
    pub pad_id: i64,
    /// Most tokens a batch.
    pub batch_tokens: usize,
}

impl Judge<'_> {
    /// Shows `see` the logits of all examples, in f32, batch by batch.
    ///
    /// # Errors
    /// When the network fails.
    pub fn each(
        &self,
        examples: &[Encoded],
        mut see: impl FnMut(&Batch, Tensor),
    ) -> Result<(), ClassifyError> {
        let lengths: Vec<usize> = examples.iter().map(|e| e.ids.len()).collect();
        for rows in batches(&lengths, self.batch_tokens) {
            let batch = Batch::new(examples, rows, self.pad_id);
            let logits = tch::no_grad(|| self.network.forward(&batch, false))?;
            see(&batch, logits.to_kind(Kind::Float));
        }
        Ok(())
    }
}

/// Trains a network, and writes its folder. `rows` says what it was trained on, by set.
pub(super) fn fit(
    config: &TrainConfig,
    objective: &dyn Objective,
    data_hash: Sha256,
    rows: Vec<(String, usize)>,
    observe: &mut dyn FnMut(TrainEvent) -> ControlFlow<()>,
) -> Result<(), TrainError> {
    let mut training = Training::new(config, fingerprint(config, data_hash))?;
    training.fit(objective, observe)?;
    training.finish(rows)?;
    let _ = observe(TrainEvent::Saved {
        dir: config.out.clone(),
    });
    Ok(())
}

struct Training<'a> {
    config: &'a TrainConfig,
    store: VarStore,
    network: Network,
    params: Vec<Param>,
    fresh: Vec<String>,
    state: State,
    pad_id: i64,
}

impl<'a> Training<'a> {
    /// Builds the network from the encoder, or from the checkpoint of a training that was stopped.
    fn new(config: &'a TrainConfig, fingerprint: String) -> Result<Self, TrainError> {
        tch::manual_seed(config.seed as i64);
        let dir = checkpoint::folder(&config.out);
        std::fs::create_dir_all(&dir).map_err(|source| TrainError::Output {
            path: dir.clone(),
            source,
        })?;
        let network_config = save::network_config(config)?;
        let path = dir.join("config.json");
        std::fs::write(&path, network_config.to_string()).map_err(|source| TrainError::Output {
            path: path.clone(),
            source,
        })?;
        let mut store = VarStore::new(Device::Cpu);
        let network = Network::new(&store.root(), config.kind(), config.architecture, &path)?;
        let fresh = load_encoder(&store, &config.encoder()?.join("model.safetensors"))?;
        let variables: BTreeMap<String, Tensor> = store.variables().into_iter().collect();
        let mut params: Vec<Param> = variables
            .into_iter()
            .filter(|(name, tensor)| {
                let frozen = config.freeze.iter().any(|f| name.starts_with(f.as_str()));
                let _ = tensor.set_requires_grad(!frozen);
                !frozen
            })
            .map(|(name, tensor)| Param::new(name, tensor))
            .collect();
        if config.dtype.resolve() == Dtype::Bf16 {
            store.bfloat16();
        }
        let state = checkpoint::load(&dir, &fingerprint, &mut params)?.unwrap_or(State {
            fingerprint,
            step: 0,
            best: None,
            best_step: 0,
            history: Vec::new(),
        });
        Ok(Self {
            config,
            store,
            network,
            params,
            fresh,
            state,
            pad_id: network_config["pad_token_id"].as_i64().unwrap_or(0),
        })
    }

    fn fit(
        &mut self,
        objective: &dyn Objective,
        observe: &mut dyn FnMut(TrainEvent) -> ControlFlow<()>,
    ) -> Result<(), TrainError> {
        let schedule = &self.config.schedule;
        let examples = objective.examples();
        let lengths: Vec<usize> = examples.iter().map(|e| e.ids.len()).collect();
        let plan: Vec<Vec<usize>> = (0..schedule.epochs)
            .flat_map(|epoch| self.epoch(epoch, objective, &lengths))
            .collect();
        let steps = plan.len();
        let every = steps.div_ceil(schedule.epochs * schedule.evaluations_per_epoch);
        let elements =
            |tensors: &mut dyn Iterator<Item = &Tensor>| tensors.map(Tensor::numel).sum();
        let all: Vec<Tensor> = self.store.variables().into_values().collect();
        let started = TrainEvent::Started {
            rows: examples.len(),
            steps,
            resumed_at: self.state.step,
            parameters: (
                elements(&mut self.params.iter().map(|p| &p.weight)),
                elements(&mut all.iter()),
            ),
            fresh: self.fresh.clone(),
        };
        let mut flow = observe(started);
        for (i, rows) in plan.into_iter().enumerate().skip(self.state.step) {
            if flow.is_break() {
                return Err(TrainError::Interrupted);
            }
            let step = i + 1;
            let batch = Batch::new(examples, rows, self.pad_id);
            let tokens = batch.mask.iter().sum::<i64>() as usize;
            let loss = self.step(step, steps, &batch, objective)?;
            flow = observe(TrainEvent::Step { step, loss, tokens });
            if step % every == 0 || step == steps {
                self.evaluate(step, objective, observe)?;
            }
        }
        Ok(())
    }

    /// The batches of an epoch: examples shuffled, sorted by length within pools, batches shuffled.
    fn epoch(&self, epoch: usize, objective: &dyn Objective, lengths: &[usize]) -> Vec<Vec<usize>> {
        let mut rng = ChaCha8Rng::seed_from_u64(self.config.seed);
        rng.set_stream(epoch as u64);
        let mut order = objective.epoch(epoch, &mut rng);
        order.shuffle(&mut rng);
        let budget = self.config.schedule.batch_tokens;
        let mean = lengths.iter().sum::<usize>() / lengths.len().max(1);
        let pool = (budget / mean.max(1)).max(1) * BATCHES_A_POOL;
        let mut out: Vec<Vec<usize>> = order
            .chunks(pool)
            .flat_map(|rows| {
                let pool_lengths: Vec<usize> = rows.iter().map(|&r| lengths[r]).collect();
                let in_rows = |batch: Vec<usize>| batch.into_iter().map(|i| rows[i]).collect();
                batches(&pool_lengths, budget)
                    .into_iter()
                    .map(in_rows)
                    .collect::<Vec<_>>()
            })
            .collect();
        out.shuffle(&mut rng);
        out
    }

    fn step(
        &mut self,
        step: usize,
        steps: usize,
        batch: &Batch,
        objective: &dyn Objective,
    ) -> Result<f64, TrainError> {
        // The draws of dropout depend on the step alone, so that a resumed training repeats them.
        let mut rng = ChaCha8Rng::seed_from_u64(self.config.seed);
        rng.set_stream(u64::MAX - step as u64);
        tch::manual_seed(rng.random::<u32>().into());
        let logits = self.network.forward(batch, true)?.to_kind(Kind::Float);
        let loss = objective.loss(&logits, batch);
        loss.backward();
        let schedule = &self.config.schedule;
        let rate = adamw::rate(step, steps, schedule.warmup, schedule.learning_rate);
        adamw::update(
            &mut self.params,
            step,
            rate,
            schedule.weight_decay,
            schedule.clip_norm,
        )?;
        Ok(loss.double_value(&[]))
    }

    /// Scores the dev sets, keeps the weights if they are the best, and writes a checkpoint.
    fn evaluate(
        &mut self,
        step: usize,
        objective: &dyn Objective,
        observe: &mut dyn FnMut(TrainEvent) -> ControlFlow<()>,
    ) -> Result<(), TrainError> {
        let scores = objective.scores(&Judge {
            network: &self.network,
            pad_id: self.pad_id,
            batch_tokens: self.config.schedule.batch_tokens,
        })?;
        let mean = scores.iter().map(|s| s.1).sum::<f64>() / scores.len() as f64;
        let best = self.state.best.is_none_or(|b| mean > b);
        let dir = checkpoint::folder(&self.config.out);
        if best {
            self.state.best = Some(mean);
            self.state.best_step = step;
            let weights: Vec<(&str, &Tensor)> = self
                .params
                .iter()
                .map(|p| (p.name.as_str(), &p.master))
                .collect();
            Tensor::write_safetensors(&weights, dir.join("best.safetensors"))
                .map_err(|e| TrainError::Engine(e.to_string()))?;
        }
        self.state.step = step;
        self.state
            .history
            .push((step, scores.iter().cloned().collect()));
        checkpoint::save(&dir, &self.state, &self.params)?;
        let _ = observe(TrainEvent::Evaluated {
            step,
            scores,
            mean,
            best,
        });
        Ok(())
    }

    /// Writes the best weights as a model folder and removes the checkpoint.
    fn finish(mut self, rows: Vec<(String, usize)>) -> Result<(), TrainError> {
        let dir = checkpoint::folder(&self.config.out);
        self.store.float();
        let best = dir.join("best.safetensors");
        tch::no_grad(|| self.store.fill_safetensors(&best))
            .map_err(|e| TrainError::Engine(e.to_string()))?;
        let kept = self.state.best_step;
        let history = self
            .state
            .history
            .into_iter()
            .find(|(step, _)| *step == kept);
        let trained = Trained {
            weights: weights(&self.store)?,
            rows,
            kept,
            scores: history.into_iter().flat_map(|(_, scores)| scores).collect(),
        };
        save::save(self.config, trained)?;
        std::fs::remove_dir_all(&dir).map_err(|source| TrainError::Output { path: dir, source })
    }
}

/// All variables, under their names in the network.
fn weights(store: &VarStore) -> Result<Vec<Weights>, TrainError> {
    let variables: BTreeMap<String, Tensor> = store.variables().into_iter().collect();
    let read = |(name, tensor): (String, Tensor)| {
        let flat = tensor.detach().to_kind(Kind::Half).contiguous().view(-1);
        Ok(Weights {
            name,
            shape: tensor.size().iter().map(|&n| n as usize).collect(),
            values: Vec::try_from(flat)
                .map_err(|e: tch::TchError| TrainError::Engine(e.to_string()))?,
        })
    };
    variables.into_iter().map(read).collect()
}

/// Copies the encoder's weights into the network; names the variables that the file does not have.
fn load_encoder(store: &VarStore, path: &Path) -> Result<Vec<String>, TrainError> {
    let tensors = Tensor::read_safetensors(path)
        .map_err(|e| TrainError::Config(format!("{}: {e}", path.display())))?;
    let tensors: BTreeMap<String, Tensor> = tensors.into_iter().collect();
    let mut fresh = Vec::new();
    for (name, mut variable) in store.variables().into_iter().collect::<BTreeMap<_, _>>() {
        // A bare encoder's file lacks the prefix (`bert.`) that a classifier's names have.
        let bare = name.split_once('.').map_or("", |(_, rest)| rest);
        match tensors.get(&name).or_else(|| tensors.get(bare)) {
            Some(tensor) if tensor.size() == variable.size() => {
                tch::no_grad(|| variable.copy_(tensor));
            }
            _ => fresh.push(name),
        }
    }
    Ok(fresh)
}

/// Of everything that the result depends on.
fn fingerprint(config: &TrainConfig, data: Sha256) -> String {
    let hash = data.chain_update(format!("{config:?}")).finalize();
    hash.iter().map(|b| format!("{b:02x}")).collect()
}
