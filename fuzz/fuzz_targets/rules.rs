//! Any text through segmentation and attribution: no panic, and every span is its slice.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quotestance::{attribute::attribute, segment::segment};

fuzz_target!(|text: &str| {
    let quotes = segment(text);
    for span in quotes
        .iter()
        .flat_map(|quote| quote.content.iter().chain(&quote.cue).chain(&quote.source))
    {
        assert_eq!(text.get(span.byte_start..span.byte_end), Some(&*span.text));
        assert_eq!(text[..span.byte_start].chars().count(), span.start);
    }
    assert_eq!(attribute(text, &quotes).len(), quotes.len());
});
