//! How much of a document's text a page carries.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::corpus::{QuoteRow, Span};

/// What of the documents' text is in the page; it says so to its readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Embedded {
    /// What rows hold: content, cue and source.
    Spans,
    /// The paragraphs that these stand in.
    Paragraphs,
    /// All of it.
    Documents,
}

/// A stretch of a document's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// Its first code point in the document.
    pub start: usize,
    /// The words themselves.
    pub text: String,
}

/// Content, cue and source of a row.
pub(super) fn spans(row: &QuoteRow) -> impl Iterator<Item = &Span> {
    [&row.content, &row.cue, &row.source].into_iter().flatten()
}

/// The union of spans that rows hold, in text order; what overlaps becomes one.
pub(super) fn union<'a>(spans: impl IntoIterator<Item = &'a Span>) -> Vec<Excerpt> {
    let mut by_start: BTreeMap<usize, &str> = BTreeMap::new();
    for span in spans {
        let known = by_start.entry(span.start).or_default();
        if span.text.len() > known.len() {
            *known = &span.text;
        }
    }
    let mut merged: Vec<Excerpt> = Vec::new();
    let mut end = 0;
    for (start, text) in by_start {
        let length = text.chars().count();
        match merged.last_mut() {
            Some(last) if start <= end => last.text.extend(text.chars().skip(end - start)),
            _ => merged.push(Excerpt {
                start,
                text: text.to_owned(),
            }),
        }
        end = end.max(start + length);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“Oui, café,” said Ana.";

    fn check(ranges: &[(usize, usize)], expected: &[(usize, &str)]) {
        let span = |&(start, end): &(usize, usize)| Span {
            start,
            end,
            byte_start: 0,
            byte_end: 0,
            text: TEXT.chars().skip(start).take(end - start).collect(),
        };
        let spans: Vec<_> = ranges.iter().map(span).collect();
        let found = union(&spans);
        let found: Vec<_> = found.iter().map(|e| (e.start, e.text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn spans_that_overlap_become_one() {
        check(
            &[(13, 17), (1, 10), (18, 21)],
            &[(1, "Oui, café"), (13, "said"), (18, "Ana")],
        );
        check(&[(1, 8), (6, 10)], &[(1, "Oui, café")]);
        check(&[(1, 10), (6, 8), (1, 4)], &[(1, "Oui, café")]);
        check(&[(1, 4), (4, 10)], &[(1, "Oui, café")]);
        check(&[], &[]);
    }
}
