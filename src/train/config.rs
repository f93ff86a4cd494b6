//! What is trained, on what, and how: a TOML file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::classify::{Architecture, BaseModel, Dtype, InputSpec, Kind, TaskSpec, WindowSpec};

use super::TrainError;

/// A training configuration. Paths are taken from the current folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainConfig {
    /// The new model's name.
    pub name: String,
    /// The new model's licence.
    pub licence: String,
    /// The model folder to write.
    pub out: PathBuf,
    /// A folder with `config.json`, `tokenizer.json` and `model.safetensors` to start from; none for
    /// a linear model.
    pub encoder: Option<PathBuf>,
    /// The shape of network.
    pub architecture: Architecture,
    /// Longer input is cut, in training and later.
    pub max_tokens: usize,
    /// Of every random draw.
    pub seed: u64,
    /// Numbers of the forward and backward passes; the optimiser's are always f32.
    #[serde(default = "auto")]
    pub dtype: Dtype,
    /// Variables whose names begin so stay as they are.
    #[serde(default)]
    pub freeze: Vec<String>,
    /// What the encoder is.
    pub base: Option<BaseModel>,
    /// Which text goes first and which second.
    pub input: InputSpec,
    /// The tasks that share the encoder, each with its group of logits.
    pub tasks: BTreeMap<String, TaskSpec>,
    /// Steps and rates.
    pub schedule: Schedule,
    /// Rows to learn from.
    #[serde(default)]
    pub train: Vec<DataSet>,
    /// Rows to choose the best checkpoint by; the mean of their macro-F1 counts.
    #[serde(default)]
    pub dev: Vec<DataSet>,
    /// Documents with quotes instead: what is trained is a tagger.
    pub quotes: Option<QuoteData>,
}

/// What a tagger learns from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteData {
    /// How long documents are read.
    pub windows: WindowSpec,
    /// Weight of the links beside the tags in the loss.
    pub link_weight: f64,
    /// Documents to learn from.
    pub train: Vec<QuoteSet>,
    /// Documents to choose the best checkpoint by.
    pub dev: Vec<QuoteSet>,
}

/// Documents and their quotes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteSet {
    /// As tables and the card name it.
    pub name: String,
    /// JSONL with `id` and `text`.
    pub documents: PathBuf,
    /// JSONL of gold quotes: `document_id`, and `content`, `cue`, `source` as spans in code points.
    pub quotes: PathBuf,
    /// What the card says of its terms.
    #[serde(default)]
    pub terms: String,
}

fn once() -> f64 {
    1.0
}

fn auto() -> Dtype {
    Dtype::Auto
}

/// Steps and rates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Passes over the rows.
    pub epochs: usize,
    /// Most tokens a batch, padding included.
    pub batch_tokens: usize,
    /// The highest rate, reached after the warm-up; it falls linearly to 0.
    pub learning_rate: f64,
    /// Share of the steps in which the rate rises.
    pub warmup: f64,
    /// Decoupled weight decay (Loshchilov & Hutter 2019), on matrices alone.
    pub weight_decay: f64,
    /// Longest gradient, by its 2-norm over all weights.
    pub clip_norm: f64,
    /// Share of each row's probability that is spread over all labels.
    pub label_smoothing: f64,
    /// Weight of a teacher's probabilities of a task in the loss, where a row has them (columns
    /// `stance_probs` and the like, as `label` writes them); a label of the same task has the rest. At 0
    /// they are not read.
    #[serde(default)]
    pub teacher_weight: f64,
    /// Looks at the dev sets, and checkpoints, an epoch.
    pub evaluations_per_epoch: usize,
}

/// A file of labelled rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSet {
    /// As tables and the card name it.
    pub name: String,
    /// JSONL, CSV or TSV, by its ending.
    pub file: PathBuf,
    /// The task that its label is for.
    pub task: String,
    /// What the card says of its terms.
    #[serde(default)]
    pub terms: String,
    /// The columns of the text, its target and its label.
    pub columns: Columns,
    /// The task's label for each of the file's; a label of the task needs no entry.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Only rows in which this column has this value count.
    #[serde(default)]
    pub only: Option<Only>,
    /// How often a training row is seen an epoch: 0.5 draws half of the rows anew each epoch.
    #[serde(default = "once")]
    pub share: f64,
}

/// The columns of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The text.
    pub text: String,
    /// The target.
    pub target: String,
    /// The label.
    pub label: String,
}

/// A filter on rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// The column.
    pub column: String,
    /// Its value, as text.
    pub value: String,
}

impl TrainConfig {
    /// Reads and checks a configuration file.
    ///
    /// # Errors
    /// When it cannot be read, has an unknown key, or contradicts itself.
    pub fn read(path: &Path) -> Result<Self, TrainError> {
        let fault = |reason: String| TrainError::Config(format!("{}: {reason}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|e| fault(e.to_string()))?;
        let config: Self = toml::from_str(&text).map_err(|e| fault(e.to_string()))?;
        config.check().map_err(fault)?;
        Ok(config)
    }

    /// Logits of all tasks together.
    pub fn num_logits(&self) -> usize {
        self.tasks.values().map(|t| t.logits.len()).sum()
    }

    /// What the model's logits are.
    pub fn kind(&self) -> Kind {
        match self.quotes {
            Some(_) => Kind::Tagger,
            None => Kind::Classifier,
        }
    }

    /// The encoder's folder.
    pub(super) fn encoder(&self) -> Result<&Path, TrainError> {
        let missing = || TrainError::Config("needs `encoder`, a model folder to start from".into());
        self.encoder.as_deref().ok_or_else(missing)
    }

    fn check(&self) -> Result<(), String> {
        let mut logits: Vec<usize> = self.tasks.values().flat_map(|t| t.logits.clone()).collect();
        logits.sort_unstable();
        if logits != (0..logits.len()).collect::<Vec<_>>() || logits.is_empty() {
            return Err("the logits of all tasks must be 0, 1, 2, ... without a gap".into());
        }
        for (name, task) in &self.tasks {
            if task.labels.len() != task.logits.len() {
                return Err(format!("tasks.{name} needs one label a logit"));
            }
            if !task.hypotheses.is_empty() {
                return Err(format!(
                    "tasks.{name} has hypotheses, but a classifier is trained; remove them"
                ));
            }
        }
        for set in self.train.iter().chain(&self.dev) {
            if !self.tasks.contains_key(&set.task) {
                return Err(format!(
                    "{} is for task {}, which [tasks] has not",
                    set.name, set.task
                ));
            }
        }
        let s = &self.schedule;
        let linear = self.architecture == Architecture::Linear;
        match &self.quotes {
            Some(_) if !self.train.is_empty() || !self.dev.is_empty() => {
                return Err("has both [[train]] or [[dev]] and [quotes]; keep one".into());
            }
            Some(quotes) if quotes.train.is_empty() || quotes.dev.is_empty() => {
                return Err(
                    "needs at least one [[quotes.train]] and one [[quotes.dev]] set".into(),
                );
            }
            None if self.train.is_empty() || (self.dev.is_empty() && !linear) => {
                return Err("needs at least one [[train]] and one [[dev]] set".into());
            }
            _ => {}
        }
        if let Some(set) = self
            .train
            .iter()
            .find(|set| set.share.is_nan() || set.share <= 0.0)
        {
            return Err(format!("{}: share must be above 0", set.name));
        }
        if self.encoder.is_none() && !linear {
            return Err("needs `encoder`, a model folder to start from".into());
        }
        if s.epochs == 0 || s.evaluations_per_epoch == 0 || s.batch_tokens < self.max_tokens {
            return Err(
                "epochs and evaluations_per_epoch must be at least 1, batch_tokens at least max_tokens"
                    .into(),
            );
        }
        if !(0.0..1.0).contains(&s.warmup) || !(0.0..1.0).contains(&s.label_smoothing) {
            return Err("warmup and label_smoothing must be at least 0 and below 1".into());
        }
        if !(0.0..=1.0).contains(&s.teacher_weight) || (linear && s.teacher_weight > 0.0) {
            return Err("teacher_weight must be between 0 and 1, and 0 for a linear model".into());
        }
        Ok(())
    }
}
