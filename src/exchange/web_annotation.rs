//! W3C Web Annotation: one JSON-LD collection, one annotation a quote.
//!
//! Selectors are `TextPositionSelector`, whose unit the recommendation sets as code points, and
//! `TextQuoteSelector`, with the words before and after where the text is at hand.

use serde_json::{Value, json};

use super::Exported;
use super::page::Page;
use super::tags::name;
use super::units::Units;
use crate::corpus::{QuoteRow, Span};

/// Characters before and after a span.
const AROUND: usize = 32;

/// One file.
pub(super) fn export(pages: &[Page]) -> Exported {
    let items: Vec<Value> = pages.iter().flat_map(annotations).collect();
    let collection = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:quotestance:quotes",
        "type": "AnnotationCollection",
        "label": "Quotes with stance and sentiment",
        "total": items.len(),
        "first": {
            "id": "urn:quotestance:quotes:1",
            "type": "AnnotationPage",
            "partOf": "urn:quotestance:quotes",
            "startIndex": 0,
            "items": items,
        },
    });
    Exported::one(format!("{collection:#}\n"))
}

fn annotations(page: &Page) -> Vec<Value> {
    let units = page.known_text().map(|text| (text, Units::new(text)));
    let annotation = |row: &&QuoteRow| annotation(row, units.as_ref());
    page.rows.iter().map(annotation).collect()
}

fn annotation(row: &QuoteRow, text: Option<&(&str, Units)>) -> Value {
    let source = row
        .url
        .clone()
        .unwrap_or_else(|| format!("urn:quotestance:document:{}", percent(&row.document_id)));
    let target = |span: &Span| {
        json!({
            "type": "SpecificResource",
            "source": source,
            "selector": [
                { "type": "TextPositionSelector", "start": span.start, "end": span.end },
                quote_selector(span, text),
            ],
        })
    };
    let tag = |purpose: &str, value: String| json!({ "type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value });
    let mut bodies = vec![tag(
        "classifying",
        format!("quote_type: {}", name(&row.quote_type)),
    )];
    let stance = row.stance.map(|of| format!("stance: {}", name(&of)));
    let sentiment = row.sentiment.map(|of| format!("sentiment: {}", name(&of)));
    let target_of = row.target.as_ref().map(|of| format!("target: {of}"));
    let classes = [stance, target_of, sentiment].into_iter().flatten();
    bodies.extend(classes.map(|class| tag("classifying", class)));
    bodies.extend(row.speaker.iter().map(|of| tag("identifying", of.clone())));
    let mut annotation = json!({
        "id": format!("urn:quotestance:quote:{}", row.quote_id),
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": row.content.iter().map(target).collect::<Vec<_>>(),
    });
    if let Some(model) = &row.model {
        annotation["creator"] = json!({ "type": "Software", "name": model });
    }
    annotation
}

fn quote_selector(span: &Span, text: Option<&(&str, Units)>) -> Value {
    let mut selector = json!({ "type": "TextQuoteSelector", "exact": span.text });
    if let Some((text, units)) = text {
        let before = units.slice(text, span.start.saturating_sub(AROUND), span.start);
        let behind = units.slice(text, span.end, units.chars().min(span.end + AROUND));
        selector["prefix"] = json!(before);
        selector["suffix"] = json!(behind);
    }
    selector
}

/// What an IRI may not hold, percent-encoded.
fn percent(id: &str) -> String {
    id.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
