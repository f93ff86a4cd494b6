//! Whether the fields of a row are those of its schema, each with a value of its type.

use arrow::datatypes::{DataType, Fields};
use serde_json::{Map, Value};

use super::Fault;
use crate::write::vocabulary;

/// What `check` knows of the place that it looks at.
struct Shape<'a> {
    faults: &'a mut Vec<Fault>,
}

/// Every unknown field, every one that must not be absent or null, every value of another type,
/// and every label that is none.
pub(super) fn shape(fields: &Fields, row: &Map<String, Value>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut shape = Shape {
        faults: &mut faults,
    };
    shape.object("", fields, row);
    faults
}

impl Shape<'_> {
    fn object(&mut self, path: &str, fields: &Fields, object: &Map<String, Value>) {
        for name in object.keys() {
            if fields.find(name).is_none() {
                let known: Vec<_> = fields.iter().map(|field| field.name().as_str()).collect();
                let reason = "no such field".to_owned();
                let advice = format!("remove it; the fields are {}", known.join(", "));
                self.add(&joined(path, name), reason, &advice);
            }
        }
        for field in fields {
            let path = joined(path, field.name());
            match object.get(field.name()) {
                None | Some(Value::Null) if field.is_nullable() => {}
                None => self.add(&path, "it is missing".to_owned(), "write the rows again"),
                Some(value) => self.value(&path, field.name(), field.data_type(), value),
            }
        }
    }

    fn value(&mut self, path: &str, name: &str, kind: &DataType, value: &Value) {
        match (kind, value) {
            (DataType::Utf8, Value::String(text)) => {
                let known = vocabulary(name).unwrap_or_default();
                if !known.is_empty() && !known.contains(&text.as_str()) {
                    let advice = format!("write one of {}", known.join(", "));
                    self.add(path, format!("`{text}` is no value of it"), &advice);
                }
            }
            // An object in JSONL, its text in the formats with columns.
            (DataType::Utf8, Value::Object(_)) if name == "meta" => {}
            (DataType::Boolean, Value::Bool(_)) => {}
            (DataType::Float32, Value::Number(_)) => {}
            (DataType::Int32, Value::Number(number)) if fits(number, i32::MAX as u64) => {}
            (DataType::Int64, Value::Number(number)) if fits(number, i64::MAX as u64) => {}
            (DataType::List(item), Value::Array(values)) => {
                for (at, value) in values.iter().enumerate() {
                    self.value(&format!("{path}.{at}"), name, item.data_type(), value);
                }
            }
            (DataType::Struct(fields), Value::Object(object)) => self.object(path, fields, object),
            _ => {
                let advice = format!("write {}", expected(kind));
                self.add(path, format!("{} is of another type", cut(value)), &advice);
            }
        }
    }

    fn add(&mut self, path: &str, reason: String, advice: &str) {
        self.faults.push(Fault::of(path, reason, advice));
    }
}

fn joined(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

fn fits(number: &serde_json::Number, most: u64) -> bool {
    number.as_u64().is_some_and(|number| number <= most)
}

fn expected(kind: &DataType) -> &'static str {
    match kind {
        DataType::Utf8 => "a text",
        DataType::Boolean => "true or false",
        DataType::Float32 => "a number",
        DataType::Int32 | DataType::Int64 => "a whole number of at least 0",
        DataType::List(_) => "a list",
        _ => "an object",
    }
}

/// As JSON, the first 40 characters.
fn cut(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
