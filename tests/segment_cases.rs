//! What the segmenter makes of the forms that quotes take; all speakers are invented.

use quotestance::corpus::{CueClass, Quote, Span};
use quotestance::segment::segment;

/// Type, content spans joined with ` | `, source.
type Expected<'a> = &'a [(&'a str, &'a str, &'a str)];

fn joined(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| span.text.as_str())
        .collect::<Vec<_>>()
        .join(" | ")
}

fn shown(quote: &Quote) -> (String, String, String) {
    (
        format!("{:?}", quote.quote_type).to_lowercase(),
        joined(&quote.content),
        joined(&quote.source),
    )
}

#[track_caller]
fn check(text: &str, expected: Expected) {
    let found: Vec<_> = segment(text).iter().map(shown).collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(kind, content, source)| (kind.to_string(), content.to_string(), source.to_string()))
        .collect();
    assert_eq!(found, expected, "in {text:?}");
}

#[test]
fn marks_of_all_kinds() {
    let said = |open: &str, close: &str| {
        format!("{open}We will not sign this text,{close} said Mira Oduya.")
    };
    for (open, close) in [
        ("\"", "\""),
        ("“", "”"),
        ("''", "''"),
        ("``", "''"),
        ("«", "»"),
        ("»", "«"),
        ("„", "“"),
        ("„", "”"),
        ("‘", "’"),
        ("'", "'"),
    ] {
        check(
            &said(open, close),
            &[("direct", "We will not sign this text,", "Mira Oduya")],
        );
    }
}

#[test]
fn apostrophes_are_no_marks() {
    check(
        "‘It’s the workers’ choice, and they’ve made it,’ Brandt said. ‘Nobody’s forced.’",
        &[(
            "direct",
            "It’s the workers’ choice, and they’ve made it, | Nobody’s forced.",
            "Brandt",
        )],
    );
    check(
        "'Don't touch the farmers' land,' Oduya said.",
        &[("direct", "Don't touch the farmers' land,", "Oduya")],
    );
    check(
        "The envoys' cars left the ministers' garage in the '90s.",
        &[],
    );
}

#[test]
fn nested_marks_are_content() {
    check(
        "“He told me ‘never again’ and left,” Oduya said.",
        &[("direct", "He told me ‘never again’ and left,", "Oduya")],
    );
}

#[test]
fn scare_quotes_titles_and_nicknames_are_none() {
    check("The “Iron Bridge” opened after a “historic” year.", &[]);
    check("Tomas “Tiny” Brandt lives above the “Long Ferry” inn.", &[]);
}

#[test]
fn attribution_before_after_and_inside() {
    check(
        "Oduya said: “The ferry sails at noon.”",
        &[("direct", "The ferry sails at noon.", "Oduya")],
    );
    check(
        "Oduya replied, “The ferry sails at noon.”",
        &[("direct", "The ferry sails at noon.", "Oduya")],
    );
    check(
        "“The ferry,” Oduya said, “sails at noon.”",
        &[("direct", "The ferry, | sails at noon.", "Oduya")],
    );
    check(
        "“The ferry sails at noon,” said Mira Oduya, the harbour master. “Nobody will wait.”",
        &[(
            "direct",
            "The ferry sails at noon, | Nobody will wait.",
            "Mira Oduya, the harbour master",
        )],
    );
    check(
        "“Is the ferry late?” the harbour master asked.",
        &[("direct", "Is the ferry late?", "the harbour master")],
    );
}

#[test]
fn a_quotation_that_reopens_at_each_paragraph_is_one() {
    check(
        "“The ferry sails at noon,” Oduya said. “It will not wait for anyone.\n\n“Those who are late can swim.”",
        &[(
            "direct",
            "The ferry sails at noon, | It will not wait for anyone. | Those who are late can swim.",
            "Oduya",
        )],
    );
}

#[test]
fn a_lost_mark_costs_one_paragraph() {
    let rest = "“The ferry sails at noon,” Oduya said.";
    check(
        &format!("The “bridge opened at last.\n\nIt was full.\n\n{rest}"),
        &[("direct", "The ferry sails at noon,", "Oduya")],
    );
    check(
        &format!("The bridge” opened at last.\n\n{rest}"),
        &[("direct", "The ferry sails at noon,", "Oduya")],
    );
}

#[test]
fn indirect_clauses() {
    check(
        "Oduya said that the ferry would sail at noon.",
        &[("indirect", "that the ferry would sail at noon", "Oduya")],
    );
    check(
        "The minister warned the ferry was late.",
        &[("indirect", "the ferry was late", "The minister")],
    );
    check(
        "The harbour master told reporters on Monday that the ferry would sail.",
        &[(
            "indirect",
            "that the ferry would sail",
            "The harbour master",
        )],
    );
    check(
        "The ferry would sail at noon, Oduya said.",
        &[("indirect", "The ferry would sail at noon", "Oduya")],
    );
    check(
        "The ferry, Oduya said, would sail at noon.",
        &[("indirect", "The ferry | would sail at noon", "Oduya")],
    );
    check(
        "According to the harbour office, the ferry is late.",
        &[("indirect", "the ferry is late", "the harbour office")],
    );
    check(
        "The ferry is late, according to the harbour office.",
        &[("indirect", "The ferry is late", "the harbour office")],
    );
}

#[test]
fn infinitives_and_objects() {
    check(
        "Oduya vowed to rebuild the bridge.",
        &[("indirect", "to rebuild the bridge", "Oduya")],
    );
    check(
        "The envoy urged the council to rebuild the bridge.",
        &[("indirect", "the council to rebuild the bridge", "The envoy")],
    );
    check(
        "The envoy called for new talks.",
        &[("indirect", "new talks", "The envoy")],
    );
    check(
        "The envoy accused the council of delay.",
        &[("indirect", "the council of delay", "The envoy")],
    );
}

#[test]
fn mixed_is_the_whole_clause() {
    check(
        "Oduya said the accord was “a fair deal” for both sides.",
        &[(
            "mixed",
            "the accord was “a fair deal” for both sides",
            "Oduya",
        )],
    );
}

#[test]
fn a_role_with_its_country() {
    check(
        "MIRA ODUYA (Northwind) said that the text was ready.",
        &[(
            "indirect",
            "that the text was ready",
            "MIRA ODUYA (Northwind)",
        )],
    );
}

#[test]
fn forms_of_press_releases_and_transcripts() {
    check(
        "“The ferry sails at noon today.” - Mira Oduya, harbour master",
        &[(
            "direct",
            "The ferry sails at noon today.",
            "Mira Oduya, harbour master",
        )],
    );
    check(
        "CHAIR: The floor is open.\n\nODUYA: Thank you.",
        &[
            ("direct", "The floor is open", "CHAIR"),
            ("direct", "Thank you", "ODUYA"),
        ],
    );
    check(
        "The groups responded in a joint statement: “We call on all sides to return.”",
        &[("direct", "We call on all sides to return.", "The groups")],
    );
    check(
        "The groups said in a statement:\n\n“We call on all sides to return.”\n\n“Nobody wins if they walk away.”",
        &[
            ("direct", "We call on all sides to return.", "The groups"),
            ("direct", "Nobody wins if they walk away.", ""),
        ],
    );
    check(
        "The groups said in a statement:\n\n> Trade needs rules.\n> People need trust.",
        &[(
            "direct",
            "Trade needs rules. | People need trust.",
            "The groups",
        )],
    );
    check(
        "The groups said in a statement:\n\n    Trade needs rules.\n\nThe talks go on.",
        &[("direct", "Trade needs rules.", "The groups")],
    );
}

#[test]
fn cue_classes() {
    let class = |text: &str| segment(text).first().and_then(|quote| quote.cue_class);
    for (text, expected) in [
        ("Oduya said that the ferry was late.", CueClass::Reporting),
        ("Oduya claimed that the ferry was late.", CueClass::Doubting),
        ("Oduya denied that the ferry was late.", CueClass::Negated),
        (
            "Oduya did not say that the ferry was late.",
            CueClass::Negated,
        ),
    ] {
        assert_eq!(class(text), Some(expected), "in {text:?}");
    }
}

#[test]
fn abbreviations_end_no_sentence() {
    check(
        "Sen. J. Oduya said the U.S. ferry to St. Brandt would sail at 9:30 a.m. on Sunday.",
        &[(
            "indirect",
            "the U.S. ferry to St. Brandt would sail at 9:30 a.m.",
            "Sen. J. Oduya",
        )],
    );
}

#[test]
fn links_and_broken_paragraphs() {
    check(
        "Oduya said that [the accord](#) was dead.",
        &[("indirect", "that [the accord](#) was dead", "Oduya")],
    );
    check(
        "Oduya said the accord was not an\n\nattack on anyone.",
        &[(
            "indirect",
            "the accord was not an\n\nattack on anyone",
            "Oduya",
        )],
    );
}
