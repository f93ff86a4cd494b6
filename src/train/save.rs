//! Weights -> a model folder in the Hugging Face layout, with hashes and a card.

use std::collections::BTreeMap;
use std::path::Path;

use half::f16;
use safetensors::tensor::{Dtype, TensorView};
use serde_json::{Value, json};
use tch::Tensor;
use tch::nn::VarStore;

use crate::classify::{FileEntry, ModelToml};

use super::TrainError;
use super::checkpoint::State;
use super::config::TrainConfig;

/// Writes the folder beside its place and moves it there when it is whole; an older one is replaced.
///
/// # Errors
/// When a file cannot be read from the encoder or written.
pub fn save(
    config: &TrainConfig,
    store: &VarStore,
    state: &State,
    rows: &[(String, usize)],
) -> Result<(), TrainError> {
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
    write("config.json", pretty(&network_config(config)?).as_bytes())?;
    write("tokenizer.json", tokenizer(config)?.as_bytes())?;
    for name in ["tokenizer_config.json", "special_tokens_map.json"] {
        let from = config.encoder.join(name);
        if from.exists() {
            write(name, &std::fs::read(&from).map_err(output(&from))?)?;
        }
    }
    write("model.safetensors", &weights(store)?)?;
    let toml = model_toml(config, &part)?;
    let text = toml::to_string(&toml).map_err(|e| TrainError::Config(e.to_string()))?;
    write("model.toml", text.as_bytes())?;
    write("README.md", card(config, state, rows).as_bytes())?;
    if config.out.exists() {
        std::fs::remove_dir_all(&config.out).map_err(output(&config.out))?;
    }
    std::fs::rename(&part, &config.out).map_err(output(&config.out))
}

/// All variables in f16, under their names in the network, which are those of transformers.
fn weights(store: &VarStore) -> Result<Vec<u8>, TrainError> {
    let engine = |e: &dyn std::fmt::Display| TrainError::Engine(e.to_string());
    let variables: BTreeMap<String, Tensor> = store.variables().into_iter().collect();
    let mut tensors = Vec::new();
    for (name, tensor) in &variables {
        let shape: Vec<usize> = tensor.size().iter().map(|&n| n as usize).collect();
        let flat = tensor
            .detach()
            .to_kind(tch::Kind::Half)
            .contiguous()
            .view(-1);
        let values = Vec::<f16>::try_from(flat).map_err(|e| engine(&e))?;
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        tensors.push((name.clone(), shape, bytes));
    }
    let views = tensors
        .iter()
        .map(|(name, shape, bytes)| {
            TensorView::new(Dtype::F16, shape.clone(), bytes).map(|view| (name.as_str(), view))
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| engine(&e))?;
    // transformers refuses a file that does not say which framework it is for.
    let metadata = [("format".to_owned(), "pt".to_owned())].into();
    safetensors::serialize(views, Some(metadata)).map_err(|e| engine(&e))
}

/// The encoder's `config.json` with the labels of all tasks as `task:label`.
pub(super) fn network_config(config: &TrainConfig) -> Result<Value, TrainError> {
    let mut value = read_json(&config.encoder.join("config.json"))?;
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
            crate::classify::Architecture::Bert => "BertForSequenceClassification",
            crate::classify::Architecture::Roberta => "RobertaForSequenceClassification",
            crate::classify::Architecture::Distilbert => "DistilBertForSequenceClassification",
            crate::classify::Architecture::DebertaV2 => "DebertaV2ForSequenceClassification",
            crate::classify::Architecture::Linear => "",
        };
        object.insert("architectures".into(), json!([class]));
    }
    Ok(value)
}

/// The encoder's tokenizer without its own padding and truncation, which are the caller's business.
fn tokenizer(config: &TrainConfig) -> Result<String, TrainError> {
    let mut value = read_json(&config.encoder.join("tokenizer.json"))?;
    value["padding"] = Value::Null;
    value["truncation"] = Value::Null;
    Ok(value.to_string())
}

fn model_toml(config: &TrainConfig, dir: &Path) -> Result<ModelToml, TrainError> {
    let mut files = BTreeMap::new();
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
        let path = dir.join(name);
        let entry = FileEntry::of(&path).map_err(|source| TrainError::Output { path, source })?;
        files.insert(name.to_owned(), entry);
    }
    Ok(ModelToml {
        name: config.name.clone(),
        licence: config.licence.clone(),
        architecture: config.architecture,
        max_tokens: config.max_tokens,
        base: Some(config.base.clone()),
        input: config.input.clone(),
        tasks: config.tasks.clone(),
        files,
    })
}

/// A card that says what the training knows: base, data, schedule, dev figures.
fn card(config: &TrainConfig, state: &State, rows: &[(String, usize)]) -> String {
    let mut text = format!(
        "---\nlicense: other\nbase_model: {}\npipeline_tag: text-classification\n---\n\n# {}\n\nFine-tuned from {} ({}) by `quotestance train`. Licence: {}.\n\n| data | task | rows | terms |\n|---|---|---|---|\n",
        config.base.name, config.name, config.base.name, config.base.licence, config.licence
    );
    for (set, (_, n)) in config.train.iter().zip(rows) {
        text += &format!("| {} | {} | {n} | {} |\n", set.name, set.task, set.terms);
    }
    text += &format!(
        "\nSeed {}, {} epochs, step {} kept.\n\n| dev set | macro-F1 |\n|---|---|\n",
        config.seed, config.schedule.epochs, state.best_step
    );
    let best = state
        .history
        .iter()
        .find(|(step, _)| *step == state.best_step);
    for (name, score) in best.iter().flat_map(|(_, scores)| scores) {
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
