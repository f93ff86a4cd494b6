//! The baseline: hashed words and one linear layer. Needs no engine, and is always compiled in.

use std::collections::BTreeSet;

use half::f16;
use safetensors::SafeTensors;
use serde_json::json;
use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

use crate::corpus::Prediction;

use super::folder::{ModelToml, TaskSpec, hex};
use super::{Classifier, ClassifyError, Item, ModelFolder, scores};

/// Rows of the weight matrix; features are hashed to them.
pub const BUCKETS: usize = 1 << 15;

/// The tensor in `model.safetensors`, `BUCKETS` rows of one weight a logit, f16.
pub const WEIGHTS: &str = "weights";

/// Only so many bytes of a text are read.
const MAX_BYTES: usize = 1 << 14;

/// A loaded linear model.
pub struct Linear {
    toml: ModelToml,
    id: String,
    logits: usize,
    weights: Vec<f32>,
}

impl Linear {
    /// Loads a folder.
    ///
    /// # Errors
    /// When the weights are not those of a linear model.
    pub fn load(folder: &ModelFolder) -> Result<Self, ClassifyError> {
        let path = folder.file("model.safetensors");
        let fault =
            |e: &dyn std::fmt::Display| ClassifyError::Model(format!("{}: {e}", path.display()));
        let bytes = std::fs::read(&path).map_err(|e| fault(&e))?;
        Self::new(folder.toml.clone(), folder.id.clone(), &bytes).map_err(|e| fault(&e))
    }

    /// The one that is compiled in.
    ///
    /// # Errors
    /// When it was compiled in broken.
    pub fn built_in() -> Result<Self, ClassifyError> {
        let text = include_str!("../../models/baseline/model.toml");
        let fault = |e: String| ClassifyError::Model(format!("the baseline compiled in: {e}"));
        let toml: ModelToml = toml::from_str(text).map_err(|e| fault(e.to_string()))?;
        let hash = hex(&Sha256::digest(text.as_bytes()));
        let id = format!("{}@{}", toml.name, &hash[..12]);
        let weights = include_bytes!("../../models/baseline/model.safetensors");
        Self::new(toml, id, weights).map_err(fault)
    }

    fn new(toml: ModelToml, id: String, bytes: &[u8]) -> Result<Self, String> {
        let file = SafeTensors::deserialize(bytes).map_err(|e| e.to_string())?;
        let tensor = file.tensor(WEIGHTS).map_err(|e| e.to_string())?;
        let logits: usize = toml.tasks.values().map(|t| t.logits.len()).sum();
        if tensor.shape() != [BUCKETS, logits] || tensor.dtype() != safetensors::Dtype::F16 {
            return Err(format!("{WEIGHTS} is not f16 of {BUCKETS} x {logits}"));
        }
        if toml
            .tasks
            .values()
            .flat_map(|t| &t.logits)
            .any(|&l| l >= logits)
        {
            return Err(format!("a task names a logit above {}", logits - 1));
        }
        let halves = tensor.data().chunks_exact(2);
        Ok(Self {
            toml,
            id,
            logits,
            weights: halves
                .map(|b| f16::from_le_bytes([b[0], b[1]]).to_f32())
                .collect(),
        })
    }
}

impl Classifier for Linear {
    fn id(&self) -> &str {
        &self.id
    }

    fn describe(&self) -> serde_json::Value {
        json!({
            "id": self.id,
            "name": self.toml.name,
            "licence": self.toml.licence,
            "architecture": self.toml.architecture,
            "tasks": self.toml.describe_tasks(),
            "files": self.toml.files,
            "engine": { "name": "linear" },
        })
    }

    fn classify(&self, items: &[Item<'_>]) -> Result<Vec<Prediction>, ClassifyError> {
        let predict = |item: &Item<'_>| {
            let (features, words) = features(item.target, item.quote);
            let logits = logits(&self.weights, self.logits, &features);
            let picked = |_: &str, task: &TaskSpec| scores::picked(task, &logits);
            scores::prediction(&self.toml, picked, words, item.quote.len() > MAX_BYTES)
        };
        Ok(items.iter().map(predict).collect())
    }
}

/// The buckets of a text's words, pairs of neighbouring words, and words that it shares with its
/// target, each once, in order; and how many words it has.
pub fn features(target: &str, quote: &str) -> (Vec<usize>, usize) {
    let quote = &quote[..quote.floor_char_boundary(MAX_BYTES)];
    let words = |text: &str| {
        text.unicode_words()
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    let (target, quote) = (words(target), words(quote));
    let mut buckets = BTreeSet::from([bucket(&["<bias>"])]);
    for word in &quote {
        buckets.insert(bucket(&[word]));
    }
    for pair in quote.windows(2) {
        buckets.insert(bucket(&[&pair[0], &pair[1]]));
    }
    for word in &target {
        let shared = if quote.contains(word) {
            "<shared>"
        } else {
            "<target>"
        };
        buckets.insert(bucket(&[shared, word]));
    }
    (buckets.into_iter().collect(), quote.len())
}

/// One sum a logit, divided by the root of the number of features so that length does not count.
pub fn logits(weights: &[f32], logits: usize, features: &[usize]) -> Vec<f32> {
    let scale = 1.0 / (features.len() as f32).sqrt();
    let mut sums = vec![0.0; logits];
    for &feature in features {
        let row = &weights[feature * logits..(feature + 1) * logits];
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += weight * scale;
        }
    }
    sums
}

/// FNV-1a over the parts, a byte that no UTF-8 has between them.
fn bucket(parts: &[&str]) -> usize {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    // The high bits of FNV are the better mixed ones.
    (hash >> 40) as usize % BUCKETS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(quote: &str, expected: &str) {
        let item = Item {
            target: "the plan",
            quote,
            sentence: None,
            context: None,
        };
        let model = Linear::built_in().unwrap();
        let prediction = model.classify(&[item]).unwrap().remove(0);
        assert_eq!(prediction.sentiment.unwrap().as_str(), expected, "{quote}");
    }

    #[test]
    fn plain_tone_is_found() {
        check(
            "a wonderful, moving and beautiful piece of work",
            "positive",
        );
        check("a dull, stupid and terrible waste of time", "negative");
    }

    #[test]
    fn nothing_is_too_long_or_too_short() {
        let long = "word ".repeat(1 << 16);
        let model = Linear::built_in().unwrap();
        for quote in ["", "\u{1F600}", &long] {
            let item = Item {
                target: "",
                quote,
                sentence: None,
                context: None,
            };
            let prediction = model.classify(&[item]).unwrap().remove(0);
            let p = prediction.stance_probs.unwrap();
            assert!((p.favor + p.against + p.neutral - 1.0).abs() < 1e-6);
            assert_eq!(prediction.truncated, quote.len() > MAX_BYTES);
        }
    }
}
