//! Quotations in marks: with the cue before them, joined over their sentences, or floating.

use std::ops::Range;

use super::candidate::{Candidate, Rule};
use super::cue::{self, Group};
use super::doc::Doc;
use super::lexicon::{self, Form};
use super::pieces::Kind;
use super::{indirect, source};

/// Fewer words in marks are a name, a title or a scare quote unless a cue is beside them.
const FLOATING_WORDS: usize = 6;

/// Pieces between a cue and the comma or colon before its quotation.
const REACH: usize = 14;
const COLON_REACH: usize = 30;

/// The candidate of a quotation at piece `at` whose cue stands before it: `She said: "..."`.
pub(super) fn announced(doc: &Doc, sentence: &Range<usize>, at: usize) -> Option<Candidate> {
    if at == sentence.start {
        return None;
    }
    let sign = matches!(
        doc.kind(at - 1),
        Some(Kind::Comma | Kind::Colon | Kind::Dash | Kind::Close)
    );
    let colon = doc.kind(at - 1) == Some(Kind::Colon);
    let floor = sentence
        .start
        .max(at.saturating_sub(if colon { COLON_REACH } else { REACH }));
    let group = (floor..at - usize::from(sign))
        .rev()
        .find_map(|head| speech(doc, sentence, head))?;
    if !sign
        && group.head + 1 != at
        && !(group.head + 2 == at && doc.is(at - 1, lexicon::OBJ | lexicon::ADV))
    {
        return None;
    }
    let source = indirect::source_of(doc, sentence, &group)
        .or_else(|| source::after(doc, group.head + 1, at));
    let frame = if sign { "a" } else { "q" };
    Candidate::of(doc, &group, frame, at - 1, Some(at..at + 1), source)
}

/// The quotation at piece `at` of another paragraph, announced by a sentence that ends with a colon.
pub(super) fn after_colon(doc: &Doc, announcing: &Range<usize>, at: usize) -> Option<Candidate> {
    let group = announcing
        .clone()
        .rev()
        .find_map(|head| speech(doc, announcing, head))?;
    let source = indirect::source_of(doc, announcing, &group);
    Candidate::of(
        doc,
        &group,
        "a",
        announcing.end - 1,
        Some(at..at + 1),
        source,
    )
}

fn speech(doc: &Doc, sentence: &Range<usize>, head: usize) -> Option<Group> {
    let group = cue::group(doc, sentence, head)?;
    (group.form != Form::Noun
        && group.form != Form::Adjective
        && group.cue.frame("a").is_some_and(|share| share > 0.3))
    .then_some(group)
}

/// A sentence that is one quotation, without a cue of its own.
pub(super) fn alone(doc: &Doc, sentence: &Range<usize>) -> Option<usize> {
    let mut quoted = None;
    for at in sentence.clone() {
        match doc.kind(at) {
            Some(Kind::Quoted(_)) if quoted.is_none() => quoted = Some(at),
            Some(Kind::Stop | Kind::Comma | Kind::Close | Kind::Open | Kind::Dash) => {}
            _ => return None,
        }
    }
    quoted
}

/// A quotation that stands alone and belongs to none before it.
pub(super) fn floating(doc: &Doc, at: usize) -> Option<Candidate> {
    if doc.inner(at).split_whitespace().count() < FLOATING_WORDS {
        return None;
    }
    Some(Candidate {
        content: vec![doc.bytes(at, at + 1)],
        cue: None,
        source: None,
        class: None,
        confidence: 0.55,
        rank: 0.55,
        verbatim: false,
        rule: Rule::form("floating"),
    })
}
