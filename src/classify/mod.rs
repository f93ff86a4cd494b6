//! Texts and targets -> stance and sentiment. The contract that every classifier keeps.

mod batch;
mod calibration;
mod config_json;
#[cfg(feature = "torch")]
mod deberta_v2;
mod encode;
mod explain;
mod folder;
mod inspect;
pub mod linear;
pub mod nli;
mod scores;
#[cfg(feature = "torch")]
mod tagger;
#[cfg(feature = "torch")]
pub mod torch;
#[cfg(feature = "torch")]
mod transformer;
mod windows;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::corpus::{Prediction, TokenTags};

pub use batch::{Batch, batches};
pub use calibration::{Calibration, CalibrationMethod, Fitted, with_fitted};
pub use encode::{Encoded, Encoder};
pub use explain::{MAX_WORDS, explain};
pub use folder::{
    Architecture, BaseModel, FileEntry, InputSpec, Kind, ModelFolder, ModelToml, NliSpec, Part,
    TaskSpec, WindowSpec,
};
pub use inspect::draft;
pub use scores::{log_softmax, softmax};
#[cfg(feature = "torch")]
pub use tagger::Tagger;
#[cfg(feature = "torch")]
pub use transformer::{Logits, Transformer};
pub use windows::{DocumentEncoder, DocumentTokens, Window, windows};

/// Numbers that an engine computes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dtype {
    /// bf16 where the processor has an instruction for it, else f32.
    Auto,
    /// 32-bit floats.
    F32,
    /// bfloat16: faster, and less exact.
    Bf16,
}

impl Dtype {
    /// What `auto` stands for on this processor.
    pub fn resolve(self) -> Self {
        match self {
            Self::Auto if has_bf16() => Self::Bf16,
            Self::Auto => Self::F32,
            other => other,
        }
    }
}

/// Whether the processor multiplies bf16 matrices in hardware; without that, bf16 is slower than f32.
pub fn has_bf16() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        std::is_x86_feature_detected!("avx512bf16")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}

/// Tokens in one forward pass, unless told otherwise: with them a batch's activations stay in the
/// processor's caches, and larger batches are slower.
pub const MAX_BATCH_TOKENS: usize = 1024;

/// How an engine runs a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EngineOptions {
    /// Numbers that it computes with.
    pub dtype: Dtype,
    /// Most tokens in one forward pass, padding included.
    pub max_batch_tokens: usize,
    /// Threads; `None` is all that the machine has.
    pub threads: Option<usize>,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            dtype: Dtype::Auto,
            max_batch_tokens: MAX_BATCH_TOKENS,
            threads: None,
        }
    }
}

/// One text to label. Which of its parts a model reads, and in which order, its `model.toml` says.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// What the stance is toward.
    pub target: &'a str,
    /// The quote.
    pub quote: &'a str,
    /// The quote as it stands in its document, with its source and cue, where known.
    pub sentence: Option<&'a str>,
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

/// A tagger of quotes that is loaded and ready.
pub trait TokenTagger {
    /// `name@hash12`.
    fn id(&self) -> &str;

    /// As [`Classifier::describe`].
    fn describe(&self) -> serde_json::Value;

    /// One list a text, in the order of `texts`: its tokens in text order, with an empty one at the
    /// end of each line. The same whatever texts stand beside it, and linear in its length.
    ///
    /// # Errors
    /// When the tokenizer or the engine fails.
    fn tag(&self, texts: &[&str]) -> Result<Vec<Vec<TokenTags>>, ClassifyError>;
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
    load_folder(&ModelFolder::open(dir)?, options)
}

/// As [`load`], but with each task's probabilities as they are before its `scaling`: what a scaling is
/// fitted on.
///
/// # Errors
/// As [`load`].
pub fn load_unscaled(
    dir: &Path,
    options: &EngineOptions,
) -> Result<Box<dyn Classifier>, ClassifyError> {
    let mut folder = ModelFolder::open(dir)?;
    for task in folder.toml.tasks.values_mut() {
        task.scaling = None;
    }
    load_folder(&folder, options)
}

fn load_folder(
    folder: &ModelFolder,
    options: &EngineOptions,
) -> Result<Box<dyn Classifier>, ClassifyError> {
    if folder.toml.kind == Kind::Tagger {
        return Err(ClassifyError::Model(format!(
            "{}: finds quotes and gives no labels; name it with --tagger",
            folder.dir.display()
        )));
    }
    if folder.toml.architecture == Architecture::Linear {
        return Ok(Box::new(linear::Linear::load(folder)?));
    }
    #[cfg(feature = "torch")]
    {
        Ok(Box::new(Transformer::load(folder, options)?))
    }
    #[cfg(not(feature = "torch"))]
    {
        let _ = options;
        Err(ClassifyError::Model(format!(
            "{}: a {} model needs the engine `torch`, which this build is without; build with `--features torch`, or use `--model baseline`",
            folder.dir.display(),
            folder.toml.architecture
        )))
    }
}

/// Loads the folder of a tagger, checking its hashes.
///
/// # Errors
/// When the folder is not that of a tagger, or no engine for it is compiled in.
pub fn load_tagger(
    dir: &Path,
    options: &EngineOptions,
) -> Result<Box<dyn TokenTagger>, ClassifyError> {
    #[cfg(feature = "torch")]
    {
        Ok(Box::new(Tagger::load(&ModelFolder::open(dir)?, options)?))
    }
    #[cfg(not(feature = "torch"))]
    {
        let _ = options;
        Err(ClassifyError::Model(format!(
            "{}: a tagger needs the engine `torch`, which this build is without; build with `--features torch`, or use `--segmenter rules`",
            dir.display()
        )))
    }
}

/// The baseline that is compiled in.
///
/// # Errors
/// When it was compiled in broken.
pub fn baseline() -> Result<Box<dyn Classifier>, ClassifyError> {
    Ok(Box::new(linear::Linear::built_in()?))
}
