//! What other tools' files become.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::regions::Regions;
use super::tags::value_of;
use crate::corpus::{GoldQuote, Sentiment, Stance};

/// Rows of one line or task.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Imported {
    /// Gold quotes of a document whose spans were marked.
    Quotes(Vec<GoldQuote>),
    /// A text that was labelled whole: a row for `label`, and gold for what it writes.
    Text(LabelledText),
}

/// A text and its labels.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LabelledText {
    /// Of the tool, or of the metadata.
    pub id: String,
    /// The words.
    pub text: String,
    /// What the stance is toward.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The person's label.
    pub stance: Option<Stance>,
    /// The person's label.
    pub sentiment: Option<Sentiment>,
}

/// A metadata field, at the top, or in one of the objects that tools keep metadata in.
pub(super) fn field<'v>(row: &'v Value, name: &str) -> Option<&'v Value> {
    let places = [row, &row["meta"], &row["metadata"], &row["data"]];
    let found = places.into_iter().find_map(|place| place.get(name));
    found.filter(|value| !value.is_null())
}

/// As [`field`], as text.
pub(super) fn text_field(row: &Value, name: &str) -> Option<String> {
    field(row, name).map(|value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}

/// The gold quotes of a document; one without any says so with a row without content, so that what
/// is found in it counts as wrong.
pub(super) fn at_hand(row: &Value, text: &str, regions: &Regions) -> Result<Imported, String> {
    let document = text_field(row, "document_id")
        .or_else(|| text_field(row, "id"))
        .ok_or("it has no `document_id`; keep that field as metadata")?;
    let sha256 = format!("{:x}", Sha256::digest(text));
    let target = text_field(row, "target");
    let mut quotes = regions.quotes(&document, &sha256, target.as_deref(), text);
    if quotes.is_empty() {
        quotes.push(GoldQuote {
            document_id: document,
            sha256: Some(sha256),
            quote_type: crate::corpus::QuoteType::Indirect,
            content: Vec::new(),
            cue: Vec::new(),
            source: Vec::new(),
            speaker: None,
            target: None,
            stance: None,
            sentiment: None,
            core: true,
        });
    }
    Ok(Imported::Quotes(quotes))
}

/// A text by the names of its labels: `stance-favor`, or `favor` where that is plain.
pub(super) fn of_text<'n>(
    row: &Value,
    text: &str,
    names: impl Iterator<Item = &'n str>,
) -> Result<Imported, String> {
    let mut labelled = LabelledText {
        id: text_field(row, "id").ok_or("it has no `id`")?,
        text: text.to_owned(),
        target: text_field(row, "target"),
        ..LabelledText::default()
    };
    for name in names {
        let of_stance = name.strip_prefix("stance-").unwrap_or(name);
        let of_sentiment = name.strip_prefix("sentiment-").unwrap_or(name);
        match (
            value_of::<Stance>(of_stance),
            value_of::<Sentiment>(of_sentiment),
        ) {
            (Some(stance), None) => labelled.stance = Some(stance),
            (None, Some(sentiment)) => labelled.sentiment = Some(sentiment),
            (Some(_), Some(_)) => {
                return Err(format!(
                    "the label `{name}` may be a stance or a sentiment; call it stance-{name} or sentiment-{name}"
                ));
            }
            (None, None) => {
                return Err(format!(
                    "unknown label `{name}`; known are favor, against, stance-neutral, negative, sentiment-neutral, positive"
                ));
            }
        }
    }
    Ok(Imported::Text(labelled))
}
