//! Rows without the words of others, and their words put back.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::units::Units;
use crate::corpus::GAP;

const FIELDS: [&str; 4] = ["content", "cue", "source", "sentence"];

/// Takes the text out of a row of quotes: of each span, and `text` itself. Offsets stay, and beside
/// them `sha256`, of the words that stood there. A row without text stays as it is.
pub fn dehydrate(row: &mut Value) {
    for field in FIELDS {
        let spans = row.get_mut(field).and_then(Value::as_array_mut);
        for span in spans.into_iter().flatten() {
            hide(span, "sha256");
        }
    }
    hide(row, "text_sha256");
}

/// Replaces the `text` of an object by its hash, in its place.
fn hide(object: &mut Value, hash: &str) {
    let Some(object) = object.as_object_mut() else {
        return;
    };
    let renamed: Map<String, Value> = std::mem::take(object)
        .into_iter()
        .map(|(key, value)| match value.as_str() {
            Some(words) if key == "text" => (hash.to_owned(), json!(sha256(words))),
            _ => (key, value),
        })
        .collect();
    *object = renamed;
}

/// Puts the text back, from the document's.
///
/// # Errors
/// Every span whose words are not those that were taken out, and what to do; the row is left as it was.
pub fn hydrate(row: &mut Value, text: &str) -> Result<(), Vec<String>> {
    let units = Units::new(text);
    let mut whole = row.clone();
    let mut faults = Vec::new();
    for field in FIELDS {
        let spans = whole.get_mut(field).and_then(Value::as_array_mut);
        for span in spans.into_iter().flatten() {
            if let Err(fault) = fill(span, text, &units) {
                faults.push(format!("{field} {fault}"));
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let words = whole["content"].as_array().into_iter().flatten();
    let words: Vec<_> = words.filter_map(|span| span["text"].as_str()).collect();
    let words = words.join(GAP);
    if whole["text_sha256"]
        .as_str()
        .is_some_and(|hash| hash != sha256(&words))
    {
        return Err(vec![
            "its text has another hash; use the rows as they were shared".to_owned(),
        ]);
    }
    show(&mut whole, "text_sha256", &words);
    *row = whole;
    Ok(())
}

fn fill(span: &mut Value, text: &str, units: &Units) -> Result<(), String> {
    let offset = |name: &str| span[name].as_u64().and_then(|at| usize::try_from(at).ok());
    let (start, end) = (offset("start"), offset("end"));
    let place = format!("{}..{}", span["start"], span["end"]);
    let words = start
        .zip(end)
        .and_then(|(start, end)| units.slice(text, start, end));
    let Some(words) = words else {
        return Err(format!(
            "{place} is not in the text, which has {} characters; use the text that the rows were made on",
            units.chars()
        ));
    };
    let found = sha256(words);
    match span["sha256"].as_str() {
        Some(expected) if expected != found => Err(format!(
            "{place} has the sha256 {found} where the rows have {expected}; use the text that the rows were made on"
        )),
        _ => {
            show(span, "sha256", words);
            Ok(())
        }
    }
}

/// The inverse of [`hide`].
fn show(object: &mut Value, hash: &str, words: &str) {
    let Some(object) = object.as_object_mut() else {
        return;
    };
    *object = std::mem::take(object)
        .into_iter()
        .map(|(key, value)| match key == hash {
            true => ("text".to_owned(), json!(words)),
            false => (key, value),
        })
        .collect();
}

fn sha256(words: &str) -> String {
    format!("{:x}", Sha256::digest(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "😀 “Aye,” said Bo.";

    fn row() -> Value {
        let span = |start, end, text| json!({ "start": start, "end": end, "byte_start": 0, "byte_end": 0, "text": text });
        json!({ "quote_id": "q", "text": "Aye,", "content": [span(3, 7, "Aye,")], "cue": [span(9, 13, "said")], "source": [span(14, 16, "Bo")], "sentence": [span(3, 16, "Aye,” said Bo")], "speaker": "Bo" })
    }

    #[test]
    fn words_go_and_come_back() {
        let mut found = row();
        dehydrate(&mut found);
        let shown = found.to_string();
        assert!(!shown.contains("Aye") && !shown.contains("said"), "{shown}");
        assert_eq!(found["text_sha256"], sha256("Aye,"));
        hydrate(&mut found, TEXT).unwrap();
        assert_eq!(found.to_string(), row().to_string());
    }

    #[test]
    fn every_mismatch_is_named() {
        let mut found = row();
        dehydrate(&mut found);
        let before = found.clone();
        let faults = hydrate(&mut found, &TEXT.replace("Aye", "Nay")).unwrap_err();
        assert!(
            faults.len() == 2
                && faults[0].starts_with("content 3..7 has the sha256")
                && faults[1].starts_with("sentence 3..16 has the sha256"),
            "{faults:?}"
        );
        let faults = hydrate(&mut found, "😀 “Aye,”").unwrap_err();
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(
            faults[0].starts_with("cue 9..13 is not in the text"),
            "{faults:?}"
        );
        assert_eq!(found, before);
    }
}
