//! Texts and targets -> stance and sentiment. The contract that every classifier keeps.

use crate::corpus::Prediction;

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
