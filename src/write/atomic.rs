//! Files that appear whole, by rename.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::WriteError;

/// Writes `bytes` beside `path`, then renames: a reader sees the old file or the new one, never a part.
///
/// # Errors
/// When the file system refuses.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".tmp");
    let beside = Path::new(&beside);
    let mut file = File::create(beside).map_err(WriteError::io(beside))?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(WriteError::io(beside))?;
    move_whole(beside, path)
}

/// Renames, so that `to` survives a power cut too.
pub(super) fn move_whole(from: &Path, to: &Path) -> Result<(), WriteError> {
    fs::rename(from, to).map_err(WriteError::io(to))?;
    sync_folder(parent(to))
}

/// Removes a file if it is there.
pub(super) fn remove(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(WriteError::io(path)(error))
        }
        _ => Ok(()),
    }
}

/// Makes the renames in a folder durable, where the system can.
pub(super) fn sync_folder(folder: &Path) -> Result<(), WriteError> {
    if cfg!(unix) {
        File::open(folder)
            .and_then(|open| open.sync_all())
            .map_err(WriteError::io(folder))?;
    }
    Ok(())
}

/// The folder that `path` stands in.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
