//! A stream in any encoding -> the same stream in UTF-8.

use std::io::{self, BufRead, Cursor, Read};
use std::ops::Range;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use super::encoding::{self, HEAD};

/// A byte that no UTF-8 holds: it stands for each sequence that cannot be decoded, so that the record around it is found out.
const FAULT: u8 = 0xFF;

/// The stream in UTF-8, without a byte-order mark, and the encoding guessed from its first 64 KiB.
/// A stream that is UTF-8 passes as it is, faults included. An error of the reader comes after
/// all that was read before it.
pub(super) fn to_utf8(
    mut reader: Box<dyn BufRead + Send>,
) -> (Box<dyn BufRead + Send>, &'static Encoding) {
    let mut head = Vec::new();
    let failed = reader.by_ref().take(HEAD as u64).read_to_end(&mut head);
    let (encoding, bom) = encoding::guess(&head, head.len() < HEAD);
    head.drain(..bom);
    let all = Cursor::new(head).chain(Failed(failed.err())).chain(reader);
    if encoding == UTF_8 {
        return (Box::new(all), encoding);
    }
    let transcoder = Transcoder {
        inner: all,
        decoder: encoding.new_decoder_without_bom_handling(),
        buffer: vec![0; HEAD],
        ready: 0..0,
        done: false,
    };
    (Box::new(transcoder), encoding)
}

/// An empty stream that ends with the error it holds.
struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.fill_buf().map(<[u8]>::len)
    }
}

impl BufRead for Failed {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _: usize) {}
}

struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    buffer: Vec<u8>,
    /// What of the buffer is decoded and not yet consumed.
    ready: Range<usize>,
    done: bool,
}

impl<R: BufRead> Transcoder<R> {
    fn decode(&mut self) -> io::Result<()> {
        let input = self.inner.fill_buf()?;
        let last = input.is_empty();
        // One byte is left for a fault.
        let room = self.buffer.len() - 1;
        let out = &mut self.buffer[..room];
        let (result, read, mut written) = self
            .decoder
            .decode_to_utf8_without_replacement(input, out, last);
        self.inner.consume(read);
        match result {
            DecoderResult::InputEmpty => self.done = last,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                self.buffer[written] = FAULT;
                written += 1;
            }
        }
        self.ready = 0..written;
        Ok(())
    }
}

impl<R: BufRead> BufRead for Transcoder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.ready.is_empty() && !self.done {
            self.decode()?;
        }
        Ok(&self.buffer[self.ready.clone()])
    }

    fn consume(&mut self, count: usize) {
        self.ready.start += count;
    }
}

impl<R: BufRead> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{UTF_16LE, WINDOWS_1252};

    use super::*;

    fn check(bytes: Vec<u8>, expected: &[u8], encoding: &'static Encoding) {
        let (mut stream, found) = to_utf8(Box::new(Cursor::new(bytes)));
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        assert_eq!(found, encoding);
        assert!(text == expected, "{} bytes", text.len());
    }

    #[test]
    fn streams_in_utf8() {
        check(b"\xef\xbb\xbfa,b\n".to_vec(), b"a,b\n", UTF_8);
        check(
            b"a,\xc3\xa9,\xc3\xa9,\xe9\n".to_vec(),
            b"a,\xc3\xa9,\xc3\xa9,\xe9\n",
            UTF_8,
        );
        check(
            b"caf\xe9 \xe0 Gen\xe8ve\n".to_vec(),
            "café à Genève\n".as_bytes(),
            WINDOWS_1252,
        );
    }

    #[test]
    fn utf16_with_a_fault_and_longer_than_any_buffer() {
        let units: Vec<u16> = "né\n".encode_utf16().cycle().take(300_000).collect();
        let mut bytes = b"\xff\xfe".to_vec();
        bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes.extend([0x00, 0xd8, b'x', 0]);
        let mut expected = "né\n".repeat(100_000).into_bytes();
        expected.extend([FAULT, b'x']);
        check(bytes, &expected, UTF_16LE);
    }
}
