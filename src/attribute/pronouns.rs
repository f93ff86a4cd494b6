//! Pronouns -> whom they stand for.

use super::cast::{Entity, Kind, agree};
use super::discourse::{Discourse, Mention};
use super::lexicon::Gender;

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

    fn can_mean(self, entity: &Entity) -> bool {
        let unclear = entity.kind == Kind::Other && entity.speaks;
        match self {
            Self::He | Self::She => {
                (entity.kind == Kind::Person || unclear) && agree(entity.gender, self.gender())
            }
            Self::It => entity.kind == Kind::Body || unclear,
            Self::They => matches!(entity.kind, Kind::Group | Kind::Body),
            Self::Who => true,
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
/// who fits, the first one mentioned, as that is mostly its subject.
pub(super) fn antecedent(discourse: &Discourse<'_>, at: usize, pronoun: Pronoun) -> Option<usize> {
    let tokens = &discourse.tokens;
    let here = &tokens[at];
    let mut best: Option<&Mention> = None;
    for mention in discourse.mentions.iter().rev().take(LOOK_BACK) {
        let head = &tokens[mention.head];
        let new_sentence = best.is_some_and(|b| tokens[b.head].sentence != head.sentence);
        let too_far = match pronoun {
            Pronoun::Who => head.sentence != here.sentence || mention.head + NEAR < at,
            _ => head.paragraph + pronoun.paragraphs() < here.paragraph,
        };
        if new_sentence || too_far {
            break;
        }
        let fits = pronoun.can_mean(&discourse.cast.entities[mention.entity]);
        if fits && (best.is_none() || !head.possessive) {
            best = Some(mention);
        }
        if best.is_some() && pronoun == Pronoun::Who {
            break;
        }
    }
    best.map(|m| m.entity)
}
