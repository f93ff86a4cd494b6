//! The folder of an unfinished job: part files that only grow, and the journal that vouches for them.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::atomic::sync_folder;
use super::journal::{Entry, last_whole};
use super::{WriteError, line, write_whole};
use crate::corpus::Quarantined;

const SETTINGS: &str = "config.json";
const JOURNAL: &str = "journal.jsonl";
const QUARANTINE: &str = "quarantine.jsonl";

/// An unfinished job. After a crash at any moment, [`Partial::open`] finds the rows up to the last
/// [`Partial::commit`], and nothing else.
#[derive(Debug)]
pub struct Partial {
    folder: PathBuf,
    rows: Part,
    quarantine: Part,
    journal: Part,
    last: Entry,
}

impl Partial {
    /// Starts a job in `folder`, or goes on with the one that stands there when `resume` is set.
    /// `settings` is everything that the rows depend on.
    ///
    /// # Errors
    /// `Refused` when the job to resume had other settings; `Io` when the file system refuses.
    pub fn open(
        folder: &Path,
        rows: &str,
        settings: &Value,
        resume: bool,
    ) -> Result<Self, WriteError> {
        fs::create_dir_all(folder).map_err(WriteError::io(folder))?;
        let known = resume && Self::verify(folder, settings)?;
        let mut partial = Self {
            folder: folder.to_owned(),
            rows: Part::open(folder.join(rows))?,
            quarantine: Part::open(folder.join(QUARANTINE))?,
            journal: Part::open(folder.join(JOURNAL))?,
            last: Entry::default(),
        };
        let mut journal_bytes = 0;
        if known {
            let path = &partial.journal.path;
            let journal = fs::read(path).map_err(WriteError::io(path))?;
            (partial.last, journal_bytes) =
                last_whole(&journal, partial.rows.bytes, partial.quarantine.bytes);
        }
        // The journal first: its lines never vouch for more than the part files hold.
        partial.journal.cut(journal_bytes)?;
        partial.rows.cut(partial.last.rows_bytes)?;
        partial.quarantine.cut(partial.last.quarantine_bytes)?;
        if !known {
            write_whole(&folder.join(SETTINGS), &pretty(settings)?)?;
        }
        sync_folder(folder)?;
        Ok(partial)
    }

    /// Whether a job of these settings was started in `folder`.
    ///
    /// # Errors
    /// `Refused` when one of other settings was; the message names those that differ.
    pub fn verify(folder: &Path, settings: &Value) -> Result<bool, WriteError> {
        let path = folder.join(SETTINGS);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            other => other.map_err(WriteError::io(&path))?,
        };
        let before: Value = serde_json::from_slice(&bytes).map_err(WriteError::content(&path))?;
        let differing = differing(&before, settings);
        if differing.is_empty() {
            return Ok(true);
        }
        Err(WriteError::Refused(format!(
            "{}: the run to resume had another {}; give the same, or start over with --overwrite",
            folder.display(),
            differing.join(", ")
        )))
    }

    /// What is on the disk for sure.
    pub fn last(&self) -> &Entry {
        &self.last
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The rows' part file.
    pub fn rows(&self) -> &Path {
        &self.rows.path
    }

    /// The quarantine's part file, empty where nothing was put aside.
    pub fn quarantine(&self) -> &Path {
        &self.quarantine.path
    }

    /// Appends one chunk and vouches for it: rows and quarantine reach the disk first, the journal's
    /// line after them. The lengths in `entry` are filled in here.
    ///
    /// # Errors
    /// When the file system refuses; what was committed before stays whole.
    pub fn commit<T: Serialize>(
        &mut self,
        rows: &[T],
        quarantined: &[Quarantined],
        mut entry: Entry,
    ) -> Result<(), WriteError> {
        self.rows.append(rows)?;
        self.quarantine.append(quarantined)?;
        entry.rows_bytes = self.rows.bytes;
        entry.quarantine_bytes = self.quarantine.bytes;
        self.journal.append(std::slice::from_ref(&entry))?;
        self.last = entry;
        Ok(())
    }
}

/// One file that only grows.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    file: File,
    bytes: u64,
}

impl Part {
    fn open(path: PathBuf) -> Result<Self, WriteError> {
        let file = File::options()
            .append(true)
            .create(true)
            .open(&path)
            .map_err(WriteError::io(&path))?;
        let bytes = file.metadata().map_err(WriteError::io(&path))?.len();
        Ok(Self { path, file, bytes })
    }

    fn cut(&mut self, bytes: u64) -> Result<(), WriteError> {
        self.file
            .set_len(bytes)
            .and_then(|()| self.file.sync_all())
            .map_err(WriteError::io(&self.path))?;
        self.bytes = bytes;
        Ok(())
    }

    fn append<T: Serialize>(&mut self, rows: &[T]) -> Result<(), WriteError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        for row in rows {
            bytes.extend(line(row)?);
        }
        self.file
            .write_all(&bytes)
            .and_then(|()| self.file.sync_data())
            .map_err(WriteError::io(&self.path))?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}

/// Keys, dotted, whose values differ.
fn differing(before: &Value, now: &Value) -> Vec<String> {
    let (Value::Object(old), Value::Object(new)) = (before, now) else {
        return if before == now {
            vec![]
        } else {
            vec![String::new()]
        };
    };
    let mut keys: Vec<_> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    let mut differences = Vec::new();
    for key in keys {
        for inner in differing(&before[key], &now[key]) {
            differences.push(format!("{key}.{inner}").trim_end_matches('.').to_owned());
        }
    }
    differences
}

/// As people read it.
fn pretty(value: &Value) -> Result<Vec<u8>, WriteError> {
    serde_json::to_vec_pretty(value).map_err(WriteError::content(Path::new(SETTINGS)))
}
