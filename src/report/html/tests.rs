//! Nothing in a document runs, and equal rows give equal bytes.

use std::collections::BTreeMap;

use super::*;
use crate::corpus::{QuoteRow, QuoteType, Span, SpeakerMethod, SpeakerType, Stance, Task};

/// Texts that would like to be markup.
const HOSTILE: [&str; 8] = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "javascript:alert(1)",
    "<!-- <script>",
    "{{ 7 * 7 }}{% raw %}",
    "]]>&lt;b&gt;\u{2028}\u{2029}\u{0}",
    "</title><base href=//example.org>",
];

fn row(number: usize, text: &str) -> QuoteRow {
    QuoteRow {
        schema_version: "1".to_owned(),
        quote_id: format!("{number:016x}"),
        document_id: text.to_owned(),
        title: Some(text.to_owned()),
        outlet: Some(text.to_owned()),
        url: Some(text.to_owned()),
        published_at: Some("2018-12-10".to_owned()),
        quote_type: QuoteType::Direct,
        text: text.to_owned(),
        confidence: 0.5,
        content: vec![Span {
            start: 3,
            end: 3 + text.chars().count(),
            byte_start: 3,
            byte_end: 3 + text.len(),
            text: text.to_owned(),
        }],
        cue: Vec::new(),
        source: Vec::new(),
        sentence: Vec::new(),
        cue_class: None,
        found_by: None,
        speaker: Some(text.to_owned()),
        speaker_method: SpeakerMethod::Explicit,
        speaker_type: SpeakerType::Person,
        speaker_role: None,
        speaker_affiliation: None,
        target: Some(text.to_owned()),
        target_mention: None,
        stance: Some(Stance::Favor),
        stance_probs: None,
        sentiment: None,
        sentiment_probs: None,
        abstained: None,
        explanation: None,
        tokens: None,
        truncated: None,
        model: Some(text.to_owned()),
        gold_stance: None,
        gold_sentiment: None,
    }
}

fn page(rows: &[QuoteRow]) -> String {
    let mut page = RunPage::new(Embedded::Spans, BTreeMap::new());
    rows.iter().for_each(|row| page.add(row));
    page.render(None).expect("a page")
}

/// What stands between the tags of the embedded data, parsed.
fn data(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("id=\"data\">").expect("the data");
    let (json, _) = rest.split_once("</script>").expect("its end");
    serde_json::from_str(json).expect("JSON")
}

fn tags(page: &str) -> Vec<&str> {
    let starts = page.match_indices('<').map(|(at, _)| &page[at..]);
    starts
        .map(|rest| rest.split_inclusive('>').next().unwrap_or(rest))
        .collect()
}

#[test]
fn a_hostile_text_adds_no_markup() {
    let harmless = page(&[row(0, "harmless")]);
    for text in HOSTILE {
        let hostile = page(&[row(0, text)]);
        assert_eq!(tags(&hostile), tags(&harmless), "{text}");
        let data = data(&hostile);
        assert_eq!(data["documents"][0]["title"], text);
        assert_eq!(data["quotes"][0]["speaker"], text);
        assert_eq!(data["documents"][0]["excerpts"][0]["text"], text);
    }
}

#[test]
fn no_asset_ends_its_element_or_reads_markup() {
    let (scripts, styles) = (assets::scripts(), assets::styles());
    for text in [assets::LIBRARY, &scripts, &styles] {
        for end in ["</script", "<script", "</style", "<!--", "\r"] {
            assert!(!text.to_lowercase().contains(end), "{end}");
        }
    }
    for way in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
        "XMLHttpRequest",
        "import(",
    ] {
        assert!(!scripts.contains(way), "{way}");
        assert!(!assets::LIBRARY.contains(way), "{way} in the library");
    }
}

#[test]
fn the_policy_names_what_stands_in_the_page() {
    let page = page(&[row(0, "harmless")]);
    let (_, rest) = page
        .split_once("Content-Security-Policy\" content=\"")
        .expect("a policy");
    let (policy, _) = rest.split_once('"').expect("its end");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'sha256-"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    for (open, close) in [
        ("<style>", "</style>"),
        ("<script>", "</script>"),
        ("<script type=\"module\">", "</script>"),
    ] {
        let (_, rest) = page.split_once(open).expect(open);
        let (text, _) = rest.split_once(close).expect(close);
        let named = assets::policy(text, &[]);
        let hash = named.split("style-src ").nth(1).unwrap_or_default();
        let hash = hash.split(';').next().unwrap_or_default();
        assert!(hash.len() > 50 && policy.contains(hash), "{open} {hash}");
    }
}

#[test]
fn equal_rows_give_equal_bytes() {
    let rows: Vec<_> = (0..50)
        .map(|number| row(number, HOSTILE[number % 8]))
        .collect();
    assert!(page(&rows) == page(&rows));
}

#[test]
fn charts_count_what_the_page_leaves_out() {
    let rows = MOST_QUOTES + 10;
    let rows: Vec<_> = (0..rows)
        .map(|n| row(n, &format!("document {}", n / 4)))
        .collect();
    let data = data(&page(&rows));
    assert_eq!(data["quotes_in_all"], rows.len());
    assert_eq!(data["quotes"].as_array().map(Vec::len), Some(MOST_QUOTES));
    assert_eq!(data["tally"]["stance"][0], rows.len());
    assert_eq!(data["documents_in_all"], rows.len().div_ceil(4));
}

#[test]
fn a_label_that_was_withheld_is_counted_apart() {
    let mut rows = [row(0, "a"), row(1, "a"), row(2, "a")];
    for row in &mut rows[1..] {
        row.stance = None;
    }
    rows[1].abstained = Some(vec![Task::Stance]);
    let data = data(&page(&rows));
    assert_eq!(data["tally"]["stance"], serde_json::json!([1, 0, 0, 1, 1]));
    assert_eq!(data["tally"]["sentiment"][4], 3);
    assert_eq!(data["quotes"][1]["abstained"][0], "stance");
    assert_eq!(
        data["quotes"][2]["abstained"].as_array().map(Vec::len),
        Some(0)
    );
}

#[test]
fn no_rows_are_a_page_too() {
    assert_eq!(data(&page(&[]))["quotes_in_all"], 0);
}
