//! What can go wrong when a page is made.

/// A page could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The template does not fit what it is given.
    #[error("{0}; this is a fault of the program, please report it")]
    Template(#[from] minijinja::Error),
    /// What the page shows has no JSON form.
    #[error("{0}; this is a fault of the program, please report it")]
    Data(#[from] serde_json::Error),
}
