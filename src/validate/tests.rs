//! Rows in, faults out.

use serde_json::{Map, Value, json};

use super::*;

/// A text of our own: the emoji is one code point and four bytes.
fn row() -> Value {
    json!({
        "schema_version": "1", "quote_id": "", "document_id": "a.txt", "title": null,
        "outlet": null, "url": null, "published_at": null, "quote_type": "direct",
        "text": "We sign, 😀 [...] and soon", "confidence": 0.9,
        "content": [
            {"start": 10, "end": 20, "byte_start": 10, "byte_end": 23, "text": "We sign, 😀"},
            {"start": 40, "end": 48, "byte_start": 43, "byte_end": 51, "text": "and soon"}],
        "cue": [{"start": 22, "end": 26, "byte_start": 25, "byte_end": 29, "text": "said"}],
        "source": [], "sentence": [], "cue_class": "reporting", "found_by": "rules", "speaker": "Ana Example",
        "speaker_method": "explicit", "speaker_type": "person", "speaker_role": null,
        "speaker_affiliation": null, "target": "the pact", "target_mention": "absent",
        "stance": "favor", "stance_probs": {"favor": 0.7, "against": 0.1, "neutral": 0.2},
        "sentiment": null, "sentiment_probs": {"negative": 0.3, "neutral": 0.3, "positive": 0.4},
        "abstained": ["sentiment"], "explanation": null, "tokens": 9, "truncated": false,
        "model": "m@0", "gold_stance": null, "gold_sentiment": null
    })
}

/// The row after `edit`, with the id that it then has.
fn faults(edit: impl FnOnce(&mut Value)) -> Vec<Fault> {
    let mut row = row();
    edit(&mut row);
    if row["quote_id"] == "" {
        let content = serde_json::from_value::<Vec<crate::corpus::Span>>(row["content"].clone());
        row["quote_id"] = json!(crate::corpus::quote_id(
            "a.txt",
            &content.unwrap_or_default()
        ));
    }
    let row: Map<String, Value> = serde_json::from_value(row).unwrap();
    Rows::new(Kind::of(&row), false).check(&row)
}

/// One fault, of that field.
#[track_caller]
fn check(key: &str, reason: &str, edit: impl FnOnce(&mut Value)) {
    let found = faults(edit);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].key.as_deref(), Some(key), "{found:#?}");
    assert!(found[0].reason.contains(reason), "{found:#?}");
}

#[test]
fn a_row_as_it_is_written_has_no_fault() {
    assert_eq!(faults(|_| {}), []);
}

#[test]
fn fields_are_those_of_the_schema() {
    check("weight", "no such field", |row| row["weight"] = json!(1));
    check("content.0.page", "no such field", |row| {
        row["content"][0]["page"] = json!(1)
    });
    check("tokens", "-1 is of another type", |row| {
        row["tokens"] = json!(-1)
    });
    check("title", "3 is of another type", |row| {
        row["title"] = json!(3)
    });
    check("quote_type", "null is of another type", |row| {
        row["quote_type"] = Value::Null
    });
    check("stance", "`pro` is no value of it", |row| {
        row["stance"] = json!("pro")
    });
    check("abstained.0", "`tone` is no value of it", |row| {
        row["abstained"][0] = json!("tone")
    });
    check("speaker_role", "it is missing", |row| {
        row.as_object_mut().unwrap().remove("speaker_role");
    });
    check("schema_version", "it is \"2\"", |row| {
        row["schema_version"] = json!("2")
    });
}

#[test]
fn spans_are_those_of_one_text() {
    check("content.0.byte_end", "10..20 is not the length", |row| {
        row["content"][0]["byte_end"] = json!(20);
    });
    check("cue.0.start", "cannot be one place", |row| {
        (row["cue"][0]["start"], row["cue"][0]["end"]) = (json!(26), json!(30));
    });
    check("text", "which give `We sign, 😀 [...] and soon`", |row| {
        row["text"] = json!("We sign")
    });
    check("quote_id", "content spans give", |row| {
        row["quote_id"] = json!("0123456789abcdef")
    });
    check(
        "content.1.start",
        "before the end of the span before it",
        |row| {
            row["content"].as_array_mut().unwrap().reverse();
            row["text"] = json!("and soon [...] We sign, 😀");
        },
    );
}

#[test]
fn labels_and_probabilities_agree() {
    check("stance", "and another label of 0.700000", |row| {
        row["stance"] = json!("neutral")
    });
    check("stance_probs", "they sum to 1.100000", |row| {
        row["stance_probs"]["against"] = json!(0.2)
    });
    check("stance", "though it has probabilities", |row| {
        row["stance"] = Value::Null
    });
    check("sentiment", "that it was withheld", |row| {
        row["sentiment"] = json!("positive")
    });
    check("stance", "no probabilities to it", |row| {
        row["stance_probs"] = Value::Null
    });
    let found = faults(|row| {
        row["stance_probs"] = json!({"favor": 1.2, "against": -0.2, "neutral": 0.0});
    });
    let keys: Vec<_> = found
        .iter()
        .filter_map(|fault| fault.key.as_deref())
        .collect();
    assert_eq!(keys, ["stance_probs.favor", "stance_probs.against"]);
}

#[test]
fn explanations_are_words_of_the_text() {
    let word = |start: usize, end: usize, text: &str| json!({"stance": [{"start": start, "end": end, "text": text, "weight": 0.1}], "sentiment": []});
    assert_eq!(faults(|row| row["explanation"] = word(3, 7, "sign")), []);
    let key = "explanation.stance.0";
    check(key, "is not `sign`", |row| {
        row["explanation"] = word(2, 6, "sign")
    });
    check(key, "is not `sign`", |row| {
        row["explanation"] = word(90, 94, "sign")
    });
    check(key, "is not `sign`", |row| {
        row["explanation"] = word(7, 3, "sign")
    });
}

#[test]
fn a_quote_stands_once() {
    let row: Map<String, Value> = serde_json::from_value(row()).unwrap();
    let mut rows = Rows::new(Kind::Quotes, false);
    let twice = |rows: &mut Rows| {
        let found = rows.check(&row);
        found
            .iter()
            .any(|fault| fault.reason.contains("another row"))
    };
    assert_eq!((twice(&mut rows), twice(&mut rows)), (false, true));
}

#[test]
fn files_meet_again() {
    let check = |left: &str, right: &str, expected: &str| {
        let items = |of: &str| of.chars().map(|c| (c, c)).collect::<Vec<_>>().into_iter();
        let met = SideBySide::new(items(left), items(right)).map(|met| match met {
            Met::Both(a, _) => a.to_string(),
            Met::OnlyLeft(a) => format!("-{a}"),
            Met::OnlyRight(b) => format!("+{b}"),
        });
        assert_eq!(met.collect::<String>(), expected, "{left} {right}");
    };
    check("abc", "abc", "abc");
    check("abcdef", "abf", "ab-c-d-ef");
    check("abf", "abcdef", "ab+c+d+ef");
    check("abc", "axc", "a-b+xc");
    check("ab", "", "-a-b");
    check("", "ab", "+a+b");
    check("abcd", "acbd", "a-bc+bd");
}
