//! Figures by name, for `--fail-under`.

use serde_json::Value;

use super::{EvaluateError, Metrics};
use crate::stats::Figure;

/// Every figure by its path in `metrics.json`: `stance.macro_f1`, `spans.overlap_f1`,
/// `spans.core.by_type.direct.exact_f1`, in that file's order.
pub fn figures(metrics: &Metrics) -> Vec<(String, Figure)> {
    let mut found = Vec::new();
    collect("", &serde_json::json!(metrics), &mut found);
    found
}

/// The figure of that name. One without a dot is of stance: `macro_f1` is `stance.macro_f1`.
///
/// # Errors
/// Where these metrics have no such figure; the error lists those they have.
pub fn figure(metrics: &Metrics, name: &str) -> Result<Figure, EvaluateError> {
    let figures = figures(metrics);
    let path = match name.contains('.') {
        true => name.to_string(),
        false => format!("stance.{name}"),
    };
    let found = figures.iter().find(|(known, _)| *known == path);
    found
        .map(|(_, figure)| *figure)
        .ok_or_else(|| EvaluateError::UnknownFigure {
            name: name.to_string(),
            known: shallow(&figures),
        })
}

/// Names of at most two parts, as a list to read.
fn shallow(figures: &[(String, Figure)]) -> String {
    let names = figures.iter().map(|(name, _)| name.as_str());
    let names: Vec<&str> = names.filter(|name| name.matches('.').count() < 2).collect();
    names.join(", ")
}

fn collect(path: &str, value: &Value, found: &mut Vec<(String, Figure)>) {
    let Value::Object(fields) = value else { return };
    if fields.contains_key("ci95") {
        // All figures are plain data, so reading one back cannot fail.
        found
            .extend(serde_json::from_value(value.clone()).map(|figure| (path.to_string(), figure)));
        return;
    }
    for (name, value) in fields {
        let path = match path {
            "" => name.clone(),
            path => format!("{path}.{name}"),
        };
        collect(&path, value, found);
    }
}
