//! How quotes are found: by the rules, by a tagger, or by both.

use serde_json::{Value, json};

use super::settings::forget_threads;
use crate::classify::{ClassifyError, TokenTagger};
use crate::config::Segmentation;
use crate::corpus::{Document, Quote, TokenTags};
use crate::segment;

/// A way to find quotes, ready to be used.
pub struct Segmenter<'a> {
    tagger: Option<(&'a dyn TokenTagger, bool)>,
}

impl<'a> Segmenter<'a> {
    /// The rules alone.
    pub const RULES: Segmenter<'static> = Segmenter { tagger: None };

    /// A tagger, with the rules beside it or without.
    pub fn tagger(tagger: &'a dyn TokenTagger, rules_too: bool) -> Self {
        Self {
            tagger: Some((tagger, rules_too)),
        }
    }

    /// As the configuration names it.
    pub fn method(&self) -> Segmentation {
        match self.tagger {
            None => Segmentation::Rules,
            Some((_, false)) => Segmentation::Tagger,
            Some((_, true)) => Segmentation::Both,
        }
    }

    /// What the manifest says of it; a run is resumed only where this is the same.
    pub(super) fn describe(&self) -> Value {
        let tagger = self.tagger.map(|(tagger, _)| {
            let mut described = tagger.describe();
            forget_threads(&mut described);
            described
        });
        json!({ "method": self.method(), "tagger": tagger })
    }

    /// Runs the tagger, where there is one, on the thread that loaded it.
    ///
    /// # Errors
    /// When its engine fails.
    pub(super) fn tag(&self, documents: &[Document]) -> Result<Tagged, ClassifyError> {
        let Some((tagger, rules_too)) = self.tagger else {
            return Ok(Tagged::Nothing);
        };
        let texts: Vec<&str> = documents.iter().map(|d| d.text.as_str()).collect();
        let tags = tagger.tag(&texts)?;
        Ok(if rules_too {
            Tagged::WithRules(tags)
        } else {
            Tagged::Alone(tags)
        })
    }
}

/// What is known of the tokens of some documents.
pub(super) enum Tagged {
    Nothing,
    Alone(Vec<Vec<TokenTags>>),
    WithRules(Vec<Vec<TokenTags>>),
}

impl Tagged {
    /// The quotes of the document at `index`, whose text this is.
    pub(super) fn quotes(&self, index: usize, text: &str) -> Vec<Quote> {
        match self {
            Self::Nothing => segment::segment(text),
            Self::Alone(tags) => segment::tagged(text, &tags[index]),
            Self::WithRules(tags) => segment::both(text, &tags[index]),
        }
    }
}
