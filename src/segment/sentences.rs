//! Where sentences end, in pieces.
//!
//! Own rules rather than a library's: a quotation is one piece here, and whether a sentence goes
//! on after it depends on the attribution that may follow.

use std::ops::Range;

use super::lexicon::{self, Form};
use super::marks::Quoted;
use super::pieces::{Kind, Piece};

/// Ranges of `pieces[within]` that are sentences, in order, appended to `out`.
pub(super) fn split(
    text: &str,
    pieces: &[Piece],
    marks: &[Quoted],
    within: Range<usize>,
    out: &mut Vec<Range<usize>>,
) {
    let mut start = within.start;
    for at in within.clone() {
        let next = at + 1;
        if next < within.end && ends(text, &pieces[..within.end], marks, at) {
            out.push(start..next);
            start = next;
        }
    }
    if start < within.end {
        out.push(start..within.end);
    }
}

fn ends(text: &str, pieces: &[Piece], marks: &[Quoted], at: usize) -> bool {
    let next = &pieces[at + 1];
    let begins = next.capital
        || next.quoted().is_some()
        || matches!(next.kind, Kind::Open | Kind::Dash) && next.start > pieces[at].end;
    match pieces[at].kind {
        Kind::Stop => begins && next.start > pieces[at].end,
        Kind::Close => begins && at > 0 && pieces[at - 1].kind == Kind::Stop,
        Kind::Quoted(index) => {
            let inner = &text[marks[index as usize].inner_start..marks[index as usize].inner_end];
            let inner = inner.trim_end_matches(['\'', '’', ')', ' ', '"', '”']);
            begins
                && (inner.ends_with('.')
                    || inner.ends_with(['!', '?', '…']) && !is_attribution(pieces, at + 1))
        }
        _ => false,
    }
}

/// `Name said`, `The minister asked`: a few words and a reporting verb.
fn is_attribution(pieces: &[Piece], from: usize) -> bool {
    for piece in pieces.iter().skip(from).take(7) {
        if !piece.is_word() || piece.is(lexicon::AUX) {
            return false;
        }
        if let Some((id, Form::Ed | Form::S)) = piece.word.verb {
            return lexicon::Lexicon::get()
                .cue(id)
                .frame("d")
                .is_some_and(|share| share > 0.5);
        }
    }
    false
}
