//! Items -> token ids, in parallel.

use rayon::prelude::*;
use tokenizers::{Tokenizer, TruncationParams, TruncationStrategy};

use super::folder::{ModelFolder, Part};
use super::{ClassifyError, InputSpec, Item};

/// A byte has at least a chance to matter if it stands within so many bytes a token of the start;
/// what lies beyond is cut before tokenising, so that a text of megabytes costs no more than a page.
const BYTES_PER_TOKEN: usize = 256;

/// The token ids of one item, special tokens included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// Vocabulary indices.
    pub ids: Vec<u32>,
    /// 0 for the first sequence, 1 for the second.
    pub type_ids: Vec<u32>,
    /// Whether a sequence was cut to fit.
    pub truncated: bool,
}

/// Tokenises items as a model's `model.toml` says.
pub struct Encoder {
    tokenizer: Tokenizer,
    input: InputSpec,
    max_tokens: usize,
}

impl Encoder {
    /// Reads `tokenizer.json`; its own padding and truncation are replaced by the model's.
    ///
    /// # Errors
    /// When the file is not a tokenizer.
    pub fn load(folder: &ModelFolder) -> Result<Self, ClassifyError> {
        Self::new(
            &folder.file("tokenizer.json"),
            folder.toml.input.clone(),
            folder.toml.max_tokens,
        )
    }

    /// From a `tokenizer.json`.
    ///
    /// # Errors
    /// When the file is not a tokenizer.
    pub fn new(
        path: &std::path::Path,
        input: InputSpec,
        max_tokens: usize,
    ) -> Result<Self, ClassifyError> {
        let fault = |e: tokenizers::Error| ClassifyError::Model(format!("{}: {e}", path.display()));
        let mut tokenizer = Tokenizer::from_file(path).map_err(fault)?;
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(Some(TruncationParams {
                max_length: max_tokens,
                strategy: TruncationStrategy::LongestFirst,
                ..TruncationParams::default()
            }))
            .map_err(fault)?;
        Ok(Self {
            tokenizer,
            input,
            max_tokens,
        })
    }

    /// One encoding an item, in order.
    ///
    /// # Errors
    /// When the tokenizer refuses a text.
    pub fn encode(&self, items: &[Item<'_>]) -> Result<Vec<Encoded>, ClassifyError> {
        items.par_iter().map(|item| self.encode_one(item)).collect()
    }

    fn encode_one(&self, item: &Item<'_>) -> Result<Encoded, ClassifyError> {
        let (first, cut_first) = self.part(item, self.input.first);
        let encoding = match self.input.second {
            None => self.tokenizer.encode(first, true),
            Some(second) => self
                .tokenizer
                .encode((first, self.part(item, second).0), true),
        }
        .map_err(|e| ClassifyError::Engine(format!("tokenizer: {e}")))?;
        let cut_second = self.input.second.is_some_and(|p| self.part(item, p).1);
        Ok(Encoded {
            ids: encoding.get_ids().to_vec(),
            type_ids: encoding.get_type_ids().to_vec(),
            truncated: cut_first || cut_second || !encoding.get_overflowing().is_empty(),
        })
    }

    /// The text of a part, and whether it was cut.
    fn part<'a>(&self, item: &Item<'a>, part: Part) -> (&'a str, bool) {
        let text = match part {
            // An NLI model's hypothesis stands there.
            Part::Target | Part::Hypothesis => item.target,
            Part::Quote | Part::Document => item.quote,
            Part::Sentence => item.sentence.unwrap_or(item.quote),
            Part::Context => item.context.unwrap_or(item.quote),
        };
        let limit = self.max_tokens * BYTES_PER_TOKEN;
        if text.len() <= limit {
            return (text, false);
        }
        (&text[..text.floor_char_boundary(limit)], true)
    }
}
