//! The torch engine against transformers' logits, on tiny random models (scripts/fixtures/models.py).
#![cfg(feature = "torch")]

#[path = "engine/inspect.rs"]
mod inspect;
#[path = "engine/nli.rs"]
mod nli;

use std::path::{Path, PathBuf};

use quotestance::classify::{
    self, ClassifyError, Dtype, EngineOptions, Item, Logits, ModelFolder, Transformer,
};
use serde_json::Value;

const ARCHITECTURES: [&str; 6] = [
    "bert",
    "roberta",
    "distilbert",
    "deberta_v2",
    "xlm_roberta",
    "albert",
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/models")
        .join(name)
}

fn expected() -> Value {
    let text = std::fs::read_to_string(fixture("logits.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn pairs(expected: &Value) -> Vec<(String, String)> {
    serde_json::from_value(expected["pairs"].clone()).unwrap()
}

fn items(pairs: &[(String, String)]) -> Vec<Item<'_>> {
    let item = |(target, quote)| Item {
        target,
        quote,
        sentence: None,
        context: None,
    };
    pairs
        .iter()
        .map(|(t, q)| item((t.as_str(), q.as_str())))
        .collect()
}

fn load(dir: &Path, dtype: Dtype, max_batch_tokens: usize) -> Transformer {
    let options = EngineOptions {
        dtype,
        max_batch_tokens,
        threads: Some(1),
    };
    Transformer::load(&ModelFolder::open(dir).unwrap(), &options).unwrap()
}

fn furthest(a: &[Logits], b: &[Vec<f32>]) -> f32 {
    assert_eq!(a.len(), b.len());
    let pairs = a.iter().zip(b).flat_map(|(a, b)| {
        assert_eq!(a.values.len(), b.len());
        a.values.iter().zip(b).map(|(a, b)| (a - b).abs())
    });
    pairs.fold(0.0, f32::max)
}

#[test]
fn logits_equal_those_of_transformers() {
    let expected = expected();
    let pairs = pairs(&expected);
    for name in ARCHITECTURES {
        let logits: Vec<Vec<f32>> =
            serde_json::from_value(expected["logits"][name].clone()).unwrap();
        let tokens: Vec<usize> = serde_json::from_value(expected["tokens"][name].clone()).unwrap();
        let ours = load(&fixture(name), Dtype::F32, 4096)
            .logits(&items(&pairs))
            .unwrap();
        let difference = furthest(&ours, &logits);
        // rust-bert's layer norm adds 1e-12 where RoBERTa's configuration says 1e-5.
        let tolerance = if name.contains("roberta") { 3e-4 } else { 1e-4 };
        assert!(difference < tolerance, "{name}: {difference}");
        let read: Vec<usize> = ours.iter().map(|l| l.tokens).collect();
        assert_eq!(read, tokens, "{name}");
        let cut: Vec<bool> = ours.iter().map(|l| l.truncated).collect();
        let expected_cut: Vec<bool> =
            serde_json::from_value(expected["cut"][name].clone()).unwrap();
        assert_eq!(cut, expected_cut, "{name}");
        assert!(cut.contains(&true) && cut.contains(&false), "{name}");
    }
}

#[test]
fn a_batch_equals_its_rows_alone() {
    let pairs = pairs(&expected());
    let items = items(&pairs);
    for name in ARCHITECTURES {
        let model = load(&fixture(name), Dtype::F32, 4096);
        let together = model.logits(&items).unwrap();
        let alone: Vec<Vec<f32>> = items
            .iter()
            .map(|item| model.logits(&[*item]).unwrap().remove(0).values)
            .collect();
        let difference = furthest(&together, &alone);
        assert!(difference < 1e-5, "{name}: {difference}");
    }
}

#[test]
fn the_budget_and_the_order_of_rows_change_nothing() {
    let pairs = pairs(&expected());
    let mut items = items(&pairs);
    let model = |budget| load(&fixture("bert"), Dtype::F32, budget);
    let whole = model(4096).logits(&items).unwrap();
    items.reverse();
    let mut small = model(60).logits(&items).unwrap();
    small.reverse();
    let small: Vec<Vec<f32>> = small.into_iter().map(|l| l.values).collect();
    assert!(furthest(&whole, &small) < 1e-5);
}

#[test]
fn bf16_is_near() {
    let pairs = pairs(&expected());
    let exact = load(&fixture("bert"), Dtype::F32, 4096)
        .logits(&items(&pairs))
        .unwrap();
    let near = load(&fixture("bert"), Dtype::Bf16, 4096)
        .logits(&items(&pairs))
        .unwrap();
    let near: Vec<Vec<f32>> = near.into_iter().map(|l| l.values).collect();
    let difference = furthest(&exact, &near);
    assert!(difference > 0.0 && difference < 0.1, "{difference}");
}

/// A copy that a test may change.
fn copy_of(name: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(fixture(name)).unwrap().flatten() {
        std::fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
    }
    dir
}

/// A copy of a tiny model, with its `model.toml` or a file changed, must be refused in words.
fn refused_of(name: &str, change: impl Fn(&Path), expected: &str) {
    let dir = copy_of(name);
    change(dir.path());
    let error = match classify::load(dir.path(), &EngineOptions::default()) {
        Ok(_) => panic!("loaded, though {expected}"),
        Err(ClassifyError::Model(error) | ClassifyError::Engine(error)) => error,
    };
    assert!(error.contains(expected), "{error}");
}

fn refused(change: impl Fn(&Path), expected: &str) {
    refused_of("bert", change, expected);
}

fn edit(dir: &Path, from: &str, to: &str) {
    edit_file(&dir.join("model.toml"), from, to);
}

fn edit_file(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} in {text}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn a_folder_that_is_not_sound_is_refused() {
    refused(
        |dir| std::fs::remove_file(dir.join("model.toml")).unwrap(),
        "model.toml",
    );
    let flip = |dir: &Path| {
        let path = dir.join("model.safetensors");
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(path, bytes).unwrap();
    };
    refused(flip, "is not the file that model.toml names");
    refused(
        |dir| edit(dir, "labels = [\"favor\", ", "labels = [\"pro\", "),
        "label pro",
    );
    refused(
        |dir| edit(dir, "logits = [3, 4, 5]", "logits = [3, 4, 9]"),
        "logit 9",
    );
    refused(
        |dir| {
            edit(
                dir,
                "labels = [\"negative\", \"neutral\", \"positive\"]\n",
                "",
            )
        },
        "labels",
    );
    refused(|dir| edit(dir, "\"bert\"\nmax", "\"gpt\"\nmax"), "gpt");
}

#[test]
fn a_model_of_one_task_leaves_the_other_empty() {
    let dir = copy_of("bert");
    let sentiment = "[tasks.sentiment]\nlabels = [\"negative\", \"neutral\", \"positive\"]\nlogits = [3, 4, 5]\n";
    edit(dir.path(), sentiment, "");
    let model = classify::load(dir.path(), &EngineOptions::default()).unwrap();
    for said in model.classify(&items(&pairs(&expected()))).unwrap() {
        assert!(said.stance.is_some() && said.stance_probs.is_some());
        assert!(said.sentiment.is_none() && said.sentiment_probs.is_none());
    }
}
