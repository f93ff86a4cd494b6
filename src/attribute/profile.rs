//! What the words beside a name, or in place of one, tell of a speaker: office and affiliation.

use std::ops::Range;

use super::lexicon;
use super::names::Run;
use super::roles::{self, Place};
use super::spelling::one_line;
use super::tokens::{Gap, Token};

/// In the document's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Profile {
    pub role: Option<String>,
    pub affiliation: Option<String>,
}

/// Longest text in brackets, in bytes, that is taken for an affiliation.
const BRACKETS: usize = 40;
/// Words before a role that may belong to it.
const REACH: usize = 4;

impl Profile {
    /// What stands beside a name in one place of the text.
    pub fn beside(text: &str, tokens: &[Token<'_>], run: &Run) -> Self {
        let mut profile = Self {
            role: None,
            affiliation: in_brackets(text, tokens, run)
                .or_else(|| complement(text, tokens, run.all.end, run.all.end)),
        };
        for (place, words, head) in roles::places(tokens, run) {
            profile.add(match place {
                Place::Title => Self::title(text, tokens, run),
                Place::Before => Self::noun(text, tokens, before(tokens, head), head),
                Place::Apposition => Self::noun(text, tokens, words, head),
                Place::Brackets => Self::default(),
            });
        }
        profile
    }

    /// Of a noun phrase: its role is the words up to the complement, without the determiner.
    pub fn noun(text: &str, tokens: &[Token<'_>], words: Range<usize>, head: usize) -> Self {
        if matches!(&*tokens[head].lower, "man" | "woman" | "boy" | "girl") {
            return Self::default();
        }
        let Range { mut start, end } = words;
        let mut affiliation = None;
        if let Some(owner) = (start..head).rev().find(|&at| tokens[at].possessive) {
            let from = start + usize::from(is_article(&tokens[start]) && owner > start);
            affiliation = Some(written(text, tokens, from..owner + 1));
            start = owner + 1;
        }
        while start < head && is_determiner(&tokens[start]) {
            start += 1;
        }
        let portfolio = start == head && matches!(&*tokens[head].lower, "minister" | "secretary");
        let mut at = head + 1;
        if portfolio && tokens.get(at).is_some_and(|t| &*t.lower == "of") {
            at += 1;
        }
        while at < end && tokens[at].before == Gap::Space && !ends_role(&tokens[at]) {
            if let Some(found) = complement(text, tokens, at, end) {
                affiliation = affiliation.or(Some(found));
                break;
            }
            at += 1;
        }
        Self {
            role: Some(written(text, tokens, start..at)),
            affiliation,
        }
    }

    /// `Foreign Minister` of `Foreign Minister Teel`; `Mr` is no office.
    fn title(text: &str, tokens: &[Token<'_>], run: &Run) -> Self {
        let is_courtesy = |at: &usize| {
            let word = &*tokens[*at].lower;
            lexicon::title(word).is_some() && matches!(lexicon::office(word), None | Some("doctor"))
        };
        let all = run.all.start..run.name.start;
        let start = all.clone().find(|at| !is_courtesy(at));
        let end = all.clone().rev().find(|at| !is_courtesy(at));
        Self {
            role: start.zip(end).map(|(s, e)| written(text, tokens, s..e + 1)),
            affiliation: None,
        }
    }

    /// Takes over what it does not know yet.
    pub fn add(&mut self, other: Self) {
        let fuller = other.affiliation.is_some() && self.affiliation.is_none();
        if self.role.is_none() || fuller && other.role.is_some() {
            self.role = other.role.or(self.role.take());
        }
        self.affiliation = self.affiliation.take().or(other.affiliation);
    }
}

/// From where the words before a role belong to it: `Trump campaign spokesman Jason Miller`.
fn before(tokens: &[Token<'_>], head: usize) -> Range<usize> {
    let mut from = head;
    while from > head.saturating_sub(REACH)
        && tokens[from].before == Gap::Space
        && !ends_role(&tokens[from - 1])
        && !is_article(&tokens[from - 1])
        && !lexicon::is_common(&tokens[from - 1].lower)
    {
        from -= 1;
    }
    from..head + 1
}

/// `of the Port Bank` at `at`: the name after the preposition.
fn complement(text: &str, tokens: &[Token<'_>], at: usize, end: usize) -> Option<String> {
    let spaced = |at: usize| tokens.get(at).is_some_and(|t| t.before == Gap::Space);
    if !spaced(at) || !matches!(&*tokens[at].lower, "of" | "for" | "from" | "at" | "with") {
        return None;
    }
    let first = at + 1 + usize::from(tokens.get(at + 1).is_some_and(is_article));
    let links = |t: &Token<'_>| matches!(&*t.lower, "of" | "the" | "for" | "and" | "on");
    let name = |at: usize| spaced(at) && tokens[at].is_capital();
    let limit = end.max(first + BEYOND).min(tokens.len());
    if !name(first) {
        return None;
    }
    let mut stop = first + 1;
    while stop < limit && spaced(stop) && !tokens[stop - 1].possessive {
        let next = (stop..limit.min(stop + 3)).find(|&at| !spaced(at) || !links(&tokens[at]));
        let body = lexicon::is_body(&tokens[stop].lower);
        match next {
            Some(next) if name(next) => stop = next + 1,
            _ if body => stop += 1,
            _ => break,
        }
    }
    Some(written(text, tokens, first..stop))
}

/// Words of a complement that are looked at beyond its phrase.
const BEYOND: usize = 8;

/// `Teel (Norland)`, `Warren (D-Mass.)`; not the initials of what stands before.
fn in_brackets(text: &str, tokens: &[Token<'_>], run: &Run) -> Option<String> {
    let first = tokens.get(run.all.end).filter(|t| t.before == Gap::Open)?;
    let rest = &text[first.start..];
    let close = rest.char_indices().take(BRACKETS).find(|c| c.1 == ')')?.0;
    let words = one_line(&rest[..close]);
    let party = words.starts_with(|c: char| c.is_uppercase()) && !words.contains(['(', '"', '“']);
    (party && !(first.is_acronym() && words.len() == first.text.len())).then_some(words)
}

fn is_article(token: &Token<'_>) -> bool {
    matches!(&*token.lower, "the" | "a" | "an")
}

fn is_determiner(token: &Token<'_>) -> bool {
    is_article(token)
        || matches!(
            &*token.lower,
            "his" | "her" | "its" | "their" | "our" | "my" | "one" | "another" | "this" | "that"
        )
}

/// A word that no role goes on after.
fn ends_role(token: &Token<'_>) -> bool {
    const WORDS: [&str; 24] = [
        "who", "whose", "which", "that", "when", "while", "as", "after", "before", "during", "by",
        "said", "says", "told", "tells", "asked", "added", "speaking", "is", "was", "has", "had",
        "and", "but",
    ];
    WORDS.contains(&&*token.lower)
}

fn written(text: &str, tokens: &[Token<'_>], words: Range<usize>) -> String {
    one_line(&text[tokens[words.start].start..tokens[words.end - 1].end])
}
