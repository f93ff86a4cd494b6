//! What a checkpoint's `config.json` says of its labels, architecture and length.

use serde_json::{Map, Value};

use super::Architecture;

/// The names of the logits, by index; `id2label` and `label2id` must agree where both are there.
///
/// # Errors
/// Where a logit has no name or two; the text says what to write.
pub fn label_names(config: &Value) -> Result<Vec<String>, String> {
    const WRITE: &str = "write its id2label as {\"0\": NAME, \"1\": NAME, ...}";
    let by_id = config["id2label"].as_object();
    let by_name = config["label2id"].as_object();
    let mut names = vec![String::new(); by_id.or(by_name).map_or(0, Map::len)];
    let forth = by_id
        .into_iter()
        .flatten()
        .map(|(id, name)| (id.parse().ok(), name.as_str()));
    let back = by_name
        .into_iter()
        .flatten()
        .map(|(name, id)| (id.as_u64().map(|id| id as usize), Some(name.as_str())));
    for (id, name) in forth.chain(back) {
        let place = id.and_then(|id: usize| names.get_mut(id));
        match (place, name) {
            (Some(place), Some(name)) if place.is_empty() || place == name => {
                name.clone_into(place);
            }
            _ => {
                return Err(format!(
                    "the labels of config.json contradict themselves; {WRITE}"
                ));
            }
        }
    }
    if names.is_empty() || names.iter().any(String::is_empty) {
        return Err(format!("config.json does not name all its labels; {WRITE}"));
    }
    Ok(names)
}

/// The architecture of its `model_type`.
///
/// # Errors
/// Where it has none, or one that no engine runs.
pub fn architecture(config: &Value) -> Result<Architecture, String> {
    let stated = config["model_type"].as_str().unwrap_or_default();
    let known = Architecture::TRANSFORMERS;
    let found = known
        .iter()
        .find(|a| a.to_string() == stated.replace('-', "_"));
    found.copied().ok_or_else(|| {
        let known: Vec<_> = known.iter().map(ToString::to_string).collect();
        format!(
            "config.json has the model_type `{stated}`; those that run are {}",
            known.join(", ")
        )
    })
}

/// The longest input in tokens that the network has positions for.
pub fn positions(config: &Value, architecture: Architecture) -> Option<u64> {
    let all = config["max_position_embeddings"].as_u64()?;
    match architecture {
        // They count positions from the padding token's id plus one.
        Architecture::Roberta | Architecture::XlmRoberta => {
            all.checked_sub(config["pad_token_id"].as_u64().unwrap_or(1) + 1)
        }
        _ => Some(all),
    }
}
