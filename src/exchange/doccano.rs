//! doccano's JSONL of sequence labelling with relations.
//!
//! `entities` have `id`, `start_offset`, `end_offset`, `label`, `relations` have `id`, `from_id`,
//! `to_id`, `type`. Its offsets are JavaScript's, UTF-16 code units (doccano issue 2290), as long as
//! the project does not count grapheme clusters. The project must allow overlapping spans.

use serde_json::{Map, Value, json};

use super::answers::{Answer, task_of};
use super::imported::{Imported, at_hand, of_text};
use super::page::Page;
use super::regions::Regions;
use super::tags::{self, Tag};
use super::units::Units;
use super::{ExchangeError, Exported};
use crate::corpus::Task;

/// One line a document.
pub(super) fn export(pages: &[Page]) -> Result<Exported, ExchangeError> {
    let lines = pages.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    Ok(Exported::lines(lines))
}

fn line(page: &Page) -> Result<Value, ExchangeError> {
    let text = page.text()?;
    let units = Units::new(text);
    let regions = Regions::of(&page.rows);
    let entities = tags::tags(&regions)
        .into_iter()
        .enumerate()
        .map(|(at, tag)| {
            json!({
                "id": at + 1,
                "start_offset": units.utf16(tag.start),
                "end_offset": units.utf16(tag.end),
                "label": tag.label,
            })
        });
    let relations = regions.links.iter().enumerate().map(|(at, &(from, to))| {
        json!({
            "id": at + 1,
            "from_id": from + 1,
            "to_id": to + 1,
            "type": regions.regions[to].kind.as_str(),
        })
    });
    Ok(json!({
        "text": text,
        "entities": entities.collect::<Vec<_>>(),
        "relations": relations.collect::<Vec<_>>(),
        "document_id": page.document,
        "target": page.rows.first().and_then(|row| row.target.as_deref()),
    }))
}

/// A question of a text as a whole, for a project of text classification.
pub(super) fn question(mut item: Map<String, Value>, asked: &[Task]) -> Map<String, Value> {
    item.insert("label".to_owned(), json!([]));
    item.insert("task".to_owned(), json!(asked.first()));
    item
}

/// The `label`s (also `labels`) of a text as a whole.
pub(super) fn answer(line: &Value, task: Option<Task>) -> Result<Answer, String> {
    let mut answer = Answer::default();
    let labels = line.get("label").or_else(|| line.get("labels"));
    answer.set(task, labels.unwrap_or(&Value::Null))?;
    Ok(answer)
}

/// A line of either of doccano's forms: `entities` and `relations`, or `label` (also `labels`) as
/// triples, or as names of a whole text.
pub(super) fn import(line: &Value) -> Result<Imported, String> {
    let text = line["text"].as_str().ok_or("it has no `text`")?;
    let labels = line.get("label").or_else(|| line.get("labels"));
    if let Some(names) = labels.and_then(Value::as_array)
        && line.get("entities").is_none()
        && names.iter().all(Value::is_string)
        && !names.is_empty()
    {
        return of_text(line, text, answer(line, task_of(line)?)?);
    }
    let units = Units::new(text);
    let char = |unit: &Value| {
        let unit = unit.as_u64().and_then(|unit| usize::try_from(unit).ok());
        unit.and_then(|unit| units.char_of_utf16(unit)).ok_or_else(|| {
            "an offset is not one of the text; offsets are UTF-16 code units, so turn grapheme mode off".to_owned()
        })
    };
    let tag = |start: &Value, end: &Value, label: &Value| -> Result<Tag, String> {
        Ok(Tag {
            start: char(start)?,
            end: char(end)?,
            label: label.as_str().ok_or("a label has no name")?.to_owned(),
        })
    };
    let list = |name: &str| line[name].as_array().cloned().unwrap_or_default();
    let entities = list("entities");
    let triples = labels
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let tags: Vec<Tag> = match entities.is_empty() {
        false => entities
            .iter()
            .map(|of| tag(&of["start_offset"], &of["end_offset"], &of["label"]))
            .collect::<Result<_, _>>()?,
        true => triples
            .iter()
            .map(|of| tag(&of[0], &of[1], &of[2]))
            .collect::<Result<_, _>>()?,
    };
    let place = |id: &Value| entities.iter().position(|entity| entity["id"] == *id);
    let links: Vec<_> = list("relations")
        .iter()
        .filter_map(|of| Some((place(&of["from_id"])?, place(&of["to_id"])?)))
        .collect();
    at_hand(line, text, &tags::regions(&tags, &links)?)
}
