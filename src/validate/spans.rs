//! Whether the spans of a row can be those of one text.

use super::Fault;
use crate::corpus::{QuoteRow, Span, content_text, quote_id};

const AGAIN: &str = "write the rows again from the documents";

/// Order, lengths and offsets of all spans, and what the row derives from its content.
pub(super) fn spans(row: &QuoteRow) -> Vec<Fault> {
    let mut faults = Vec::new();
    let fields = [
        ("content", &row.content),
        ("cue", &row.cue),
        ("source", &row.source),
        ("sentence", &row.sentence),
    ];
    for (name, spans) in fields {
        for (at, span) in spans.iter().enumerate() {
            faults.extend(one(&format!("{name}.{at}"), span));
        }
        let after = spans.windows(2).position(|two| two[1].start < two[0].end);
        if let Some(at) = after {
            let key = format!("{name}.{}.start", at + 1);
            let reason = "it starts before the end of the span before it";
            let advice = "put spans into the order of the text, and join those that overlap";
            faults.push(Fault::of(key, reason, advice));
        }
    }
    if faults.is_empty() {
        faults.extend(one_text(&fields));
    }
    if row.content.is_empty() {
        faults.push(Fault::of("content", "it is empty", AGAIN));
    }
    let text = content_text(&row.content);
    if row.text != text {
        let reason = format!("it is not the texts of `content`, which give `{text}`");
        faults.push(Fault::of("text", reason, AGAIN));
    }
    let id = quote_id(&row.document_id, &row.content);
    if row.quote_id != id {
        let reason = format!("document id and content spans give `{id}`");
        let advice =
            "look for an offset or a document id that was changed, or write the rows again";
        faults.push(Fault::of("quote_id", reason, advice));
    }
    faults
}

fn one(key: &str, span: &Span) -> Vec<Fault> {
    let (chars, bytes) = (span.text.chars().count(), span.text.len());
    let mut faults = Vec::new();
    let mut length = |unit: &str, [start, end]: [usize; 2], length: usize, name: &str| {
        if end.checked_sub(start) != Some(length) {
            let reason = format!("{start}..{end} is not the length of its text, {length} {unit}");
            faults.push(Fault::of(format!("{key}.{name}"), reason, AGAIN));
        }
    };
    length("code points", [span.start, span.end], chars, "end");
    length(
        "bytes of UTF-8",
        [span.byte_start, span.byte_end],
        bytes,
        "byte_end",
    );
    faults
}

/// Between two offsets of one text stand one to four bytes a code point.
fn one_text(fields: &[(&str, &Vec<Span>)]) -> Option<Fault> {
    let mut places = vec![(0, 0, "the start of the text".to_owned())];
    for (name, spans) in fields {
        for (at, span) in spans.iter().enumerate() {
            places.push((span.start, span.byte_start, format!("{name}.{at}.start")));
            places.push((span.end, span.byte_end, format!("{name}.{at}.end")));
        }
    }
    places.sort();
    places.windows(2).find_map(|two| {
        let [(char, byte, before), (next_char, next_byte, key)] = two else {
            return None;
        };
        let chars = next_char - char;
        let bytes = next_byte.checked_sub(*byte);
        let can_be = bytes.is_some_and(|bytes| (chars..=chars * 4).contains(&bytes));
        (!can_be).then(|| {
            let reason = format!(
                "{next_char} in code points and {next_byte} in bytes cannot be one place of a text, \
                 for {before} is {char} and {byte}"
            );
            Fault::of(key, reason, AGAIN)
        })
    })
}
