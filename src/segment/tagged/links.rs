//! Which content and source belong to which cue.

use std::ops::Range;

use super::path::Spans;
use crate::corpus::{LINKS, TokenTags};

/// Taken from the score of a link for each end of a line between the two. Set on PolNeAR dev.
const LINE_COST: f32 = 5.0;

/// A source whose best score is below this is no cue's.
const LEAST: f32 = -8.0;

/// The parts of a quote, as ranges of tokens.
#[derive(Debug, PartialEq)]
pub(super) struct Linked {
    pub content: Vec<Range<usize>>,
    pub cue: Range<usize>,
    pub source: Option<Range<usize>>,
    /// Mean probability of the content's tags.
    pub content_tags: f32,
    /// Mean probability of the cue's tags.
    pub cue_tags: f32,
    /// Mean score of the contents' links.
    pub link: f32,
}

/// Which cue each content, and which source each cue takes, by their places in [`Spans`]; each with
/// its score.
pub(super) struct Resolved {
    /// One a content.
    pub content: Vec<Option<(usize, f32)>>,
    /// One a cue.
    pub source: Vec<Option<(usize, f32)>>,
}

/// Each content goes to the cue with the highest score, each cue takes the source that has the
/// highest score for it (a source may serve two cues).
///
/// The score of a cue is the mean over a span's tokens of the log probability of the link that
/// leads to it. Links lead to the two nearest cues on each side.
pub(super) fn resolve(tokens: &[TokenTags], spans: &Spans) -> Resolved {
    let lines: Vec<usize> = tokens
        .iter()
        .scan(0, |line, token| {
            *line += usize::from(token.bytes.is_empty());
            Some(*line)
        })
        .collect();
    let scores = |span: &Range<usize>| scores(tokens, &lines, &spans.cue, span);
    let content = spans.content.iter().map(|span| best(scores(span)));
    let mut source: Vec<Option<(usize, f32)>> = vec![None; spans.cue.len()];
    for (at, span) in spans.source.iter().enumerate() {
        for (cue, score) in scores(span) {
            if score >= LEAST && source[cue].is_none_or(|(_, best)| score > best) {
                source[cue] = Some((at, score));
            }
        }
    }
    Resolved {
        content: content.collect(),
        source,
    }
}

/// The quotes of each cue that has a content: one, or more where two contents that follow each other
/// are `apart`.
pub(super) fn link(
    tokens: &[TokenTags],
    spans: &Spans,
    apart: impl Fn(&Range<usize>, &Range<usize>) -> bool,
) -> Vec<Linked> {
    let resolved = resolve(tokens, spans);
    let mut contents: Vec<Vec<(Range<usize>, f32)>> = vec![Vec::new(); spans.cue.len()];
    for (span, cue) in spans.content.iter().zip(resolved.content) {
        if let Some((cue, score)) = cue {
            contents[cue].push((span.clone(), score));
        }
    }
    let mut out = Vec::new();
    for ((cue, contents), source) in spans.cue.iter().zip(contents).zip(resolved.source) {
        let source = source.map(|(source, _)| spans.source[source].clone());
        for quote in contents.chunk_by(|a, b| !apart(&a.0, &b.0)) {
            let content: Vec<Range<usize>> = quote.iter().map(|part| part.0.clone()).collect();
            out.push(Linked {
                content_tags: mean(tokens, content.iter().cloned().flatten(), [1, 2]),
                cue_tags: mean(tokens, cue.clone(), [3, 4]),
                link: quote.iter().map(|part| part.1).sum::<f32>() / quote.len() as f32,
                content,
                cue: cue.clone(),
                source: source.clone(),
            });
        }
    }
    out
}

/// The cues that a span may belong to, each with its score.
fn scores(
    tokens: &[TokenTags],
    lines: &[usize],
    cues: &[Range<usize>],
    span: &Range<usize>,
) -> Vec<(usize, f32)> {
    let mut means = [0.0; LINKS.len()];
    for token in &tokens[span.clone()] {
        for (mean, p) in means.iter_mut().zip(token.link) {
            *mean += p.max(1e-6).ln() / span.len() as f32;
        }
    }
    let before = cues.partition_point(|cue| cue.start <= span.start);
    let cue = [
        before.checked_sub(1),
        Some(before),
        before.checked_sub(2),
        Some(before + 1),
    ];
    let near = cue.into_iter().zip(means);
    near.filter_map(|(cue, mean)| {
        let cue = cue.filter(|&cue| cue < cues.len())?;
        let between = lines[span.start].abs_diff(lines[cues[cue].start]);
        Some((cue, mean - LINE_COST * between as f32))
    })
    .collect()
}

/// The first of the highest scores.
fn best(scores: Vec<(usize, f32)>) -> Option<(usize, f32)> {
    scores
        .into_iter()
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
}

/// Mean over tokens of the probability of either tag.
fn mean(tokens: &[TokenTags], at: impl Iterator<Item = usize>, tags: [usize; 2]) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for token in at.map(|at| &tokens[at]) {
        sum += token.tag[tags[0]] + token.tag[tags[1]];
        count += 1.0;
    }
    sum / count
}
