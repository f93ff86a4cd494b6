//! How well quotes were found.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::EvaluateOptions;
use super::tally::{DocumentTally, Share, Side, TYPES, Tally, View};
use crate::corpus::QuoteType;
use crate::stats::{Bootstrap, Figure, harmonic_mean, ratio};

/// Segmentation of all gold quotes, and of the core ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpanMetrics {
    /// Against all gold.
    #[serde(flatten)]
    pub all: SpanView,
    /// Against core gold.
    pub core: SpanView,
}

/// Scores over one choice of gold quotes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpanView {
    /// Over all types.
    #[serde(flatten)]
    pub total: SpanScores,
    /// Share of matched quotes with the gold quote's type.
    pub quote_type_accuracy: Figure,
    /// Share of matched quotes with a gold source whose source shares a character with it.
    pub source_overlap: Figure,
    /// As `source_overlap`, of the cue.
    pub cue_overlap: Figure,
    /// Share of matched quotes with a gold speaker whose speaker is the same, case, white space,
    /// edge punctuation, a leading `the` and a closing parenthesis aside.
    pub speaker_exact: Figure,
    /// By `direct`, `indirect`, `mixed`.
    pub by_type: BTreeMap<String, SpanScores>,
}

/// Precision (`n`: predicted quotes), recall and F1 (`n`: gold quotes).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpanScores {
    /// Gold quotes.
    pub gold: usize,
    /// Predicted quotes.
    pub predicted: usize,
    /// Of predicted quotes, those with the same first and last character as their match.
    pub exact_precision: Figure,
    /// Of gold quotes, those.
    pub exact_recall: Figure,
    /// Of both.
    pub exact_f1: Figure,
    /// Of predicted quotes, those matched with IoU >= 0.5.
    pub overlap_precision: Figure,
    /// Of gold quotes, those.
    pub overlap_recall: Figure,
    /// Of both.
    pub overlap_f1: Figure,
    /// Of the characters in predicted quotes, those in gold quotes.
    pub char_precision: Figure,
    /// Of the characters in gold quotes, those in predicted quotes.
    pub char_recall: Figure,
    /// Of both.
    pub char_f1: Figure,
}

impl SpanMetrics {
    pub(super) fn new(documents: Vec<DocumentTally>, options: &EvaluateOptions) -> Self {
        let zero = DocumentTally::default();
        let bootstrap = Bootstrap::new(documents, zero, options.seed, options.resamples);
        Self {
            all: SpanView::new(&bootstrap, |document| &document.all),
            core: SpanView::new(&bootstrap, |document| &document.core),
        }
    }
}

type Tallies = Bootstrap<DocumentTally>;

impl SpanView {
    fn new(bootstrap: &Tallies, view: impl Fn(&DocumentTally) -> &View) -> Self {
        let share = |of: fn(&View) -> &Share| {
            let n = of(view(&bootstrap.total)).of;
            bootstrap.figure(n, |document| {
                let share = of(view(document));
                ratio(share.agree, share.of)
            })
        };
        let by_type = TYPES.iter().enumerate().map(|(i, &quote_type)| {
            let scores = SpanScores::new(bootstrap, |document| &view(document).by_type[i]);
            (name(quote_type).to_string(), scores)
        });
        Self {
            total: SpanScores::new(bootstrap, |document| &view(document).total),
            quote_type_accuracy: share(|view| &view.quote_type),
            source_overlap: share(|view| &view.source),
            cue_overlap: share(|view| &view.cue),
            speaker_exact: share(|view| &view.speaker),
            by_type: by_type.collect(),
        }
    }
}

impl SpanScores {
    fn new(bootstrap: &Tallies, tally: impl Fn(&DocumentTally) -> &Tally) -> Self {
        let total = tally(&bootstrap.total);
        let (gold, predicted) = (total.gold.quotes, total.predicted.quotes);
        let scores = |share: fn(&Side) -> Option<f64>| {
            let precision = |document: &DocumentTally| share(&tally(document).predicted);
            let recall = |document: &DocumentTally| share(&tally(document).gold);
            [
                bootstrap.figure(predicted, precision),
                bootstrap.figure(gold, recall),
                bootstrap.figure(gold, |d| harmonic_mean(precision(d), recall(d))),
            ]
        };
        let [exact_precision, exact_recall, exact_f1] = scores(|s| ratio(s.exact, s.quotes));
        let [overlap_precision, overlap_recall, overlap_f1] =
            scores(|s| ratio(s.overlap, s.quotes));
        let [char_precision, char_recall, char_f1] = scores(|s| ratio(s.chars_shared, s.chars));
        Self {
            gold,
            predicted,
            exact_precision,
            exact_recall,
            exact_f1,
            overlap_precision,
            overlap_recall,
            overlap_f1,
            char_precision,
            char_recall,
            char_f1,
        }
    }
}

pub(super) fn name(quote_type: QuoteType) -> &'static str {
    match quote_type {
        QuoteType::Direct => "direct",
        QuoteType::Indirect => "indirect",
        QuoteType::Mixed => "mixed",
    }
}
