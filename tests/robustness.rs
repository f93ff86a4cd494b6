//! What holds of segmentation and attribution on damaged and on huge texts.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use quotestance::attribute::attribute;
use quotestance::corpus::{Quote, Span, SpeakerMethod, SpeakerType};
use quotestance::segment::segment;
use rayon::prelude::*;

const MARKS: &str = "\"“”‘’„«»";

fn articles() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.iter().map(read).collect()
}

/// The quotes of a text, when all that must hold of them and of their speakers does.
fn checked(text: &str) -> Vec<Quote> {
    let quotes = segment(text);
    for quote in &quotes {
        assert!(!quote.content.is_empty());
        for field in [&quote.content, &quote.cue, &quote.source] {
            field.iter().for_each(|span| check_span(text, span));
            assert!(field.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
    let starts = |pair: &[Quote]| pair[0].content[0].start <= pair[1].content[0].start;
    assert!(quotes.windows(2).all(starts), "quotes in text order");
    let speakers = attribute(text, &quotes);
    assert_eq!(speakers.len(), quotes.len());
    for speaker in &speakers {
        assert_eq!(
            speaker.name.is_none(),
            speaker.method == SpeakerMethod::None
        );
        assert!(speaker.name.is_some() || speaker.speaker_type == SpeakerType::Unknown);
        for words in [&speaker.name, &speaker.role, &speaker.affiliation] {
            assert!(words.as_ref().is_none_or(|words| !words.trim().is_empty()));
        }
    }
    quotes
}

fn check_span(text: &str, span: &Span) {
    let slice = text.get(span.byte_start..span.byte_end);
    assert_eq!(slice, Some(span.text.as_str()));
    assert!(!span.text.is_empty());
    assert_eq!(span.end - span.start, span.text.chars().count());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text(text in any::<String>()) {
        checked(&text);
    }

    /// Letters, marks and spaces of all scripts between the words of an article.
    #[test]
    fn an_article_with_anything_put_in(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), "\\PC{0,6}|[\"“”‘’«»\n .]{1,3}"), 1..6),
    ) {
        let mut articles = articles();
        let (_, mut text) = articles.swap_remove(which.index(articles.len()));
        for (at, put) in cuts {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            text.insert_str(places[at.index(places.len())], &put);
        }
        checked(&text);
    }
}

/// Cut anywhere. Without optimisation only articles of up to 3,000 bytes.
#[test]
fn every_prefix_of_an_article() {
    const LONGEST: usize = if cfg!(debug_assertions) {
        3_000
    } else {
        1_000_000
    };
    let articles = articles().into_iter().map(|(_, text)| text);
    let articles: Vec<String> = articles.filter(|text| text.len() <= LONGEST).collect();
    assert!(!articles.is_empty());
    for text in articles {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        ends.par_iter().for_each(|&end| {
            checked(&text[..end]);
        });
    }
}

fn other_mark(mark: char) -> &'static str {
    match mark {
        '“' => "”",
        '”' => "“",
        '‘' => "’",
        '’' => "‘",
        '«' => "»",
        '»' => "«",
        '„' => "\"",
        _ => "“",
    }
}

/// The contents that start beyond a byte, counted from the end of the text.
fn beyond(text: &str, quotes: &[Quote], from_end: usize) -> Vec<(usize, String)> {
    let starts = quotes.iter().map(|quote| {
        let span = &quote.content[0];
        (text.len() - span.byte_start, span.text.clone())
    });
    starts.filter(|(left, _)| *left < from_end).collect()
}

/// Where the paragraph two on from a byte starts.
fn two_on(text: &str, at: usize) -> usize {
    let ends = text[at..].match_indices("\n\n");
    ends.map(|(skip, _)| at + skip).nth(1).unwrap_or(text.len())
}

#[test]
fn a_damaged_mark_changes_no_quote_two_paragraphs_on() {
    for (name, text) in articles() {
        let whole = segment(&text);
        for (at, mark) in text.char_indices().filter(|(_, c)| MARKS.contains(*c)) {
            let (before, after) = (&text[..at], &text[at + mark.len_utf8()..]);
            let from_end = text.len() - two_on(&text, at);
            for put in ["", &format!("{mark}{mark}"), other_mark(mark)] {
                let damaged = format!("{before}{put}{after}");
                let quotes = checked(&damaged);
                assert_eq!(
                    beyond(&damaged, &quotes, from_end),
                    beyond(&text, &whole, from_end),
                    "{name}: {put:?} for {mark:?} at byte {at}"
                );
            }
        }
    }
}

/// Bytes of the larger of two sizes; without optimisation a tenth of them.
const MB: usize = if cfg!(debug_assertions) {
    100_000
} else {
    1_000_000
};
const DOCUMENT: usize = 10 * MB;
const SHAPE: usize = 2 * MB;
/// How many times smaller the other size is, and how many times longer than in proportion the
/// larger may take: a step that looks at all of the text for each piece takes 8 times as long.
const RATIO: usize = 8;
const SLACK: u32 = 4;

fn time(text: &str) -> Duration {
    let start = Instant::now();
    let quotes = segment(text);
    let speakers = attribute(text, &quotes);
    assert_eq!(speakers.len(), quotes.len());
    start.elapsed()
}

/// The shortest of three: a busy machine only makes times longer.
fn least_time(text: &str) -> Duration {
    (0..3).map(|_| time(text)).min().unwrap_or_default()
}

fn check_linear(name: &str, large: usize, shape: impl Fn(usize) -> String) {
    let small = least_time(&shape(large / RATIO));
    let allowed = small.max(Duration::from_millis(20)) * RATIO as u32 * SLACK;
    let taken = time(&shape(large));
    assert!(
        taken < allowed,
        "{name}: {taken:?} for {large} bytes, {small:?} for an eighth of them"
    );
}

/// A text of that many bytes, or a little less, from one that is repeated.
fn repeated(part: &str, bytes: usize) -> String {
    part.repeat(bytes / part.len())
}

#[test]
fn time_is_linear_in_a_document_of_many_articles() {
    let all: String = articles()
        .into_iter()
        .map(|(_, text)| text + "\n\n")
        .collect();
    check_linear("articles", DOCUMENT, |bytes| repeated(&all, bytes));
}

#[test]
fn time_is_linear_in_a_sentence() {
    // 2 MB have 400,000 words.
    let words = "the envoy of Norland told the council that it was late and she said ";
    check_linear("words", SHAPE, |bytes| repeated(words, bytes));
    check_linear("names", SHAPE, |bytes| {
        repeated("Nela Ivic and Otto Brandt, ", bytes)
    });
    check_linear("commas", SHAPE, |bytes| {
        repeated("it is so, said Mira, and ", bytes)
    });
}

#[test]
fn time_is_linear_without_spaces() {
    check_linear("letters", SHAPE, |bytes| repeated("said", bytes));
    check_linear("scripts", SHAPE, |bytes| repeated("會議說貿易", bytes));
    check_linear("joints", SHAPE, |bytes| repeated("a-b'c.d", bytes));
}

#[test]
fn time_is_linear_in_marks() {
    for mark in [
        "\"",
        "“",
        "”",
        "'",
        "’",
        "‘ ",
        " “a",
        "‘the workers’ ",
        "«",
        "(",
        "[",
        "- ",
        "> ",
    ] {
        check_linear(mark, SHAPE, |bytes| repeated(mark, bytes));
    }
}

#[test]
fn time_is_linear_in_lines() {
    for line in [
        "\n",
        "Mira said:\n\n\"Yes",
        "A: b\n",
        "he said \"x\".\n",
        "of\n",
        " \n",
    ] {
        check_linear(line, SHAPE, |bytes| repeated(line, bytes));
    }
}

#[test]
fn time_is_linear_in_namesakes() {
    let text = |bytes: usize| {
        let mut text = String::new();
        let mut n = 0;
        while text.len() < bytes {
            let name = |n: usize| format!("N{}", ["a", "e", "i", "o"][n % 4].repeat(n % 50 + 1));
            text += &format!(
                "{} Varga said it was late. Varga said she left, the minister said. ",
                name(n)
            );
            n += 1;
        }
        text
    };
    check_linear("namesakes", SHAPE, text);
}
