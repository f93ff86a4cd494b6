//! Quote rows against gold quotes.

use quotestance::corpus::{GoldQuote, QuoteType};
use quotestance::evaluate::quotes;

use crate::made::{gold, offsets, row};
use crate::{QUICK, check_figure};

#[test]
fn spans_by_type_and_core() {
    let mut mixed = row("a", &[(20, 30)]);
    mixed.quote_type = QuoteType::Mixed;
    let predicted = [
        row("a", &[(0, 10)]),
        mixed,
        row("a", &[(40, 48)]),
        row("z", &[(0, 5)]),
    ];
    let mut aside = gold("a", &[(40, 50)]);
    aside.core = false;
    let gold = [
        gold("a", &[(0, 10)]),
        gold("a", &[(22, 32)]),
        aside,
        gold("b", &[(0, 10)]),
    ];
    let metrics = quotes(&predicted, &gold, &QUICK);

    assert_eq!(metrics.documents, 2);
    let rows = metrics.rows;
    assert_eq!((rows.gold, rows.predicted, rows.joined), (4, 3, 3));
    assert_eq!(
        (rows.gold_only, rows.predicted_only, rows.elsewhere),
        (1, 0, 1)
    );
    for (name, expected) in [
        ("spans.overlap_precision", Some(1.0)),
        ("spans.overlap_recall", Some(0.75)),
        ("spans.exact_precision", Some(1.0 / 3.0)),
        ("spans.exact_f1", Some(2.0 / 7.0)),
        ("spans.char_precision", Some(26.0 / 28.0)),
        ("spans.char_recall", Some(26.0 / 40.0)),
        ("spans.quote_type_accuracy", Some(2.0 / 3.0)),
        ("spans.source_overlap", None),
        ("spans.by_type.direct.overlap_recall", Some(0.75)),
        ("spans.by_type.mixed.overlap_precision", Some(1.0)),
        ("spans.by_type.mixed.overlap_recall", None),
        ("spans.by_type.mixed.overlap_f1", Some(0.0)),
        ("spans.by_type.indirect.overlap_f1", None),
        // The quote at 40 is no error here, and no hit.
        ("spans.core.overlap_precision", Some(1.0)),
        ("spans.core.overlap_recall", Some(2.0 / 3.0)),
        ("spans.core.exact_precision", Some(0.5)),
        ("spans.core.char_precision", Some(18.0 / 20.0)),
        ("spans.core.char_recall", Some(18.0 / 30.0)),
        ("accuracy", Some(1.0)),
        ("stance.mcc", None),
    ] {
        check_figure(&metrics, name, expected);
    }
    let stance = metrics.stance.unwrap();
    assert_eq!((stance.n, stance.unscored, stance.documents), (3, 1, 1));
    assert!(metrics.sentiment.is_none());
}

#[test]
fn a_document_without_gold_quotes_counts_where_gold_says_so() {
    let check = |gold: &[GoldQuote], precision: f64, elsewhere: usize| {
        let predicted = [row("a", &[(0, 10)]), row("b", &[(0, 10)])];
        let metrics = quotes(&predicted, gold, &QUICK);
        check_figure(&metrics, "spans.overlap_precision", Some(precision));
        check_figure(&metrics, "spans.overlap_recall", Some(1.0));
        assert_eq!(metrics.rows.elsewhere, elsewhere);
    };
    check(&[gold("a", &[(0, 10)])], 1.0, 1);
    check(&[gold("a", &[(0, 10)]), gold("b", &[])], 0.5, 0);
}

#[test]
fn edges_of_predicted_spans_do_not_count() {
    let mut quoted = row("a", &[(10, 18)]);
    quoted.content[0].text = "“We go,” ".chars().take(8).collect();
    let metrics = quotes(&[quoted], &[gold("a", &[(11, 16)])], &QUICK);
    check_figure(&metrics, "spans.exact_f1", Some(1.0));
    check_figure(&metrics, "spans.char_f1", Some(1.0));
}

#[test]
fn sources_cues_and_speakers_of_matched_quotes() {
    let mut right = row("a", &[(0, 10)]);
    right.source = row("a", &[(12, 20)]).content;
    right.speaker = Some("the Orvan Institute".to_string());
    let mut bare = row("a", &[(30, 40)]);
    bare.cue = row("a", &[(41, 45)]).content;
    let with_source = |content, source: &[(usize, usize)]| GoldQuote {
        source: offsets(source),
        cue: offsets(&[(25, 29)]),
        speaker: Some("Orvan Institute (research body)".to_string()),
        ..gold("a", content)
    };
    let gold = [
        with_source(&[(0, 10)], &[(19, 24)]),
        with_source(&[(30, 40)], &[(46, 50)]),
    ];
    let metrics = quotes(&[right, bare], &gold, &QUICK);
    check_figure(&metrics, "spans.source_overlap", Some(0.5));
    check_figure(&metrics, "spans.cue_overlap", Some(0.0));
    check_figure(&metrics, "spans.speaker_exact", Some(0.5));
}

#[test]
fn a_stance_toward_another_target_is_not_scored() {
    let check = |row_target: Option<&str>, gold_target: Option<&str>, scored: usize| {
        let mut row = row("a", &[(0, 10)]);
        row.target = row_target.map(str::to_string);
        let mut gold = gold("a", &[(0, 10)]);
        gold.target = gold_target.map(str::to_string);
        let stance = quotes(&[row], &[gold], &QUICK).stance.unwrap();
        assert_eq!(
            (stance.n, stance.unscored),
            (scored, 1 - scored),
            "{row_target:?}"
        );
    };
    check(Some("the Pact"), Some("pact"), 1);
    check(Some("the Pact"), None, 1);
    check(None, Some("pact"), 1);
    check(Some("the Pact"), Some("the Treaty"), 0);
}
