//! Quote rows against gold quotes.

use std::collections::BTreeMap;

use super::answer::Answers;
use super::labels::Scored;
use super::speakers::SpeakerTally;
use super::tally::DocumentTally;
use super::{Counts, EvaluateOptions, Metrics, SpanMetrics, SpeakerMetrics};
use crate::corpus::{Extent, GoldQuote, QuoteRow, Sentiment, Stance, match_one_to_one};

/// For each predicted row of one document the index of the gold quote that it matches, by the rule
/// in the docs of [`evaluate`](super). Rows and gold quotes may stand in any order.
pub fn match_quotes(predicted: &[&QuoteRow], gold: &[&GoldQuote]) -> Vec<Option<usize>> {
    let row_order = order_by_key(predicted, |row| {
        let labels = (row.quote_type, row.stance, row.sentiment);
        let spans = (&row.source, &row.cue);
        (&row.quote_id, &row.target, &row.speaker, spans, labels)
    });
    let gold_order = order_by_key(gold, |quote| {
        let labels = (quote.quote_type, quote.core, quote.stance, quote.sentiment);
        let spans = (&quote.source, &quote.cue);
        (&quote.target, &quote.speaker, spans, labels)
    });
    let rows: Vec<Extent> = row_order
        .iter()
        .map(|&i| Extent::trimmed(&predicted[i].content))
        .collect();
    let quotes: Vec<Extent> = gold_order
        .iter()
        .map(|&i| Extent::new(gold[i].content.iter().copied()))
        .collect();
    let mut matches = vec![None; predicted.len()];
    for (row, quote) in match_one_to_one(&rows, &quotes).into_iter().enumerate() {
        matches[row_order[row]] = quote.map(|quote| gold_order[quote]);
    }
    matches
}

/// Equal contents are matched in this order, so that the order of the input does not count.
fn order_by_key<'a, T, K: Ord>(items: &[&'a T], key: impl Fn(&'a T) -> K) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&i| key(items[i]));
    order
}

/// Scores the rows of a run, all toward one target: several would repeat the quotes.
///
/// Only documents that gold has count; one without rows counts as missed. A gold row without
/// content says that its document has been read, whether or not it has quotes. Spans are scored on
/// all quotes, stance and sentiment on the matched ones, stance only where gold names no other
/// target than the row.
pub fn quotes(rows: &[QuoteRow], gold: &[GoldQuote], options: &EvaluateOptions) -> Metrics {
    let mut documents: BTreeMap<&str, (Vec<&QuoteRow>, Vec<&GoldQuote>)> = BTreeMap::new();
    for quote in gold {
        let (_, quotes) = documents.entry(&quote.document_id).or_default();
        if !quote.content.is_empty() {
            quotes.push(quote);
        }
    }
    let mut counts = Counts::default();
    for row in rows {
        match documents.get_mut(row.document_id.as_str()) {
            Some((rows, _)) => rows.push(row),
            None => counts.elsewhere += 1,
        }
    }

    let (mut stance, mut sentiment) = (Scored::default(), Scored::default());
    let mut tallies = Vec::with_capacity(documents.len());
    let mut speakers = Vec::with_capacity(documents.len());
    for (id, (rows, gold)) in &documents {
        let matches = match_quotes(rows, gold);
        let joined = matches.iter().flatten().count();
        counts.predicted += rows.len();
        counts.gold += gold.len();
        counts.joined += joined;
        counts.predicted_only += rows.len() - joined;
        counts.gold_only += gold.len() - joined;
        tallies.push(DocumentTally::new(rows, gold, &matches));
        speakers.push(SpeakerTally::new(rows, gold, &matches));
        for (quote, row) in gold.iter().zip(row_of_gold(rows, gold.len(), &matches)) {
            let on_target = row.filter(|row| same_target(row, quote));
            stance.count(id, quote.stance, on_target.map(|row| row.stance()));
            sentiment.count(id, quote.sentiment, row.map(|row| row.sentiment()));
        }
    }
    Metrics {
        documents: documents.len(),
        rows: counts,
        bootstrap: *options,
        spans: Some(SpanMetrics::new(tallies, options)),
        speakers: SpeakerMetrics::new(speakers, options),
        stance: stance.metrics::<Stance>(options),
        sentiment: sentiment.metrics::<Sentiment>(options),
    }
}

/// For each gold quote the row that is matched to it.
fn row_of_gold<'a>(
    rows: &[&'a QuoteRow],
    gold: usize,
    matches: &[Option<usize>],
) -> Vec<Option<&'a QuoteRow>> {
    let mut row_of = vec![None; gold];
    for (&row, quote) in rows.iter().zip(matches) {
        if let Some(quote) = *quote {
            row_of[quote] = Some(row);
        }
    }
    row_of
}

/// Whether both stances are toward one thing, as far as both say; case and a leading `the` aside.
pub(super) fn same_target(row: &QuoteRow, quote: &GoldQuote) -> bool {
    let normal = |target: &str| {
        let lower = target.trim().to_lowercase();
        lower
            .strip_prefix("the ")
            .map_or(lower.clone(), str::to_string)
    };
    match (&row.target, &quote.target) {
        (Some(row), Some(gold)) => normal(row) == normal(gold),
        _ => true,
    }
}
