//! Label Studio: tasks with predictions, and the labelling interface that they are for.
//!
//! Regions are `labels` of the control `part`, each with `choices` per region; links are `relation`s.
//! Offsets are code points (its editor converts them from and to JavaScript's).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::answers::Answer;
use super::imported::{Imported, at_hand, of_text};
use super::page::Page;
use super::regions::{Kind, Region, Regions};
use super::tags::{name, value_of};
use super::units::Units;
use super::{ExchangeError, Exported};
use crate::corpus::Task;

/// The interface, to paste into a project's settings.
const CONFIG: &str = r#"<View>
  <Relations>
    <Relation value="content"/>
    <Relation value="cue"/>
    <Relation value="source"/>
  </Relations>
  <Labels name="part" toName="text">
    <Label value="content"/>
    <Label value="cue"/>
    <Label value="source"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Choices name="quote_type" toName="text" perRegion="true" whenTagName="part" whenLabelValue="content">
    <Choice value="direct"/>
    <Choice value="indirect"/>
    <Choice value="mixed"/>
  </Choices>
  <Choices name="stance" toName="text" perRegion="true" whenTagName="part" whenLabelValue="content">
    <Choice value="favor"/>
    <Choice value="against"/>
    <Choice value="neutral"/>
  </Choices>
  <Choices name="sentiment" toName="text" perRegion="true" whenTagName="part" whenLabelValue="content">
    <Choice value="negative"/>
    <Choice value="neutral"/>
    <Choice value="positive"/>
  </Choices>
</View>
"#;

/// A folder with `tasks.json` and `config.xml`.
pub(super) fn export(pages: &[Page]) -> Result<Exported, ExchangeError> {
    let tasks = pages.iter().map(task).collect::<Result<Vec<_>, _>>()?;
    let tasks = format!("{:#}\n", Value::Array(tasks));
    Ok(Exported::folder(vec![
        ("config.xml".to_owned(), CONFIG.into()),
        ("tasks.json".to_owned(), tasks.into()),
    ]))
}

fn task(page: &Page) -> Result<Value, ExchangeError> {
    let text = page.text()?;
    let units = Units::new(text);
    let regions = Regions::of(&page.rows);
    let mut result = Vec::new();
    for (at, region) in regions.regions.iter().enumerate() {
        result.extend(results(text, &units, at, region));
    }
    result.extend(regions.links.iter().map(|&(from, to)| {
        json!({
            "type": "relation",
            "from_id": id(from),
            "to_id": id(to),
            "direction": "right",
            "labels": [regions.regions[to].kind.as_str()],
        })
    }));
    let model = page.rows.first().and_then(|row| row.model.as_deref());
    Ok(json!({
        "data": {
            "text": text,
            "document_id": page.document,
            "target": page.rows.first().and_then(|row| row.target.as_deref()),
        },
        "predictions": [{ "model_version": model.unwrap_or("quotestance"), "result": result }],
    }))
}

fn id(at: usize) -> String {
    format!("r{at}")
}

/// The region itself, then its choices, all of one id.
fn results(text: &str, units: &Units, at: usize, region: &Region) -> Vec<Value> {
    let words = units.slice(text, region.start, region.end);
    let result = |control: &str, kind: &str, value: String| {
        json!({
            "id": id(at),
            "from_name": control,
            "to_name": "text",
            "type": kind,
            "value": { "start": region.start, "end": region.end, "text": words, kind: [value] },
        })
    };
    let choices = [
        ("quote_type", region.quote_type.map(|of| name(&of))),
        ("stance", region.stance.map(|of| name(&of))),
        ("sentiment", region.sentiment.map(|of| name(&of))),
    ];
    let choices = choices
        .into_iter()
        .filter_map(|(control, value)| Some(result(control, "choices", value?)));
    std::iter::once(result("part", "labels", region.kind.as_str().to_owned()))
        .chain(choices)
        .collect()
}

/// A JSON export: of each task the first annotation that was not cancelled. Tasks without one are
/// counted.
pub(super) fn import(text: &str) -> Result<(Vec<Imported>, usize), ExchangeError> {
    let tasks: Vec<Value> = serde_json::from_str(text).map_err(|error| {
        ExchangeError::input(
            1,
            format!("{error}; export the project as JSON, not JSON-MIN"),
        )
    })?;
    let (mut rows, mut left_out) = (Vec::new(), 0);
    for (index, task) in tasks.iter().enumerate() {
        let annotations = task["annotations"]
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        match annotations.iter().find(|of| of["was_cancelled"] != true) {
            Some(annotation) => rows.push(
                of_task(task, annotation)
                    .map_err(|reason| ExchangeError::input(index + 1, reason))?,
            ),
            None => left_out += 1,
        }
    }
    Ok((rows, left_out))
}

fn of_task(task: &Value, annotation: &Value) -> Result<Imported, String> {
    let text = task["data"]["text"]
        .as_str()
        .ok_or("its data has no `text`")?;
    let results = annotation["result"]
        .as_array()
        .ok_or("its annotation has no `result`")?;
    if results.iter().any(is_of_whole) {
        let mut answer = Answer::default();
        for result in results.iter().filter(|result| is_of_whole(result)) {
            answer.set(control(result), &result["value"])?;
        }
        return of_text(task, text, answer);
    }
    let length = Units::new(text).chars();
    let mut all = Regions::default();
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    for result in results.iter().filter(|result| result["type"] == "labels") {
        let value = &result["value"];
        let offset = |name: &str| {
            let offset = value[name].as_u64().and_then(|at| usize::try_from(at).ok());
            offset.filter(|&at| at <= length).ok_or_else(|| {
                format!("a region's `{name}` is not an offset of the text, which has {length} characters")
            })
        };
        let label = value["labels"][0].as_str().unwrap_or_default();
        let kind = Kind::named(label)
            .ok_or_else(|| format!("unknown label `{label}`; known are content, cue and source"))?;
        let id = result["id"].as_str().ok_or("a region has no `id`")?;
        place.insert(id, all.regions.len());
        all.regions
            .push(Region::new(kind, offset("start")?, offset("end")?));
    }
    for result in results.iter().filter(|result| result["type"] == "choices") {
        let at = result["id"].as_str().and_then(|id| place.get(id));
        if let Some(region) = at.map(|&at| &mut all.regions[at]) {
            set(region, result)?;
        }
    }
    for link in results.iter().filter(|result| result["type"] == "relation") {
        let end = |name: &str| link[name].as_str().and_then(|id| place.get(id)).copied();
        all.links.extend(end("from_id").zip(end("to_id")));
    }
    at_hand(task, text, &all)
}

/// Whether a result is of the text as a whole, not of a region.
fn is_of_whole(result: &Value) -> bool {
    result["type"] == "choices" && result["value"]["start"].is_null()
}

/// What a control asks for, by its name; `None` where its choices must say that.
fn control(result: &Value) -> Option<Task> {
    value_of(result["from_name"].as_str()?)
}

/// A question of a text as a whole: a task for a project with a control for each label.
pub(super) fn question(item: Map<String, Value>) -> Value {
    json!({ "data": item })
}

/// One answer an annotation that was not cancelled, of the controls that are named for what they
/// ask; one that is empty where there is none.
pub(super) fn answers(annotations: &[Value]) -> Result<Vec<Answer>, String> {
    let mut answers = Vec::new();
    for annotation in annotations.iter().filter(|of| of["was_cancelled"] != true) {
        let annotator = match &annotation["completed_by"] {
            Value::Object(user) => user.get("email").and_then(Value::as_str).map(str::to_owned),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        };
        let mut answer = Answer {
            annotator,
            ..Answer::default()
        };
        let results = annotation["result"].as_array().into_iter().flatten();
        for result in results.filter(|result| is_of_whole(result) && control(result).is_some()) {
            answer.set(control(result), &result["value"])?;
        }
        answers.push(answer);
    }
    if answers.is_empty() {
        answers.push(Answer::default());
    }
    Ok(answers)
}

fn set(region: &mut Region, result: &Value) -> Result<(), String> {
    let value = result["value"]["choices"][0].as_str().unwrap_or_default();
    let known = match result["from_name"].as_str() {
        Some("quote_type") => {
            region.quote_type = value_of(value);
            region.quote_type.is_some()
        }
        Some("stance") => {
            region.stance = value_of(value);
            region.stance.is_some()
        }
        Some("sentiment") => {
            region.sentiment = value_of(value);
            region.sentiment.is_some()
        }
        _ => true,
    };
    match known {
        true => Ok(()),
        false => Err(format!(
            "unknown choice `{value}` of `{}`; use the labelling interface that export writes",
            result["from_name"].as_str().unwrap_or_default()
        )),
    }
}
