//! One JSON object a line.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::WriteError;

/// One row as its line, newline included.
///
/// # Errors
/// When the row has no JSON form.
pub fn line<T: Serialize>(row: &T) -> Result<Vec<u8>, WriteError> {
    let mut bytes =
        serde_json::to_vec(row).map_err(WriteError::content(Path::new("a row to write")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The rows of a JSONL file that this program wrote, in order; memory holds one at a time.
///
/// # Errors
/// When the file cannot be opened; an item is an error where it cannot be read.
pub fn values(
    path: &Path,
) -> Result<impl Iterator<Item = Result<Value, WriteError>> + use<>, WriteError> {
    let file = File::open(path).map_err(WriteError::io(path))?;
    let path = path.to_owned();
    Ok(BufReader::new(file).lines().map(move |line| {
        let line = line.map_err(WriteError::io(&path))?;
        serde_json::from_str(&line).map_err(WriteError::content(&path))
    }))
}
