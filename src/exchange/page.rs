//! The rows of one document, with its text where it is at hand.

use std::collections::BTreeMap;

use super::ExchangeError;
use super::units::Units;
use crate::corpus::{QuoteRow, Span};

/// One document's quotes, in the order of the rows.
#[derive(Debug)]
pub struct Page<'a> {
    /// The document's id.
    pub document: &'a str,
    /// One a quote.
    pub rows: Vec<&'a QuoteRow>,
    text: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// The text.
    ///
    /// # Errors
    /// `NoText` where it was not given.
    pub fn text(&self) -> Result<&'a str, ExchangeError> {
        self.text.ok_or_else(|| ExchangeError::NoText {
            document: self.document.to_owned(),
        })
    }

    /// The text, where it was given.
    pub(super) fn known_text(&self) -> Option<&'a str> {
        self.text
    }
}

/// Rows by document, in the order that documents first appear in. Every span of a document whose
/// text is given is checked against it.
///
/// # Errors
/// `Targets` where a quote has rows toward several targets, `Mismatch` where a text is another one.
pub fn pages<'a>(
    rows: &'a [QuoteRow],
    texts: &'a BTreeMap<String, String>,
) -> Result<Vec<Page<'a>>, ExchangeError> {
    let mut targets: Vec<_> = rows.iter().map(|row| row.target.as_deref()).collect();
    targets.sort_unstable();
    targets.dedup();
    if targets.len() > 1 {
        let names = targets.iter().map(|target| target.unwrap_or("none"));
        return Err(ExchangeError::Targets(names.collect::<Vec<_>>().join(", ")));
    }
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pages: Vec<Page<'a>> = Vec::new();
    for row in rows {
        let at = *place.entry(&row.document_id).or_insert(pages.len());
        if at == pages.len() {
            pages.push(Page {
                document: &row.document_id,
                rows: Vec::new(),
                text: texts.get(&row.document_id).map(String::as_str),
            });
        }
        pages[at].rows.push(row);
    }
    pages.iter().try_for_each(check)?;
    Ok(pages)
}

fn check(page: &Page) -> Result<(), ExchangeError> {
    let Some(text) = page.text else { return Ok(()) };
    let units = Units::new(text);
    let mut spans = page.rows.iter().flat_map(|row| spans(row));
    spans.try_for_each(|span| check_span(page.document, text, &units, span))
}

/// All spans of a row.
pub(super) fn spans(row: &QuoteRow) -> impl Iterator<Item = &Span> {
    row.content.iter().chain(&row.cue).chain(&row.source)
}

fn check_span(document: &str, text: &str, units: &Units, span: &Span) -> Result<(), ExchangeError> {
    let found = units.slice(text, span.start, span.end);
    if found == Some(&span.text) && units.byte(span.start) == Some(span.byte_start) {
        return Ok(());
    }
    Err(ExchangeError::Mismatch {
        document: document.to_owned(),
        start: span.start,
        end: span.end,
        expected: span.text.clone(),
        found: found.map_or_else(
            || format!("only {} characters, none", units.chars()),
            |found| format!("`{found}`"),
        ),
    })
}
