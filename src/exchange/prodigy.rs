//! Prodigy's JSONL: `text`, `tokens`, `spans` and `relations`, offsets in code points.
//!
//! Tokens have `text`, `start`, `end`, `id`, `ws`; spans have `start`, `end`, `token_start`,
//! `token_end` (the last token, inclusive) and `label`; relations have `head` and `child` (their
//! spans' last tokens), `label`, `head_span` and `child_span`. Of a text as a whole, `options` have
//! `id` and `text`, and `accept` the ids that were chosen. `answer` is `accept`, `reject` or `ignore`.

use serde_json::{Map, Value, json};

use super::answers::{Answer, task_of};
use super::imported::{Imported, at_hand, of_text};
use super::page::Page;
use super::regions::Regions;
use super::tags::{self, Tag};
use super::tokens::{Token, tokens};
use super::units::Units;
use super::{ExchangeError, Exported};
use crate::corpus::Task;

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

/// A question of a text as a whole, for the interface `choice`.
pub(super) fn question(mut item: Map<String, Value>, asked: &[Task]) -> Map<String, Value> {
    let labels = asked.iter().flat_map(|task| task.classes());
    let options: Vec<Value> = labels
        .map(|label| json!({ "id": label, "text": label }))
        .collect();
    let shown = ["target", "speaker"].map(|name| (name.to_owned(), item[name].clone()));
    item.insert("options".to_owned(), json!(options));
    item.insert("task".to_owned(), json!(asked.first()));
    item.insert("meta".to_owned(), json!(Map::from_iter(shown)));
    item
}

/// Whether a line has what only Prodigy writes.
pub(super) fn is_answer(line: &Value) -> bool {
    line.get("accept").is_some() || line["answer"].is_string() && line.get("label").is_some()
}

/// The options that were chosen (`accept`), or the one label that was asked about (`label`); none
/// where the line was rejected or ignored.
pub(super) fn answer(line: &Value, task: Option<Task>) -> Result<Answer, String> {
    let mut answer = Answer::default();
    if is_accepted(line) {
        let chosen = line.get("accept").or_else(|| line.get("label"));
        answer.set(task, chosen.unwrap_or(&Value::Null))?;
    }
    Ok(answer)
}

/// `answer` is `accept`, `reject` or `ignore`, and absent before anybody answered.
fn is_accepted(line: &Value) -> bool {
    line["answer"]
        .as_str()
        .is_none_or(|answer| answer == "accept")
}

/// A line with the `answer` that it was accepted, or without one; `None` where it was rejected or
/// ignored. Interfaces for texts as a whole may leave empty `spans`.
pub(super) fn import(line: &Value) -> Result<Option<Imported>, String> {
    if !is_accepted(line) {
        return Ok(None);
    }
    let text = line["text"].as_str().ok_or("it has no `text`")?;
    let list = |name: &str| line[name].as_array().cloned().unwrap_or_default();
    if list("spans").is_empty() && (is_answer(line) || line.get("spans").is_none()) {
        let answer = answer(line, task_of(line)?)?;
        return of_text(line, text, answer).map(Some);
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
