//! A checkpoint in the Hugging Face layout -> a draft of its `model.toml`.

mod labels;

use std::fmt::{Display, Write};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use super::{Architecture, ClassifyError, FileEntry, config_json};

/// A header of safetensors is no longer.
const MAX_HEADER: u64 = 100 << 20;

/// Where the heads of the architectures keep their last layer.
const HEADS: [&str; 2] = ["classifier.weight", "classifier.out_proj.weight"];

/// A `model.toml` for the folder. What the files do not tell is marked `# could not know:`; once that is
/// filled in, [`super::ModelFolder::open`] accepts it.
///
/// # Errors
/// Where a file is missing or pickled, the weights have no classification head, or no engine runs the
/// architecture; the text says what to do.
pub fn draft(dir: &Path) -> Result<String, ClassifyError> {
    let at = |reason: String| ClassifyError::Model(format!("{}: {reason}", dir.display()));
    require_files(dir).map_err(at)?;
    let config = json(dir, "config.json").map_err(at)?;
    let architecture = config_json::architecture(&config).map_err(at)?;
    let names = config_json::label_names(&config).map_err(at)?;
    let rows = head_rows(&dir.join("model.safetensors")).map_err(at)?;
    if rows != names.len() {
        return Err(at(format!(
            "config.json names {} labels, but the head has {rows} logits; correct its id2label",
            names.len()
        )));
    }
    let max_tokens = max_tokens(dir, &config, architecture).map_err(at)?;
    let read = labels::read(&names);
    let folder = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut draft = String::new();
    let mut line = |text: String| {
        let _ = writeln!(draft, "{text}");
    };
    line(format!("name = {}", quoted(&name)));
    line("# could not know: the licence of the weights".into());
    line("licence = \"\"".into());
    if read.is_nli() {
        line("kind = \"nli\"".into());
    }
    line(format!("architecture = \"{architecture}\""));
    match max_tokens {
        Some(tokens) => line(format!("max_tokens = {tokens}")),
        None => line("# could not know: the longest input in tokens\nmax_tokens = 512".into()),
    }
    line("\n# could not know: what it was made from; where you do:".into());
    line("# [base]\n# name = \"\"\n# licence = \"\"\n".into());
    line(read.to_toml());
    for file in ["config.json", "model.safetensors", "tokenizer.json"] {
        let entry = FileEntry::of(&dir.join(file)).map_err(|e| at(format!("{file}: {e}")))?;
        line(format!("\n[files.\"{file}\"]"));
        line(format!(
            "sha256 = \"{}\"\nbytes = {}",
            entry.sha256, entry.bytes
        ));
    }
    Ok(draft)
}

fn require_files(dir: &Path) -> Result<(), String> {
    let entries = std::fs::read_dir(dir).map_err(|e| e.to_string())?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let has = |name: &str| names.iter().any(|n| n == name);
    let convert = |options: &str| {
        format!(
            "AutoModelForSequenceClassification.from_pretrained(DIR).save_pretrained(DIR, {options}) of transformers writes it"
        )
    };
    if !has("config.json") {
        return Err("has no config.json; give a folder in the Hugging Face layout".into());
    }
    if has("model.safetensors.index.json") {
        let convert = convert("max_shard_size=\"100GB\"");
        return Err(format!(
            "has its weights in several files; one is needed: {convert}"
        ));
    }
    if !has("model.safetensors") {
        let pickled = names.iter().find(|name| {
            let ending = Path::new(name).extension().and_then(|e| e.to_str());
            ending.is_some_and(|e| ["bin", "pt", "pth", "ckpt", "pkl", "ot"].contains(&e))
        });
        let convert = convert("safe_serialization=True");
        return Err(match pickled {
            Some(file) => format!(
                "has its weights in {file} alone, which can run code when it is loaded and is refused; a model.safetensors is needed: where you trust that file, {convert}"
            ),
            None => format!("has no model.safetensors; {convert}"),
        });
    }
    if !has("tokenizer.json") {
        return Err("has no tokenizer.json; AutoTokenizer.from_pretrained(DIR).save_pretrained(DIR) of transformers writes it".into());
    }
    Ok(())
}

fn json(dir: &Path, name: &str) -> Result<Value, String> {
    let fault = |e: &dyn Display| format!("{name}: {e}");
    let text = std::fs::read_to_string(dir.join(name)).map_err(|e| fault(&e))?;
    serde_json::from_str(&text).map_err(|e| fault(&e))
}

/// Logits of the classification head, from the header of the weights.
fn head_rows(weights: &Path) -> Result<usize, String> {
    let fault = |e: &dyn Display| format!("model.safetensors: {e}; fetch the model again");
    let mut file = File::open(weights).map_err(|e| fault(&e))?;
    let mut length = [0; 8];
    file.read_exact(&mut length).map_err(|e| fault(&e))?;
    let mut header = Vec::new();
    let rest = u64::from_le_bytes(length).min(MAX_HEADER);
    file.take(rest)
        .read_to_end(&mut header)
        .map_err(|e| fault(&e))?;
    let header: Value = serde_json::from_slice(&header).map_err(|e| fault(&e))?;
    let head = HEADS
        .iter()
        .find_map(|name| header[name]["shape"][0].as_u64());
    head.map(|rows| rows as usize).ok_or_else(|| {
        format!(
            "the weights have no classification head ({}); this is an encoder: give it one with `quotestance train`",
            HEADS.join(" or ")
        )
    })
}

/// The least of what the network and its tokenizer say.
fn max_tokens(
    dir: &Path,
    config: &Value,
    architecture: Architecture,
) -> Result<Option<u64>, String> {
    let tokenizer = json(dir, "tokenizer.json")?;
    let beside = json(dir, "tokenizer_config.json").unwrap_or_default();
    let said = [
        config_json::positions(config, architecture),
        tokenizer["truncation"]["max_length"].as_u64(),
        // A tokenizer without a limit states one of 30 digits, which is no u64.
        beside["model_max_length"].as_u64(),
    ];
    Ok(said.into_iter().flatten().min())
}

/// A string as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
