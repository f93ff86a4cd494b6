//! The words of a source -> the one they name.

use std::ops::Range;

use super::cast::Kind;
use super::discourse::{Discourse, Form, Mention};
use super::lexicon;
use super::pronouns::{self, Pronoun};
use super::referent::Referent;
use super::roles::{is_determiner, is_preposition};
use super::tokens::Gap;

/// What a source came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// It names somebody, or describes them as nobody did before.
    Stated(Referent),
    /// A pronoun or a description that stands for an earlier mention.
    Resolved(Referent),
    Unknown,
}

/// Resolves the source of a quote, given as its tokens.
pub(super) fn resolve(discourse: &Discourse<'_>, source: Range<usize>, written: &str) -> Found {
    let words = &discourse.tokens[source.clone()];
    let Some(first) = words.first() else {
        return Found::Unknown;
    };
    let possessor = words.len() > 1 && matches!(&*first.lower, "his" | "her");
    if words.len() <= 2 && !possessor {
        let mention = discourse.mention_at(source.start);
        let referent = mention.map(|m| Referent::of(discourse, m.entity));
        match pronouns::parse(&first.lower) {
            Some(Pronoun::Who) => {
                let words = || relative_head(discourse, source.start);
                return referent
                    .or_else(words)
                    .map_or(Found::Unknown, Found::Resolved);
            }
            Some(_) => return referent.map_or(Found::Unknown, Found::Resolved),
            None if &*first.lower == "we" => {
                return referent.map_or(Found::Unknown, Found::Resolved);
            }
            None if matches!(&*first.lower, "i" | "you" | "me" | "us") && words.len() == 1 => {
                return Found::Unknown;
            }
            None => {}
        }
    }
    named(discourse, &source)
        .or_else(|| described(discourse, &source))
        .unwrap_or_else(|| as_written(discourse, &source, written))
}

/// The nearest words before a relative pronoun that nobody is known by: `states that`, `some who`.
fn relative_head(discourse: &Discourse<'_>, pronoun: usize) -> Option<Referent> {
    const REACH: usize = 3;
    let tokens = &discourse.tokens;
    let end = pronoun;
    let mut start = end.checked_sub(1)?;
    if tokens[end].before > Gap::Comma {
        return None;
    }
    let goes_on = |at: usize| {
        let word = &*tokens[at].lower;
        is_determiner(&tokens[at]) || !is_preposition(word) && !lexicon::is_common(word)
    };
    while start > end.saturating_sub(REACH)
        && start > 0
        && tokens[start].before == Gap::Space
        && !is_determiner(&tokens[start])
        && goes_on(start - 1)
    {
        start -= 1;
    }
    let pronoun_alone = matches!(
        &*tokens[start].lower,
        "someone" | "some" | "those" | "others"
    );
    // A nine-year-old in the gallery, who
    let placed = start > 1 && matches!(&*tokens[start - 1].lower, "in" | "at" | "on" | "from");
    if placed && !pronoun_alone && &*tokens[pronoun].lower == "who" {
        start = (start.saturating_sub(REACH + 1)..start)
            .rev()
            .take_while(|&at| tokens[at + 1].before == Gap::Space)
            .find(|&at| is_determiner(&tokens[at]))?;
    }
    let name = discourse.name_start(start) < start;
    let empty = lexicon::is_common(&tokens[start].lower) && !is_determiner(&tokens[start]);
    if name || empty && !pronoun_alone {
        return None;
    }
    let words = discourse.written(&(start..end));
    Some(Referent::words(discourse, &(start..end), words))
}

/// The name that heads the first part between commas that has one; later parts must be a person's.
fn named(discourse: &Discourse<'_>, source: &Range<usize>) -> Option<Found> {
    let parts = parts(discourse, source);
    let role_first = parts
        .first()
        .and_then(|part| head(discourse, part))
        .is_some_and(|m| m.form == Form::Description);
    for (i, part) in parts.iter().enumerate() {
        let Some(mention) = head(discourse, part).filter(|m| m.form == Form::Name) else {
            continue;
        };
        let entity = &discourse.cast.entities[mention.entity];
        let apposition = role_first && entity.kind == Kind::Other && entity.name.contains(' ');
        if i == 0 && stands_alone(discourse, mention, part)
            || entity.kind == Kind::Person
            || apposition
        {
            return match rest(discourse, mention, part) {
                Rest::Nothing => Some(Found::Stated(Referent::of(discourse, mention.entity))),
                Rest::Name(other) => Some(Found::Stated(Referent::pair(&entity.name, &other))),
                Rest::Others => None,
            };
        }
    }
    None
}

/// Nothing but an article before the name: `the Port Bank`, not `some Republicans`.
fn stands_alone(discourse: &Discourse<'_>, mention: &Mention, part: &Range<usize>) -> bool {
    let start = discourse.name_start(mention.head);
    start == part.start || start == part.start + 1 && &*discourse.tokens[part.start].lower == "the"
}

fn described(discourse: &Discourse<'_>, source: &Range<usize>) -> Option<Found> {
    let first = parts(discourse, source).into_iter().next()?;
    let mention = head(discourse, &first).filter(|m| m.form == Form::Description)?;
    let earlier = Referent::of(discourse, mention.entity);
    (earlier.name != discourse.written(source)).then_some(Found::Resolved(earlier))
}

/// The source's own words; a name that only stands in a headline is completed.
fn as_written(discourse: &Discourse<'_>, source: &Range<usize>, written: &str) -> Found {
    let known = written
        .starts_with(char::is_uppercase)
        .then(|| discourse.cast.named(written))
        .flatten();
    let described = || {
        let mut mentions = source.clone().filter_map(|at| discourse.mention_at(at));
        let name = |m: &&Mention| discourse.cast.entities[m.entity].name == written;
        mentions.find(name).map(|m| m.entity)
    };
    Found::Stated(match known.or_else(described) {
        Some(id) => Referent::of(discourse, id),
        None => Referent::words(discourse, source, written.to_owned()),
    })
}

fn name(discourse: &Discourse<'_>, mention: &Mention) -> String {
    discourse.cast.entities[mention.entity].name.clone()
}

/// Parts of a source between commas, brackets and dashes.
fn parts(discourse: &Discourse<'_>, source: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = source.start;
    for at in source.start + 1..source.end {
        if discourse.tokens[at].before != Gap::Space {
            parts.push(start..at);
            start = at;
        }
    }
    parts.push(start..source.end);
    parts
}

/// The mention that the part is about: the last before a preposition, a relative or `and`.
fn head<'d>(discourse: &'d Discourse<'_>, part: &Range<usize>) -> Option<&'d Mention> {
    let mut last = None;
    for at in part.clone() {
        if let Some(mention) = discourse.mention_at(at) {
            last = Some(mention);
        }
        let next = at + 1;
        if next < part.end && ends_head(discourse, next) {
            return last.filter(|m| m.head == at);
        }
    }
    last.filter(|m| m.head + 1 == part.end)
}

/// Whether the word at `at` starts a complement, and does not stand inside a name.
fn ends_head(discourse: &Discourse<'_>, at: usize) -> bool {
    const WORDS: [&str; 19] = [
        "of", "for", "at", "from", "in", "to", "with", "who", "whose", "which", "that", "on", "by",
        "about", "near", "and", "speaking", "i", "himself",
    ];
    WORDS.contains(&&*discourse.tokens[at].lower) && !discourse.in_name(at)
}

/// What follows the head of a part.
enum Rest {
    Nothing,
    /// `and` another name.
    Name(String),
    /// `and` others without a name.
    Others,
}

fn rest(discourse: &Discourse<'_>, mention: &Mention, part: &Range<usize>) -> Rest {
    let and = mention.head + 1;
    if and >= part.end || &*discourse.tokens[and].lower != "and" {
        return Rest::Nothing;
    }
    match discourse.mention_at(part.end - 1) {
        Some(other) if other.form == Form::Name => Rest::Name(name(discourse, other)),
        _ => Rest::Others,
    }
}
