//! Gold quotes: read, checked against their documents, and joined to rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::error::PipelineError;
use crate::config::Target;
use crate::corpus::{Document, GoldQuote, QuoteRow};
use crate::evaluate::{match_quotes, trim_gold, verify_gold};
use crate::write::FileHash;

/// The gold of a run.
pub(super) struct Gold {
    /// Where it was read.
    pub file: FileHash,
    target: String,
    quotes: BTreeMap<String, Vec<GoldQuote>>,
    read: BTreeSet<String>,
}

impl Gold {
    /// Reads a gold file. A gold target that is one of the run target's names becomes that target.
    ///
    /// # Errors
    /// `Usage`, with path and line, when it cannot be read or a line is not a gold quote.
    pub fn load(path: &Path, target: &Target) -> Result<Self, PipelineError> {
        let usage = |reason: String| PipelineError::Usage(format!("{}{reason}", path.display()));
        let unreadable = |error| usage(format!(": {error}; check --gold"));
        let file = File::open(path).map_err(unreadable)?;
        let mut quotes: BTreeMap<String, Vec<GoldQuote>> = BTreeMap::new();
        for (line, text) in BufReader::new(file).lines().enumerate() {
            let text = text.map_err(unreadable)?;
            if text.trim().is_empty() {
                continue;
            }
            let mut quote: GoldQuote = serde_json::from_str(&text).map_err(|error| {
                usage(format!(
                    ", line {}: not a gold quote: {error}; see docs/format.md for its fields",
                    line + 1
                ))
            })?;
            if quote
                .target
                .as_deref()
                .is_none_or(|name| target.goes_by(name))
            {
                quote.target = Some(target.name.clone());
            }
            let of_document = quotes.entry(quote.document_id.clone()).or_default();
            of_document.push(quote);
        }
        let file = FileHash::of(path, &path.display().to_string());
        Ok(Self {
            file: file.map_err(|error| PipelineError::Usage(error.to_string()))?,
            target: target.name.clone(),
            quotes,
            read: BTreeSet::new(),
        })
    }

    /// Checks the gold of a document against its text, the first time that it is read.
    ///
    /// # Errors
    /// `Usage` when the gold was made on another text, or a span lies outside.
    pub fn see(&mut self, document: &Document) -> Result<(), PipelineError> {
        let Some(quotes) = self.quotes.get_mut(&document.id) else {
            return Ok(());
        };
        verify_gold(
            &quotes.iter().collect::<Vec<_>>(),
            &document.id,
            &document.text,
        )
        .map_err(|error| PipelineError::Usage(format!("{}: {error}", self.file.path)))?;
        for quote in quotes {
            *quote = trim_gold(quote, &document.text);
        }
        self.read.insert(document.id.clone());
        Ok(())
    }

    /// Whether a document has gold.
    pub fn has(&self, document_id: &str) -> bool {
        self.quotes.contains_key(document_id)
    }

    /// Gives the rows of one document the labels of the gold quotes they match; a stance only where
    /// it is toward the run's target.
    pub fn join(&self, rows: &mut [QuoteRow]) {
        let Some(quotes) = rows
            .first()
            .and_then(|row| self.quotes.get(&row.document_id))
        else {
            return;
        };
        let all: Vec<_> = quotes.iter().collect();
        let matches = match_quotes(&rows.iter().collect::<Vec<_>>(), &all);
        for (row, quote) in rows.iter_mut().zip(matches) {
            if let Some(quote) = quote.map(|index| all[index]) {
                let on_target = quote.target.as_ref() == Some(&self.target);
                row.gold_stance = quote.stance.filter(|_| on_target);
                row.gold_sentiment = quote.sentiment;
            }
        }
    }

    /// The gold of the documents that were read.
    pub fn of_read(&self) -> Vec<GoldQuote> {
        let read = |(id, quotes)| self.read.contains(id).then_some(quotes);
        let quotes: Vec<&Vec<GoldQuote>> = self.quotes.iter().filter_map(read).collect();
        quotes.into_iter().flatten().cloned().collect()
    }

    /// Documents that have gold and were not read, in order.
    pub fn not_read(&self) -> Vec<String> {
        let ids = self.quotes.keys();
        ids.filter(|id| !self.read.contains(*id)).cloned().collect()
    }
}
