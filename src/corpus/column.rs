//! The value of a row in a column that the user names.

use serde_json::{Map, Value};

/// The column that no row has: words of its `text`, in bins.
pub const LENGTH: &str = "length";

/// The value of a field of the row or of its `meta`, or the bin of its length; `(none)` for null,
/// and `None` where the row lacks the column.
pub fn column(row: &Map<String, Value>, name: &str) -> Option<String> {
    let field = row.get(name).or_else(|| row.get("meta")?.get(name));
    match field {
        None if name == LENGTH => {
            let text = row.get("text").and_then(Value::as_str).unwrap_or_default();
            Some(length(text).to_owned())
        }
        None => None,
        Some(Value::Null) => Some("(none)".to_owned()),
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    }
}

fn length(text: &str) -> &'static str {
    match text.split_whitespace().count() {
        0..=10 => "1-10 words",
        11..=20 => "11-20 words",
        21..=40 => "21-40 words",
        _ => "41 words or more",
    }
}
