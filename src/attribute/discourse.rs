//! A document read from start to end: who is mentioned where.

use std::collections::HashMap;
use std::ops::Range;

use crate::corpus::{Quote, QuoteType};

use super::cast::{Cast, Kind};
use super::lexicon;
use super::names::{self, Run};
use super::profile::Profile;
use super::pronouns::{self, Pronoun};
use super::roles::{self, Description, Role};
use super::spelling;
use super::tokens::{Gap, Token, tokenize, within};

/// How the words of a mention refer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Name,
    Description,
    Pronoun,
}

/// Words that refer to an entity. Outside of quotations only.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// The last word of a name, the noun of a description. Rises from mention to mention.
    pub head: usize,
    pub entity: usize,
    pub form: Form,
    /// A quote's source starts with it.
    pub speaks: bool,
    /// It speaks, or opens its sentence.
    pub subject: bool,
}

pub(super) struct Discourse<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token<'t>>,
    pub cast: Cast,
    pub mentions: Vec<Mention>,
    /// By quote: the tokens of its source.
    pub sources: Vec<Range<usize>>,
    runs: Vec<Run>,
    /// By run: the entity that it names.
    named: Vec<Option<usize>>,
    /// By token: whether it stands in a direct quotation.
    quoted: Vec<bool>,
    /// By first token.
    source_at: HashMap<usize, Range<usize>>,
    /// Who `we` are, once the text has said so.
    we: Option<usize>,
    /// One past the words of the last mention of several persons.
    group_end: usize,
}

impl<'t> Discourse<'t> {
    pub fn read(text: &'t str, quotes: &[Quote]) -> Self {
        let tokens = tokenize(text);
        let runs = names::find(&tokens);
        let sources: Vec<_> = quotes.iter().map(|q| source_tokens(&tokens, q)).collect();
        let (cast, named) = Cast::gather(text, &tokens, &runs, &sources);
        let quoted = quoted(&tokens, quotes, &sources);
        let heard = sources.iter().filter(|s| !s.is_empty());
        let source_at = heard.map(|s| (s.start, s.clone())).collect();
        let mut discourse = Self {
            text,
            tokens,
            cast,
            mentions: Vec::new(),
            sources,
            runs,
            named,
            quoted,
            source_at,
            we: None,
            group_end: 0,
        };
        let mut at = 0;
        while at < discourse.tokens.len() {
            at = discourse.step(at);
        }
        discourse
    }

    /// Takes in what starts at a token, and returns the next token to look at.
    fn step(&mut self, at: usize) -> usize {
        let run = self.runs.partition_point(|r| r.all.start < at);
        if let Some((run, id)) = self.name_at(run, at) {
            if !self.quoted[at] {
                self.mention(run.name.end - 1, id, Form::Name, run.all.start);
            }
            return run.all.end;
        }
        if self.quoted[at] {
            return at + 1;
        }
        let source = self.source_at.get(&at).cloned();
        if &*self.tokens[at].lower == "we" {
            self.first_person(at);
        } else if let Some(pronoun) = pronouns::parse(&self.tokens[at].lower) {
            if pronoun.is_personal() || source.is_some_and(|s| s.len() <= 2) {
                self.pronoun(at, pronoun);
            }
        } else if let Some(found) = roles::description(&self.tokens, at) {
            if !self.is_apposition(&found) {
                self.description(&found);
            }
        } else if let Some(source) = source.filter(|s| self.is_plain(s)) {
            let kind = self.kind_of_words(&source);
            self.several(at, source, kind);
        } else if at >= self.group_end && self.is_group(at) {
            let words = self.group_words(at);
            self.several(at, words, Kind::Group);
        }
        at + 1
    }

    /// Several persons, or whatever else a source of plain words is.
    fn several(&mut self, head: usize, words: Range<usize>, kind: Kind) {
        let id = self.cast.describe(self.written(&words), kind);
        self.group_end = words.end;
        self.mention(head, id, Form::Description, words.start);
    }

    fn is_group(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        !token.is_capital() && !token.possessive && lexicon::is_group(&token.lower)
    }

    /// The source that a noun for several persons stands in, else the noun with its determiner
    /// or number.
    fn group_words(&self, at: usize) -> Range<usize> {
        const BEFORE: usize = 4;
        if let Some(source) = self.source_around(at) {
            return source;
        }
        let counts = |t: &Token<'_>| {
            roles::is_determiner(t) && &*t.lower != "that"
                || t.text.starts_with(|c: char| c.is_ascii_digit())
                || matches!(
                    &*t.lower,
                    "two" | "three" | "several" | "some" | "many" | "most"
                )
        };
        let start = (at.saturating_sub(BEFORE)..at)
            .rev()
            .take_while(|&n| self.tokens[n + 1].before == Gap::Space)
            .find(|&n| counts(&self.tokens[n]));
        start.unwrap_or(at)..at + 1
    }

    /// The source of a quote that a token stands in, before any complement.
    fn source_around(&self, at: usize) -> Option<Range<usize>> {
        const BEFORE: usize = 8;
        let starts = (at.saturating_sub(BEFORE)..at + 1).rev();
        let simple = |n: &usize| *n == at || !roles::is_preposition(&self.tokens[*n].lower);
        starts
            .take_while(simple)
            .filter_map(|n| self.source_at.get(&n))
            .find(|source| source.contains(&at))
            .cloned()
    }

    /// `We at Lantern House`, and any `we` after it.
    fn first_person(&mut self, at: usize) {
        let name = at + 2;
        let run = self.runs.partition_point(|r| r.all.start < name);
        let at_body = self.tokens.get(at + 1).is_some_and(|t| &*t.lower == "at");
        if let Some((_, id)) = self.name_at(run, name).filter(|_| at_body) {
            self.we = Some(id);
        }
        if let Some(id) = self.we {
            self.mention(at, id, Form::Pronoun, at);
        }
    }

    /// What the noun that heads some words says of the speaker.
    pub fn kind_of_words(&self, words: &Range<usize>) -> Kind {
        let ends = |at: &usize| {
            self.tokens[*at].before != Gap::Space || roles::is_preposition(&self.tokens[*at].lower)
        };
        let end = (words.start + 1..words.end).find(ends).unwrap_or(words.end);
        let Some(head) = end.checked_sub(1).filter(|&at| at >= words.start) else {
            return Kind::Other;
        };
        let word = &*self.tokens[head].lower;
        let counted = matches!(
            &*self.tokens[words.start].lower,
            "two" | "three" | "four" | "several" | "some" | "many" | "most" | "few" | "both"
        );
        if lexicon::is_group(word) || counted {
            Kind::Group
        } else if lexicon::is_document(word) {
            Kind::Document
        } else if lexicon::role(word).is_some() {
            Kind::Person
        } else if (lexicon::is_body(word) || lexicon::is_government(word))
            && !matches!(word, "nations" | "states" | "unions")
        {
            Kind::Body
        } else if word.len() > 4 && word.ends_with('s') && !word.ends_with("ss") {
            Kind::Group
        } else {
            Kind::Other
        }
    }

    fn name_at(&self, run: usize, at: usize) -> Option<(Run, usize)> {
        let found = self.runs.get(run).filter(|r| r.all.start == at)?;
        Some((found.clone(), self.named[run]?))
    }

    /// `start` is the first word of the mention.
    fn mention(&mut self, head: usize, entity: usize, form: Form, start: usize) {
        let article = start > 0 && &*self.tokens[start - 1].lower == "the";
        let speaks = self.source_at.contains_key(&start)
            || article && self.source_at.contains_key(&(start - 1));
        self.cast.see(entity, head);
        self.mentions.push(Mention {
            head,
            entity,
            form,
            speaks,
            subject: speaks || self.tokens[start].before >= Gap::Stop,
        });
    }

    fn pronoun(&mut self, at: usize, pronoun: Pronoun) {
        if let Some(id) = pronouns::antecedent(self, at, pronoun) {
            let entity = &mut self.cast.entities[id];
            entity.gender = entity.gender.or(pronoun.gender());
            self.mention(at, id, Form::Pronoun, at);
        }
    }

    fn description(&mut self, found: &Description) {
        let role = Role::new(&self.tokens, found.all.clone(), found.head);
        let known = match found.definite {
            true => self.cast.in_role(&role).or_else(|| self.any_body(&role)),
            false => None,
        };
        let source = self.source_at.get(&found.all.start);
        let kind = match lexicon::role(&role.head) {
            Some(_) => Kind::Person,
            None if lexicon::is_document(&role.head) => Kind::Document,
            None => Kind::Body,
        };
        let opens = self.tokens[found.all.start].before >= Gap::Stop;
        let worth = match kind {
            Kind::Person => found.definite || opens,
            Kind::Document => true,
            _ => opens,
        };
        let id = match known {
            Some(id) => id,
            None if worth || source.is_some() => {
                let words = self.written(source.unwrap_or(&found.all));
                let id = self.cast.describe(words, kind);
                self.describe_office(id, found, role, kind);
                id
            }
            None => return,
        };
        self.mention(found.head, id, Form::Description, found.all.start);
    }

    fn describe_office(&mut self, id: usize, found: &Description, role: Role, kind: Kind) {
        match kind {
            Kind::Person => {
                let profile = Profile::noun(self.text, &self.tokens, found.all.clone(), found.head);
                self.cast.entities[id].profile.add(profile);
                self.cast.give_role(id, role);
            }
            Kind::Body => self.cast.give_role(id, role),
            _ => {}
        }
    }

    /// `the group`: the body that was mentioned last.
    fn any_body(&self, role: &Role) -> Option<usize> {
        let any = lexicon::narrower(&role.head) == ["*"] && role.words.len() <= 1;
        let recent = self.mentions.iter().rev().take(pronouns::LOOK_BACK);
        recent
            .filter(|_| any)
            .map(|m| m.entity)
            .find(|&id| self.cast.entities[id].kind == Kind::Body)
    }

    /// Whether the description only stands beside a name, or says what somebody is.
    fn is_apposition(&self, found: &Description) -> bool {
        const PREDICATES: [&str; 5] = ["is", "was", "as", "be", "become"];
        let Range { start, end } = found.all;
        let speaks = self.source_at.contains_key(&start);
        let name = |r: &&Run| !r.name.is_empty();
        let next = self.runs.partition_point(|r| r.all.start < end);
        let before = self.runs.partition_point(|r| r.all.start < start);
        let after_name = self.tokens[start].before == Gap::Comma
            && self.runs[..before]
                .last()
                .filter(name)
                .is_some_and(|r| r.all.end == start);
        let before_name = self
            .runs
            .get(next)
            .filter(name)
            .is_some_and(|r| r.all.start == end && self.tokens[end].before <= Gap::Comma);
        let predicate = start > 0
            && self.tokens[start].before == Gap::Space
            && PREDICATES.contains(&&*self.tokens[start - 1].lower);
        before_name || !speaks && (after_name || predicate)
    }

    /// Whether a source is words only: no name, no role, no pronoun.
    fn is_plain(&self, source: &Range<usize>) -> bool {
        let next = self.runs.partition_point(|r| r.all.start < source.start);
        let named = self
            .runs
            .get(next)
            .is_some_and(|r| r.all.start < source.end);
        let described = |at| roles::description(&self.tokens, at).is_some();
        !named && !source.clone().any(described)
    }

    /// The words of some tokens as they stand, on one line.
    pub fn written(&self, tokens: &Range<usize>) -> String {
        match &self.tokens[tokens.clone()] {
            [first, .., last] => spelling::one_line(&self.text[first.start..last.end]),
            [only] => only.text.to_owned(),
            [] => String::new(),
        }
    }

    /// Whether the token stands inside a name.
    pub fn in_name(&self, token: usize) -> bool {
        self.name_start(token) < token
    }

    /// The first token of the name, its title included, that a token stands in; else the token.
    pub fn name_start(&self, token: usize) -> usize {
        let after = self.runs.partition_point(|r| r.all.start <= token);
        let run = self.runs[..after].last().filter(|r| r.all.contains(&token));
        run.map_or(token, |r| r.all.start)
    }

    /// The mention whose head is that token.
    pub fn mention_at(&self, head: usize) -> Option<&Mention> {
        let at = self.mentions.partition_point(|m| m.head < head);
        self.mentions.get(at).filter(|m| m.head == head)
    }

    /// The first mention of somebody who can speak among some tokens.
    pub fn first_speaker(&self, tokens: Range<usize>) -> Option<&Mention> {
        let at = self.mentions.partition_point(|m| m.head < tokens.start);
        self.mentions[at..]
            .iter()
            .take_while(|m| m.head < tokens.end)
            .find(|m| self.cast.entities[m.entity].kind == Kind::Person)
    }
}

fn source_tokens(tokens: &[Token<'_>], quote: &Quote) -> Range<usize> {
    quote
        .source
        .iter()
        .map(|span| within(tokens, span.byte_start..span.byte_end))
        .find(|range| !range.is_empty())
        .unwrap_or(0..0)
}

/// By token: whether it stands in a direct quotation, and names no source there.
fn quoted(tokens: &[Token<'_>], quotes: &[Quote], sources: &[Range<usize>]) -> Vec<bool> {
    let mut quoted = vec![false; tokens.len()];
    let mut done = 0;
    let direct = quotes.iter().filter(|q| q.quote_type == QuoteType::Direct);
    for span in direct.flat_map(|q| &q.content) {
        let range = within(tokens, span.byte_start..span.byte_end);
        let new = range.start.max(done)..range.end.max(done);
        done = new.end;
        quoted[new].fill(true);
    }
    for source in sources {
        quoted[source.clone()].fill(false);
    }
    quoted
}
