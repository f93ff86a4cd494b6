//! Whether one value has all that another has.

use serde_json::Value;

use super::Fault;

/// Each place where `stated` lacks what is `expected`, or has something else; what it has beside
/// that is its own affair. `advice` is what to do.
pub fn like(key: &str, expected: &Value, stated: &Value, advice: &str) -> Vec<Fault> {
    let below = |name: &str| match key {
        "" => name.to_owned(),
        key => format!("{key}.{name}"),
    };
    match (expected, stated) {
        (Value::Object(expected), Value::Object(_)) => expected
            .iter()
            .flat_map(|(name, value)| like(&below(name), value, &stated[name], advice))
            .collect(),
        (Value::Array(expected), Value::Array(stated)) if expected.len() == stated.len() => {
            let pairs = expected.iter().zip(stated).enumerate();
            pairs
                .flat_map(|(at, (expected, stated))| {
                    like(&below(&at.to_string()), expected, stated, advice)
                })
                .collect()
        }
        _ if expected == stated => Vec::new(),
        _ => {
            let reason = format!("it is {}, and should be {}", brief(stated), brief(expected));
            vec![Fault::of(key, reason, advice)]
        }
    }
}

fn brief(value: &Value) -> String {
    match value {
        Value::Null => "absent".to_owned(),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string(),
    }
}
