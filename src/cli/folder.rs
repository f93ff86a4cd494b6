//! A folder for results, made before the work, so that a bad path fails at once.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::Builder;

use super::Failure;

/// A folder that exists.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes it, and those it lies in.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(path).map_err(|error| Failure::output(path.display(), &error))?;
        Ok(Self(path.to_owned()))
    }

    /// Writes a JSON file that appears whole or not at all.
    pub fn write(&self, name: &str, content: &impl Serialize) -> Result<(), Failure> {
        let path = self.0.join(name);
        let write = || {
            let mut file = readable_by_all().tempfile_in(&self.0)?;
            serde_json::to_writer_pretty(&mut file, content)?;
            file.write_all(b"\n")?;
            file.persist(&path)?;
            Ok(())
        };
        write().map_err(|error: std::io::Error| Failure::output(path.display(), &error))
    }
}

/// Temporary files are their owner's alone, unless told otherwise.
#[cfg(unix)]
fn readable_by_all() -> Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = Builder::new();
    builder.permissions(std::fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn readable_by_all() -> Builder<'static, 'static> {
    Builder::new()
}
