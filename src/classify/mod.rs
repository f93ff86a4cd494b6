//! Texts and targets -> stance and sentiment. The contract that every classifier keeps.

use std::path::Path;

use crate::corpus::Prediction;

/// Numbers that an engine computes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dtype {
    /// bf16 where the processor has an instruction for it, else f32.
    Auto,
    /// 32-bit floats.
    F32,
    /// bfloat16: faster, and less exact.
    Bf16,
}

/// How an engine runs a model.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EngineOptions {
    /// Numbers that it computes with.
    pub dtype: Dtype,
    /// Most tokens in one forward pass, padding included.
    pub max_batch_tokens: usize,
    /// Threads; `None` is all that the machine has.
    pub threads: Option<usize>,
}

/// One text to label. Which of its parts a model reads, and in which order, its `model.toml` says.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// What the stance is toward.
    pub target: &'a str,
    /// The quote.
    pub quote: &'a str,
    /// The words around it, where known.
    pub context: Option<&'a str>,
}

/// A model that is loaded and ready.
pub trait Classifier {
    /// `name@hash12`, as rows carry it.
    fn id(&self) -> &str;

    /// What the manifest says of it: name, hashes of its files, engine and library versions, device, dtype.
    fn describe(&self) -> serde_json::Value;

    /// One prediction an item, in the order of `items`, the same whatever items stand beside it.
    ///
    /// # Errors
    /// When the engine fails (out of memory, a broken weight).
    fn classify(&self, items: &[Item<'_>]) -> Result<Vec<Prediction>, ClassifyError>;
}

/// A model could not be loaded, or failed.
#[derive(Debug, thiserror::Error)]
pub enum ClassifyError {
    /// The model folder is not usable: what is wrong, and what to do.
    #[error("{0}")]
    Model(String),
    /// The engine failed.
    #[error("{0}")]
    Engine(String),
}

/// Loads a model folder, checking its hashes.
///
/// # Errors
/// When the folder is not a usable model, or no engine for it is compiled in.
pub fn load(dir: &Path, options: &EngineOptions) -> Result<Box<dyn Classifier>, ClassifyError> {
    let _ = options;
    Err(ClassifyError::Model(format!("{}: not yet", dir.display())))
}
