//! `According to the ministry, ...` and `..., according to the ministry`.

use std::ops::Range;

use super::candidate::{Candidate, Rule};
use super::doc::Doc;
use super::extent::{self, Extent, LONGEST};
use super::pieces::Kind;
use super::{inverted, source};
use crate::corpus::CueClass;

/// As estimated on PolNeAR train.
const CONFIDENCE: f32 = 0.8;

/// The candidate of an `according to` at piece `at`.
pub(super) fn candidate(doc: &Doc, sentence: &Range<usize>, at: usize) -> Option<Candidate> {
    if !doc.reads(at, "according") || !doc.reads(at + 1, "to") || at + 2 >= sentence.end {
        return None;
    }
    let mut source = source::after(doc, at + 2, sentence.end)?;
    let content = if at <= sentence.start + 1 {
        let comma =
            (source.start + 1..sentence.end).find(|&at| doc.kind(at) == Some(Kind::Comma))?;
        source.end = source.end.min(comma);
        let from = comma + 1;
        vec![from..extent::end(doc, sentence, from, Extent::Clause)]
    } else {
        let to = at - usize::from(doc.kind(at - 1) == Some(Kind::Comma));
        let left = start(doc, sentence, to)..to;
        let rest = if inverted::has_verb(doc, &left) {
            None
        } else {
            inverted::resumes(doc, sentence, &left, source.end)
        };
        std::iter::once(left).chain(rest).collect()
    };
    if content.iter().any(Range::is_empty) {
        return None;
    }
    Some(Candidate {
        content: content
            .iter()
            .map(|part| doc.bytes(part.start, part.end))
            .collect(),
        cue: Some(doc.pieces[at].start..doc.pieces[at + 1].end),
        source: Some(doc.pieces[source.start].start..doc.pieces[source.end - 1].end),
        class: Some(CueClass::Reporting),
        confidence: CONFIDENCE,
        verbatim: false,
        rule: Rule::form("according"),
    })
}

/// The content starts with the sentence, or after its last semicolon that ends no list.
fn start(doc: &Doc, sentence: &Range<usize>, to: usize) -> usize {
    let from = sentence.start.max(to.saturating_sub(LONGEST));
    let semicolon = (from..to)
        .rev()
        .find(|&at| doc.kind(at) == Some(Kind::Semicolon));
    semicolon
        .filter(|&at| !doc.reads(at + 1, "and"))
        .map_or(from, |at| at + 1)
}
