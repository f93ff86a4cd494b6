//! What a tagger says of the tokens of a document.

use std::ops::Range;

/// The place of a token in a quote, in the order of [`TokenTags::tag`]: the first and the further
/// tokens of a content, a cue and a source (BIO, Ramshaw & Marcus 1995).
pub const TAGS: [&str; 7] = [
    "outside",
    "content_begin",
    "content_inside",
    "cue_begin",
    "cue_inside",
    "source_begin",
    "source_inside",
];

/// Which cue a token of a content or source belongs to, in the order of [`TokenTags::link`]: the
/// nearest before it, the nearest after it, the second on each side, or one farther off.
pub const LINKS: [&str; 5] = [
    "before",
    "after",
    "second_before",
    "second_after",
    "farther",
];

/// One token and its probabilities.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenTags {
    /// Its bytes in the document; empty for the end of a line.
    pub bytes: Range<usize>,
    /// One a tag, adding up to 1.
    pub tag: [f32; TAGS.len()],
    /// One a link, adding up to 1; of meaning in contents and sources alone.
    pub link: [f32; LINKS.len()],
}

/// The spans of a document's quotes, as ranges of bytes, whichever belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuoteSpans {
    /// Each part of a content for itself.
    pub content: Vec<Range<usize>>,
    /// In text order.
    pub cue: Vec<Range<usize>>,
    /// Each part of a source for itself.
    pub source: Vec<Range<usize>>,
}
