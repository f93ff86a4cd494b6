//! Given contents, cues and sources -> which belong together: the step of `links` alone.

use std::ops::Range;

use super::super::doc::Doc;
use super::links::resolve;
use super::path::Spans;
use crate::corpus::{QuoteSpans, TokenTags};

/// Pairs of a span and a cue that belong together, by their places in [`QuoteSpans`]; sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// Contents with their cue: at most one each.
    pub content: Vec<(usize, usize)>,
    /// Sources with their cues: at most one source a cue.
    pub source: Vec<(usize, usize)>,
}

/// The relations that [`tagged`](crate::segment::tagged) resolves from the links of a tagger's tokens,
/// with these spans in place of those of its tags.
///
/// Spans may overlap; one that holds no token has no relation.
pub fn links(tokens: &[TokenTags], spans: &QuoteSpans) -> Relations {
    let of = |list: &[Range<usize>]| {
        let found = list.iter().enumerate();
        let mut found: Vec<(usize, Range<usize>)> = found
            .map(|(at, span)| (at, within(tokens, span)))
            .filter(|(_, span)| !span.is_empty())
            .collect();
        found.sort_by_key(|(_, span)| (span.start, span.end));
        found.into_iter().unzip::<_, _, Vec<usize>, Vec<_>>()
    };
    let (contents, content) = of(&spans.content);
    let (cues, cue) = of(&spans.cue);
    let (sources, source) = of(&spans.source);
    let found = resolve(
        tokens,
        &Spans {
            content,
            cue,
            source,
        },
    );
    let content = found.content.iter().zip(&contents);
    let content = content.filter_map(|(found, &at)| Some((at, cues[(*found)?.0])));
    let source = found.source.iter().zip(&cues);
    let source = source.filter_map(|(found, &cue)| Some((sources[(*found)?.0], cue)));
    Relations {
        content: content.collect(),
        source: source.collect(),
    }
    .sorted()
}

/// Each content and source with the cue that the fewest bytes lie between, the first of them.
pub fn nearest(spans: &QuoteSpans) -> Relations {
    relate(spans, |_, _| true)
}

/// As [`nearest`], of the cues that begin in a sentence of the span.
pub fn nearest_in_sentence(text: &str, spans: &QuoteSpans) -> Relations {
    let doc = Doc::new(text);
    let starts = doc.sentences.iter().map(|s| doc.pieces[s.start].start);
    let starts: Vec<usize> = starts.collect();
    let sentence = |byte: usize| starts.partition_point(|&start| start <= byte);
    relate(spans, |span, cue| {
        let at = sentence(cue.start);
        sentence(span.start) <= at && at <= sentence(span.end.saturating_sub(1))
    })
}

fn relate(spans: &QuoteSpans, may: impl Fn(&Range<usize>, &Range<usize>) -> bool) -> Relations {
    let of = |list: &[Range<usize>]| {
        let nearest = |span: &Range<usize>| {
            let cues = spans.cue.iter().enumerate();
            cues.filter(|(_, cue)| may(span, cue))
                .min_by_key(|(_, cue)| gap(span, cue))
                .map(|(cue, _)| cue)
        };
        let found = list.iter().enumerate();
        found
            .filter_map(|(at, span)| Some((at, nearest(span)?)))
            .collect()
    };
    Relations {
        content: of(&spans.content),
        source: of(&spans.source),
    }
}

/// Bytes between two ranges; 0 where they overlap.
fn gap(one: &Range<usize>, other: &Range<usize>) -> usize {
    let (first, second) = if one.start <= other.start {
        (one, other)
    } else {
        (other, one)
    };
    second.start.saturating_sub(first.end)
}

/// The tokens that stand in a range of bytes, wholly or in part.
fn within(tokens: &[TokenTags], bytes: &Range<usize>) -> Range<usize> {
    let start = tokens.partition_point(|token| token.bytes.end <= bytes.start);
    let end = tokens.partition_point(|token| token.bytes.start < bytes.end);
    start..end.max(start)
}

impl Relations {
    fn sorted(mut self) -> Self {
        self.content.sort_unstable();
        self.source.sort_unstable();
        self
    }
}
