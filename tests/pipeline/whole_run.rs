//! What a run leaves behind.

use std::fs;
use std::time::Duration;

use quotestance::config::OnError;
use quotestance::pipeline::{PipelineError, Segmenter, run};
use quotestance::write::{FileHash, RunManifest};
use serde_json::json;

use super::stand_ins::{ByHash, Place, StopAfter, content, finish, json, rows};

#[test]
fn counts_add_up_and_hashes_hold() {
    let place = Place::with_articles(150);
    let config = place.config("out");
    let summary = finish(&config).unwrap();
    assert_eq!(summary.records, 150);
    assert_eq!(summary.quarantined, 3);
    assert_eq!(summary.records, summary.done + summary.quarantined);

    let written = rows(&config.out.join("quotes.jsonl"));
    assert!(written.len() >= 147 * 2, "{} quotes", written.len());
    assert_eq!(summary.rows, written.len() as u64);
    let count = |field: &str, value: &str| {
        let with = written.iter().filter(|row| row[field] == value);
        with.count() as u64
    };
    for ((field, value), counted) in &summary.counts {
        assert_eq!(*counted, count(field, value), "{field} {value}");
    }
    let truncated = written.iter().filter(|row| row["truncated"] == true);
    assert_eq!(summary.truncated, truncated.count() as u64);
    assert!(summary.truncated > 0);
    assert_eq!(rows(&config.out.join("quarantine.jsonl")).len(), 3);

    let manifest: RunManifest =
        serde_json::from_value(json(&config.out.join("manifest.json"))).unwrap();
    assert_eq!(manifest.counts.quotes, summary.rows);
    assert_eq!(manifest.counts.documents, 150);
    let input = &manifest.inputs[0];
    assert_eq!(
        *input,
        FileHash::of(input.path.as_ref(), &input.path).unwrap()
    );
    let names: Vec<_> = manifest.outputs.iter().map(|output| &output.path).collect();
    let all = [
        "README.md",
        "report.html",
        "quotes.jsonl",
        "quotes.csv",
        "quotes.parquet",
        "quarantine.jsonl",
    ];
    assert_eq!(names, all);
    for output in &manifest.outputs {
        assert_eq!(
            *output,
            FileHash::of(&config.out.join(&output.path), &output.path).unwrap()
        );
    }
    let left: Vec<_> = content(&config.out)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(left.len(), all.len() + 1, "{left:?}");
}

#[test]
fn rows_say_what_was_read() {
    let place = Place::with_articles(3);
    let config = place.config("out");
    finish(&config).unwrap();
    let texts: Vec<String> = rows(&place.path("articles.jsonl"))
        .iter()
        .map(|row| row["text"].as_str().unwrap().to_owned())
        .collect();
    for row in rows(&config.out.join("quotes.jsonl")) {
        let number: usize = row["document_id"].as_str().unwrap()[8..].parse().unwrap();
        for field in ["content", "cue", "source"] {
            for span in row[field].as_array().unwrap() {
                let at = |key: &str| span[key].as_u64().unwrap() as usize;
                let points = texts[number].chars().skip(at("start"));
                let slice: String = points.take(at("end") - at("start")).collect();
                assert_eq!(span["text"], slice);
                assert_eq!(
                    span["text"],
                    texts[number][at("byte_start")..at("byte_end")]
                );
            }
        }
        assert_eq!(row["outlet"], "Coast Post");
        assert_eq!(row["target"], "the Harbour Accord");
        assert_eq!(row["model"], "by-hash@0123456789ab");
        let explicit = row["text"].as_str().unwrap().contains("Harbour Accord");
        assert_eq!(row["target_mention"] == "explicit", explicit);
    }
}

#[test]
fn threads_change_nothing() {
    let place = Place::with_articles(150);
    let rows = |threads: usize| {
        let mut config = place.config(&format!("out-{threads}"));
        config.job.threads = Some(threads);
        finish(&config).unwrap();
        fs::read(config.out.join("quotes.jsonl")).unwrap()
    };
    assert_eq!(rows(1), rows(5));
}

#[test]
fn no_quotes_are_a_dataset_too() {
    let place = Place::with_articles(0);
    fs::write(
        place.path("articles.jsonl"),
        "{\"text\": \"Nobody spoke.\"}\n",
    )
    .unwrap();
    let config = place.config("out");
    let summary = finish(&config).unwrap();
    assert_eq!((summary.done, summary.rows), (1, 0));
    assert_eq!(fs::read(config.out.join("quotes.jsonl")).unwrap(), b"");
    let card = fs::read_to_string(config.out.join("README.md")).unwrap();
    assert!(card.contains("| 0 | 0 | 0 | 0 | 0 |"), "{card}");
    assert_eq!(
        json(&config.out.join("manifest.json"))["quotes_per_second"],
        json!(null)
    );
}

#[test]
fn the_first_bad_record_can_end_a_run() {
    let place = Place::with_articles(150);
    let mut config = place.config("out");
    config.job.on_error = OnError::Fail;
    let by_hash = ByHash {
        pause: Duration::ZERO,
    };
    let result = run(
        &config,
        &Segmenter::RULES,
        &by_hash,
        None,
        &StopAfter::never(),
    );
    let Err(PipelineError::Record(message)) = result else {
        panic!("{result:?}")
    };
    assert!(message.contains("articles.jsonl, line 40"), "{message}");
    assert!(!config.out.join("manifest.json").exists());
}
