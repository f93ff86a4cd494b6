//! Words and punctuation of a text.

use unicode_segmentation::UnicodeSegmentation;

use super::page::spans;
use crate::corpus::QuoteRow;

/// Half-open, in code points.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub text: &'t str,
    pub start: usize,
    pub end: usize,
    /// Whether white space follows.
    pub space_after: bool,
    /// Whether a line break stands before it.
    pub new_line: bool,
}

/// The words of the text by Unicode's rules (UAX 29), without white space, cut where a span of the
/// rows starts or ends, so that every span is whole tokens.
pub(super) fn tokens<'t>(text: &'t str, rows: &[&QuoteRow]) -> Vec<Token<'t>> {
    let mut cuts: Vec<usize> = rows
        .iter()
        .flat_map(|row| spans(row))
        .flat_map(|span| [span.byte_start, span.byte_end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut tokens: Vec<Token> = Vec::new();
    let (mut char, mut new_line) = (0, true);
    for (byte, word) in text.split_word_bound_indices() {
        let from = cuts.partition_point(|&cut| cut <= byte);
        let to = cuts.partition_point(|&cut| cut < byte + word.len());
        let mut rest = word;
        for &cut in &cuts[from..to] {
            let Some((piece, behind)) =
                rest.split_at_checked(cut - (byte + word.len() - rest.len()))
            else {
                continue;
            };
            push(&mut tokens, piece, &mut char, &mut new_line);
            rest = behind;
        }
        push(&mut tokens, rest, &mut char, &mut new_line);
    }
    tokens
}

fn push<'t>(tokens: &mut Vec<Token<'t>>, piece: &'t str, char: &mut usize, new_line: &mut bool) {
    let start = *char;
    *char += piece.chars().count();
    if piece.trim().is_empty() {
        if let Some(last) = tokens.last_mut().filter(|_| !piece.is_empty()) {
            last.space_after = true;
        }
        *new_line |= piece.contains('\n');
        return;
    }
    tokens.push(Token {
        text: piece,
        start,
        end: *char,
        space_after: false,
        new_line: std::mem::take(new_line),
    });
}
