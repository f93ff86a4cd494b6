//! Quotes from the tags that a tagger gave the tokens of a text.
//!
//! 1. `path`: the most probable sequence of tags that is well formed (BIO), so spans of contents,
//!    cues and sources.
//! 2. `links`: each content and source goes to the cue that its tokens point at. Contents of one
//!    cue are one quote, however its attribution or a gap cuts them.
//! 3. Here: edges are set to the marks where a content stands in marks, the cue's class is looked
//!    up in the lexicon, and the probabilities become a confidence.

mod links;
mod path;

use std::ops::Range;

use super::candidate::{Candidate, Rule};
use super::cue;
use super::doc::Doc;
use super::select;
use crate::corpus::{CueClass, TokenTags};

use links::Linked;

/// The name of its rule.
pub(super) const FRAME: &str = "tagger";

/// A content inside a quotation is the whole of it if it covers so much of it.
const COVERED: f32 = 0.5;

/// `confidence = 1 / (1 + exp(-(INTERCEPT + SLOPE * ln p)))`, where `p` is the product of the mean
/// probabilities of the content's tags, of the cue's, and of the links: logistic regression of
/// whether a quote matches gold (intersection over union of at least 0.5) on PolNeAR dev
/// (Platt 1999).
const INTERCEPT: f32 = 2.6;
const SLOPE: f32 = 2.2;

/// The quotes of a document, by where their content starts. Linear in the number of tokens.
pub(super) fn candidates(doc: &Doc, tokens: &[TokenTags]) -> Vec<Candidate> {
    let spans = path::spans(tokens);
    let linked = links::link(tokens, &spans).into_iter();
    let candidates = linked.filter_map(|linked| candidate(doc, tokens, linked));
    select::select(candidates.collect(), 0.0)
}

fn candidate(doc: &Doc, tokens: &[TokenTags], linked: Linked) -> Option<Candidate> {
    let bytes = |span: &Range<usize>| tokens[span.start].bytes.start..tokens[span.end - 1].bytes.end;
    let mut content: Vec<Range<usize>> = Vec::new();
    for part in linked.content.iter().map(|span| snapped(doc, bytes(span))) {
        match content.last_mut() {
            // Two parts of one quotation are the quotation.
            Some(last) if part.start < last.end => last.end = last.end.max(part.end),
            _ if part.is_empty() => {}
            _ => content.push(part),
        }
    }
    if content.is_empty() {
        return None;
    }
    let cue = bytes(&linked.cue);
    let odds = INTERCEPT + SLOPE * linked.probability.max(f32::MIN_POSITIVE).ln();
    let confidence = 1.0 / (1.0 + (-odds).exp());
    Some(Candidate {
        content,
        class: Some(class(doc, &cue)),
        cue: Some(cue),
        source: linked.source.as_ref().map(bytes),
        confidence,
        rank: confidence,
        verbatim: false,
        rule: Rule::form(FRAME),
    })
}

/// A content without white space at its edges; if it stands in marks, all that they hold.
fn snapped(doc: &Doc, part: Range<usize>) -> Range<usize> {
    let first = doc.marks.partition_point(|quoted| quoted.end <= part.start);
    if let Some(quoted) = doc.marks.get(first) {
        let inner = quoted.inner_start..quoted.inner_end;
        let shared = part.end.min(inner.end).saturating_sub(part.start.max(inner.start));
        let inside = quoted.start <= part.start && part.end <= quoted.end;
        if inside && !quoted.unclosed && shared as f32 >= COVERED * inner.len() as f32 {
            return inner;
        }
    }
    let text = &doc.text[part.clone()];
    let start = part.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// What the lexicon says of the cue; one that it does not know is a reporting one.
fn class(doc: &Doc, cue: &Range<usize>) -> CueClass {
    let first = doc.pieces.partition_point(|piece| piece.end <= cue.start);
    let sentence = doc.sentences.partition_point(|s| s.end <= first);
    let Some(sentence) = doc.sentences.get(sentence) else {
        return CueClass::Reporting;
    };
    let pieces = first.max(sentence.start)..sentence.end;
    let group = pieces
        .take_while(|&at| doc.pieces[at].start < cue.end)
        .filter_map(|at| cue::group(doc, sentence, at))
        .last();
    match group {
        Some(group) if group.negated => CueClass::Negated,
        Some(group) => group.cue.class,
        None => CueClass::Reporting,
    }
}
