//! What a person answered in a row, in the forms that tools for labelling give it.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::annotations::text;
use crate::corpus::{Sentiment, Stance};

/// The labels that one person gave a row.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Answer {
    pub annotator: Option<String>,
    pub stance: Option<Stance>,
    pub sentiment: Option<Sentiment>,
}

/// One answer a person; one that is empty where nobody has answered yet.
pub(super) fn of(row: &Map<String, Value>) -> Result<Vec<Answer>, String> {
    if let Some(Value::Array(annotations)) = row.get("annotations") {
        return label_studio(annotations);
    }
    let mut answer = Answer {
        annotator: ["annotator", "_annotator_id", "username"]
            .iter()
            .find_map(|name| text(row, name)),
        ..Answer::default()
    };
    match (row.get("accept"), row.get("label")) {
        // Prodigy: the options that were chosen, unless the whole row was passed over.
        (Some(chosen), _) => {
            if row.get("answer").is_none_or(|answer| answer == "accept") {
                answer.set(&task(row)?, chosen)?;
            }
        }
        // doccano.
        (_, Some(chosen)) => answer.set(&task(row)?, chosen)?,
        _ => {
            for task in ["stance", "sentiment"] {
                answer.set(task, row.get(task).unwrap_or(&Value::Null))?;
            }
        }
    }
    Ok(vec![answer])
}

/// One answer an annotation; each control is named for its task.
fn label_studio(annotations: &[Value]) -> Result<Vec<Answer>, String> {
    let mut answers = Vec::new();
    for annotation in annotations {
        if annotation["was_cancelled"] == true {
            continue;
        }
        let by = &annotation["completed_by"];
        let annotator = match by {
            Value::Object(user) => user.get("email").and_then(Value::as_str).map(str::to_owned),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        };
        let mut answer = Answer {
            annotator,
            ..Answer::default()
        };
        for result in annotation["result"].as_array().into_iter().flatten() {
            let control = result["from_name"].as_str().unwrap_or_default();
            if ["stance", "sentiment"].contains(&control) {
                answer.set(control, &result["value"]["choices"])?;
            }
        }
        answers.push(answer);
    }
    if answers.is_empty() {
        answers.push(Answer::default());
    }
    Ok(answers)
}

/// What the labels of a row with one question are of.
fn task(row: &Map<String, Value>) -> Result<String, String> {
    text(row, "task")
        .ok_or_else(|| "no `task`; write `stance` or `sentiment`, as `sample` does".to_owned())
}

impl Answer {
    /// Takes a label, or a list of at most one; blank is none.
    fn set(&mut self, task: &str, chosen: &Value) -> Result<(), String> {
        let label = match chosen {
            Value::Null => "",
            Value::String(label) => label,
            Value::Array(labels) => match labels.as_slice() {
                [] => "",
                [Value::String(label)] => label,
                _ => return Err(format!("`{task}` has several labels; keep one")),
            },
            Value::Object(choices) => {
                return self.set(task, choices.get("choices").unwrap_or(&Value::Null));
            }
            other => return Err(format!("`{task}` is {other}; it is a text")),
        };
        match task {
            "stance" => self.stance = named(task, label, &Stance::ALL.map(Stance::as_str))?,
            "sentiment" => {
                self.sentiment = named(task, label, &Sentiment::ALL.map(Sentiment::as_str))?;
            }
            _ => return Err(format!("`task` is `{task}`; it is `stance` or `sentiment`")),
        }
        Ok(())
    }
}

fn named<T: DeserializeOwned>(
    task: &str,
    label: &str,
    known: &[&str],
) -> Result<Option<T>, String> {
    let label = label.trim().to_lowercase();
    if label.is_empty() {
        return Ok(None);
    }
    serde_json::from_value(json!(label))
        .map(Some)
        .map_err(|_| format!("`{task}` is `{label}`; it is one of {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(row: Value, expected: Result<&[(&str, &str)], &str>) {
        let shown = |answer: &Answer| {
            let stance = answer.stance.map_or("", Stance::as_str);
            (
                answer.annotator.clone().unwrap_or_default(),
                stance.to_owned(),
            )
        };
        let found = of(row.as_object().unwrap());
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
}
