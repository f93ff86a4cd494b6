//! Word lists: titles, roles, bodies, documents, states, first names.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Grammatical gender of a person, where known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Female,
    Male,
}

type Gendered = HashMap<&'static str, Option<Gender>>;

static TITLES: LazyLock<Gendered> = LazyLock::new(|| gendered(include_str!("data/titles.txt")));
static ROLES: LazyLock<Gendered> = LazyLock::new(|| gendered(include_str!("data/roles.txt")));
static FIRST_NAMES: LazyLock<Gendered> =
    LazyLock::new(|| gendered(include_str!("data/first_names.txt")));
static BODIES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/bodies.txt")).collect());
static GOVERNMENTS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/governments.txt")).collect());
static DOCUMENTS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/documents.txt")).collect());
static GROUPS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/groups.txt")).collect());
static STATES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/states.txt")).collect());
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/common.txt")).collect());
static BROADER: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    lines(include_str!("data/broader.txt"))
        .filter_map(|line| line.split_once(' '))
        .map(|(broad, narrow)| (broad, narrow.split(' ').collect()))
        .collect()
});

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

fn gendered(file: &'static str) -> Gendered {
    lines(file)
        .map(|line| match line.split_once(' ') {
            Some((word, "f")) => (word, Some(Gender::Female)),
            Some((word, "m")) => (word, Some(Gender::Male)),
            Some((word, _)) => (word, None),
            None => (line, None),
        })
        .collect()
}

/// `Mr`, `Dr`: the gender it tells, if any. All words in lower case.
pub(super) fn title(word: &str) -> Option<Option<Gender>> {
    TITLES.get(word).copied()
}

/// `minister`, `spokeswoman`: the gender it tells, if any.
pub(super) fn role(word: &str) -> Option<Option<Gender>> {
    ROLES.get(word).copied()
}

pub(super) fn first_name(word: &str) -> Option<Gender> {
    FIRST_NAMES.get(word).copied().flatten()
}

/// `ministry`, `union`.
pub(super) fn is_body(word: &str) -> bool {
    BODIES.contains(word)
}

/// A body that governs, or a part of one: `ministry`, `court`, `city`.
pub(super) fn is_government(word: &str) -> bool {
    GOVERNMENTS.contains(word)
}

/// A place that has a government, and lends its name to other bodies: `town`, `state`.
pub(super) fn is_place(word: &str) -> bool {
    matches!(
        word,
        "borough" | "city" | "country" | "county" | "nation" | "province" | "state" | "town"
    )
}

/// What is written, drawn or counted, and is said to say something: `report`, `poll`.
pub(super) fn is_document(word: &str) -> bool {
    DOCUMENTS.contains(word)
}

/// `mexico`, `united states`.
pub(super) fn is_state(name: &str) -> bool {
    STATES.contains(name)
}

/// Several persons: `officials`, `women`.
pub(super) fn is_group(word: &str) -> bool {
    let singular = |bare: &str| role(bare).is_some();
    GROUPS.contains(word)
        || word.strip_suffix('s').is_some_and(singular)
        || word
            .strip_suffix("ies")
            .is_some_and(|stem| singular(&format!("{stem}y")))
}

/// A people, a party or a creed by the ending of its name: `republicans`, written with a capital.
pub(super) fn is_people(word: &str) -> bool {
    const ENDINGS: [&str; 5] = ["ans", "crats", "ists", "ives", "ites"];
    word.len() > 6 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

pub(super) fn is_kin(word: &str) -> bool {
    matches!(
        word,
        "father"
            | "mother"
            | "brother"
            | "sister"
            | "son"
            | "daughter"
            | "husband"
            | "wife"
            | "uncle"
            | "aunt"
            | "grandfather"
            | "grandmother"
    )
}

/// The office that a short title stands for: `sen` is a senator.
pub(super) fn office(title: &str) -> Option<&'static str> {
    Some(match title {
        "sen" => "senator",
        "gov" => "governor",
        "rep" => "representative",
        "gen" => "general",
        "prof" => "professor",
        "dr" => "doctor",
        "sgt" => "sergeant",
        _ => return None,
    })
}

/// A word whose capital says nothing.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(word)
}

/// The narrower nouns that `word` may stand for (`diplomat`: `envoy`, ...); `*` is any body.
pub(super) fn narrower(word: &str) -> &'static [&'static str] {
    BROADER.get(word).map_or(&[], Vec::as_slice)
}
