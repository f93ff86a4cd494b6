//! A document read from start to end: who is mentioned where.

use std::collections::HashMap;
use std::ops::Range;

use crate::corpus::{Quote, QuoteType};

use super::cast::{Cast, Kind};
use super::lexicon;
use super::names::{self, Run};
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
                self.mention(run.name.end - 1, id, Form::Name);
            }
            return run.all.end;
        }
        if self.quoted[at] {
            return at + 1;
        }
        let source = self.source_at.get(&at).cloned();
        if let Some(pronoun) = pronouns::parse(&self.tokens[at].lower) {
            if pronoun.is_personal() || source.is_some_and(|s| s.len() <= 2) {
                self.pronoun(at, pronoun);
            }
        } else if let Some(found) = roles::description(&self.tokens, at) {
            if !self.is_apposition(&found) {
                self.description(&found);
            }
        } else if let Some(source) = source.filter(|s| self.is_plain(s)) {
            let id = self.cast.describe(self.written(&source), Kind::Group);
            self.mention(at, id, Form::Description);
        }
        at + 1
    }

    fn name_at(&self, run: usize, at: usize) -> Option<(Run, usize)> {
        let found = self.runs.get(run).filter(|r| r.all.start == at)?;
        Some((found.clone(), self.named[run]?))
    }

    fn mention(&mut self, head: usize, entity: usize, form: Form) {
        self.cast.see(entity, head);
        self.mentions.push(Mention { head, entity, form });
    }

    fn pronoun(&mut self, at: usize, pronoun: Pronoun) {
        if let Some(id) = pronouns::antecedent(self, at, pronoun) {
            let entity = &mut self.cast.entities[id];
            entity.gender = entity.gender.or(pronoun.gender());
            self.mention(at, id, Form::Pronoun);
        }
    }

    fn description(&mut self, found: &Description) {
        let role = Role::new(&self.tokens, found.all.clone(), found.head);
        let known = match found.definite {
            true => self.cast.in_role(&role).or_else(|| self.any_body(&role)),
            false => None,
        };
        let source = self.source_at.get(&found.all.start);
        let person = lexicon::role(&role.head).is_some();
        let subject = found.definite || self.tokens[found.all.start].before >= Gap::Stop;
        let id = match known {
            Some(id) => id,
            None if person && subject || source.is_some() => {
                let kind = if person { Kind::Person } else { Kind::Body };
                let words = self.written(source.unwrap_or(&found.all));
                let id = self.cast.describe(words, kind);
                self.cast.give_role(id, role);
                id
            }
            None => return,
        };
        self.mention(found.head, id, Form::Description);
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
        after_name || before_name || predicate
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
