//! The plain data that flows between the stages. Imports nothing of ours.

mod annotation;
mod column;
mod content;
mod document;
mod explanation;
mod extent;
mod label;
mod matching;
mod quarantine;
mod quote;
mod row;
mod scaling;
mod span;
mod tag;
mod task;

pub use annotation::{Annotation, Draw};
pub use column::{LENGTH, column};
pub use content::{GAP, content_text, quote_id};
pub use document::{Document, Origin, TextRow};
pub use explanation::{Explanation, WordWeight};
pub use extent::Extent;
pub use label::{Prediction, Sentiment, SentimentProbs, Stance, StanceProbs};
pub use matching::match_one_to_one;
pub use quarantine::Quarantined;
pub use quote::{CueClass, FoundBy, Quote, QuoteType, Speaker, SpeakerMethod, SpeakerType};
pub use row::{GoldQuote, GoldRow, LabelRow, Offsets, QuoteRow, SCHEMA_VERSION, TargetMention};
pub use scaling::Scaling;
pub use span::Span;
pub use tag::{LINKS, QuoteSpans, TAGS, TokenTags};
pub use task::Task;
