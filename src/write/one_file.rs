//! The output of the verbs that write one file.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use arrow::datatypes::SchemaRef;
use serde_json::Value;

use super::atomic::{move_whole, remove};
use super::{Format, Lock, Partial, WriteError, convert};

/// A file that grows in the folder `FILE.part`, as JSONL with a journal, and appears by rename.
#[derive(Debug)]
pub struct OneFile {
    path: PathBuf,
    part: PathBuf,
    partial: Partial,
    _lock: Lock,
}

impl OneFile {
    /// Takes the place, making its folder if need be.
    ///
    /// # Errors
    /// `Refused` when another job holds it, the file stands and not `overwrite`, or an unfinished
    /// job stands there and neither `resume` nor `overwrite`.
    pub fn open(
        path: &Path,
        settings: &Value,
        resume: bool,
        overwrite: bool,
    ) -> Result<Self, WriteError> {
        let part = beside(path, ".part");
        refuse(path, &part, resume, overwrite)?;
        fs::create_dir_all(&part).map_err(WriteError::io(&part))?;
        let lock = Lock::acquire(part.join(".lock"))?;
        // Another job may have made the file before the lock was ours.
        refuse(path, &part, true, overwrite)?;
        let finished = path.exists();
        let partial = Partial::open(&part, "rows.jsonl", settings, resume && !finished)?;
        remove(path)?;
        Ok(Self {
            path: path.to_owned(),
            part,
            partial,
            _lock: lock,
        })
    }

    /// The growing rows.
    pub fn partial(&mut self) -> &mut Partial {
        &mut self.partial
    }

    /// Makes the file, and `FILE.quarantine.jsonl` where records were put aside. The paths of both.
    ///
    /// # Errors
    /// When the file system refuses; nothing stands at the path then.
    pub fn publish(self, schema: &SchemaRef, format: Format) -> Result<Vec<PathBuf>, WriteError> {
        let mut whole = self.partial.rows().to_owned();
        if format != Format::Jsonl {
            let rows = whole;
            whole = self.part.join(format!("rows.{}", format.as_str()));
            convert(&rows, schema, format, &whole)?;
        }
        let mut paths = vec![self.path.clone()];
        let quarantine = beside(&self.path, ".quarantine.jsonl");
        if self.partial.last().quarantined > 0 {
            move_whole(self.partial.quarantine(), &quarantine)?;
            paths.push(quarantine);
        } else {
            remove(&quarantine)?;
        }
        move_whole(&whole, &self.path)?;
        fs::remove_dir_all(&self.part).map_err(WriteError::io(&self.part))?;
        Ok(paths)
    }
}

fn refuse(path: &Path, part: &Path, resume: bool, overwrite: bool) -> Result<(), WriteError> {
    let reason = if path.is_dir() {
        "this is a folder; choose a file as --out"
    } else if path.exists() && !overwrite {
        "this file exists; choose another --out, or replace it with --overwrite"
    } else if !path.exists() && part.exists() && !resume && !overwrite {
        "an unfinished job stands beside it; go on with --resume, or start over with --overwrite"
    } else {
        return Ok(());
    };
    Err(WriteError::Refused(format!("{}: {reason}", path.display())))
}

/// `path` with `ending` after its own.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}
