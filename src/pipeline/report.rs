//! `report`: rows that were written before -> a page.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::error::PipelineError;
use crate::corpus::QuoteRow;
use crate::read::{self, Input, ReadOptions};
use crate::report::{Embedded, Excerpt, RunPage};

/// The page of rows of a run. With `documents`, it carries their whole text; without, no more of it
/// than the rows do.
///
/// # Errors
/// `Read` when no document can be read, `Usage` when none is one that the rows name or one of them
/// has another text, and see [`ReportError`](crate::report::ReportError).
pub fn report(
    rows: &[QuoteRow],
    metrics: Option<&Value>,
    documents: &[Input],
    options: &ReadOptions,
) -> Result<String, PipelineError> {
    let (embedded, texts) = match documents {
        [] => (Embedded::Spans, BTreeMap::new()),
        inputs => (Embedded::Documents, texts(rows, inputs, options)?),
    };
    let mut page = RunPage::new(embedded, texts);
    rows.iter().for_each(|row| page.add(row));
    Ok(page.render(metrics)?)
}

/// The documents that rows name, whole, by id.
fn texts(
    rows: &[QuoteRow],
    inputs: &[Input],
    options: &ReadOptions,
) -> Result<BTreeMap<String, Vec<Excerpt>>, PipelineError> {
    let mut texts = BTreeMap::new();
    let named: BTreeSet<&str> = rows.iter().map(|row| row.document_id.as_str()).collect();
    for document in read::documents(inputs, options)?.flatten() {
        if named.contains(document.id.as_str()) {
            let start = 0;
            let text = document.text;
            texts.insert(document.id, vec![Excerpt { start, text }]);
        }
    }
    if let (true, Some(first)) = (texts.is_empty(), named.first()) {
        return Err(PipelineError::Usage(format!(
            "--documents: none of these documents is one that the rows name (the first is `{first}`); \
             give the same inputs as to the run"
        )));
    }
    for row in rows {
        let of_row = row.content.iter().chain(&row.cue).chain(&row.source);
        let text = texts.get(&row.document_id).map(|text| &text[0].text);
        let Some(text) = text else { continue };
        for span in of_row {
            if text.get(span.byte_start..span.byte_end) != Some(&span.text) {
                return Err(PipelineError::Usage(format!(
                    "--documents: `{}` is not the text that quote {} was found in; give the same \
                     inputs as to the run",
                    row.document_id, row.quote_id
                )));
            }
        }
    }
    Ok(texts)
}
