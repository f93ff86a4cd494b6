//! Pronouns -> whom they stand for.

use super::cast::{Entity, Kind, agree};
use super::discourse::{Discourse, Mention};
use super::lexicon::Gender;
use super::roles::{is_determiner, is_preposition};
use super::tokens::Gap;

/// A pronoun of the third person, or a relative one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    He,
    She,
    It,
    They,
    Who,
}

/// Mentions that are looked back at, and paragraphs.
pub(super) const LOOK_BACK: usize = 64;
const PARAGRAPHS: usize = 8;
const PARAGRAPHS_OF_THINGS: usize = 1;
/// Words between a relative pronoun and what it belongs to.
const NEAR: usize = 6;
/// Determiners that may stand between a preposition and its noun.
const ARTICLES: usize = 2;

impl Pronoun {
    /// `he` and `she` are followed through the text; the others only as the source of a quote.
    pub fn is_personal(self) -> bool {
        matches!(self, Self::He | Self::She)
    }

    pub fn gender(self) -> Option<Gender> {
        match self {
            Self::He => Some(Gender::Male),
            Self::She => Some(Gender::Female),
            _ => None,
        }
    }

    fn paragraphs(self) -> usize {
        match self {
            Self::He | Self::She => PARAGRAPHS,
            _ => PARAGRAPHS_OF_THINGS,
        }
    }

    /// Whether it can mean an entity: not (0), hardly (1), well (2).
    fn fit(self, entity: &Entity) -> u8 {
        let unclear = u8::from(entity.kind == Kind::Other && (entity.speaks || entity.state));
        match (self, entity.kind) {
            (Self::He | Self::She, _) if entity.state => 0,
            (Self::He | Self::She, _) if !agree(entity.gender, self.gender()) => 0,
            (Self::He | Self::She, Kind::Person) => 2,
            (Self::It, Kind::Body | Kind::Document) => 2,
            (Self::They, Kind::Group) => 2,
            (Self::They, Kind::Body) => 1,
            (Self::They, _) => 0,
            _ => unclear,
        }
    }
}

/// The pronoun that a word in lower case is.
pub(super) fn parse(word: &str) -> Option<Pronoun> {
    Some(match word {
        "he" | "him" | "his" => Pronoun::He,
        "she" | "her" => Pronoun::She,
        "it" => Pronoun::It,
        "they" | "them" => Pronoun::They,
        "who" | "which" | "that" => Pronoun::Who,
        _ => return None,
    })
}

/// Whom the pronoun at token `at` stands for: of the nearest sentence that mentions somebody
/// who fits, the one who speaks there, else the first one mentioned, as that is mostly its subject.
pub(super) fn antecedent(discourse: &Discourse<'_>, at: usize, pronoun: Pronoun) -> Option<usize> {
    let found = match pronoun {
        Pronoun::Who => relative(discourse, at),
        // Several persons further away are likelier than a body nearby.
        Pronoun::They => {
            nearest(discourse, at, pronoun, 2).or_else(|| nearest(discourse, at, pronoun, 1))
        }
        _ => nearest(discourse, at, pronoun, 1),
    };
    found.map(|m| m.entity)
}

fn nearest<'d>(
    discourse: &'d Discourse<'_>,
    at: usize,
    pronoun: Pronoun,
    least: u8,
) -> Option<&'d Mention> {
    let tokens = &discourse.tokens;
    let here = &tokens[at];
    let mut best: Option<(_, &Mention)> = None;
    for mention in discourse.mentions.iter().rev().take(LOOK_BACK) {
        let head = &tokens[mention.head];
        let new_sentence = best.is_some_and(|(_, b)| tokens[b.head].sentence != head.sentence);
        if new_sentence || head.paragraph + pronoun.paragraphs() < here.paragraph {
            break;
        }
        let entity = &discourse.cast.entities[mention.entity];
        let object = entity.kind == Kind::Document && !mention.subject;
        let fit = if object { 0 } else { pronoun.fit(entity) };
        let free = pronoun.is_personal() || !after_preposition(discourse, mention);
        let weight = (fit, mention.speaks, !head.possessive, free);
        let later = pronoun == Pronoun::They && head.sentence == here.sentence;
        let better = |(known, _)| {
            if later {
                weight > known
            } else {
                weight >= known
            }
        };
        if fit >= least && best.is_none_or(better) {
            best = Some((weight, mention));
        }
    }
    best.map(|(_, mention)| mention)
}

/// Of the words right before a relative pronoun: not the place where somebody is.
fn relative<'d>(discourse: &'d Discourse<'_>, at: usize) -> Option<&'d Mention> {
    let tokens = &discourse.tokens;
    let near = |m: &&Mention| tokens[m.head].sentence == tokens[at].sentence && m.head + NEAR >= at;
    let person = &*tokens[at].lower == "who";
    let fits = |m: &&Mention| {
        let kind = discourse.cast.entities[m.entity].kind;
        let able = matches!(kind, Kind::Person | Kind::Group);
        match person {
            true => able || kind != Kind::Document && !after_preposition(discourse, m),
            false => m.head + 1 == at && !able,
        }
    };
    let mentions = discourse.mentions.iter().rev().take(LOOK_BACK);
    mentions.take_while(near).find(fits)
}

/// `on Capitol Hill`, `in the report`.
fn after_preposition(discourse: &Discourse<'_>, mention: &Mention) -> bool {
    let tokens = &discourse.tokens;
    let start = discourse.name_start(mention.head);
    let before = (start.saturating_sub(ARTICLES)..start)
        .rev()
        .take_while(|&at| tokens[at + 1].before == Gap::Space)
        .find(|&at| !is_determiner(&tokens[at]));
    before.is_some_and(|at| is_preposition(&tokens[at].lower))
}
