use proptest::prelude::*;

use super::attribute;
use crate::corpus::{Quote, QuoteType, Span, SpeakerMethod, SpeakerType};

fn span(text: &str, start: usize, len: usize) -> Span {
    let chars = |byte: usize| text[..byte].chars().count();
    Span {
        start: chars(start),
        end: chars(start + len),
        byte_start: start,
        byte_end: start + len,
        text: text[start..start + len].to_owned(),
    }
}

/// The occurrence of `word`, as a whole word, that is nearest to `from..to`, and outside of it.
fn nearest(text: &str, word: &str, from: usize, to: usize) -> usize {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(|&at| at + word.len() <= from || at >= to)
        .filter(|&at| !letter(text[..at].chars().next_back()))
        .filter(|&at| !letter(text[at + word.len()..].chars().next()))
        .min_by_key(|&at| at.abs_diff(from).min(at.abs_diff(to)))
        .expect(word)
}

/// Quotes given as cue, source and content; empty for none.
fn quotes(text: &str, parts: &[[&str; 3]]) -> Vec<Quote> {
    let mut cursor = 0;
    let quote = |[cue, source, content]: &[&str; 3]| {
        let start = cursor + text[cursor..].find(content).expect(content);
        let end = start + content.len();
        cursor = start + 1;
        let near = |word: &str| match word {
            "" => Vec::new(),
            _ => vec![span(text, nearest(text, word, start, end), word.len())],
        };
        Quote {
            quote_type: match text[..start].chars().next_back() {
                Some('"' | '“' | '‘') => QuoteType::Direct,
                _ => QuoteType::Indirect,
            },
            content: vec![span(text, start, content.len())],
            cue: near(cue),
            source: near(source),
            cue_class: Option::None,
            confidence: 1.0,
            found_by: crate::corpus::FoundBy::Rules,
        }
    };
    parts.iter().map(quote).collect()
}

/// The last of the quotes has that speaker, found in that way.
#[track_caller]
fn check(text: &str, parts: &[[&str; 3]], name: &str, method: SpeakerMethod) {
    let found = attribute(text, &quotes(text, parts));
    let last = found.last().unwrap();
    assert_eq!(
        (last.name.as_deref().unwrap_or(""), last.method),
        (name, method),
        "{text}"
    );
}

use SpeakerMethod::{AccordingTo, Explicit, Floating, None, Pronoun, Signature};

#[test]
fn a_source_that_names_its_speaker() {
    for (source, name) in [
        ("Nela Ivic, the foreign minister", "Nela Ivic"),
        ("the foreign minister, Nela Ivic", "Nela Ivic"),
        ("Foreign Minister Nela Ivic", "Nela Ivic"),
        ("the columnist Nela Ivic", "Nela Ivic"),
        ("Dr. Nela Ivic", "Nela Ivic"),
        ("Nela Ivic of the Port Bank", "Nela Ivic"),
        ("Nela Ivic (Labour, Penmaen)", "Nela Ivic"),
        ("NELA IVIC (Lumeria)", "Nela Ivic"),
        ("Lumeria's envoy, Nela Ivic", "Nela Ivic"),
        ("Nela Ivic and Otto Brandt", "Nela Ivic and Otto Brandt"),
        (
            "The Ministry of Trade of Lumeria",
            "Ministry of Trade of Lumeria",
        ),
        (
            "The Children on the Move Network",
            "Children on the Move Network",
        ),
        (
            "a spokesman for the Port Bank",
            "a spokesman for the Port Bank",
        ),
        ("Secretary of State Nela Ivic", "Nela Ivic"),
        ("The Varga campaign", "Varga campaign"),
        ("some Lumerians", "some Lumerians"),
        ("Ivic's office", "Ivic's office"),
        ("two officials", "two officials"),
        ("officials at the Port Bank", "officials at the Port Bank"),
        ("a statement", "a statement"),
        ("Nela Ivic and other members", "Nela Ivic and other members"),
    ] {
        let text = format!("On Monday, {source} said it would rain in the hills.");
        let parts = [["said", source, "it would rain in the hills"]];
        check(&text, &parts, name, Explicit);
    }
}

#[test]
fn a_short_name_is_completed() {
    for (opening, source, name) in [
        ("Istvan Varga came home.", "Varga", "Istvan Varga"),
        ("Istvan Varga came home.", "Mr Varga", "Istvan Varga"),
        (
            "Istvan J. Varga came. Istvan Varga left.",
            "Varga",
            "Istvan J. Varga",
        ),
        ("Istvan Varga and Lena Varga met.", "Ms Varga", "Lena Varga"),
        (
            "Istvan Varga and Lena Varga met.",
            "Mr Varga",
            "Istvan Varga",
        ),
        (
            "The Federation of Dock Unions (FDU) met.",
            "FDU",
            "Federation of Dock Unions",
        ),
        ("The Dock Workers Union met.", "DWU", "Dock Workers Union"),
        (
            "The Dock Mission to the Port Council met.",
            "the Dock Mission",
            "Dock Mission to the Port Council",
        ),
        ("IVIC LEADS\n\nIt was Nela Ivic.", "Ivic", "Nela Ivic"),
    ] {
        let text = format!("{opening} Later {source} said it would rain.");
        check(&text, &[["said", source, "it would rain"]], name, Explicit);
    }
}

#[test]
fn a_pronoun_or_a_description_is_resolved() {
    for (opening, source, name) in [
        ("Istvan Varga met Lena Orsolic.", "he", "Istvan Varga"),
        ("Istvan Varga met Lena Orsolic.", "she", "Lena Orsolic"),
        ("Lena Orsolic came. She sat down.", "she", "Lena Orsolic"),
        (
            "The mayor, Quill Ossery, came.",
            "the mayor",
            "Quill Ossery",
        ),
        (
            "The mayor, Quill Ossery, met the premier, Tam Ro.",
            "the mayor",
            "Quill Ossery",
        ),
        ("Envoy Lena Orsolic came.", "the diplomat", "Lena Orsolic"),
        (
            "The Ministry of Trade closed.",
            "the ministry",
            "Ministry of Trade",
        ),
        ("The Ministry of Trade closed.", "it", "Ministry of Trade"),
        ("Gov. Nela Ivic came.", "the governor", "Nela Ivic"),
        (
            "Mayor Nela Ivic came. At a lunch in Penmaen,",
            "the mayor",
            "Nela Ivic",
        ),
        (
            "The Penmaen Herald asked around.",
            "the newspaper",
            "Penmaen Herald",
        ),
        (
            "The city of Penmaen sent a letter.",
            "it",
            "The city of Penmaen",
        ),
        ("The report came out in Penmaen.", "it", "The report"),
        (
            "Istvan Varga met Lena Orsolic, whom Tam Ro knows.",
            "she",
            "Lena Orsolic",
        ),
        (
            "Two Lumerian sailors met the Port Bank.",
            "they",
            "Two Lumerian sailors",
        ),
        (
            "Her father, Tam Ro, came with Nela Ivic.",
            "her father",
            "Tam Ro",
        ),
        ("We at Port Bank had lunch.", "we", "Port Bank"),
        (
            "The representative of Sorvia rose.",
            "she",
            "The representative of Sorvia",
        ),
        ("Kind words came from Port Bank.", "the bank", "Port Bank"),
    ] {
        let text = format!("{opening} Later {source} said rain was near.");
        check(&text, &[["said", source, "rain was near"]], name, Pronoun);
    }
}

#[test]
fn a_bare_surname_is_that_of_the_one_named_most() {
    let opening = "Ted Varga came. Ted Varga sat. Heidi Varga, his wife, came.";
    let text = format!("{opening} Later Varga said rain was near.");
    let parts = [["said", "Varga", "rain was near"]];
    check(&text, &parts, "Ted Varga", Explicit);
    let text = "Sen. Elizabeth Warren met Tam Ro. Later Warren said it was late. Then she said rain was near.";
    let parts = [
        ["said", "Warren", "it was late"],
        ["said", "she", "rain was near"],
    ];
    check(text, &parts, "Elizabeth Warren", Pronoun);
}

#[test]
fn a_relative_pronoun_means_the_words_before_it() {
    let text = "It needs the help of states that hope rain is near.";
    let parts = [["hope", "that", "rain is near"]];
    check(text, &parts, "states", Pronoun);
    let text = "He angered the sailors in Penmaen, who say rain is near.";
    check(
        text,
        &[["say", "who", "rain is near"]],
        "the sailors",
        Pronoun,
    );
}

#[test]
fn type_role_and_affiliation() {
    use SpeakerType::{Document, Government, Group, Organisation, Person, Unknown};
    for (source, kind, role, affiliation) in [
        ("Anna Berg, the mayor of Sundby,", Person, "mayor", "Sundby"),
        ("Foreign Minister Teel", Person, "Foreign Minister", ""),
        ("Nela Ivic (Norland)", Person, "", "Norland"),
        ("Sen. Nela Ivic (D-Penmaen)", Person, "Sen", "D-Penmaen"),
        ("Lumeria's envoy, Nela Ivic,", Person, "envoy", "Lumeria"),
        ("Nela Ivic of the Port Bank", Person, "", "Port Bank"),
        ("the columnist Nela Ivic", Person, "columnist", ""),
        (
            "a spokesman for the Port Bank",
            Person,
            "spokesman",
            "Port Bank",
        ),
        (
            "Nela Ivic, Minister of Trade of Lumeria,",
            Person,
            "Minister of Trade",
            "Lumeria",
        ),
        ("Mr Nela Ivic", Person, "", ""),
        ("Nela Ivic and Otto Brandt", Group, "", ""),
        ("officials", Group, "", ""),
        ("some Lumerians", Group, "", ""),
        ("The Ministry of Trade", Government, "", ""),
        ("the ministry", Government, "", ""),
        ("Mexico", Government, "", ""),
        ("the town council", Government, "", ""),
        ("The Port Bank", Organisation, "", ""),
        ("the town library", Organisation, "", ""),
        ("a statement", Document, "", ""),
        ("the report", Document, "", ""),
        ("the wind", Unknown, "", ""),
    ] {
        let text = format!("On Monday, {source} said it would rain in the hills.");
        let parts = [["said", source, "it would rain in the hills"]];
        let found = attribute(&text, &quotes(&text, &parts)).remove(0);
        let role_found = found.role.as_deref().unwrap_or("");
        let affiliation_found = found.affiliation.as_deref().unwrap_or("");
        assert_eq!(
            (found.speaker_type, role_found, affiliation_found),
            (kind, role, affiliation),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn what_is_not_known_stays_unknown() {
    for (opening, source) in [
        ("It was cold.", "he"),
        ("Lena Orsolic came.", "he"),
        ("It was cold.", "they"),
        ("Lena Orsolic came.", "I"),
        ("Port Bank had lunch.", "we"),
        ("NBC Radio came.", "she"),
    ] {
        let text = format!("{opening} Later {source} said rain was near.");
        check(&text, &[["said", source, "rain was near"]], "", None);
    }
    check("\"Rain is near.\"", &[["", "", "Rain is near."]], "", None);
}

#[test]
fn a_description_that_nobody_fits_is_kept() {
    let text = "The foreign minister, Nela Ivic, came. The interior minister said rain was near.";
    let parts = [["said", "The interior minister", "rain was near"]];
    check(text, &parts, "The interior minister", Explicit);
}

#[test]
fn phrases_and_signatures() {
    let text = "Rain is near, according to Nela Ivic.";
    let parts = [["according to", "Nela Ivic", "Rain is near"]];
    check(text, &parts, "Nela Ivic", AccordingTo);
    let text = "\"Rain is near.\" - Nela Ivic, director, Port Bank";
    let parts = [["", "Nela Ivic, director, Port Bank", "Rain is near."]];
    check(text, &parts, "Nela Ivic", Signature);
    let text = "Councillor Ivic: Rain is near.";
    check(
        text,
        &[["", "Councillor Ivic", "Rain is near."]],
        "Ivic",
        Signature,
    );
}

#[test]
fn a_quote_without_a_source() {
    let first = ["said", "Lena Orsolic", "It is late,"];
    let next = ["", "", "Go home."];
    let after = |rest: &str| format!("\"It is late,\" said Lena Orsolic.{rest}");
    let text = after(" \"Go home.\"");
    check(&text, &[first, next], "Lena Orsolic", Floating);
    let text = after("\n\n\"Go home.\"");
    check(&text, &[first, next], "Lena Orsolic", Floating);
    let text = after("\n\nNela Ivic laughed. \"Go home.\"");
    check(&text, &[first, next], "Nela Ivic", Floating);
    let text = after("\n\nThe river rose.\n\nIt fell.\n\n\"Go home.\"");
    check(&text, &[first, next], "", None);
}

fn any_quotes(text: &str, cuts: &[usize]) -> Vec<Quote> {
    let mut edges: Vec<usize> = cuts.iter().map(|c| c % (text.len() + 1)).collect();
    edges.retain(|&at| text.is_char_boundary(at));
    edges.sort_unstable();
    let spans: Vec<Span> = edges
        .windows(2)
        .filter(|w| w[0] < w[1])
        .map(|w| span(text, w[0], w[1] - w[0]))
        .collect();
    spans
        .chunks(3)
        .map(|part| Quote {
            quote_type: QuoteType::Direct,
            content: part[..1].to_vec(),
            cue: part.get(1).cloned().into_iter().collect(),
            source: part.get(2).cloned().into_iter().collect(),
            cue_class: Option::None,
            confidence: 0.5,
            found_by: crate::corpus::FoundBy::Rules,
        })
        .collect()
}

const WORDS: &str = "(\\PC{0,4}|[ .,:\"“”\n'’-]|(Mr|Nela|Ivic|Bank|The|the|minister|of|he|and|who|VAN|FHSU) ){0,60}";

proptest! {
    #[test]
    fn any_text_and_any_spans(text in WORDS, cuts in prop::collection::vec(0usize..1000, 0..30)) {
        let quotes = any_quotes(&text, &cuts);
        let speakers = attribute(&text, &quotes);
        prop_assert_eq!(speakers.len(), quotes.len());
        for speaker in speakers {
            prop_assert_eq!(speaker.name.is_none(), speaker.method == None);
            prop_assert!(speaker.name.is_none_or(|n| !n.is_empty()));
        }
    }
}
