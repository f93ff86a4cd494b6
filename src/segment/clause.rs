//! What follows a cue: a clause, an infinitive, a question, or the hearer first.

use std::ops::Range;

use super::cue::Group;
use super::doc::Doc;
use super::lexicon::{self, Form};
use super::pieces::Kind;

/// Words between a cue and its `that` or question word.
const ADJUNCT: usize = 12;

/// Verbs that name the hearer before the content.
const RECIPIENT: [&str; 10] = [
    "tell", "ask", "inform", "remind", "assure", "convince", "persuade", "reassure", "notify",
    "advise",
];

pub(super) fn has_recipient(group: &Group) -> bool {
    RECIPIENT.contains(&group.cue.lemma)
}

/// What follows a cue at `next` is a clause, with `that` or without.
pub(super) fn goes_on(doc: &Doc, sentence: &Range<usize>, next: usize) -> bool {
    next < sentence.end
        && (that(doc, sentence, next).is_some()
            || doc.pieces[next].is_word() && is_clause(doc, sentence, next))
}

/// The `that` that opens a content, right after the cue or after its recipient and adjuncts.
pub(super) fn that(doc: &Doc, sentence: &Range<usize>, next: usize) -> Option<usize> {
    let reach = if may_stand_apart(doc, next) {
        ADJUNCT
    } else {
        1
    };
    for at in next..sentence.end.min(next + reach) {
        let piece = &doc.pieces[at];
        if doc.reads(at, "that") {
            let relative = at > next && doc.looks_verbal(at + 1);
            return (!relative && at + 1 < sentence.end).then_some(at);
        }
        let nominal = piece.is_word()
            && !piece.is(lexicon::AUX | lexicon::CONJ | lexicon::WH | lexicon::SUB)
            && !doc.looks_verbal(at)
            && !doc.reads(at, "to");
        if !(nominal || piece.kind == Kind::Comma && at > next) {
            return None;
        }
    }
    None
}

/// `told the committee that`, `said on Monday that`: not `announced measures that`, a relative clause.
fn may_stand_apart(doc: &Doc, next: usize) -> bool {
    let verb = doc.pieces[next - 1]
        .word
        .verb
        .map(|(id, _)| doc.lexicon().cue(id).lemma);
    let person = doc.pieces[next].capital && verb.is_some();
    verb.is_some_and(|lemma| {
        RECIPIENT.contains(&lemma) || matches!(lemma, "warn" | "promise" | "show")
    }) || person
        || doc.is(
            next,
            lexicon::DAY | lexicon::TIME | lexicon::PREP | lexicon::ADV | lexicon::OBJ,
        ) && verb.is_some()
}

/// After `in an interview` or `on Monday`: the pronoun that starts the clause.
pub(super) fn clause_after_adjunct(
    doc: &Doc,
    sentence: &Range<usize>,
    from: usize,
) -> Option<usize> {
    for at in from + 1..sentence.end.min(from + 9) {
        let piece = &doc.pieces[at];
        if !piece.is_word() || piece.is(lexicon::CONJ | lexicon::AUX) {
            return None;
        }
        if doc.reads_any(at, &["he", "she", "they", "it", "there", "we", "i"]) {
            return Some(at);
        }
    }
    None
}

/// `asked on Monday whether`: the word that opens the question.
pub(super) fn question_after_adjunct(
    doc: &Doc,
    sentence: &Range<usize>,
    from: usize,
    group: &Group,
) -> Option<usize> {
    let asks = group.cue.frame("w").is_some_and(|share| share > 0.5);
    let wh = (from + 1..sentence.end.min(from + ADJUNCT))
        .find(|&at| !doc.pieces[at].is_word() || doc.is(at, lexicon::WH))?;
    (asks && doc.reads_any(wh, &["whether", "if", "how", "why", "what"])).then_some(wh)
}

pub(super) fn nominal_start(doc: &Doc, at: usize) -> bool {
    doc.is(at, lexicon::DET | lexicon::POSS | lexicon::OBJ)
        || doc.pieces[at].capital
        || doc.is_quoted(at)
}

/// `urged the council to act`: the `to` after a short object.
pub(super) fn infinitive_of_object(doc: &Doc, sentence: &Range<usize>, from: usize) -> bool {
    for at in from..sentence.end.min(from + 8) {
        let piece = &doc.pieces[at];
        if doc.reads(at, "to") {
            return at > from && at + 1 < sentence.end && !nominal_start(doc, at + 1);
        }
        if !piece.is_word()
            || piece.is(lexicon::AUX | lexicon::SUB | lexicon::WH)
            || doc.looks_verbal(at)
            || piece.word.verb.is_some_and(|(_, form)| form == Form::S)
                && at > from
                && !doc.is(at - 1, lexicon::DET | lexicon::POSS)
        {
            return false;
        }
    }
    false
}

/// No clause starts here: `names he said would`, `nothing she said "will ..."`, `easier said than`.
pub(super) fn starts_verbal(doc: &Doc, from: usize) -> bool {
    let first = doc
        .inner(from)
        .split_whitespace()
        .next()
        .unwrap_or_default();
    doc.is(from, lexicon::AUX)
        || doc.reads(from, "than")
        || doc.lexicon().look_up(first).tags & lexicon::AUX != 0
}

/// Whether a subject and a finite verb come soon: the content is a clause without `that`.
pub(super) fn is_clause(doc: &Doc, sentence: &Range<usize>, from: usize) -> bool {
    if doc.is(from, lexicon::AUX) || doc.reads(from, "than") {
        return false;
    }
    if doc.is_quoted(from) {
        return doc.inner(from).split_whitespace().count() >= 4;
    }
    if doc.reads_any(from, &["he", "she", "they", "i", "we", "there"]) {
        return true;
    }
    for at in from + 1..sentence.end.min(from + 14) {
        let piece = &doc.pieces[at];
        if piece.is(lexicon::AUX) {
            return !doc.is(at - 1, lexicon::REL);
        }
        if matches!(
            piece.kind,
            Kind::Comma | Kind::Stop | Kind::Semicolon | Kind::Dash
        ) || doc.reads_any(at, &["to", "that", "who", "which"])
        {
            return false;
        }
        if doc.is_quoted(at)
            || piece
                .word
                .verb
                .is_some_and(|(_, form)| form == Form::S || form == Form::Ed)
                && !doc.is(at - 1, lexicon::DET | lexicon::PREP)
        {
            return true;
        }
    }
    false
}

/// After `told her`, `told the committee`, `told CNN`.
pub(super) fn after_recipient(doc: &Doc, sentence: &Range<usize>, from: usize) -> usize {
    if doc.is(from, lexicon::OBJ) {
        return from + 1;
    }
    let mut at = from + 1;
    let named = doc.pieces[from].capital;
    while at < sentence.end && doc.pieces[at].is_word() {
        let piece = &doc.pieces[at];
        let starts =
            piece.is(lexicon::SUBJ | lexicon::DET | lexicon::POSS | lexicon::WH | lexicon::PREP)
                && !doc.is(at - 1, lexicon::PREP | lexicon::CONJ);
        if starts && !piece.is(lexicon::PREP)
            || piece.is(lexicon::PREP) && doc.reads_any(at, &["about", "on"])
            || named
                && !piece.capital
                && !piece.is(lexicon::PREP | lexicon::CONJ)
                && !doc.word(at).starts_with(['\'', '’'])
        {
            break;
        }
        at += 1;
    }
    at
}
