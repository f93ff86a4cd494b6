//! Forms of press releases and transcripts: `NAME: ...`, signatures, block quotations.

use std::collections::BTreeMap;
use std::ops::Range;

use super::candidate::{Candidate, Rule};
use super::doc::Doc;
use super::lexicon::{self, Form};
use super::pieces::Kind;
use crate::corpus::CueClass;

/// A label before a colon has no more pieces than this.
const LABEL: usize = 6;

/// A signature has no more pieces than this.
const SIGNATURE: usize = 24;

/// Turns of a transcript, and headlines that name their speaker.
#[derive(Debug)]
pub(super) struct Labels<'t> {
    /// How often each label opens a paragraph.
    counts: BTreeMap<&'t str, usize>,
}

impl<'t> Labels<'t> {
    pub fn of(doc: &Doc<'t>) -> Self {
        let mut counts = BTreeMap::new();
        for paragraph in 0..doc.paragraphs.len() {
            if let Some(label) = label(doc, &doc.pieces_of(paragraph)) {
                *counts
                    .entry(&doc.text[doc.bytes(label.start, label.end)])
                    .or_insert(0) += 1;
            }
        }
        Labels { counts }
    }

    /// The candidate of a paragraph that is one turn: all that follows its label.
    pub fn candidate(&self, doc: &Doc<'t>, paragraph: usize) -> Option<Candidate> {
        let pieces = doc.pieces_of(paragraph);
        let label = label(doc, &pieces)?;
        let name = &doc.text[doc.bytes(label.start, label.end)];
        let (rule, confidence) = if name.chars().all(|c| !c.is_lowercase()) {
            ("upper", 0.8)
        } else if self.counts.get(name).is_some_and(|&count| count > 1) {
            ("turn", 0.7)
        } else if paragraph == 0 && doc.paragraphs[0].len() == 1 {
            ("headline", 0.7)
        } else {
            ("label", 0.3)
        };
        let from = label.end + 1;
        let mut to = pieces.end;
        while to > from + 1 && doc.kind(to - 1) == Some(Kind::Stop) {
            to -= 1;
        }
        Some(Candidate {
            content: vec![doc.bytes(from, to)],
            cue: Some(doc.pieces[label.end].start..doc.pieces[label.end].end),
            source: Some(doc.bytes(label.start, label.end)),
            class: Some(CueClass::Reporting),
            confidence,
            rank: confidence,
            verbatim: rule != "headline",
            rule: Rule::form(rule),
        })
    }
}

/// `Name:` at the start of a paragraph, before more text: the pieces of the name.
fn label(doc: &Doc, pieces: &Range<usize>) -> Option<Range<usize>> {
    let colon = (pieces.start + 1..pieces.end.min(pieces.start + LABEL + 1))
        .find(|&at| doc.kind(at) == Some(Kind::Colon))?;
    let label = pieces.start..colon;
    let named = label.clone().all(|at| {
        let piece = &doc.pieces[at];
        let verb = piece
            .word
            .verb
            .is_some_and(|(_, form)| matches!(form, Form::Ed | Form::S))
            && !piece.capital;
        matches!(piece.kind, Kind::Word | Kind::Open | Kind::Close)
            && !piece.is(lexicon::AUX | lexicon::SUBJ)
            && !verb
    });
    (named && doc.word(label.start).starts_with(char::is_uppercase) && colon + 1 < pieces.end)
        .then_some(label)
}

/// `- Name, role` from piece `dash` on to the end of the sentence: the pieces of the signature.
pub(super) fn signature(doc: &Doc, dash: usize, end: usize) -> Option<Range<usize>> {
    let mut to = end;
    while to > dash && doc.kind(to - 1) == Some(Kind::Stop) {
        to -= 1;
    }
    let name = dash + 1..to;
    let signed = doc.kind(dash) == Some(Kind::Dash)
        && !name.is_empty()
        && name.len() <= SIGNATURE
        && doc.pieces[name.start].is_word()
        && doc.pieces[name.start].capital
        && !name
            .clone()
            .any(|at| doc.is(at, lexicon::AUX | lexicon::SUBJ) || doc.is_quoted(at));
    signed.then_some(name)
}

/// The content of a block quotation: a paragraph behind `>`, or set in after a colon.
pub(super) fn block(doc: &Doc, paragraph: usize, announced: bool) -> Option<Range<usize>> {
    let pieces = doc.pieces_of(paragraph);
    if pieces.is_empty() {
        return None;
    }
    let start = doc.pieces[pieces.start].start;
    let line = doc.text[..start]
        .rfind('\n')
        .map_or(0, |at| at + 1)
        .max(start.saturating_sub(SIGNATURE));
    let lead = doc.text.get(line..start)?;
    let set_in = lead.starts_with("    ") || lead.starts_with('\t');
    (lead.trim_start().starts_with('>') || announced && set_in && lead.trim().is_empty())
        .then(|| doc.bytes(pieces.start, pieces.end))
}
