//! What holds of the segmenter's quotes, whatever the text.

use proptest::prelude::*;
use quotestance::corpus::{Quote, Span};
use quotestance::segment::segment;

const SAMPLE: &str = "# Talks on the Northwind accord stall\n\n\
“We will not sign a text that nobody has read,” said Mira Oduya, the envoy of Northwind. “We want clear terms.”\n\n\
Foreign Minister Tomas Brandt told reporters on Monday that the accord was “a fair deal” for both sides, \
and urged the council to vote. According to the ministry, talks go on.\n\n\
„Wir bleiben dabei“, said Brandt – «sans réserve», as his aide put it. ‘It’s the workers’ choice,’ she added.\n\n\
The groups responded in a joint statement: \"We call on all sides to return to the table.\n\n\
\"Nobody wins if they walk away.\"\n\n\
> Trade needs rules that people trust.\n\n\
\"A good day 👩‍👩‍👧 for us,\" - Lena Abara, mayor of Port Ostrel\n\nCHAIR: The floor is open.\n";

fn assert_span(text: &str, span: &Span) {
    assert_eq!(
        text.get(span.byte_start..span.byte_end),
        Some(span.text.as_str())
    );
    assert_eq!(text[..span.byte_start].chars().count(), span.start);
    assert_eq!(span.end - span.start, span.text.chars().count());
    assert!(!span.text.is_empty());
}

fn assert_valid(text: &str, quotes: &[Quote]) {
    assert!(
        quotes
            .windows(2)
            .all(|pair| pair[0].content[0].start <= pair[1].content[0].start),
        "quotes in text order"
    );
    for quote in quotes {
        assert!(!quote.content.is_empty());
        assert!((0.0..=1.0).contains(&quote.confidence));
        assert_eq!(quote.cue.is_empty(), quote.cue_class.is_none());
        for field in [&quote.content, &quote.cue, &quote.source] {
            field.iter().for_each(|span| assert_span(text, span));
            assert!(
                field.windows(2).all(|pair| pair[0].end <= pair[1].start),
                "spans in text order: {field:?}"
            );
        }
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        Just("\""),
        Just("“"),
        Just("”"),
        Just("'"),
        Just("''"),
        Just("‘"),
        Just("’"),
        Just("«"),
        Just("»"),
        Just("„"),
        Just("``"),
        Just("\n"),
        Just("\n\n"),
        Just(" "),
        Just("\0"),
        Just("."),
        Just(","),
        Just(":"),
        Just(";"),
        Just("—"),
        Just(" - "),
        Just("("),
        Just(")"),
        Just("> "),
        Just("    "),
        Just("👩‍👩‍👧"),
        Just("שלום"),
        Just("\u{202e}"),
        Just("e\u{301}"),
        Just("He said "),
        Just("said"),
        Just("that"),
        Just(" to "),
        Just("according to "),
        Just("Mira"),
        Just("the minister"),
        Just("told"),
        Just("’s"),
        Just("U.S."),
        Just("statement"),
        Just("not"),
        Just(" - Mira Oduya"),
        Just("asked"),
        Just("by"),
        Just("CHAIR: "),
        Just("1,000"),
    ];
    prop::collection::vec(atom, 0..60).prop_map(|atoms| atoms.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_text(text in any::<String>()) {
        assert_valid(&text, &segment(&text));
    }

    #[test]
    fn any_mix_of_marks_and_cues(text in hostile()) {
        assert_valid(&text, &segment(&text));
    }
}

#[test]
fn every_prefix_of_a_sample() {
    for (end, _) in SAMPLE.char_indices() {
        assert_valid(&SAMPLE[..end], &segment(&SAMPLE[..end]));
    }
}

#[test]
fn a_mark_lost_changes_no_quote_two_paragraphs_on() {
    let whole = segment(SAMPLE);
    for (at, mark) in SAMPLE
        .char_indices()
        .filter(|(_, c)| "\"“”‘’„«»".contains(*c))
    {
        let text = format!("{}{}", &SAMPLE[..at], &SAMPLE[at + mark.len_utf8()..]);
        let safe = SAMPLE[at..]
            .match_indices("\n\n")
            .nth(1)
            .map_or(SAMPLE.len(), |(skip, _)| at + skip);
        let kept = |quotes: &[Quote], shift: usize| -> Vec<String> {
            quotes
                .iter()
                .filter(|quote| quote.content[0].byte_start + shift > safe)
                .map(|quote| quote.content[0].text.clone())
                .collect()
        };
        assert_eq!(
            kept(&segment(&text), mark.len_utf8()),
            kept(&whole, 0),
            "without the mark at byte {at}"
        );
    }
}
