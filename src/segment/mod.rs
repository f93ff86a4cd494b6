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
mod tagged;

use std::ops::Range;

use crate::corpus::{FoundBy, Quote, QuoteType, TokenTags};

use candidate::Candidate;
pub use candidate::Rule;
use codepoints::CodePoints;
use doc::Doc;
pub use tagged::{Relations, links, nearest, nearest_in_sentence};

/// The quotes that the rules find in a text, ordered by where their content starts. Never fails,
/// whatever the text. Time is linear in its length.
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
    let found = compose::quotes(&doc);
    let quotes = written(&doc, &found).into_iter();
    quotes.zip(found.iter().map(|found| found.rule)).collect()
}

/// The quotes that a tagger's tags of the text's tokens add up to; as [`segment`] otherwise. The
/// tokens are in text order, on character boundaries, and do not overlap.
pub fn tagged(text: &str, tokens: &[TokenTags]) -> Vec<Quote> {
    let doc = Doc::new(text);
    written(&doc, &tagged::candidates(&doc, tokens, None))
}

/// The quotes of [`tagged`], surer or less sure as the rules find the same, and those that the rules
/// are sure of by the form of the text and the tagger has nothing of.
pub fn both(text: &str, tokens: &[TokenTags]) -> Vec<Quote> {
    let doc = Doc::new(text);
    let rules = compose::quotes(&doc);
    let found = tagged::candidates(&doc, tokens, Some(&rules));
    written(&doc, &select::fill(found, rules))
}

fn written(doc: &Doc, found: &[Candidate]) -> Vec<Quote> {
    let points = CodePoints::new(doc.text);
    let each = found.iter();
    each.map(|candidate| quote(doc, &points, candidate))
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
        found_by: if candidate.rule.frame == tagged::FRAME {
            FoundBy::Tagger
        } else {
            FoundBy::Rules
        },
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
