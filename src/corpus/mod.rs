//! The plain data that flows between the stages. Imports nothing of ours.

mod document;
mod label;
mod quarantine;
mod quote;
mod row;
mod span;

pub use document::{Document, Origin, TextRow};
pub use label::{Prediction, Sentiment, SentimentProbs, Stance, StanceProbs};
pub use quarantine::Quarantined;
pub use quote::{CueClass, Quote, QuoteType, Speaker, SpeakerMethod};
pub use row::{GoldQuote, LabelRow, Offsets, QuoteRow, SCHEMA_VERSION, TargetMention};
pub use span::Span;
