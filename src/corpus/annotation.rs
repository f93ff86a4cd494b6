//! What a person said of a row, and how the row came to be asked about.

use serde::{Deserialize, Serialize};

use super::GoldRow;

/// One row that an annotator saw.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annotation {
    /// Its id and labels; a label that the annotator left open is `None`.
    pub row: GoldRow,
    /// Who labelled it, where the file says so.
    pub annotator: Option<String>,
    /// How it was drawn, where the file says so.
    pub draw: Option<Draw>,
}

/// How a row of a sample was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draw {
    /// Of the row, before the draw, in `(0, 1]`.
    pub inclusion_probability: f64,
    /// The rows it was drawn from; `None` where rows were drawn one by one.
    #[serde(default)]
    pub stratum: Option<String>,
    /// How many rows these are.
    #[serde(default)]
    pub stratum_size: Option<usize>,
}
