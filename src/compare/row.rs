//! Rows of any kind as they are read, before their labels are known to be ours.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::labels::{LabelMap, Unknown};
use super::{CompareError, Labelled, Run};
use crate::corpus::{Extent, Offsets, SentimentProbs, StanceProbs};

/// What a comparison needs of a row: of `run`, of `label`, of gold, or of another program that
/// wrote an `id` and labels by any name.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Row {
    /// Of rows of `run`; wins over `id`.
    pub quote_id: Option<String>,
    /// Of all other rows.
    pub id: Option<String>,
    /// Rows of one document are drawn together by the bootstrap.
    #[serde(alias = "cluster")]
    pub document_id: Option<String>,
    /// What the stance is toward; `None` joins any.
    pub target: Option<String>,
    /// The words, for people.
    pub text: Option<String>,
    /// Who says them, for people.
    pub speaker: Option<String>,
    /// Where the quote is.
    pub content: Vec<RowSpan>,
    /// A name, or a number that stands for one.
    pub stance: Option<Value>,
    /// By name.
    pub stance_probs: Option<BTreeMap<String, f32>>,
    /// A name, or a number that stands for one.
    pub sentiment: Option<Value>,
    /// By name.
    pub sentiment_probs: Option<BTreeMap<String, f32>>,
    /// What labelled it; people leave it out.
    pub model: Option<String>,
    /// Other columns of a row of `label`.
    pub meta: Option<Meta>,
}

/// A span; gold has no text.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct RowSpan {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words, whose edges are trimmed where they are known.
    #[serde(default)]
    pub text: Option<String>,
}

/// The one other column that counts.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Meta {
    /// As in [`Row`], which wins.
    pub document_id: Option<Value>,
}

impl Run {
    /// Rows in the order that they were read, their labels by ours.
    ///
    /// # Errors
    /// Where labels are neither ours nor in `map` (the error has the map to write), and where a row
    /// has nothing to join it by.
    pub fn new(name: &str, rows: Vec<Row>, map: &LabelMap) -> Result<Self, CompareError> {
        let mut unknown = Unknown::default();
        let mut labelled = Vec::with_capacity(rows.len());
        for (index, row) in rows.into_iter().enumerate() {
            let row = row
                .labelled(map, &mut unknown)
                .ok_or_else(|| CompareError::NoKey {
                    run: name.to_owned(),
                    row: index + 1,
                })?;
            labelled.push(row);
        }
        match unknown.map_to_write() {
            None => Ok(Self {
                name: name.to_owned(),
                rows: labelled,
            }),
            Some(map) => Err(CompareError::Labels {
                run: name.to_owned(),
                map,
            }),
        }
    }
}

impl Row {
    /// `None` without an id and a document.
    fn labelled(self, map: &LabelMap, unknown: &mut Unknown) -> Option<Labelled> {
        let key = self.quote_id.or(self.id);
        let of_meta = self.meta.and_then(|meta| meta.document_id);
        let of_meta = of_meta.filter(|id| !id.is_null()).as_ref().map(name);
        let document = self.document_id.or(of_meta).or_else(|| key.clone())?;
        let mut stance = |label: &str| unknown.stance(map, label);
        let stance_label = self.stance.as_ref().map(name);
        let stance_label = stance_label.and_then(|label| stance(&label));
        let stance_probs = shares(self.stance_probs, |label| Some(stance(label)? as usize));
        let mut sentiment = |label: &str| unknown.sentiment(map, label);
        let sentiment_label = self.sentiment.as_ref().map(name);
        let sentiment_label = sentiment_label.and_then(|label| sentiment(&label));
        let sentiment_probs = shares(self.sentiment_probs, |label| {
            Some(sentiment(label)? as usize)
        });
        Some(Labelled {
            key,
            document,
            target: self.target,
            content: Extent::union(&self.content.iter().map(extent).collect::<Vec<_>>()),
            text: self.text.unwrap_or_default(),
            speaker: self.speaker,
            stance: stance_label,
            stance_probs: stance_probs.map(|[favor, against, neutral]| StanceProbs {
                favor,
                against,
                neutral,
            }),
            sentiment: sentiment_label,
            sentiment_probs: sentiment_probs.map(|[negative, neutral, positive]| SentimentProbs {
                negative,
                neutral,
                positive,
            }),
        })
    }
}

/// A label as a label map spells it.
fn name(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Labels that a map takes together are summed.
fn shares(
    named: Option<BTreeMap<String, f32>>,
    mut class: impl FnMut(&str) -> Option<usize>,
) -> Option<[f32; 3]> {
    let mut shares = [0.0; 3];
    for (label, share) in named? {
        if let Some(class) = class(&label) {
            shares[class] += share;
        }
    }
    Some(shares)
}

fn extent(span: &RowSpan) -> Extent {
    let offsets = Offsets {
        start: span.start,
        end: span.end,
    };
    match &span.text {
        Some(text) => Extent::trimmed_at(span.start, text),
        None => Extent::new([offsets]),
    }
}
