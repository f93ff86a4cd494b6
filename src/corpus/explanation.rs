//! Which words a label rests on.

use serde::{Deserialize, Serialize};

/// The words of a row's text, by task; a task that the model has not is empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// In text order.
    pub stance: Vec<WordWeight>,
    /// In text order.
    pub sentiment: Vec<WordWeight>,
}

/// One word, half-open `[start, end)` in code points of the row's `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WordWeight {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// `text[start..end]`.
    pub text: String,
    /// Probability of the most probable label, less its probability without the word, in `[-1, 1]`.
    pub weight: f32,
}
