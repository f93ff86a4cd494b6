//! How names are printed, and shortened.

use super::tokens::{Gap, Token};

/// The capitals of a name: `children on the move network` gives `cmn`.
pub(super) fn acronym(words: &[Token<'_>]) -> Option<String> {
    let initials: String = words
        .iter()
        .filter(|w| w.is_capital())
        .filter_map(|w| w.lower.chars().next())
        .collect();
    (initials.chars().count() > 1).then_some(initials)
}

/// `(FHSU)` behind a name.
pub(super) fn following_acronym(tokens: &[Token<'_>], at: usize) -> Option<String> {
    let token = tokens.get(at)?;
    (token.before == Gap::Open && token.is_acronym()).then(|| token.lower.to_string())
}

pub(super) fn is_shouted(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

/// The words as a name is printed: capitals throughout, in several words, become initials.
pub(super) fn spelled(text: &str, words: &[Token<'_>]) -> String {
    let [first, .., last] = words else {
        return words
            .first()
            .map_or(String::new(), |w| with_stop(text, w, w.start));
    };
    let name = one_line(&with_stop(text, last, first.start));
    if is_shouted(&name) {
        in_title_case(&name.to_lowercase())
    } else {
        name
    }
}

/// The text from `start` to the end of a word, with the full stop of an abbreviation (`U.S.`, `Jr.`).
fn with_stop(text: &str, word: &Token<'_>, start: usize) -> String {
    let short = word.text.contains('.') || matches!(&*word.lower, "jr" | "sr");
    let stop = usize::from(short && text[word.end..].starts_with('.'));
    text[start..word.end + stop].to_owned()
}

fn in_title_case(word: &str) -> String {
    let mut previous = ' ';
    word.chars()
        .flat_map(|c| {
            let starts = matches!(previous, ' ' | '-' | '\'' | '’' | '.');
            previous = c;
            let upper: Vec<char> = if starts {
                c.to_uppercase().collect()
            } else {
                vec![c]
            };
            upper
        })
        .collect()
}

/// The words with one space between them.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
