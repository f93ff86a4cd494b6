//! Quotes -> the speaker of each.

use crate::corpus::{Quote, Speaker};

/// One speaker a quote, in the order of `quotes`, which must be those of `text` in text order.
pub fn attribute(text: &str, quotes: &[Quote]) -> Vec<Speaker> {
    let _ = text;
    quotes
        .iter()
        .map(|_| Speaker {
            name: None,
            method: crate::corpus::SpeakerMethod::None,
        })
        .collect()
}
