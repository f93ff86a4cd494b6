//! What other tools' files become.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::answers::Answer;
use super::regions::Regions;
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

/// A field that is not blank, at the top, or in one of the objects that tools keep metadata in; a
/// number in its digits.
pub(super) fn text_field(row: &Value, name: &str) -> Option<String> {
    let places = [row, &row["meta"], &row["metadata"], &row["data"]];
    let found = places.into_iter().filter_map(|place| place.get(name));
    let texts = found.filter_map(|value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    texts.into_iter().find(|text| !text.is_empty())
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

/// A text with what was answered of it.
pub(super) fn of_text(row: &Value, text: &str, answer: Answer) -> Result<Imported, String> {
    let id = text_field(row, "id").or_else(|| text_field(row, "_input_hash"));
    Ok(Imported::Text(LabelledText {
        id: id.ok_or("it has no `id`")?,
        text: text.to_owned(),
        target: text_field(row, "target"),
        stance: answer.stance,
        sentiment: answer.sentiment,
    }))
}
