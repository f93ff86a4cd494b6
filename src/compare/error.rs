//! What keeps runs from being compared.

/// The rows given cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// Nothing to compare with.
    #[error("runs to compare: {0}; give two or more")]
    TooFew(usize),
    /// Nobody to agree with.
    #[error("annotators and models to compare: {0}; give two or more")]
    TooFewRaters(usize),
    /// Two rows of one run cannot be told apart.
    #[error("{run} has two rows with the id `{key}` and the same target; keep one of them")]
    Duplicate {
        /// Name of the run, or `gold`.
        run: String,
        /// The rows' id.
        key: String,
    },
    /// A row without an id and a document.
    #[error("{run}: row {row} has no `quote_id`, `id` or `document_id` to join it by; give it one")]
    NoKey {
        /// Name of the run.
        run: String,
        /// Counted from 1.
        row: usize,
    },
    /// Labels by other names than ours.
    #[error(
        "{run} has other labels than favor, against, neutral and negative, neutral, positive; write them to a file, one of ours beside each, and give it with --labels:\n\n{map}"
    )]
    Labels {
        /// Name of the run.
        run: String,
        /// TOML, with the choice where it is not plain.
        map: String,
    },
}
