//! What is read: a document, or a row that has a text.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Where a record was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Path as given (`-` for standard input).
    pub file: String,
    /// One-based line or row, for formats that hold several records.
    pub line: Option<u64>,
    /// The encoding the text was decoded from, by its WHATWG name.
    pub encoding: String,
}

/// One article, press release, speech or transcript. Its text is kept verbatim.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// From the row's `id`; else the file's path below the input given, `#` and the line for rows.
    pub id: String,
    /// The text, never changed after reading; all offsets count in it.
    pub text: String,
    /// Headline.
    pub title: Option<String>,
    /// Publisher.
    pub outlet: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Date or time as the source states it.
    pub published_at: Option<String>,
    /// Language tag as the source states it.
    pub lang: Option<String>,
    /// Every other column of the row, or key of the front matter.
    pub meta: Map<String, Value>,
    /// Where it was read.
    pub origin: Origin,
}

/// One row for `label`: a text, and the target and context that it may bring along.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextRow {
    /// From the row's `id`; else its file and line.
    pub id: String,
    /// The text to label.
    pub text: String,
    /// Wins over the run's target.
    pub target: Option<String>,
    /// The text as it stands in its document, with its source and cue.
    pub sentence: Option<String>,
    /// The words around the text.
    pub context: Option<String>,
    /// Every other column of the row.
    pub meta: Map<String, Value>,
    /// Where it was read.
    pub origin: Origin,
}
