//! Text -> quotes with the spans of content, cue and source.

mod according;
mod candidate;
mod codepoints;
mod cue;
mod direct;
mod doc;
mod extent;
mod indirect;
mod inverted;
mod lexicon;
mod marks;
mod paragraphs;
mod pieces;
mod select;
mod sentences;
mod source;

use std::ops::Range;

use crate::corpus::{Quote, QuoteType};

use candidate::Candidate;
use codepoints::CodePoints;
use doc::Doc;

/// Candidates that are less sure are dropped.
const LEAST: f32 = 0.5;

/// The quotes of a text, ordered by where their content starts. Never fails, whatever the text.
/// Time is linear in its length.
pub fn segment(text: &str) -> Vec<Quote> {
    let doc = Doc::new(text);
    let points = CodePoints::new(text);
    let mut quotes = Vec::new();
    for paragraph in &doc.paragraphs {
        let chosen = of_paragraph(&doc, paragraph.clone());
        quotes.extend(
            chosen
                .into_iter()
                .map(|candidate| quote(&doc, &points, candidate)),
        );
    }
    quotes
}

fn of_paragraph(doc: &Doc, sentences: Range<usize>) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let mut open = false;
    for sentence in &doc.sentences[sentences] {
        if let Some(at) = direct::alone(doc, sentence) {
            if open && let Some(last) = out.last_mut() {
                last.content.push(doc.bytes(at, at + 1));
            } else if let Some(floating) = direct::floating(doc, at) {
                out.push(floating);
                open = true;
            }
            continue;
        }
        let chosen = select::select(candidates(doc, sentence), LEAST);
        open = chosen.last().is_some_and(|last| ends_in_marks(doc, last));
        out.extend(chosen);
    }
    out
}

fn ends_in_marks(doc: &Doc, candidate: &Candidate) -> bool {
    let end = candidate.content.last().map_or(0, |part| part.end);
    let index = doc.marks.partition_point(|quoted| quoted.end < end);
    doc.marks
        .get(index)
        .is_some_and(|quoted| quoted.inner_start < end)
}

fn candidates(doc: &Doc, sentence: &Range<usize>) -> Vec<Candidate> {
    let mut out = Vec::new();
    for at in sentence.clone() {
        out.extend(according::candidate(doc, sentence, at));
        if doc.is_quoted(at) {
            out.extend(direct::announced(doc, sentence, at));
        }
        if let Some(group) = cue::group(doc, sentence, at) {
            match inverted::candidate(doc, sentence, &group) {
                Some(candidate) => out.push(candidate),
                None => out.extend(indirect::candidate(doc, sentence, &group)),
            }
        }
    }
    out
}

fn quote(doc: &Doc, points: &CodePoints, candidate: Candidate) -> Quote {
    Quote {
        quote_type: quote_type(doc, &candidate.content),
        content: candidate
            .content
            .into_iter()
            .map(|part| points.span(part))
            .collect(),
        cue: candidate
            .cue
            .into_iter()
            .map(|part| points.span(part))
            .collect(),
        source: candidate
            .source
            .into_iter()
            .map(|part| points.span(part))
            .collect(),
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
