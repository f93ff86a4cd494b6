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
}
