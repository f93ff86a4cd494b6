//! Who may import whom, read from the source.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Every module of the library, and those of its own that it may import.
const MAY_IMPORT: [(&str, &[&str]); 16] = [
    ("corpus", &[]),
    ("stats", &["corpus"]),
    ("read", &["corpus"]),
    ("segment", &["corpus"]),
    ("attribute", &["corpus"]),
    ("classify", &["corpus"]),
    ("train", &["classify", "corpus", "stats"]),
    ("evaluate", &["corpus", "stats"]),
    ("compare", &["corpus", "stats"]),
    ("bench", &["corpus", "evaluate"]),
    ("prevalence", &["corpus", "stats"]),
    ("write", &["corpus"]),
    ("exchange", &["corpus", "read", "write"]),
    ("validate", &["corpus", "write"]),
    (
        "report",
        &["compare", "corpus", "evaluate", "prevalence", "stats"],
    ),
    ("config", &["classify", "corpus", "read", "write"]),
];

/// The one module that sees all.
const SEES_ALL: &str = "pipeline";

const LONGEST_FILE: usize = 400;

struct Source {
    /// Below `src`, with `/`.
    path: String,
    /// Without comments.
    code: String,
    lines: usize,
}

impl Source {
    /// The module at the top of the library; `None` for its root and for the binary.
    fn module(&self) -> Option<&str> {
        let top = self.path.split('/').next()?.trim_end_matches(".rs");
        (!["lib", "main", "cli"].contains(&top)).then_some(top)
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of src") {
            let path = entry.expect("an entry of src").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(source(&root, path));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn source(root: &Path, path: PathBuf) -> Source {
    let text = fs::read_to_string(&path).expect("a source file");
    let path = path.strip_prefix(root).expect("a file below src");
    let without_comment = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    Source {
        path: path.to_string_lossy().replace('\\', "/"),
        code: text
            .lines()
            .map(without_comment)
            .collect::<Vec<_>>()
            .join("\n"),
        lines: text.lines().count(),
    }
}

/// The modules that `code` names, by `crate::x` and by `crate::{x::..., y}`.
fn imports(code: &str) -> Vec<String> {
    let path = Regex::new(r"\b(?:crate|super::super)::(?:(\w+)|\{([^;]*?)\};)").expect("a pattern");
    let first = Regex::new(r"^\w+").expect("a pattern");
    let mut found = Vec::new();
    for import in path.captures_iter(code) {
        match (import.get(1), import.get(2)) {
            (Some(one), _) => found.push(one.as_str().to_owned()),
            (_, Some(group)) => found.extend(
                outer_parts(group.as_str())
                    .iter()
                    .filter_map(|part| first.find(part.trim()))
                    .map(|name| name.as_str().to_owned()),
            ),
            _ => {}
        }
    }
    found
}

/// Splits at the commas that stand in no braces.
fn outer_parts(group: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

fn check_all(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn stages_import_only_what_they_may() {
    let rules = BTreeMap::from(MAY_IMPORT);
    let mut broken = Vec::new();
    for source in sources() {
        let Some(module) = source.module().filter(|module| *module != SEES_ALL) else {
            continue;
        };
        let Some(allowed) = rules.get(module) else {
            broken.push(format!(
                "{}: the module `{module}` has no line in MAY_IMPORT",
                source.path
            ));
            continue;
        };
        for import in imports(&source.code) {
            let is_module = rules.contains_key(import.as_str()) || import == SEES_ALL;
            if is_module && import != module && !allowed.contains(&import.as_str()) {
                broken.push(format!(
                    "{} imports {import}; it may import {allowed:?}",
                    source.path
                ));
            }
        }
    }
    check_all("a stage imports what it may not", broken);
}

#[test]
fn tensors_stay_in_the_engine() {
    let engine = Regex::new(r"\b(tch|rust_bert)::").expect("a pattern");
    let may = |path: &str| {
        path == "classify/torch.rs"
            || path == "classify/deberta_v2.rs"
            || path.starts_with("classify/torch/")
            || path.starts_with("train/")
    };
    let broken = sources()
        .into_iter()
        .filter(|source| !may(&source.path) && engine.is_match(&source.code))
        .map(|source| source.path);
    check_all(
        "tch and rust_bert belong to the engine and to train",
        broken.collect(),
    );
}

#[test]
fn only_the_binary_prints() {
    let print = Regex::new(r"\b(e?println?|dbg)!").expect("a pattern");
    let broken = sources()
        .into_iter()
        .filter(|source| !source.path.starts_with("cli/") && print.is_match(&source.code))
        .map(|source| source.path);
    check_all("printing belongs to cli", broken.collect());
}

#[test]
fn no_file_is_long() {
    let broken = sources()
        .into_iter()
        .filter(|source| source.lines > LONGEST_FILE)
        .map(|source| format!("{}: {} lines", source.path, source.lines));
    check_all(
        "a file is longer than 400 lines; cut it by nouns",
        broken.collect(),
    );
}

#[test]
fn imports_are_read_in_all_their_forms() {
    fn check(code: &str, expected: &[&str]) {
        assert_eq!(imports(code), expected, "{code}");
    }
    check("use crate::corpus::Span;", &["corpus"]);
    check(
        "use crate::{corpus::{Span, Quote}, read::Input};",
        &["corpus", "read"],
    );
    check(
        "use crate::{\n    corpus::Span,\n    write,\n};",
        &["corpus", "write"],
    );
    check("let x: crate::write::Format = y;", &["write"]);
    check("use super::super::read::Input;", &["read"]);
    check("use serde::Serialize;", &[]);
}
