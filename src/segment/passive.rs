//! Contents around their cue: `X is expected to ...`, `X seems to ...`, `X was praised by Y`.

use std::ops::Range;

use super::candidate::Candidate;
use super::cue::Group;
use super::doc::Doc;
use super::extent::{self, Extent};
use super::lexicon;
use super::source;

/// Words between the verb and `by`.
const REACH: usize = 12;

/// The subject of such a verb is part of what is said.
pub(super) fn takes(group: &Group) -> bool {
    group.passive || matches!(group.cue.lemma, "seem" | "appear" | "tend")
}

/// The candidate of this cue group: its subject and what follows the verb.
pub(super) fn candidate(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Candidate> {
    let subject = source::before(doc, sentence.start, group.first);
    let next = group.head + 1;
    let limit = sentence.end.min(next + REACH);
    let agent = (next..limit)
        .find(|&at| doc.reads(at, "by"))
        .filter(|_| group.passive);
    if let Some(by) = agent {
        let frame = if by == next { "by" } else { "s" };
        let source = source::after(doc, by + 1, sentence.end);
        return Candidate::of(doc, group, frame, by, subject, source);
    }
    if doc.is(next, lexicon::WH) {
        let question = next..extent::end(doc, sentence, next, Extent::Clause);
        return Candidate::of(doc, group, "w", group.head, Some(question), None);
    }
    let (frame, extent) = if doc.reads(next, "to") {
        ("i", Extent::Infinitive)
    } else if doc.reads(next, "that") {
        ("t", Extent::Clause)
    } else if doc.is(next, lexicon::PREP) {
        (
            ["as", "of", "for", "about", "with", "in", "on"]
                .into_iter()
                .find(|word| doc.reads(next, word))?,
            Extent::Phrase,
        )
    } else {
        ("o", Extent::Phrase)
    };
    let keeps = matches!(frame, "i" | "t" | "o");
    let from = if keeps { next } else { next + 1 };
    if from >= sentence.end || !(doc.pieces[from].is_word() || doc.is_quoted(from)) {
        return None;
    }
    let right = from..extent::end(doc, sentence, from, extent);
    let subject = subject.filter(|subject| !doc.reads(subject.start, "it") || frame != "t");
    let content = subject.into_iter().chain([right]);
    Candidate::of(
        doc,
        group,
        frame,
        if keeps { group.head } else { next },
        content,
        None,
    )
}
