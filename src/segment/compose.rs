//! Runs the rules over each sentence and joins what they find over a paragraph.

use std::ops::Range;

use super::candidate::{Candidate, Rule};
use super::cue::{self, Group};
use super::doc::Doc;
use super::pieces::Kind;
use super::{according, as_said, direct, embedded, forms, indirect, inverted, passive, select};

/// Candidates that are less sure are dropped.
const LEAST: f32 = 0.4;

/// The quotes of a document, in text order.
pub(super) fn quotes(doc: &Doc) -> Vec<Candidate> {
    let labels = forms::Labels::of(doc);
    let mut out = Vec::new();
    for paragraph in 0..doc.paragraphs.len() {
        match labels
            .candidate(doc, paragraph)
            .filter(|turn| turn.confidence >= LEAST)
        {
            Some(turn) => out.push(turn),
            None => of_paragraph(doc, paragraph, &mut out),
        }
    }
    out
}

/// Quotes of one paragraph, appended to `out`. A quotation that stands alone belongs to the quote
/// in marks before it; at the start of a paragraph, to the one whose closing mark is missing there
/// or to the sentence that announces it with a colon.
fn of_paragraph(doc: &Doc, index: usize, out: &mut Vec<Candidate>) {
    let mut announcing = announcement(doc, index);
    if let Some(block) = forms::block(doc, index, announcing.is_some()) {
        return push_block(doc, block, index, announcing, out);
    }
    let mut target = out
        .len()
        .checked_sub(1)
        .filter(|&last| is_unclosed(doc, &out[last]));
    for sentence in &doc.sentences[doc.paragraphs[index].clone()] {
        let signed = forms::signature(doc, sentence.start, sentence.end);
        match (direct::alone(doc, sentence), target) {
            (Some(at), Some(target)) => out[target].content.push(doc.bytes(at, at + 1)),
            (Some(at), None) => {
                let announced =
                    announcing.and_then(|announcing| direct::after_colon(doc, announcing, at));
                if let Some(candidate) = announced.or_else(|| direct::floating(doc, at)) {
                    out.push(candidate);
                    target = Some(out.len() - 1);
                }
            }
            (None, Some(target)) if signed.is_some() => sign(doc, &mut out[target], signed),
            (None, _) => {
                let first = out.len();
                out.extend(select::select(candidates(doc, sentence), LEAST));
                target = (first..out.len())
                    .rev()
                    .find(|&at| ends_in_marks(doc, &out[at]));
            }
        }
        announcing = None;
    }
}

/// The last sentence of the paragraph before, if it ends with a colon.
fn announcement<'d>(doc: &'d Doc, index: usize) -> Option<&'d Range<usize>> {
    let before = doc.paragraphs[index.checked_sub(1)?].clone();
    doc.sentences[before]
        .last()
        .filter(|last| doc.kind(last.end - 1) == Some(Kind::Colon))
}

/// A block quotation; what follows it in a block of its own is more of it.
fn push_block(
    doc: &Doc,
    block: Range<usize>,
    index: usize,
    announcing: Option<&Range<usize>>,
    out: &mut Vec<Candidate>,
) {
    let goes_on =
        index > 0 && forms::block(doc, index - 1, announcement(doc, index - 1).is_some()).is_some();
    if let (true, Some(last)) = (goes_on, out.last_mut()) {
        last.content.push(block);
        return;
    }
    let at = doc.pieces_of(index).start;
    let announced = announcing.and_then(|announcing| direct::after_colon(doc, announcing, at));
    let (cue, source, class) =
        announced.map_or((None, None, None), |by| (by.cue, by.source, by.class));
    out.push(Candidate {
        content: vec![block],
        cue,
        source,
        class,
        confidence: 0.6,
        rank: 0.6,
        verbatim: true,
        rule: Rule::form("block"),
    });
}

fn sign(doc: &Doc, candidate: &mut Candidate, signature: Option<Range<usize>>) {
    if candidate.source.is_none() {
        candidate.source = signature.map(|name| doc.bytes(name.start, name.end));
    }
}

/// The quotation that ends this candidate has no closing mark.
fn is_unclosed(doc: &Doc, candidate: &Candidate) -> bool {
    let end = candidate.content.last().map_or(0, |part| part.end);
    let index = doc.marks.partition_point(|quoted| quoted.end < end);
    doc.marks
        .get(index)
        .is_some_and(|quoted| quoted.unclosed && quoted.inner_end == end)
}

fn ends_in_marks(doc: &Doc, candidate: &Candidate) -> bool {
    let end = candidate.content.last().map_or(0, |part| part.end);
    let index = doc.marks.partition_point(|quoted| quoted.end < end);
    doc.marks
        .get(index)
        .is_some_and(|quoted| quoted.inner_start < end)
}

/// All that the rules of one sentence propose.
pub(super) fn candidates(doc: &Doc, sentence: &Range<usize>) -> Vec<Candidate> {
    let mut out = Vec::new();
    for at in sentence.clone() {
        out.extend(according::candidate(doc, sentence, at));
        if doc.is_quoted(at) {
            out.extend(direct::announced(doc, sentence, at));
        }
        if let Some(group) = cue::group(doc, sentence, at) {
            out.extend(of_group(doc, sentence, &group));
        }
    }
    out
}

/// The rules of a cue, the surest first: one cue makes one quote.
fn of_group(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Candidate> {
    if passive::takes(group) {
        return passive::candidate(doc, sentence, group);
    }
    as_said::candidate(doc, sentence, group)
        .or_else(|| inverted::candidate(doc, sentence, group))
        .or_else(|| embedded::candidate(doc, sentence, group))
        .or_else(|| indirect::candidate(doc, sentence, group))
}
