//! From bytes to code points, and spans in both.

use std::ops::Range;

use crate::corpus::Span;

const STRIDE: usize = 256;

/// Code points before each multiple of [`STRIDE`] bytes of a text.
#[derive(Debug)]
pub(super) struct CodePoints<'t> {
    text: &'t str,
    /// Empty where the text is ASCII.
    before: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(STRIDE) {
                before.push(count);
                count += starts(block);
            }
        }
        CodePoints { text, before }
    }

    fn at(&self, byte: usize) -> usize {
        let block = byte / STRIDE;
        match self.before.get(block) {
            Some(before) => before + starts(&self.text.as_bytes()[block * STRIDE..byte]),
            None if self.before.is_empty() => byte,
            None => self.before.last().map_or(0, |last| {
                last + starts(&self.text.as_bytes()[(self.before.len() - 1) * STRIDE..byte])
            }),
        }
    }

    /// The span of a byte range that lies on character boundaries.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span {
            start: self.at(range.start),
            end: self.at(range.end),
            byte_start: range.start,
            byte_end: range.end,
            text: self.text[range].to_owned(),
        }
    }
}

/// Bytes that start a character.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}
