//! The page of a comparison: figures side by side, and a browser of the disagreements.

use serde::Serialize;

use super::render;
use crate::compare::Comparison;
use crate::report::ReportError;

#[derive(Serialize)]
struct Data<'a> {
    kind: &'static str,
    comparison: &'a Comparison,
}

/// The page of what `compare` found; it shows the changed rows that the comparison lists.
///
/// # Errors
/// See [`ReportError`].
pub fn comparison_page(comparison: &Comparison) -> Result<String, ReportError> {
    let title = match comparison.pairs.as_slice() {
        [pair] => format!("{} against {}", pair.b, pair.a),
        pairs => format!("{} comparisons of runs", pairs.len()),
    };
    let data = Data {
        kind: "comparison",
        comparison,
    };
    render(&title, &data)
}
