//! What keeps rows from being exported or imported.

use crate::write::WriteError;

/// Rows, documents and a format do not fit together.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The format needs the text of a document.
    #[error(
        "the text of document `{document}` is needed; name the inputs that the run read with --documents"
    )]
    NoText {
        /// Its id.
        document: String,
    },
    /// The text is not the one that the rows were made on.
    #[error(
        "document `{document}` has {found} at {start}..{end}, where the rows have `{expected}`; give the text that the run read"
    )]
    Mismatch {
        /// The document's id.
        document: String,
        /// First code point.
        start: usize,
        /// One past the last.
        end: usize,
        /// The span's text.
        expected: String,
        /// The document's, in quotes, or that it is shorter.
        found: String,
    },
    /// One quote toward several targets.
    #[error("the rows have several targets ({0}); choose one with --target")]
    Targets(String),
    /// What the format needs of a run is not there.
    #[error("{0}")]
    Missing(String),
    /// A file of another tool that is not as its format says.
    #[error("line or task {place}: {reason}")]
    Input {
        /// Counted from 1.
        place: usize,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ExchangeError {
    pub(super) fn input(place: usize, reason: impl std::fmt::Display) -> Self {
        Self::Input {
            place,
            reason: reason.to_string(),
        }
    }
}
