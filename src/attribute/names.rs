//! Names as they stand in the text: runs of capitalised words.

use std::collections::HashSet;
use std::ops::Range;

use super::lexicon;
use super::tokens::{Gap, Token};

/// A name, or a role that is written with capitals. Indices are those of the tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Title, role and name: `Interior Minister Istvan Varga`.
    pub all: Range<usize>,
    /// The name alone; empty where the run is only a role.
    pub name: Range<usize>,
}

/// Longest run, in words; capitals that go on for longer are no name.
const LONGEST: usize = 12;

/// The runs of a text, in order and apart.
pub(super) fn find(tokens: &[Token<'_>]) -> Vec<Run> {
    let context = Context::new(tokens);
    let mut runs = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !context.may_start(at) {
            at += 1;
            continue;
        }
        let end = context.end(at);
        runs.push(Run {
            name: name_part(tokens, at..end),
            all: at..end,
        });
        at = end;
    }
    runs
}

/// What the rest of the text tells about its capitals.
struct Context<'a, 't> {
    tokens: &'a [Token<'t>],
    /// Words that stand with a small letter somewhere.
    small: HashSet<&'a str>,
    /// Words that keep their capital inside a sentence.
    capital: HashSet<&'a str>,
    /// By paragraph: nearly every word has a capital, so that capitals tell nothing.
    headline: Vec<bool>,
}

impl<'a, 't> Context<'a, 't> {
    fn new(tokens: &'a [Token<'t>]) -> Self {
        let headline = headlines(tokens);
        let mut small = HashSet::new();
        let mut capital = HashSet::new();
        for token in tokens.iter().filter(|t| !headline[t.paragraph]) {
            if !token.is_capital() {
                small.insert(&*token.lower);
            } else if !token.opens_sentence() {
                capital.insert(&*token.lower);
            }
        }
        Self {
            tokens,
            small,
            capital,
            headline,
        }
    }

    fn may_start(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.is_capital() || lexicon::is_common(&token.lower) {
            return false;
        }
        let more = self.tokens.get(at + 1).is_some_and(|next| {
            next.before == Gap::Space && next.is_capital() && !lexicon::is_common(&next.lower)
        });
        if self.headline[token.paragraph] {
            return more && lexicon::first_name(&token.lower).is_some();
        }
        !token.opens_sentence()
            || more
            || token.is_acronym()
            || !self.small.contains(&*token.lower)
                && (self.capital.contains(&*token.lower)
                    || lexicon::first_name(&token.lower).is_some())
    }

    /// One past the run that starts at `start`.
    fn end(&self, start: usize) -> usize {
        let last = self.tokens.len().min(start + LONGEST);
        if self.headline[self.tokens[start].paragraph] {
            return last.min(start + 2);
        }
        let mut end = start + 1;
        while end < last && !ends_name(&self.tokens[end - 1]) {
            if self.continues(end) {
                end += 1;
            } else if let Some(next) = self.joined(start, end).filter(|&next| next < last) {
                end = next + 1;
            } else {
                break;
            }
        }
        end
    }

    fn continues(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.before == Gap::Space
            && token.is_capital()
            && (!lexicon::is_common(&token.lower)
                || lexicon::first_name(&self.tokens[at - 1].lower).is_some())
    }

    /// The capitalised word that a particle or a preposition at `at` joins to the run: `van`
    /// in a person's name, `of` and `and` in that of a body.
    fn joined(&self, start: usize, at: usize) -> Option<usize> {
        let mut next = at;
        while next < at + 3 && self.is_link(next) {
            next += 1;
        }
        if next == at || next >= self.tokens.len() || !self.continues(next) {
            return None;
        }
        let links = &self.tokens[at..next];
        let particles = links.iter().all(|t| is_particle(&t.lower));
        let is_body = |range: Range<usize>| {
            let words = self.tokens.get(range).unwrap_or_default();
            words.iter().any(|t| lexicon::is_body(&t.lower))
        };
        let ahead = next..self.end_of_capitals(next);
        let joins = match &*links[0].lower {
            _ if particles => true,
            "and" | "&" => {
                is_body(start..at)
                    && at - start > 1
                    && (is_body(ahead) || lexicon::first_name(&self.tokens[next].lower).is_none())
            }
            "of" if lexicon::role(&self.tokens[at - 1].lower).is_some() => {
                let mut later = self.tokens[ahead].iter().skip(1);
                later.any(|t| lexicon::first_name(&t.lower).is_some())
            }
            "to" => matches!(
                &*self.tokens[at - 1].lower,
                "mission" | "embassy" | "delegation"
            ),
            _ => is_body(start..at) || at - start == 1 && self.after_the(start) && is_body(ahead),
        };
        joins.then_some(next)
    }

    fn is_link(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| {
            t.before == Gap::Space
                && (is_particle(&t.lower)
                    || matches!(&*t.lower, "of" | "for" | "on" | "to" | "and" | "the" | "&"))
        })
    }

    fn end_of_capitals(&self, start: usize) -> usize {
        (start + 1..self.tokens.len().min(start + LONGEST))
            .find(|&at| !self.continues(at))
            .unwrap_or(self.tokens.len().min(start + LONGEST))
    }

    fn after_the(&self, start: usize) -> bool {
        start > 0 && &*self.tokens[start - 1].lower == "the"
    }
}

/// A possessive ends a name, unless it is part of what bodies are called: `People's Party`.
fn ends_name(token: &Token<'_>) -> bool {
    token.possessive
        && !matches!(
            &*token.lower,
            "people" | "women" | "men" | "children" | "veteran" | "worker"
        )
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 16] = [
        "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la",
        "van", "von", "y",
    ];
    PARTICLES.contains(&word)
}

/// By paragraph: whether nearly all of its words have a capital.
fn headlines(tokens: &[Token<'_>]) -> Vec<bool> {
    let paragraphs = tokens.last().map_or(0, |t| t.paragraph + 1);
    let mut counts = vec![(0usize, 0usize); paragraphs];
    for token in tokens {
        let (words, capitals) = &mut counts[token.paragraph];
        *words += usize::from(token.text.len() > 3);
        *capitals += usize::from(token.text.len() > 3 && token.is_capital());
    }
    counts
        .into_iter()
        .map(|(words, capitals)| words > 3 && capitals * 5 > words * 4)
        .collect()
}

/// The name in a run, without the titles and roles before it.
fn name_part(tokens: &[Token<'_>], all: Range<usize>) -> Range<usize> {
    let is_title = |at: &usize| {
        let word = &*tokens[*at].lower;
        lexicon::title(word).is_some() || lexicon::role(word).is_some()
    };
    let last = all.end - 1;
    if lexicon::is_body(&tokens[last].lower) {
        return all;
    }
    let office = tokens[all.clone()].iter().any(|t| &*t.lower == "of");
    let is_first_name = |at: &usize| lexicon::first_name(&tokens[*at].lower).is_some();
    let title = (all.start..last).rev().find(is_title);
    let start = match title {
        // Secretary of State Nela Ivic
        Some(at) if office => (at + 1..last).find(is_first_name).unwrap_or(at + 1),
        Some(at) => at + 1,
        None => all.start,
    };
    let named = start > all.start && lexicon::title(&tokens[start - 1].lower).is_some()
        || lexicon::first_name(&tokens[start].lower).is_some();
    if is_title(&last) && !named {
        return last..last;
    }
    start..last + 1
}
