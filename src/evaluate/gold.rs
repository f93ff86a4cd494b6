//! Stand-off gold and the text it was made on.

use sha2::{Digest, Sha256};

use super::EvaluateError;
use crate::corpus::{Extent, GoldQuote};

/// Checks the gold quotes of one document against its text: the hash, where gold has one, and that
/// all spans lie inside.
///
/// # Errors
/// Names the first mismatch and what to do about it.
pub fn verify_gold(
    gold: &[&GoldQuote],
    document_id: &str,
    text: &str,
) -> Result<(), EvaluateError> {
    let found = format!("{:x}", Sha256::digest(text));
    let length = text.chars().count();
    for quote in gold {
        if let Some(expected) = quote.sha256.as_deref()
            && !expected.eq_ignore_ascii_case(&found)
        {
            return Err(EvaluateError::Hash {
                document: document_id.to_string(),
                expected: expected.to_string(),
                found,
            });
        }
        let fields = [
            ("content", &quote.content),
            ("cue", &quote.cue),
            ("source", &quote.source),
        ];
        for (field, spans) in fields {
            if let Some(span) = spans.iter().find(|s| s.start >= s.end || s.end > length) {
                return Err(EvaluateError::Range {
                    document: document_id.to_string(),
                    field,
                    start: span.start,
                    end: span.end,
                    length,
                });
            }
        }
    }
    Ok(())
}

/// The gold quote with its content spans trimmed as predicted ones are, by the document's text.
/// Content that is nothing but edges stays as it is.
pub fn trim_gold(gold: &GoldQuote, text: &str) -> GoldQuote {
    let trimmed = Extent::trimmed_in(text, &gold.content);
    let mut gold = gold.clone();
    if !trimmed.is_empty() {
        gold.content = trimmed.ranges().to_vec();
    }
    gold
}
