//! Drafts of `model.toml`, filled in and loaded.

use std::path::Path;

use quotestance::classify::{self, EngineOptions};
use tempfile::TempDir;

use super::{ARCHITECTURES, copy_of, edit, edit_file, expected, items, pairs};

/// A copy without its `model.toml`, in a folder of that name.
fn bare(name: &str) -> TempDir {
    let dir = copy_of(name);
    std::fs::remove_file(dir.path().join("model.toml")).unwrap();
    dir
}

fn draft_into(dir: &Path) -> String {
    let draft = classify::draft(dir).unwrap();
    std::fs::write(dir.join("model.toml"), &draft).unwrap();
    draft
}

fn loads(dir: &Path) {
    let model = classify::load(dir, &EngineOptions::default()).unwrap();
    let said = model.classify(&items(&pairs(&expected()))).unwrap();
    assert!(
        said.iter()
            .all(|s| s.stance.is_some() && s.sentiment.is_some())
    );
}

fn load_error(dir: &Path) -> String {
    match classify::load(dir, &EngineOptions::default()) {
        Ok(_) => panic!("loaded"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_draft_whose_unknowns_are_filled_is_a_model() {
    for name in ARCHITECTURES.into_iter().chain(["nli", "nli_binary"]) {
        let dir = bare(name);
        let draft = draft_into(dir.path());
        assert_eq!(draft.matches("# could not know: ").count(), 3, "{draft}");
        assert!(draft.contains("max_tokens = 64"), "{draft}");
        assert!(load_error(dir.path()).contains("empty licence"));
        edit(dir.path(), "licence = \"\"\n", "licence = \"MIT\"\n");
        loads(dir.path());
    }
}

#[test]
fn labels_without_a_meaning_stay_open() {
    let dir = bare("bert");
    let config = dir.path().join("config.json");
    for (i, label) in ["favor", "against", "neutral"].iter().enumerate() {
        edit_file(&config, &format!("stance:{label}"), &format!("LABEL_{i}"));
    }
    let draft = draft_into(dir.path());
    assert!(
        draft.contains("# could not know: what these labels mean"),
        "{draft}"
    );
    edit(dir.path(), "licence = \"\"\n", "licence = \"MIT\"\n");
    assert!(load_error(dir.path()).contains("has the label LABEL_0"));
}

#[test]
fn a_folder_that_cannot_be_a_model_is_told_why() {
    let check = |change: fn(&Path), expected: &str| {
        let dir = bare("bert");
        change(dir.path());
        let error = classify::draft(dir.path()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(
        |dir| {
            std::fs::rename(dir.join("model.safetensors"), dir.join("pytorch_model.bin")).unwrap()
        },
        "pytorch_model.bin alone, which can run code",
    );
    check(
        |dir| std::fs::remove_file(dir.join("model.safetensors")).unwrap(),
        "has no model.safetensors",
    );
    check(
        |dir| std::fs::remove_file(dir.join("tokenizer.json")).unwrap(),
        "has no tokenizer.json",
    );
    check(
        |dir| std::fs::remove_file(dir.join("config.json")).unwrap(),
        "has no config.json",
    );
    check(
        |dir| std::fs::write(dir.join("model.safetensors"), "short").unwrap(),
        "fetch the model again",
    );
    check(
        |dir| {
            edit_file(
                &dir.join("config.json"),
                "\"model_type\": \"bert\"",
                "\"model_type\": \"gpt2\"",
            )
        },
        "model_type `gpt2`",
    );
    check(
        |dir| std::fs::write(dir.join("model.safetensors.index.json"), "{}").unwrap(),
        "in several files",
    );
}
