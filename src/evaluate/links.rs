//! Which cue each content and source was given to, where the spans are gold's.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::EvaluateOptions;
use super::spans::name;
use super::tally::TYPES;
use crate::corpus::QuoteType;
use crate::stats::{Additive, Bootstrap, Figure, ratio};

/// One content or source span, with the cues that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedSpan {
    /// Of its first quote.
    pub quote_type: QuoteType,
    /// The cues of its quotes, in any numbering of the document's.
    pub gold: BTreeSet<usize>,
    /// Those that it was linked to, in the same numbering.
    pub predicted: BTreeSet<usize>,
}

/// The spans of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkedDocument {
    /// Of contents.
    pub content: Vec<LinkedSpan>,
    /// Of sources.
    pub source: Vec<LinkedSpan>,
}

/// Scores of the relations cue-content and cue-source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkMetrics {
    /// Contents.
    pub content: LinkView,
    /// Sources.
    pub source: LinkView,
}

/// Scores over all types, and by `direct`, `indirect`, `mixed`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkView {
    /// Over all types.
    #[serde(flatten)]
    pub total: LinkScores,
    /// Over the spans of a type.
    pub by_type: BTreeMap<String, LinkScores>,
}

/// Scores over pairs of a span and a cue, and over spans.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LinkScores {
    /// Share of spans that have all of gold's cues and no other.
    pub accuracy: Figure,
    /// Of the predicted pairs, those that gold has.
    pub precision: Figure,
    /// Of gold's pairs, those that were predicted.
    pub recall: Figure,
    /// `2 shared / (gold + predicted)`; `n`: gold pairs.
    pub f1: Figure,
}

/// Scores links over documents, with intervals of a bootstrap over them.
pub fn links(documents: &[LinkedDocument], options: &EvaluateOptions) -> LinkMetrics {
    let tallies = documents
        .iter()
        .map(|d| (tally(&d.content), tally(&d.source)));
    let zero = (tally(&[]), tally(&[]));
    let bootstrap = Bootstrap::new(tallies.collect(), zero, options.seed, options.resamples);
    LinkMetrics {
        content: LinkView::new(&bootstrap, |document| &document.0),
        source: LinkView::new(&bootstrap, |document| &document.1),
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct LinkTally {
    spans: usize,
    right: usize,
    gold: usize,
    predicted: usize,
    shared: usize,
}

impl Additive for LinkTally {
    fn zero(&self) -> Self {
        Self::default()
    }

    fn add(&mut self, other: &Self, times: usize) {
        self.spans += other.spans * times;
        self.right += other.right * times;
        self.gold += other.gold * times;
        self.predicted += other.predicted * times;
        self.shared += other.shared * times;
    }
}

/// One a type, in the order of `TYPES`, then that of all.
type Tallies = Vec<LinkTally>;

fn tally(spans: &[LinkedSpan]) -> Tallies {
    let mut out = vec![LinkTally::default(); TYPES.len() + 1];
    for span in spans {
        let one = LinkTally {
            spans: 1,
            right: usize::from(span.gold == span.predicted),
            gold: span.gold.len(),
            predicted: span.predicted.len(),
            shared: span.gold.intersection(&span.predicted).count(),
        };
        out[span.quote_type as usize].add(&one, 1);
        out[TYPES.len()].add(&one, 1);
    }
    out
}

type Documents = Bootstrap<(Tallies, Tallies)>;

impl LinkView {
    fn new(documents: &Documents, of: impl Fn(&(Tallies, Tallies)) -> &Tallies) -> Self {
        let scores = |at: usize| LinkScores::new(documents, |document| of(document)[at]);
        let by_type = TYPES.iter().enumerate();
        Self {
            total: scores(TYPES.len()),
            by_type: by_type
                .map(|(at, &quote_type)| (name(quote_type).to_string(), scores(at)))
                .collect(),
        }
    }
}

impl LinkScores {
    fn new(documents: &Documents, of: impl Fn(&(Tallies, Tallies)) -> LinkTally) -> Self {
        let total = of(&documents.total);
        let share = |n: usize, value: fn(LinkTally) -> Option<f64>| {
            documents.figure(n, |document| value(of(document)))
        };
        Self {
            accuracy: share(total.spans, |t| ratio(t.right, t.spans)),
            precision: share(total.predicted, |t| ratio(t.shared, t.predicted)),
            recall: share(total.gold, |t| ratio(t.shared, t.gold)),
            f1: share(total.gold, |t| ratio(2 * t.shared, t.gold + t.predicted)),
        }
    }
}
