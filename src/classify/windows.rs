//! A document -> its tokens with their places, in windows that overlap.

use std::ops::Range;
use std::path::Path;

use tokenizers::Tokenizer;

use super::{ClassifyError, Encoded};

/// A line is tokenised in stretches of about so many bytes, so that one of megabytes costs no more
/// memory than a page.
const STRETCH: usize = 1 << 14;

/// The tokens of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentTokens {
    /// Vocabulary indices. Between two lines stands the separator of the vocabulary.
    pub ids: Vec<u32>,
    /// The bytes of each token, in text order; empty for a separator.
    pub places: Vec<Range<usize>>,
}

/// A stretch of a document's tokens that a network reads at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The tokens in it.
    pub tokens: Range<usize>,
    /// Those whose values are taken from it: the ones that stand farther from its edges than from
    /// those of its neighbours.
    pub own: Range<usize>,
}

/// Tokenises whole documents.
pub struct DocumentEncoder {
    tokenizer: Tokenizer,
    first: u32,
    separator: u32,
}

impl DocumentEncoder {
    /// From a `tokenizer.json` whose template puts one token before a text and one after it.
    ///
    /// # Errors
    /// When the file is not such a tokenizer.
    pub fn new(path: &Path) -> Result<Self, ClassifyError> {
        let fault =
            |e: &dyn std::fmt::Display| ClassifyError::Model(format!("{}: {e}", path.display()));
        let mut tokenizer = Tokenizer::from_file(path).map_err(|e| fault(&e))?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|e| fault(&e))?;
        let bare = tokenizer.encode("", true).map_err(|e| fault(&e))?;
        let &[first, separator] = bare.get_ids() else {
            return Err(fault(
                &"does not put one token before a text and one after it",
            ));
        };
        Ok(Self {
            tokenizer,
            first,
            separator,
        })
    }

    /// The tokens of a text. Linear in its length.
    ///
    /// # Errors
    /// When the tokenizer refuses it.
    pub fn encode(&self, text: &str) -> Result<DocumentTokens, ClassifyError> {
        let mut out = DocumentTokens::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if !out.ids.is_empty() && !line.trim().is_empty() {
                out.ids.push(self.separator);
                out.places.push(at..at);
            }
            let mut rest = line;
            while !rest.is_empty() {
                let (stretch, after) = rest.split_at(stretch_end(rest));
                let encoding = self
                    .tokenizer
                    .encode(stretch, false)
                    .map_err(|e| ClassifyError::Engine(format!("tokenizer: {e}")))?;
                out.ids.extend(encoding.get_ids());
                let places = encoding.get_offsets().iter();
                out.places.extend(places.map(|&(s, e)| at + s..at + e));
                at += stretch.len();
                rest = after;
            }
        }
        Ok(out)
    }

    /// The tokens of a stretch between the first token and the separator.
    pub fn window(&self, tokens: &DocumentTokens, window: Range<usize>) -> Encoded {
        let mut ids = Vec::with_capacity(window.len() + 2);
        ids.push(self.first);
        ids.extend(&tokens.ids[window]);
        ids.push(self.separator);
        Encoded {
            type_ids: vec![0; ids.len()],
            ids,
            truncated: false,
        }
    }
}

/// Where a stretch ends: after the last white space within reach, or at the limit.
fn stretch_end(rest: &str) -> usize {
    if rest.len() <= STRETCH {
        return rest.len();
    }
    let limit = rest.floor_char_boundary(STRETCH);
    let space = rest[..limit].rfind(char::is_whitespace);
    space.filter(|&at| at > 0).unwrap_or(limit)
}

/// Windows of `size` tokens, each beginning `size - overlap` after the one before.
pub fn windows(tokens: usize, size: usize, overlap: usize) -> Vec<Window> {
    let step = size - overlap;
    let count = tokens.saturating_sub(overlap).div_ceil(step).max(1);
    (0..count)
        .map(|i| {
            let start = i * step;
            let end = (start + size).min(tokens);
            let own_start = if i == 0 { 0 } else { start + overlap / 2 };
            let own_end = if i + 1 == count {
                tokens
            } else {
                start + step + overlap / 2
            };
            Window {
                tokens: start..end,
                own: own_start..own_end,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_has_one_window_of_its_own() {
        for tokens in 0..700 {
            let all = windows(tokens, 100, 30);
            let owned: Vec<usize> = all.iter().flat_map(|w| w.own.clone()).collect();
            assert_eq!(owned, (0..tokens).collect::<Vec<_>>());
            for w in &all {
                assert!(w.tokens.len() <= 100);
                assert!(w.tokens.start <= w.own.start && w.own.end <= w.tokens.end);
                assert!(w.own.start == 0 || w.own.start - w.tokens.start >= 15);
                assert!(w.own.end == tokens || w.tokens.end - w.own.end >= 15);
            }
        }
    }

    #[test]
    fn a_text_without_spaces_is_cut_at_the_limit() {
        let text = "é".repeat(STRETCH);
        assert_eq!(stretch_end(&text), STRETCH);
        assert_eq!(stretch_end("short"), 5);
    }
}
