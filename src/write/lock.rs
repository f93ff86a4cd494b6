//! One run at a time in one place.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::WriteError;

/// A lock file, held until dropped; the system lets go of it when the process dies.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock at `path`.
    ///
    /// # Errors
    /// `Refused` when another process holds it; `Io` when the file cannot be made.
    pub fn acquire(path: PathBuf) -> Result<Self, WriteError> {
        loop {
            let file = File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(WriteError::io(&path))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(WriteError::Refused(format!(
                        "{}: another run is writing here; wait for it, or choose another --out",
                        super::atomic::parent(&path).display()
                    )));
                }
                Err(TryLockError::Error(error)) => return Err(WriteError::io(&path)(error)),
            }
            // The holder before may have removed the file between our open and our lock.
            if stands_at(&file, &path) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

fn stands_at(file: &File, path: &Path) -> bool {
    let held = file.try_clone().and_then(Handle::from_file);
    matches!((held, Handle::from_path(path)), (Ok(held), Ok(there)) if held == there)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Still locked here, so nobody else can hold this very file; a leftover does no harm.
        let _ = fs::remove_file(&self.path);
    }
}
