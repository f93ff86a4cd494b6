//! The span of the source beside a cue.

use std::ops::Range;

use super::doc::Doc;
use super::lexicon::{self, Form};
use super::pieces::Kind;

/// A source is not looked for farther than this many pieces from its cue.
const REACH: usize = 40;

/// Pieces of the noun phrase that ends right before `cue`, with its appositions; not before `floor`.
pub(super) fn before(doc: &Doc, floor: usize, cue: usize) -> Option<Range<usize>> {
    let floor = floor.max(cue.saturating_sub(REACH));
    if cue <= floor {
        return None;
    }
    if doc.kind(cue - 1) == Some(Kind::Comma) || doc.kind(cue - 1) == Some(Kind::Dash) {
        return apposed(doc, floor, cue - 1);
    }
    if doc.reads_any(cue - 1, &["and", "but", "or"]) {
        return None;
    }
    let mut at = cue;
    while at > floor && continues_left(doc, floor, at - 1) {
        at -= 1;
        if doc.is(at, lexicon::REL) {
            break;
        }
    }
    trimmed(doc, at, cue)
}

/// `Name, role, said`: from the start of the clause, or of the noun phrase after the comma before it.
fn apposed(doc: &Doc, floor: usize, comma: usize) -> Option<Range<usize>> {
    let mut start = comma;
    while start > floor && !opens_clause(doc, start - 1) {
        start -= 1;
    }
    while start < comma {
        let end = (start..comma)
            .find(|&at| doc.kind(at) == Some(Kind::Comma))
            .unwrap_or(comma);
        let fronted = doc.is(start, lexicon::PREP | lexicon::SUB | lexicon::ADV)
            || doc.pieces[start]
                .word
                .verb
                .is_some_and(|(_, form)| form == Form::Ing || form == Form::Ed);
        if !fronted || end == comma {
            break;
        }
        start = end + 1;
    }
    trimmed(doc, start, comma)
}

fn opens_clause(doc: &Doc, at: usize) -> bool {
    let piece = &doc.pieces[at];
    matches!(
        piece.kind,
        Kind::Quoted(_) | Kind::Semicolon | Kind::Colon | Kind::Stop
    ) || doc.reads_any(at, &["but", "that", "while", "because"])
        || (doc.reads(at, "and") && !doc.pieces.get(at + 1).is_some_and(|piece| piece.capital))
}

fn continues_left(doc: &Doc, floor: usize, at: usize) -> bool {
    let piece = &doc.pieces[at];
    match piece.kind {
        Kind::Word => {}
        Kind::Open | Kind::Close => return true,
        Kind::Quoted(_) => {
            return doc.inner(at).split_whitespace().count() < 5
                && !doc.inner(at).ends_with([',', '.', '?', '!']);
        }
        _ => return false,
    }
    if piece.is(lexicon::REL) && !doc.reads(at, "that") {
        return true;
    }
    if doc.reads(at, "and") || doc.reads(at, "or") {
        return at > floor
            && doc.pieces[at - 1].is_word()
            && !doc.looks_verbal(at - 1)
            && doc.pieces[at - 1].capital == doc.pieces[at + 1].capital;
    }
    if piece.is(lexicon::CONJ | lexicon::SUB) && !piece.is(lexicon::SUBJ)
        || doc.reads_any(at, &["however", "then"])
    {
        return false;
    }
    if piece.is(lexicon::AUX) && !doc.word(at).starts_with(['\'', '’']) {
        return false;
    }
    if piece.word.verb.is_some_and(|(_, form)| form == Form::Ed)
        && !doc.is(at - usize::from(at > floor), lexicon::DET | lexicon::POSS)
    {
        return false;
    }
    true
}

/// Without the signs and adverbs at its edges; `None` where nothing is left.
fn trimmed(doc: &Doc, mut from: usize, mut to: usize) -> Option<Range<usize>> {
    while from < to
        && (!doc.pieces[from].is_word()
            && !doc.is_quoted(from)
            && doc.kind(from) != Some(Kind::Open)
            || doc.is(from, lexicon::CONJ)
            || doc.reads_any(from, &["that", "as", "also", "then", "when", "while"]))
    {
        from += 1;
    }
    while from < to
        && !doc.pieces[to - 1].is_word()
        && doc.kind(to - 1) != Some(Kind::Close)
        && !doc.is_quoted(to - 1)
    {
        to -= 1;
    }
    (from < to).then_some(from..to)
}

/// Pieces of the noun phrase that starts at `from`, with its appositions; not beyond `limit`.
pub(super) fn after(doc: &Doc, from: usize, limit: usize) -> Option<Range<usize>> {
    let limit = limit.min(from + REACH);
    if from >= limit || !(doc.pieces[from].is_word() || doc.is_quoted(from)) {
        return None;
    }
    if doc.is(from, lexicon::SUBJ) && !doc.is(from, lexicon::DET) {
        return Some(from..from + 1);
    }
    let mut at = from;
    while at < limit && !(at > from && ends_right(doc, at, limit)) {
        at += 1;
    }
    trimmed(doc, from, at)
}

fn ends_right(doc: &Doc, at: usize, limit: usize) -> bool {
    let piece = &doc.pieces[at];
    match piece.kind {
        Kind::Stop | Kind::Semicolon | Kind::Colon | Kind::Quoted(_) | Kind::Dash => true,
        Kind::Comma => {
            let next = at + 1;
            next >= limit
                || !doc.pieces[next].is_word()
                || doc.is(next, lexicon::CONJ | lexicon::SUB | lexicon::SUBJ)
                    && !doc.is(next, lexicon::DET)
                || doc.pieces[next]
                    .word
                    .verb
                    .is_some_and(|(_, form)| matches!(form, Form::Ing | Form::Ed))
                || doc.is(next, lexicon::PREP)
        }
        Kind::Word => {
            doc.reads_any(
                at,
                &[
                    "in", "on", "during", "after", "when", "as", "while", "at", "before", "because",
                ],
            ) && !doc.pieces[at - 1].is(lexicon::DET)
                || piece.is(lexicon::DAY)
                || (piece.is(lexicon::CONJ)
                    && !doc.pieces.get(at + 1).is_some_and(|piece| piece.capital))
        }
        _ => false,
    }
}

/// The subject of the sentence: its first noun phrase, after what is fronted.
pub(super) fn subject(doc: &Doc, sentence: &Range<usize>, cue: usize) -> Option<Range<usize>> {
    let limit = cue.min(sentence.start + REACH);
    let mut from = sentence.start;
    while doc.is(from, lexicon::CONJ) || doc.reads(from, "even") {
        from += 1;
    }
    if (doc.is(
        from,
        lexicon::PREP | lexicon::SUB | lexicon::ADV | lexicon::TIME,
    ) || doc.word(from.min(limit)).ends_with("ly"))
        && !doc.is(from, lexicon::DET | lexicon::SUBJ)
        && let Some(comma) = (from..limit).find(|&at| doc.kind(at) == Some(Kind::Comma))
    {
        from = comma + 1;
    }
    while from < limit
        && (doc.is(from, lexicon::CONJ | lexicon::ADV) || !doc.pieces[from].is_word())
    {
        from += 1;
    }
    let mut at = from;
    while at < limit && doc.pieces[at].is_word() && !(at > from && subject_ends(doc, at)) {
        at += 1;
    }
    (from < at).then_some(from..at)
}

fn subject_ends(doc: &Doc, at: usize) -> bool {
    let piece = &doc.pieces[at];
    piece.is(lexicon::AUX | lexicon::ADV | lexicon::SUB | lexicon::REL)
        && !doc.word(at).starts_with(['\'', '’'])
        || piece
            .word
            .verb
            .is_some_and(|(_, form)| form != Form::Base || doc.pieces[at - 1].is(lexicon::SUBJ))
        || doc.pieces[at - 1].is(lexicon::SUBJ) && !doc.pieces[at - 1].is(lexicon::DET)
        || (doc.pieces[at - 1].capital
            && !piece.capital
            && !piece.is(lexicon::PREP | lexicon::CONJ)
            && !doc.word(at).starts_with(['\'', '’'])
            && !doc.reads_any(
                at,
                &["campaign", "supporters", "administration", "officials"],
            ))
}

/// `X's` or `his` before the noun `head`, or the `of X` after it.
pub(super) fn possessor(doc: &Doc, floor: usize, head: usize) -> Option<Range<usize>> {
    let mut at = head;
    while at > floor && at + 4 > head {
        at -= 1;
        if doc.is(at, lexicon::POSS) {
            return Some(at..at + 1);
        }
        if matches!(doc.word(at), "'s" | "’s" | "'" | "’") {
            return before(doc, floor, at);
        }
        if !doc.pieces[at].is_word() || doc.is(at, lexicon::DET | lexicon::PREP) {
            return None;
        }
    }
    None
}
