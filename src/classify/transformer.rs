//! A transformer as a classifier: encode, batch, run the engine, score.

use crate::corpus::Prediction;

use super::torch::Torch;
use super::{
    Batch, Classifier, ClassifyError, Encoder, EngineOptions, Item, Kind, ModelFolder, TaskSpec,
    batches, nli, scores,
};

/// A loaded transformer with its tokenizer.
pub struct Transformer {
    folder: ModelFolder,
    encoder: Encoder,
    engine: Torch,
    /// The entailment logit of an NLI model.
    entailment: Option<usize>,
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
        let fault = |reason: String| {
            let path = folder.file("model.toml");
            ClassifyError::Model(format!("{}: {reason}", path.display()))
        };
        for (task, spec) in &folder.toml.tasks {
            if let Some(index) = spec.logits.iter().find(|&&i| i >= engine.num_logits()) {
                return Err(fault(format!(
                    "tasks.{task} names logit {index}, but config.json has {} labels",
                    engine.num_logits()
                )));
            }
        }
        let stated = folder
            .toml
            .nli
            .as_ref()
            .and_then(|n| n.entailment.as_deref());
        let entailment = match folder.toml.kind {
            Kind::Classifier | Kind::Tagger => None,
            Kind::Nli => Some(nli::entailment(engine.config(), stated).map_err(fault)?),
        };
        Ok(Self {
            folder: folder.clone(),
            encoder,
            engine,
            entailment,
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
    /// One row an item, in the order of `items`. An NLI model reads the target as hypothesis.
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

    /// Scores every hypothesis about every item's target; `tokens` is that of the longest pair.
    fn entail(&self, items: &[Item<'_>], logit: usize) -> Result<Vec<Prediction>, ClassifyError> {
        let toml = &self.folder.toml;
        let of_item = |item: &Item<'_>| nli::hypotheses(toml, item.target);
        let hypotheses: Vec<Vec<String>> = items.iter().map(of_item).collect();
        let each = items.iter().zip(&hypotheses);
        let pairs: Vec<Item<'_>> = each
            .flat_map(|(item, all)| all.iter().map(|h| nli::with_hypothesis(item, h)))
            .collect();
        let count = hypotheses.first().map_or(1, Vec::len);
        let rows = self.logits(&pairs)?;
        let scores: Vec<_> = rows
            .chunks(count)
            .map(|rows| {
                let entailment: Vec<f32> = rows.iter().map(|row| row.values[logit]).collect();
                nli::scores(toml, &entailment)
            })
            .collect();
        for (task, spread) in nli::mean_spread(&scores) {
            tracing::info!(
                model = self.folder.id,
                task,
                texts = items.len(),
                spread,
                "standard deviation over the templates of the label's probability, mean over texts"
            );
        }
        let predict = |(scores, rows): (&nli::TaskScores<'_>, &[Logits])| {
            let logits = |task: &str, _: &TaskSpec| scores[task].logits.clone();
            let tokens = rows.iter().map(|row| row.tokens).max().unwrap_or(0);
            scores::prediction(toml, logits, tokens, rows.iter().any(|row| row.truncated))
        };
        Ok(scores.iter().zip(rows.chunks(count)).map(predict).collect())
    }
}

impl Classifier for Transformer {
    fn id(&self) -> &str {
        &self.folder.id
    }

    fn describe(&self) -> serde_json::Value {
        self.folder.describe(self.engine.describe())
    }

    fn classify(&self, items: &[Item<'_>]) -> Result<Vec<Prediction>, ClassifyError> {
        if let Some(logit) = self.entailment {
            return self.entail(items, logit);
        }
        let rows = self.logits(items)?.into_iter();
        let predict = |row: Logits| {
            let picked = |_: &str, task: &TaskSpec| scores::picked(task, &row.values);
            scores::prediction(&self.folder.toml, picked, row.tokens, row.truncated)
        };
        Ok(rows.map(predict).collect())
    }
}
