//! Contents after their attribution and a comma: `As the minister said on Monday, ...`.

use std::ops::Range;

use super::candidate::Candidate;
use super::cue::Group;
use super::doc::Doc;
use super::extent::{self, Extent};
use super::lexicon::{self, Form};
use super::pieces::Kind;
use super::source;

/// Pieces between `as` and the comma.
const REACH: usize = 24;

/// The candidate of this cue group, in a sentence that opens with `as`.
pub(super) fn candidate(doc: &Doc, sentence: &Range<usize>, group: &Group) -> Option<Candidate> {
    let opens = doc.reads(sentence.start, "as") && matches!(group.form, Form::Ed | Form::S);
    if !opens || group.passive || doc.kind(group.first - 1) == Some(Kind::Comma) {
        return None;
    }
    let limit = sentence.end.min(sentence.start + REACH);
    let comma = (sentence.start..limit).find(|&at| doc.kind(at) == Some(Kind::Comma))?;
    let after = group.head + 1;
    let adjunct = after == comma
        || after < comma
            && comma - after < 8
            && doc.is(after, lexicon::PREP | lexicon::DAY | lexicon::ADV);
    let source = source::before(doc, sentence.start + 1, group.first)?;
    if !adjunct || source.start != sentence.start + 1 {
        return None;
    }
    let content = comma + 1..extent::end(doc, sentence, comma + 1, Extent::Clause);
    Candidate::of(doc, group, "x", comma - 1, Some(content), Some(source))
}
