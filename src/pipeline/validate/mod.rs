//! `validate`: a dataset as it lies on the disk -> its faults.

mod copies;
mod folder;
mod provenance;
mod rows;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::error::PipelineError;
use crate::read::ReadError;
use crate::validate::Fault;

/// Takes each fault as it is found.
pub type Report<'a> = dyn FnMut(Fault) + 'a;

/// What was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validated {
    /// Names of the files.
    pub files: Vec<String>,
    /// Rows of the dataset.
    pub rows: u64,
}

/// Looks at a run's folder, a folder that `export --to huggingface` wrote, a file of rows (JSONL,
/// Parquet), or a Croissant file that stands in a run's folder. Memory does not grow with the rows.
///
/// # Errors
/// `Read` when there is nothing at `path`, `Usage` when it is none of these.
pub fn validate(path: &Path, report: &mut Report) -> Result<Validated, PipelineError> {
    if !path.exists() {
        let reason = format!("{}: no such file or folder; check the path", path.display());
        return Err(ReadError::NoInput(reason).into());
    }
    if path.is_dir() {
        return folder::Folder::open(path)?.validate(report);
    }
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("jsonl" | "parquet") => {
            let (folder, name) = (parent(path), name(path));
            let read = rows::Dataset::new(folder, &name).read(report)?;
            let rows = read.rows;
            Ok(Validated {
                files: vec![name],
                rows,
            })
        }
        Some("json") => provenance::croissant_alone(parent(path), &name(path), report),
        _ => Err(PipelineError::Usage(format!(
            "{}: not a dataset; give the folder of a run, a folder for the Hugging Face hub, a \
             .jsonl or .parquet file of rows, or a Croissant file; a .csv is read beside the .jsonl \
             in its folder",
            path.display()
        ))),
    }
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A JSON file, or what is wrong with it; `None` where it is not there.
fn json(folder: &Path, name: &str) -> Option<Result<Value, Fault>> {
    let path = folder.join(name);
    if !path.is_file() {
        return None;
    }
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) => {
            let advice = "check the file and its permissions";
            return Some(Err(Fault::of_file(name, error.to_string(), advice)));
        }
    };
    Some(serde_json::from_slice(&text).map_err(|error| {
        let line = Some(error.line() as u64);
        Fault::of_file(name, error.to_string(), "make the file again").at(name, line)
    }))
}
