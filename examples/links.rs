//! Gives the linking of the tagger's decoder gold spans, and prints how many of the links that come
//! out are gold's, beside two baselines: JSON, what `scripts/measure_quotes` shows.
//!
//! cargo run --release --example links -- TAGGER_DIR DOCUMENTS.jsonl GOLD.jsonl

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use quotestance::classify::{self, EngineOptions};
use quotestance::corpus::{GoldQuote, Offsets, QuoteSpans, QuoteType};
use quotestance::evaluate::{self, EvaluateOptions, LinkedDocument, LinkedSpan};
use quotestance::segment::{self, Relations};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

fn lines<T: DeserializeOwned>(path: &str) -> anyhow::Result<Vec<T>> {
    let text = std::fs::read_to_string(path)?;
    let lines = text.lines().map(serde_json::from_str);
    Ok(lines.collect::<Result<_, _>>()?)
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, documents, gold] = arguments.as_slice() else {
        anyhow::bail!("usage: links TAGGER_DIR DOCUMENTS.jsonl GOLD.jsonl");
    };
    let mut quotes: BTreeMap<String, Vec<GoldQuote>> = BTreeMap::new();
    for quote in lines::<GoldQuote>(gold)? {
        quotes
            .entry(quote.document_id.clone())
            .or_default()
            .push(quote);
    }
    let tagger = classify::load_tagger(Path::new(model), &EngineOptions::default())?;
    let mut methods: [(&str, Vec<LinkedDocument>); 3] = [
        ("tagger", Vec::new()),
        ("nearest cue", Vec::new()),
        ("nearest cue of the sentence", Vec::new()),
    ];
    for document in lines::<Text>(documents)? {
        let text = document.text.as_str();
        let gold = Gold::new(text, quotes.get(&document.id).map_or(&[], Vec::as_slice));
        let tags = tagger.tag(&[text])?.remove(0);
        let found = [
            segment::links(&tags, &gold.spans),
            segment::nearest(&gold.spans),
            segment::nearest_in_sentence(text, &gold.spans),
        ];
        for ((_, documents), found) in methods.iter_mut().zip(found) {
            documents.push(gold.beside(&found));
        }
    }
    let scores = methods.map(|(name, documents)| {
        let scores = evaluate::links(&documents, &EvaluateOptions::default());
        serde_json::json!({ "method": name, "links": scores })
    });
    println!("{}", serde_json::json!(scores));
    Ok(())
}

/// The spans of a document and gold's relations between them, both lists in the order of `spans`.
struct Gold {
    spans: QuoteSpans,
    content: Vec<(QuoteType, BTreeSet<usize>)>,
    source: Vec<(QuoteType, BTreeSet<usize>)>,
}

impl Gold {
    /// Of the quotes that have a cue. A cue of several parts is its first; a span that two quotes
    /// have is one.
    fn new(text: &str, quotes: &[GoldQuote]) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        let key = |at: &Offsets| (bytes[at.start], bytes[at.end]);
        let cue = |quote: &GoldQuote| quote.cue.iter().min().map(key);
        let cues: BTreeSet<(usize, usize)> = quotes.iter().filter_map(cue).collect();
        let cues: Vec<(usize, usize)> = cues.into_iter().collect();
        type Spans = BTreeMap<(usize, usize), (QuoteType, BTreeSet<usize>)>;
        let (mut content, mut source) = (Spans::new(), Spans::new());
        for quote in quotes {
            let Some(cue) = cue(quote).and_then(|cue| cues.binary_search(&cue).ok()) else {
                continue;
            };
            for (spans, parts) in [(&mut content, &quote.content), (&mut source, &quote.source)] {
                for part in parts {
                    let new = || (quote.quote_type, BTreeSet::new());
                    spans.entry(key(part)).or_insert_with(new).1.insert(cue);
                }
            }
        }
        let ranges = |keys: Vec<(usize, usize)>| -> Vec<Range<usize>> {
            keys.into_iter().map(|(start, end)| start..end).collect()
        };
        Self {
            spans: QuoteSpans {
                content: ranges(content.keys().copied().collect()),
                cue: ranges(cues),
                source: ranges(source.keys().copied().collect()),
            },
            content: content.into_values().collect(),
            source: source.into_values().collect(),
        }
    }

    fn beside(&self, found: &Relations) -> LinkedDocument {
        let linked = |gold: &[(QuoteType, BTreeSet<usize>)], pairs: &[(usize, usize)]| {
            let spans = gold.iter().enumerate().map(|(at, (quote_type, gold))| {
                let predicted = pairs.iter().filter(|(span, _)| *span == at);
                LinkedSpan {
                    quote_type: *quote_type,
                    gold: gold.clone(),
                    predicted: predicted.map(|(_, cue)| *cue).collect(),
                }
            });
            spans.collect()
        };
        LinkedDocument {
            content: linked(&self.content, &found.content),
            source: linked(&self.source, &found.source),
        }
    }
}
