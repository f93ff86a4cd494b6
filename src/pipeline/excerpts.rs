//! The text that a report carries beside its quotes.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;
use std::path::Path;

use super::error::PipelineError;
use super::mention::{around, separator};
use crate::corpus::{Document, QuoteRow, Span};
use crate::report::{Excerpt, MOST_QUOTES};
use crate::write::{WriteError, values};

/// The paragraphs of the quotes that a report shows; no more are kept.
#[derive(Debug, Default)]
pub(super) struct Excerpts {
    quotes: usize,
    /// By document id.
    pub of: BTreeMap<String, Vec<Excerpt>>,
}

impl Excerpts {
    /// Takes the rows of the document, which stand first in `rows`, and keeps their paragraphs.
    pub fn see<R: Borrow<QuoteRow>>(
        &mut self,
        document: &Document,
        rows: &mut Peekable<impl Iterator<Item = R>>,
    ) {
        if self.quotes >= MOST_QUOTES {
            return;
        }
        let mut paragraphs = Paragraphs::of(&document.text);
        while let Some(row) = rows.next_if(|row| row.borrow().document_id == document.id) {
            paragraphs.add(row.borrow());
            self.quotes += 1;
        }
        let excerpts = paragraphs.excerpts();
        if !excerpts.is_empty() {
            self.of.insert(document.id.clone(), excerpts);
        }
    }
}

/// The rows of an unfinished run, in order.
///
/// # Errors
/// `Output` when its file cannot be opened. What cannot be read ends the rows.
pub(super) fn committed(
    rows: &Path,
) -> Result<Peekable<impl Iterator<Item = QuoteRow> + use<>>, PipelineError> {
    let typed = |row: Result<_, WriteError>| serde_json::from_value(row.ok()?).ok();
    Ok(values(rows)?.map_while(typed).peekable())
}

/// Paragraphs of one text, in the making.
struct Paragraphs<'a> {
    text: &'a str,
    separator: &'static str,
    ranges: Vec<Range<usize>>,
}

impl<'a> Paragraphs<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            separator: separator(text),
            ranges: Vec::new(),
        }
    }

    fn add(&mut self, row: &QuoteRow) {
        let spans = || [&row.content, &row.cue, &row.source].into_iter().flatten();
        let same = |span: &Span| self.text.get(span.byte_start..span.byte_end) == Some(&span.text);
        let first = spans().map(|span| span.byte_start).min();
        let last = spans().map(|span| span.byte_end).max();
        if let (Some(first), Some(last), true) = (first, last, spans().all(same)) {
            let range = around(self.text, self.separator, first..last);
            self.ranges.push(range);
        }
    }

    /// In text order; those with nothing but white space between them become one.
    fn excerpts(mut self) -> Vec<Excerpt> {
        self.ranges.sort_by_key(|range| (range.start, range.end));
        let text = self.text;
        let nothing = |from: usize, to: usize| from >= to || text[from..to].trim().is_empty();
        let mut merged: Vec<Range<usize>> = Vec::new();
        for range in self.ranges {
            match merged.last_mut() {
                Some(last) if nothing(last.end, range.start) => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        let (mut bytes, mut points) = (0, 0);
        let excerpt = |range: Range<usize>| {
            points += self.text[bytes..range.start].chars().count();
            bytes = range.start;
            Excerpt {
                start: points,
                text: self.text[range].to_owned(),
            }
        };
        merged.into_iter().map(excerpt).collect()
    }
}
