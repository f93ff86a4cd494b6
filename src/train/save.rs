//! Weights, in f16 -> a model folder in the Hugging Face layout, with hashes and a card.

use std::collections::BTreeMap;
use std::path::Path;

use half::f16;
use safetensors::tensor::{Dtype, TensorView};
use serde_json::{Value, json};

use crate::classify::{Architecture, FileEntry, Kind, ModelToml};

use super::TrainError;
use super::config::TrainConfig;

/// One tensor of a model.
pub(super) struct Weights {
    /// Its name in the file, which is that of transformers.
    pub name: String,
    /// Its extents.
    pub shape: Vec<usize>,
    /// Row-major.
    pub values: Vec<f16>,
}

/// What a training ends with.
pub(super) struct Trained {
    /// Every tensor.
    pub weights: Vec<Weights>,
    /// Rows read a training set.
    pub rows: Vec<(String, usize)>,
    /// The step whose weights these are.
    pub kept: usize,
    /// Macro-F1 a dev set at that step.
    pub scores: Vec<(String, f64)>,
}

/// Writes the folder beside its place and moves it there when it is whole; an older one is replaced.
///
/// # Errors
/// When a file cannot be read from the encoder or written.
pub(super) fn save(config: &TrainConfig, trained: Trained) -> Result<(), TrainError> {
    let part = config.out.with_extension("part");
    let output = |path: &Path| {
        let path = path.to_owned();
        move |source| TrainError::Output { path, source }
    };
    if part.exists() {
        std::fs::remove_dir_all(&part).map_err(output(&part))?;
    }
    std::fs::create_dir_all(&part).map_err(output(&part))?;
    let write = |name: &str, bytes: &[u8]| {
        let path = part.join(name);
        std::fs::write(&path, bytes).map_err(output(&path))
    };
    if config.architecture != Architecture::Linear {
        write("config.json", pretty(&network_config(config)?).as_bytes())?;
        write("tokenizer.json", tokenizer(config)?.as_bytes())?;
        for name in ["tokenizer_config.json", "special_tokens_map.json"] {
            let from = config.encoder()?.join(name);
            if from.exists() {
                write(name, &std::fs::read(&from).map_err(output(&from))?)?;
            }
        }
    }
    write("model.safetensors", &weights(&trained.weights)?)?;
    let toml = model_toml(config, &part)?;
    let text = toml::to_string(&toml).map_err(|e| TrainError::Config(e.to_string()))?;
    write("model.toml", text.as_bytes())?;
    write("README.md", card(config, &trained).as_bytes())?;
    if config.out.exists() {
        std::fs::remove_dir_all(&config.out).map_err(output(&config.out))?;
    }
    std::fs::rename(&part, &config.out).map_err(output(&config.out))
}

fn weights(weights: &[Weights]) -> Result<Vec<u8>, TrainError> {
    let engine = |e: safetensors::SafeTensorError| TrainError::Engine(e.to_string());
    let bytes: Vec<Vec<u8>> = weights
        .iter()
        .map(|w| w.values.iter().flat_map(|v| v.to_le_bytes()).collect())
        .collect();
    let mut views = Vec::new();
    for (w, bytes) in weights.iter().zip(&bytes) {
        let view = TensorView::new(Dtype::F16, w.shape.clone(), bytes).map_err(engine)?;
        views.push((w.name.as_str(), view));
    }
    // transformers refuses a file that does not say which framework it is for.
    let metadata = [("format".to_owned(), "pt".to_owned())].into();
    safetensors::serialize(views, Some(metadata)).map_err(engine)
}

/// The encoder's `config.json` with the labels of all tasks as `task:label`.
pub(super) fn network_config(config: &TrainConfig) -> Result<Value, TrainError> {
    let mut value = read_json(&config.encoder()?.join("config.json"))?;
    let mut names = vec![String::new(); config.num_logits()];
    for (task, spec) in &config.tasks {
        for (label, &logit) in spec.labels.iter().zip(&spec.logits) {
            names[logit] = format!("{task}:{label}");
        }
    }
    let indexed = || names.iter().enumerate();
    value["id2label"] = indexed().map(|(i, n)| (i.to_string(), json!(n))).collect();
    value["label2id"] = indexed().map(|(i, n)| (n.clone(), json!(i))).collect();
    value["torch_dtype"] = json!("float32");
    if let Some(object) = value.as_object_mut() {
        object.remove("_name_or_path");
        object.remove("transformers_version");
        let class = match config.architecture {
            Architecture::Bert if config.kind() == Kind::Tagger => "BertForTokenClassification",
            Architecture::Bert => "BertForSequenceClassification",
            Architecture::Roberta => "RobertaForSequenceClassification",
            Architecture::Distilbert => "DistilBertForSequenceClassification",
            Architecture::DebertaV2 => "DebertaV2ForSequenceClassification",
            Architecture::Linear => "",
        };
        object.insert("architectures".into(), json!([class]));
    }
    Ok(value)
}

/// The encoder's tokenizer without its own padding and truncation, which are the caller's business.
fn tokenizer(config: &TrainConfig) -> Result<String, TrainError> {
    let mut value = read_json(&config.encoder()?.join("tokenizer.json"))?;
    value["padding"] = Value::Null;
    value["truncation"] = Value::Null;
    Ok(value.to_string())
}

fn model_toml(config: &TrainConfig, dir: &Path) -> Result<ModelToml, TrainError> {
    let mut files = BTreeMap::new();
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
        let path = dir.join(name);
        if !path.exists() {
            continue;
        }
        let entry = FileEntry::of(&path).map_err(|source| TrainError::Output { path, source })?;
        files.insert(name.to_owned(), entry);
    }
    Ok(ModelToml {
        name: config.name.clone(),
        licence: config.licence.clone(),
        kind: config.kind(),
        architecture: config.architecture,
        max_tokens: config.max_tokens,
        windows: config.quotes.as_ref().map(|q| q.windows),
        base: config.base.clone(),
        input: config.input.clone(),
        tasks: config.tasks.clone(),
        files,
    })
}

/// A card that says what the training knows: base, data, schedule, dev figures.
fn card(config: &TrainConfig, trained: &Trained) -> String {
    let mut text = format!(
        "---\nlicense: other\npipeline_tag: {}\n---\n\n# {}\n\n{} by `quotestance train`. Licence: {}.\n\n| data | task | rows | terms |\n|---|---|---|---|\n",
        match config.kind() {
            Kind::Tagger => "token-classification",
            _ => "text-classification",
        },
        config.name,
        match &config.base {
            Some(base) => format!("Fine-tuned from {} ({})", base.name, base.licence),
            None => "Trained from nothing".to_owned(),
        },
        config.licence
    );
    for (set, (_, n)) in config.train.iter().zip(&trained.rows) {
        text += &format!("| {} | {} | {n} | {} |\n", set.name, set.task, set.terms);
    }
    for (set, (_, n)) in config
        .quotes
        .iter()
        .flat_map(|q| &q.train)
        .zip(&trained.rows)
    {
        text += &format!("| {} | quotes | {n} | {} |\n", set.name, set.terms);
    }
    text += &format!(
        "\nSeed {}, {} epochs; the weights are those of step {}.\n",
        config.seed, config.schedule.epochs, trained.kept
    );
    if !trained.scores.is_empty() {
        text += "\n| dev set | macro-F1 |\n|---|---|\n";
    }
    for (name, score) in &trained.scores {
        text += &format!("| {name} | {score:.3} |\n");
    }
    text
}

fn read_json(path: &Path) -> Result<Value, TrainError> {
    let fault = |e: &dyn std::fmt::Display| TrainError::Config(format!("{}: {e}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|e| fault(&e))?;
    serde_json::from_str(&text).map_err(|e| fault(&e))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
