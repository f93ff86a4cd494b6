//! Figures against scikit-learn's, and against what must hold for any rows.

use proptest::prelude::*;
use quotestance::corpus::{
    GoldQuote, GoldRow, LabelRow, Offsets, QuoteRow, QuoteType, SCHEMA_VERSION, Sentiment, Span,
    SpeakerMethod, Stance,
};
use quotestance::evaluate::{
    EvaluateOptions, Metrics, figure, figures, match_quotes, quotes, rows, trim_gold, verify_gold,
};
use quotestance::stats::Confusion;
use serde::Deserialize;

const QUICK: EvaluateOptions = EvaluateOptions {
    seed: 3,
    resamples: 50,
};

// Reference figures.

#[derive(Deserialize)]
struct Case {
    name: String,
    classes: usize,
    gold: Vec<usize>,
    predicted: Vec<usize>,
    confusion: Vec<Vec<usize>>,
    precision: Vec<Option<f64>>,
    recall: Vec<Option<f64>>,
    f1: Vec<Option<f64>>,
    support: Vec<usize>,
    macro_f1: Option<f64>,
    micro_f1: Option<f64>,
    weighted_f1: Option<f64>,
    f_avg: Option<f64>,
    accuracy: Option<f64>,
    mcc: Option<f64>,
    kappa: Option<f64>,
}

#[track_caller]
fn check_close(what: &str, found: Option<f64>, expected: Option<f64>) {
    let close = match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
        _ => found == expected,
    };
    assert!(close, "{what}: {found:?}, expected {expected:?}");
}

#[test]
fn scores_equal_scikit_learn_s() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("fixtures/metrics/labels.json")).unwrap();
    assert_eq!(cases.len(), 12);
    for case in cases {
        let pairs = case
            .gold
            .iter()
            .copied()
            .zip(case.predicted.iter().copied());
        let found = Confusion::from_pairs(case.classes, pairs);
        let check = |figure: &str, found, expected| {
            check_close(&format!("{}, {figure}", case.name), found, expected)
        };
        assert_eq!(found.table(), case.confusion, "{}", case.name);
        for class in 0..case.classes {
            check("precision", found.precision(class), case.precision[class]);
            check("recall", found.recall(class), case.recall[class]);
            check("f1", found.f1(class), case.f1[class]);
            assert_eq!(found.support(class), case.support[class], "{}", case.name);
        }
        check("macro_f1", found.macro_f1(), case.macro_f1);
        check("micro_f1", found.micro_f1(), case.micro_f1);
        check("weighted_f1", found.weighted_f1(), case.weighted_f1);
        check("f_avg", found.mean_f1(&[0, 1]), case.f_avg);
        check("accuracy", found.accuracy(), case.accuracy);
        check("mcc", found.mcc(), case.mcc);
        check("kappa", found.kappa(), case.kappa);
    }
}

#[test]
fn nothing_scored_is_undefined() {
    let nothing = Confusion::new(3);
    let all = [
        nothing.macro_f1(),
        nothing.micro_f1(),
        nothing.weighted_f1(),
        nothing.mean_f1(&[0, 1]),
        nothing.accuracy(),
        nothing.mcc(),
        nothing.kappa(),
        nothing.mean_f1(&[]),
    ];
    assert_eq!(all, [None; 8]);
}

// Rows made by hand.

fn offsets(ranges: &[(usize, usize)]) -> Vec<Offsets> {
    let offsets = |&(start, end)| Offsets { start, end };
    ranges.iter().map(offsets).collect()
}

/// A row whose spans read `xxx...`, which has no edge to trim.
fn row(document: &str, content: &[(usize, usize)]) -> QuoteRow {
    let span = |&(start, end): &(usize, usize)| Span {
        start,
        end,
        byte_start: start,
        byte_end: end,
        text: "x".repeat(end - start),
    };
    QuoteRow {
        schema_version: SCHEMA_VERSION.to_string(),
        quote_id: format!("{document}:{content:?}"),
        document_id: document.to_string(),
        title: None,
        outlet: None,
        url: None,
        published_at: None,
        quote_type: QuoteType::Direct,
        text: String::new(),
        confidence: 1.0,
        content: content.iter().map(span).collect(),
        cue: Vec::new(),
        source: Vec::new(),
        cue_class: None,
        speaker: None,
        speaker_method: SpeakerMethod::None,
        target: None,
        target_mention: None,
        stance: Some(Stance::Favor),
        stance_probs: None,
        sentiment: None,
        sentiment_probs: None,
        tokens: None,
        truncated: None,
        model: None,
        gold_stance: None,
        gold_sentiment: None,
    }
}

fn gold(document: &str, content: &[(usize, usize)]) -> GoldQuote {
    GoldQuote {
        document_id: document.to_string(),
        sha256: None,
        quote_type: QuoteType::Direct,
        content: offsets(content),
        cue: Vec::new(),
        source: Vec::new(),
        speaker: None,
        target: None,
        stance: Some(Stance::Favor),
        sentiment: None,
        core: true,
    }
}

fn label(id: &str, target: &str, stance: Option<Stance>) -> LabelRow {
    LabelRow {
        schema_version: SCHEMA_VERSION.to_string(),
        id: id.to_string(),
        text: String::new(),
        target: target.to_string(),
        stance,
        stance_probs: None,
        sentiment: Some(Sentiment::Neutral),
        sentiment_probs: None,
        tokens: 0,
        truncated: false,
        model: String::new(),
        meta: Default::default(),
    }
}

fn gold_row(id: &str, target: Option<&str>, stance: Stance) -> GoldRow {
    GoldRow {
        id: id.to_string(),
        target: target.map(str::to_string),
        stance: Some(stance),
        ..GoldRow::default()
    }
}

#[track_caller]
fn check_figure(metrics: &Metrics, name: &str, expected: Option<f64>) {
    check_close(name, figure(metrics, name).unwrap().value, expected);
}

// Matching.

#[test]
fn matching_takes_most_pairs_then_most_characters() {
    let check = |predicted: &[&[(usize, usize)]],
                 quotes: &[&[(usize, usize)]],
                 expected: &[Option<usize>]| {
        let rows: Vec<_> = predicted.iter().map(|content| row("d", content)).collect();
        let quotes: Vec<_> = quotes.iter().map(|content| gold("d", content)).collect();
        let rows: Vec<_> = rows.iter().collect();
        let quotes: Vec<_> = quotes.iter().collect();
        assert_eq!(match_quotes(&rows, &quotes), expected, "{predicted:?}");
    };
    check(&[&[(0, 10)]], &[&[(0, 10)]], &[Some(0)]);
    check(&[&[(0, 10)]], &[&[(5, 10)]], &[Some(0)]);
    check(&[&[(0, 10)]], &[&[(6, 10)]], &[None]);
    check(&[&[(0, 10)]], &[&[(10, 20)]], &[None]);
    check(&[&[(0, 4), (8, 12)]], &[&[(0, 12)]], &[Some(0)]);
    check(&[&[(0, 10)], &[(0, 9)]], &[&[(0, 9)]], &[None, Some(0)]);
    // Greedy pairs (2..12) with its equal and leaves (0..11) without; both can be matched.
    check(
        &[&[(2, 12)], &[(0, 11)]],
        &[&[(2, 12)], &[(5, 14)]],
        &[Some(1), Some(0)],
    );
    check(&[&[(5, 5)]], &[&[(0, 10)]], &[None]);
    check(&[], &[&[(0, 10)]], &[]);
}

#[test]
fn many_equal_quotes_end_soon() {
    let rows: Vec<_> = (0..600).map(|_| row("d", &[(0, 10)])).collect();
    let quotes: Vec<_> = (0..700).map(|_| gold("d", &[(0, 10)])).collect();
    let matched = match_quotes(
        &rows.iter().collect::<Vec<_>>(),
        &quotes.iter().collect::<Vec<_>>(),
    );
    let mut found: Vec<_> = matched.iter().flatten().collect();
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 600);
}

// Quotes.

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

// Label rows.

#[test]
fn label_rows_join_by_id_and_target() {
    let favor = Some(Stance::Favor);
    let predicted = [
        label("1", "a", favor),
        label("1", "b", favor),
        label("2", "a", None),
    ];
    let gold = [
        gold_row("1", Some("b"), Stance::Against),
        gold_row("2", None, Stance::Favor),
        gold_row("3", None, Stance::Favor),
    ];
    let metrics = rows(&predicted, &gold, &QUICK).unwrap();
    let counts = metrics.rows;
    assert_eq!((counts.gold, counts.predicted, counts.joined), (3, 3, 2));
    assert_eq!((counts.gold_only, counts.predicted_only), (1, 1));
    let stance = metrics.stance.clone().unwrap();
    assert_eq!((stance.n, stance.unscored), (1, 2));
    check_figure(&metrics, "accuracy", Some(0.0));
    assert!(metrics.spans.is_none() && metrics.sentiment.is_none());
}

#[test]
fn rows_that_do_not_fit_are_errors() {
    let one = || label("1", "a", Some(Stance::Favor));
    let two = || label("1", "b", Some(Stance::Favor));
    let gold = |target| gold_row("1", target, Stance::Favor);
    let check = |predicted: &[LabelRow], gold: &[GoldRow], expected: &str| {
        let error = rows(predicted, gold, &QUICK).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    check(
        &[one(), one()],
        &[gold(None)],
        "2 predictions have the id `1` and the target `a`; keep one of them",
    );
    check(
        &[one()],
        &[gold(None), gold(Some("a"))],
        "two gold rows join the prediction with the id `1` and the target `a`; keep one of them",
    );
    check(
        &[one(), two()],
        &[gold(None)],
        "the id `1` has predictions for 2 targets; give its gold row a `target`",
    );
    check(
        &[one()],
        &[gold(Some("c"))],
        "no gold row has a prediction (gold has `1` for `c`, predictions have `1` for `a`); check that both come from the same input",
    );
}

#[test]
fn rows_of_one_document_are_drawn_together() {
    let predicted: Vec<_> = (0..40)
        .map(|i| label(&i.to_string(), "a", Some(Stance::ALL[i / 20])))
        .collect();
    let gold = |documents: usize| -> Vec<GoldRow> {
        let row = |i: usize| GoldRow {
            document_id: Some((i / (40 / documents)).to_string()),
            ..gold_row(&i.to_string(), None, Stance::Favor)
        };
        (0..40).map(row).collect()
    };
    let width = |documents| {
        let metrics = rows(&predicted, &gold(documents), &QUICK).unwrap();
        assert_eq!(metrics.documents, documents);
        let [low, high] = figure(&metrics, "accuracy").unwrap().ci95.unwrap();
        high - low
    };
    assert!(width(2) > 0.9 && width(40) < 0.5);
}

// Gold.

#[test]
fn gold_is_checked_against_its_text() {
    let text = "“We go,” said Ana Lisi of the port 😀.";
    let hash = "6ee5a9ab2d1a0e94e6e3b0b1a0f1d2c3".to_string();
    let check = |quote: &GoldQuote, expected: &str| {
        let found = verify_gold(&[quote], "d", text);
        let found = found.err().map(|error| error.to_string());
        assert_eq!(found.unwrap_or_default().split(';').next(), Some(expected));
    };
    let fine = gold("d", &[(0, 8)]);
    check(&fine, "");
    check(&gold("d", &[(36, 37)]), "");
    check(
        &gold("d", &[(36, 38)]),
        "document `d` has 37 characters, but its gold has a content at 36..38",
    );
    check(
        &GoldQuote {
            source: offsets(&[(9, 9)]),
            ..fine.clone()
        },
        "document `d` has 37 characters, but its gold has a source at 9..9",
    );
    let error = verify_gold(
        &[&GoldQuote {
            sha256: Some(hash),
            ..fine.clone()
        }],
        "d",
        text,
    );
    assert!(error.unwrap_err().to_string().contains("made on 6ee5a9ab"));
    assert_eq!(trim_gold(&fine, text).content, offsets(&[(1, 6)]));
}

// Figures by name.

#[test]
fn figures_have_names() {
    let metrics = quotes(&[row("a", &[(0, 10)])], &[gold("a", &[(0, 10)])], &QUICK);
    check_figure(&metrics, "macro_f1", Some(1.0));
    check_figure(&metrics, "stance.per_class.favor.f1", Some(1.0));
    check_figure(&metrics, "spans.core.by_type.direct.char_f1", Some(1.0));
    let error = figure(&metrics, "f2").unwrap_err().to_string();
    assert!(error.starts_with("no figure is called `f2`; known here: spans.exact_precision, "));
    assert!(error.contains(", stance.macro_f1, stance.f_avg, "));
}

#[test]
fn metrics_read_back_as_written() {
    let predicted = [
        row("a", &[(0, 10)]),
        row("b", &[(0, 7)]),
        row("b", &[(20, 30)]),
    ];
    let gold = [gold("a", &[(0, 10)]), gold("b", &[(0, 10)])];
    let metrics = quotes(&predicted, &gold, &QUICK);
    let written = serde_json::to_string(&metrics).unwrap();
    assert_eq!(serde_json::from_str::<Metrics>(&written).unwrap(), metrics);
    assert!(written.contains(r#""mcc":{"value":null,"ci95":null,"n":2"#));
}

// Properties.

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
