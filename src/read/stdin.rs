//! Standard input: JSON lines or one plain document.

use std::io::{self, BufRead, Cursor, Read};
use std::iter;
use std::sync::Arc;

use super::encoding::HEAD;
use super::source::{Packing, Source};
use super::{ReadOptions, Records, jsonl, plain, rows};
use crate::corpus::Document;

/// The documents of standard input.
pub(super) fn documents(source: Source, options: &ReadOptions) -> Records<Document> {
    let record = match source.open(Packing::Plain, options).and_then(sniff) {
        Err(error) => Err(source.io_fault(&error)),
        Ok((reader, false)) => plain::from_reader(&source, reader, options),
        Ok((reader, true)) => {
            let source = Arc::new(source);
            let rows = jsonl::from_reader(&source, reader, options);
            return rows::documents(source, rows, options);
        }
    };
    Box::new(iter::once(record))
}

/// The stream, and whether its first byte that is not white space is `{` (it is not where 64 KiB hold nothing else).
///
/// # Errors
/// When it cannot be read.
fn sniff(mut reader: Box<dyn BufRead + Send>) -> io::Result<(Box<dyn BufRead + Send>, bool)> {
    let mut seen = Vec::new();
    while seen.len() < HEAD {
        let more = reader.fill_buf()?;
        let count = more.len();
        seen.extend_from_slice(more);
        reader.consume(count);
        if count == 0 || !content(&seen).is_empty() {
            break;
        }
    }
    let is_json = content(&seen).first() == Some(&b'{');
    Ok((Box::new(Cursor::new(seen).chain(reader)), is_json))
}

fn content(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffs() {
        let check = |input: &'static [u8], expected: bool| {
            let (mut stream, is_json) = sniff(Box::new(Cursor::new(input))).unwrap();
            let mut whole = Vec::new();
            stream.read_to_end(&mut whole).unwrap();
            assert_eq!((whole.as_slice(), is_json), (input, expected));
        };
        check(b"", false);
        check(b" \n\t", false);
        check(b"\n {\"text\": 1}", true);
        check(b"\xef\xbb\xbf{", true);
        check(b"He said {", false);
        check(b"\xff\xfe{\0", false);
    }
}
