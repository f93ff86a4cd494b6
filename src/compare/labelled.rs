//! A row of any kind, reduced to what is compared.

use crate::corpus::{Annotation, Extent, Sentiment, SentimentProbs, Stance, StanceProbs, Task};

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

impl Labelled {
    /// The place of its label in [`Task::classes`].
    pub(super) fn class(&self, task: Task) -> Option<usize> {
        task.class(self.stance, self.sentiment)
    }

    /// In the order of [`Task::classes`].
    pub(super) fn probabilities(&self, task: Task) -> Option<[f64; 3]> {
        let probabilities = task.probabilities(self.stance_probs, self.sentiment_probs);
        probabilities.map(|all| all.map(f64::from))
    }
}

impl From<&Annotation> for Labelled {
    fn from(annotation: &Annotation) -> Self {
        let row = &annotation.row;
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
