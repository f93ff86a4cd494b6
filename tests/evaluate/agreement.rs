//! Agreement against the reference implementations, on the fixture of `scripts/fixtures/metrics.py`.

use quotestance::compare::{
    AgreementOptions, LabelMap, Labelled, Rater, RaterKind, Run, agreement,
};
use quotestance::corpus::Stance;
use serde::{Deserialize, Serialize};

use crate::check_close;
use crate::made::{gold, label, row};

const QUICK: AgreementOptions = AgreementOptions {
    seed: 3,
    resamples: 50,
};

#[derive(Deserialize)]
struct Case {
    name: String,
    raters: Vec<Vec<Option<usize>>>,
    krippendorff_alpha: Option<f64>,
    fleiss_kappa: Option<f64>,
    cohen_kappa: Vec<Option<f64>>,
}

fn rater(name: &str, kind: RaterKind, stances: &[Option<usize>]) -> Rater {
    let row = |(id, stance): (usize, &Option<usize>)| Labelled {
        key: Some(id.to_string()),
        document: id.to_string(),
        stance: stance.map(|class| Stance::ALL[class]),
        ..Labelled::default()
    };
    Rater {
        name: name.to_string(),
        kind,
        rows: stances.iter().enumerate().map(row).collect(),
    }
}

#[test]
fn coefficients_equal_the_reference_implementations() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../fixtures/metrics/agreement.json")).unwrap();
    assert_eq!(cases.len(), 10);
    for case in cases {
        let raters: Vec<_> = case
            .raters
            .iter()
            .enumerate()
            .map(|(i, stances)| rater(&i.to_string(), RaterKind::Human, stances))
            .collect();
        let found = agreement(&raters, &QUICK).unwrap();
        let Some(stance) = found.stance else {
            assert_eq!(case.krippendorff_alpha, None, "{}", case.name);
            continue;
        };
        let all = &stance.groups[0];
        let check = |figure: &str, found: Option<f64>, expected| {
            check_close(&format!("{}, {figure}", case.name), found, expected);
        };
        check(
            "alpha",
            all.krippendorff_alpha.value,
            case.krippendorff_alpha,
        );
        check("fleiss", all.fleiss_kappa.value, case.fleiss_kappa);
        let kappas: Vec<_> = stance.pairs.iter().map(|pair| pair.kappa.value).collect();
        assert_eq!(kappas.len(), case.cohen_kappa.len());
        for (found, expected) in kappas.into_iter().zip(case.cohen_kappa) {
            check("cohen", found, expected);
        }
    }
}

#[test]
fn humans_stand_beside_models() {
    let labels = [0, 1, 2, 0, 1, 2].map(Some);
    let raters = [
        rater("ana", RaterKind::Human, &labels),
        rater("ben", RaterKind::Human, &labels[..5]),
        rater("good", RaterKind::Model, &labels),
        rater("bad", RaterKind::Model, &[1, 2, 0, 1, 2, 0].map(Some)),
    ];
    let stance = agreement(&raters, &QUICK).unwrap().stance.unwrap();
    let groups: Vec<_> = stance
        .groups
        .iter()
        .map(|g| (g.name.as_str(), g.raters.len()))
        .collect();
    let expected = [
        ("all", 4),
        ("humans", 2),
        ("humans + good", 3),
        ("humans + bad", 3),
    ];
    assert_eq!(groups, expected);
    let alpha = |i: usize| stance.groups[i].krippendorff_alpha;
    assert_eq!((alpha(1).value, alpha(1).n), (Some(1.0), 5));
    assert_eq!((alpha(2).value, alpha(2).n), (Some(1.0), 6));
    assert!(alpha(3).value < Some(0.5) && alpha(0).value < Some(1.0));
    assert_eq!(stance.groups[3].fleiss_kappa.n, 5);
    assert!(alpha(3).ci95.is_some());
}

/// As the program reads them from a file.
fn read<T: Serialize>(rows: &[T]) -> Vec<Labelled> {
    let rows = serde_json::from_value(serde_json::to_value(rows).unwrap()).unwrap();
    Run::new("rows", rows, &LabelMap::default()).unwrap().rows
}

#[test]
fn rows_join_by_id_and_gold_quotes_by_span() {
    let quotes = [row("a", &[(0, 10)]), row("a", &[(20, 40)])];
    let model = Rater {
        name: "run".to_string(),
        kind: RaterKind::Model,
        rows: read(&quotes),
    };
    let by_span = Rater {
        name: "gold".to_string(),
        kind: RaterKind::Human,
        rows: read(&[gold("a", &[(0, 9)]), gold("a", &[(50, 60)])]),
    };
    let by_id = Rater {
        name: "ana".to_string(),
        kind: RaterKind::Human,
        rows: read(&[label(&quotes[1].quote_id, "t", Some(Stance::Against))]),
    };
    let found = agreement(&[by_id.clone(), by_span, model], &QUICK).unwrap();
    assert_eq!(found.units, 3);
    let pairs = found.stance.unwrap().pairs;
    let n: Vec<_> = pairs.iter().map(|pair| pair.kappa.n).collect();
    assert_eq!(n, [0, 1, 1]);
    assert_eq!(pairs[2].percent_agreement.value, Some(1.0));
    assert_eq!(pairs[1].percent_agreement.value, Some(0.0));

    let error = agreement(&[by_id], &QUICK).unwrap_err().to_string();
    assert!(error.contains("give two or more"), "{error}");
}
