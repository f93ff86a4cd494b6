//! A dataset folder for the Hugging Face hub: `quotes.parquet`, `quotes.jsonl` and a card whose head
//! names the files (`configs`) and the labels (`class_label`).

use std::path::Path;

use serde_json::{Value, json};

use super::ExchangeError;
use crate::corpus::QuoteRow;
use crate::write::{Card, Format, VERSION, convert, line, quote_rows, write_whole};

/// Writes the folder, which exists. `metrics` is what the run's `metrics.json` holds.
///
/// # Errors
/// `Write` where the file system refuses.
pub fn huggingface(
    rows: &[QuoteRow],
    metrics: Option<&Value>,
    folder: &Path,
) -> Result<(), ExchangeError> {
    let mut card = Card::default();
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend(line(row)?);
        card.add(&json!(row));
    }
    let first = rows.first();
    let target = first
        .and_then(|row| row.target.as_deref())
        .unwrap_or("none");
    let model = first.and_then(|row| row.model.as_deref()).unwrap_or("none");
    let jsonl = folder.join("quotes.jsonl");
    write_whole(&jsonl, &bytes)?;
    let parquet = folder.join("quotes.parquet");
    convert(&jsonl, &quote_rows(), Format::Parquet, &parquet)?;
    let card = card.render(target, model, VERSION, &[Format::Parquet], metrics)?;
    Ok(write_whole(&folder.join("README.md"), card.as_bytes())?)
}
