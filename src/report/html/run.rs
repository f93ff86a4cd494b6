//! The page of one run.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::excerpt::{Embedded, Excerpt, spans, union};
use super::render;
use super::shown::{ShownDocument, ShownQuote};
use super::tally::{Tallied, Tally};
use crate::corpus::{QuoteRow, Span};
use crate::report::ReportError;

/// A page shows whole documents until it has so many quotes; its charts count all.
pub const MOST_QUOTES: usize = 5_000;

/// A page in the making, shown one row of `quotes.jsonl` after the other.
#[derive(Debug)]
pub struct RunPage {
    embedded: Embedded,
    /// By document id.
    excerpts: BTreeMap<String, Vec<Excerpt>>,
    /// Places of the documents seen; `None` for those that the page leaves out.
    places: BTreeMap<String, Option<usize>>,
    documents: Vec<ShownDocument>,
    quotes: Vec<ShownQuote>,
    /// Of each shown document without excerpts, its rows' spans.
    spans: Vec<Vec<Span>>,
    rows: u64,
    target: Option<String>,
    model: Option<String>,
    tally: Tally,
}

#[derive(Serialize)]
struct Data<'a> {
    kind: &'static str,
    target: Option<String>,
    model: Option<String>,
    embedded: Embedded,
    quotes_in_all: u64,
    documents_in_all: usize,
    documents: Vec<ShownDocument>,
    quotes: Vec<ShownQuote>,
    tally: Tallied,
    metrics: Option<&'a Value>,
}

impl RunPage {
    /// `excerpts` are by document id; a document without any is shown by the spans of its rows.
    pub fn new(embedded: Embedded, excerpts: BTreeMap<String, Vec<Excerpt>>) -> Self {
        Self {
            embedded,
            excerpts,
            places: BTreeMap::new(),
            documents: Vec::new(),
            quotes: Vec::new(),
            spans: Vec::new(),
            rows: 0,
            target: None,
            model: None,
            tally: Tally::default(),
        }
    }

    /// Counts a row, and takes it into the page while there is room.
    pub fn add(&mut self, row: &QuoteRow) {
        if self.rows == 0 {
            (self.target, self.model) = (row.target.clone(), row.model.clone());
        }
        self.rows += 1;
        self.tally.add(row);
        let place = match self.places.get(&row.document_id) {
            Some(place) => *place,
            None => self.open(row),
        };
        if let Some(place) = place {
            self.quotes.push(ShownQuote::of(row, place));
            if self.documents[place].excerpts.is_empty() {
                self.spans[place].extend(spans(row).cloned());
            }
        }
    }

    /// The place of a document that is new.
    fn open(&mut self, row: &QuoteRow) -> Option<usize> {
        let place = (self.quotes.len() < MOST_QUOTES).then_some(self.documents.len());
        if place.is_some() {
            let excerpts = self.excerpts.remove(&row.document_id).unwrap_or_default();
            self.documents.push(ShownDocument::of(row, excerpts));
            self.spans.push(Vec::new());
        }
        self.places.insert(row.document_id.clone(), place);
        place
    }

    /// The page. `metrics` is what `metrics.json` holds, where there is one.
    ///
    /// # Errors
    /// See [`ReportError`].
    pub fn render(mut self, metrics: Option<&Value>) -> Result<String, ReportError> {
        for (document, spans) in self.documents.iter_mut().zip(&self.spans) {
            if document.excerpts.is_empty() {
                document.excerpts = union(spans);
            }
        }
        let title = match &self.target {
            Some(target) => format!("Quotes with stance toward {target}"),
            None => "Quotes".to_owned(),
        };
        let data = Data {
            kind: "run",
            target: self.target,
            model: self.model,
            embedded: self.embedded,
            quotes_in_all: self.rows,
            documents_in_all: self.places.len(),
            documents: self.documents,
            quotes: self.quotes,
            tally: self.tally.done(),
            metrics,
        };
        render(&title, &data)
    }
}
