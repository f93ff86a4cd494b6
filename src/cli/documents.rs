//! The texts of the documents that rows were made on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use quotestance::read::{self, Input, ReadOptions};

use super::Failure;

/// Texts by document id, of the documents that are `wanted`; a record that cannot be used is as
/// good as absent.
pub fn texts(
    inputs: &[PathBuf],
    wanted: &BTreeSet<&str>,
) -> Result<BTreeMap<String, String>, Failure> {
    if inputs.is_empty() {
        return Ok(BTreeMap::new());
    }
    let inputs: Vec<_> = inputs.iter().cloned().map(Input::Path).collect();
    let options = ReadOptions {
        max_document_bytes: 64 << 20,
        max_unpacked_bytes: 16 << 30,
        limit: None,
    };
    let documents = read::documents(&inputs, &options)?.flatten();
    Ok(documents
        .filter(|document| wanted.contains(document.id.as_str()))
        .map(|document| (document.id, document.text))
        .collect())
}
