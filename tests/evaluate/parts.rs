//! Slices, lists of errors and speakers.

use quotestance::corpus::*;
use quotestance::evaluate::{
    EvaluateError, Pair, Slice, errors, figure, quote_pairs, quotes, row_pairs, slices,
};
use serde_json::json;

use crate::made::{gold, gold_row, label, offsets, row};
use crate::{QUICK, check_figure};

/// 40 rows of outlet `a`, all right, 30 of `b`, all wrong, and 5 of none, all right.
fn pairs() -> Vec<Pair> {
    let predicted: Vec<LabelRow> = (0..75)
        .map(|i| {
            let mut row = label(&i.to_string(), "t", Some(Stance::ALL[i % 3]));
            if i < 70 {
                let outlet = if i < 40 { "a" } else { "b" };
                row.meta.insert("outlet".to_string(), json!(outlet));
            }
            row.text = "word ".repeat(i + 1);
            row
        })
        .collect();
    let gold: Vec<GoldRow> = (0..75)
        .map(|i| {
            let wrong = usize::from((40..70).contains(&i));
            gold_row(&i.to_string(), None, Stance::ALL[(i + wrong) % 3])
        })
        .collect();
    row_pairs(&predicted, &gold).unwrap()
}

#[track_caller]
fn check_slices(by: &str, minimum: usize, expected: &[(&str, usize, Option<usize>, f64)]) {
    let found = slices(&pairs(), &[by.to_string()], minimum, &QUICK).unwrap();
    assert_eq!((found.len(), found[0].by.as_str()), (1, by));
    assert!(found[0].sentiment.is_empty());
    let shown = |s: &Slice| {
        assert_eq!(s.small, s.rank.is_none());
        (s.value.clone(), s.n, s.rank, s.accuracy.value.unwrap())
    };
    let shown: Vec<_> = found[0].stance.iter().map(shown).collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(value, n, rank, accuracy)| (value.to_string(), *n, *rank, *accuracy))
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn slices_are_ranked_unless_small() {
    check_slices(
        "outlet",
        30,
        &[
            ("a", 40, Some(1), 1.0),
            ("b", 30, Some(2), 0.0),
            ("(none)", 5, None, 1.0),
        ],
    );
    check_slices(
        "outlet",
        31,
        &[
            ("a", 40, Some(1), 1.0),
            ("b", 30, None, 0.0),
            ("(none)", 5, None, 1.0),
        ],
    );
    check_slices("target", 100, &[("t", 75, None, 45.0 / 75.0)]);
    check_slices(
        "length",
        1,
        &[
            ("1-10 words", 10, Some(1), 1.0),
            ("11-20 words", 10, Some(2), 1.0),
            ("21-40 words", 20, Some(3), 1.0),
            ("41 words or more", 35, Some(4), 5.0 / 35.0),
        ],
    );
}

#[test]
fn an_unknown_column_is_refused() {
    let error = slices(&pairs(), &["paper".to_string()], 30, &QUICK).unwrap_err();
    let EvaluateError::UnknownColumn { name, known } = error else {
        panic!("{error}");
    };
    assert_eq!(name, "paper");
    assert!(
        known.contains("outlet") && known.contains("target"),
        "{known}"
    );
}

#[test]
fn quotes_are_sliced_by_their_own_fields() {
    let mut rows = [
        row("a", &[(0, 10)]),
        row("a", &[(20, 30)]),
        row("b", &[(0, 10)]),
    ];
    rows[1].quote_type = QuoteType::Indirect;
    rows[2].stance = Some(Stance::Against);
    let gold = [
        gold("a", &[(0, 10)]),
        gold("a", &[(20, 30)]),
        gold("b", &[(0, 10)]),
    ];
    let pairs = quote_pairs(&rows, &gold);
    let found = slices(&pairs, &["quote_type".to_string()], 2, &QUICK).unwrap();
    let stance: Vec<_> = found[0]
        .stance
        .iter()
        .map(|s| (s.value.as_str(), s.n, s.documents))
        .collect();
    assert_eq!(stance, [("direct", 2, 2), ("indirect", 1, 1)]);
}

#[test]
fn errors_are_the_surest_of_each_pair_of_labels() {
    let probs = |against: f32| StanceProbs {
        favor: 0.9 - against,
        against,
        neutral: 0.1,
    };
    let predicted: Vec<LabelRow> = [("1", 0.5), ("2", 0.8), ("3", 0.7), ("4", 0.6)]
        .map(|(id, against)| LabelRow {
            stance_probs: Some(probs(against)),
            ..label(id, "t", Some(Stance::Against))
        })
        .to_vec();
    let gold = [
        gold_row("1", None, Stance::Favor),
        gold_row("2", None, Stance::Favor),
        gold_row("3", None, Stance::Neutral),
        gold_row("4", None, Stance::Against),
    ];
    let found = errors(&row_pairs(&predicted, &gold).unwrap(), 20);
    let shown: Vec<_> = found
        .iter()
        .map(|row| {
            [&row["id"], &row["gold"], &row["predicted"], &row["margin"]].map(ToString::to_string)
        })
        .collect();
    let expected = [
        ["\"2\"", "\"favor\"", "\"against\"", "0.7"],
        ["\"1\"", "\"favor\"", "\"against\"", "0.1"],
        ["\"3\"", "\"neutral\"", "\"against\"", "0.6"],
    ];
    assert_eq!(shown, expected);
    assert_eq!(found[0]["task"], "stance");
    assert_eq!(found[0]["target"], "t");
    assert_eq!(errors(&row_pairs(&predicted, &gold).unwrap(), 1).len(), 2);
}

#[test]
fn speakers_are_scored_by_name_and_source() {
    let span = |start: usize, text: &str| Span {
        start,
        end: start + text.len(),
        byte_start: start,
        byte_end: start + text.len(),
        text: text.to_string(),
    };
    let rows = [
        QuoteRow {
            speaker: Some("ana lisi".to_string()),
            speaker_method: SpeakerMethod::Pronoun,
            source: vec![span(12, "she,")],
            ..row("a", &[(0, 10)])
        },
        QuoteRow {
            speaker: Some("Lisi".to_string()),
            speaker_method: SpeakerMethod::Explicit,
            source: vec![span(42, "Ana Lisi")],
            ..row("a", &[(20, 40)])
        },
        row("b", &[(0, 10)]),
    ];
    let gold = [
        GoldQuote {
            speaker: Some("Ana Lisi".to_string()),
            source: offsets(&[(12, 15)]),
            ..gold("a", &[(0, 10)])
        },
        GoldQuote {
            speaker: Some("Ana Lisi".to_string()),
            source: offsets(&[(46, 56)]),
            ..gold("a", &[(20, 40)])
        },
        GoldQuote {
            speaker: Some("Bo".to_string()),
            ..gold("b", &[(0, 10)])
        },
        GoldQuote {
            speaker: Some("Cy".to_string()),
            ..gold("b", &[(50, 60)])
        },
    ];
    let metrics = quotes(&rows, &gold, &QUICK);
    check_figure(&metrics, "speakers.exact", Some(1.0 / 3.0));
    check_figure(&metrics, "speakers.precision", Some(0.5));
    check_figure(&metrics, "speakers.recall", Some(0.25));
    check_figure(&metrics, "speakers.source_overlap", Some(1.0));
    check_figure(&metrics, "speakers.source_exact", Some(0.5));
    check_figure(&metrics, "speakers.source_char_f1", Some(14.0 / 24.0));
    check_figure(&metrics, "speakers.by_method.pronoun", Some(1.0));
    check_figure(&metrics, "speakers.by_method.explicit", Some(0.0));
    check_figure(&metrics, "speakers.by_method.signature", None);
    assert!(
        figure(
            &quotes(&rows, &[crate::made::gold("a", &[(0, 10)])], &QUICK),
            "speakers.exact"
        )
        .is_err()
    );
}
