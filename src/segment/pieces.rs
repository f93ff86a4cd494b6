//! Cuts a paragraph into words, signs and stretches in quotation marks.

use std::ops::Range;

use super::lexicon::{self, Lexicon, Word};
use super::marks::Quoted;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Comma,
    /// `.`, `!`, `?`, `…`.
    Stop,
    Colon,
    Semicolon,
    /// `—`, `–`, `--` and a hyphen that stands alone.
    Dash,
    Open,
    Close,
    /// A pair of quotation marks with all that is in it: an index into the marks.
    Quoted(u32),
}

/// One word, sign or quotation, by its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Starts with a capital letter or a digit.
    pub capital: bool,
    pub word: Word,
}

impl Piece {
    pub fn is(&self, tags: lexicon::Tags) -> bool {
        self.word.tags & tags != 0
    }

    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub fn quoted(&self) -> Option<usize> {
        match self.kind {
            Kind::Quoted(index) => Some(index as usize),
            _ => None,
        }
    }
}

/// The pieces of `text[start..end]`, appended to `out`. `marks` are those of the same stretch,
/// numbered from `first` on.
pub(super) fn cut(
    text: &str,
    start: usize,
    end: usize,
    marks: &[Quoted],
    first: usize,
    out: &mut Vec<Piece>,
) {
    let lexicon = Lexicon::get();
    let mut at = start;
    for (index, quoted) in marks.iter().enumerate() {
        cut_plain(lexicon, text, at, quoted.start, out);
        out.push(Piece {
            start: quoted.start,
            end: quoted.end,
            kind: Kind::Quoted((first + index) as u32),
            capital: text[quoted.inner_start..].starts_with(char::is_uppercase),
            word: Word::default(),
        });
        at = quoted.end;
    }
    cut_plain(lexicon, text, at, end, out);
}

fn cut_plain(lexicon: &Lexicon, whole: &str, mut at: usize, end: usize, out: &mut Vec<Piece>) {
    let text = &whole[..end];
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if let Some(after) = link_sign(text, at) {
            at = after;
            continue;
        }
        let sign = match c {
            ',' => Kind::Comma,
            '.' | '!' | '?' | '…' => Kind::Stop,
            ':' => Kind::Colon,
            ';' => Kind::Semicolon,
            '—' | '–' | '-' => Kind::Dash,
            '(' | '[' | '{' => Kind::Open,
            ')' | ']' | '}' => Kind::Close,
            '\'' | '’' if clitic(&text[at..]) > 0 => Kind::Word,
            _ if c.is_alphanumeric() || matches!(c, '$' | '£' | '€' | '@' | '#' | '&' | '%') => {
                Kind::Word
            }
            _ => {
                at = next;
                continue;
            }
        };
        let stop = match sign {
            Kind::Word if c == '\'' || c == '’' => at + clitic(&text[at..]),
            Kind::Word => abbreviated(lexicon, whole, at..word_end(text, at)).min(end),
            Kind::Stop | Kind::Dash => {
                next + text[next..]
                    .bytes()
                    .take_while(|&byte| byte == text.as_bytes()[at] && byte.is_ascii())
                    .count()
            }
            _ => next,
        };
        let word = if sign == Kind::Word {
            lexicon.look_up(text[at..stop].trim_end_matches('.'))
        } else {
            Word::default()
        };
        out.push(Piece {
            start: at,
            end: stop,
            kind: sign,
            capital: c.is_uppercase() || c.is_ascii_digit() || matches!(c, '@' | '$'),
            word,
        });
        at = stop;
    }
}

/// The longest label and address of a link.
const LINK: usize = 300;

/// The end of the `[` or the `](address)` of a Markdown link at `at`: signs without a piece.
fn link_sign(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let near = |sign: u8| {
        let window = &bytes[at..bytes.len().min(at + LINK)];
        window
            .iter()
            .position(|&byte| byte == sign)
            .map(|skip| at + skip)
    };
    match bytes[at] {
        b'[' => near(b']')
            .filter(|&close| bytes[close..].starts_with(b"]("))
            .map(|_| at + 1),
        b']' if bytes[at..].starts_with(b"](") => near(b')').map(|close| close + 1),
        _ => None,
    }
}

/// Length of `'s`, `'ve` and the like at the start of `rest`; 0 where there is none.
fn clitic(rest: &str) -> usize {
    let apostrophe = rest.chars().next().map_or(0, char::len_utf8);
    let tail = &rest.as_bytes()[apostrophe..];
    let letters = tail
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let known = matches!(
        tail[..letters].to_ascii_lowercase().as_slice(),
        b"s" | b"re" | b"ve" | b"ll" | b"d" | b"m" | b""
    );
    if !known { 0 } else { apostrophe + letters }
}

/// The end of the word that starts at `at`: letters and digits, with the signs that join them.
fn word_end(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut chars = text[at..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let follows = chars.peek().is_some_and(|(_, c)| c.is_alphanumeric());
        let joins = match c {
            '\'' | '’' => {
                follows && clitic(&text[at + offset..]) == 0
                    || is_negation(&text[at..at + offset], &text[at + offset + c.len_utf8()..])
            }
            '-' | '.' | '_' | '@' | '&' | '/' | '‑' => follows,
            ',' | ':' => follows && between_digits(text, at + offset),
            '$' | '£' | '€' | '#' | '%' => true,
            _ => c.is_alphanumeric(),
        };
        if !joins {
            break;
        }
        end = at + offset + c.len_utf8();
    }
    if end == at {
        end = at + text[at..].chars().next().map_or(1, char::len_utf8);
    }
    end
}

/// The end of a word with the full stop that belongs to it.
fn abbreviated(lexicon: &Lexicon, text: &str, word: Range<usize>) -> usize {
    let stop = text[word.end..].strip_prefix('.');
    word.end + usize::from(stop.is_some_and(|rest| is_abbreviation(lexicon, &text[word], rest)))
}

fn between_digits(text: &str, sign: usize) -> bool {
    let bytes = text.as_bytes();
    sign > 0
        && bytes[sign - 1].is_ascii_digit()
        && bytes.get(sign + 1).is_some_and(u8::is_ascii_digit)
}

fn is_negation(before: &str, after: &str) -> bool {
    before.ends_with(['n', 'N'])
        && after.starts_with(['t', 'T'])
        && !after[1..].starts_with(char::is_alphanumeric)
}

/// The full stop after `word` belongs to it, given what follows the stop.
fn is_abbreviation(lexicon: &Lexicon, word: &str, rest: &str) -> bool {
    let next = rest.trim_start_matches([' ', ',', ')']);
    if next.is_empty() || rest.starts_with('\n') || begins_sentence(lexicon, next) {
        return false;
    }
    if word.eq_ignore_ascii_case("no") {
        return next.starts_with(|c: char| c.is_ascii_digit());
    }
    let word = word.rsplit('-').next().unwrap_or(word);
    let one_letter = |part: &str| part.chars().count() == 1;
    let initial = one_letter(word) && word.starts_with(char::is_uppercase) && word != "I";
    let dotted = word.contains('.') && word.split('.').all(one_letter);
    let known = lexicon.look_up(word).tags & lexicon::ABBR != 0;
    initial
        || dotted
        || known && (word.starts_with(char::is_uppercase) || next.starts_with(char::is_lowercase))
}

/// The next word is one that starts sentences and is no part of a name.
fn begins_sentence(lexicon: &Lexicon, rest: &str) -> bool {
    let word = &rest[..rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len())];
    let opens =
        lexicon::DET | lexicon::SUBJ | lexicon::POSS | lexicon::SUB | lexicon::CONJ | lexicon::PREP;
    word.starts_with(char::is_uppercase)
        && word.len() > 1
        && lexicon.look_up(word).tags & opens != 0
}
