//! The one that a source comes to, with what is known of it.

use std::ops::Range;

use crate::corpus::{Speaker, SpeakerMethod, SpeakerType};

use super::cast::Kind;
use super::discourse::Discourse;
use super::lexicon;
use super::profile::Profile;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Referent {
    pub name: String,
    kind: SpeakerType,
    profile: Profile,
}

impl Referent {
    /// Somebody of the cast.
    pub fn of(discourse: &Discourse<'_>, id: usize) -> Self {
        let entity = &discourse.cast.entities[id];
        let governs = entity.state || governs(&entity.name);
        Self {
            name: entity.name.clone(),
            kind: speaker_type(entity.kind, governs),
            profile: entity.profile.clone(),
        }
    }

    /// Words that stand for nobody of the cast.
    pub fn words(discourse: &Discourse<'_>, source: &Range<usize>, written: String) -> Self {
        let kind = discourse.kind_of_words(source);
        let governs = governs(&written);
        Self {
            name: written,
            kind: speaker_type(kind, governs),
            profile: Profile::default(),
        }
    }

    /// Two that speak as one.
    pub fn pair(one: &str, other: &str) -> Self {
        Self {
            name: format!("{one} and {other}"),
            kind: SpeakerType::Group,
            profile: Profile::default(),
        }
    }

    /// A name loses its article: `the Port Bank` is `Port Bank`, but `the ministry` stays.
    pub fn speaker(self, method: SpeakerMethod) -> Speaker {
        let bare = self
            .name
            .strip_prefix("the ")
            .or(self.name.strip_prefix("The "));
        let name = bare
            .filter(|n| n.starts_with(char::is_uppercase))
            .unwrap_or(&self.name);
        Speaker {
            name: Some(name.to_owned()),
            method,
            speaker_type: self.kind,
            role: self.profile.role,
            affiliation: self.profile.affiliation,
        }
    }
}

/// Whether one of the words governs. A place before another body only says where that is: the town
/// library governs nothing, the town council does.
fn governs(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(' ').peekable();
    while let Some(word) = words.next() {
        let places =
            lexicon::is_place(word) && words.peek().is_some_and(|next| lexicon::is_body(next));
        if lexicon::is_government(word) && !places {
            return true;
        }
    }
    false
}

fn speaker_type(kind: Kind, governs: bool) -> SpeakerType {
    match kind {
        Kind::Person => SpeakerType::Person,
        Kind::Group => SpeakerType::Group,
        Kind::Document => SpeakerType::Document,
        Kind::Body | Kind::Other if governs => SpeakerType::Government,
        Kind::Body => SpeakerType::Organisation,
        Kind::Other => SpeakerType::Unknown,
    }
}
