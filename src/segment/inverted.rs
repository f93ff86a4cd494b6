//! Contents to the left of their cue: `..., the minister said`, `..., said the minister`.

use std::ops::Range;

use super::candidate::Candidate;
use super::cue::Group;
use super::doc::Doc;
use super::extent::LONGEST;
use super::lexicon::{self, Form};
use super::pieces::Kind;
use super::source;

/// The candidate of this cue group, if a comma or a closing mark before its source ends a content.
pub(super) fn candidate(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Candidate> {
    if group.passive || group.infinitive || !matches!(group.form, Form::Ed | Form::S | Form::Base) {
        return None;
    }
    let next = group.head + 1;
    let (edge, source, after) = if after_content(doc, sentence, group.first) {
        let source = source::after(doc, next, sentence.end)?;
        (group.first, source.clone(), source.end)
    } else {
        let source = source::before(doc, sentence.start, group.first)?;
        if !after_content(doc, sentence, source.start) || !closes(doc, sentence, next) {
            return None;
        }
        (source.start, source, next)
    };
    let direct = doc.is_quoted(edge - 1)
        || (edge >= 2 && doc.is_quoted(edge - 2) && doc.kind(edge - 1) == Some(Kind::Comma));
    let to = edge - usize::from(doc.kind(edge - 1) == Some(Kind::Comma));
    let from = start(doc, sentence, to);
    let mut content = vec![from..to];
    if let Some(rest) = resumes(doc, sentence, after) {
        content.push(rest);
    }
    let frame = if direct && to == from + 1 { "q" } else { "x" };
    Candidate::of(doc, group, frame, group.head, &content, Some(source))
}

fn after_content(doc: &Doc, sentence: &Range<usize>, at: usize) -> bool {
    at > sentence.start + 1 && doc.kind(at - 1) == Some(Kind::Comma)
        || at > sentence.start && doc.is_quoted(at - 1)
}

/// Nothing after the cue that could be its content.
fn closes(doc: &Doc, sentence: &Range<usize>, at: usize) -> bool {
    at >= sentence.end
        || !doc.pieces[at].is_word() && !matches!(doc.kind(at), Some(Kind::Colon))
        || doc.is(
            at,
            lexicon::PREP
                | lexicon::TIME
                | lexicon::DAY
                | lexicon::CONJ
                | lexicon::ADV
                | lexicon::OBJ,
        )
        || doc.pieces[at].capital
        || doc.reads_any(at, &["when", "as", "while", "the"])
}

/// The first piece of the content that ends before `to`.
fn start(doc: &Doc, sentence: &Range<usize>, to: usize) -> usize {
    let mut from = sentence.start.max(to.saturating_sub(LONGEST));
    if let Some(semicolon) = (from..to)
        .rev()
        .find(|&at| doc.kind(at) == Some(Kind::Semicolon))
    {
        from = semicolon + 1;
    }
    if doc.is_quoted(to - 1)
        && ends_alone(doc, to - 1)
        && (doc.kind(to.wrapping_sub(2)) == Some(Kind::Comma) || to - 1 == from)
    {
        return to - 1;
    }
    while from + 1 < to
        && (doc.reads_any(from, &["but", "and", "still", "so", "however", "yet"])
            || !doc.pieces[from].is_word() && !doc.is_quoted(from))
    {
        from += 1;
    }
    from
}

fn ends_alone(doc: &Doc, at: usize) -> bool {
    doc.inner(at).split_whitespace().count() >= 4
}

/// `..., she said, ...`: the content goes on after the attribution.
fn resumes(doc: &Doc, sentence: &Range<usize>, after: usize) -> Option<Range<usize>> {
    let mut at = after;
    while at < sentence.end.min(after + 12) && (doc.pieces[at].is_word()) {
        at += 1;
    }
    if !matches!(doc.kind(at), Some(Kind::Comma | Kind::Colon | Kind::Dash))
        || at + 1 >= sentence.end
    {
        return doc
            .is_quoted(at)
            .then_some(at..at + 1)
            .filter(|_| at < sentence.end);
    }
    let from = at + 1;
    if doc.is_quoted(from) {
        return Some(from..from + 1);
    }
    let piece = &doc.pieces[from];
    if !piece.is_word()
        || piece.is(lexicon::CONJ | lexicon::REL | lexicon::WH | lexicon::PREP | lexicon::SUB)
        || piece
            .word
            .verb
            .is_some_and(|(_, form)| matches!(form, Form::Ing | Form::Ed))
        || doc.word(from).ends_with("ing")
    {
        return None;
    }
    (at == after)
        .then(|| from..super::extent::end(doc, sentence, from, super::extent::Extent::Clause))
}
