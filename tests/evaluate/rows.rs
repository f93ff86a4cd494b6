//! Label rows against gold rows.

use quotestance::corpus::{GoldRow, LabelRow, Stance};
use quotestance::evaluate::{figure, rows};

use crate::made::{gold_row, label};
use crate::{QUICK, check_figure};

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
