//! Citron's annotation format: a JSON file a document with `text` and `quotes`.
//!
//! A quote has one `cue`, and `sources` and `contents`, each with `start`, `end` and `text`, in code
//! points. Citron's contents include the quotation marks, as ours do not, so they are widened by the
//! marks that stand directly around them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::brat::file_name;
use super::page::Page;
use super::units::Units;
use super::{ExchangeError, Exported};
use crate::corpus::{QuoteRow, Span};

const OPENING: &str = "\"“‘„«'";
const CLOSING: &str = "\"”’“»'";

/// A folder. The format has no quote without a cue, so those are left out.
pub(super) fn export(pages: &[Page]) -> Result<Exported, ExchangeError> {
    let mut files = Vec::new();
    let mut taken = BTreeSet::new();
    let mut left_out = 0;
    for page in pages {
        let text = page.text()?;
        let units = Units::new(text);
        let quotes: Vec<Value> = page
            .rows
            .iter()
            .filter_map(|row| quote(row, text, &units))
            .collect();
        left_out += page.rows.len() - quotes.len();
        let document = json!({ "text": text, "quotes": quotes });
        let name = file_name(page.document, &mut taken);
        files.push((format!("{name}.json"), format!("{document:#}\n").into()));
    }
    Ok(Exported::folder(files).without(left_out, "quotes without a cue"))
}

/// A cue in several parts reaches from the first to the last.
fn quote(row: &QuoteRow, text: &str, units: &Units) -> Option<Value> {
    let (first, last) = (row.cue.first()?, row.cue.last()?);
    let span = |start: usize, end: usize| json!({ "start": start, "end": end, "text": units.slice(text, start, end) });
    let content = |of: &Span| {
        let opens = of
            .start
            .checked_sub(1)
            .filter(|&at| is(OPENING, units.slice(text, at, of.start)));
        let closes = is(CLOSING, units.slice(text, of.end, of.end + 1));
        span(opens.unwrap_or(of.start), of.end + usize::from(closes))
    };
    Some(json!({
        "id": row.quote_id,
        "cue": span(first.start, last.end),
        "sources": row.source.iter().map(|of| span(of.start, of.end)).collect::<Vec<_>>(),
        "contents": row.content.iter().map(content).collect::<Vec<_>>(),
        "confidence": row.confidence,
    }))
}

fn is(marks: &str, words: Option<&str>) -> bool {
    words.is_some_and(|words| !words.is_empty() && words.chars().all(|c| marks.contains(c)))
}
