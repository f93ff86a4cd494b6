//! Labels and their probabilities.

use serde::{Deserialize, Serialize};

/// The speaker's stance toward the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// Supports it.
    Favor,
    /// Opposes it.
    Against,
    /// Neither, or no view of it.
    Neutral,
}

/// The overall tone of the words, whatever their target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sentiment {
    /// Criticism, alarm, grief.
    Negative,
    /// Matter-of-fact, or balanced.
    Neutral,
    /// Praise, hope, gratitude.
    Positive,
}

impl Stance {
    /// All, in the order that probabilities and tables have.
    pub const ALL: [Self; 3] = [Self::Favor, Self::Against, Self::Neutral];

    /// As rows spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Favor => "favor",
            Self::Against => "against",
            Self::Neutral => "neutral",
        }
    }
}

impl Sentiment {
    /// All, in the order that probabilities and tables have.
    pub const ALL: [Self; 3] = [Self::Negative, Self::Neutral, Self::Positive];

    /// As rows spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
        }
    }
}

/// One probability a stance; they sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StanceProbs {
    /// Of `favor`.
    pub favor: f32,
    /// Of `against`.
    pub against: f32,
    /// Of `neutral`.
    pub neutral: f32,
}

impl StanceProbs {
    /// In the order of [`Stance::ALL`].
    pub fn in_order(self) -> [f32; 3] {
        [self.favor, self.against, self.neutral]
    }
}

/// One probability a sentiment; they sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SentimentProbs {
    /// Of `negative`.
    pub negative: f32,
    /// Of `neutral`.
    pub neutral: f32,
    /// Of `positive`.
    pub positive: f32,
}

impl SentimentProbs {
    /// In the order of [`Sentiment::ALL`].
    pub fn in_order(self) -> [f32; 3] {
        [self.negative, self.neutral, self.positive]
    }
}

/// What a classifier says of one text toward one target. A model without a task leaves its fields empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Most probable stance.
    pub stance: Option<Stance>,
    /// Its distribution.
    pub stance_probs: Option<StanceProbs>,
    /// Most probable sentiment.
    pub sentiment: Option<Sentiment>,
    /// Its distribution.
    pub sentiment_probs: Option<SentimentProbs>,
    /// Tokens the model read, its special tokens included.
    pub tokens: u32,
    /// Whether the text was cut to fit the model.
    pub truncated: bool,
}
