//! What keeps rows from being scored.

/// Predictions and gold do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    /// Two predictions for one row.
    #[error("{count} predictions have the id `{id}` and the target `{target}`; keep one of them")]
    DuplicatePrediction {
        /// The row's id.
        id: String,
        /// Its target.
        target: String,
        /// How many.
        count: usize,
    },
    /// Two gold rows for one prediction.
    #[error(
        "two gold rows join the prediction with the id `{id}` and the target `{target}`; keep one of them"
    )]
    DuplicateGold {
        /// The row's id.
        id: String,
        /// The prediction's target.
        target: String,
    },
    /// A gold row without a target, and predictions for several.
    #[error("the id `{id}` has predictions for {count} targets; give its gold row a `target`")]
    AmbiguousTarget {
        /// The row's id.
        id: String,
        /// How many targets.
        count: usize,
    },
    /// No gold row has a prediction.
    #[error(
        "no gold row has a prediction (gold has `{gold}`, predictions have `{predicted}`); check that both come from the same input"
    )]
    NothingJoined {
        /// The first id, and target, of gold.
        gold: String,
        /// The first id, and target, of the predictions.
        predicted: String,
    },
    /// Gold was made on another text.
    #[error(
        "document `{document}` has the sha256 {found}, but its gold was made on {expected}; use the text that the gold was made on, or remake the gold"
    )]
    Hash {
        /// The document's id.
        document: String,
        /// Of the gold.
        expected: String,
        /// Of the text.
        found: String,
    },
    /// A gold span that the text does not have.
    #[error(
        "document `{document}` has {length} characters, but its gold has a {field} at {start}..{end}; offsets count code points, the first below the last"
    )]
    Range {
        /// The document's id.
        document: String,
        /// `content`, `cue` or `source`.
        field: &'static str,
        /// First code point.
        start: usize,
        /// One past the last.
        end: usize,
        /// Code points in the text.
        length: usize,
    },
    /// No row has this column.
    #[error("no row has a column `{name}`; slice by length, or by one of {known}")]
    UnknownColumn {
        /// As asked for.
        name: String,
        /// Those that the rows have, `meta` included.
        known: String,
    },
    /// No figure has this name.
    #[error(
        "no figure is called `{name}`; known here: {known}, and their parts as metrics.json nests them"
    )]
    UnknownFigure {
        /// As asked for.
        name: String,
        /// Those that these metrics have, but for the deeper ones.
        known: String,
    },
}
