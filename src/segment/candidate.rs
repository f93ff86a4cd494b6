//! A possible quote, before the rules' candidates are weighed against each other.

use std::ops::Range;

use super::cue::Group;
use super::doc::Doc;
use crate::corpus::CueClass;

/// The rule that found a quote: a frame, and the cue that takes it where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule {
    /// Dictionary form of the cue; empty without one.
    pub cue: &'static str,
    /// Its part of speech in the lexicon: `v`, `n`, `a`; empty without a cue.
    pub pos: &'static str,
    /// Name of the frame, as in the lexicon, or of the form.
    pub frame: &'static str,
}

impl Rule {
    /// A rule without a cue of the lexicon.
    pub(super) fn form(frame: &'static str) -> Rule {
        Rule {
            cue: "",
            pos: "",
            frame,
        }
    }
}

/// Frames of which marks at the edge are part, or no sign.
const BY_MARKS: [&str; 5] = ["d", "a", "q", "m", "x"];

/// Marks inside a content multiply the odds that it is a quote (by 2 to 3 on PolNeAR train, in all frames).
const MARKS_ODDS: f32 = 2.5;

fn raised(share: f32) -> f32 {
    MARKS_ODDS * share / (1.0 + (MARKS_ODDS - 1.0) * share)
}

/// Ranges are bytes of the text, on character boundaries; content in text order and not empty.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub content: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub source: Option<Range<usize>>,
    pub class: Option<CueClass>,
    pub confidence: f32,
    /// Of two that overlap, the higher stays.
    pub rank: f32,
    /// Given as speech by its form, without marks: a block quotation, a turn of a transcript.
    pub verbatim: bool,
    /// The cue's lemma and the frame, for those who ask why.
    pub rule: Rule,
}

impl Candidate {
    /// A candidate of a cue in a frame that its lexicon line has; `content` and `source` in pieces.
    pub fn of(
        doc: &Doc,
        group: &Group,
        frame: &'static str,
        cue_end: usize,
        content: impl IntoIterator<Item = Range<usize>>,
        source: Option<Range<usize>>,
    ) -> Option<Candidate> {
        let share = group.cue.frame(frame)?;
        let content: Vec<_> = content
            .into_iter()
            .filter(|part| part.start < part.end)
            .collect();
        let marked = group.cue.pos == "v"
            && !BY_MARKS.contains(&frame)
            && content
                .iter()
                .cloned()
                .flatten()
                .any(|at| doc.is_quoted(at));
        if content.is_empty() {
            return None;
        }
        Some(Candidate {
            content: content
                .iter()
                .map(|part| doc.bytes(part.start, part.end))
                .collect(),
            cue: Some(doc.pieces[group.first].start..doc.pieces[cue_end.max(group.head)].end),
            source: source
                .map(|source| doc.pieces[source.start].start..doc.pieces[source.end - 1].end),
            class: Some(if group.negated {
                CueClass::Negated
            } else {
                group.cue.class
            }),
            confidence: if marked { raised(share) } else { share },
            rank: share,
            verbatim: false,
            rule: Rule {
                cue: group.cue.lemma,
                pos: group.cue.pos,
                frame,
            },
        })
    }
}
