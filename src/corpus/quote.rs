//! A quote: what is said, the words that introduce it, and who says it.

use serde::{Deserialize, Serialize};

use super::Span;

/// How the content stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteType {
    /// Wholly in quotation marks.
    Direct,
    /// Reported, without marks.
    Indirect,
    /// Partly in marks.
    Mixed,
}

/// What the cue says about the content, beside that it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CueClass {
    /// `said`, `according to`.
    Reporting,
    /// `claimed`, `alleged`: the author keeps a distance.
    Doubting,
    /// `did not say`, `denied`: the content is not asserted by the source.
    Negated,
}

/// What found a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FoundBy {
    /// A rule on marks, cues and the structure of a sentence.
    Rules,
    /// A token classifier.
    Tagger,
}

/// One attribution relation. Spans are in text order, do not overlap within a field, and equal
/// their slice of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Direct, indirect or mixed.
    pub quote_type: QuoteType,
    /// What is said, without the enclosing quotation marks; several spans where an attribution interrupts it. Never empty.
    pub content: Vec<Span>,
    /// The words that introduce it (said, according to); empty for a floating quote.
    pub cue: Vec<Span>,
    /// The words that name the speaker; empty where none do.
    pub source: Vec<Span>,
    /// Of the cue; `None` without one.
    pub cue_class: Option<CueClass>,
    /// How sure the segmenter is that this is a quote, in `[0, 1]`.
    pub confidence: f32,
    /// What found it.
    pub found_by: FoundBy,
}

/// How a speaker was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerMethod {
    /// The source names the speaker (a short name is completed from an earlier mention).
    Explicit,
    /// As `explicit`, in an `according to` phrase.
    AccordingTo,
    /// No source of its own: the speaker of the quote before goes on.
    Floating,
    /// A pronoun or a description (`the minister`) resolved to an earlier name.
    Pronoun,
    /// `"..." - Name, role`, `Name: ...` and the like.
    Signature,
    /// Unknown.
    None,
}

/// What a speaker is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerType {
    /// One person, named or described (`the mayor`).
    Person,
    /// A body that does not govern: a company, a union, an international organisation.
    Organisation,
    /// A state, or a body that governs, judges or guards it.
    Government,
    /// Several persons (`officials`, `Ana Lisi and Tam Ro`).
    Group,
    /// What is written or counted: a report, a statement, a poll.
    Document,
    /// Nothing in the document tells, or there is no speaker.
    #[default]
    Unknown,
}

/// The person or body that a quote's source refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The fullest name the document gives; `None` exactly when the method is `none`.
    pub name: Option<String>,
    /// How it was found.
    pub method: SpeakerMethod,
    /// What it is.
    pub speaker_type: SpeakerType,
    /// The office or occupation that the document gives beside the name, in its words: `mayor`.
    pub role: Option<String>,
    /// The body, place or party that it gives beside the name: `Sundby`, `R-Ohio`.
    pub affiliation: Option<String>,
}
