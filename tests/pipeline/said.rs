//! Labels that are withheld, and words that labels rest on, in every format.

use std::fs;
use std::time::Duration;

use quotestance::config::{Abstain, Destination, LabelConfig};
use quotestance::pipeline::{Segmenter, label, run};
use quotestance::read::Input;
use serde_json::{Value, json};

use super::formats::{parquet_rows, without_nulls};
use super::stand_ins::{ByHash, Place, StopAfter, json, rows};

const BY_HASH: ByHash = ByHash {
    pause: Duration::ZERO,
};

fn greatest(probs: &Value) -> f64 {
    let each = probs.as_object().unwrap().values();
    each.filter_map(Value::as_f64).fold(0.0, f64::max)
}

/// Labels six texts, to JSONL.
fn labelled(change: impl Fn(&mut LabelConfig)) -> Vec<Value> {
    let place = Place::with_articles(0);
    let lines = [
        "No.",
        "We won’t go there",
        "Tides and 9 boats",
        "Ja",
        "Über all",
        "It is 5.",
    ];
    let lines = lines.map(|text| json!({ "text": text }).to_string() + "\n");
    fs::write(place.path("texts.jsonl"), lines.concat()).unwrap();
    let mut job = place.job();
    job.inputs = vec![Input::Path(place.path("texts.jsonl"))];
    job.formats.clear();
    let mut labels = place.labels();
    change(&mut labels);
    let out = Destination::File(place.path("out.jsonl"));
    label(&job, &labels, &out, &BY_HASH, &StopAfter::never()).unwrap();
    rows(&place.path("out.jsonl"))
}

#[test]
fn a_label_below_its_threshold_is_withheld() {
    let plain = labelled(|_| ());
    let mut sure: Vec<f64> = plain
        .iter()
        .map(|row| greatest(&row["stance_probs"]))
        .collect();
    sure.sort_by(f64::total_cmp);
    // Exactly what a row has is not below.
    let below = sure[3] as f32;
    let rows = labelled(|labels| {
        labels.abstain_below = Abstain {
            stance: Some(below),
            sentiment: None,
        };
    });
    let mut withheld = 0;
    for (row, plain) in rows.iter().zip(&plain) {
        let low = (greatest(&row["stance_probs"]) as f32) < below;
        withheld += usize::from(low);
        assert_eq!(row["stance"].is_null(), low, "{row}");
        let expected = if low { json!(["stance"]) } else { json!([]) };
        assert_eq!(row["abstained"], expected);
        for kept in ["stance_probs", "sentiment", "sentiment_probs"] {
            assert_eq!(row[kept], plain[kept]);
        }
        assert_eq!(plain["abstained"], Value::Null);
    }
    assert_eq!(withheld, 3);
}

#[test]
fn an_explanation_has_the_words_and_their_weights() {
    let rows = labelled(|labels| labels.explain = true);
    let words = |row: &Value, task: &str| -> Vec<String> {
        let words = row["explanation"][task].as_array().unwrap().clone();
        let text: Vec<char> = row["text"].as_str().unwrap().chars().collect();
        let place = |value: &Value| value.as_u64().unwrap() as usize;
        let each = words.iter().map(|word| {
            let slice: String = text[place(&word["start"])..place(&word["end"])]
                .iter()
                .collect();
            assert_eq!(word["text"], slice.as_str());
            assert!((-1.0..=1.0).contains(&word["weight"].as_f64().unwrap()));
            slice
        });
        each.collect()
    };
    assert_eq!(words(&rows[1], "stance"), ["We", "won’t", "go", "there"]);
    assert_eq!(words(&rows[2], "sentiment"), ["Tides", "and", "9", "boats"]);
    assert_eq!(words(&rows[4], "stance"), ["Über", "all"]);
}

#[test]
fn a_run_writes_both_in_every_format() {
    let place = Place::with_articles(30);
    let mut config = place.config("out");
    config.label.explain = true;
    config.label.abstain_below.sentiment = Some(0.6);
    run(
        &config,
        &Segmenter::RULES,
        &BY_HASH,
        None,
        &StopAfter::never(),
    )
    .unwrap();
    let expected = rows(&config.out.join("quotes.jsonl"));
    let parquet = parquet_rows(&config.out.join("quotes.parquet"));
    assert_eq!(
        parquet,
        expected.iter().map(without_nulls).collect::<Vec<_>>()
    );

    let mut reader = csv::Reader::from_path(config.out.join("quotes.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    for (record, row) in reader.records().map(Result::unwrap).zip(&expected) {
        for name in ["abstained", "explanation"] {
            let cell = &record[header.iter().position(|column| column == name).unwrap()];
            assert_eq!(serde_json::from_str::<Value>(cell).unwrap(), row[name]);
        }
    }
    let withheld = expected
        .iter()
        .filter(|row| row["sentiment"].is_null())
        .count();
    assert!(withheld > 0 && withheld < expected.len());
    let manifest = json(&config.out.join("manifest.json"));
    assert_eq!(manifest["quotes_by"]["abstained"]["sentiment"], withheld);
    assert_eq!(manifest["configuration"]["labels"]["explain"], true);
    let card = fs::read_to_string(config.out.join("README.md")).unwrap();
    assert!(
        card.contains(&format!("| withheld: too unsure | {withheld} |")),
        "{card}"
    );
    assert!(
        card.contains("  - name: abstained\n    list: string\n"),
        "{card}"
    );
    let nested = "  - name: explanation\n    struct:\n    - name: stance\n      list:\n      - name: start\n        dtype: int64\n";
    assert!(card.contains(nested), "{card}");
}
