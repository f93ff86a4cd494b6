//! Contents to the right of their cue: clauses, infinitives, objects.

use std::ops::Range;

use super::candidate::Candidate;
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

/// Words between a cue and its `that` or colon.
const ADJUNCT: usize = 12;

/// The candidate of this cue group, if what follows it is a content.
pub(super) fn candidate(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Candidate> {
    let next = group.head + 1;
    if next >= sentence.end {
        return None;
    }
    if let Some(candidate) = embedded(doc, sentence, group, next) {
        return Some(candidate);
    }
    let (frame, from, extent) = frame(doc, sentence, group, next)?;
    let to = extent::end(doc, sentence, from, extent);
    if to <= from {
        return None;
    }
    let source = source_of(doc, sentence, group);
    let cue_end = if matches!(frame, "o" | "r" | "i" | "w" | "z") {
        group.head
    } else {
        from - 1
    };
    let cue_end = if frame == "t" && from > next {
        from - 1
    } else {
        cue_end
    };
    Candidate::of(doc, group, frame, cue_end, &[from..to], source)
}

/// `which officials say is true`, `what she called a mistake`: the pronoun before the source is content too.
fn embedded(doc: &Doc, sentence: &Range<usize>, group: &Group, next: usize) -> Option<Candidate> {
    if group.form == Form::Noun || group.infinitive {
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
        &[pronoun..pronoun + 1, right],
        Some(source),
    )
}

/// The frame, where the content starts, and how it ends.
fn frame(
    doc: &Doc,
    sentence: &Range<usize>,
    group: &Group,
    next: usize,
) -> Option<(&'static str, usize, Extent)> {
    let end = sentence.end;
    if let Some(that) = that(doc, sentence, next) {
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
    if doc.reads(from, "to") && from + 1 < end && !nominal_start(doc, from + 1) {
        return Some(("i", from, Extent::Infinitive));
    }
    if let Some(preposition) = PREPOSITIONS
        .iter()
        .find(|preposition| doc.reads(from, preposition))
    {
        if from + 1 >= end {
            return None;
        }
        if let Some(wh) = question_after_adjunct(doc, sentence, from, group) {
            return Some(("w", wh, Extent::Clause));
        }
        if let Some(start) = clause_after_adjunct(doc, sentence, from)
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
        let start = clause_after_adjunct(doc, sentence, from)?;
        return Some(("z", start, Extent::Clause));
    }
    let object = !doc.is(from, lexicon::SUBJ) || doc.is(from, lexicon::OBJ);
    if object && takes_object(group) && infinitive_of_object(doc, sentence, from) {
        return Some(("r", from, Extent::Infinitive));
    }
    if group.cue.frame("z").is_some_and(|share| share > 0.65) && !has_recipient(group) {
        return (!starts_verbal(doc, from)).then_some(("z", from, Extent::Clause));
    }
    if has_recipient(group) {
        let start = after_recipient(doc, sentence, from);
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
    if group.cue.frame("t").is_some_and(|share| share > 0.5) && is_clause(doc, sentence, from) {
        return Some(("z", from, Extent::Clause));
    }
    if doc.is(from, lexicon::CONJ) {
        return None;
    }
    let describes = DESCRIBING.contains(&group.cue.lemma);
    Some((
        "o",
        from,
        if describes {
            Extent::Description
        } else {
            Extent::Phrase
        },
    ))
}

/// `said the company to` is no frame of these: what follows them is a clause.
fn takes_object(group: &Group) -> bool {
    !matches!(
        group.cue.lemma,
        "say" | "think" | "argue" | "suggest" | "note" | "add" | "hope" | "predict"
    )
}

/// `asked on Monday whether`: the word that opens the question.
fn question_after_adjunct(
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
fn that(doc: &Doc, sentence: &Range<usize>, next: usize) -> Option<usize> {
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
        if !nominal && !(piece.kind == Kind::Comma && at > next) {
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
fn clause_after_adjunct(doc: &Doc, sentence: &Range<usize>, from: usize) -> Option<usize> {
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

fn nominal_start(doc: &Doc, at: usize) -> bool {
    doc.is(at, lexicon::DET | lexicon::POSS | lexicon::OBJ)
        || doc.pieces[at].capital
        || doc.is_quoted(at)
}

/// `urged the council to act`: the `to` after a short object.
fn infinitive_of_object(doc: &Doc, sentence: &Range<usize>, from: usize) -> bool {
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
fn starts_verbal(doc: &Doc, from: usize) -> bool {
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
fn is_clause(doc: &Doc, sentence: &Range<usize>, from: usize) -> bool {
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
fn after_recipient(doc: &Doc, sentence: &Range<usize>, from: usize) -> usize {
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

/// The source of a content to the right.
pub(super) fn source_of(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Range<usize>> {
    if group.passive {
        return None;
    }
    if group.form == Form::Noun {
        return source::possessor(doc, sentence.start, group.head);
    }
    let participle =
        group.form == Form::Ing && !(group.first..group.head).any(|at| doc.is(at, lexicon::BE));
    if participle || group.infinitive {
        return source::subject(doc, sentence, group.first);
    }
    source::before(doc, sentence.start, group.first)
        .or_else(|| source::subject(doc, sentence, group.first))
}
