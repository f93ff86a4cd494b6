//! What the page's scripts are given, row by row.

use serde::Serialize;

use super::excerpt::Excerpt;
use crate::corpus::{
    CueClass, QuoteRow, QuoteType, Sentiment, SentimentProbs, Span, SpeakerMethod, Stance,
    StanceProbs, TargetMention, Task,
};

/// A document, and what the page has of its text.
#[derive(Debug, Serialize)]
pub(super) struct ShownDocument {
    pub id: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub published_at: Option<String>,
    /// In text order, apart from each other.
    pub excerpts: Vec<Excerpt>,
}

/// A row, its spans as `[start, end)` in code points of the document.
#[derive(Debug, Serialize)]
pub(super) struct ShownQuote {
    pub id: String,
    /// Its place in the list of documents.
    pub document: usize,
    quote_type: QuoteType,
    confidence: f32,
    content: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    source: Vec<[usize; 2]>,
    cue_class: Option<CueClass>,
    speaker: Option<String>,
    speaker_method: SpeakerMethod,
    target: Option<String>,
    target_mention: Option<TargetMention>,
    stance: Option<Stance>,
    /// In the order of [`Stance::ALL`].
    stance_probs: Option<[f32; 3]>,
    sentiment: Option<Sentiment>,
    /// In the order of [`Sentiment::ALL`].
    sentiment_probs: Option<[f32; 3]>,
    /// Tasks whose label was withheld.
    abstained: Vec<Task>,
    truncated: Option<bool>,
    gold_stance: Option<Stance>,
    gold_sentiment: Option<Sentiment>,
}

impl ShownDocument {
    pub fn of(row: &QuoteRow, excerpts: Vec<Excerpt>) -> Self {
        Self {
            id: row.document_id.clone(),
            title: row.title.clone(),
            outlet: row.outlet.clone(),
            url: row.url.clone(),
            published_at: row.published_at.clone(),
            excerpts,
        }
    }
}

impl ShownQuote {
    pub fn of(row: &QuoteRow, document: usize) -> Self {
        let offsets = |spans: &[Span]| spans.iter().map(|span| [span.start, span.end]).collect();
        Self {
            id: row.quote_id.clone(),
            document,
            quote_type: row.quote_type,
            confidence: row.confidence,
            content: offsets(&row.content),
            cue: offsets(&row.cue),
            source: offsets(&row.source),
            cue_class: row.cue_class,
            speaker: row.speaker.clone(),
            speaker_method: row.speaker_method,
            target: row.target.clone(),
            target_mention: row.target_mention,
            stance: row.stance,
            stance_probs: row.stance_probs.map(StanceProbs::in_order),
            sentiment: row.sentiment,
            sentiment_probs: row.sentiment_probs.map(SentimentProbs::in_order),
            abstained: row.abstained.clone().unwrap_or_default(),
            truncated: row.truncated,
            gold_stance: row.gold_stance,
            gold_sentiment: row.gold_sentiment,
        }
    }
}
