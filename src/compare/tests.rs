use proptest::prelude::*;

use super::*;
use crate::corpus::{Extent, Offsets, Sentiment, Stance, StanceProbs};

const OPTIONS: CompareOptions = CompareOptions {
    seed: 5,
    resamples: 100,
    top: 2,
};

/// A row with probability `p` on its stance, the rest shared by the other two.
fn labelled(key: &str, document: &str, start: usize, stance: Stance, p: f32) -> Labelled {
    let of = |other| if other == stance { p } else { (1.0 - p) / 2.0 };
    Labelled {
        key: Some(key.to_string()),
        document: document.to_string(),
        content: Extent::new([Offsets {
            start,
            end: start + 10,
        }]),
        stance: Some(stance),
        stance_probs: Some(StanceProbs {
            favor: of(Stance::Favor),
            against: of(Stance::Against),
            neutral: of(Stance::Neutral),
        }),
        ..Labelled::default()
    }
}

fn run(name: &str, rows: Vec<Labelled>) -> Run {
    Run {
        name: name.to_string(),
        rows,
    }
}

use Stance::{Against, Favor, Neutral};

#[test]
fn rows_join_by_key_then_by_span() {
    let a = vec![
        labelled("1", "d", 0, Favor, 0.8),
        labelled("2", "d", 20, Favor, 0.8),
        labelled("3", "d", 40, Favor, 0.8),
    ];
    let b = vec![
        labelled("1", "d", 90, Favor, 0.8),
        labelled("x", "d", 22, Favor, 0.8),
        labelled("y", "e", 40, Favor, 0.8),
    ];
    let found = compare(&[run("a", a), run("b", b)], None, &OPTIONS).unwrap();
    let pair = &found.pairs[0];
    assert_eq!((pair.joined, pair.joined_by_span), (2, 1));
    assert_eq!((pair.only_a, pair.only_b), (1, 1));
}

#[test]
fn rows_toward_several_targets_join_their_own() {
    let toward = |target: &str, stance| Labelled {
        target: Some(target.to_string()),
        ..labelled("1", "d", 0, stance, 0.8)
    };
    let a = vec![toward("pact", Favor), toward("treaty", Against)];
    let b = vec![toward("treaty", Against), toward("pact", Favor)];
    let c = vec![toward("other", Neutral)];
    let found = compare(&[run("a", a), run("b", b), run("c", c)], None, &OPTIONS).unwrap();
    let agreement = found.pairs[0].stance.as_ref().unwrap().agreement;
    assert_eq!((agreement.value, agreement.n), (Some(1.0), 2));
    assert_eq!((found.pairs[1].joined, found.pairs[1].only_a), (0, 2));
    assert_eq!(found.pairs.len(), 3);
}

#[test]
fn changed_rows_are_ranked_by_margin() {
    let a = vec![
        labelled("1", "d", 0, Favor, 0.9),
        labelled("2", "d", 20, Favor, 0.6),
        labelled("3", "d", 40, Favor, 0.9),
        labelled("4", "d", 60, Neutral, 0.7),
    ];
    let b = vec![
        labelled("1", "d", 0, Against, 0.4),
        labelled("2", "d", 20, Against, 0.8),
        labelled("3", "d", 40, Neutral, 0.8),
        labelled("4", "d", 60, Neutral, 0.7),
    ];
    let found = compare(&[run("a", a), run("b", b)], None, &OPTIONS).unwrap();
    let stance = found.pairs[0].stance.as_ref().unwrap();
    assert_eq!((stance.n, stance.changed), (4, 3));
    assert_eq!(stance.confusion, [[0, 2, 1], [0, 0, 0], [0, 0, 1]]);
    let keys: Vec<_> = stance
        .changed_rows
        .iter()
        .flat_map(|row| row.key.as_deref())
        .collect();
    assert_eq!(keys, ["3", "2"]);
    let margin = stance.changed_rows[0].margin.unwrap();
    assert!((margin - 0.7).abs() < 1e-6);
    // Of the rows: (0.6 + 0.35 + 0.25) / 3, (0.5 + 0.6 + 0.1) / 3, (0.8 + 0.05 + 0.75) / 3 and 0.
    let shift = stance.mean_probability_shift.unwrap();
    assert!((shift - 4.0 / 12.0).abs() < 1e-6, "{shift}");
    assert!(found.pairs[0].sentiment.is_none());
}

#[test]
fn gold_tells_which_is_better() {
    let stances = [Favor, Against, Neutral];
    let rows = |right: usize| -> Vec<Labelled> {
        let row = |i: usize| {
            let stance = stances[(i + usize::from(i >= right)) % 3];
            labelled(&i.to_string(), &format!("d{i}"), 0, stance, 0.8)
        };
        (0..60).map(row).collect()
    };
    let gold: Vec<Labelled> = rows(60)
        .into_iter()
        .map(|row| Labelled { key: None, ..row })
        .collect();
    let runs = [run("a", rows(30)), run("b", rows(54))];
    let found = compare(&runs, Some(&gold), &OPTIONS).unwrap();
    let against = found.pairs[0]
        .stance
        .as_ref()
        .unwrap()
        .gold
        .as_ref()
        .unwrap();
    assert_eq!((against.n, against.not_in_a, against.not_in_b), (60, 0, 0));
    assert_eq!((against.mcnemar.a_only, against.mcnemar.b_only), (0, 24));
    let accuracy = against.accuracy;
    assert_eq!((accuracy.a.value, accuracy.b.value), (Some(0.5), Some(0.9)));
    assert!((accuracy.difference.value.unwrap() - 0.4).abs() < 1e-12);
    let [low, high] = accuracy.difference.ci95.unwrap();
    assert!(
        0.2 < low && low < 0.4 && 0.4 < high && high < 0.6,
        "{low} {high}"
    );
    assert!((against.macro_f1.difference.value.unwrap() - 0.4).abs() < 1e-12);
}

#[test]
fn what_cannot_be_compared() {
    let check = |runs: &[Run], expected: &str| {
        let error = compare(runs, None, &OPTIONS).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    check(&[run("a", vec![])], "runs to compare: 1; give two or more");
    let twice = vec![labelled("1", "d", 0, Favor, 0.8); 2];
    check(
        &[run("a", vec![]), run("b", twice)],
        "b has two rows with the id `1` and the same target; keep one of them",
    );
}

fn read(rows: &str, map: &str) -> Result<Run, CompareError> {
    let rows = rows.lines().map(|line| serde_json::from_str(line).unwrap());
    Run::new("x", rows.collect(), &toml::from_str(map).unwrap())
}

#[test]
fn rows_of_every_kind_are_read() {
    let rows = read(
        r#"{"quote_id": "q", "document_id": "d", "target": "pact", "text": "t", "content": [{"start": 4, "end": 10, "text": "\"Yes,\" "}], "stance": "favor", "stance_probs": {"favor": 0.5, "against": 0.25, "neutral": 0.25}}
{"id": "1", "text": "t", "target": "pact", "sentiment": "negative", "meta": {"document_id": "d", "x": [1]}}
{"document_id": "d", "sha256": "0", "quote_type": "direct", "content": [{"start": 4, "end": 10}], "stance": "against"}
{"id": "2", "cluster": "c", "stance": null}"#,
        "",
    )
    .unwrap()
    .rows;
    let keys: Vec<_> = rows
        .iter()
        .map(|row| (row.key.as_deref(), row.document.as_str()))
        .collect();
    assert_eq!(
        keys,
        [
            (Some("q"), "d"),
            (Some("1"), "d"),
            (None, "d"),
            (Some("2"), "c")
        ]
    );
    let offsets = |start, end| Extent::new([Offsets { start, end }]);
    assert_eq!(
        (&rows[0].content, &rows[2].content),
        (&offsets(5, 8), &offsets(4, 10))
    );
    assert_eq!(rows[0].stance_probs.unwrap().favor, 0.5);
    assert_eq!(
        (rows[1].sentiment, rows[3].stance),
        (Some(Sentiment::Negative), None)
    );
}

#[test]
fn other_label_names_join_through_a_map() {
    let rows = r#"{"id": "1", "stance": "pro", "stance_probs": {"pro": 0.5, "rather pro": 0.25, "con": 0.25}, "sentiment": 1}
{"id": "2", "stance": "Neutral"}"#;
    let map = "[stance]\npro = 'favor'\n'rather pro' = 'favor'\ncon = 'against'\nNeutral = 'neutral'\n[sentiment]\n1 = 'positive'";
    let found = read(rows, map).unwrap().rows;
    assert_eq!(
        (found[0].stance, found[1].stance),
        (Some(Favor), Some(Neutral))
    );
    assert_eq!(found[0].sentiment, Some(Sentiment::Positive));
    let probs = found[0].stance_probs.unwrap();
    assert_eq!(
        (probs.favor, probs.against, probs.neutral),
        (0.75, 0.25, 0.0)
    );

    let error = read(rows, "stance.pro = 'favor'").unwrap_err().to_string();
    let to_write = "\n\n[stance]\n\"Neutral\" = \"neutral\"\n\"con\" = \"favor | against | neutral\"\n\"rather pro\" = \"favor | against | neutral\"\n[sentiment]\n\"1\" = \"negative | neutral | positive\"";
    assert!(
        error.starts_with("x has other labels") && error.ends_with(to_write),
        "{error}"
    );
}

#[test]
fn a_row_without_an_id_is_named() {
    let error = read("{\"id\": \"1\"}\n{\"stance\": \"favor\"}", "").unwrap_err();
    assert!(
        error.to_string().starts_with("x: row 2 has no `quote_id`"),
        "{error}"
    );
}

fn any_rows() -> impl Strategy<Value = Vec<Labelled>> {
    let row = (0..4_usize, 0..50_usize, 0..3_usize, 0.34..1.0_f32);
    prop::collection::vec(row, 0..20).prop_map(|rows| {
        let row =
            |(i, (document, start, stance, p)): (usize, (usize, usize, usize, f32))| Labelled {
                sentiment: Some(Sentiment::ALL[stance]),
                ..labelled(
                    &i.to_string(),
                    &format!("d{document}"),
                    start,
                    Stance::ALL[stance],
                    p,
                )
            };
        rows.into_iter().enumerate().map(row).collect()
    })
}

proptest! {
    #[test]
    fn a_run_differs_in_nothing_from_itself(rows in any_rows()) {
        let runs = [run("a", rows.clone()), run("b", rows.clone())];
        let found = compare(&runs, Some(&rows), &OPTIONS).unwrap();
        let pair = &found.pairs[0];
        prop_assert_eq!((pair.joined, pair.only_a, pair.only_b), (rows.len(), 0, 0));
        prop_assert_eq!(pair.stance.is_some(), !rows.is_empty());
        for task in pair.stance.iter().chain(&pair.sentiment) {
            prop_assert_eq!(task.agreement.value, Some(1.0));
            prop_assert_eq!((task.changed, task.changed_rows.len()), (0, 0));
            prop_assert!(task.mean_probability_shift.unwrap_or(0.0) == 0.0);
            let gold = task.gold.as_ref().unwrap();
            prop_assert_eq!((gold.mcnemar.exact_p, gold.mcnemar.mid_p), (1.0, 1.0));
            for paired in [Some(gold.macro_f1), gold.f_avg, Some(gold.accuracy)].iter().flatten() {
                prop_assert_eq!(paired.difference.value.unwrap_or(0.0), 0.0);
                prop_assert_eq!(paired.minimum_detectable_effect, None);
                prop_assert_eq!(paired.difference.ci95.unwrap_or([0.0; 2]), [0.0; 2]);
            }
        }
    }

    #[test]
    fn order_of_rows_changes_nothing(
        (a, shuffled) in any_rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        b in any_rows(),
        gold in any_rows(),
    ) {
        let gold: Vec<_> = gold.into_iter().map(|row| Labelled { key: None, ..row }).collect();
        let found = compare(&[run("a", a), run("b", b.clone())], Some(&gold), &OPTIONS).unwrap();
        let again = compare(&[run("a", shuffled), run("b", b)], Some(&gold), &OPTIONS).unwrap();
        prop_assert_eq!(found, again);
    }
}
