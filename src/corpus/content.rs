//! What a row says of its content spans: their words in one text, and the quote's id.

use sha2::{Digest, Sha256};

use super::Span;

/// Stands between two content spans in a row's `text`.
pub const GAP: &str = " [...] ";

/// The spans' texts, joined by [`GAP`].
pub fn content_text(content: &[Span]) -> String {
    let texts: Vec<_> = content.iter().map(|span| span.text.as_str()).collect();
    texts.join(GAP)
}

/// First 16 hexadecimal digits of the SHA-256 of the document's id and, each after a line feed,
/// `start:end` of the content spans in code points.
pub fn quote_id(document_id: &str, content: &[Span]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(document_id);
    for span in content {
        hasher.update(format!("\n{}:{}", span.start, span.end));
    }
    let mut id = format!("{:x}", hasher.finalize());
    id.truncate(16);
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quote_ids_are_those_of_the_format_page() {
        let span = |start, end| Span {
            start,
            end,
            byte_start: 0,
            byte_end: 0,
            text: String::new(),
        };
        // hashlib.sha256("a.txt\n10:42\n50:61".encode()).hexdigest()[:16]
        assert_eq!(
            quote_id("a.txt", &[span(10, 42), span(50, 61)]),
            "6e2861ae60940f92"
        );
    }
}
