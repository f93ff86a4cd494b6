//! Speakers of the project's own articles, from gold spans: a threshold, and a table of what is missed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use quotestance::attribute::attribute;
use quotestance::corpus::{GoldQuote, Offsets, Quote, Span, Speaker};

const LEAST_ACCURACY: f64 = 0.97;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn spans(text: &str, offsets: &[Offsets]) -> Vec<Span> {
    let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    offsets
        .iter()
        .map(|o| Span {
            start: o.start,
            end: o.end,
            byte_start: byte(o.start),
            byte_end: byte(o.end),
            text: text[byte(o.start)..byte(o.end)].to_owned(),
        })
        .collect()
}

fn quote(text: &str, gold: &GoldQuote) -> Quote {
    Quote {
        quote_type: gold.quote_type,
        content: spans(text, &gold.content),
        cue: spans(text, &gold.cue),
        source: spans(text, &gold.source),
        cue_class: None,
        confidence: 1.0,
        found_by: quotestance::corpus::FoundBy::Rules,
    }
}

/// Case, and a leading article, are no difference.
fn normal(name: Option<&str>) -> Option<String> {
    let name = name?.to_lowercase();
    let articles = ["the ", "a ", "an "];
    let bare = articles.iter().find_map(|a| name.strip_prefix(a));
    Some(bare.unwrap_or(&name).to_owned())
}

fn row(gold: &GoldQuote, source: &[Span], found: &Speaker) -> String {
    let source: Vec<_> = source.iter().map(|s| &*s.text).collect();
    format!(
        "{} {} | {} | gold {} | found {} ({:?})\n",
        gold.document_id,
        gold.content[0].start,
        source.join(" "),
        gold.speaker.as_deref().unwrap_or("-"),
        found.name.as_deref().unwrap_or("-"),
        found.method,
    )
}

#[test]
fn speakers_of_the_articles() {
    let mut by_document: BTreeMap<String, Vec<GoldQuote>> = BTreeMap::new();
    for line in read("eval/gold/articles.jsonl").lines() {
        let gold: GoldQuote = serde_json::from_str(line).unwrap();
        by_document
            .entry(gold.document_id.clone())
            .or_default()
            .push(gold);
    }
    let (mut right, mut all, mut table) = (0, 0, String::new());
    for (document, gold) in &by_document {
        let text = read(&format!("seeds/articles/{document}"));
        let quotes: Vec<Quote> = gold.iter().map(|g| quote(&text, g)).collect();
        for ((gold, quote), found) in gold.iter().zip(&quotes).zip(attribute(&text, &quotes)) {
            all += 1;
            if normal(gold.speaker.as_deref()) == normal(found.name.as_deref()) {
                right += 1;
            } else {
                table.push_str(&row(gold, &quote.source, &found));
            }
        }
    }
    insta::assert_snapshot!(format!("{right} of {all} speakers; the others:\n{table}"));
    let accuracy = f64::from(right) / f64::from(all);
    assert!(accuracy >= LEAST_ACCURACY, "{accuracy:.3}\n{table}");
}
