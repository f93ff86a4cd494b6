//! What a name, and the words around it, tell of whom it names.

use std::ops::Range;

use super::cast::Kind;
use super::lexicon::{self, Gender};
use super::names::Run;
use super::tokens::{Gap, Token};

pub(super) fn kind(tokens: &[Token<'_>], run: &Run) -> Kind {
    let words = &tokens[run.name.clone()];
    let shouted = words.iter().all(Token::is_acronym);
    let is_body = words
        .iter()
        .any(|w| lexicon::is_body(&w.lower) || is_medium(&w.lower))
        || shouted && words.len() == 1 && !is_dateline(tokens, run)
        || words.len() > 1 && !shouted && words.iter().any(has_initials);
    let placed = after_preposition(tokens, run);
    let named = lexicon::first_name(&words[0].lower).is_some() && !placed;
    if run.all.start < run.name.start {
        Kind::Person
    } else if is_body {
        Kind::Body
    } else if words.len() == 1 && lexicon::is_people(&words[0].lower) {
        Kind::Group
    } else if named || !placed && !after_the(tokens, run) && has_age(tokens, run.all.end) {
        Kind::Person
    } else {
        Kind::Other
    }
}

/// `NBC` in `NBC News`; two letters may be a person's.
fn has_initials(word: &Token<'_>) -> bool {
    word.is_acronym() && word.text.len() > 2 && !word.text.contains('.')
}

/// A word that only a newspaper's or a station's name has.
pub(super) fn is_medium(word: &str) -> bool {
    matches!(
        word,
        "news" | "herald" | "tribune" | "gazette" | "chronicle" | "journal" | "radio" | "tv"
    )
}

/// `WASHINGTON - ...` at the start of a paragraph.
fn is_dateline(tokens: &[Token<'_>], run: &Run) -> bool {
    let first = &tokens[run.all.start];
    let next = tokens.get(run.all.end);
    first.before == Gap::Paragraph
        && first.text.len() > 3
        && next.is_some_and(|t| matches!(t.before, Gap::Break | Gap::Comma | Gap::Open))
}

/// `Sorvia` in `the representative of Sorvia`, `the government of Sorvia`.
pub(super) fn is_governed(tokens: &[Token<'_>], run: &Run) -> bool {
    let article = usize::from(after_the(tokens, run));
    let Some(of) = run.all.start.checked_sub(1 + article) else {
        return false;
    };
    const OFFICES: [&str; 8] = [
        "representative",
        "ambassador",
        "envoy",
        "minister",
        "premier",
        "president",
        "king",
        "queen",
    ];
    of > 0
        && &*tokens[of].lower == "of"
        && (OFFICES.contains(&&*tokens[of - 1].lower)
            || matches!(
                &*tokens[of - 1].lower,
                "government" | "republic" | "kingdom"
            ))
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
        && matches!(
            &*tokens[at - 1].lower,
            "in" | "at" | "near" | "across" | "on"
        )
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

/// By title or role, else by first name.
pub(super) fn gender(tokens: &[Token<'_>], run: &Run) -> Option<Gender> {
    titled_gender(tokens, run).or_else(|| lexicon::first_name(&tokens[run.name.start].lower))
}

/// By title or role alone: a name of one word may be a surname (`Warren`).
pub(super) fn titled_gender(tokens: &[Token<'_>], run: &Run) -> Option<Gender> {
    let before = tokens[run.all.start..run.name.start].iter().rev();
    before
        .filter_map(|t| lexicon::title(&t.lower).or_else(|| lexicon::role(&t.lower)))
        .flatten()
        .next()
}
