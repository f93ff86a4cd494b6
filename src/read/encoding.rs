//! Which encoding a text is in, and its decoding without loss.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that the guess for a stream rests on.
pub(super) const HEAD: usize = 64 * 1024;

/// The encoding of a text, and the length of its byte-order mark. `whole` says that nothing follows the bytes given.
///
/// In this order: a byte-order mark; the NULs of UTF-16; UTF-8, also where a few sequences are
/// damaged, since another reading would turn every good one to nonsense; statistics.
pub(super) fn guess(bytes: &[u8], whole: bool) -> (&'static Encoding, usize) {
    marked(bytes).unwrap_or_else(|| (unmarked(bytes, None, whole), 0))
}

/// As `guess`; an encoding that the text itself declares is believed before statistics are, but
/// UTF-8 is seen from the bytes.
pub(super) fn guess_declared(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
) -> (&'static Encoding, usize) {
    let declared = declared.filter(|encoding| *encoding != UTF_8);
    marked(bytes).unwrap_or_else(|| (unmarked(bytes, declared, true), 0))
}

fn marked(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(bytes)
}

fn unmarked(bytes: &[u8], declared: Option<&'static Encoding>, whole: bool) -> &'static Encoding {
    if let Some(utf16) = utf16_by_nuls(bytes) {
        return utf16;
    }
    let (valid, faulty) = utf8_sequences(bytes, whole);
    match declared {
        Some(declared) if valid <= faulty => declared,
        None if faulty > 0 && valid <= faulty => statistics(bytes, whole),
        _ => UTF_8,
    }
}

/// UTF-16 has NULs on one side of its pairs where the text is Latin, and in spaces and line ends elsewhere.
fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let nuls = |side: usize| pairs.iter().filter(|pair| pair[side] == 0).count();
    let enough = 4.max(pairs.len() / 10);
    match (nuls(0), nuls(1)) {
        _ if !rest.is_empty() => None,
        (0, odd) if odd >= enough => Some(UTF_16LE),
        (even, 0) if even >= enough => Some(UTF_16BE),
        _ => None,
    }
}

/// How many characters beyond ASCII are valid UTF-8, and how many sequences are not.
fn utf8_sequences(bytes: &[u8], whole: bool) -> (usize, usize) {
    let (mut valid, mut faulty) = (0, 0);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let cut_off = !whole && chunks.peek().is_none();
        faulty += usize::from(!chunk.invalid().is_empty() && !cut_off);
    }
    (valid, faulty)
}

fn statistics(bytes: &[u8], whole: bool) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, whole);
    detector.guess(None, Utf8Detection::Deny)
}

/// The text, without its byte-order mark of `bom` bytes.
///
/// # Errors
/// The offset of the first sequence that is not valid.
pub(super) fn decode(
    mut bytes: Vec<u8>,
    encoding: &'static Encoding,
    bom: usize,
) -> Result<String, u64> {
    if encoding == UTF_8 {
        bytes.drain(..bom);
        return String::from_utf8(bytes)
            .map_err(|error| (bom + error.utf8_error().valid_up_to()) as u64);
    }
    encoding
        .decode_without_bom_handling_and_without_replacement(&bytes[bom..])
        .map(|text| text.into_owned())
        .ok_or_else(|| (bom + first_fault(&bytes[bom..], encoding)) as u64)
}

fn first_fault(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut scratch = [0; 4096];
    let mut at = 0;
    loop {
        let (result, read, _) =
            decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut scratch, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return at,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                return at.saturating_sub(usize::from(length) + usize::from(after));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn guesses() {
        let check = |bytes: &[u8], expected: (&'static Encoding, usize)| {
            assert_eq!(guess(bytes, true), expected, "{bytes:?}");
        };
        check(b"", (UTF_8, 0));
        check(b"plain", (UTF_8, 0));
        check("é".as_bytes(), (UTF_8, 0));
        check(b"\xef\xbb\xbfx", (UTF_8, 3));
        check(b"\xff\xfex\0", (UTF_16LE, 2));
        check(b"\xfe\xff\0x", (UTF_16BE, 2));
        check(b"a\0bc", (UTF_8, 0));
        check(
            &utf16("Le pacte \u{e9}t\u{e9}", u16::to_le_bytes),
            (UTF_16LE, 0),
        );
        check(
            &utf16(&"\u{645}\u{631}\u{62d} ".repeat(4), u16::to_be_bytes),
            (UTF_16BE, 0),
        );
        check(
            b"Il a dit \xab non \xbb \xe0 la fin de l'\xe9t\xe9.",
            (WINDOWS_1252, 0),
        );
        let (russian, ..) = WINDOWS_1251.encode("Министр сказал, что договор будет подписан.");
        check(&russian, (WINDOWS_1251, 0));
        let (chinese, ..) = GBK.encode("部长说，他们明天将签署这份协议。");
        check(&chinese, (GBK, 0));
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        assert_eq!(guess(b"\xc3\xa9 \xc3\xa9 \xe9", true), (UTF_8, 0));
        assert_eq!(decode(b"\xc3\xa9 \xc3\xa9 \xe9".to_vec(), UTF_8, 0), Err(6));
    }

    #[test]
    fn a_head_cut_within_a_character_is_utf8() {
        assert_eq!(guess(b"abc \xe2\x80", false), (UTF_8, 0));
        assert_ne!(guess(b"abc \xe2\x80", true), (UTF_8, 0));
    }

    #[test]
    fn offsets_of_faults() {
        let check = |bytes: &[u8], encoding, bom, byte| {
            assert_eq!(
                decode(bytes.to_vec(), encoding, bom),
                Err(byte),
                "{bytes:?}"
            );
        };
        check(b"\xef\xbb\xbfab\xff", UTF_8, 3, 5);
        check(b"\xff\xfea\0\0\xd8b\0", UTF_16LE, 2, 4);
        check(b"\xff\xfea\0b", UTF_16LE, 2, 4);
        check(b"ab\x81\xff", GBK, 0, 2);
    }
}
