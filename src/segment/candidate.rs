//! A possible quote, before the rules' candidates are weighed against each other.

use std::ops::Range;

use super::cue::Group;
use super::doc::Doc;
use crate::corpus::CueClass;

/// Ranges are bytes of the text, on character boundaries; content in text order and not empty.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub content: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub source: Option<Range<usize>>,
    pub class: Option<CueClass>,
    pub confidence: f32,
    /// The cue's lemma and the frame, for those who ask why.
    pub rule: (&'static str, &'static str),
}

impl Candidate {
    /// A candidate of a cue in a frame that its lexicon line has; `content` and `source` in pieces.
    pub fn of(
        doc: &Doc,
        group: &Group,
        frame: &'static str,
        cue_end: usize,
        content: &[Range<usize>],
        source: Option<Range<usize>>,
    ) -> Option<Candidate> {
        let confidence = group.cue.frame(frame)?;
        let content: Vec<_> = content
            .iter()
            .filter(|part| part.start < part.end)
            .map(|part| doc.bytes(part.start, part.end))
            .collect();
        if content.is_empty() {
            return None;
        }
        Some(Candidate {
            content,
            cue: Some(doc.pieces[group.first].start..doc.pieces[cue_end.max(group.head)].end),
            source: source
                .map(|source| doc.pieces[source.start].start..doc.pieces[source.end - 1].end),
            class: Some(if group.negated {
                CueClass::Negated
            } else {
                group.cue.class
            }),
            confidence,
            rule: (group.cue.lemma, frame),
        })
    }
}
