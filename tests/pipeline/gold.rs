//! Gold is checked, joined to rows, and scored beside a baseline.

use std::fs;
use std::time::Duration;

use quotestance::config::RunConfig;
use quotestance::pipeline::{PipelineError, Segmenter, Summary, run};
use serde_json::{Value, json};

use super::stand_ins::{ByHash, Place, StopAfter, content, finish, json, rows, usage};

fn with_baseline(config: &RunConfig, chunks: usize) -> Result<Summary, PipelineError> {
    let by_hash = ByHash {
        pause: Duration::ZERO,
    };
    run(
        config,
        &Segmenter::RULES,
        &by_hash,
        Some(&by_hash),
        &StopAfter::chunks(chunks),
    )
}

/// Gold made of the rows of a run, every third one of them, with labels of its own.
fn gold_of(place: &Place) -> Vec<Value> {
    finish(&place.config("first")).unwrap();
    let rows = rows(&place.path("first/quotes.jsonl"));
    let gold = |(index, row): (usize, &Value)| {
        json!({ "document_id": row["document_id"], "quote_type": row["quote_type"],
                "content": row["content"], "cue": row["cue"], "source": row["source"],
                "target": if index % 2 == 0 { "LIRRIN PACT" } else { "the Tide Treaty" },
                "stance": "favor", "sentiment": "positive" })
    };
    rows.iter().step_by(3).enumerate().map(gold).collect()
}

fn write_gold(place: &Place, gold: &[Value]) -> RunConfig {
    let lines: String = gold.iter().map(|quote| format!("{quote}\n")).collect();
    fs::write(place.path("gold.jsonl"), lines).unwrap();
    let mut config = place.config("out");
    config.gold = Some(place.path("gold.jsonl"));
    config
}

#[test]
fn gold_is_joined_and_scored() {
    let place = Place::with_articles(150);
    let mut gold = gold_of(&place);
    gold.push(json!({ "document_id": "never read", "quote_type": "direct",
                      "content": [{ "start": 0, "end": 4 }] }));
    let config = write_gold(&place, &gold);
    let summary = with_baseline(&config, usize::MAX).unwrap();

    let rows = rows(&config.out.join("quotes.jsonl"));
    let with = |field: &str| rows.iter().filter(|row| !row[field].is_null()).count();
    assert_eq!(with("gold_sentiment"), gold.len() - 1);
    assert_eq!(with("gold_stance"), (gold.len() - 1).div_ceil(2));

    let metrics = summary.metrics.unwrap();
    assert_eq!(metrics, json(&config.out.join("metrics.json")));
    assert_eq!(metrics["quotes"]["spans"]["exact_recall"]["value"], 1.0);
    assert_eq!(metrics["quotes"]["sentiment"]["n"], gold.len() - 1);
    assert_eq!(
        metrics["quotes"]["stance"]["n"],
        (gold.len() - 1).div_ceil(2)
    );
    assert_eq!(metrics["baseline"]["sentiment"]["n"], gold.len() - 1);
    assert_eq!(metrics["baseline"]["spans"], Value::Null);
    let manifest = json(&config.out.join("manifest.json"));
    assert_eq!(manifest["gold_not_read"], json!(["never read"]));
    let card = fs::read_to_string(config.out.join("README.md")).unwrap();
    assert!(card.contains("| stance, macro F1 |"), "{card}");
}

#[test]
fn a_resumed_run_has_the_same_metrics() {
    let place = Place::with_articles(150);
    let mut config = write_gold(&place, &gold_of(&place));
    with_baseline(&config, usize::MAX).unwrap();
    let whole = content(&config.out);
    config.out = place.path("resumed");
    with_baseline(&config, 1).unwrap_err();
    config.job.resume = true;
    with_baseline(&config, usize::MAX).unwrap();
    assert!(content(&config.out) == whole);
}

#[test]
fn gold_of_other_documents_scores_nothing() {
    let place = Place::with_articles(3);
    let other = json!({ "document_id": "other", "quote_type": "direct",
                        "content": [{ "start": 0, "end": 4 }], "stance": "favor" });
    let config = write_gold(&place, &[other]);
    let metrics = with_baseline(&config, usize::MAX).unwrap().metrics.unwrap();
    assert_eq!(metrics["quotes"]["spans"]["exact_f1"]["value"], Value::Null);
    assert_eq!(metrics["quotes"]["stance"], Value::Null);
}

#[test]
fn bad_gold_names_its_place() {
    let place = Place::with_articles(3);
    let gold = gold_of(&place);
    let check = |gold: &[Value], expected: &str| {
        let message = usage(with_baseline(&write_gold(&place, gold), usize::MAX));
        assert!(message.contains(expected), "{message}");
        fs::remove_dir_all(place.path("out")).unwrap_or_default();
    };
    check(
        &[gold[0].clone(), json!({ "document_id": 3 })],
        "gold.jsonl, line 2: not a gold quote",
    );
    let mut other_text = gold[0].clone();
    other_text["sha256"] = json!("00");
    check(&[other_text], "document `article-0`");
    let mut beyond = gold[0].clone();
    beyond["content"] = json!([{ "start": 5, "end": 50_000 }]);
    check(&[beyond], "5..50000");

    let mut config = place.config("out");
    config.gold = Some(place.path("no-gold.jsonl"));
    assert!(usage(with_baseline(&config, usize::MAX)).contains("check --gold"));
}
