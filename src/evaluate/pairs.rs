//! Predicted rows beside the gold that they join: what slices and lists of errors are made of.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::EvaluateError;
use super::quotes::{match_quotes, same_target};
use super::rows::{by_id, document_key, find};
use crate::corpus::{
    GoldQuote, GoldRow, LabelRow, QuoteRow, Sentiment, SentimentProbs, Stance, StanceProbs, Task,
};

/// A predicted row and its gold labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The group that the bootstrap draws.
    pub document: String,
    /// The predicted row as it is written.
    pub row: Map<String, Value>,
    stance: Labels<Stance, StanceProbs>,
    sentiment: Labels<Sentiment, SentimentProbs>,
}

/// Gold label, prediction and its distribution.
type Labels<L, P> = (Option<L>, Option<L>, Option<P>);

/// A pair in one task, by the places of labels in [`Task::classes`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Said {
    pub gold: usize,
    pub predicted: usize,
    pub probabilities: Option<[f64; 3]>,
}

impl Pair {
    /// `None` where gold or prediction has no label.
    pub(super) fn said(&self, task: Task) -> Option<Said> {
        let probabilities = task.probabilities(self.stance.2, self.sentiment.2);
        Some(Said {
            gold: task.class(self.stance.0, self.sentiment.0)?,
            predicted: task.class(self.stance.1, self.sentiment.1)?,
            probabilities: probabilities.map(|p| p.map(f64::from)),
        })
    }
}

/// The matched pairs that [`quotes`](super::quotes()) scores labels on, in the order of documents.
pub fn quote_pairs(rows: &[QuoteRow], gold: &[GoldQuote]) -> Vec<Pair> {
    let mut documents: BTreeMap<&str, (Vec<&QuoteRow>, Vec<&GoldQuote>)> = BTreeMap::new();
    for quote in gold.iter().filter(|quote| !quote.content.is_empty()) {
        let (_, quotes) = documents.entry(&quote.document_id).or_default();
        quotes.push(quote);
    }
    for row in rows {
        if let Some((rows, _)) = documents.get_mut(row.document_id.as_str()) {
            rows.push(row);
        }
    }
    let pair = |row: &QuoteRow, gold: &GoldQuote| Pair {
        document: row.document_id.clone(),
        row: object(row),
        stance: (
            gold.stance.filter(|_| same_target(row, gold)),
            row.stance,
            row.stance_probs,
        ),
        sentiment: (gold.sentiment, row.sentiment, row.sentiment_probs),
    };
    let of_document = |(rows, gold): &(Vec<&QuoteRow>, Vec<&GoldQuote>)| -> Vec<Pair> {
        let matches = match_quotes(rows, gold);
        let pairs = rows.iter().zip(matches);
        pairs
            .filter_map(|(row, quote)| Some(pair(row, gold[quote?])))
            .collect()
    };
    documents.values().flat_map(of_document).collect()
}

/// The pairs that [`rows`](super::rows()) scores, in the order of gold.
///
/// # Errors
/// As of [`rows`](super::rows()), but where nothing joins there is no pair.
pub fn row_pairs(predicted: &[LabelRow], gold: &[GoldRow]) -> Result<Vec<Pair>, EvaluateError> {
    let by_id = by_id(predicted)?;
    let mut pairs = Vec::new();
    for gold in gold {
        if let Some(row) = find(&by_id, gold)? {
            pairs.push(Pair {
                document: document_key(gold),
                row: object(row),
                stance: (gold.stance, row.stance, row.stance_probs),
                sentiment: (gold.sentiment, row.sentiment, row.sentiment_probs),
            });
        }
    }
    Ok(pairs)
}

fn object(row: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::json!(row) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
