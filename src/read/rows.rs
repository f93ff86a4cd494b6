//! Rows of any format -> documents, or texts to label.

use std::iter;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::source::{Format, Packing, Source};
use super::{ReadOptions, Record, Records, delimited, jsonl, parquet, plain};
use crate::corpus::{Document, Quarantined, TextRow};

/// The column that every row must have.
pub(super) const TEXT: &str = "text";

/// One row: its columns in their order, and where it stands.
#[derive(Debug)]
pub(super) struct Row {
    /// One-based.
    pub line: u64,
    /// Of its first byte, where the format has one.
    pub byte: Option<u64>,
    /// WHATWG name.
    pub encoding: &'static str,
    pub fields: Map<String, Value>,
}

/// The rows of a file, in order, lazily.
pub(super) type Rows = Records<Row>;

/// At least one record: a file without rows is a fault.
pub(super) fn open(
    source: &Arc<Source>,
    format: Format,
    packing: Packing,
    options: &ReadOptions,
) -> Rows {
    let mut rows = each(source, format, packing, options).peekable();
    match rows.peek() {
        Some(_) => Box::new(rows),
        None => fault(source.fault("no rows in the file", "remove it, or fill it")),
    }
}

/// As [`open`], but a file may be without rows.
pub(super) fn each(
    source: &Arc<Source>,
    format: Format,
    packing: Packing,
    options: &ReadOptions,
) -> Rows {
    match format {
        Format::Csv => delimited::rows(source, packing, b',', options),
        Format::Tsv => delimited::rows(source, packing, b'\t', options),
        Format::Parquet => parquet::rows(source, packing, options),
        _ => jsonl::rows(source, packing, options),
    }
}

/// Each row as a document.
pub(super) fn documents(
    source: Arc<Source>,
    rows: Rows,
    options: &ReadOptions,
) -> Records<Document> {
    let options = options.clone();
    Box::new(rows.map(move |row| row?.into_document(&source, &options)))
}

/// Each row as a text to label.
pub(super) fn texts(source: Arc<Source>, rows: Rows, options: &ReadOptions) -> Records<TextRow> {
    let options = options.clone();
    Box::new(rows.map(move |row| row?.into_text_row(&source, &options)))
}

/// A file that holds nothing but a fault.
pub(super) fn fault(fault: Quarantined) -> Rows {
    Box::new(iter::once(Err(fault)))
}

/// No `text` among the columns of a file.
pub(super) fn no_text_column(source: &Source, columns: &[&str]) -> Quarantined {
    Quarantined {
        line: Some(1),
        ..source.fault(
            format!("no column `{TEXT}`; the columns are `{}`", columns.join("`, `")),
            "rename the column that holds the text to `text`; columns are separated by commas in .csv, by tabs in .tsv",
        )
    }
}

impl Row {
    /// The row as a document; columns that are not a document's own go to `meta`.
    fn into_document(mut self, source: &Source, options: &ReadOptions) -> Record<Document> {
        Ok(Document {
            text: self.text(source, options)?,
            id: self.id(source, "id")?,
            title: self.optional(source, "title")?,
            outlet: self.optional(source, "outlet")?,
            author: self.optional(source, "author")?,
            url: self.optional(source, "url")?,
            published_at: self.optional(source, "published_at")?,
            lang: self.optional(source, "lang")?,
            origin: source.origin(Some(self.line), self.encoding),
            meta: self.fields,
        })
    }

    /// The row as a text to label. A row of `quotes.jsonl` has its id in `quote_id`.
    fn into_text_row(mut self, source: &Source, options: &ReadOptions) -> Record<TextRow> {
        let id = if self.fields.contains_key("id") {
            "id"
        } else {
            "quote_id"
        };
        Ok(TextRow {
            text: self.text(source, options)?,
            id: self.id(source, id)?,
            target: self.optional(source, "target")?,
            sentence: self.sentence(source)?,
            context: self.optional(source, "context")?,
            origin: source.origin(Some(self.line), self.encoding),
            meta: self.fields,
        })
    }

    fn text(&mut self, source: &Source, options: &ReadOptions) -> Record<String> {
        let text = match self.fields.shift_remove(TEXT) {
            Some(Value::String(text)) => text,
            Some(other) => return Err(self.wrong_type(source, TEXT, &other, "a string")),
            None => {
                let columns: Vec<_> = self.fields.keys().map(String::as_str).collect();
                let fault = no_text_column(source, &columns);
                return Err(self.at_row(fault));
            }
        };
        if text.len() > options.max_document_bytes {
            return Err(self.at_row(plain::too_large(source, options.max_document_bytes)));
        }
        match plain::unusable(&text) {
            Some((reason, advice)) => Err(self.at_row(source.fault(reason, advice))),
            None => Ok(text),
        }
    }

    fn id(&mut self, source: &Source, column: &str) -> Record<String> {
        let id = self.optional(source, column)?;
        Ok(id.unwrap_or_else(|| format!("{}#{}", source.id, self.line)))
    }

    /// A string, or a number in its digits; null, white space and an absent column are `None`.
    fn optional(&mut self, source: &Source, column: &str) -> Record<Option<String>> {
        match self.fields.shift_remove(column) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(other) => Err(self.wrong_type(source, column, &other, "a string or a number")),
        }
    }

    /// Its text, as a string or as the span that `quotes.*` have there.
    fn sentence(&mut self, source: &Source) -> Record<Option<String>> {
        let column = "sentence";
        let spans = match self.fields.get(column) {
            Some(Value::Array(spans)) => Some(spans.clone()),
            Some(Value::String(text)) => serde_json::from_str(text).ok(),
            _ => None,
        };
        let Some(spans) = spans else {
            return self.optional(source, column);
        };
        self.fields.shift_remove(column);
        let span = spans.into_iter().next();
        Ok(span.and_then(|span| Some(span["text"].as_str()?.to_owned())))
    }

    fn wrong_type(
        &self,
        source: &Source,
        column: &str,
        value: &Value,
        wanted: &str,
    ) -> Quarantined {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        self.at_row(source.fault(
            format!("`{column}` is {found}"),
            format!("make it {wanted}"),
        ))
    }

    fn at_row(&self, fault: Quarantined) -> Quarantined {
        Quarantined {
            line: Some(self.line),
            byte: self.byte,
            ..fault
        }
    }
}
