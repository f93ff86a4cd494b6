//! brat's stand-off: a `.txt` and an `.ann` a document, and `annotation.conf`.
//!
//! `T` lines are text-bound, with offsets in code points; a quote's content is one of them, in
//! fragments where it has several parts or goes over a line break, for its text may have none. `R`
//! lines are relations, `A` lines attributes, `#` lines notes.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::page::Page;
use super::tags::name;
use super::{ExchangeError, Exported};
use crate::corpus::{QuoteRow, Span};

/// What brat must know of the labels.
const CONFIG: &str = "\
[entities]
Content
Cue
Source

[relations]
HasCue\tArg1:Content, Arg2:Cue
HasSource\tArg1:Content, Arg2:Source
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
QuoteType\tArg:Content, Value:direct|indirect|mixed
Stance\tArg:Content, Value:favor|against|neutral
Sentiment\tArg:Content, Value:negative|neutral|positive
";

/// A folder. File names are the documents' ids with `_` for what file names may not hold.
pub(super) fn export(pages: &[Page]) -> Result<Exported, ExchangeError> {
    let mut files = vec![("annotation.conf".to_owned(), CONFIG.into())];
    let mut taken = BTreeSet::new();
    for page in pages {
        let name = file_name(page.document, &mut taken);
        files.push((format!("{name}.txt"), page.text()?.into()));
        files.push((format!("{name}.ann"), annotations(page).into()));
    }
    Ok(Exported::folder(files))
}

/// A name of its own for each document.
pub(super) fn file_name(document: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = document
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let plain = plain.trim_start_matches('.');
    let stem = plain.strip_suffix(".txt").unwrap_or(plain);
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let free = std::iter::once(stem.to_owned())
        .chain(numbered)
        .find(|name| !name.is_empty() && !taken.contains(&name.to_lowercase()));
    let name = free.unwrap_or_default();
    taken.insert(name.to_lowercase());
    name
}

/// The lines being made, and how many of each sort there are.
#[derive(Default)]
struct Lines {
    text: String,
    bound: usize,
    relations: usize,
    attributes: usize,
    notes: usize,
}

fn annotations(page: &Page) -> String {
    let mut lines = Lines::default();
    for row in &page.rows {
        lines.quote(row);
    }
    lines.text
}

impl Lines {
    fn quote(&mut self, row: &QuoteRow) {
        let content = self.bound("Content", &row.content);
        for span in &row.cue {
            let cue = self.bound("Cue", std::slice::from_ref(span));
            self.relation("HasCue", content, cue);
        }
        for span in &row.source {
            let source = self.bound("Source", std::slice::from_ref(span));
            self.relation("HasSource", content, source);
        }
        let labels = [
            ("QuoteType", Some(name(&row.quote_type))),
            ("Stance", row.stance.map(|of| name(&of))),
            ("Sentiment", row.sentiment.map(|of| name(&of))),
        ];
        for (attribute, value) in labels {
            if let Some(value) = value {
                self.attributes += 1;
                let at = self.attributes;
                self.line(format_args!("A{at}\t{attribute} T{content} {value}"));
            }
        }
        if let Some(speaker) = &row.speaker {
            self.notes += 1;
            let speaker = one_line(speaker);
            let at = self.notes;
            self.line(format_args!("#{at}\tAnnotatorNotes T{content}\t{speaker}"));
        }
    }

    fn bound(&mut self, kind: &str, spans: &[Span]) -> usize {
        self.bound += 1;
        let fragments: Vec<_> = spans.iter().flat_map(fragments).collect();
        let offsets: Vec<_> = fragments
            .iter()
            .map(|(start, words)| format!("{start} {}", start + words.chars().count()))
            .collect();
        let words: Vec<_> = fragments.iter().map(|(_, words)| one_line(words)).collect();
        let at = self.bound;
        let (offsets, words) = (offsets.join(";"), words.join(" "));
        self.line(format_args!("T{at}\t{kind} {offsets}\t{words}"));
        at
    }

    fn relation(&mut self, kind: &str, from: usize, to: usize) {
        self.relations += 1;
        let at = self.relations;
        self.line(format_args!("R{at}\t{kind} Arg1:T{from} Arg2:T{to}"));
    }

    fn line(&mut self, line: std::fmt::Arguments) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{line}");
    }
}

/// The stretches of a span between its line breaks, with the code point that each starts at.
fn fragments(span: &Span) -> Vec<(usize, &str)> {
    let mut start = span.start;
    let mut found = Vec::new();
    for line in span.text.split_inclusive(['\n', '\r']) {
        let words = line.trim_end_matches(['\n', '\r']);
        if !words.is_empty() {
            found.push((start, words));
        }
        start += line.chars().count();
    }
    found
}

/// A tab would end the field.
fn one_line(words: &str) -> String {
    words.replace(['\t', '\n', '\r'], " ")
}
