//! NLI heads against transformers' zero-shot pipeline, one of three labels and one of two.

use std::path::Path;

use quotestance::classify::{Classifier, Dtype, FileEntry};
use quotestance::corpus::Prediction;
use serde_json::Value;

use super::{copy_of, edit, edit_file, expected, fixture, items, load, pairs, refused_of};

const MODELS: [&str; 2] = ["nli", "nli_binary"];

fn probabilities(said: &Prediction) -> [[f32; 3]; 2] {
    let (stance, sentiment) = (said.stance_probs.unwrap(), said.sentiment_probs.unwrap());
    [
        [stance.favor, stance.against, stance.neutral],
        // The tiny models have no hypothesis for a neutral tone.
        [sentiment.negative, sentiment.positive, sentiment.neutral],
    ]
}

fn furthest(a: &[[[f32; 3]; 2]], b: &[[[f32; 3]; 2]]) -> f32 {
    assert_eq!(a.len(), b.len());
    let pairs = a
        .iter()
        .flatten()
        .flatten()
        .zip(b.iter().flatten().flatten());
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

fn scores(dir: &Path) -> Vec<[[f32; 3]; 2]> {
    let said = load(dir, Dtype::F32, 4096).classify(&items(&pairs(&expected())));
    said.unwrap().iter().map(probabilities).collect()
}

/// What transformers says of each pair, by `of` one of its rows.
fn reference(name: &str, of: impl Fn(&Value) -> Value) -> Vec<[[f32; 3]; 2]> {
    let text = std::fs::read_to_string(fixture("nli.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let task = |task: &str, pair: usize| {
        let scores: Vec<f32> = serde_json::from_value(of(&all[name][task][pair])).unwrap();
        std::array::from_fn(|i| scores.get(i).copied().unwrap_or(0.0))
    };
    let pairs = pairs(&expected()).len();
    (0..pairs)
        .map(|pair| [task("stance", pair), task("sentiment", pair)])
        .collect()
}

#[test]
fn scores_equal_those_of_transformers() {
    for name in MODELS {
        let together = reference(name, |row| row["together"].clone());
        let difference = furthest(&scores(&fixture(name)), &together);
        assert!(difference < 1e-4, "{name}: {difference}");
    }
}

#[test]
fn one_template_gives_the_scores_of_the_pipeline() {
    for name in MODELS {
        let dir = copy_of(name);
        for (both, first) in [
            (
                "[\"We welcome {target}.\", \"We sign {target}.\"]",
                "[\"We welcome {target}.\"]",
            ),
            (
                "[\"We vote {target}!\", \"The word on {target} is a mistake.\"]",
                "[\"We vote {target}!\"]",
            ),
            (
                "[\"The vote on {target}.\", \"On {target} we vote friday.\"]",
                "[\"The vote on {target}.\"]",
            ),
        ] {
            edit(dir.path(), both, first);
        }
        let pipeline = reference(name, |row| row["by_template"][0].clone());
        let difference = furthest(&scores(dir.path()), &pipeline);
        assert!(difference < 1e-4, "{name}: {difference}");
    }
}

#[test]
fn a_batch_equals_its_rows_alone() {
    let pairs = pairs(&expected());
    let items = items(&pairs);
    for name in MODELS {
        let model = load(&fixture(name), Dtype::F32, 4096);
        let together = model.classify(&items).unwrap();
        for (item, together) in items.iter().zip(together) {
            let alone = model.classify(&[*item]).unwrap().remove(0);
            let difference = furthest(&[probabilities(&alone)], &[probabilities(&together)]);
            assert!(difference < 1e-5, "{name}: {difference}");
            assert_eq!(
                (alone.tokens, alone.truncated),
                (together.tokens, together.truncated)
            );
            assert_eq!(alone.stance, together.stance);
        }
    }
}

/// Renames the labels of `config.json`, with its hash in `model.toml`.
fn rename_labels(dir: &Path) {
    let path = dir.join("config.json");
    let before = FileEntry::of(&path).unwrap();
    for (i, name) in ["contradiction", "neutral", "entailment"]
        .iter()
        .enumerate()
    {
        edit_file(&path, &format!("\"{name}\""), &format!("\"LABEL_{i}\""));
    }
    let after = FileEntry::of(&path).unwrap();
    edit(dir, &before.sha256, &after.sha256);
    edit(
        dir,
        &format!("bytes = {}", before.bytes),
        &format!("bytes = {}", after.bytes),
    );
}

#[test]
fn the_entailment_label_is_stated_where_the_configuration_does_not_name_it() {
    let state = |name: &'static str| {
        move |dir: &Path| {
            rename_labels(dir);
            let line = format!("[nli]\nentailment = \"{name}\"\n\n[input]");
            edit(dir, "[input]", &line);
        }
    };
    refused_of("nli", rename_labels, "add [nli] with entailment = ");
    refused_of("nli", state("LABEL_3"), "use one of them");
    let dir = copy_of("nli");
    state("LABEL_2")(dir.path());
    assert_eq!(scores(dir.path()), scores(&fixture("nli")));
}

#[test]
fn a_folder_that_contradicts_itself_is_refused() {
    let check = |from: &str, to: &str, expected: &str| {
        refused_of("nli", |dir| edit(dir, from, to), expected);
    };
    check(
        "second = \"hypothesis\"",
        "second = \"target\"",
        "second = \"hypothesis\"",
    );
    check("kind = \"nli\"\n", "", "add the line kind = \"nli\"");
    check(
        "\"We sign {target}.\"",
        "\"We sign it.\"",
        "has {target} in it",
    );
    check(", \"We sign {target}.\"", "", "give every label as many");
    check(
        "positive = [\"We welcome the word.\"]\n",
        "",
        "no hypothesis for positive",
    );
    check(
        "labels = [\"negative\", \"positive\"]",
        "labels = [\"negative\"]",
        "not among its labels",
    );
    check(
        "labels = [\"negative\", \"positive\"]",
        "labels = [\"negative\", \"positive\"]\nlogits = [0, 1]",
        "remove the line logits",
    );
    refused_of(
        "bert",
        |dir| edit(dir, "architecture", "kind = \"nli\"\narchitecture"),
        "second = \"hypothesis\"",
    );
}
