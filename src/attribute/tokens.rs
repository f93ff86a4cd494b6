//! The words of a text, and what stands between them.

use std::borrow::Cow;
use std::ops::Range;

use super::lexicon;

/// What separates a word from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// White space only.
    Space,
    /// A comma.
    Comma,
    /// An opening bracket.
    Open,
    /// A mark, a dash, a colon, a closing bracket.
    Break,
    /// The end of a sentence, or of a short line.
    Stop,
    /// A blank line.
    Paragraph,
}

/// A word, without a possessive ending or a contracted verb.
#[derive(Debug)]
pub(super) struct Token<'t> {
    pub text: &'t str,
    /// Its lower case, with straight apostrophes.
    pub lower: Cow<'t, str>,
    /// Bytes of the document.
    pub start: usize,
    pub end: usize,
    pub before: Gap,
    /// Counts from 0; a sentence never spans paragraphs.
    pub sentence: usize,
    pub paragraph: usize,
    pub possessive: bool,
}

impl Token<'_> {
    /// Written with a capital, in its first letter or after a joint (`al-Sayed`).
    pub fn is_capital(&self) -> bool {
        let mut previous = '-';
        self.text.chars().any(|c| {
            let found = c.is_uppercase() && matches!(previous, '-' | '\'' | '’');
            previous = c;
            found
        })
    }

    /// All capitals, and at least two of them.
    pub fn is_acronym(&self) -> bool {
        let mut letters = self.text.chars().filter(|c| c.is_alphabetic());
        letters.clone().count() > 1 && letters.all(char::is_uppercase)
    }

    pub fn opens_sentence(&self) -> bool {
        self.before >= Gap::Break
    }
}

/// A line that is shorter than this ends where it ends; a longer one may be wrapped. Bytes.
const WRAPPED_LINE: usize = 50;

/// All words in order. Linear in the length of `text`.
pub(super) fn tokenize(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let (mut sentence, mut paragraph, mut gap_start) = (0, 0, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_alphanumeric() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            if !c.is_alphanumeric() && !is_joint(text, start, at, c) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let before = gap(text, gap_start, start, tokens.last(), c.is_lowercase());
        let end_of_word = without_possessive(text, start, end);
        sentence += usize::from(before >= Gap::Stop);
        paragraph += usize::from(before == Gap::Paragraph);
        let word = &text[start..end_of_word];
        tokens.push(Token {
            text: word,
            lower: lower(word),
            start,
            end: end_of_word,
            before,
            sentence,
            paragraph,
            possessive: text[end_of_word..end].ends_with('s'),
        });
        gap_start = end;
    }
    tokens
}

/// Whether `c` joins letters into one word: `Asare-Lund`, `O'Neill`, `U.S`, `AT&T`, `news.com`.
fn is_joint(text: &str, start: usize, at: usize, c: char) -> bool {
    let next = text[at + c.len_utf8()..].chars().next();
    let joins = match c {
        '-' | '\'' | '’' | '&' | '\u{301}' => true,
        '.' => {
            at - start == 1 || text[start..at].contains('.') || next.is_some_and(char::is_lowercase)
        }
        _ => false,
    };
    joins && next.is_some_and(char::is_alphanumeric)
}

/// The end of a word without a possessive or a contracted verb (`Varga's`, `she'd`).
fn without_possessive(text: &str, start: usize, end: usize) -> usize {
    let word = &text[start..end];
    let bare = word.rsplit_once(['\'', '’']).filter(|(bare, ending)| {
        !bare.is_empty() && matches!(*ending, "s" | "d" | "m" | "ll" | "re" | "ve")
    });
    bare.map_or(end, |(bare, _)| start + bare.len())
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(|c| c.is_uppercase() || c == '’') {
        Cow::Owned(word.to_lowercase().replace('’', "'"))
    } else {
        Cow::Borrowed(word)
    }
}

fn gap(text: &str, from: usize, to: usize, last: Option<&Token<'_>>, before_lower: bool) -> Gap {
    let Some(last) = last else {
        return Gap::Paragraph;
    };
    let mut between = &text[from..to];
    if last.is_capital()
        && !before_lower
        && last.text.ends_with('s')
        && matches!(between, "' " | "’ ")
    {
        return Gap::Space; // Owners' Club
    }
    let abbreviates = last.text.contains('.')
        || last.text.chars().count() == 1 && last.is_capital()
        || lexicon::title(&last.lower).is_some();
    if abbreviates {
        between = between.strip_prefix('.').unwrap_or(between);
    }
    let lines = between.bytes().filter(|&b| b == b'\n').count();
    let mut gap = Gap::Space;
    for c in between.chars() {
        gap = gap.max(match c {
            '.' | '!' | '?' | '…' | '。' if before_lower => Gap::Break,
            '.' | '!' | '?' | '…' | '。' => Gap::Stop,
            ',' => Gap::Comma,
            '(' => Gap::Open,
            c if c.is_whitespace() || matches!(c, '*' | '_' | '[') => Gap::Space,
            _ => Gap::Break,
        });
    }
    match lines {
        0 => gap,
        1 => {
            let line = text[..from].rfind('\n').map_or(from, |n| from - n);
            if line < WRAPPED_LINE { Gap::Stop } else { gap }
        }
        _ => Gap::Paragraph,
    }
}

/// Tokens that lie in a stretch of bytes.
pub(super) fn within(tokens: &[Token<'_>], bytes: Range<usize>) -> Range<usize> {
    let start = tokens.partition_point(|t| t.start < bytes.start);
    start..start.max(tokens.partition_point(|t| t.start < bytes.end))
}
