//! Weighs the candidates of a sentence: contents do not overlap, the surer one stays.

use std::collections::BTreeMap;

use super::candidate::Candidate;

/// The candidates that stay, by where their content starts.
pub(super) fn select(mut candidates: Vec<Candidate>, least: f32) -> Vec<Candidate> {
    candidates.retain(|candidate| candidate.confidence >= least);
    candidates.sort_by(|a, b| {
        b.rank
            .total_cmp(&a.rank)
            .then_with(|| a.content[0].start.cmp(&b.content[0].start))
    });
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        if candidate
            .content
            .iter()
            .any(|part| overlaps(&taken, part.start, part.end))
        {
            continue;
        }
        if candidate
            .cue
            .as_ref()
            .is_some_and(|cue| overlaps(&taken, cue.start, cue.end))
        {
            continue;
        }
        for part in &candidate.content {
            taken.insert(part.start, part.end);
        }
        out.push(candidate);
    }
    out.sort_by_key(|candidate| candidate.content[0].start);
    out
}

/// Frames of quotations that the form of a text shows, whatever its words.
const FORMS: [&str; 4] = ["floating", "block", "turn", "a"];

/// `found`, and those of `others` that stand in a form of [`FORMS`] and share no word with any of them.
pub(super) fn fill(found: Vec<Candidate>, others: Vec<Candidate>) -> Vec<Candidate> {
    let mut taken = BTreeMap::new();
    for candidate in &found {
        let spans = candidate.content.iter().chain(&candidate.cue);
        for span in spans.chain(&candidate.source) {
            let end = taken.entry(span.start).or_insert(span.end);
            *end = span.end.max(*end);
        }
    }
    let is_free = |candidate: &Candidate| {
        let mut spans = candidate.content.iter().chain(&candidate.cue);
        spans.all(|span| !overlaps(&taken, span.start, span.end))
    };
    let others = others
        .into_iter()
        .filter(|other| FORMS.contains(&other.rule.frame) && is_free(other));
    let mut out: Vec<Candidate> = others.collect();
    out.extend(found);
    out.sort_by_key(|candidate| candidate.content[0].start);
    out
}

fn overlaps(taken: &BTreeMap<usize, usize>, start: usize, end: usize) -> bool {
    taken
        .range(..end)
        .next_back()
        .is_some_and(|(_, &stop)| stop > start)
}
