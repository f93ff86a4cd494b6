//! The plain data that flows between the stages. Imports nothing of ours.

mod document;
mod extent;
mod label;
mod matching;
mod quarantine;
mod quote;
mod row;
mod span;
mod tag;

pub use document::{Document, Origin, TextRow};
pub use extent::Extent;
pub use label::{Prediction, Sentiment, SentimentProbs, Stance, StanceProbs};
pub use matching::match_one_to_one;
pub use quarantine::Quarantined;
pub use quote::{CueClass, Quote, QuoteType, Speaker, SpeakerMethod, SpeakerType};
pub use row::{GoldQuote, GoldRow, LabelRow, Offsets, QuoteRow, SCHEMA_VERSION, TargetMention};
pub use span::Span;
pub use tag::{LINKS, TAGS, TokenTags};
