//! The tagger: what holds of its quotes whatever the tags, and what the shipped one finds.

use std::ops::Range;

use proptest::prelude::*;
use quotestance::corpus::{FoundBy, LINKS, Quote, QuoteSpans, TAGS, TokenTags};
use quotestance::segment;

fn assert_valid(text: &str, quotes: &[Quote]) {
    let starts: Vec<usize> = quotes.iter().map(|q| q.content[0].start).collect();
    assert!(starts.is_sorted(), "quotes in text order");
    for quote in quotes {
        assert!((0.0..=1.0).contains(&quote.confidence));
        assert!(!quote.content.is_empty());
        for span in [&quote.content, &quote.cue, &quote.source]
            .into_iter()
            .flatten()
        {
            assert!(!span.text.is_empty());
            assert_eq!(
                text.get(span.byte_start..span.byte_end),
                Some(span.text.as_str())
            );
            assert_eq!(text[..span.byte_start].chars().count(), span.start);
        }
    }
    let mut contents: Vec<_> = quotes.iter().flat_map(|q| &q.content).collect();
    contents.sort_by_key(|span| span.start);
    assert!(contents.windows(2).all(|pair| pair[0].end <= pair[1].start));
}

/// The bytes of the words of a text, and an empty range at the end of each line.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                out.push(from..at);
                start = None;
            }
            _ => {}
        }
        if c == '\n' {
            out.push(at..at);
        }
    }
    out
}

fn probabilities<const N: usize>(weights: &[u8]) -> [f32; N] {
    let mut out = [0.0; N];
    let sum: f32 = weights[..N].iter().map(|&w| f32::from(w) + 1e-3).sum();
    for (p, &weight) in out.iter_mut().zip(weights) {
        *p = (f32::from(weight) + 1e-3) / sum;
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_tags_give_valid_quotes(
        text in "([a-z“”\"'é👩,.: ]{0,12}\n?){0,12}",
        weights in prop::collection::vec(prop::array::uniform12(any::<u8>()), 200),
    ) {
        let tokens: Vec<TokenTags> = words(&text)
            .into_iter()
            .zip(weights.iter().cycle())
            .map(|(bytes, weights)| TokenTags {
                bytes,
                tag: probabilities::<{ TAGS.len() }>(weights),
                link: probabilities::<{ LINKS.len() }>(&weights[TAGS.len()..]),
            })
            .collect();
        assert_valid(&text, &segment::tagged(&text, &tokens));
        assert_valid(&text, &segment::both(&text, &tokens));
    }
}

/// Tokens of `text` of which the spans named have their tags, and all links lead `link`.
fn tags(text: &str, spans: &[(&str, usize)], link: usize) -> Vec<TokenTags> {
    let mut tokens: Vec<TokenTags> = words(text)
        .into_iter()
        .map(|bytes| TokenTags {
            bytes,
            tag: [0.99, 0.01, 0.0, 0.0, 0.0, 0.0, 0.0],
            link: [0.01; LINKS.len()],
        })
        .collect();
    for &(span, tag) in spans {
        let start = text.find(span).expect("the span is in the text");
        let mut first = true;
        for token in &mut tokens {
            if token.bytes.start < start + span.len() && token.bytes.end > start {
                token.tag = [0.0; TAGS.len()];
                token.tag[if first { tag } else { tag + 1 }] = 0.99;
                token.link[link] = 0.96;
                first = false;
            }
        }
    }
    tokens
}

const CONTENT: usize = 1;
const CUE: usize = 3;
const SOURCE: usize = 5;

#[test]
fn parts_of_one_cue_are_one_quote() {
    let text = "“We came late,” Mara Ode said, “but we came.”";
    let mut tokens = tags(
        text,
        &[
            ("“We came late,”", CONTENT),
            ("“but we came.”", CONTENT),
            ("said,", CUE),
            ("Mara Ode", SOURCE),
        ],
        1,
    );
    for token in tokens
        .iter_mut()
        .filter(|token| token.bytes.start > text.find("said").unwrap())
    {
        token.link = [0.96, 0.01, 0.01, 0.01, 0.01];
    }
    let quotes = segment::tagged(text, &tokens);
    assert_eq!(quotes.len(), 1);
    let parts: Vec<&str> = quotes[0]
        .content
        .iter()
        .map(|span| span.text.as_str())
        .collect();
    assert_eq!(parts, ["We came late,", "but we came."]);
    assert_eq!(quotes[0].source[0].text, "Mara Ode");
    assert_eq!(quotes[0].found_by, FoundBy::Tagger);
}

#[test]
fn a_quotation_closed_in_one_paragraph_does_not_go_on_in_the_next() {
    let parts = |text: &str| -> Vec<usize> {
        let [first, second] =
            ["We came late", "Then we left for the harbour at once"].map(|part| {
                let start = text.find(part).unwrap();
                &text[start..start + part.len()]
            });
        let spans = [
            (first, CONTENT),
            (second, CONTENT),
            ("said:", CUE),
            ("Mara Ode", SOURCE),
        ];
        let quotes = segment::tagged(text, &tags(text, &spans, 0));
        assert!(quotes.iter().all(|q| q.source[0].text == "Mara Ode"));
        quotes.iter().map(|quote| quote.content.len()).collect()
    };
    assert_eq!(
        parts("Mara Ode said: “We came late.”\n\n“Then we left for the harbour at once.”"),
        [1, 1]
    );
    assert_eq!(
        parts("Mara Ode said: “We came late.\n\n“Then we left for the harbour at once.”"),
        [2]
    );
}

/// The ranges of bytes of words that stand once in `text`.
fn places(text: &str, words: &[&str]) -> Vec<Range<usize>> {
    let place = |word: &&str| {
        let start = text.find(word).expect("the words are in the text");
        start..start + word.len()
    };
    words.iter().map(place).collect()
}

#[test]
fn gold_spans_are_linked_as_the_tokens_point() {
    let text = "Mara said rain came. The old harbour had flooded, a report by Otto noted.";
    let spans = QuoteSpans {
        content: places(text, &["The old harbour had flooded", "rain came."]),
        cue: places(text, &["said", "noted."]),
        source: places(text, &["Mara", "a report by Otto"]),
    };
    // Links lead to the nearest cue after each span, which is no cue of the first sentence's content.
    let found = segment::links(&tags(text, &[(text, CONTENT)], 1), &spans);
    assert_eq!(found.content, [(0, 1), (1, 1)]);
    assert_eq!(found.source, [(0, 0), (1, 1)]);
    let nothing = QuoteSpans::default();
    assert_eq!(segment::links(&[], &nothing), segment::nearest(&nothing));
    // A span without tokens has no relation.
    assert!(segment::links(&[], &spans).content.is_empty());
}

#[test]
fn the_nearest_cue_may_stand_in_another_sentence() {
    let text = "So said Mara. Rain will come to the harbour by dawn, the old report by Otto noted.";
    let spans = QuoteSpans {
        content: places(text, &["Rain will come to the harbour by dawn"]),
        cue: places(text, &["said", "noted"]),
        source: places(text, &["Mara", "the old report by Otto"]),
    };
    assert_eq!(segment::nearest(&spans).content, [(0, 0)]);
    let found = segment::nearest_in_sentence(text, &spans);
    assert_eq!(found.content, [(0, 1)]);
    assert_eq!(found.source, [(0, 0), (1, 1)]);
}

#[test]
fn a_content_in_marks_ends_at_the_marks() {
    let text = "Mara Ode said: “The harbour stays open all year.”";
    let tokens = tags(
        text,
        &[
            ("harbour stays open all", CONTENT),
            ("said:", CUE),
            ("Mara Ode", SOURCE),
        ],
        0,
    );
    let quotes = segment::tagged(text, &tokens);
    assert_eq!(
        quotes[0].content[0].text,
        "The harbour stays open all year."
    );
}

#[test]
fn the_rules_add_what_has_no_cue() {
    let text = "The tide came in.\n\n“Nobody here will sell the quay to a stranger, ever.”\n";
    let nothing = tags(text, &[], 0);
    assert!(segment::tagged(text, &nothing).is_empty());
    let quotes = segment::both(text, &nothing);
    assert_eq!(quotes.len(), 1);
    assert_eq!(quotes[0].found_by, FoundBy::Rules);
}

#[cfg(feature = "torch")]
mod shipped {
    use std::path::Path;

    use quotestance::classify::{self, Dtype, EngineOptions, TokenTagger};

    use super::*;

    fn tagger() -> Box<dyn TokenTagger> {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/quotes-minilm");
        let options = EngineOptions {
            dtype: Dtype::F32,
            threads: Some(1),
            ..EngineOptions::default()
        };
        classify::load_tagger(&dir, &options).unwrap()
    }

    const ARTICLE: &str = "👩‍👩‍👧 The council of Port Ostrel voted on Monday.\n\n\
        Mayor Lena Abara said the quay would stay open. “We have no other road to the sea,” she told reporters. “It is that simple.”\n\n\
        Fishermen called for new talks. According to the harbour office, traffic fell by a third.\n";

    #[test]
    fn finds_indirect_mixed_and_nominal_contents() {
        let tags = tagger().tag(&[ARTICLE]).unwrap();
        let found: Vec<String> = segment::tagged(ARTICLE, &tags[0])
            .iter()
            .map(|q| {
                let parts: Vec<&str> = q.content.iter().map(|s| s.text.as_str()).collect();
                format!(
                    "{} | {}",
                    q.source.first().map_or("", |s| &s.text),
                    parts.join(" / ")
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "Mayor Lena Abara | the quay would stay open",
                "she | We have no other road to the sea, / It is that simple.",
                "Fishermen | new talks",
                "the harbour office | traffic fell by a third",
            ]
        );
    }

    /// At every 97th place: the network reads each prefix anew.
    #[test]
    fn prefixes_give_valid_quotes() {
        let tagger = tagger();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles/ngo-blog.md");
        let article = std::fs::read_to_string(path).unwrap();
        let ends = article.char_indices().map(|(at, _)| at).step_by(97);
        for text in ends.map(|end| &article[..end]) {
            let tags = tagger.tag(&[text]).unwrap().remove(0);
            assert_valid(text, &segment::tagged(text, &tags));
            assert_valid(text, &segment::both(text, &tags));
        }
    }

    #[test]
    fn a_text_alone_equals_itself_beside_others() {
        let tagger = tagger();
        let long = ARTICLE.repeat(9);
        let together = tagger.tag(&["", ARTICLE, &long]).unwrap();
        assert!(together[0].is_empty());
        for (text, beside) in [(ARTICLE, &together[1]), (&long, &together[2])] {
            let alone = tagger.tag(&[text]).unwrap().remove(0);
            assert_eq!(alone.len(), beside.len());
            for (a, b) in alone.iter().zip(beside) {
                assert_eq!(a.bytes, b.bytes);
                let pairs = a.tag.iter().chain(&a.link).zip(b.tag.iter().chain(&b.link));
                pairs.for_each(|(a, b)| assert!((a - b).abs() < 1e-5, "{a} {b}"));
            }
        }
    }

    #[test]
    fn a_label_model_is_no_tagger_and_the_other_way_round() {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let options = EngineOptions::default();
        let error = classify::load_tagger(&models.join("stance-sentiment-minilm"), &options);
        assert!(error.err().unwrap().to_string().contains("not a tagger"));
        let error = classify::load(&models.join("quotes-minilm"), &options);
        assert!(error.err().unwrap().to_string().contains("--tagger"));
    }
}
