//! Contents that begin before their source: `which officials say is true`, `what she called a mistake`.

use std::ops::Range;

use super::candidate::Candidate;
use super::cue::Group;
use super::doc::Doc;
use super::extent::{self, Extent};
use super::lexicon::{self, Form};
use super::source;

/// The candidate of this cue group, if a relative pronoun stands before its source: content too.
pub(super) fn candidate(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Candidate> {
    let next = group.head + 1;
    if group.form == Form::Noun || group.infinitive || next >= sentence.end {
        return None;
    }
    let source = source::before(doc, sentence.start, group.first)?;
    let what = source.start > sentence.start && doc.reads(source.start - 1, "what");
    let relative = source.start > sentence.start && doc.reads(source.start - 1, "that")
        || doc.is(source.start, lexicon::REL) && source.len() > 1;
    let verbal = doc.is(next, lexicon::AUX)
        || !what && (!doc.pieces[next].is_word() || doc.looks_verbal(next));
    if !(what || relative && verbal) {
        return None;
    }
    let (pronoun, source) = if doc.is(source.start, lexicon::REL) && source.len() > 1 {
        (source.start, source.start + 1..source.end)
    } else {
        (source.start - 1, source)
    };
    let extent = if what { Extent::Phrase } else { Extent::Clause };
    let right = next..if doc.pieces[next].is_word() || doc.is_quoted(next) {
        extent::end(doc, sentence, next, extent)
    } else {
        next
    };
    Candidate::of(
        doc,
        group,
        "e",
        group.head,
        [pronoun..pronoun + 1, right],
        Some(source),
    )
}
