//! Links between gold spans.

use std::collections::BTreeSet;

use quotestance::corpus::QuoteType;
use quotestance::evaluate::{LinkedDocument, LinkedSpan, links};

use crate::{QUICK, check_close};

fn span(quote_type: QuoteType, gold: &[usize], predicted: &[usize]) -> LinkedSpan {
    let set = |cues: &[usize]| -> BTreeSet<usize> { cues.iter().copied().collect() };
    LinkedSpan {
        quote_type,
        gold: set(gold),
        predicted: set(predicted),
    }
}

#[test]
fn pairs_and_spans_are_counted_by_relation_and_type() {
    let documents = [
        LinkedDocument {
            content: vec![
                span(QuoteType::Direct, &[0], &[0]),
                span(QuoteType::Indirect, &[1], &[0]),
            ],
            source: vec![span(QuoteType::Direct, &[0, 1], &[0])],
        },
        LinkedDocument {
            content: vec![span(QuoteType::Indirect, &[0], &[])],
            source: vec![span(QuoteType::Mixed, &[2], &[1, 2])],
        },
    ];
    let found = links(&documents, &QUICK);
    for (what, scores, expected) in [
        (
            "content",
            found.content.total,
            [1.0 / 3.0, 0.5, 1.0 / 3.0, 0.4],
        ),
        ("direct", found.content.by_type["direct"], [1.0; 4]),
        ("indirect", found.content.by_type["indirect"], [0.0; 4]),
        (
            "source",
            found.source.total,
            [0.0, 2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0],
        ),
    ] {
        let values = [scores.accuracy, scores.precision, scores.recall, scores.f1];
        for (value, expected) in values.iter().zip(expected) {
            check_close(what, value.value, Some(expected));
        }
        assert!(scores.f1.ci95.is_some(), "{what}");
    }
    let mixed = found.content.by_type["mixed"];
    assert_eq!((mixed.f1.n, mixed.f1.value), (0, None));
    let [low, high] = found.content.total.accuracy.ci95.unwrap();
    assert_eq!((low, high), (0.0, 0.5));
}

#[test]
fn nothing_has_no_scores() {
    let found = links(&[], &QUICK);
    assert_eq!(found.source.total.f1.value, None);
    assert_eq!(found.source.total.accuracy.ci95, None);
}
