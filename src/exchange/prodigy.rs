//! Prodigy's JSONL: `text`, `tokens`, `spans` and `relations`, offsets in code points.
//!
//! Tokens have `text`, `start`, `end`, `id`, `ws`; spans have `start`, `end`, `token_start`,
//! `token_end` (the last token, inclusive) and `label`; relations have `head` and `child` (their
//! spans' last tokens), `label`, `head_span` and `child_span`.

use serde_json::{Value, json};

use super::imported::{Imported, at_hand, of_text};
use super::page::Page;
use super::regions::Regions;
use super::tags::{self, Tag};
use super::tokens::{Token, tokens};
use super::units::Units;
use super::{ExchangeError, Exported};

/// One line a document. Tokens are words and punctuation, cut where a span starts or ends.
pub(super) fn export(pages: &[Page]) -> Result<Exported, ExchangeError> {
    let lines = pages.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    Ok(Exported::lines(lines))
}

fn line(page: &Page) -> Result<Value, ExchangeError> {
    let text = page.text()?;
    let tokens = tokens(text, &page.rows);
    let regions = Regions::of(&page.rows);
    let spans: Vec<Value> = tags::tags(&regions)
        .iter()
        .map(|tag| span(tag, &tokens))
        .collect();
    let relations = regions.links.iter().map(|&(from, to)| {
        json!({
            "head": spans[from]["token_end"],
            "child": spans[to]["token_end"],
            "head_span": spans[from],
            "child_span": spans[to],
            "label": regions.regions[to].kind.as_str(),
        })
    });
    let shown = tokens.iter().enumerate().map(|(id, token)| {
        json!({
            "text": token.text,
            "start": token.start,
            "end": token.end,
            "id": id,
            "ws": token.space_after,
        })
    });
    Ok(json!({
        "text": text,
        "tokens": shown.collect::<Vec<_>>(),
        "spans": spans,
        "relations": relations.collect::<Vec<_>>(),
        "meta": {
            "document_id": page.document,
            "target": page.rows.first().and_then(|row| row.target.as_deref()),
        },
    }))
}

fn span(tag: &Tag, tokens: &[Token]) -> Value {
    let first = tokens.partition_point(|token| token.end <= tag.start);
    let behind = tokens.partition_point(|token| token.start < tag.end);
    json!({
        "start": tag.start,
        "end": tag.end,
        "token_start": first,
        "token_end": behind.saturating_sub(1),
        "label": tag.label,
    })
}

/// A line with the `answer` that it was accepted, or without one; `None` where it was rejected or
/// ignored.
pub(super) fn import(line: &Value) -> Result<Option<Imported>, String> {
    if line["answer"]
        .as_str()
        .is_some_and(|answer| answer != "accept")
    {
        return Ok(None);
    }
    let text = line["text"].as_str().ok_or("it has no `text`")?;
    let list = |name: &str| line[name].as_array().cloned().unwrap_or_default();
    if line.get("spans").is_none() {
        let chosen = list("accept");
        let one = line["label"].as_str().into_iter();
        let names = chosen.iter().filter_map(Value::as_str).chain(one);
        let of_input = json!({ "id": super::imported::text_field(line, "id").unwrap_or_else(|| line["_input_hash"].to_string()), "target": super::imported::field(line, "target") });
        return of_text(&of_input, text, names).map(Some);
    }
    let length = Units::new(text).chars();
    let tag = |of: &Value| -> Result<Tag, String> {
        let offset = |name: &str| {
            let offset = of[name].as_u64().and_then(|at| usize::try_from(at).ok());
            offset.filter(|&at| at <= length).ok_or_else(|| {
                format!(
                    "a span's `{name}` is not an offset of the text, which has {length} characters"
                )
            })
        };
        Ok(Tag {
            start: offset("start")?,
            end: offset("end")?,
            label: of["label"]
                .as_str()
                .ok_or("a span has no `label`")?
                .to_owned(),
        })
    };
    let tags = list("spans")
        .iter()
        .map(tag)
        .collect::<Result<Vec<_>, _>>()?;
    let mut links = Vec::new();
    for relation in list("relations") {
        let (head, child) = (tag(&relation["head_span"])?, tag(&relation["child_span"])?);
        let place = |of: &Tag| tags.iter().position(|tag| tag == of);
        links.extend(place(&head).zip(place(&child)));
    }
    at_hand(line, text, &tags::regions(&tags, &links)?).map(Some)
}
