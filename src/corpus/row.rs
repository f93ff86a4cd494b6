//! The rows that are written and read back: a public format (`docs/format.md`).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    CueClass, Explanation, FoundBy, QuoteType, Sentiment, SentimentProbs, Span, SpeakerMethod,
    SpeakerType, Stance, StanceProbs, Task,
};

/// Of `QuoteRow` and `LabelRow`.
pub const SCHEMA_VERSION: &str = "1";

/// Whether the quote speaks of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetMention {
    /// One of its names stands in the content.
    Explicit,
    /// One of its names stands in the sentence or paragraph around it.
    Implicit,
    /// Neither.
    Absent,
}

/// One quote and target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuoteRow {
    /// `SCHEMA_VERSION`.
    pub schema_version: String,
    /// Hash of document id and content spans: stable between runs.
    pub quote_id: String,
    /// The document's id.
    pub document_id: String,
    /// Headline.
    pub title: Option<String>,
    /// Publisher.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Date or time as the source states it.
    pub published_at: Option<String>,
    /// Direct, indirect or mixed.
    pub quote_type: QuoteType,
    /// The content spans, joined by ` [...] `.
    pub text: String,
    /// How sure the segmenter is, in `[0, 1]`.
    pub confidence: f32,
    /// What is said.
    pub content: Vec<Span>,
    /// The words that introduce it.
    pub cue: Vec<Span>,
    /// The words that name the speaker.
    pub source: Vec<Span>,
    /// One span, from the first to the last character of the content and of what of cue and source
    /// stands in its paragraphs; empty in gold and in rows of earlier versions.
    #[serde(default)]
    pub sentence: Vec<Span>,
    /// Of the cue.
    pub cue_class: Option<CueClass>,
    /// What found the quote; `None` in gold.
    #[serde(default)]
    pub found_by: Option<FoundBy>,
    /// The resolved speaker.
    pub speaker: Option<String>,
    /// How it was found.
    pub speaker_method: SpeakerMethod,
    /// What it is; rows of earlier versions lack this and the next two.
    #[serde(default)]
    pub speaker_type: SpeakerType,
    /// Its office or occupation, as the document words it.
    #[serde(default)]
    pub speaker_role: Option<String>,
    /// The body, place or party that it speaks for or belongs to, as the document words it.
    #[serde(default)]
    pub speaker_affiliation: Option<String>,
    /// What the stance is toward; absent from rows of `segment`.
    pub target: Option<String>,
    /// Whether the quote speaks of it.
    pub target_mention: Option<TargetMention>,
    /// Most probable stance; `None` where the run abstained.
    pub stance: Option<Stance>,
    /// Its distribution.
    pub stance_probs: Option<StanceProbs>,
    /// Most probable sentiment; `None` where the run abstained.
    pub sentiment: Option<Sentiment>,
    /// Its distribution.
    pub sentiment_probs: Option<SentimentProbs>,
    /// The tasks whose label was withheld, its probability being too low; `None` where none could be.
    #[serde(default)]
    pub abstained: Option<Vec<Task>>,
    /// The words that the labels rest on; `None` where that was not asked for.
    #[serde(default)]
    pub explanation: Option<Explanation>,
    /// Tokens the model read.
    pub tokens: Option<u32>,
    /// Whether the text was cut to fit the model.
    pub truncated: Option<bool>,
    /// `name@hash12`.
    pub model: Option<String>,
    /// From the gold file, where one was given and a gold quote matches.
    pub gold_stance: Option<Stance>,
    /// As `gold_stance`.
    pub gold_sentiment: Option<Sentiment>,
}

/// One labelled row of `label`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelRow {
    /// `SCHEMA_VERSION`.
    pub schema_version: String,
    /// The input row's id.
    pub id: String,
    /// The input row's text.
    pub text: String,
    /// What the stance is toward.
    pub target: String,
    /// Most probable stance; `None` where the run abstained.
    pub stance: Option<Stance>,
    /// Its distribution.
    pub stance_probs: Option<StanceProbs>,
    /// Most probable sentiment; `None` where the run abstained.
    pub sentiment: Option<Sentiment>,
    /// Its distribution.
    pub sentiment_probs: Option<SentimentProbs>,
    /// The tasks whose label was withheld, its probability being too low; `None` where none could be.
    #[serde(default)]
    pub abstained: Option<Vec<Task>>,
    /// The words that the labels rest on; `None` where that was not asked for.
    #[serde(default)]
    pub explanation: Option<Explanation>,
    /// Tokens the model read.
    pub tokens: u32,
    /// Whether the text was cut to fit the model.
    pub truncated: bool,
    /// `name@hash12`.
    pub model: String,
    /// Every other column of the input row.
    #[serde(skip_serializing_if = "Map::is_empty", default)]
    pub meta: Map<String, Value>,
}

/// Half-open `[start, end)` in code points, without the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Offsets {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// One gold quote, stand-off: offsets and labels, checked against the document by its hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoldQuote {
    /// The document's id, as rows have it.
    pub document_id: String,
    /// Of the document's text in UTF-8, hexadecimal; `None` leaves it unchecked.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Direct, indirect or mixed.
    pub quote_type: QuoteType,
    /// What is said; empty to say that the document has been read, whether or not it has quotes.
    pub content: Vec<Offsets>,
    /// The words that introduce it.
    #[serde(default)]
    pub cue: Vec<Offsets>,
    /// The words that name the speaker.
    #[serde(default)]
    pub source: Vec<Offsets>,
    /// The resolved speaker.
    #[serde(default)]
    pub speaker: Option<String>,
    /// The target that `stance` is toward; `None` is the default target.
    #[serde(default)]
    pub target: Option<String>,
    /// The speaker's stance.
    #[serde(default)]
    pub stance: Option<Stance>,
    /// The tone of the words.
    #[serde(default)]
    pub sentiment: Option<Sentiment>,
    /// Whether every reader would count it as a quote; scores are given for all and for these.
    #[serde(default = "yes")]
    pub core: bool,
}

fn yes() -> bool {
    true
}

/// One gold label row, joined to predictions by `id`, and by `target` where it has one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GoldRow {
    /// The predicted row's id.
    pub id: String,
    /// What `stance` is toward; `None` joins the id's only prediction.
    #[serde(default)]
    pub target: Option<String>,
    /// The gold stance.
    #[serde(default)]
    pub stance: Option<Stance>,
    /// The gold sentiment.
    #[serde(default)]
    pub sentiment: Option<Sentiment>,
    /// Rows with the same document are drawn together by the bootstrap; `None` is one of its own.
    #[serde(default, alias = "cluster")]
    pub document_id: Option<String>,
}
