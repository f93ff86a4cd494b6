//! What rows are labelled for.

use serde::{Deserialize, Serialize};

use super::{Sentiment, SentimentProbs, Stance, StanceProbs};

/// One set of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// The speaker's stance toward the target.
    Stance,
    /// The tone of the words.
    Sentiment,
}

impl Task {
    /// Both, in the order that tables have.
    pub const ALL: [Self; 2] = [Self::Stance, Self::Sentiment];

    /// As rows spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stance => "stance",
            Self::Sentiment => "sentiment",
        }
    }

    /// Its labels as rows spell them, in the order that probabilities and tables have.
    pub fn classes(self) -> [&'static str; 3] {
        match self {
            Self::Stance => Stance::ALL.map(Stance::as_str),
            Self::Sentiment => Sentiment::ALL.map(Sentiment::as_str),
        }
    }

    /// The place in [`Task::classes`] of the task's own label of the two.
    pub fn class(self, stance: Option<Stance>, sentiment: Option<Sentiment>) -> Option<usize> {
        match self {
            Self::Stance => Stance::ALL.iter().position(|&label| Some(label) == stance),
            Self::Sentiment => Sentiment::ALL
                .iter()
                .position(|&label| Some(label) == sentiment),
        }
    }

    /// The task's own distribution of the two, in the order of [`Task::classes`].
    pub fn probabilities(
        self,
        stance: Option<StanceProbs>,
        sentiment: Option<SentimentProbs>,
    ) -> Option<[f32; 3]> {
        match self {
            Self::Stance => stance.map(StanceProbs::in_order),
            Self::Sentiment => sentiment.map(SentimentProbs::in_order),
        }
    }

    /// The classes that `f_avg` is the mean of (SemEval-2016 task 6), for tasks that have it.
    pub fn f_avg(self) -> Option<&'static [usize]> {
        match self {
            Self::Stance => Some(&[0, 1]),
            Self::Sentiment => None,
        }
    }
}
