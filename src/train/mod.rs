//! Labelled rows -> a fine-tuned model folder.
//!
//! Built on `classify`: a model is trained with the encoder and the network that later run it.

mod config;
mod linear;
mod rows;
mod save;

#[cfg(feature = "torch")]
mod adamw;
#[cfg(feature = "torch")]
mod checkpoint;
#[cfg(feature = "torch")]
mod dev;
#[cfg(feature = "torch")]
mod fit;
#[cfg(feature = "torch")]
mod labels;
#[cfg(feature = "torch")]
mod quotes;
#[cfg(feature = "torch")]
mod tagged;

pub use config::{DataSet, QuoteData, QuoteSet, Schedule, TrainConfig};
pub use rows::{TrainRow, read_rows};

use std::ops::ControlFlow;

use crate::classify::Architecture;

/// Trains as `config` says and writes the model folder; the best weights on the dev sets are kept.
/// A training that was stopped goes on from its checkpoint and ends as if it had not been.
/// `observe` is told of every step and may break off after it.
///
/// # Errors
/// See [`TrainError`].
pub fn train(
    config: &TrainConfig,
    observe: &mut dyn FnMut(TrainEvent) -> ControlFlow<()>,
) -> Result<(), TrainError> {
    if config.architecture == Architecture::Linear {
        return linear::train(config, observe);
    }
    #[cfg(feature = "torch")]
    {
        match config.quotes {
            Some(_) => quotes::train(config, observe),
            None => labels::train(config, observe),
        }
    }
    #[cfg(not(feature = "torch"))]
    {
        Err(TrainError::Config(format!(
            "training a {} model needs the engine `torch`, which this build is without; build with `--features torch`",
            config.architecture
        )))
    }
}

/// The rows of each set, with its name.
fn read_sets(
    config: &TrainConfig,
    sets: &[DataSet],
) -> Result<Vec<(String, Vec<TrainRow>)>, TrainError> {
    let read = |set: &DataSet| Ok((set.name.clone(), read_rows(config, set)?));
    sets.iter().map(read).collect()
}

/// How far training is.
#[derive(Debug, Clone, PartialEq)]
pub enum TrainEvent {
    /// Before the first step.
    Started {
        /// Training rows.
        rows: usize,
        /// Steps in all.
        steps: usize,
        /// The step that an earlier, unfinished training had reached.
        resumed_at: usize,
        /// Weights that are trained, and weights in all.
        parameters: (usize, usize),
        /// Variables of the network that the encoder's file does not have; they start at random.
        fresh: Vec<String>,
    },
    /// After each step.
    Step {
        /// One-based.
        step: usize,
        /// Of the step's batch, mean over its rows.
        loss: f64,
        /// Tokens of the batch, without padding.
        tokens: usize,
    },
    /// After each look at the dev sets.
    Evaluated {
        /// The step it was taken after.
        step: usize,
        /// Macro-F1 a dev set (of a tagger, of its tags and its links), in the order of the configuration.
        scores: Vec<(String, f64)>,
        /// Their mean.
        mean: f64,
        /// Whether it is the best so far; its weights are kept.
        best: bool,
    },
    /// The model folder is in place.
    Saved {
        /// Where.
        dir: std::path::PathBuf,
    },
}

/// A model could not be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// The configuration or a row is not usable: where, what is wrong, what to do.
    #[error("{0}")]
    Config(String),
    /// The network or its tokenizer failed.
    #[error(transparent)]
    Classify(#[from] crate::classify::ClassifyError),
    /// A file could not be written.
    #[error("{path}: {source}")]
    Output {
        /// Which.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// libtorch failed.
    #[error("{0}")]
    Engine(String),
    /// Stopped by the observer; the same command goes on from the last checkpoint.
    #[error("interrupted; the same command goes on from the last checkpoint")]
    Interrupted,
}
