//! How far a content reaches to the right.

use std::ops::Range;

use super::doc::Doc;
use super::lexicon::{self, Form};
use super::pieces::Kind;

/// No content that is not one quotation is longer than this many pieces.
pub(super) const LONGEST: usize = 120;

const SUBORDINATORS: [&str; 13] = [
    "when", "while", "because", "if", "although", "though", "after", "before", "during", "until",
    "since", "unless", "where",
];

/// Where things are said.
const OCCASIONS: [&str; 17] = [
    "interview",
    "statement",
    "speech",
    "tweet",
    "email",
    "letter",
    "rally",
    "conference",
    "event",
    "debate",
    "town",
    "appearance",
    "hearing",
    "forum",
    "news",
    "briefing",
    "press",
];

/// A parenthesis between dashes or commas is no longer than this.
const ENCLOSED: usize = 25;

/// A subordinate clause before the main one is no longer than this.
const FRONTED: usize = 60;

/// What kind of content ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// A clause with its own verb.
    Clause,
    /// An infinitive.
    Infinitive,
    /// A noun phrase.
    Phrase,
    /// A noun phrase and what it is called: `the plan as unfair`.
    Description,
}

/// One past the last piece of the content that starts at `from`.
pub(super) fn end(doc: &Doc, sentence: &Range<usize>, from: usize, extent: Extent) -> usize {
    let limit = sentence.end.min(from + LONGEST);
    let mut at = from;
    while at < limit && !(at > from && stops(doc, sentence, at, from, extent)) {
        at += 1;
    }
    while at > from && is_loose(doc, at - 1, extent) {
        at -= 1;
    }
    at
}

/// No content ends with this piece.
fn is_loose(doc: &Doc, at: usize, extent: Extent) -> bool {
    let phrase = matches!(extent, Extent::Phrase | Extent::Description);
    match doc.kind(at) {
        Some(Kind::Word) => {
            phrase && doc.is(at, lexicon::PREP | lexicon::CONJ) && !doc.is(at, lexicon::ADV)
        }
        Some(Kind::Quoted(_) | Kind::Close) | None => false,
        Some(_) => true,
    }
}

fn stops(doc: &Doc, sentence: &Range<usize>, at: usize, from: usize, extent: Extent) -> bool {
    let piece = &doc.pieces[at];
    if doc.ends_inside(at - 1, &[',']) && break_stops(doc, sentence, at, extent) {
        return true;
    }
    match piece.kind {
        Kind::Semicolon => true,
        Kind::Comma => at + 1 >= sentence.end || break_stops(doc, sentence, at + 1, extent),
        Kind::Dash => {
            extent == Extent::Phrase
                || piece.start > doc.pieces[at - 1].end && !is_enclosed(doc, sentence, at)
        }
        Kind::Colon => extent == Extent::Phrase,
        Kind::Close => !doc.pieces[from..at]
            .iter()
            .any(|piece| piece.kind == Kind::Open),
        Kind::Word if doc.reads_any(at, &["and", "but"]) => coordinated_cue(doc, at + 1),
        Kind::Word if is_occasion(doc, at) => true,
        Kind::Word if matches!(extent, Extent::Phrase | Extent::Description) => {
            phrase_stops(doc, at, from, extent)
        }
        Kind::Word if extent == Extent::Infinitive => {
            doc.reads_any(at, &["while", "although", "though"])
        }
        Kind::Word => doc.reads(at, "according"),
        _ => false,
    }
}

/// A dash that is the first or the second of a pair.
fn is_enclosed(doc: &Doc, sentence: &Range<usize>, at: usize) -> bool {
    let dash = |at: usize| {
        doc.kind(at) == Some(Kind::Dash) && doc.pieces[at].start > doc.pieces[at - 1].end
    };
    let (before, after) = (
        sentence.start.max(at.saturating_sub(ENCLOSED)) + 1,
        sentence.end.min(at + ENCLOSED),
    );
    (at + 1..after).any(dash) || (before..at).any(dash)
}

/// The comma before piece `next` ends the content.
fn break_stops(doc: &Doc, sentence: &Range<usize>, next: usize, extent: Extent) -> bool {
    let phrase = matches!(extent, Extent::Phrase | Extent::Description);
    if closes_fronted_clause(doc, sentence, next - 1)
        || phrase && !doc.reads_any(next, &["who", "which"])
    {
        return true;
    }
    if doc.reads_any(
        next,
        &[
            "but",
            "while",
            "though",
            "although",
            "whereas",
            "according",
            "adding",
            "saying",
        ],
    ) {
        let list = doc.reads(next, "but") && doc.reads(next + 1, "that");
        return !list && !is_parenthesis(doc, sentence, next);
    }
    if let Some((id, Form::Ing)) = doc.pieces[next].word.verb {
        return doc
            .lexicon()
            .cue(id)
            .frame("t")
            .is_some_and(|share| share > 0.4);
    }
    if doc.is(next, lexicon::CONJ) && coordinated_cue(doc, next + 1) {
        return true;
    }
    false
}

/// `While she says that ..., he ...`: the first comma of a sentence that opens with a subordinate clause.
fn closes_fronted_clause(doc: &Doc, sentence: &Range<usize>, comma: usize) -> bool {
    let mut first = sentence.start;
    while doc.is(first, lexicon::CONJ) || doc.reads(first, "even") {
        first += 1;
    }
    comma < first + FRONTED
        && doc.reads_any(
            first,
            &[
                "while", "although", "though", "after", "when", "as", "if", "because", "before",
                "asked",
            ],
        )
        && !(first..comma).any(|at| doc.kind(at) == Some(Kind::Comma))
}

/// `, though it existed, was`: another comma follows, and then a verb.
fn is_parenthesis(doc: &Doc, sentence: &Range<usize>, next: usize) -> bool {
    let limit = sentence.end.min(next + ENCLOSED);
    (next..limit)
        .find(|&at| doc.kind(at) == Some(Kind::Comma))
        .is_some_and(|comma| doc.looks_verbal(comma + 1))
}

/// `said X and added Y`: a second cue of the same subject.
fn coordinated_cue(doc: &Doc, mut at: usize) -> bool {
    while doc.is(at, lexicon::ADV | lexicon::HAVE) {
        at += 1;
    }
    doc.pieces
        .get(at)
        .and_then(|piece| piece.word.verb)
        .is_some_and(|(id, form)| {
            matches!(form, Form::Ed | Form::S)
                && doc
                    .lexicon()
                    .cue(id)
                    .frame("t")
                    .or(doc.lexicon().cue(id).frame("z"))
                    .is_some_and(|share| share > 0.6)
        })
}

fn phrase_stops(doc: &Doc, at: usize, from: usize, extent: Extent) -> bool {
    let piece = &doc.pieces[at];
    let verbal = piece.is(lexicon::AUX) && !doc.word(at).starts_with(['\'', '’']);
    piece.is(lexicon::DAY)
        || extent == Extent::Phrase && doc.reads(at, "as")
        || doc.reads_any(at, &SUBORDINATORS)
        || verbal && !(from..at).any(|at| doc.is(at, lexicon::REL))
}

/// `in an interview`, `at a rally`, `on Monday`: said of the saying, not part of what is said.
fn is_occasion(doc: &Doc, at: usize) -> bool {
    let occasion = |at: usize| doc.reads_any(at, &OCCASIONS);
    match doc.word(at) {
        "in" | "at" | "during" => {
            doc.is(at + 1, lexicon::DET) && (occasion(at + 2) || occasion(at + 3))
        }
        "on" => doc.is(at + 1, lexicon::DAY) || doc.reads_any(at + 1, &["twitter", "facebook"]),
        _ => false,
    }
}
