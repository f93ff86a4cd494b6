//! Finds the verb group, noun or adjective that may introduce a content.

use std::ops::Range;

use super::doc::Doc;
use super::lexicon::{self, Cue, Form};
use super::pieces::Kind;

/// A cue word in its group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    /// First piece: auxiliaries, adverbs and `to` belong to the group.
    pub first: usize,
    pub head: usize,
    pub cue: &'static Cue,
    pub form: Form,
    /// `was accused`.
    pub passive: bool,
    pub negated: bool,
    /// `to say`.
    pub infinitive: bool,
}

/// The group whose head is piece `head` of the sentence, if the piece reads as a cue there.
pub(super) fn group(doc: &Doc, sentence: &Range<usize>, head: usize) -> Option<Group> {
    let piece = &doc.pieces[head];
    let word = piece.word;
    let verb = word
        .verb
        .filter(|(_, form)| reads_as_verb(doc, sentence, head, *form));
    let (id, form) = verb.or_else(|| word.noun.map(|id| (id, Form::Noun)))?;
    let cue = doc.lexicon().cue(id);
    let mut group = Group {
        first: head,
        head,
        cue,
        form,
        passive: false,
        negated: false,
        infinitive: false,
    };
    if form == Form::Noun {
        return Some(group);
    }
    while group.first > sentence.start && joins(doc, group.first - 1) {
        group.first -= 1;
        let piece = &doc.pieces[group.first];
        group.passive |= piece.is(lexicon::BE) && form == Form::Ed && group.first != head;
        group.negated |= piece.is(lexicon::NEG);
        group.infinitive |= doc.reads(group.first, "to");
    }
    if form == Form::Adjective
        && !(group.first..head).any(|at| doc.is(at, lexicon::BE))
        && !doc.reads_any(group.first, &["seems", "seemed", "remains", "feel", "felt"])
    {
        return None;
    }
    Some(group)
}

/// Piece `at` belongs to the verb group that follows it.
fn joins(doc: &Doc, at: usize) -> bool {
    let piece = &doc.pieces[at];
    if !piece.is_word() || is_possessive(doc, at) {
        return false;
    }
    if piece.is(lexicon::AUX | lexicon::NEG | lexicon::ADV) || doc.reads(at, "to") {
        return true;
    }
    !piece.capital && doc.word(at).ends_with("ly")
}

fn reads_as_verb(doc: &Doc, sentence: &Range<usize>, head: usize, form: Form) -> bool {
    if head == sentence.start {
        return matches!(form, Form::Ing | Form::Ed);
    }
    let before = &doc.pieces[head - 1];
    let nominal = before.is(lexicon::DET | lexicon::POSS)
        && !before.is(lexicon::SUBJ | lexicon::REL | lexicon::ADV | lexicon::SUB)
        || is_possessive(doc, head - 1);
    if matches!(form, Form::Base | Form::S) && doc.looks_verbal(head + 1) && !never_noun(doc, head)
    {
        return false;
    }
    match form {
        Form::Base => {
            before.is(lexicon::DO | lexicon::MODAL | lexicon::ADV | lexicon::OBJ)
                && !before.is(lexicon::POSS)
                || doc.reads(head - 1, "to")
                || doc.reads_any(head - 1, &["i", "we", "you", "they", "who", "that"])
                || (plural(doc, head - 1)
                    || stands_alone(doc, head - 1)
                    || never_noun(doc, head) && !before.is(lexicon::PREP))
                    && !nominal
        }
        Form::S => {
            !nominal
                && !before.is(lexicon::PREP | lexicon::BE)
                && before.kind != Kind::Comma
                && !doc.reads(head - 1, "to")
                || before.is(lexicon::REL)
                || before.kind == Kind::Comma
                || before.kind == Kind::Close
        }
        Form::Ed => {
            !nominal
                || before.is(lexicon::BE | lexicon::HAVE) && !is_possessive(doc, head - 1)
                || stands_alone(doc, head - 1)
        }
        Form::Ing => !nominal,
        _ => true,
    }
}

/// `Some said`: a determiner that is a subject by itself.
fn stands_alone(doc: &Doc, at: usize) -> bool {
    doc.reads_any(
        at,
        &[
            "some", "many", "most", "few", "several", "all", "both", "each", "another", "any",
            "none", "neither", "either", "those",
        ],
    )
}

/// `say`, `believe`, `think`: words whose base form is a verb wherever a noun may stand before it.
fn never_noun(doc: &Doc, head: usize) -> bool {
    doc.reads_any(
        head,
        &[
            "say",
            "believe",
            "think",
            "argue",
            "insist",
            "agree",
            "acknowledge",
            "suggest",
            "expect",
            "predict",
            "tell",
            "see",
            "want",
        ],
    ) && doc.pieces[head - 1].is_word()
}

/// `'s` after a name or a noun; after `he` or `that` it is a verb.
fn is_possessive(doc: &Doc, at: usize) -> bool {
    matches!(doc.word(at), "'s" | "’s" | "'" | "’")
        && !doc.is_quoted(at)
        && !(at > 0
            && (doc.is(at - 1, lexicon::SUBJ)
                || doc.reads_any(at - 1, &["that", "there", "what", "here"])))
}

fn plural(doc: &Doc, at: usize) -> bool {
    let piece = &doc.pieces[at];
    piece.is_word()
        && !piece.is(lexicon::AUX | lexicon::PREP | lexicon::DET | lexicon::POSS)
        && (doc.word(at).ends_with('s') && !doc.word(at).ends_with("ss")
            || doc.reads_any(at, &["people", "women", "men", "many", "some", "others"]))
}
