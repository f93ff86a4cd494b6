//! `According to the ministry, ...` and `..., according to the ministry`.

use std::ops::Range;

use super::candidate::{Candidate, Rule};
use super::doc::Doc;
use super::extent::{self, Extent, LONGEST};
use super::pieces::Kind;
use super::{inverted, source};
use crate::corpus::CueClass;

/// As estimated on PolNeAR train.
const CONFIDENCE: f32 = 0.81;

/// The candidate of an `according to` at piece `at`.
pub(super) fn candidate(doc: &Doc, sentence: &Range<usize>, at: usize) -> Option<Candidate> {
    if !doc.reads(at, "according") || !doc.reads(at + 1, "to") || at + 2 >= sentence.end {
        return None;
    }
    let mut source = source::after(doc, at + 2, sentence.end)?;
    let (left, rest) = if at <= sentence.start + 1 {
        let comma =
            (source.start + 1..sentence.end).find(|&at| doc.kind(at) == Some(Kind::Comma))?;
        source.end = source.end.min(comma);
        (
            comma + 1..extent::end(doc, sentence, comma + 1, Extent::Clause),
            None,
        )
    } else {
        let to = at - usize::from(doc.kind(at - 1) == Some(Kind::Comma));
        let left = start(doc, sentence, to)..to;
        let whole = inverted::has_verb(doc, &left);
        let rest = if whole {
            None
        } else {
            inverted::resumes(doc, sentence, &left, source.end)
        };
        (left, rest)
    };
    if left.is_empty() {
        return None;
    }
    let content = std::iter::once(left).chain(rest.filter(|rest| !rest.is_empty()));
    Some(Candidate {
        content: content
            .map(|part| doc.bytes(part.start, part.end))
            .collect(),
        cue: Some(doc.pieces[at].start..doc.pieces[at + 1].end),
        source: Some(doc.pieces[source.start].start..doc.pieces[source.end - 1].end),
        class: Some(CueClass::Reporting),
        confidence: CONFIDENCE,
        rank: CONFIDENCE,
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
