//! The characters that some spans cover.

use super::{Offsets, Span};

/// What is trimmed from both edges of a predicted or gold span, beside white space: quotation
/// marks, closing punctuation, dashes and brackets.
const EDGE: &str = "\"“”„‟‘’‚‛'`«»‹›.,;:!?…—–-()[]";

/// A set of characters of a document, as sorted, disjoint, non-empty ranges in code points.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extent(Vec<Offsets>);

impl Extent {
    /// The union of the ranges, in any order; empty and reversed ones cover nothing.
    pub fn new(ranges: impl IntoIterator<Item = Offsets>) -> Self {
        let mut ranges: Vec<_> = ranges.into_iter().filter(|r| r.start < r.end).collect();
        ranges.sort_unstable();
        let mut merged: Vec<Offsets> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Self(merged)
    }

    /// The union of the spans, each without white space, quotation marks and closing punctuation
    /// at its edges.
    pub fn trimmed(spans: &[Span]) -> Self {
        Self::new(spans.iter().map(|span| trim(span.start, &span.text)))
    }

    /// The words that start at the code point `start`, trimmed as in [`Extent::trimmed`].
    pub fn trimmed_at(start: usize, words: &str) -> Self {
        Self::new([trim(start, words)])
    }

    /// The union of the ranges, each trimmed as in [`Extent::trimmed`] by the text it counts in.
    pub fn trimmed_in(text: &str, ranges: &[Offsets]) -> Self {
        Self::new(ranges.iter().map(|range| {
            let length = range.end.saturating_sub(range.start);
            let words: String = text.chars().skip(range.start).take(length).collect();
            trim(range.start, &words)
        }))
    }

    /// The union of several.
    pub fn union<'a>(extents: impl IntoIterator<Item = &'a Self>) -> Self {
        Self::new(
            extents
                .into_iter()
                .flat_map(|extent| extent.0.iter().copied()),
        )
    }

    /// The ranges, sorted.
    pub fn ranges(&self) -> &[Offsets] {
        &self.0
    }

    /// How many characters.
    pub fn chars(&self) -> usize {
        self.0.iter().map(|range| range.end - range.start).sum()
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// From the first character to one past the last.
    pub fn bounds(&self) -> Option<Offsets> {
        Some(Offsets {
            start: self.0.first()?.start,
            end: self.0.last()?.end,
        })
    }

    /// How many characters both cover.
    pub fn shared(&self, other: &Self) -> usize {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            shared += x.end.min(y.end).saturating_sub(x.start.max(y.start));
            if x.end < y.end {
                a.next();
            } else {
                b.next();
            }
        }
        shared
    }
}

fn trim(start: usize, words: &str) -> Offsets {
    let edge = |c: char| c.is_whitespace() || EDGE.contains(c);
    let rest = words.trim_start_matches(edge);
    let start = start + words[..words.len() - rest.len()].chars().count();
    Offsets {
        start,
        end: start + rest.trim_end_matches(edge).chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(ranges: &[(usize, usize)]) -> Extent {
        Extent::new(ranges.iter().map(|&(start, end)| Offsets { start, end }))
    }

    #[test]
    fn unions_are_sorted_and_disjoint() {
        let check = |ranges: &[(usize, usize)], expected: &[(usize, usize)]| {
            let found: Vec<_> = extent(ranges).0.iter().map(|r| (r.start, r.end)).collect();
            assert_eq!(found, expected, "{ranges:?}");
        };
        check(&[(5, 9), (0, 2)], &[(0, 2), (5, 9)]);
        check(&[(0, 5), (2, 3), (5, 7)], &[(0, 7)]);
        check(&[(4, 4), (6, 5)], &[]);
    }

    #[test]
    fn shared_characters() {
        let check = |a: &[(usize, usize)], b: &[(usize, usize)], expected| {
            assert_eq!(extent(a).shared(&extent(b)), expected, "{a:?} {b:?}");
            assert_eq!(extent(b).shared(&extent(a)), expected, "{b:?} {a:?}");
        };
        check(&[(0, 10)], &[(10, 20)], 0);
        check(&[(0, 10)], &[(5, 20)], 5);
        check(&[(0, 4), (6, 10)], &[(2, 8)], 4);
        check(&[(0, 4), (6, 10)], &[(0, 1), (2, 3), (9, 12)], 3);
        check(&[], &[(0, 1)], 0);
    }

    #[test]
    fn edges_are_trimmed() {
        let check = |text: &str, expected: &str| {
            let whole = Offsets {
                start: 0,
                end: text.chars().count(),
            };
            let found = Extent::trimmed_in(text, &[whole]).bounds();
            let found: String = found.map_or(String::new(), |r| {
                text.chars().skip(r.start).take(r.end - r.start).collect()
            });
            assert_eq!(found, expected, "{text:?}");
        };
        check("“We agree, all of us,” ", "We agree, all of us");
        check("\u{a0}«Ça va?»\n", "Ça va");
        check("don't", "don't");
        check("…”", "");
        check("😀 yes!", "😀 yes");
    }
}
