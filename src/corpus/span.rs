//! A stretch of a document's text, with its offsets in both units.

use serde::{Deserialize, Serialize};

/// Half-open `[start, end)` in Unicode code points of the document's text, the same stretch in
/// bytes of its UTF-8, and the text itself: `text[byte_start..byte_end] == span.text`, always.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// First byte.
    pub byte_start: usize,
    /// One past the last byte.
    pub byte_end: usize,
    /// The words themselves.
    pub text: String,
}
