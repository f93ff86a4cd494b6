//! Prints a model's logits for rows of `{"target": ..., "text": ...}`, one JSON array a row: what
//! `scripts/parity` holds against transformers.
//!
//! cargo run --release --example logits -- MODEL_DIR < rows.jsonl

use std::io::{self, BufRead};
use std::path::PathBuf;

use quotestance::classify::{Dtype, EngineOptions, Item, ModelFolder, Transformer};

fn main() -> anyhow::Result<()> {
    let dir = std::env::args().nth(1).map(PathBuf::from);
    let dir = dir.ok_or_else(|| anyhow::anyhow!("usage: logits MODEL_DIR < rows.jsonl"))?;
    let options = EngineOptions {
        dtype: Dtype::F32,
        ..EngineOptions::default()
    };
    let model = Transformer::load(&ModelFolder::open(&dir)?, &options)?;
    let mut rows = Vec::new();
    for line in io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        rows.push((text("target"), text("text")));
    }
    let items: Vec<Item<'_>> = rows
        .iter()
        .map(|(target, quote)| Item {
            target,
            quote,
            sentence: None,
            context: None,
        })
        .collect();
    for row in model.logits(&items)? {
        println!("{}", serde_json::to_string(&row.values)?);
    }
    Ok(())
}
