//! Whether a quote speaks of the target.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::error::PipelineError;
use crate::config::Target;
use crate::corpus::{Span, TargetMention};

/// So much of a paragraph is looked at on either side of a quote, that a long one costs no more
/// than a short one. Bytes.
const REACH: usize = 1_000;

/// The names of a target, ready to be found.
#[derive(Debug)]
pub(super) struct Names(Option<Regex>);

impl Names {
    /// Of the target, its aliases and mentions: whole words, without regard to case or to where lines
    /// break.
    ///
    /// # Errors
    /// `Usage` when they are too many for one search.
    pub fn of(target: &Target) -> Result<Self, PipelineError> {
        let mut names: Vec<String> = std::iter::once(&target.name)
            .chain(&target.aliases)
            .chain(&target.mentions)
            .map(|name| {
                let words: Vec<_> = name.split_whitespace().map(regex::escape).collect();
                words.join(r"\s+")
            })
            .filter(|name| !name.is_empty())
            .collect();
        names.sort();
        names.dedup();
        if names.is_empty() {
            return Ok(Self(None));
        }
        let pattern = format!(r"\b{{start-half}}(?:{})\b{{end-half}}", names.join("|"));
        let regex = RegexBuilder::new(&pattern).case_insensitive(true).build();
        regex.map(|regex| Self(Some(regex))).map_err(|_| {
            PipelineError::Usage(format!(
                "target `{}`: {} names are too many to search for; give fewer aliases",
                target.name,
                names.len()
            ))
        })
    }

    /// Explicit in the content; else implicit in the paragraph around it; else absent.
    pub fn mention(&self, content: &[Span], paragraph: &str) -> TargetMention {
        let Some(names) = &self.0 else {
            return TargetMention::Absent;
        };
        if content.iter().any(|span| names.is_match(&span.text)) {
            TargetMention::Explicit
        } else if names.is_match(paragraph) {
            TargetMention::Implicit
        } else {
            TargetMention::Absent
        }
    }
}

/// Where the paragraphs of `content` start and end in the text, at most [`REACH`] from it. Bytes.
///
/// Paragraphs end at blank lines; in a text without blank lines, at every line.
pub(super) fn paragraph(text: &str, separator: &str, content: &[Span]) -> Range<usize> {
    match (content.first(), content.last()) {
        (Some(first), Some(last)) => around(text, separator, first.byte_start..last.byte_end),
        _ => 0..0,
    }
}

/// As [`paragraph`], of a range that starts and ends between characters of the text. Bytes.
pub(super) fn around(text: &str, separator: &str, range: Range<usize>) -> Range<usize> {
    let from = text.floor_char_boundary(range.start.saturating_sub(REACH));
    let to = text.ceil_char_boundary(range.end.saturating_add(REACH).min(text.len()));
    let start = text[from..range.start]
        .rfind(separator)
        .map_or(from, |at| from + at + separator.len());
    let end = text[range.end..to]
        .find(separator)
        .map_or(to, |at| range.end + at);
    start..end
}

/// What ends a paragraph of this text.
pub(super) fn separator(text: &str) -> &'static str {
    let mut blank_lines = ["\n\n", "\r\n\r\n"].into_iter();
    let present = blank_lines.find(|separator| text.contains(separator));
    present.unwrap_or("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, content: &str, expected: TargetMention) {
        let target = Target {
            name: "the Harbour Accord".to_owned(),
            aliases: vec![
                "Accord of Lirrin".to_owned(),
                "H.A.".to_owned(),
                " ".to_owned(),
            ],
            mentions: vec!["this accord".to_owned()],
        };
        let byte_start = text.find(content).unwrap();
        let span = Span {
            start: text[..byte_start].chars().count(),
            end: text[..byte_start].chars().count() + content.chars().count(),
            byte_start,
            byte_end: byte_start + content.len(),
            text: content.to_owned(),
        };
        let range = paragraph(text, separator(text), std::slice::from_ref(&span));
        let mention = Names::of(&target).unwrap().mention(&[span], &text[range]);
        assert_eq!(mention, expected, "{text}");
    }

    #[test]
    fn content_then_paragraph_then_nothing() {
        use TargetMention::*;
        check(
            "Vo said the\nharbour accord helps.",
            "the\nharbour accord helps",
            Explicit,
        );
        check("“This accord helps.”", "This accord helps.", Explicit);
        check("Of the H.A. she said it helps.", "it helps", Implicit);
        check(
            "Accord of Lirrin's text.\nIt helps, é.",
            "It helps, é",
            Absent,
        );
        check(
            "Accord of Lirrin.\nIt helps.\n\nMore.",
            "It helps",
            Implicit,
        );
        check("Accord of Lirrin.\r\n\r\nIt helps.", "It helps", Absent);
        check(
            "The harbour accordion plays.",
            "The harbour accordion",
            Absent,
        );
        check(
            &format!("Accord of Lirrin.{}It helps.", "é".repeat(600)),
            "It helps",
            Absent,
        );
    }
}
