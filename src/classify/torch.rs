//! The engine on libtorch: rust-bert's networks, and our DeBERTa, behind one call, batch in, logits out.

use std::path::Path;

use rust_bert::bert::{BertConfig, BertForSequenceClassification, BertForTokenClassification};
use rust_bert::distilbert::{DistilBertConfig, DistilBertModelClassifier};
use rust_bert::roberta::{RobertaConfig, RobertaForSequenceClassification};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tch::nn::{Path as VarPath, VarStore};
use tch::{Device, Kind, TchError, Tensor};

use super::deberta_v2::{DebertaV2Classifier, DebertaV2Config};
use super::{
    Architecture, Batch, ClassifyError, Dtype, EngineOptions, Kind as ModelKind, ModelFolder,
};

/// libtorch's version, which tch is bound to.
pub const LIBTORCH_VERSION: &str = "2.4.0";
/// rust-bert's version, as `Cargo.toml` has it.
pub const RUST_BERT_VERSION: &str = "0.23";

/// A classifier of sequences, or of their tokens, of one of the known architectures.
pub enum Network {
    /// Logits for each token.
    BertTokens(BertForTokenClassification),
    /// Also loads BERT-shaped encoders such as MiniLM.
    Bert(BertForSequenceClassification),
    /// Reads one sequence type only.
    Roberta(RobertaForSequenceClassification),
    /// Has no sequence types.
    Distilbert(DistilBertModelClassifier),
    /// DeBERTa v2 and v3.
    DebertaV2(Box<DebertaV2Classifier>),
}

impl Network {
    /// Builds the network's variables under `root`, as `config.json` says.
    ///
    /// # Errors
    /// When the configuration is not one of the architecture.
    pub fn new(
        root: &VarPath<'_>,
        kind: ModelKind,
        architecture: Architecture,
        config: &Path,
    ) -> Result<Self, ClassifyError> {
        let built = match architecture {
            Architecture::Bert if kind == ModelKind::Tagger => {
                BertForTokenClassification::new(root, &read::<BertConfig>(config)?)
                    .map(Self::BertTokens)
            }
            _ if kind == ModelKind::Tagger => {
                return Err(fault(config, "a tagger has to be of the architecture bert"));
            }
            Architecture::Bert => {
                BertForSequenceClassification::new(root, &read::<BertConfig>(config)?)
                    .map(Self::Bert)
            }
            Architecture::Roberta => {
                RobertaForSequenceClassification::new(root, &read::<RobertaConfig>(config)?)
                    .map(Self::Roberta)
            }
            Architecture::Distilbert => {
                let mut value: Value = read(config)?;
                // rust-bert insists on a field that published configurations spell otherwise.
                value["tie_weights_"] = json!(true);
                let known: DistilBertConfig =
                    serde_json::from_value(value).map_err(|e| fault(config, e))?;
                DistilBertModelClassifier::new(root, &known).map(Self::Distilbert)
            }
            Architecture::DebertaV2 => {
                return DebertaV2Classifier::new(root, &read::<DebertaV2Config>(config)?)
                    .map(|m| Self::DebertaV2(Box::new(m)))
                    .map_err(|e| fault(config, e));
            }
            Architecture::Linear => {
                return Err(fault(config, "a linear model needs no engine"));
            }
        };
        built.map_err(|e| fault(config, e))
    }

    /// Logits, one row a row of the batch (of a tagger, a token of each row), in the network's own kind.
    ///
    /// # Errors
    /// When libtorch fails.
    pub fn forward(&self, batch: &Batch, train: bool) -> Result<Tensor, ClassifyError> {
        let shape = [batch.rows.len() as i64, batch.width as i64];
        let tensor = |values: &[i64]| Tensor::from_slice(values).view(shape);
        let ids = tensor(&batch.ids);
        let mask = tensor(&batch.mask);
        let types = tensor(&batch.type_ids);
        match self {
            Self::BertTokens(m) => Ok(m
                .forward_t(Some(&ids), Some(&mask), Some(&types), None, None, train)
                .logits),
            Self::Bert(m) => Ok(m
                .forward_t(Some(&ids), Some(&mask), Some(&types), None, None, train)
                .logits),
            Self::Roberta(m) => Ok(m
                .forward_t(Some(&ids), Some(&mask), None, None, None, train)
                .logits),
            Self::Distilbert(m) => m
                .forward_t(Some(&ids), Some(&mask), None, train)
                .map(|o| o.logits)
                .map_err(|e| ClassifyError::Engine(e.to_string())),
            Self::DebertaV2(m) => Ok(m.forward_t(&ids, &mask, &types, train)),
        }
    }
}

/// A model loaded for inference on the processor.
pub struct Torch {
    network: Network,
    dtype: Dtype,
    threads: usize,
    pad_id: i64,
    num_logits: usize,
    // The variables live as long as the network that refers to them.
    _store: VarStore,
}

impl Torch {
    /// Loads the weights of a folder.
    ///
    /// # Errors
    /// When `config.json` or the weights do not fit the architecture.
    pub fn load(folder: &ModelFolder, options: &EngineOptions) -> Result<Self, ClassifyError> {
        let threads = options.threads.unwrap_or_else(available_threads);
        tch::set_num_threads(i32::try_from(threads).unwrap_or(i32::MAX));
        let config = folder.file("config.json");
        let facts: Value = read(&config)?;
        let mut store = VarStore::new(Device::Cpu);
        let network = Network::new(
            &store.root(),
            folder.toml.kind,
            folder.toml.architecture,
            &config,
        )?;
        let weights = folder.file("model.safetensors");
        tch::no_grad(|| store.read_safetensors(&weights)).map_err(|e| fault(&weights, e))?;
        store.freeze();
        let dtype = options.dtype.resolve();
        if dtype == Dtype::Bf16 {
            store.bfloat16();
        }
        Ok(Self {
            network,
            dtype,
            threads,
            pad_id: facts["pad_token_id"].as_i64().unwrap_or(0),
            num_logits: facts["id2label"]
                .as_object()
                .map_or(2, serde_json::Map::len),
            _store: store,
        })
    }

    /// One row of logits a row of the batch; of a tagger, a token of each row, padding included.
    ///
    /// # Errors
    /// When libtorch fails, or a logit is not a number.
    pub fn forward(&self, batch: &Batch) -> Result<Vec<Vec<f32>>, ClassifyError> {
        let engine = |e: TchError| ClassifyError::Engine(first_line(&e));
        let logits = tch::no_grad(|| self.network.forward(batch, false))?.to_kind(Kind::Float);
        let flat = Vec::<f32>::try_from(
            logits
                .f_contiguous()
                .and_then(|l| l.f_view(-1))
                .map_err(engine)?,
        )
        .map_err(engine)?;
        if flat.iter().any(|x| x.is_nan()) {
            return Err(ClassifyError::Engine(
                "the model's logits are not numbers; its weights are broken, or too large for this dtype: try --dtype f32".into(),
            ));
        }
        Ok(flat.chunks(self.num_logits).map(<[f32]>::to_vec).collect())
    }

    /// What batches are padded with.
    pub fn pad_id(&self) -> i64 {
        self.pad_id
    }

    /// Logits a row.
    pub fn num_logits(&self) -> usize {
        self.num_logits
    }

    /// For the manifest.
    pub fn describe(&self) -> Value {
        json!({
            "name": "torch",
            "rust_bert": RUST_BERT_VERSION,
            "libtorch": LIBTORCH_VERSION,
            "device": "cpu",
            "dtype": self.dtype,
            "threads": self.threads,
        })
    }
}

/// All that the process may use.
fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, ClassifyError> {
    let text = std::fs::read_to_string(path).map_err(|e| fault(path, e))?;
    serde_json::from_str(&text).map_err(|e| fault(path, e))
}

fn fault(path: &Path, reason: impl std::fmt::Display) -> ClassifyError {
    ClassifyError::Model(format!("{}: {}", path.display(), first_line(&reason)))
}

/// libtorch puts its own stack below what went wrong.
fn first_line(reason: &impl std::fmt::Display) -> String {
    reason
        .to_string()
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}
