//! The flat view: one line a row, for spreadsheets and quick looks.
//!
//! Spans become `content_start`, `content_end` (of the first and the last) and `content` (all, as
//! JSON); probabilities become `stance_p_favor` and so on.

use std::io::Write;

use arrow::datatypes::{DataType, SchemaRef};
use serde_json::Value;

/// A CSV table in the making.
pub struct Table<W: Write> {
    view: FlatView,
    writer: csv::Writer<W>,
}

/// The cells that rows have in a CSV table.
#[derive(Debug)]
pub struct FlatView(Vec<(String, Cell)>);

/// Where a cell's value stands in a row.
#[derive(Debug)]
enum Cell {
    /// A field as it stands; objects and lists as JSON.
    Field(String),
    /// `start` of the first span of a field.
    Start(String),
    /// `end` of the last span of a field.
    End(String),
    /// One key of a field.
    Key(String, String),
}

impl<W: Write> Table<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// When `out` refuses.
    pub fn new(schema: &SchemaRef, out: W) -> Result<Self, csv::Error> {
        let view = FlatView::new(schema);
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(view.names())?;
        Ok(Self { view, writer })
    }

    /// Writes one row; a key that it lacks is an empty cell.
    ///
    /// # Errors
    /// When the output refuses.
    pub fn append(&mut self, row: &Value) -> Result<(), csv::Error> {
        self.writer.write_record(self.view.cells(row))
    }

    /// Hands what is buffered to the output.
    ///
    /// # Errors
    /// When the output refuses.
    pub fn flush(&mut self) -> Result<(), std::io::Error> {
        self.writer.flush()
    }
}

impl FlatView {
    /// Of rows of that schema.
    pub fn new(schema: &SchemaRef) -> Self {
        Self(columns(schema))
    }

    /// The header.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// One a column; a key that the row lacks is an empty cell.
    pub fn cells(&self, row: &Value) -> impl Iterator<Item = String> {
        self.0.iter().map(|(_, cell)| cell.of(row))
    }
}

fn columns(schema: &SchemaRef) -> Vec<(String, Cell)> {
    let mut columns = Vec::new();
    for field in schema.fields() {
        let name = field.name().clone();
        match field.data_type() {
            DataType::List(item) if item.data_type().is_nested() => {
                columns.push((format!("{name}_start"), Cell::Start(name.clone())));
                columns.push((format!("{name}_end"), Cell::End(name.clone())));
                columns.push((name.clone(), Cell::Field(name)));
            }
            DataType::Struct(keys) if name.ends_with("_probs") => {
                let task = name.trim_end_matches("_probs");
                columns.extend(keys.iter().map(|key| {
                    let cell = Cell::Key(name.clone(), key.name().clone());
                    (format!("{task}_p_{}", key.name()), cell)
                }));
            }
            _ => columns.push((name.clone(), Cell::Field(name))),
        }
    }
    columns
}

impl Cell {
    fn of(&self, row: &Value) -> String {
        let value = match self {
            Self::Field(name) => row.get(name),
            Self::Start(name) => row[name].get(0).and_then(|span| span.get("start")),
            Self::End(name) => row[name]
                .as_array()
                .and_then(|spans| spans.last()?.get("end")),
            Self::Key(name, key) => row[name].get(key),
        };
        match value {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => neutral(text),
            Some(other) => other.to_string(),
        }
    }
}

/// A text that a spreadsheet would run as a formula gets an apostrophe before it.
pub fn neutral(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(row: Value, expected: &[(&str, &str)]) {
        let mut bytes = Vec::new();
        let mut table = Table::new(&super::super::quote_rows(), &mut bytes).unwrap();
        table.append(&row).unwrap();
        drop(table);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let header = reader.headers().unwrap().clone();
        let record = reader.records().next().unwrap().unwrap();
        for (name, cell) in expected {
            let column = header.iter().position(|column| column == *name).unwrap();
            assert_eq!(&record[column], *cell, "{name}");
        }
    }

    #[test]
    fn formulas_are_text() {
        for text in ["=1+1", "+41", "-sum", "@cmd", "\tx", "\rx"] {
            check(json!({ "title": text }), &[("title", &format!("'{text}"))]);
        }
        check(
            json!({ "title": "1=1 \"a\",\nb" }),
            &[("title", "1=1 \"a\",\nb")],
        );
    }

    #[test]
    fn spans_and_probabilities_are_flat() {
        check(
            json!({ "content": [{"start": 3, "end": 5}, {"start": 9, "end": 12}], "cue": [],
                    "stance_probs": {"favor": 0.25, "against": 0.5, "neutral": 0.25} }),
            &[
                ("content_start", "3"),
                ("content_end", "12"),
                ("content", r#"[{"start":3,"end":5},{"start":9,"end":12}]"#),
                ("cue_start", ""),
                ("cue", "[]"),
                ("stance_p_against", "0.5"),
                ("sentiment_p_positive", ""),
            ],
        );
    }
}
