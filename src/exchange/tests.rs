//! One document with an emoji before its quotes, through every format.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::corpus::{QuoteRow, QuoteType, Sentiment, Span, Stance};

/// Words of our own; the first character takes two UTF-16 code units and four bytes.
const TEXT: &str =
    "😀 News.\n\n“We will sign,” said Ana Example, “and soon.”\nBo Sample doubts that\nit helps.";

fn span(words: &str) -> Span {
    let byte_start = TEXT.find(words).unwrap();
    let start = TEXT[..byte_start].chars().count();
    Span {
        start,
        end: start + words.chars().count(),
        byte_start,
        byte_end: byte_start + words.len(),
        text: words.to_owned(),
    }
}

fn row(id: &str, quote_type: QuoteType, parts: [&[&str]; 3]) -> QuoteRow {
    let [content, cue, source] =
        parts.map(|words| words.iter().map(|w| span(w)).collect::<Vec<_>>());
    let value = json!({
        "schema_version": "1", "quote_id": id, "document_id": "in/a.txt", "title": null,
        "outlet": null, "url": null, "published_at": null, "quote_type": quote_type,
        "text": content.iter().map(|span| span.text.as_str()).collect::<Vec<_>>().join(" [...] "),
        "confidence": 0.5, "content": content, "cue": cue, "source": source, "cue_class": null,
        "speaker": parts[2].first(), "speaker_method": "explicit", "target": "the pact",
        "target_mention": "absent", "stance": "favor", "stance_probs": null,
        "sentiment": "positive", "sentiment_probs": null, "tokens": 3, "truncated": false,
        "model": "m@0", "gold_stance": null, "gold_sentiment": null,
    });
    serde_json::from_value(value).unwrap()
}

fn rows() -> Vec<QuoteRow> {
    let direct = row(
        "q1",
        QuoteType::Direct,
        [&["We will sign,", "and soon."], &["said"], &["Ana Example"]],
    );
    let indirect = row(
        "q2",
        QuoteType::Indirect,
        [&["that\nit helps"], &["doubts"], &["Bo Sample"]],
    );
    let indirect = QuoteRow {
        stance: Some(Stance::Against),
        sentiment: Some(Sentiment::Negative),
        ..indirect
    };
    vec![direct, indirect]
}

fn texts() -> BTreeMap<String, String> {
    BTreeMap::from([("in/a.txt".to_owned(), TEXT.to_owned())])
}

fn exported(format: Format) -> Exported {
    let (rows, texts) = (rows(), texts());
    let pages = pages(&rows, &texts).unwrap();
    export(format, &pages).unwrap()
}

fn one(format: Format) -> String {
    match exported(format).files {
        Files::One(bytes) => String::from_utf8(bytes).unwrap(),
        Files::Folder(_) => panic!("one file"),
    }
}

fn of_folder(format: Format, name: &str) -> String {
    match exported(format).files {
        Files::Folder(files) => {
            let (_, bytes) = files.into_iter().find(|(other, _)| other == name).unwrap();
            String::from_utf8(bytes).unwrap()
        }
        Files::One(_) => panic!("a folder"),
    }
}

/// What the rows become when a person has accepted them.
fn check_gold(imported: &[Imported]) {
    let [Imported::Quotes(quotes)] = imported else {
        panic!("{imported:?}");
    };
    assert_eq!(quotes.len(), 2);
    for (quote, row) in quotes.iter().zip(rows()) {
        let same = |found: &[crate::corpus::Offsets], expected: &[Span]| {
            let found: Vec<_> = found.iter().map(|of| (of.start, of.end)).collect();
            let expected: Vec<_> = expected.iter().map(|of| (of.start, of.end)).collect();
            assert_eq!(found, expected);
        };
        same(&quote.content, &row.content);
        same(&quote.cue, &row.cue);
        same(&quote.source, &row.source);
        assert_eq!((quote.stance, quote.sentiment), (row.stance, row.sentiment));
        assert_eq!(quote.quote_type, row.quote_type);
        assert_eq!(quote.document_id, "in/a.txt");
        assert_eq!(quote.target.as_deref(), Some("the pact"));
        let hash = format!("{:x}", <sha2::Sha256 as sha2::Digest>::digest(TEXT));
        assert_eq!(quote.sha256, Some(hash));
    }
}

#[test]
fn doccano_counts_utf16_and_comes_back() {
    let line = one(Format::Doccano);
    let value: Value = serde_json::from_str(&line).unwrap();
    let units: Vec<u16> = TEXT.encode_utf16().collect();
    let entity = &value["entities"][0];
    let [start, end] =
        ["start_offset", "end_offset"].map(|name| entity[name].as_u64().unwrap() as usize);
    assert_eq!(
        String::from_utf16(&units[start..end]).unwrap(),
        "We will sign,"
    );
    assert_eq!(start, span("We will sign,").start + 1);
    assert_eq!(value["relations"][1]["type"], "cue");
    check_gold(&import(Source::Doccano, &line).unwrap().0);
}

#[test]
fn prodigy_counts_code_points_in_whole_tokens_and_comes_back() {
    let line = one(Format::Prodigy);
    let value: Value = serde_json::from_str(&line).unwrap();
    for of in value["spans"].as_array().unwrap() {
        let token = |name: &str| &value["tokens"][of[name].as_u64().unwrap() as usize];
        assert_eq!(token("token_start")["start"], of["start"]);
        assert_eq!(token("token_end")["end"], of["end"]);
    }
    assert_eq!(value["spans"][0]["start"], span("We will sign,").start);
    check_gold(&import(Source::Prodigy, &line).unwrap().0);
    let rejected = line.replacen("{\"text\"", "{\"answer\":\"reject\",\"text\"", 1);
    assert_eq!(import(Source::Prodigy, &rejected).unwrap(), (vec![], 1));
}

#[test]
fn label_studio_counts_code_points_and_comes_back() {
    let tasks = of_folder(Format::LabelStudio, "tasks.json");
    let value: Value = serde_json::from_str(&tasks).unwrap();
    let region = &value[0]["predictions"][0]["result"][0];
    assert_eq!(region["value"]["start"], span("We will sign,").start);
    assert_eq!(region["value"]["text"], "We will sign,");
    assert_eq!(region["value"]["labels"], json!(["content"]));
    let accepted = tasks.replace("\"predictions\"", "\"annotations\"");
    check_gold(&import(Source::LabelStudio, &accepted).unwrap().0);
    assert_eq!(import(Source::LabelStudio, &tasks).unwrap(), (vec![], 1));
}

#[test]
fn brat_breaks_text_at_lines() {
    let found = of_folder(Format::Brat, "in_a.ann");
    assert_eq!(of_folder(Format::Brat, "in_a.txt"), TEXT);
    let chars: Vec<char> = TEXT.chars().collect();
    let bound = found.lines().filter(|line| line.starts_with('T'));
    let mut count = 0;
    for line in bound {
        let fields: Vec<&str> = line.split('\t').collect();
        let (_, offsets) = fields[1].split_once(' ').unwrap();
        let words = offsets.split(';').map(|range| {
            let (start, end) = range.split_once(' ').unwrap();
            let [start, end]: [usize; 2] = [start, end].map(|at| at.parse().unwrap());
            chars[start..end].iter().collect::<String>()
        });
        assert_eq!(words.collect::<Vec<_>>().join(" "), fields[2]);
        count += 1;
    }
    assert_eq!(count, 6);
    assert!(
        found.contains("\tthat it helps\n") && found.contains("Stance T1 favor"),
        "{found}"
    );
}

#[test]
fn iob2_has_every_span() {
    let found = one(Format::Iob2);
    let tagged = |tag: &str| -> Vec<String> {
        let lines = found
            .lines()
            .filter(|line| line.split('\t').skip(1).any(|of| of == tag));
        lines
            .map(|line| line.split('\t').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(tagged("B-CONTENT"), ["We", "that"]);
    assert_eq!(
        tagged("I-CONTENT"),
        ["will", "sign", ",", "and", "soon", ".", "it", "helps"]
    );
    assert_eq!(
        (tagged("B-CUE"), tagged("I-SOURCE")),
        (
            vec!["said".into(), "doubts".into()],
            vec!["Example".into(), "Sample".into()]
        )
    );
    assert!(
        found.starts_with("-DOCSTART-\tin/a.txt\tO\tO\n\n😀\tO\tO\tO\n"),
        "{found}"
    );
}

#[test]
fn web_annotation_selects_by_position_and_by_words() {
    let found: Value = serde_json::from_str(&one(Format::WebAnnotation)).unwrap();
    assert_eq!(found["total"], 2);
    let target = &found["first"]["items"][0]["target"][1];
    assert_eq!(target["selector"][0]["start"], span("and soon.").start);
    assert_eq!(target["selector"][1]["exact"], "and soon.");
    assert!(
        target["selector"][1]["suffix"]
            .as_str()
            .unwrap()
            .starts_with("”\nBo")
    );
    assert_eq!(target["source"], "urn:quotestance:document:in/a.txt");
}

#[test]
fn citron_has_the_marks() {
    let found: Value = serde_json::from_str(&of_folder(Format::Citron, "in_a.json")).unwrap();
    let content = &found["quotes"][0]["contents"][0];
    assert_eq!(content["text"], "“We will sign,”");
    assert_eq!(content["start"], span("“We will sign,”").start);
    assert_eq!(found["quotes"][1]["cue"]["text"], "doubts");
    assert_eq!(found["text"], TEXT);
}

#[test]
fn semeval_comes_back() {
    let table = one(Format::Semeval);
    let (found, _) = import(Source::Semeval, &table).unwrap();
    let Imported::Text(second) = &found[1] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (second.id.as_str(), second.text.as_str()),
        ("q2", "that it helps")
    );
    assert_eq!(
        (second.stance, second.sentiment),
        (Some(Stance::Against), Some(Sentiment::Negative))
    );
    let error = import(Source::Semeval, "ID\tTarget\tTweet\tStance\n1\tx\ty\tPRO\n").unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("line or task 2: unknown stance `PRO`"),
        "{error}"
    );
}

#[test]
fn texts_are_needed_and_checked() {
    let (rows, none) = (rows(), BTreeMap::new());
    let error = export(Format::Brat, &pages(&rows, &none).unwrap()).unwrap_err();
    assert!(
        error.to_string().contains("`in/a.txt` is needed"),
        "{error}"
    );
    let other = BTreeMap::from([("in/a.txt".to_owned(), TEXT.replacen("😀 ", "", 1))]);
    let error = pages(&rows, &other).unwrap_err().to_string();
    assert!(
        error.contains("where the rows have `We will sign,`"),
        "{error}"
    );
}

#[test]
fn a_question_of_a_whole_text_comes_back() {
    let check = |line: &str, expected: Option<Stance>| {
        let (rows, left_out) = import(Source::Prodigy, line).unwrap();
        let stance = match rows.as_slice() {
            [Imported::Text(text)] => text.stance,
            [] if left_out == 1 => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(stance, expected, "{line}");
    };
    // As the interfaces `choice` and `classification` give it.
    check(
        r#"{"text":"t","options":[{"id":"neutral","text":"neutral"}],"accept":["neutral"],"task":"stance","_input_hash":-7,"answer":"accept"}"#,
        Some(Stance::Neutral),
    );
    check(
        r#"{"text":"t","meta":{"id":"2"},"label":"against","spans":[],"answer":"accept"}"#,
        Some(Stance::Against),
    );
    check(
        r#"{"text":"t","meta":{"id":"2"},"label":"against","spans":[],"answer":"reject"}"#,
        None,
    );
}

#[test]
fn a_label_that_may_be_two_is_refused() {
    let check = |label: &str, expected: &str| {
        let line = format!("{{\"id\": 1, \"text\": \"t\", \"label\": [\"{label}\"]}}");
        let found = import(Source::Doccano, &line).map(|(rows, _)| format!("{rows:?}"));
        let found = found.unwrap_or_else(|error| error.to_string());
        assert!(found.contains(expected), "{found}");
    };
    check("favor", "stance: Some(Favor)");
    check("stance-neutral", "stance: Some(Neutral)");
    check("neutral", "may be a stance or a sentiment");
    check("pro", "unknown label `pro`");
}
