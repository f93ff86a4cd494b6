//! What can go wrong when files are written.

use std::io;
use std::path::Path;

/// A file could not be written, or may not be.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file system refused.
    #[error("{path}: {source}; {}", advice(.source))]
    Io {
        /// The file or folder.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// Rows that do not fit their format, or a part file that was changed from outside.
    #[error("{path}: {reason}")]
    Content {
        /// The file.
        path: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// What stands there may not be touched, or is not what `--resume` needs.
    #[error("{0}")]
    Refused(String),
}

impl WriteError {
    /// For `map_err` on an operation on `path`.
    pub fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Io { path, source }
    }

    /// For `map_err` on a conversion into `path`.
    pub fn content<E: std::fmt::Display>(path: &Path) -> impl FnOnce(E) -> Self {
        let path = path.display().to_string();
        move |reason| Self::Content {
            path,
            reason: reason.to_string(),
        }
    }
}

fn advice(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some space, then go on with --resume"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose an --out that you may write to"
        }
        io::ErrorKind::NotADirectory => "choose an --out whose parents are folders",
        _ => "check the path and the disk, then go on with --resume",
    }
}
