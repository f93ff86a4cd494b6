//! A tagger: documents -> the tags of their tokens.

use std::ops::Range;

use rayon::prelude::*;

use crate::corpus::{LINKS, TAGS, TokenTags};

use super::torch::Torch;
use super::windows::{DocumentEncoder, DocumentTokens, windows};
use super::{
    Batch, ClassifyError, Encoded, EngineOptions, Kind, ModelFolder, TaskSpec, TokenTagger,
    batches, softmax,
};

/// A loaded tagger with its tokenizer.
pub struct Tagger {
    folder: ModelFolder,
    encoder: DocumentEncoder,
    engine: Torch,
    max_batch_tokens: usize,
    overlap: usize,
}

impl Tagger {
    /// Loads the folder's tokenizer and weights.
    ///
    /// # Errors
    /// When it is not a tagger's folder, or a file does not fit the architecture.
    pub fn load(folder: &ModelFolder, options: &EngineOptions) -> Result<Self, ClassifyError> {
        let windows = folder
            .toml
            .windows
            .filter(|_| folder.toml.kind == Kind::Tagger);
        let overlap = windows.map(|windows| windows.overlap).ok_or_else(|| {
            ClassifyError::Model(format!(
                "{}: is not a tagger of quotes (kind = \"tagger\")",
                folder.file("model.toml").display()
            ))
        })?;
        Ok(Self {
            encoder: DocumentEncoder::new(&folder.file("tokenizer.json"))?,
            engine: Torch::load(folder, options)?,
            max_batch_tokens: options.max_batch_tokens,
            folder: folder.clone(),
            overlap,
        })
    }
}

impl TokenTagger for Tagger {
    fn id(&self) -> &str {
        &self.folder.id
    }

    fn describe(&self) -> serde_json::Value {
        self.folder.describe(self.engine.describe())
    }

    fn tag(&self, texts: &[&str]) -> Result<Vec<Vec<TokenTags>>, ClassifyError> {
        let encoder = &self.encoder;
        let tokens = texts.par_iter().map(|text| encoder.encode(text));
        let tokens: Vec<DocumentTokens> = tokens.collect::<Result<_, _>>()?;
        let size = self.folder.toml.max_tokens - 2;
        let mut encoded: Vec<Encoded> = Vec::new();
        let mut places: Vec<(usize, usize, Range<usize>)> = Vec::new();
        for (document, tokens) in tokens.iter().enumerate() {
            for window in windows(tokens.ids.len(), size, self.overlap) {
                places.push((document, window.tokens.start, window.own));
                encoded.push(self.encoder.window(tokens, window.tokens));
            }
        }
        let blank = |bytes: &Range<usize>| TokenTags {
            bytes: bytes.clone(),
            tag: [0.0; TAGS.len()],
            link: [0.0; LINKS.len()],
        };
        let mut out: Vec<Vec<TokenTags>> = tokens
            .iter()
            .map(|tokens| tokens.places.iter().map(blank).collect())
            .collect();
        let (tag, link) = (
            &self.folder.toml.tasks["tag"],
            &self.folder.toml.tasks["link"],
        );
        let lengths: Vec<usize> = encoded.iter().map(|e| e.ids.len()).collect();
        for rows in batches(&lengths, self.max_batch_tokens) {
            let batch = Batch::new(&encoded, rows, self.engine.pad_id());
            let logits = self.engine.forward(&batch)?;
            for (&row, logits) in batch.rows.iter().zip(logits.chunks(batch.width)) {
                let (document, start, own) = &places[row];
                for at in own.clone() {
                    // The window's first token stands before the document's.
                    let logits = &logits[at - start + 1];
                    let token = &mut out[*document][at];
                    token.tag = probabilities(tag, logits);
                    token.link = probabilities(link, logits);
                }
            }
        }
        Ok(out)
    }
}

/// In the order of the labels, which the folder's check holds to that of the array.
fn probabilities<const N: usize>(task: &TaskSpec, logits: &[f32]) -> [f32; N] {
    let own: Vec<f32> = task.logits.iter().map(|&i| logits[i]).collect();
    let mut out = [0.0; N];
    out.copy_from_slice(&softmax(&own, task.temperature));
    out
}
