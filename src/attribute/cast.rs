//! Who appears in a document: names that mean the same are one entity.

use std::collections::HashMap;
use std::ops::Range;

use super::evidence::{gender, is_governed, is_medium, kind, speaking, titled_gender};
use super::lexicon::{self, Gender};
use super::names::Run;
use super::profile::Profile;
use super::roles::{self, Role};
use super::spelling::{acronym, following_acronym, is_shouted, spelled};
use super::tokens::Token;

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Body,
    /// Several persons without a name: `two diplomats`.
    Group,
    /// What is written or counted: `a statement`.
    Document,
    /// A place, a country, a thing; a person of whom nothing tells it.
    Other,
}

#[derive(Debug)]
pub(super) struct Entity {
    /// The fullest name, or a description where none is given.
    pub name: String,
    pub named: bool,
    pub kind: Kind,
    pub gender: Option<Gender>,
    pub roles: Vec<Role>,
    /// It is the source of a quote.
    pub speaks: bool,
    /// A state, by its name or by those who speak for it.
    pub state: bool,
    pub profile: Profile,
    /// Token of the last mention so far.
    pub last_seen: Option<usize>,
    words: usize,
    /// Mentions by full name.
    full: usize,
}

/// Entities that share a word, the latest first; more are forgotten, which keeps lookups constant.
const NAMESAKES: usize = 8;
const MOST_ROLES: usize = 16;

/// What a body is called whose name says that it is one.
const NEWSPAPER: &str = "newspaper";

impl Entity {
    fn ends_with(&self, word: &str) -> bool {
        let last = self.name.rsplit(' ').next().unwrap_or_default();
        last.to_lowercase() == word
    }
}

/// All entities of a document.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub entities: Vec<Entity>,
    by_name: HashMap<String, usize>,
    by_word: HashMap<String, Vec<usize>>,
    by_role: HashMap<String, Vec<usize>>,
}

impl Cast {
    /// The entity of each run, `None` for runs that are only a role. `sources` are the tokens of
    /// the quotes' sources: an unknown name of two words that heads one is a person's.
    pub fn gather(
        text: &str,
        tokens: &[Token<'_>],
        runs: &[Run],
        sources: &[Range<usize>],
    ) -> (Self, Vec<Option<usize>>) {
        let mut cast = Self::default();
        let mut found = vec![None; runs.len()];
        let speaks = speaking(tokens, runs, sources);
        let mut order: Vec<usize> = (0..runs.len()).collect();
        // Full names first, then short ones that tell a gender: the others may mean either.
        order.sort_by_key(|&i| match runs[i].name.len() {
            1 => 1 + u8::from(gender(tokens, &runs[i]).is_none()),
            _ => 0,
        });
        for i in order.into_iter().filter(|&i| !runs[i].name.is_empty()) {
            let run = &runs[i];
            let id = match run.name.len() {
                1 => cast.single_word(tokens, run, speaks[i]),
                _ => cast.full_name(tokens, run),
            };
            cast.learn(tokens, run, id, spelled(text, &tokens[run.name.clone()]));
            if speaks[i] {
                cast.hear(id, run);
            }
            if !matches!(cast.entities[id].kind, Kind::Body | Kind::Group) {
                for role in roles::beside(tokens, run) {
                    cast.give_role(id, role);
                }
                if !cast.entities[id].state {
                    let profile = Profile::beside(text, tokens, run);
                    cast.entities[id].profile.add(profile);
                }
            }
            found[i] = Some(id);
        }
        (cast, found)
    }

    fn hear(&mut self, id: usize, run: &Run) {
        let entity = &mut self.entities[id];
        entity.speaks = true;
        if entity.kind == Kind::Other && run.name.len() > 1 && !entity.state {
            entity.kind = Kind::Person;
        }
    }

    fn full_name(&mut self, tokens: &[Token<'_>], run: &Run) -> usize {
        let words = &tokens[run.name.clone()];
        let kind = match kind(tokens, run) {
            Kind::Other if self.has_family(words) => Kind::Person,
            kind => kind,
        };
        let key = key(words, kind);
        let known = self.by_name.get(&key).copied();
        let id = known
            .or_else(|| self.longer(words, kind))
            .unwrap_or_else(|| self.add(key, kind));
        self.entities[id].full += 1;
        if kind == Kind::Body {
            self.alias(acronym(words), id);
            self.alias(following_acronym(tokens, run.all.end), id);
            self.alias(without_complement(words), id);
            for word in words {
                if lexicon::is_body(&word.lower) || lexicon::is_government(&word.lower) {
                    self.index_role(&word.lower, id);
                }
                if is_medium(&word.lower) || matches!(&*word.lower, "post" | "times") {
                    self.index_role(NEWSPAPER, id);
                }
            }
        } else {
            for word in [&words[0], &words[words.len() - 1]] {
                remember(&mut self.by_word, &word.lower, id);
            }
        }
        id
    }

    fn single_word(&mut self, tokens: &[Token<'_>], run: &Run, speaks: bool) -> usize {
        let word = &*tokens[run.name.start].lower;
        let kind = kind(tokens, run);
        let person = speaks || kind == Kind::Person;
        let known = self.by_name.get(word).copied();
        known
            .or_else(|| {
                let genders = [gender(tokens, run), titled_gender(tokens, run)];
                self.namesake(word, genders, person)
            })
            .unwrap_or_else(|| self.add(word.to_owned(), kind))
    }

    /// Of those with that first or last name the one who is named in full most often, the latest
    /// of several; not only persons where the word is known to be a `person`'s name. `genders` are
    /// those that the word has as a first and as a last name.
    fn namesake(&self, word: &str, genders: [Option<Gender>; 2], person: bool) -> Option<usize> {
        let ids = self.by_word.get(word)?;
        let fits = |&&id: &&usize| {
            let entity = &self.entities[id];
            let gender = genders[usize::from(entity.ends_with(word))];
            agree(entity.gender, gender) && (person || entity.kind == Kind::Person)
        };
        let often = |&id: &usize| self.entities[id].full;
        ids.iter().rev().filter(fits).copied().max_by_key(often)
    }

    /// Whether a person is known who has the same last name.
    fn has_family(&self, words: &[Token<'_>]) -> bool {
        let last = &*words[words.len() - 1].lower;
        let ids = self.by_word.get(last);
        ids.is_some_and(|ids| {
            let mut known = ids.iter().map(|&id| &self.entities[id]);
            known.any(|e| e.kind == Kind::Person && e.ends_with(last))
        })
    }

    /// A person whose name is longer and ends with these words: `Guajardo Villarreal`.
    fn longer(&self, words: &[Token<'_>], kind: Kind) -> Option<usize> {
        let ids = self.by_word.get(&*words[words.len() - 1].lower)?;
        let ends = |&&id: &&usize| {
            let entity = &self.entities[id];
            let name = entity.name.to_lowercase();
            let mut theirs = name.split(' ').rev();
            kind != Kind::Body
                && entity.kind == Kind::Person
                && entity.words > words.len()
                && words.iter().rev().all(|w| theirs.next() == Some(&*w.lower))
        };
        ids.iter().find(ends).copied()
    }

    fn add(&mut self, key: String, kind: Kind) -> usize {
        let id = self.describe(String::new(), kind);
        self.entities[id].named = true;
        self.by_name.insert(key, id);
        id
    }

    /// A new entity that has a description in place of a name.
    pub fn describe(&mut self, name: String, kind: Kind) -> usize {
        self.entities.push(Entity {
            name,
            named: false,
            kind,
            gender: None,
            roles: Vec::new(),
            speaks: false,
            state: false,
            profile: Profile::default(),
            last_seen: None,
            words: 0,
            full: 0,
        });
        self.entities.len() - 1
    }

    /// Takes over what a run tells of an entity.
    fn learn(&mut self, tokens: &[Token<'_>], run: &Run, id: usize, name: String) {
        let kind = kind(tokens, run);
        let entity = &mut self.entities[id];
        let better = run.name.len() > entity.words
            || run.name.len() == entity.words && is_shouted(&entity.name) && !is_shouted(&name);
        if better {
            entity.words = run.name.len();
            entity.name = name;
        }
        if entity.kind == Kind::Other {
            entity.kind = kind;
        }
        if entity.kind == Kind::Person {
            let surname = run.name.len() == 1 && entity.words > 1;
            entity.gender = entity.gender.or_else(|| match surname {
                true => titled_gender(tokens, run),
                false => gender(tokens, run),
            });
        }
        entity.state |= is_governed(tokens, run) || lexicon::is_state(&entity.name.to_lowercase());
    }

    pub fn give_role(&mut self, id: usize, role: Role) {
        self.index_role(&role.head, id);
        let entity = &mut self.entities[id];
        if entity.kind == Kind::Other && !entity.state {
            entity.kind = Kind::Person;
        }
        entity.gender = entity
            .gender
            .or_else(|| lexicon::role(&role.head).flatten());
        if entity.roles.len() < MOST_ROLES && !entity.roles.contains(&role) {
            entity.roles.push(role);
        }
    }

    fn index_role(&mut self, head: &str, id: usize) {
        remember(&mut self.by_role, head, id);
    }

    fn alias(&mut self, name: Option<String>, id: usize) {
        if let Some(name) = name {
            self.by_name.entry(name).or_insert(id);
        }
    }

    /// The entity that was last mentioned among those in that role.
    pub fn in_role(&self, role: &Role) -> Option<usize> {
        let narrower = lexicon::narrower(&role.head);
        if narrower == ["*"] {
            return None;
        }
        std::iter::once(&*role.head)
            .chain(narrower.iter().copied())
            .filter_map(|head| self.by_role.get(head))
            .flatten()
            .copied()
            .filter(|&id| self.fits_role(id, role))
            .max_by_key(|&id| {
                let entity = &self.entities[id];
                let named = entity.named || entity.kind == Kind::Person;
                (named, entity.last_seen)
            })
    }

    fn fits_role(&self, id: usize, role: &Role) -> bool {
        let entity = &self.entities[id];
        let in_name = || {
            let name = entity.name.to_lowercase();
            let said = |w: &String| *w == NEWSPAPER || name.split(' ').any(|n| n == w);
            role.words.iter().all(said)
        };
        entity.last_seen.is_some()
            && (entity.roles.iter().any(|known| role.may_mean(known))
                || entity.kind == Kind::Body && entity.named && in_name())
    }

    /// By name, in any case: for words that the search for names passed over.
    pub fn named(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.by_name
            .get(&name)
            .copied()
            .or_else(|| self.namesake(&name, [None; 2], false))
    }

    pub fn see(&mut self, id: usize, token: usize) {
        self.entities[id].last_seen = Some(token);
    }
}

/// Whether two genders can be those of one person.
pub(super) fn agree(one: Option<Gender>, other: Option<Gender>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

fn remember(index: &mut HashMap<String, Vec<usize>>, word: &str, id: usize) {
    let ids = index.entry(word.to_owned()).or_default();
    ids.retain(|&known| known != id);
    ids.insert(0, id);
    ids.truncate(NAMESAKES);
}

/// Names with the same key are one entity: middle names do not count for persons.
fn key(words: &[Token<'_>], kind: Kind) -> String {
    match words {
        [first, .., last] if kind != Kind::Body => format!("{} {}", first.lower, last.lower),
        _ => words
            .iter()
            .map(|w| &*w.lower)
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// `united states mission` of `United States Mission to ...`; one word alone may be anybody's.
fn without_complement(words: &[Token<'_>]) -> Option<String> {
    let end = words.iter().position(|w| !w.is_capital())?;
    (end > 1).then(|| key(&words[..end], Kind::Body))
}
