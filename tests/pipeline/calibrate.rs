//! `calibrate`: a temperature or a scaling that fits, in a copy of the model or in place.

use std::fs;
use std::path::{Path, PathBuf};

use quotestance::classify::{
    self, CalibrationMethod, Classifier, EngineOptions, Item, ModelFolder,
};
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
        let text = format!("{text}, number {i}");
        let target = format!("the harbour plan, part {}", i % 7);
        json!({ "text": text, "target": target, "sentiment": label }).to_string() + "\n"
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
        method: CalibrationMethod::Temperature,
        task: None,
        out: Some(folder.path().join("calibrated")),
    };
    (folder, config)
}

fn load(dir: &Path) -> Box<dyn Classifier> {
    classify::load(dir, &EngineOptions::default()).unwrap()
}

fn run(config: &CalibrateConfig) -> Result<Vec<Calibrated>, PipelineError> {
    calibrate(config, &EngineOptions::default(), &StopAfter::never())
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
        let target = format!("the harbour plan, part {}", i % 7);
        let item = Item {
            target: &target,
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
        of_sentiment.after.temperature as f32
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
    let factor = again.after.temperature / again.before.temperature;
    assert!((factor - 1.0).abs() < 1e-4, "{again:?}");
    assert_eq!(again.calibration.nll_after, figures.nll_after);
}

#[test]
fn a_scaling_is_fitted_replaced_and_removed() {
    let (_folder, config) = place(200);
    let scaled = CalibrateConfig {
        method: CalibrationMethod::Matrix,
        ..config.clone()
    };
    let fitted = run(&scaled).unwrap();
    let [of_sentiment] = &fitted[..] else {
        panic!("{fitted:?}");
    };
    let (figures, out) = (&of_sentiment.calibration, config.out.clone().unwrap());
    assert_eq!(figures.method, CalibrationMethod::Matrix);
    assert!(figures.nll_after < figures.nll_before, "{figures:?}");

    // What was said of the rows is what the model in the folder does to them.
    let (nll_before, labels) = measured(&config.model, 200);
    let (nll_after, others) = measured(&out, 200);
    assert!(
        (nll_before - figures.nll_before).abs() < 1e-5,
        "{figures:?}"
    );
    assert!((nll_after - figures.nll_after).abs() < 1e-5, "{figures:?}");
    let gold = |i: &usize| i % 5 != 4;
    let changed = (0..200).filter(gold).filter(|&i| labels[i] != others[i]);
    assert_eq!(of_sentiment.figures[1].changed, changed.count());
    assert!(of_sentiment.figures[1].changed > 0, "{of_sentiment:?}");
    let right = |labels: &[String]| {
        let right = |i: &usize| labels[*i] == TEXTS[i % TEXTS.len()].1;
        (0..200).filter(gold).filter(right).count() as f64 / 160.0
    };
    let accuracy = of_sentiment.figures.map(|figures| figures.accuracy);
    assert_eq!(accuracy, [right(&labels), right(&others)]);

    let model = ModelFolder::open(&out).unwrap();
    let spec = &model.toml.tasks["sentiment"];
    assert_eq!(spec.temperature, 1.0);
    assert_eq!(spec.scaling, of_sentiment.after.scaling);
    assert_eq!(spec.calibration.as_ref(), Some(figures));
    let described = load(&out).describe();
    let scaling = &described["tasks"]["sentiment"]["scaling"];
    assert_eq!(scaling["bias"], json!(spec.scaling.as_ref().unwrap().bias));
    assert_eq!(described["tasks"]["stance"]["scaling"], json!(null));

    // Again, in place: the same scaling of the unscaled model, and no gain over the present one.
    let in_place = CalibrateConfig {
        model: out.clone(),
        out: None,
        ..scaled.clone()
    };
    let again = run(&in_place).unwrap().remove(0);
    assert_eq!(again.before, of_sentiment.after);
    assert_eq!(again.after, of_sentiment.after);
    assert_eq!(again.figures[0], again.figures[1]);

    // A temperature takes its place, as if it had never been.
    let plain = run(&config_of(&config, "plain")).unwrap().remove(0);
    let removed = CalibrateConfig {
        method: CalibrationMethod::Temperature,
        ..in_place
    };
    let removed = run(&removed).unwrap().remove(0);
    assert!(removed.before.scaling.is_some());
    assert_eq!(removed.after, plain.after);
    assert_eq!(removed.calibration.nll_after, plain.calibration.nll_after);
    let text = fs::read_to_string(out.join("model.toml")).unwrap();
    assert!(!text.contains("scaling"), "{text}");
}

/// The same, with its copy elsewhere.
fn config_of(config: &CalibrateConfig, out: &str) -> CalibrateConfig {
    CalibrateConfig {
        out: Some(config.model.with_file_name(out)),
        ..config.clone()
    }
}

#[test]
fn cross_fitted_figures_are_of_targets_that_the_fit_has_not_seen() {
    // Of each target all rows have one label, which the text does not tell.
    let (folder, config) = place(1);
    let check = |targets: usize, folds: usize, by_target: bool| {
        let line = |i: usize| {
            let (text, target) = (format!("a wonderful day, {i}"), i % targets);
            let label = ["negative", "positive"][target % 2];
            json!({ "text": text, "target": format!("t{target}"), "sentiment": label }).to_string()
        };
        let gold = folder.path().join("gold.jsonl");
        fs::write(&gold, (0..60).map(line).collect::<Vec<_>>().join("\n")).unwrap();
        let out = format!("of {targets}");
        let config = CalibrateConfig {
            gold,
            method: CalibrationMethod::Matrix,
            ..config_of(&config, &out)
        };
        let found = run(&config).unwrap().remove(0);
        let cross = found.cross_fitted.unwrap();
        assert_eq!((cross.folds, cross.by_target), (folds, by_target));
        (found.calibration.nll_after, cross.figures.nll)
    };
    // In-sample the two targets are told from each other at least by chance; left out, one is foretold
    // from the other, whose label is never its own.
    let (inside, outside) = check(2, 2, true);
    assert!(inside < 0.7 && outside > 3.0, "{inside} {outside}");
    check(9, 5, true);
    // One target: by row, so that the one label is known from the others.
    let (inside, outside) = check(1, 5, false);
    assert!(outside < 0.2 && outside >= inside, "{inside} {outside}");
}

#[test]
fn a_scaling_that_does_not_fit_the_labels_is_refused() {
    let (_folder, config) = place(1);
    let path = config.model.join("model.toml");
    let sound = fs::read_to_string(&path).unwrap();
    let check = |scaling: &str, expected: &str| {
        let line = format!("[tasks.sentiment]\nscaling = {scaling}");
        fs::write(&path, sound.replace("[tasks.sentiment]", &line)).unwrap();
        let error = ModelFolder::read(&config.model).unwrap_err().to_string();
        assert!(error.contains(&path.display().to_string()), "{error}");
        assert!(error.contains(expected), "{error}");
    };
    let square = "[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]";
    check(
        "{ weights = [[1.0, 0.0, 0.0]], bias = [0.0, 0.0, 0.0] }",
        "tasks.sentiment.scaling.weights has 1 rows for 3 labels; write one for each of negative, neutral, positive, in this order",
    );
    check(
        "{ weights = [[1.0, 0.0, 0.0], [0.0, 1.0], [0.0, 0.0, 1.0]], bias = [0.0, 0.0, 0.0] }",
        "tasks.sentiment.scaling.weights has 2 numbers in row 2 for 3 labels",
    );
    check(
        &format!("{{ weights = {square}, bias = [0.0] }}"),
        "tasks.sentiment.scaling.bias has 1 numbers for 3 labels",
    );
    check(
        &format!("{{ weights = {square}, bias = [0.0, nan, 0.0] }}"),
        "tasks.sentiment.scaling.bias has NaN",
    );
    check(&format!("{{ weights = {square} }}"), "missing field `bias`");
    check("{ weights = 1.0, bias = [] }", "scaling");
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
