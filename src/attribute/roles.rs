//! Roles: the words that describe a person beside a name, or in place of one.

use std::ops::Range;

use super::lexicon;
use super::names::Run;
use super::tokens::{Gap, Token};

/// `the foreign minister of Kestria`: head `minister`, words `foreign`, `minister`, `kestria`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Role {
    pub head: String,
    /// All that carry meaning, in lower case.
    pub words: Vec<String>,
}

impl Role {
    pub fn new(tokens: &[Token<'_>], all: Range<usize>, head: usize) -> Self {
        let words = tokens[all]
            .iter()
            .map(|t| t.lower.to_string())
            .filter(|w| !lexicon::is_common(w))
            .collect();
        let word = &*tokens[head].lower;
        Self {
            head: lexicon::office(word).unwrap_or(word).to_owned(),
            words,
        }
    }

    /// Whether `self`, said later, can mean what `known` says: it adds nothing.
    pub fn may_mean(&self, known: &Self) -> bool {
        let broader = lexicon::narrower(&self.head).contains(&&*known.head);
        (self.head == known.head || broader)
            && self
                .words
                .iter()
                .all(|w| *w == self.head || known.words.contains(w))
    }
}

/// A noun phrase that describes somebody without a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Description {
    pub all: Range<usize>,
    pub head: usize,
    /// `the mayor`, `her father`: known already, if the text has named one.
    pub definite: bool,
}

/// Words before the noun, and after it, that are looked at.
const BEFORE: usize = 5;
const AFTER: usize = 10;

/// The description whose head is the token at `head`, if there is one.
pub(super) fn description(tokens: &[Token<'_>], head: usize) -> Option<Description> {
    let word = &*tokens[head].lower;
    let person = lexicon::role(word).is_some();
    let thing =
        lexicon::is_body(word) || lexicon::is_government(word) || lexicon::is_document(word);
    if !person && !thing && lexicon::narrower(word).is_empty() {
        return None;
    }
    let determiner = (head.saturating_sub(BEFORE)..head)
        .rev()
        .take_while(|&at| tokens[at + 1].before == Gap::Space)
        .find(|&at| is_determiner(&tokens[at]))?;
    Some(Description {
        all: determiner..complement(tokens, head + 1),
        head,
        definite: match &*tokens[determiner].lower {
            "the" => true,
            "his" | "her" | "their" => head == determiner + 1 && lexicon::is_kin(word),
            _ => false,
        },
    })
}

pub(super) fn is_determiner(token: &Token<'_>) -> bool {
    const DETERMINERS: [&str; 13] = [
        "the", "a", "an", "one", "another", "his", "her", "its", "their", "our", "my", "this",
        "that",
    ];
    DETERMINERS.contains(&&*token.lower)
}

/// A preposition that starts what a noun is completed by.
pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "for" | "from" | "at" | "in" | "with" | "on" | "by" | "to" | "about" | "near"
    )
}

/// One past `of the Palisade Islands`, `for the Sorvian government` behind a noun.
fn complement(tokens: &[Token<'_>], start: usize) -> usize {
    let spaced = |at: usize| tokens.get(at).is_some_and(|t| t.before == Gap::Space);
    if !spaced(start) || !matches!(&*tokens[start].lower, "of" | "for" | "from" | "at" | "in") {
        return start;
    }
    let mut end = start + 1;
    while spaced(end) && is_determiner(&tokens[end]) {
        end += 1;
    }
    let first = end;
    while spaced(end) && tokens[end].is_capital() && end < start + AFTER {
        end += 1;
    }
    if spaced(end) && (end == first || end == first + 1 && lexicon::is_body(&tokens[end].lower)) {
        end += 1;
    }
    if end > first { end } else { start }
}

/// How a role stands to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// `Foreign Minister Teel`.
    Title,
    /// `the columnist Bruno`.
    Before,
    /// `Varga, the interior minister`; `the interior minister, Varga`.
    Apposition,
    /// `Teel (Norland)`.
    Brackets,
}

/// Where the roles beside a name stand, each with its tokens and its head.
pub(super) fn places(tokens: &[Token<'_>], run: &Run) -> Vec<(Place, Range<usize>, usize)> {
    let title = run.all.start..run.name.start;
    let is_office = |&at: &usize| {
        let word = &*tokens[at].lower;
        lexicon::role(word).is_some() || lexicon::office(word).is_some()
    };
    let inside = title.clone().rev().find(is_office);
    let found = [
        inside.map(|head| (Place::Title, title, head)),
        before(tokens, run.all.start),
        // At a conference in Chelsea, the mayor said
        (!is_placed(tokens, run))
            .then(|| after(tokens, run.all.end))
            .flatten(),
        in_brackets(tokens, run.all.end),
    ];
    found.into_iter().flatten().collect()
}

fn is_placed(tokens: &[Token<'_>], run: &Run) -> bool {
    let at = run.all.start;
    at > 0
        && tokens[at].before == Gap::Space
        && matches!(&*tokens[at - 1].lower, "in" | "at" | "near" | "on")
}

/// The roles that stand beside a name: before it, in an apposition, in brackets.
pub(super) fn beside(tokens: &[Token<'_>], run: &Run) -> Vec<Role> {
    let role = |(place, words, head): (Place, Range<usize>, usize)| match place {
        Place::Brackets => Role {
            head: "representative".to_owned(),
            words: vec!["representative".to_owned(), tokens[head].lower.to_string()],
        },
        _ => Role::new(tokens, words, head),
    };
    places(tokens, run).into_iter().map(role).collect()
}

/// `the columnist Bruno`, `the envoy for safe routes, Desmond`.
fn before(tokens: &[Token<'_>], name: usize) -> Option<(Place, Range<usize>, usize)> {
    if name == 0 || tokens[name].before > Gap::Comma {
        return None;
    }
    let apposition = tokens[name].before == Gap::Comma;
    let start = (name.saturating_sub(AFTER)..name)
        .rev()
        .take_while(|&at| at + 1 == name || tokens[at + 1].before == Gap::Space)
        .last()?;
    let is_role = |at: &usize| lexicon::role(&tokens[*at].lower).is_some();
    if apposition {
        let first = (start..name).find(|&at| is_determiner(&tokens[at]) || tokens[at].possessive);
        let head = (first?..name).find(is_role)?;
        Some((Place::Apposition, first?..name, head))
    } else {
        let head = name - 1;
        is_role(&head).then(|| (Place::Before, start.max(head.saturating_sub(2))..name, head))
    }
}

/// `Varga, the interior minister`, `Quint, general secretary`, `Benhaddou, who was a facilitator`.
fn after(tokens: &[Token<'_>], end: usize) -> Option<(Place, Range<usize>, usize)> {
    if tokens.get(end)?.before != Gap::Comma {
        return None;
    }
    let stop = (end + 1..tokens.len().min(end + AFTER))
        .find(|&at| tokens[at].before != Gap::Space)
        .unwrap_or(tokens.len().min(end + AFTER));
    let relative = &*tokens[end].lower == "who";
    let start = if relative {
        let is = tokens.get(end + 1)?;
        matches!(&*is.lower, "is" | "was").then_some(end + 2)?
    } else {
        // Not `which prompted his wife`.
        let clause = lexicon::is_common(&tokens[end].lower) && !is_determiner(&tokens[end]);
        (!clause).then_some(end)?
    };
    let noun_phrase = |at: &usize| {
        !matches!(
            &*tokens[*at].lower,
            "of" | "for" | "at" | "in" | "and" | "who"
        )
    };
    let head = (start..stop)
        .take_while(noun_phrase)
        .filter(|&at| lexicon::role(&tokens[at].lower).is_some())
        .last()?;
    Some((Place::Apposition, start..stop, head))
}

/// `HALLE (Norland)` speaks as the representative of Norland.
fn in_brackets(tokens: &[Token<'_>], end: usize) -> Option<(Place, Range<usize>, usize)> {
    let token = tokens.get(end)?;
    (token.before == Gap::Open && token.is_capital() && !token.is_acronym()).then_some((
        Place::Brackets,
        end..end + 1,
        end,
    ))
}
