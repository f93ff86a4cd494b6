//! Inputs -> the files to read, in the order of their paths.

use std::fs::{self, File};
use std::path::{self, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::source::{Format, KINDS, Packing, Source, by_ending};
use super::{Input, ReadError};
use crate::corpus::Quarantined;

/// All files of all inputs, sorted by id and then by path; a file that is reached twice is read once.
///
/// Holds the paths of all files at once, nothing of their content. With `rows_only`, text formats
/// are refused when named and passed over in folders.
///
/// # Errors
/// When none of them can be opened.
pub(super) fn expand(inputs: &[Input], rows_only: bool) -> Result<Vec<Source>, ReadError> {
    let mut sources = Vec::new();
    for input in inputs {
        match input {
            Input::Stdin => sources.push(Source {
                id: "stdin".to_owned(),
                path: None,
                kind: Ok((Format::Jsonl, Packing::Plain)),
            }),
            Input::Path(path) if path.is_dir() => folder(path, rows_only, &mut sources),
            Input::Path(path) => sources.push(named_file(path, rows_only)),
        }
    }
    sources.sort_by_cached_key(|source| (absolute(source), source.id.clone(), source.path.clone()));
    sources.dedup_by_key(|source| absolute(source));
    sources.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
    ensure_readable(&sources)?;
    Ok(sources)
}

fn absolute(source: &Source) -> Option<PathBuf> {
    let path = source.path.as_ref()?;
    Some(path::absolute(path).unwrap_or_else(|_| path.clone()))
}

/// A file that was named: one of unknown ending is read as text.
fn named_file(path: &Path, rows_only: bool) -> Source {
    let name = path
        .file_name()
        .map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    let (format, packing) = by_ending(&name);
    let format = format.unwrap_or(Format::Text);
    let mut source = Source {
        id: name.to_string(),
        path: Some(path.to_owned()),
        kind: Ok((format, packing)),
    };
    if let Err(error) = fs::metadata(path) {
        source.kind = Err(source.io_fault(&error));
    } else if rows_only && !format.has_rows() {
        source.kind = Err(source.fault(
            "does not hold rows",
            "name a .jsonl, .csv, .tsv or .parquet file whose rows have a `text`",
        ));
    } else if is_json(&name) {
        source.kind = Err(source.fault(
            "JSON is read one object a line",
            "convert an array with `jq -c '.[]' FILE.json > FILE.jsonl`, one object with `jq -c .`",
        ));
    }
    source
}

fn is_json(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".json", ".json.gz", ".json.zst"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// The files of a folder, hidden ones and those of unknown ending passed over. Links are followed, loops are not.
fn folder(root: &Path, rows_only: bool, sources: &mut Vec<Source>) {
    let before = sources.len();
    let walk = WalkDir::new(root).follow_links(true).into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path())) {
        match entry {
            Ok(entry) => sources.extend(file_in(root, &entry, rows_only)),
            Err(error) => sources.extend(unreadable(root, error)),
        }
    }
    if sources.len() == before {
        let source = source_below(root, root, Ok((Format::Text, Packing::Plain)));
        let fault = source.fault(
            "no file of a known kind in this folder",
            format!("give it files that end in {KINDS}"),
        );
        sources.push(Source {
            kind: Err(fault),
            ..source
        });
    }
}

fn file_in(root: &Path, entry: &DirEntry, rows_only: bool) -> Option<Source> {
    if !entry.file_type().is_file() {
        return None;
    }
    match by_ending(&entry.file_name().to_string_lossy()) {
        (Some(format), packing) if !rows_only || format.has_rows() => {
            Some(source_below(root, entry.path(), Ok((format, packing))))
        }
        _ => {
            tracing::debug!(file = %entry.path().display(), "passed over: unknown ending");
            None
        }
    }
}

/// A folder without permission, or a link that leads nowhere; `None` where the walk would have passed it over.
fn unreadable(root: &Path, error: walkdir::Error) -> Option<Source> {
    let path = error.path().unwrap_or(root).to_owned();
    let known = by_ending(&path.to_string_lossy()).0.is_some();
    let Some(cause) = error.io_error() else {
        tracing::debug!(%error, "passed over: a link to a folder that holds it");
        return None;
    };
    if is_hidden(&path) || (path.is_symlink() && !known) {
        return None;
    }
    let source = source_below(root, &path, Ok((Format::Text, Packing::Plain)));
    let fault = source.io_fault(cause);
    Some(Source {
        kind: Err(fault),
        ..source
    })
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn source_below(root: &Path, path: &Path, kind: Result<(Format, Packing), Quarantined>) -> Source {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    Source {
        id: parts.join("/"),
        path: Some(path.to_owned()),
        kind,
    }
}

/// Opens files until one opens; the first cause is told when none does.
fn ensure_readable(sources: &[Source]) -> Result<(), ReadError> {
    let mut first = None;
    for source in sources {
        match opens(source) {
            Ok(()) => return Ok(()),
            Err(cause) => first = first.or(Some(cause)),
        }
    }
    let cause = first.unwrap_or_else(|| "none was named; give a file, a folder or `-`".to_owned());
    Err(ReadError::NoInput(match sources.len() {
        0 | 1 => cause,
        count => format!("{cause} (and {} more)", count - 1),
    }))
}

fn opens(source: &Source) -> Result<(), String> {
    let fault = match (&source.kind, &source.path) {
        (Err(fault), _) => fault.clone(),
        // A pipe may be opened only once.
        (Ok(_), Some(path)) if path.is_file() => match File::open(path) {
            Ok(_) => return Ok(()),
            Err(error) => source.io_fault(&error),
        },
        _ => return Ok(()),
    };
    Err(format!(
        "{}: {}; {}",
        fault.file, fault.reason, fault.advice
    ))
}
