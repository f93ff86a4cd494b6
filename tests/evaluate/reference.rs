//! Scores against scikit-learn's on the fixture of `scripts/fixtures/metrics.py`.

use quotestance::stats::Confusion;
use serde::Deserialize;

use crate::check_close;

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

#[test]
fn scores_equal_scikit_learn_s() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../fixtures/metrics/labels.json")).unwrap();
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
