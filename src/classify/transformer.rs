//! A transformer as a classifier: encode, batch, run the engine, score.

use serde_json::json;

use crate::corpus::Prediction;

use super::torch::Torch;
use super::{
    Batch, Classifier, ClassifyError, Encoder, EngineOptions, Item, ModelFolder, batches, scores,
};

/// A loaded transformer with its tokenizer.
pub struct Transformer {
    folder: ModelFolder,
    encoder: Encoder,
    engine: Torch,
    max_batch_tokens: usize,
}

impl Transformer {
    /// Loads the folder's tokenizer and weights.
    ///
    /// # Errors
    /// When a file does not fit the architecture, or a task names a logit that the model has not.
    pub fn load(folder: &ModelFolder, options: &EngineOptions) -> Result<Self, ClassifyError> {
        let encoder = Encoder::load(folder)?;
        let engine = Torch::load(folder, options)?;
        for (task, spec) in &folder.toml.tasks {
            if let Some(index) = spec.logits.iter().find(|&&i| i >= engine.num_logits()) {
                return Err(ClassifyError::Model(format!(
                    "{}: tasks.{task} names logit {index}, but config.json has {} labels",
                    folder.file("model.toml").display(),
                    engine.num_logits()
                )));
            }
        }
        Ok(Self {
            folder: folder.clone(),
            encoder,
            engine,
            max_batch_tokens: options.max_batch_tokens,
        })
    }
}

impl Classifier for Transformer {
    fn id(&self) -> &str {
        &self.folder.id
    }

    fn describe(&self) -> serde_json::Value {
        json!({
            "id": self.folder.id,
            "name": self.folder.toml.name,
            "licence": self.folder.toml.licence,
            "architecture": self.folder.toml.architecture,
            "base": self.folder.toml.base,
            "files": self.folder.toml.files,
            "engine": self.engine.describe(),
        })
    }

    fn classify(&self, items: &[Item<'_>]) -> Result<Vec<Prediction>, ClassifyError> {
        let encoded = self.encoder.encode(items)?;
        let lengths: Vec<usize> = encoded.iter().map(|e| e.ids.len()).collect();
        let mut predictions = vec![None; items.len()];
        for rows in batches(&lengths, self.max_batch_tokens) {
            let batch = Batch::new(&encoded, rows, self.engine.pad_id());
            let logits = self.engine.forward(&batch)?;
            for (&row, logits) in batch.rows.iter().zip(&logits) {
                predictions[row] = Some(scores::prediction(
                    &self.folder.toml,
                    logits,
                    lengths[row],
                    encoded[row].truncated,
                ));
            }
        }
        Ok(predictions.into_iter().flatten().collect())
    }
}
