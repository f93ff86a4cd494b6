//! What keeps shares from being estimated, or a sample from being drawn.

/// Predictions, sample and gold do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrevalenceError {
    /// Two predictions for one row.
    #[error("two predictions have the id `{id}` and the same target; keep one of them")]
    DuplicatePrediction {
        /// The row's id.
        id: String,
    },
    /// Two gold rows for one prediction.
    #[error("the row `{id}` is labelled twice; give the labels of one annotator (--annotator)")]
    DuplicateGold {
        /// The row's id.
        id: String,
    },
    /// A gold row that is not in the corpus.
    #[error(
        "the gold row `{id}` has no prediction; give the predictions that the sample was drawn from"
    )]
    NoPrediction {
        /// The row's id.
        id: String,
    },
    /// A gold row without a target, and predictions for several.
    #[error("the id `{id}` has predictions for several targets; give its gold row a `target`")]
    AmbiguousTarget {
        /// The row's id.
        id: String,
    },
    /// A row without a stratum among rows that have one.
    #[error(
        "the gold row `{id}` has no `stratum` and `stratum_size`, and others have; keep both columns as `sample` wrote them"
    )]
    NoStratum {
        /// The row's id.
        id: String,
    },
    /// A row without a probability among rows that have one.
    #[error(
        "the gold row `{id}` has no `inclusion_probability`, and others have; keep the column as `sample` wrote it"
    )]
    NoProbability {
        /// The row's id.
        id: String,
    },
    /// Two sizes of one stratum.
    #[error(
        "the stratum `{stratum}` has two sizes, {a} and {b}; keep `stratum_size` as `sample` wrote it"
    )]
    StratumSizes {
        /// Its name.
        stratum: String,
        /// One size.
        a: usize,
        /// Another.
        b: usize,
    },
    /// The strata are not those of the corpus, or one of them has no gold.
    #[error(
        "the strata of the labelled rows hold {strata} rows, and the predictions are {corpus}; give the predictions that the sample was drawn from, and label two rows or more of each stratum"
    )]
    Strata {
        /// Rows in the strata that have gold.
        strata: usize,
        /// Rows in the corpus.
        corpus: usize,
    },
    /// Fewer rows asked for than the strata need.
    #[error(
        "{n} rows are too few for {strata} strata, which need two each; ask for {needed} or more, or stratify by less"
    )]
    TooFew {
        /// As asked for.
        n: usize,
        /// How many strata.
        strata: usize,
        /// The fewest that do.
        needed: usize,
    },
}
