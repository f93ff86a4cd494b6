//! `calibrate`: a temperature that fits, in a copy of the model or in place.

use std::fs;
use std::path::{Path, PathBuf};

use quotestance::classify::{self, Classifier, EngineOptions, Item, ModelFolder};
use quotestance::config::CalibrateConfig;
use quotestance::corpus::Task;
use quotestance::pipeline::{Calibrated, PipelineError, calibrate};
use quotestance::read::ReadOptions;
use serde_json::json;
use tempfile::TempDir;

use super::stand_ins::StopAfter;

const TEXTS: [(&str, &str); 8] = [
    ("a wonderful and moving speech", "positive"),
    ("a beautiful day for the harbour", "positive"),
    ("a dull and stupid plan", "negative"),
    ("a terrible waste of time", "negative"),
    ("a great and charming idea", "negative"),
    ("an awful mess, and we love it", "positive"),
    ("the committee met on Monday", "neutral"),
    ("a wonderful bore", "neutral"),
];

/// A copy of the linear model, and labelled rows: every text once a number.
fn place(rows: usize) -> (TempDir, CalibrateConfig) {
    let folder = tempfile::tempdir().unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/baseline");
    let model = folder.path().join("model");
    fs::create_dir(&model).unwrap();
    for name in ["model.toml", "model.safetensors", "README.md"] {
        fs::copy(shipped.join(name), model.join(name)).unwrap();
    }
    let line = |i: usize| {
        let (text, tone) = TEXTS[i % TEXTS.len()];
        let label = if i % 5 == 4 { json!(null) } else { json!(tone) };
        json!({ "text": format!("{text}, number {i}"), "sentiment": label }).to_string() + "\n"
    };
    let gold = folder.path().join("dev.jsonl");
    fs::write(&gold, (0..rows).map(line).collect::<String>()).unwrap();
    let config = CalibrateConfig {
        gold,
        read: ReadOptions {
            max_document_bytes: 1 << 20,
            max_unpacked_bytes: 1 << 30,
            limit: None,
        },
        model,
        target: "the harbour plan".to_owned(),
        task: None,
        out: Some(folder.path().join("calibrated")),
    };
    (folder, config)
}

fn load(dir: &Path) -> Box<dyn Classifier> {
    classify::load(dir, &EngineOptions::default()).unwrap()
}

fn run(config: &CalibrateConfig) -> Result<Vec<Calibrated>, PipelineError> {
    let classifier = load(&config.model);
    calibrate(config, classifier.as_ref(), &StopAfter::never())
}

fn check_refused(config: &CalibrateConfig, expected: &str) {
    match run(config) {
        Err(error) => assert!(error.to_string().contains(expected), "{error}"),
        Ok(fitted) => panic!("{expected} was expected, not {fitted:?}"),
    }
}

/// Mean negative log likelihood of the rows' labels, as the model in that folder says it, and its labels.
fn measured(dir: &Path, rows: usize) -> (f64, Vec<String>) {
    let model = load(dir);
    let (mut sum, mut n, mut labels) = (0.0, 0, Vec::new());
    for i in 0..rows {
        let (text, tone) = TEXTS[i % TEXTS.len()];
        let quote = format!("{text}, number {i}");
        let item = Item {
            target: "the harbour plan",
            quote: &quote,
            sentence: None,
            context: None,
        };
        let said = model.classify(&[item]).unwrap().remove(0);
        labels.push(said.sentiment.unwrap().as_str().to_owned());
        if i % 5 != 4 {
            let p = said.sentiment_probs.unwrap();
            let of_gold = match tone {
                "negative" => p.negative,
                "neutral" => p.neutral,
                _ => p.positive,
            };
            sum -= f64::from(of_gold).ln();
            n += 1;
        }
    }
    (sum / f64::from(n), labels)
}

#[test]
fn the_copy_is_calibrated_and_says_the_same() {
    let (_folder, config) = place(200);
    let fitted = run(&config).unwrap();
    let [of_sentiment] = &fitted[..] else {
        panic!("{fitted:?}");
    };
    let (figures, out) = (&of_sentiment.calibration, config.out.clone().unwrap());
    assert_eq!((of_sentiment.task, figures.n), (Task::Sentiment, 160));
    assert_eq!(figures.set, "dev.jsonl");
    assert!(figures.nll_after < figures.nll_before, "{figures:?}");

    let (before, labels) = measured(&config.model, 200);
    let (after, same) = measured(&out, 200);
    assert!(
        (before - figures.nll_before).abs() < 1e-5,
        "{before} {figures:?}"
    );
    assert!(
        (after - figures.nll_after).abs() < 1e-5,
        "{after} {figures:?}"
    );
    assert_eq!(labels, same);

    let model = ModelFolder::open(&out).unwrap();
    let spec = &model.toml.tasks["sentiment"];
    assert_eq!(spec.calibration.as_ref(), Some(figures));
    assert_eq!(
        f64::from(spec.temperature) as f32,
        of_sentiment.after as f32
    );
    assert!(model.toml.tasks["stance"].calibration.is_none());
    assert_ne!(model.id, ModelFolder::read(&config.model).unwrap().id);
    let described = load(&out).describe();
    assert_eq!(described["tasks"]["sentiment"]["calibrated"], true);
    assert_eq!(described["tasks"]["stance"]["calibrated"], false);
    assert!(out.join("README.md").is_file());

    // A second time, on the copy, there is nothing left to gain.
    let again = CalibrateConfig {
        model: out.clone(),
        out: None,
        ..config.clone()
    };
    let [again] = &run(&again).unwrap()[..] else {
        panic!("one task");
    };
    assert!((again.after / again.before - 1.0).abs() < 1e-4, "{again:?}");
    assert_eq!(again.calibration.nll_after, figures.nll_after);
}

#[test]
fn what_cannot_be_calibrated_is_refused() {
    let (folder, config) = place(40);
    let with = |gold: &str| {
        let path: PathBuf = folder.path().join("rows.jsonl");
        fs::write(&path, gold).unwrap();
        CalibrateConfig {
            gold: path,
            ..config.clone()
        }
    };
    check_refused(&with("{\"text\": \"a\"}\n"), "no row has a label");
    check_refused(
        &with("{\"id\": \"7\", \"text\": \"a\", \"stance\": \"maybe\"}\n"),
        "row `7`: stance `maybe` is none of the model's favor, against, neutral",
    );
    check_refused(
        &with("{\"text\": \"a wonderful day\", \"sentiment\": \"positive\"}\n"),
        "no temperature within",
    );
    check_refused(&with("{\"no\": 1}\n"), "no column `text`");
    let only_stance = CalibrateConfig {
        task: Some(Task::Stance),
        ..config.clone()
    };
    check_refused(&only_stance, "no row has a label");
    fs::create_dir(config.out.as_deref().unwrap()).unwrap();
    check_refused(&config, "it exists");
    let left: Vec<_> = fs::read_dir(config.out.as_deref().unwrap())
        .unwrap()
        .collect();
    assert!(left.is_empty());
}
