//! Documents with gold quotes -> their tokens with the tag and link of each.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::classify::{DocumentEncoder, DocumentTokens};

use super::TrainError;
use super::config::QuoteSet;

/// What is learned of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gold {
    /// An index into [`crate::corpus::TAGS`].
    pub tag: i64,
    /// The number of its quote's cue in the document; `None` outside of contents and sources.
    pub cue: Option<usize>,
}

/// A document as a tagger learns it.
pub struct TaggedDocument {
    /// Its tokens.
    pub tokens: DocumentTokens,
    /// One a token.
    pub gold: Vec<Gold>,
    /// The first token of each cue, in text order.
    pub cues: Vec<usize>,
}

#[derive(Deserialize)]
struct Document {
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct Quote {
    document_id: String,
    content: Vec<Place>,
    #[serde(default)]
    cue: Vec<Place>,
    #[serde(default)]
    source: Vec<Place>,
}

/// In code points.
#[derive(Deserialize)]
struct Place {
    start: usize,
    end: usize,
}

/// The documents of a set, in the file's order.
///
/// # Errors
/// When a file cannot be read, a line is not what it should be, or a quote's document or place
/// does not exist.
pub fn read(encoder: &DocumentEncoder, set: &QuoteSet) -> Result<Vec<TaggedDocument>, TrainError> {
    let mut quotes: BTreeMap<String, Vec<Quote>> = BTreeMap::new();
    for quote in lines::<Quote>(&set.quotes)? {
        quotes
            .entry(quote.document_id.clone())
            .or_default()
            .push(quote);
    }
    let mut out = Vec::new();
    for document in lines::<Document>(&set.documents)? {
        let quotes = quotes.remove(&document.id).unwrap_or_default();
        let tagged = tag(encoder.encode(&document.text)?, &document.text, &quotes);
        out.push(tagged.map_err(|reason| {
            let path = set.quotes.display();
            TrainError::Config(format!("{path}: document {}: {reason}", document.id))
        })?);
    }
    if let Some(id) = quotes.keys().next() {
        return Err(TrainError::Config(format!(
            "{}: document {id} is not in {}",
            set.quotes.display(),
            set.documents.display()
        )));
    }
    Ok(out)
}

fn tag(tokens: DocumentTokens, text: &str, quotes: &[Quote]) -> Result<TaggedDocument, String> {
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let range = |place: &Place| match (bytes.get(place.start), bytes.get(place.end)) {
        (Some(&start), Some(&end)) if start < end => Ok(start..end),
        _ => Err(format!(
            "span {}:{} is not in the text; give code points",
            place.start, place.end
        )),
    };
    let mut gold = vec![Gold { tag: 0, cue: None }; tokens.ids.len()];
    let mut mark = |place: &Place, tag: i64, cue| -> Result<Option<usize>, String> {
        let places = within(&tokens, &range(place)?);
        for at in places.clone() {
            let tag = if at == places.start { tag } else { tag + 1 };
            gold[at] = Gold { tag, cue };
        }
        Ok(Some(places.start).filter(|_| !places.is_empty()))
    };
    let mut firsts = Vec::new();
    for quote in quotes {
        let mut first = None;
        for place in &quote.cue {
            let start = mark(place, 3, None)?;
            first = first.or(start);
        }
        firsts.push(first);
    }
    let mut cues: Vec<usize> = firsts.iter().flatten().copied().collect();
    cues.sort_unstable();
    for (quote, first) in quotes.iter().zip(firsts) {
        let cue = first.and_then(|first| cues.binary_search(&first).ok());
        for place in &quote.content {
            mark(place, 1, cue)?;
        }
        for place in &quote.source {
            mark(place, 5, cue)?;
        }
    }
    Ok(TaggedDocument { tokens, gold, cues })
}

/// The tokens that stand in a stretch of bytes, wholly or in part.
fn within(tokens: &DocumentTokens, bytes: &Range<usize>) -> Range<usize> {
    let start = tokens.places.partition_point(|p| p.end <= bytes.start);
    let end = tokens.places.partition_point(|p| p.start < bytes.end);
    start..end.max(start)
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, TrainError> {
    let fault = |reason: String| TrainError::Config(format!("{}: {reason}", path.display()));
    let file = std::fs::File::open(path).map_err(|e| fault(e.to_string()))?;
    let lines = std::io::BufReader::new(file).lines().enumerate();
    lines
        .map(|(i, line)| {
            let line = line.map_err(|e| fault(e.to_string()))?;
            serde_json::from_str(&line).map_err(|e| fault(format!("line {}: {e}", i + 1)))
        })
        .collect()
}
