//! Any bytes through every reader: a record or a fault for each, and no panic. The first byte picks
//! the format, so that one corpus serves all of them.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use quotestance::read::{self, Input, ReadOptions};

const ENDINGS: [&str; 14] = [
    "txt",
    "md",
    "html",
    "jsonl",
    "csv",
    "tsv",
    "parquet",
    "txt.gz",
    "jsonl.gz",
    "csv.gz",
    "txt.zst",
    "html.zst",
    "jsonl.zst",
    "tsv.zst",
];

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    folder.keep()
});

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else {
        return;
    };
    let ending = ENDINGS[usize::from(first) % ENDINGS.len()];
    let path = FOLDER.join(format!("file.{ending}"));
    fs::write(&path, bytes).expect("a file in the temporary folder");
    let options = ReadOptions {
        max_document_bytes: 1 << 20,
        max_unpacked_bytes: 1 << 22,
        limit: None,
    };
    let input = Input::Path(path);
    if let Ok(records) = read::documents(std::slice::from_ref(&input), &options) {
        for document in records.flatten() {
            assert!(!document.text.is_empty());
        }
    }
    if let Ok(records) = read::rows(&input, &options) {
        records.for_each(drop);
    }
});
