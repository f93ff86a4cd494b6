//! A model that knows stance alone, or sentiment alone.

use std::fs;
use std::time::Duration;

use quotestance::classify::{Classifier, ClassifyError, Item};
use quotestance::corpus::Prediction;
use quotestance::pipeline::{Segmenter, run};
use serde_json::{Value, json};

use super::stand_ins::{ByHash, Place, StopAfter, finish, rows};

/// Labels of one task.
struct Only(&'static str);

impl Classifier for Only {
    fn id(&self) -> &str {
        "only@0123456789ab"
    }

    fn describe(&self) -> Value {
        json!({ "name": "only" })
    }

    fn classify(&self, items: &[Item<'_>]) -> Result<Vec<Prediction>, ClassifyError> {
        let mut said = ByHash {
            pause: Duration::ZERO,
        }
        .classify(items)?;
        for said in &mut said {
            match self.0 {
                "stance" => (said.sentiment, said.sentiment_probs) = (None, None),
                _ => (said.stance, said.stance_probs) = (None, None),
            }
        }
        Ok(said)
    }
}

fn check(task: &'static str, other: &'static str) {
    let place = Place::with_articles(30);
    finish(&place.config("first")).unwrap();
    let gold = |row: &Value| {
        json!({ "document_id": row["document_id"], "quote_type": row["quote_type"],
                "content": row["content"], "stance": "favor", "sentiment": "positive" })
    };
    let all = rows(&place.path("first/quotes.jsonl"));
    let lines: String = all.iter().map(|row| format!("{}\n", gold(row))).collect();
    fs::write(place.path("gold.jsonl"), lines).unwrap();
    let mut config = place.config("out");
    config.gold = Some(place.path("gold.jsonl"));
    let by_hash = ByHash {
        pause: Duration::ZERO,
    };
    let summary = run(
        &config,
        &Segmenter::RULES,
        &Only(task),
        Some(&by_hash),
        &StopAfter::never(),
    )
    .unwrap();

    let written = rows(&config.out.join("quotes.jsonl"));
    assert_eq!(written.len(), all.len());
    for row in &written {
        assert!(row[task].is_string() && row[format!("{task}_probs")].is_object());
        assert!(row[other].is_null() && row[format!("{other}_probs")].is_null());
    }
    let metrics = &summary.metrics.unwrap()["quotes"];
    assert_eq!(metrics[task]["n"], all.len());
    assert!(metrics[task]["macro_f1"]["value"].is_number());
    let without = &metrics[other];
    assert_eq!(
        (&without["n"], &without["unscored"]),
        (&json!(0), &json!(all.len()))
    );
    assert!(without["macro_f1"]["value"].is_null() && without["accuracy"]["ci95"].is_null());

    let card = fs::read_to_string(config.out.join("README.md")).unwrap();
    assert!(
        card.contains(&format!("| {task} | quotes | share |")),
        "{card}"
    );
    assert!(
        !card.contains(&format!("| {other} | quotes | share |")),
        "{card}"
    );
    assert!(!card.contains("Stance by sentiment"), "{card}");
    let csv = fs::read_to_string(config.out.join("quotes.csv")).unwrap();
    assert!(csv.lines().count() > all.len(), "{csv}");
}

#[test]
fn a_model_of_one_task_leaves_the_other_empty() {
    check("stance", "sentiment");
    check("sentiment", "stance");
}
