//! A text cut up: paragraphs, quotation marks, pieces and sentences.

use std::ops::Range;

use super::lexicon::{Lexicon, Tags};
use super::marks::{self, Quoted};
use super::pieces::{self, Kind, Piece};
use super::{paragraphs, sentences};

/// A text and its parts, each list in text order.
#[derive(Debug)]
pub(super) struct Doc<'t> {
    pub text: &'t str,
    pub marks: Vec<Quoted>,
    pub pieces: Vec<Piece>,
    /// Ranges of pieces.
    pub sentences: Vec<Range<usize>>,
    /// Ranges of sentences.
    pub paragraphs: Vec<Range<usize>>,
}

impl<'t> Doc<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut doc = Doc {
            text,
            marks: Vec::new(),
            pieces: Vec::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
        };
        for range in paragraphs::paragraphs(text) {
            let (mark, piece, sentence) = (doc.marks.len(), doc.pieces.len(), doc.sentences.len());
            marks::pair(text, range.start, range.end, &mut doc.marks);
            pieces::cut(
                text,
                range.start,
                range.end,
                &doc.marks[mark..],
                mark,
                &mut doc.pieces,
            );
            sentences::split(
                text,
                &doc.pieces,
                &doc.marks,
                piece..doc.pieces.len(),
                &mut doc.sentences,
            );
            doc.paragraphs.push(sentence..doc.sentences.len());
        }
        doc
    }

    /// The pieces of a paragraph.
    pub fn pieces_of(&self, paragraph: usize) -> Range<usize> {
        let sentences = &self.sentences[self.paragraphs[paragraph].clone()];
        match (sentences.first(), sentences.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The words of a piece.
    pub fn word(&self, at: usize) -> &'t str {
        &self.text[self.pieces[at].start..self.pieces[at].end]
    }

    /// Piece `at` is this word, in lower case or with a capital.
    pub fn reads(&self, at: usize, word: &str) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is_word())
            && self.word(at).eq_ignore_ascii_case(word)
    }

    /// Piece `at` is one of these words.
    pub fn reads_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.reads(at, word))
    }

    pub fn kind(&self, at: usize) -> Option<Kind> {
        self.pieces.get(at).map(|piece| piece.kind)
    }

    pub fn is(&self, at: usize, tags: Tags) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is(tags))
    }

    pub fn is_quoted(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Quoted(_)))
    }

    /// The pair of marks that piece `at` is.
    pub fn quoted(&self, at: usize) -> Option<&Quoted> {
        self.pieces
            .get(at)
            .and_then(Piece::quoted)
            .map(|index| &self.marks[index])
    }

    /// The content of the quotation that piece `at` is.
    pub fn inner(&self, at: usize) -> &'t str {
        self.quoted(at).map_or("", |quoted| {
            &self.text[quoted.inner_start..quoted.inner_end]
        })
    }

    /// The quotation at piece `at` ends with one of these signs, nested marks aside.
    pub fn ends_inside(&self, at: usize, signs: &[char]) -> bool {
        let nested = ['\'', '’', '"', '”', ')', ']', ' ', '*', '_'];
        self.is_quoted(at) && self.inner(at).trim_end_matches(nested).ends_with(signs)
    }

    /// Bytes of `pieces[from..to]`; a stretch that is one quotation comes without its marks.
    pub fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        if to == from + 1
            && let Some(quoted) = self.quoted(from)
        {
            return quoted.inner_start..quoted.inner_end;
        }
        self.pieces[from].start..self.pieces[to - 1].end
    }

    /// A verb that piece `at` may be, by its ending or the lexicon.
    pub fn looks_verbal(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else {
            return false;
        };
        piece.is(super::lexicon::AUX)
            || piece
                .word
                .verb
                .is_some_and(|(_, form)| form == super::lexicon::Form::Ed)
    }

    pub fn lexicon(&self) -> &'static Lexicon {
        Lexicon::get()
    }
}
