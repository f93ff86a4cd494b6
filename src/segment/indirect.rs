//! Contents to the right of their cue: clauses, infinitives, objects.

use std::ops::Range;

use super::candidate::Candidate;
use super::clause;
use super::cue::Group;
use super::doc::Doc;
use super::extent::{self, Extent};
use super::lexicon::{self, Form};
use super::pieces::Kind;
use super::source;

/// Prepositions that are frames of their own.
const PREPOSITIONS: [&str; 13] = [
    "of", "for", "on", "about", "against", "to", "at", "with", "as", "from", "over", "into", "in",
];

/// The candidate of this cue group, if what follows it is a content.
pub(super) fn candidate(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Candidate> {
    let next = group.head + 1;
    if next >= sentence.end {
        return None;
    }
    let (frame, from, extent) = frame(doc, sentence, group, next)?;
    let to = extent::end(doc, sentence, from, extent);
    if to <= from {
        return None;
    }
    let source = source_of(doc, sentence, group);
    let cue_end = if matches!(frame, "o" | "p" | "r" | "i" | "w" | "z") {
        group.head
    } else {
        from - 1
    };
    Candidate::of(doc, group, frame, cue_end, Some(from..to), source)
}

/// The frame, where the content starts, and how it ends.
fn frame(
    doc: &Doc,
    sentence: &Range<usize>,
    group: &Group,
    next: usize,
) -> Option<(&'static str, usize, Extent)> {
    let end = sentence.end;
    if let Some(that) = clause::that(doc, sentence, next) {
        return Some(("t", that, Extent::Clause));
    }
    if doc.kind(next) == Some(Kind::Colon) && next + 1 < end && doc.pieces[next + 1].is_word() {
        return Some(("c", next + 1, Extent::Clause));
    }
    let mut at = next;
    if group.form != Form::Noun {
        while at < end && doc.is(at, lexicon::ADV) && !doc.is(at, lexicon::DET) {
            at += 1;
        }
    }
    let from = at;
    if from >= end || !(doc.pieces[from].is_word() || doc.is_quoted(from)) {
        return None;
    }
    if doc.reads(from, "to") && from + 1 < end && !clause::nominal_start(doc, from + 1) {
        return Some(("i", from, Extent::Infinitive));
    }
    if let Some(preposition) = PREPOSITIONS
        .iter()
        .find(|preposition| doc.reads(from, preposition))
    {
        if from + 1 >= end {
            return None;
        }
        if let Some(wh) = clause::question_after_adjunct(doc, sentence, from, group) {
            return Some(("w", wh, Extent::Clause));
        }
        if let Some(start) = clause::clause_after_adjunct(doc, sentence, from)
            && group.cue.frame("z").is_some_and(|share| share > 0.5)
        {
            return Some(("z", start, Extent::Clause));
        }
        return Some((preposition, from + 1, Extent::Phrase));
    }
    if matches!(group.form, Form::Noun | Form::Adjective) || group.passive {
        return None;
    }
    if doc.is(from, lexicon::WH) {
        return Some(("w", from, Extent::Clause));
    }
    if doc.is(from, lexicon::DAY | lexicon::PREP) {
        let start = clause::clause_after_adjunct(doc, sentence, from)?;
        return Some(("z", start, Extent::Clause));
    }
    let object = !doc.is(from, lexicon::SUBJ) || doc.is(from, lexicon::OBJ);
    if object && takes_object(group) && clause::infinitive_of_object(doc, sentence, from) {
        return Some(("r", from, Extent::Infinitive));
    }
    let names = NAMING.contains(&group.cue.lemma);
    if !names
        && group.cue.frame("z").is_some_and(|share| share > 0.65)
        && !clause::has_recipient(group)
    {
        return (!clause::starts_verbal(doc, from)).then_some(("z", from, Extent::Clause));
    }
    if clause::has_recipient(group) {
        let start = clause::after_recipient(doc, sentence, from);
        return match doc.pieces.get(start) {
            Some(_) if start >= end => None,
            Some(piece) if piece.is(lexicon::WH) => Some(("w", start, Extent::Clause)),
            Some(piece) if piece.is(lexicon::PREP) => {
                let preposition = PREPOSITIONS
                    .iter()
                    .find(|preposition| doc.reads(start, preposition))?;
                (start + 1 < end).then_some((preposition, start + 1, Extent::Phrase))
            }
            Some(piece) if piece.is_word() || doc.is_quoted(start) => {
                Some(("z", start, Extent::Clause))
            }
            _ => None,
        };
    }
    if !names
        && group.cue.frame("t").is_some_and(|share| share > 0.5)
        && clause::is_clause(doc, sentence, from)
    {
        return Some(("z", from, Extent::Clause));
    }
    if doc.is(from, lexicon::CONJ) {
        return None;
    }
    let extent = if DESCRIBING.contains(&group.cue.lemma) {
        Extent::Description
    } else {
        Extent::Phrase
    };
    let called = doc.is(from, lexicon::OBJ)
        && from + 1 < end
        && doc.pieces[from + 1].is_word()
        && !doc.is(from + 1, lexicon::PREP);
    Some((if called { "p" } else { "o" }, from, extent))
}

/// `said the company to` is no frame of these: what follows them is a clause.
fn takes_object(group: &Group) -> bool {
    !matches!(
        group.cue.lemma,
        "say" | "think" | "argue" | "suggest" | "note" | "add" | "hope" | "predict"
    )
}

/// Verbs whose object is followed by a name for it, never by a clause.
const NAMING: [&str; 5] = ["call", "label", "brand", "dub", "name"];

/// Verbs whose content is an object and what it is said to be.
const DESCRIBING: [&str; 18] = [
    "describe",
    "see",
    "view",
    "portray",
    "characterize",
    "characterise",
    "cast",
    "depict",
    "frame",
    "dismiss",
    "tout",
    "regard",
    "denounce",
    "paint",
    "brand",
    "label",
    "identify",
    "mock",
];

/// The source of a content to the right.
pub(super) fn source_of(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Range<usize>> {
    if group.passive {
        return None;
    }
    if group.form == Form::Noun {
        return source::possessor(doc, sentence.start, group.head);
    }
    let progressive = (group.first..group.head).any(|at| doc.is(at, lexicon::BE));
    let participle =
        group.form == Form::Ing && !progressive && !follows_noun(doc, sentence, group.first);
    if participle || group.infinitive {
        return source::subject(doc, sentence, group.first);
    }
    source::before(doc, sentence.start, group.first)
        .or_else(|| source::subject(doc, sentence, group.first))
}

/// `polls showing that`, unlike `..., showing that`.
fn follows_noun(doc: &Doc, sentence: &Range<usize>, at: usize) -> bool {
    at > sentence.start
        && doc.pieces[at - 1].is_word()
        && !doc.is(at - 1, lexicon::PREP | lexicon::CONJ | lexicon::SUB)
}
