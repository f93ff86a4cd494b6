//! Contents to the left of their cue: `..., the minister said`, `..., said the minister`.

use std::ops::Range;

use super::candidate::Candidate;
use super::cue::Group;
use super::doc::Doc;
use super::extent::{self, Extent, LONGEST};
use super::lexicon::{self, Form};
use super::pieces::Kind;
use super::{clause, source};

/// Words between an attribution and the comma after which its content goes on.
const ADJUNCT: usize = 12;

/// Fewer words in marks inside a sentence may be a title.
const TITLE: usize = 4;

/// What ends a content before its attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// A closing mark with a comma, `?` or `!`: nothing else goes on like that.
    Marks,
    /// A closing mark alone.
    Bare,
    Comma,
}

/// The candidate of this cue group, if a content ends right before its source or itself.
pub(super) fn candidate(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Candidate> {
    if group.passive || group.infinitive || !matches!(group.form, Form::Ed | Form::S | Form::Base) {
        return None;
    }
    let next = group.head + 1;
    let (at, source, after) =
        before_cue(doc, sentence, group, next).or_else(|| after_cue(doc, sentence, group, next))?;
    let to = at - usize::from(doc.kind(at - 1) == Some(Kind::Comma));
    let from = start(doc, sentence, to);
    let left = from..to;
    let rest = resumes(doc, sentence, &left, after);
    if rest.is_none() && !has_verb(doc, &left) {
        return None;
    }
    let frame = match (doc.is_quoted(to - 1), to - from) {
        (true, 1) => "d",
        (true, _) => "m",
        _ => "x",
    };
    Candidate::of(
        doc,
        group,
        frame,
        group.head,
        std::iter::once(left).chain(rest),
        Some(source),
    )
}

/// `..., the minister said`: where the content ends, the source, and where the text goes on.
fn before_cue(
    doc: &Doc,
    sentence: &Range<usize>,
    group: &Group,
    next: usize,
) -> Option<(usize, Range<usize>, usize)> {
    let source = source_before(doc, sentence, group.first)?;
    let edge = edge(doc, sentence, source.start)?;
    (edge == Edge::Marks || closes(doc, sentence, group, next))
        .then(|| (source.start, source.clone(), next))
}

/// `..., said the minister`.
fn after_cue(
    doc: &Doc,
    sentence: &Range<usize>,
    group: &Group,
    next: usize,
) -> Option<(usize, Range<usize>, usize)> {
    let edge = edge(doc, sentence, group.first)?;
    if edge != Edge::Marks
        && (clause::goes_on(doc, sentence, next)
            || doc.is(next, lexicon::PREP | lexicon::TIME | lexicon::WH))
    {
        return None;
    }
    let source = source::after(doc, next, sentence.end)?;
    (edge == Edge::Marks || source_closes(doc, sentence, &source))
        .then(|| (group.first, source.clone(), source.end))
}

fn edge(doc: &Doc, sentence: &Range<usize>, at: usize) -> Option<Edge> {
    if at <= sentence.start {
        return None;
    }
    match doc.kind(at - 1)? {
        Kind::Quoted(_) if doc.ends_inside(at - 1, &[',', '?', '!', '-', '—']) => {
            let title =
                at - 1 > sentence.start && doc.inner(at - 1).split_whitespace().count() < TITLE;
            Some(if title { Edge::Comma } else { Edge::Marks })
        }
        Kind::Quoted(_) => Some(Edge::Bare),
        Kind::Comma if at - 1 > sentence.start && doc.is_quoted(at - 2) => Some(Edge::Marks),
        Kind::Comma if at - 1 > sentence.start => Some(Edge::Comma),
        _ => None,
    }
}

/// As [`source::before`]; a name with an apposition reaches back to the comma before the name.
fn source_before(doc: &Doc, sentence: &Range<usize>, cue: usize) -> Option<Range<usize>> {
    let source = source::before(doc, sentence.start, cue)?;
    if doc.kind(cue - 1) != Some(Kind::Comma) || edge(doc, sentence, source.start).is_some() {
        return Some(source);
    }
    let commas: Vec<usize> = (source.start..cue - 1)
        .filter(|&at| doc.kind(at) == Some(Kind::Comma))
        .collect();
    let start = commas.iter().rev().nth(1)? + 1;
    Some(start..source.end)
}

/// `said the minister`: the phrase after the cue is the source, not the subject of a content.
fn source_closes(doc: &Doc, sentence: &Range<usize>, source: &Range<usize>) -> bool {
    source.end >= sentence.end
        || !doc.pieces[source.end].is_word()
        || doc.is(
            source.end,
            lexicon::PREP | lexicon::DAY | lexicon::SUB | lexicon::CONJ | lexicon::REL,
        )
}

/// Nothing after the cue that could be its content.
fn closes(doc: &Doc, sentence: &Range<usize>, group: &Group, at: usize) -> bool {
    if at >= sentence.end || !doc.pieces[at].is_word() {
        return doc.kind(at) != Some(Kind::Colon) || at >= sentence.end;
    }
    if doc.reads(at, "that") {
        return false;
    }
    if clause::has_recipient(group) {
        return !clause::goes_on(doc, sentence, at);
    }
    (doc.is(
        at,
        lexicon::PREP | lexicon::DAY | lexicon::CONJ | lexicon::ADV | lexicon::SUB | lexicon::TIME,
    ) && !doc.is(at, lexicon::DET))
        || doc.word(at).ends_with("ly")
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
    let before = if to - 1 > from {
        doc.kind(to - 2)
    } else {
        None
    };
    let whole = doc.is_quoted(to - 1) && doc.inner(to - 1).split_whitespace().count() >= 4;
    if whole && (to - 1 == from || matches!(before, Some(Kind::Comma | Kind::Colon | Kind::Dash))) {
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

/// A content has marks or something like a finite verb, outside relative clauses.
pub(super) fn has_verb(doc: &Doc, content: &Range<usize>) -> bool {
    let fronted = fronted(doc, content.start);
    let (mut relative, mut endings) = (false, 0);
    for at in content.clone() {
        let piece = &doc.pieces[at];
        relative =
            (relative || piece.is(lexicon::REL) && at > content.start) && piece.kind != Kind::Comma;
        let clitic = doc.word(at).starts_with(['\'', '’']);
        if doc.is_quoted(at)
            || !relative && piece.is(lexicon::AUX) && !(clitic && doc.word(at).ends_with('s'))
        {
            return true;
        }
        if relative || fronted || clitic {
            continue;
        }
        if piece.word.verb.is_some() {
            return true;
        }
        endings += usize::from(doc.word(at).ends_with("ed") || doc.word(at).ends_with('s'));
    }
    endings > 0 && content.len() > 3
}

/// `..., she said, ...`: the content goes on after the attribution.
pub(super) fn resumes(
    doc: &Doc,
    sentence: &Range<usize>,
    left: &Range<usize>,
    after: usize,
) -> Option<Range<usize>> {
    let sign = (after..sentence.end.min(after + ADJUNCT)).find(|&at| !doc.pieces[at].is_word())?;
    if doc.is_quoted(sign) {
        return Some(sign..sign + 1);
    }
    let mut from = sign + 1;
    if !matches!(doc.kind(sign), Some(Kind::Comma | Kind::Colon | Kind::Dash))
        || from >= sentence.end
    {
        return None;
    }
    if doc.is_quoted(left.end - 1) && !(fronted(doc, left.start) && left.end - left.start > 1) {
        from += usize::from(doc.is(from, lexicon::CONJ) && from + 1 < sentence.end);
        return doc.is_quoted(from).then_some(from..from + 1);
    }
    if sign > after && has_verb(doc, left) && !doc.is_quoted(from) {
        return None;
    }
    let participle = doc.pieces[from]
        .word
        .verb
        .is_some_and(|(_, form)| form == Form::Ing);
    if participle
        || doc.reads_any(
            from,
            &[
                "but",
                "who",
                "which",
                "where",
                "while",
                "although",
                "though",
                "according",
            ],
        )
        || doc.kind(from) == Some(Kind::Stop)
    {
        return None;
    }
    Some(from..extent::end(doc, sentence, from, Extent::Clause))
}

/// A phrase before the subject starts here.
fn fronted(doc: &Doc, at: usize) -> bool {
    doc.is(at, lexicon::PREP | lexicon::SUB | lexicon::ADV)
        && !doc.is(at, lexicon::DET | lexicon::SUBJ)
}
