//! The output folder of a run: whose it is, and how its files get there.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::atomic::{move_whole, remove};
use super::manifest::TOOL;
use super::{Lock, WriteError};

/// Every file that a run may write, in the order a reader would open them; the manifest is last.
pub const OUTPUTS: [&str; 8] = [
    "README.md",
    "report.html",
    "quotes.jsonl",
    "quotes.csv",
    "quotes.parquet",
    "metrics.json",
    "quarantine.jsonl",
    MANIFEST,
];

/// The file that makes a folder a whole run.
pub const MANIFEST: &str = "manifest.json";
const PARTIAL: &str = ".partial";
const LOCK: &str = ".lock";

/// An output folder that this run holds.
///
/// It is finished when `manifest.json` stands in it. Before, all files grow in `.partial`; when
/// they are complete, `.partial/manifest.json` is written, and from then on all that is left to do
/// is to move them.
#[derive(Debug)]
pub struct RunFolder {
    folder: PathBuf,
    written: bool,
    _lock: Lock,
}

impl RunFolder {
    /// Takes the folder, making it if need be. Unless an unfinished run is resumed, all files of
    /// earlier runs are removed; files that no run writes are left alone.
    ///
    /// # Errors
    /// `Refused` when another run holds it, it holds a finished run and not `overwrite`, an
    /// unfinished one and neither `resume` nor `overwrite`, or files that no run wrote.
    pub fn open(folder: &Path, resume: bool, overwrite: bool) -> Result<Self, WriteError> {
        refuse_foreign(folder)?;
        fs::create_dir_all(folder).map_err(WriteError::io(folder))?;
        let lock = Lock::acquire(folder.join(LOCK))?;
        let finished = is_manifest(&folder.join(MANIFEST));
        let partial = folder.join(PARTIAL);
        let unfinished = !finished && partial.exists();
        if finished && !overwrite {
            // What a run leaves that is killed after its manifest moved.
            if partial.exists() {
                fs::remove_dir_all(&partial).map_err(WriteError::io(&partial))?;
            }
            return Err(refused(
                folder,
                "a finished run stands here; choose another --out, or replace it with --overwrite",
            ));
        }
        if unfinished && !resume && !overwrite {
            return Err(refused(
                folder,
                "an unfinished run stands here; go on with --resume, or start over with --overwrite",
            ));
        }
        let goes_on = unfinished && resume;
        let written = goes_on && is_manifest(&partial.join(MANIFEST));
        fs::create_dir_all(&partial).map_err(WriteError::io(&partial))?;
        if !goes_on {
            clear(&partial)?;
        }
        if !written {
            // The manifest first: what is half removed must not look finished.
            for name in OUTPUTS.iter().rev() {
                remove(&folder.join(name))?;
            }
        }
        Ok(Self {
            folder: folder.to_owned(),
            written,
            _lock: lock,
        })
    }

    /// Where files grow.
    pub fn partial(&self) -> PathBuf {
        self.folder.join(PARTIAL)
    }

    /// Whether the run that is resumed had only its files left to move.
    pub fn is_written(&self) -> bool {
        self.written
    }

    /// Moves the complete files to their place, the manifest last. The paths, in [`OUTPUTS`]' order.
    ///
    /// # Errors
    /// When the file system refuses; `--resume` then goes on here.
    pub fn publish(self) -> Result<Vec<PathBuf>, WriteError> {
        let partial = self.partial();
        for name in OUTPUTS {
            let from = partial.join(name);
            if from.exists() {
                move_whole(&from, &self.folder.join(name))?;
            }
        }
        fs::remove_dir_all(&partial).map_err(WriteError::io(&partial))?;
        let paths = OUTPUTS.map(|name| self.folder.join(name));
        Ok(paths.into_iter().filter(|path| path.exists()).collect())
    }
}

fn refused(folder: &Path, reason: &str) -> WriteError {
    WriteError::Refused(format!("{}: {reason}", folder.display()))
}

/// A folder is ours when it is empty, or holds a manifest of ours or a run that is under way.
fn refuse_foreign(folder: &Path) -> Result<(), WriteError> {
    if folder.exists() && !folder.is_dir() {
        return Err(refused(folder, "this is a file; choose a folder as --out"));
    }
    if !folder.exists() || folder.join(PARTIAL).is_dir() || is_manifest(&folder.join(MANIFEST)) {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(WriteError::io(folder))? {
        let name = entry.map_err(WriteError::io(folder))?.file_name();
        if name != LOCK {
            return Err(refused(
                folder,
                &format!(
                    "files stand here that no run wrote ({}); choose another --out",
                    name.display()
                ),
            ));
        }
    }
    Ok(())
}

/// Whether a manifest of this program stands at `path`.
fn is_manifest(path: &Path) -> bool {
    let manifest: Option<Value> = fs::read(path)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    manifest.is_some_and(|manifest| manifest["tool"] == TOOL)
}

/// Empties a folder that stays, so that at no moment it is missing.
fn clear(folder: &Path) -> Result<(), WriteError> {
    for entry in fs::read_dir(folder).map_err(WriteError::io(folder))? {
        let path = entry.map_err(WriteError::io(folder))?.path();
        remove(&path)?;
    }
    Ok(())
}
