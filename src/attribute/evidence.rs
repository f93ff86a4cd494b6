//! What a name, and the words around it, tell of whom it names.

use std::ops::Range;

use super::cast::Kind;
use super::lexicon::{self, Gender};
use super::names::Run;
use super::tokens::{Gap, Token};

pub(super) fn kind(tokens: &[Token<'_>], run: &Run) -> Kind {
    let words = &tokens[run.name.clone()];
    let shouted = words.iter().all(Token::is_acronym);
    let is_body = words.iter().any(|w| lexicon::is_body(&w.lower)) || shouted && words.len() == 1;
    let named = lexicon::first_name(&words[0].lower).is_some() && !after_preposition(tokens, run);
    if run.all.start < run.name.start {
        Kind::Person
    } else if is_body {
        Kind::Body
    } else if named || !after_the(tokens, run) && has_age(tokens, run.all.end) {
        Kind::Person
    } else {
        Kind::Other
    }
}

/// By run: whether it is the head of a source.
pub(super) fn speaking(tokens: &[Token<'_>], runs: &[Run], sources: &[Range<usize>]) -> Vec<bool> {
    let mut speaking = vec![false; runs.len()];
    for source in sources {
        let at = runs.partition_point(|r| r.all.start < source.start);
        if let Some(run) = runs.get(at) {
            let ends = run.all.end == source.end
                || run.all.end < source.end && tokens[run.all.end].before != Gap::Space;
            speaking[at] |= run.all.start == source.start && ends;
        }
    }
    speaking
}

fn after_preposition(tokens: &[Token<'_>], run: &Run) -> bool {
    let at = run.all.start;
    at > 0
        && tokens[at].before == Gap::Space
        && matches!(&*tokens[at - 1].lower, "in" | "at" | "near" | "across")
}

fn after_the(tokens: &[Token<'_>], run: &Run) -> bool {
    run.all.start > 0 && &*tokens[run.all.start - 1].lower == "the"
}

/// `Ioana Stan, 26, ...`; `Varga, who ...`.
fn has_age(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        let is_age = t.text.len() <= 3 && t.text.bytes().all(|b| b.is_ascii_digit());
        t.before == Gap::Comma && (is_age || &*t.lower == "who")
    })
}

pub(super) fn gender(tokens: &[Token<'_>], run: &Run) -> Option<Gender> {
    let before = tokens[run.all.start..run.name.start].iter().rev();
    before
        .filter_map(|t| lexicon::title(&t.lower).or_else(|| lexicon::role(&t.lower)))
        .flatten()
        .next()
        .or_else(|| lexicon::first_name(&tokens[run.name.start].lower))
}
