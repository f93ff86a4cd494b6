//! What holds for any rows.

use proptest::prelude::*;
use quotestance::corpus::{GoldQuote, QuoteRow, QuoteType, Sentiment, Stance};
use quotestance::evaluate::{figure, figures, match_quotes, quotes};

use crate::QUICK;
use crate::made::{gold, offsets, row};

/// Quotes of a few documents: document, start, length, type, stance, core.
fn any_quotes() -> impl Strategy<Value = Vec<(usize, usize, usize, usize, usize, bool)>> {
    let quote = (
        0..4_usize,
        0..60_usize,
        1..30_usize,
        0..3_usize,
        0..3_usize,
        any::<bool>(),
    );
    prop::collection::vec(quote, 0..20)
}

const TYPES: [QuoteType; 3] = [QuoteType::Direct, QuoteType::Indirect, QuoteType::Mixed];

fn any_rows() -> impl Strategy<Value = Vec<QuoteRow>> {
    any_quotes().prop_map(|quotes| {
        let row = |(document, start, length, quote_type, stance, _)| QuoteRow {
            quote_type: TYPES[quote_type],
            stance: Some(Stance::ALL[stance]),
            sentiment: Some(Sentiment::ALL[stance]),
            ..row(&format!("d{document}"), &[(start, start + length)])
        };
        quotes.into_iter().map(row).collect()
    })
}

fn any_gold() -> impl Strategy<Value = Vec<GoldQuote>> {
    any_quotes().prop_map(|quotes| {
        let quote = |(document, start, length, quote_type, stance, core)| GoldQuote {
            quote_type: TYPES[quote_type],
            stance: Some(Stance::ALL[stance]),
            sentiment: Some(Sentiment::ALL[2 - stance]),
            core,
            ..gold(&format!("d{document}"), &[(start, start + length)])
        };
        quotes.into_iter().map(quote).collect()
    })
}

fn iou(row: &QuoteRow, gold: &GoldQuote) -> f64 {
    let (a, b) = (&row.content[0], &gold.content[0]);
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start)) as f64;
    shared / ((a.end - a.start + b.end - b.start) as f64 - shared)
}

/// Pairs and summed IoU of the best matching of `rows[at..]`, by trying all.
fn best(rows: &[&QuoteRow], gold: &[&GoldQuote], taken: &mut Vec<bool>) -> (usize, f64) {
    let Some((row, rest)) = rows.split_first() else {
        return (0, 0.0);
    };
    let mut found = best(rest, gold, taken);
    for i in 0..gold.len() {
        let iou = iou(row, gold[i]);
        if !taken[i] && iou >= 0.5 {
            taken[i] = true;
            let (pairs, sum) = best(rest, gold, taken);
            taken[i] = false;
            if (pairs + 1, sum + iou) > found {
                found = (pairs + 1, sum + iou);
            }
        }
    }
    found
}

proptest! {
    #[test]
    fn matching_is_one_to_one_and_optimal(rows in any_rows(), gold in any_gold()) {
        let rows: Vec<&QuoteRow> = rows.iter().take(7).collect();
        let gold: Vec<&GoldQuote> = gold.iter().take(7).collect();
        let matches = match_quotes(&rows, &gold);
        let mut taken: Vec<usize> = matches.iter().flatten().copied().collect();
        let pairs = taken.len();
        taken.sort();
        taken.dedup();
        prop_assert_eq!(taken.len(), pairs);

        let ious = rows.iter().zip(&matches).filter_map(|(row, m)| m.map(|m| iou(row, gold[m])));
        let ious: Vec<f64> = ious.collect();
        prop_assert!(ious.iter().all(|&iou| iou >= 0.5));
        let (most, sum) = best(&rows, &gold, &mut vec![false; gold.len()]);
        prop_assert_eq!(pairs, most);
        prop_assert!((ious.iter().sum::<f64>() - sum).abs() < 1e-5);
    }

    #[test]
    fn figures_lie_in_their_ranges(rows in any_rows(), gold in any_gold()) {
        for (name, figure) in figures(&quotes(&rows, &gold, &QUICK)) {
            let low = if name.ends_with("mcc") || name.ends_with("kappa") { -1.0 } else { 0.0 };
            let inside = |value: f64| (low - 1e-12..=1.0 + 1e-12).contains(&value);
            prop_assert!(figure.value.is_none_or(inside), "{name} {figure:?}");
            prop_assert!(figure.ci95.is_none_or(|[a, b]| inside(a) && inside(b) && a <= b));
            prop_assert!(figure.undefined_resamples <= QUICK.resamples);
        }
    }

    #[test]
    fn order_of_rows_changes_nothing(
        (rows, shuffled) in any_rows().prop_flat_map(|r| (Just(r.clone()), Just(r).prop_shuffle())),
        (gold, shuffled_gold) in any_gold().prop_flat_map(|g| (Just(g.clone()), Just(g).prop_shuffle())),
    ) {
        prop_assert_eq!(quotes(&rows, &gold, &QUICK), quotes(&shuffled, &shuffled_gold, &QUICK));
    }

    #[test]
    fn a_perfect_prediction_scores_one(mut rows in any_rows()) {
        // The same content twice in a document could be matched crosswise.
        rows.sort_by(|a, b| a.quote_id.cmp(&b.quote_id));
        rows.dedup_by(|a, b| a.quote_id == b.quote_id);
        let perfect = |row: &QuoteRow| GoldQuote {
            quote_type: row.quote_type,
            content: offsets(&[(row.content[0].start, row.content[0].end)]),
            stance: row.stance,
            sentiment: row.sentiment,
            ..gold(&row.document_id, &[])
        };
        let gold: Vec<_> = rows.iter().map(perfect).collect();
        let metrics = quotes(&rows, &gold, &QUICK);
        for (name, figure) in figures(&metrics) {
            prop_assert!(figure.value.is_none_or(|value| (value - 1.0).abs() < 1e-12), "{name}");
            let constant = figure.ci95.is_none_or(|[a, b]| (a - 1.0).abs() + (b - 1.0).abs() < 1e-12);
            prop_assert!(constant, "{name}");
        }
        let found = figure(&metrics, "spans.exact_f1").unwrap().value;
        prop_assert_eq!(found.is_some(), !rows.is_empty());
    }
}
