//! Whether quotes were given to the right speakers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::EvaluateOptions;
use super::speaker::same_speaker;
use super::tally::Share;
use crate::corpus::{Extent, GoldQuote, QuoteRow, SpeakerMethod};
use crate::stats::{Additive, Bootstrap, Figure, ratio};

/// In the order of [`SpeakerTally::by_method`].
const METHODS: [SpeakerMethod; 6] = [
    SpeakerMethod::Explicit,
    SpeakerMethod::AccordingTo,
    SpeakerMethod::Floating,
    SpeakerMethod::Pronoun,
    SpeakerMethod::Signature,
    SpeakerMethod::None,
];

/// Speakers against the gold quotes that have one, and sources against those that have one.
///
/// Two names are the same where they are equal once case, white space, punctuation at the edges, a
/// leading `the` and a closing parenthesis are taken away: `The Orvan Institute (Lisse)` is
/// `orvan institute`. A surname alone is not the full name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpeakerMetrics {
    /// Gold quotes with a speaker.
    pub gold: usize,
    /// Of the matched ones among them, those with the same speaker.
    pub exact: Figure,
    /// Of these where the prediction names a speaker, those with the same.
    pub precision: Figure,
    /// Of all gold quotes with a speaker, those that are found and have the same.
    pub recall: Figure,
    /// Of matched quotes with a gold source, those whose source shares a character with it.
    pub source_overlap: Figure,
    /// Of these, those whose source has the same first and last character, edges trimmed.
    pub source_exact: Figure,
    /// F1 of the characters of their sources.
    pub source_char_f1: Figure,
    /// `exact` by the row's `speaker_method`.
    pub by_method: BTreeMap<String, Figure>,
}

/// What one document adds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SpeakerTally {
    exact: Share,
    named: Share,
    found: Share,
    source: Share,
    source_exact: Share,
    /// Twice the shared characters, of those of both.
    source_chars: Share,
    by_method: [Share; METHODS.len()],
}

impl SpeakerTally {
    /// From the rows and gold quotes of one document; `matches` as of `match_quotes`.
    pub fn new(rows: &[&QuoteRow], gold: &[&GoldQuote], matches: &[Option<usize>]) -> Self {
        let mut tally = Self::default();
        tally.found.of = gold.iter().filter(|quote| quote.speaker.is_some()).count();
        for (row, quote) in rows.iter().zip(matches) {
            if let Some(quote) = *quote {
                tally.count(row, gold[quote]);
            }
        }
        tally
    }

    fn count(&mut self, row: &QuoteRow, gold: &GoldQuote) {
        if let Some(speaker) = &gold.speaker {
            let predicted = row.speaker.as_deref();
            let same = predicted.is_some_and(|name| same_speaker(name, speaker));
            self.exact.count(same);
            self.found.agree += usize::from(same);
            if predicted.is_some() {
                self.named.count(same);
            }
            self.by_method[row.speaker_method as usize].count(same);
        }
        let source = Extent::new(gold.source.iter().copied());
        if !source.is_empty() {
            let predicted = Extent::trimmed(&row.source);
            let shared = predicted.shared(&source);
            self.source.count(shared > 0);
            self.source_exact
                .count(predicted.bounds() == source.bounds());
            self.source_chars.of += predicted.chars() + source.chars();
            self.source_chars.agree += 2 * shared;
        }
    }

    fn shares(&mut self) -> impl Iterator<Item = &mut Share> {
        let Self {
            exact,
            named,
            found,
            source,
            source_exact,
            source_chars,
            by_method,
        } = self;
        [exact, named, found, source, source_exact, source_chars]
            .into_iter()
            .chain(by_method)
    }
}

impl Additive for SpeakerTally {
    fn zero(&self) -> Self {
        Self::default()
    }

    fn add(&mut self, other: &Self, times: usize) {
        let mut other = *other;
        for (sum, share) in self.shares().zip(other.shares()) {
            sum.add(share, times);
        }
    }
}

impl SpeakerMetrics {
    /// `None` where gold has no speakers.
    pub(super) fn new(documents: Vec<SpeakerTally>, options: &EvaluateOptions) -> Option<Self> {
        let zero = SpeakerTally::default();
        let bootstrap = Bootstrap::new(documents, zero, options.seed, options.resamples);
        let figure = |n: usize, share: &dyn Fn(&SpeakerTally) -> Share| {
            bootstrap.figure(n, |tally| {
                let share = share(tally);
                ratio(share.agree, share.of)
            })
        };
        let total = &bootstrap.total;
        let by_method = METHODS.iter().enumerate().map(|(i, method)| {
            let value = figure(total.by_method[i].of, &|tally| tally.by_method[i]);
            (name(*method), value)
        });
        (total.found.of > 0).then(|| Self {
            gold: total.found.of,
            exact: figure(total.exact.of, &|tally| tally.exact),
            precision: figure(total.named.of, &|tally| tally.named),
            recall: figure(total.found.of, &|tally| tally.found),
            source_overlap: figure(total.source.of, &|tally| tally.source),
            source_exact: figure(total.source.of, &|tally| tally.source_exact),
            source_char_f1: figure(total.source.of, &|tally| tally.source_chars),
            by_method: by_method.collect(),
        })
    }
}

/// As rows spell it.
fn name(method: SpeakerMethod) -> String {
    match serde_json::json!(method) {
        Value::String(name) => name,
        other => other.to_string(),
    }
}
