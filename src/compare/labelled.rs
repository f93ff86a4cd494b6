//! A row of any kind, reduced to what is compared.

use crate::corpus::{
    Annotation, Extent, GoldQuote, GoldRow, LabelRow, QuoteRow, Sentiment, SentimentProbs, Stance,
    StanceProbs,
};

/// The rows of one run or file, and its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// As people know it: a path, or a model.
    pub name: String,
    /// In any order.
    pub rows: Vec<Labelled>,
}

/// One labelled row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Labelled {
    /// `quote_id` or `id`; gold quotes have none and join by span alone.
    pub key: Option<String>,
    /// The document; rows without one stand for themselves.
    pub document: String,
    /// What the stance is toward; `None` joins any.
    pub target: Option<String>,
    /// Where the quote is; empty for rows that are not of a document.
    pub content: Extent,
    /// The words, for people.
    pub text: String,
    /// Who says them, where that is known.
    pub speaker: Option<String>,
    /// Most probable stance.
    pub stance: Option<Stance>,
    /// Its distribution.
    pub stance_probs: Option<StanceProbs>,
    /// Most probable sentiment.
    pub sentiment: Option<Sentiment>,
    /// Its distribution.
    pub sentiment_probs: Option<SentimentProbs>,
}

impl From<&QuoteRow> for Labelled {
    fn from(row: &QuoteRow) -> Self {
        Self {
            key: Some(row.quote_id.clone()),
            document: row.document_id.clone(),
            target: row.target.clone(),
            content: Extent::trimmed(&row.content),
            text: row.text.clone(),
            speaker: row.speaker.clone(),
            stance: row.stance,
            stance_probs: row.stance_probs,
            sentiment: row.sentiment,
            sentiment_probs: row.sentiment_probs,
        }
    }
}

impl From<&LabelRow> for Labelled {
    /// Its document is the column `document_id` where it has one.
    fn from(row: &LabelRow) -> Self {
        let document = row.meta.get("document_id").and_then(|id| id.as_str());
        Self {
            key: Some(row.id.clone()),
            document: document.unwrap_or(&row.id).to_string(),
            target: Some(row.target.clone()),
            content: Extent::default(),
            text: row.text.clone(),
            speaker: None,
            stance: row.stance,
            stance_probs: row.stance_probs,
            sentiment: row.sentiment,
            sentiment_probs: row.sentiment_probs,
        }
    }
}

impl From<&GoldQuote> for Labelled {
    fn from(quote: &GoldQuote) -> Self {
        Self {
            document: quote.document_id.clone(),
            target: quote.target.clone(),
            content: Extent::new(quote.content.iter().copied()),
            stance: quote.stance,
            sentiment: quote.sentiment,
            ..Self::default()
        }
    }
}

impl From<&GoldRow> for Labelled {
    fn from(row: &GoldRow) -> Self {
        Self {
            key: Some(row.id.clone()),
            document: row.document_id.as_ref().unwrap_or(&row.id).clone(),
            target: row.target.clone(),
            stance: row.stance,
            sentiment: row.sentiment,
            ..Self::default()
        }
    }
}

impl From<&Annotation> for Labelled {
    fn from(annotation: &Annotation) -> Self {
        Self::from(&annotation.row)
    }
}
