//! Figures of whole comparisons against those of scikit-learn, krippendorff and statsmodels.

use serde_json::Value;

use super::*;
use crate::corpus::Stance;

fn run(name: &str, classes: &Value) -> Run {
    let classes = classes.as_array().unwrap().iter().enumerate();
    let rows = classes.map(|(index, class)| Labelled {
        key: Some(index.to_string()),
        document: (index / 4).to_string(),
        stance: Some(Stance::ALL[class.as_u64().unwrap() as usize]),
        ..Labelled::default()
    });
    Run {
        name: name.to_owned(),
        rows: rows.collect(),
    }
}

fn check(what: &str, found: Option<f64>, expected: &Value) {
    let (found, expected) = (found.unwrap(), expected.as_f64().unwrap());
    assert!(
        (found - expected).abs() < 1e-12,
        "{what}: {found}, expected {expected}"
    );
}

#[test]
fn figures_equal_the_references() {
    let fixture = include_str!("../../tests/fixtures/metrics/comparison.json");
    let fixture: Value = serde_json::from_str(fixture).unwrap();
    let runs = ["0", "1", "2"].map(|i| run(i, &fixture["runs"][i.parse::<usize>().unwrap()]));
    let gold = run("gold", &fixture["gold"]);
    let options = CompareOptions {
        resamples: 200,
        ..CompareOptions::default()
    };
    let found = compare(&runs, Some(&gold.rows), &options).unwrap();
    assert_eq!((found.pairs.len(), found.tests), (3, 3));
    for (pair, expected) in found.pairs.iter().zip(fixture["pairs"].as_array().unwrap()) {
        let task = pair.stance.as_ref().unwrap();
        let against = task.gold.as_ref().unwrap();
        check("agreement", task.agreement.value, &expected["agreement"]);
        check("kappa", task.kappa.value, &expected["kappa"]);
        check(
            "alpha",
            task.krippendorff_alpha.value,
            &expected["krippendorff_alpha"],
        );
        assert_eq!(serde_json::json!(task.confusion), expected["confusion"]);
        for (name, paired) in [
            ("macro_f1", against.macro_f1),
            ("f_avg", against.f_avg.unwrap()),
            ("accuracy", against.accuracy),
        ] {
            check(name, paired.a.value, &expected["a"][name]);
            check(name, paired.b.value, &expected["b"][name]);
            check(name, paired.difference.value, &expected["difference"][name]);
        }
        let test = against.mcnemar;
        check("exact p", Some(test.exact_p), &expected["mcnemar"]["exact"]);
        check("mid-p", Some(test.mid_p), &expected["mcnemar"]["mid"]);
        check("Holm", Some(test.holm_p), &expected["holm"]);
    }
}

#[test]
fn the_detectable_effect_falls_with_the_root_of_n() {
    // Half of the rows differ, to either side alike: the standard error is sqrt(0.5 / n).
    let of = |n: usize| {
        let row = |i: usize, stance| Labelled {
            key: Some(i.to_string()),
            document: i.to_string(),
            stance: Some(stance),
            ..Labelled::default()
        };
        let labels = |right: fn(usize) -> bool| Run {
            name: "run".to_owned(),
            rows: (0..n)
                .map(|i| {
                    row(
                        i,
                        if right(i) {
                            Stance::Favor
                        } else {
                            Stance::Against
                        },
                    )
                })
                .collect(),
        };
        let gold = labels(|_| true);
        let runs = [labels(|i| i % 4 != 0), labels(|i| i % 4 != 1)];
        let found = compare(&runs, Some(&gold.rows), &CompareOptions::default()).unwrap();
        let against = found.pairs[0]
            .stance
            .as_ref()
            .unwrap()
            .gold
            .clone()
            .unwrap();
        against.accuracy.minimum_detectable_effect.unwrap()
    };
    let (small, large) = (of(400), of(1600));
    assert!(
        (small - 2.8016 * (0.5_f64 / 400.0).sqrt()).abs() < 0.01,
        "{small}"
    );
    assert!((small / large - 2.0).abs() < 0.2, "{small} {large}");
}
