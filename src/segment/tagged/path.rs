//! The best well-formed sequence of tags (Viterbi 1967), and its spans.

use std::ops::Range;

use crate::corpus::{TAGS, TokenTags};

/// Added to the log probability that a cue begins: each quote needs one, and a missed cue costs a
/// quote while a false one costs nothing without a content. Set on PolNeAR dev.
const CUE_BIAS: f32 = 1.2;

/// Stands for the logarithm of 0.
const NEVER: f32 = -1e9;

/// Ranges of tokens, each list in text order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Spans {
    pub content: Vec<Range<usize>>,
    pub cue: Vec<Range<usize>>,
    pub source: Vec<Range<usize>>,
}

/// The spans of the best path. No span reaches over the end of a line.
pub(super) fn spans(tokens: &[TokenTags]) -> Spans {
    let mut out = Spans::default();
    for (at, tag) in best(tokens).into_iter().enumerate() {
        let list = match tag {
            1 | 2 => &mut out.content,
            3 | 4 => &mut out.cue,
            5 | 6 => &mut out.source,
            _ => continue,
        };
        match list.last_mut() {
            Some(last) if tag % 2 == 0 => last.end = at + 1,
            _ => list.push(at..at + 1),
        }
    }
    out
}

/// One tag a token: an index into [`TAGS`].
fn best(tokens: &[TokenTags]) -> Vec<usize> {
    let mut scores = [NEVER; TAGS.len()];
    scores[0] = 0.0;
    let mut from: Vec<[u8; TAGS.len()]> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let before = scores;
        let (top, _) = best_of(&before);
        let mut came = [0; TAGS.len()];
        for tag in 0..TAGS.len() {
            // An inner tag goes on from its own kind; any other may follow anything.
            let earlier = match tag {
                2 | 4 | 6 if before[tag - 1] > before[tag] => tag - 1,
                2 | 4 | 6 => tag,
                _ => top,
            };
            came[tag] = earlier as u8;
            scores[tag] = before[earlier] + emission(token, tag);
        }
        // Differences alone matter; without this, sums over a long text would lose them.
        let (_, highest) = best_of(&scores);
        scores.iter_mut().for_each(|score| *score -= highest);
        from.push(came);
    }
    let (mut tag, _) = best_of(&scores);
    let mut out = vec![0; tokens.len()];
    for (at, came) in from.iter().enumerate().rev() {
        out[at] = tag;
        tag = came[tag].into();
    }
    out
}

fn emission(token: &TokenTags, tag: usize) -> f32 {
    if token.bytes.is_empty() {
        return if tag == 0 { 0.0 } else { NEVER };
    }
    let bias = if tag == 3 { CUE_BIAS } else { 0.0 };
    token.tag[tag].max(1e-9).ln() + bias
}

/// The first of the highest scores.
fn best_of(scores: &[f32; TAGS.len()]) -> (usize, f32) {
    let mut best = (0, scores[0]);
    for (tag, &score) in scores.iter().enumerate().skip(1) {
        if score > best.1 {
            best = (tag, score);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens whose most probable tags these are.
    fn tokens(tags: &[usize]) -> Vec<TokenTags> {
        let token = |(at, &tag): (usize, &usize)| {
            let mut probs = [0.02; TAGS.len()];
            probs[tag] = 0.88;
            TokenTags {
                bytes: at..at + 1,
                tag: probs,
                link: [0.2; 5],
            }
        };
        tags.iter().enumerate().map(token).collect()
    }

    #[test]
    fn spans_are_well_formed() {
        let found = spans(&tokens(&[1, 2, 2, 0, 5, 6, 3, 0]));
        assert_eq!(found.content.as_slice(), std::slice::from_ref(&(0..3)));
        assert_eq!(found.source.as_slice(), std::slice::from_ref(&(4..6)));
        assert_eq!(found.cue.as_slice(), std::slice::from_ref(&(6..7)));
    }

    #[test]
    fn an_inner_tag_needs_a_first() {
        let mut tokens = tokens(&[0, 2, 2, 0]);
        tokens[0].tag = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(
            spans(&tokens).content.as_slice(),
            std::slice::from_ref(&(1..3))
        );
        assert_eq!(spans(&[]), Spans::default());
    }

    #[test]
    fn the_end_of_a_line_ends_a_span() {
        let mut tokens = tokens(&[1, 2, 2, 2]);
        tokens[2].bytes = 2..2;
        assert_eq!(spans(&tokens).content.first(), Some(&(0..2)));
    }

    #[test]
    fn long_texts_lose_no_precision() {
        let many = [1, 2, 0, 3, 0].repeat(200_000);
        assert_eq!(spans(&tokens(&many)).content.len(), 200_000);
    }
}
