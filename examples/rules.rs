//! Runs the rules, and nothing else, on all texts of a folder over and over, on one thread: what
//! `scripts/measure_segment` times.
//!
//! cargo run --release --example rules -- FOLDER ROUNDS segment|attribute

use std::path::PathBuf;

use quotestance::{attribute, segment};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rounds, what] = arguments.as_slice() else {
        anyhow::bail!("usage: rules FOLDER ROUNDS segment|attribute");
    };
    let mut texts = Vec::new();
    for entry in PathBuf::from(folder).read_dir()? {
        texts.push(std::fs::read_to_string(entry?.path())?);
    }
    let mut found = 0;
    for _ in 0..rounds.parse::<usize>()? {
        for text in &texts {
            let quotes = segment::segment(text);
            found += match what.as_str() {
                "attribute" => attribute::attribute(text, &quotes).len(),
                _ => quotes.len(),
            };
        }
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{bytes} {found}");
    Ok(())
}
