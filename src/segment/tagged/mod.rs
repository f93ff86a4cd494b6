//! Quotes from the tags that a tagger gave the tokens of a text.
//!
//! 1. `path`: the most probable sequence of tags that is well formed (BIO), so spans of contents,
//!    cues and sources.
//! 2. `links`: each content and source goes to the cue that its tokens point at. Contents of one
//!    cue are one quote, however its attribution or a gap cuts them, unless a quotation is closed
//!    between them and a paragraph ends. `relations` has this step alone, to be measured.
//! 3. Here: edges are set to the marks where a content stands in marks, the cue's class is looked
//!    up in the lexicon, and the probabilities become a confidence.

mod links;
mod path;
mod relations;

use std::ops::Range;

use super::candidate::{Candidate, Rule};
use super::cue;
use super::doc::Doc;
use super::select;
use crate::corpus::{CueClass, TokenTags};

use links::Linked;
pub use relations::{Relations, links, nearest, nearest_in_sentence};

/// The name of its rule.
pub(super) const FRAME: &str = "tagger";

/// A content inside a quotation is the whole of it if it covers so much of it.
const COVERED: f32 = 0.5;

/// The confidence of a quote is that of a logistic regression (Platt 1999) of whether it matches gold
/// (intersection over union of at least 0.5), fitted on PolNeAR dev:
/// `1 / (1 + exp(-(INTERCEPT + ODDS ln(p / (1 - p)) + CONTENT ln(c / (1 - c)) + LINK l + ...)))`,
/// where `p` is the product of the probabilities of content `c`, cue and link, and `l` the
/// logarithm of the last. Expected calibration error there, fitted on other documents: .019 with the
/// rules, .016 without (15 bins of equal mass).
const INTERCEPT: f32 = -1.091;
const ODDS: f32 = 0.369;
const CONTENT: f32 = 0.293;
const LINK: f32 = -0.31803;
const WORDS: f32 = 0.307;
const WITHOUT_SOURCE: f32 = -0.089;

/// Added for a content in marks; where the rules were asked, only if they make a quote of it, since
/// names and single words stand in marks too.
const MARKED: f32 = 0.365;

/// Added where the rules were asked too: whether one of them has the same content.
const RULES_AGREE: f32 = 0.378;
const RULES_DO_NOT: f32 = -0.216;

/// Quotes that are less sure are dropped. F1 on PolNeAR dev is highest at .34, but there the recall
/// of indirect quotes is .708; this is the highest at which it is .72.
const LEAST: f32 = 0.288;

/// Contents are the same if so much of their union is shared.
const SAME: f32 = 0.5;

/// The quotes of a document, by where their content starts. Linear in the number of tokens.
/// `rules` has what the rules found, where they were asked.
pub(super) fn candidates(
    doc: &Doc,
    tokens: &[TokenTags],
    rules: Option<&[Candidate]>,
) -> Vec<Candidate> {
    let apart = |part: &Range<usize>, next: &Range<usize>| {
        are_apart(doc, &bytes(tokens, part), &bytes(tokens, next))
    };
    let linked = links::link(tokens, &path::spans(tokens), apart).into_iter();
    let candidates = linked.filter_map(|linked| candidate(doc, tokens, rules, linked));
    select::select(candidates.collect(), LEAST)
}

fn candidate(
    doc: &Doc,
    tokens: &[TokenTags],
    rules: Option<&[Candidate]>,
    linked: Linked,
) -> Option<Candidate> {
    let bytes = |span: &Range<usize>| bytes(tokens, span);
    let mut content: Vec<Range<usize>> = Vec::new();
    for part in linked.content.iter().map(|span| snapped(doc, bytes(span))) {
        match content.last_mut() {
            // Two parts of one quotation are the quotation.
            Some(last) if part.start < last.end => last.end = last.end.max(part.end),
            _ if part.is_empty() => {}
            _ => content.push(part),
        }
    }
    if content.is_empty() {
        return None;
    }
    let cue = bytes(&linked.cue);
    let source = linked.source.as_ref().map(bytes);
    let agree = rules.map(|rules| is_among(rules, &content));
    let confidence = 1.0 / (1.0 + (-odds(doc, &linked, &content, agree)).exp());
    Some(Candidate {
        content,
        class: Some(class(doc, &cue)),
        cue: Some(cue),
        source,
        confidence,
        rank: confidence,
        verbatim: false,
        rule: Rule::form(FRAME),
    })
}

/// The bytes of a range of tokens.
fn bytes(tokens: &[TokenTags], span: &Range<usize>) -> Range<usize> {
    tokens[span.start].bytes.start..tokens[span.end - 1].bytes.end
}

/// A quotation that is closed in one paragraph does not go on in a later one.
fn are_apart(doc: &Doc, part: &Range<usize>, next: &Range<usize>) -> bool {
    let first = doc.marks.partition_point(|quoted| quoted.end <= part.start);
    let closed = doc.marks.get(first).is_some_and(|quoted| {
        quoted.start <= part.start && part.end <= quoted.end && !quoted.unclosed
    });
    closed && doc.text[part.end..next.start].contains('\n')
}

/// The logarithm of the odds that a quote matches gold; `agree` is whether the rules have it, where
/// they were asked.
fn odds(doc: &Doc, linked: &Linked, content: &[Range<usize>], agree: Option<bool>) -> f32 {
    let logit = |p: f32| {
        let p = p.clamp(1e-6, 1.0 - 1e-4);
        (p / (1.0 - p)).ln()
    };
    let words = content
        .iter()
        .map(|part| doc.text[part.clone()].split_whitespace().count())
        .sum::<usize>();
    let mut odds = INTERCEPT
        + ODDS * logit(linked.content_tags * linked.cue_tags * linked.link.exp())
        + CONTENT * logit(linked.content_tags)
        + LINK * linked.link
        + WORDS * (words.max(1) as f32).ln();
    if agree != Some(false) && content.iter().any(|part| touches_marks(doc, part)) {
        odds += MARKED;
    }
    if linked.source.is_none() {
        odds += WITHOUT_SOURCE;
    }
    odds + match agree {
        Some(true) => RULES_AGREE,
        Some(false) => RULES_DO_NOT,
        None => 0.0,
    }
}

/// Whether one of `rules`, which are in text order, has the same content.
fn is_among(rules: &[Candidate], content: &[Range<usize>]) -> bool {
    let (start, end) = (content[0].start, content[content.len() - 1].end);
    let first = rules.partition_point(|rule| rule.content.last().is_none_or(|p| p.end <= start));
    let near = rules[first..]
        .iter()
        .take_while(|rule| rule.content[0].start < end);
    let length = |parts: &[Range<usize>]| parts.iter().map(Range::len).sum::<usize>();
    near.map(|rule| {
        let shared: usize = rule
            .content
            .iter()
            .flat_map(|a| content.iter().map(move |b| (a, b)))
            .map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start)))
            .sum();
        let union = length(&rule.content) + length(content) - shared;
        shared as f32 / union as f32
    })
    .any(|overlap| overlap >= SAME)
}

fn touches_marks(doc: &Doc, part: &Range<usize>) -> bool {
    let first = doc.marks.partition_point(|quoted| quoted.end <= part.start);
    let quoted = doc.marks.get(first);
    quoted.is_some_and(|quoted| quoted.start < part.end)
}

/// A content without white space at its edges; if it stands in marks, all that they hold.
fn snapped(doc: &Doc, part: Range<usize>) -> Range<usize> {
    let first = doc.marks.partition_point(|quoted| quoted.end <= part.start);
    if let Some(quoted) = doc.marks.get(first) {
        let inner = quoted.inner_start..quoted.inner_end;
        let shared = part
            .end
            .min(inner.end)
            .saturating_sub(part.start.max(inner.start));
        let inside = quoted.start <= part.start && part.end <= quoted.end;
        if inside && !quoted.unclosed && shared as f32 >= COVERED * inner.len() as f32 {
            return inner;
        }
    }
    let text = &doc.text[part.clone()];
    let start = part.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// What the lexicon says of the cue; one that it does not know is a reporting one.
fn class(doc: &Doc, cue: &Range<usize>) -> CueClass {
    let first = doc.pieces.partition_point(|piece| piece.end <= cue.start);
    let sentence = doc.sentences.partition_point(|s| s.end <= first);
    let Some(sentence) = doc.sentences.get(sentence) else {
        return CueClass::Reporting;
    };
    let pieces = first.max(sentence.start)..sentence.end;
    let group = pieces
        .take_while(|&at| doc.pieces[at].start < cue.end)
        .filter_map(|at| cue::group(doc, sentence, at))
        .last();
    match group {
        Some(group) if group.negated => CueClass::Negated,
        Some(group) => group.cue.class,
        None => CueClass::Reporting,
    }
}
