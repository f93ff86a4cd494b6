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

/// What the network says of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Logits {
    /// One a label, unnormalised, in the order of the model's configuration.
    pub values: Vec<f32>,
    /// Tokens read, special tokens included.
    pub tokens: usize,
    /// Whether the text was cut to fit.
    pub truncated: bool,
}

impl Transformer {
    /// One row an item, in the order of `items`.
    ///
    /// # Errors
    /// When the tokenizer or the engine fails.
    pub fn logits(&self, items: &[Item<'_>]) -> Result<Vec<Logits>, ClassifyError> {
        let encoded = self.encoder.encode(items)?;
        let lengths: Vec<usize> = encoded.iter().map(|e| e.ids.len()).collect();
        let mut logits = vec![Vec::new(); items.len()];
        for rows in batches(&lengths, self.max_batch_tokens) {
            let batch = Batch::new(&encoded, rows, self.engine.pad_id());
            for (&row, values) in batch.rows.iter().zip(self.engine.forward(&batch)?) {
                logits[row] = values;
            }
        }
        let rows = logits.into_iter().zip(encoded);
        Ok(rows
            .map(|(values, encoded)| Logits {
                values,
                tokens: encoded.ids.len(),
                truncated: encoded.truncated,
            })
            .collect())
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
            "tasks": self.folder.toml.describe_tasks(),
            "files": self.folder.toml.files,
            "engine": self.engine.describe(),
        })
    }

    fn classify(&self, items: &[Item<'_>]) -> Result<Vec<Prediction>, ClassifyError> {
        let rows = self.logits(items)?.into_iter();
        let predict = |row: Logits| {
            scores::prediction(&self.folder.toml, &row.values, row.tokens, row.truncated)
        };
        Ok(rows.map(predict).collect())
    }
}
