//! What a person answered of a text as a whole, whatever the tool.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::imported::text_field;
use super::tags::value_of;
use super::{doccano, label_studio, prodigy};
use crate::corpus::{Sentiment, Stance, Task};

/// The labels that one person gave a row.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Answer {
    pub annotator: Option<String>,
    pub stance: Option<Stance>,
    pub sentiment: Option<Sentiment>,
}

/// One answer a person; one that is empty where nobody has answered yet.
pub(super) fn of(row: &Value) -> Result<Vec<Answer>, String> {
    if let Some(Value::Array(annotations)) = row.get("annotations") {
        return label_studio::answers(annotations);
    }
    let mut answer = if prodigy::is_answer(row) {
        prodigy::answer(row, task(row)?)?
    } else if row.get("label").is_some() {
        doccano::answer(row, task(row)?)?
    } else {
        let mut answer = Answer::default();
        for task in Task::ALL {
            answer.set(Some(task), row.get(task.as_str()).unwrap_or(&Value::Null))?;
        }
        answer
    };
    let by = ["annotator", "_annotator_id", "_session_id", "username"];
    answer.annotator = by.iter().find_map(|name| text_field(row, name));
    Ok(vec![answer])
}

/// What the labels of a row with one question are of.
fn task(row: &Value) -> Result<Option<Task>, String> {
    match task_of(row)? {
        None => Err("no `task`; write `stance` or `sentiment`, as `sample` does".to_owned()),
        task => Ok(task),
    }
}

/// As the row says; `None` where it does not.
pub(super) fn task_of(row: &Value) -> Result<Option<Task>, String> {
    let Some(name) = text_field(row, "task") else {
        return Ok(None);
    };
    let task = value_of(&name);
    task.map(Some)
        .ok_or_else(|| format!("`task` is `{name}`; it is `stance` or `sentiment`"))
}

impl Answer {
    /// Takes a label, or a list of at most one a task; blank is none. Without a `task`, a label says
    /// by itself what it is of: `stance-neutral`, or `favor` where that is plain.
    pub(super) fn set(&mut self, task: Option<Task>, chosen: &Value) -> Result<(), String> {
        match chosen {
            Value::Null => Ok(()),
            Value::String(label) => self.label(task, label.trim()),
            Value::Array(labels) => labels.iter().try_for_each(|label| match label {
                Value::String(label) => self.label(task, label.trim()),
                other => Err(not_a_text(task, other)),
            }),
            Value::Object(choices) => {
                self.set(task, choices.get("choices").unwrap_or(&Value::Null))
            }
            other => Err(not_a_text(task, other)),
        }
    }

    fn label(&mut self, task: Option<Task>, label: &str) -> Result<(), String> {
        let prefixed = Task::ALL.into_iter().find_map(|task| {
            let rest = label.strip_prefix(task.as_str())?.strip_prefix('-')?;
            Some((task, rest))
        });
        let (task, name) = match (prefixed, task) {
            _ if label.is_empty() => return Ok(()),
            (Some((own, name)), task) if task.is_none_or(|task| task == own) => (own, name),
            (_, Some(task)) => (task, label),
            (_, None) => (plain(label)?, label),
        };
        match task {
            Task::Stance => put(&mut self.stance, task, name),
            Task::Sentiment => put(&mut self.sentiment, task, name),
        }
    }
}

/// What a label is of that is one of only one task.
fn plain(label: &str) -> Result<Task, String> {
    let lower = label.to_lowercase();
    let mut of = Task::ALL
        .into_iter()
        .filter(|task| task.classes().contains(&lower.as_str()));
    match (of.next(), of.next()) {
        (Some(task), None) => Ok(task),
        (None, _) => Err(format!(
            "unknown label `{label}`; known are favor, against, stance-neutral, negative, sentiment-neutral, positive"
        )),
        _ => Err(format!(
            "the label `{label}` may be a stance or a sentiment; call it stance-{label} or sentiment-{label}"
        )),
    }
}

fn put<T: DeserializeOwned + Serialize>(
    place: &mut Option<T>,
    task: Task,
    name: &str,
) -> Result<(), String> {
    if place.is_some() {
        return Err(format!("`{}` has several labels; keep one", task.as_str()));
    }
    let name = name.to_lowercase();
    *place = value_of(&name);
    match place {
        Some(_) => Ok(()),
        None => Err(format!(
            "`{}` is `{name}`; it is one of {}",
            task.as_str(),
            task.classes().join(", ")
        )),
    }
}

fn not_a_text(task: Option<Task>, value: &Value) -> String {
    let name = task.map_or("label", Task::as_str);
    format!("`{name}` is {value}; it is a text")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(row: Value, expected: Result<&[(&str, &str)], &str>) {
        let shown = |answer: &Answer| {
            let stance = answer.stance.map_or("", Stance::as_str);
            (
                answer.annotator.clone().unwrap_or_default(),
                stance.to_owned(),
            )
        };
        let found = of(&row);
        let found = found.map(|answers| answers.iter().map(shown).collect::<Vec<_>>());
        let expected = expected.map_err(str::to_owned).map(|answers| {
            let owned = answers
                .iter()
                .map(|(by, stance)| (by.to_string(), stance.to_string()));
            owned.collect::<Vec<_>>()
        });
        assert_eq!(found, expected, "{row}");
    }

    #[test]
    fn plain_columns() {
        check(json!({"stance": " Favor "}), Ok(&[("", "favor")]));
        check(json!({"stance": "", "annotator": "b"}), Ok(&[("b", "")]));
        check(
            json!({"stance": "pro"}),
            Err("`stance` is `pro`; it is one of favor, against, neutral"),
        );
        check(json!({"stance": 1}), Err("`stance` is 1; it is a text"));
    }

    #[test]
    fn label_studio_exports() {
        let said = |choice: &str, by: usize, cancelled: bool| {
            json!({"completed_by": by, "was_cancelled": cancelled, "result": [
                {"from_name": "stance", "type": "choices", "value": {"choices": [choice]}},
                {"from_name": "comment", "value": {"text": ["?"]}}]})
        };
        check(
            json!({"annotations": [said("favor", 1, false), said("against", 2, false)]}),
            Ok(&[("1", "favor"), ("2", "against")]),
        );
        check(
            json!({"annotations": [said("favor", 1, true)]}),
            Ok(&[("", "")]),
        );
        check(json!({"annotations": []}), Ok(&[("", "")]));
        check(
            json!({"stance": {"choices": ["neutral"]}}),
            Ok(&[("", "neutral")]),
        );
    }

    #[test]
    fn prodigy_and_doccano_exports() {
        let prodigy = |accept: &[&str], answer: &str| json!({"task": "stance", "accept": accept, "answer": answer, "_annotator_id": "x"});
        check(prodigy(&["against"], "accept"), Ok(&[("x", "against")]));
        check(prodigy(&["against"], "reject"), Ok(&[("x", "")]));
        check(
            prodigy(&["against", "favor"], "accept"),
            Err("`stance` has several labels; keep one"),
        );
        check(
            json!({"label": ["favor"], "meta": {"task": "stance"}}),
            Ok(&[("", "favor")]),
        );
        check(
            json!({"label": ["favor"]}),
            Err("no `task`; write `stance` or `sentiment`, as `sample` does"),
        );
    }

    #[test]
    fn a_rejected_label_is_none_and_an_older_session_is_an_annotator() {
        let binary = |answer: &str| json!({"text": "t", "label": "favor", "task": "stance", "spans": [], "answer": answer, "_session_id": "set-ana"});
        check(binary("accept"), Ok(&[("set-ana", "favor")]));
        check(binary("reject"), Ok(&[("set-ana", "")]));
        check(binary("ignore"), Ok(&[("set-ana", "")]));
        check(
            json!({"label": "stance-favor", "task": "mood"}),
            Err("`task` is `mood`; it is `stance` or `sentiment`"),
        );
    }
}
