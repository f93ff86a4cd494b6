//! Tokens in lines, tags in columns: IOB2 (Tjong Kim Sang and Veenstra 1999), as CoNLL files have it.
//!
//! Tab-separated: token, content, cue, source; a `-DOCSTART-` line before each document with its id,
//! an empty line where the text breaks a line. `B-` starts a span, `I-` goes on with it, also behind
//! an interruption.

use std::fmt::Write;

use super::page::Page;
use super::tokens::{Token, tokens};
use super::{ExchangeError, Exported};
use crate::corpus::{QuoteRow, Span};

type Field = fn(&QuoteRow) -> &[Span];

const FIELDS: [(&str, Field); 3] = [
    ("CONTENT", |row| &row.content),
    ("CUE", |row| &row.cue),
    ("SOURCE", |row| &row.source),
];

/// One file. A column holds one tag a token, so a span that overlaps an earlier one is left out.
pub(super) fn export(pages: &[Page]) -> Result<Exported, ExchangeError> {
    let mut text = String::new();
    let mut left_out = 0;
    for page in pages {
        let tokens = tokens(page.text()?, &page.rows);
        let columns = FIELDS.map(|(name, field)| {
            let (tags, overlapping) = column(&tokens, &page.rows, name, field);
            left_out += overlapping;
            tags
        });
        let document = page.document.replace(['\t', '\n', '\r'], " ");
        let _ = writeln!(text, "-DOCSTART-\t{document}\tO\tO");
        for (at, token) in tokens.iter().enumerate() {
            let [content, cue, source] = columns.each_ref().map(|tags| &tags[at]);
            let line_break = if token.new_line { "\n" } else { "" };
            let _ = writeln!(
                text,
                "{line_break}{}\t{content}\t{cue}\t{source}",
                token.text
            );
        }
        text.push('\n');
    }
    Ok(Exported::one(text).without(left_out, "fields of quotes that overlap earlier ones"))
}

fn column(tokens: &[Token], rows: &[&QuoteRow], name: &str, field: Field) -> (Vec<String>, usize) {
    let mut tags = vec!["O".to_owned(); tokens.len()];
    let mut overlapping = 0;
    let mut seen: Vec<&[Span]> = Vec::new();
    for row in rows {
        let spans = field(row);
        if seen.contains(&spans) {
            continue;
        }
        seen.push(spans);
        let covered: Vec<usize> = spans
            .iter()
            .flat_map(|span| {
                let first = tokens.partition_point(|token| token.start < span.start);
                let behind = tokens.partition_point(|token| token.start < span.end);
                first..behind
            })
            .collect();
        if covered.iter().any(|&at| tags[at] != "O") {
            overlapping += 1;
            continue;
        }
        for (index, at) in covered.into_iter().enumerate() {
            let prefix = if index == 0 { "B" } else { "I" };
            tags[at] = format!("{prefix}-{name}");
        }
    }
    (tags, overlapping)
}
