//! Text -> quotes with the spans of content, cue and source.

mod according;
mod around;
mod as_said;
mod candidate;
mod clause;
mod codepoints;
mod compose;
mod cue;
mod direct;
mod doc;
mod embedded;
mod extent;
mod forms;
mod indirect;
mod inverted;
mod lexicon;
mod marks;
mod paragraphs;
mod passive;
mod pieces;
mod select;
mod sentences;
mod source;

use std::ops::Range;

use crate::corpus::{Quote, QuoteType};

use candidate::Candidate;
pub use candidate::Rule;
use codepoints::CodePoints;
use doc::Doc;

/// The quotes of a text, ordered by where their content starts. Never fails, whatever the text.
/// Time is linear in its length.
///
/// `confidence` is the share of a rule's hits on PolNeAR train whose content matches a gold quote
/// (intersection over union of at least 0.5), by cue and frame: smoothed where hits are few, raised
/// where a content holds marks, and our own estimate for forms that PolNeAR lacks (transcripts,
/// block quotations).
///
/// A quotation that reopens at each paragraph and closes only at the end is one quote with a
/// content span a paragraph; one that is interrupted by its attribution has a span on each side.
/// Contents do not overlap: what is reported inside a content is part of it.
pub fn segment(text: &str) -> Vec<Quote> {
    explain(text).into_iter().map(|(quote, _)| quote).collect()
}

/// As [`segment`], each quote with the rule that found it.
pub fn explain(text: &str) -> Vec<(Quote, Rule)> {
    let doc = Doc::new(text);
    let points = CodePoints::new(text);
    compose::quotes(&doc)
        .into_iter()
        .map(|candidate| (quote(&doc, &points, &candidate), candidate.rule))
        .collect()
}

fn quote(doc: &Doc, points: &CodePoints, candidate: &Candidate) -> Quote {
    let spans =
        |parts: &[Range<usize>]| parts.iter().map(|part| points.span(part.clone())).collect();
    Quote {
        quote_type: if candidate.verbatim {
            QuoteType::Direct
        } else {
            quote_type(doc, &candidate.content)
        },
        content: spans(&candidate.content),
        cue: spans(candidate.cue.as_slice()),
        source: spans(candidate.source.as_slice()),
        cue_class: candidate.class,
        confidence: candidate.confidence,
    }
}

fn quote_type(doc: &Doc, content: &[Range<usize>]) -> QuoteType {
    let (mut inside, mut marked) = (0, false);
    for part in content {
        let first = doc.marks.partition_point(|quoted| quoted.end <= part.start);
        if let Some(quoted) = doc.marks.get(first) {
            inside += usize::from(quoted.start <= part.start && part.end <= quoted.end);
            marked |= quoted.start < part.end;
        }
    }
    match (inside == content.len(), marked) {
        (true, _) => QuoteType::Direct,
        (false, true) => QuoteType::Mixed,
        _ => QuoteType::Indirect,
    }
}
