//! The columns of each kind of row, stated once: CSV, Parquet and the dataset card follow them.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use serde::Serialize;

use crate::corpus::{LabelRow, QuoteRow};

/// A row whose columns are known.
pub trait Row: Serialize {
    /// Its columns, in the order of its JSON keys.
    fn schema() -> SchemaRef;
}

impl Row for QuoteRow {
    fn schema() -> SchemaRef {
        quote_rows()
    }
}

impl Row for LabelRow {
    fn schema() -> SchemaRef {
        label_rows()
    }
}

/// The columns of `quotes.*`.
pub fn quote_rows() -> SchemaRef {
    let mut fields = vec![
        required("schema_version", DataType::Utf8),
        required("quote_id", DataType::Utf8),
        required("document_id", DataType::Utf8),
        optional("title", DataType::Utf8),
        optional("outlet", DataType::Utf8),
        optional("url", DataType::Utf8),
        optional("published_at", DataType::Utf8),
        required("quote_type", DataType::Utf8),
        required("text", DataType::Utf8),
        required("confidence", DataType::Float32),
        required("content", spans()),
        required("cue", spans()),
        required("source", spans()),
        required("sentence", spans()),
        optional("cue_class", DataType::Utf8),
        optional("found_by", DataType::Utf8),
        optional("speaker", DataType::Utf8),
        required("speaker_method", DataType::Utf8),
        required("speaker_type", DataType::Utf8),
        optional("speaker_role", DataType::Utf8),
        optional("speaker_affiliation", DataType::Utf8),
        optional("target", DataType::Utf8),
        optional("target_mention", DataType::Utf8),
    ];
    fields.extend(labels());
    fields.extend([
        optional("tokens", DataType::Int32),
        optional("truncated", DataType::Boolean),
        optional("model", DataType::Utf8),
        optional("gold_stance", DataType::Utf8),
        optional("gold_sentiment", DataType::Utf8),
    ]);
    Arc::new(Schema::new(fields))
}

/// The columns of what `label` writes. `meta`, an object in JSONL, is its JSON text elsewhere.
pub fn label_rows() -> SchemaRef {
    let mut fields = vec![
        required("schema_version", DataType::Utf8),
        required("id", DataType::Utf8),
        required("text", DataType::Utf8),
        required("target", DataType::Utf8),
    ];
    fields.extend(labels());
    fields.extend([
        required("tokens", DataType::Int32),
        required("truncated", DataType::Boolean),
        required("model", DataType::Utf8),
        optional("meta", DataType::Utf8),
    ]);
    Arc::new(Schema::new(fields))
}

/// The values that a column of labels may have, in the order of their class ids; `None` for free text.
pub fn vocabulary(column: &str) -> Option<&'static [&'static str]> {
    Some(match column {
        "stance" | "gold_stance" => &["favor", "against", "neutral"],
        "sentiment" | "gold_sentiment" => &["negative", "neutral", "positive"],
        "quote_type" => &["direct", "indirect", "mixed"],
        "target_mention" => &["explicit", "implicit", "absent"],
        "cue_class" => &["reporting", "doubting", "negated"],
        "found_by" => &["rules", "tagger"],
        "abstained" => &["stance", "sentiment"],
        "speaker_method" => &[
            "explicit",
            "according_to",
            "floating",
            "pronoun",
            "signature",
            "none",
        ],
        "speaker_type" => &[
            "person",
            "organisation",
            "government",
            "group",
            "document",
            "unknown",
        ],
        _ => return None,
    })
}

fn labels() -> [Field; 6] {
    [
        optional("stance", DataType::Utf8),
        optional("stance_probs", probs(["favor", "against", "neutral"])),
        optional("sentiment", DataType::Utf8),
        optional(
            "sentiment_probs",
            probs(["negative", "neutral", "positive"]),
        ),
        optional("abstained", list(DataType::Utf8)),
        optional("explanation", explanation()),
    ]
}

fn probs(labels: [&str; 3]) -> DataType {
    DataType::Struct(
        labels
            .map(|label| required(label, DataType::Float32))
            .into_iter()
            .collect(),
    )
}

fn spans() -> DataType {
    let offsets = ["start", "end", "byte_start", "byte_end"]
        .map(|name| required(name, DataType::Int64))
        .into_iter();
    let span: Fields = offsets.chain([required("text", DataType::Utf8)]).collect();
    list(DataType::Struct(span))
}

fn explanation() -> DataType {
    let word: Fields = [
        required("start", DataType::Int64),
        required("end", DataType::Int64),
        required("text", DataType::Utf8),
        required("weight", DataType::Float32),
    ]
    .into_iter()
    .collect();
    let words = list(DataType::Struct(word));
    let tasks = ["stance", "sentiment"].map(|task| required(task, words.clone()));
    DataType::Struct(tasks.into_iter().collect())
}

fn list(item: DataType) -> DataType {
    DataType::List(Arc::new(required("item", item)))
}

fn required(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, false)
}

fn optional(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{
        CueClass, FoundBy, QuoteType, Sentiment, SpeakerMethod, SpeakerType, Stance, TargetMention,
        Task,
    };

    fn check<T: Serialize>(column: &str, values: &[T]) {
        let names = serde_json::to_value(values).unwrap();
        assert_eq!(serde_json::json!(vocabulary(column).unwrap()), names);
    }

    #[test]
    fn vocabularies_are_those_of_the_rows() {
        check("stance", &Stance::ALL);
        check("gold_sentiment", &Sentiment::ALL);
        check(
            "quote_type",
            &[QuoteType::Direct, QuoteType::Indirect, QuoteType::Mixed],
        );
        check(
            "target_mention",
            &[
                TargetMention::Explicit,
                TargetMention::Implicit,
                TargetMention::Absent,
            ],
        );
        check(
            "cue_class",
            &[CueClass::Reporting, CueClass::Doubting, CueClass::Negated],
        );
        check("abstained", &Task::ALL);
        check("found_by", &[FoundBy::Rules, FoundBy::Tagger]);
        check(
            "speaker_method",
            &[
                SpeakerMethod::Explicit,
                SpeakerMethod::AccordingTo,
                SpeakerMethod::Floating,
                SpeakerMethod::Pronoun,
                SpeakerMethod::Signature,
                SpeakerMethod::None,
            ],
        );
        check(
            "speaker_type",
            &[
                SpeakerType::Person,
                SpeakerType::Organisation,
                SpeakerType::Government,
                SpeakerType::Group,
                SpeakerType::Document,
                SpeakerType::Unknown,
            ],
        );
    }
}
