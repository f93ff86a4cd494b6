//! A text file -> one document, its text as it stands.

use std::io::Read;

use encoding_rs::Encoding;

use super::source::{Packing, Source};
use super::{ReadOptions, Record, encoding};
use crate::corpus::{Document, Quarantined};

/// One document a file.
pub(super) fn document(
    source: &Source,
    packing: Packing,
    options: &ReadOptions,
) -> Record<Document> {
    from_bytes(source, bytes(source, packing, options)?)
}

/// One document of a stream that is already open.
pub(super) fn from_reader(
    source: &Source,
    reader: impl Read,
    options: &ReadOptions,
) -> Record<Document> {
    from_bytes(source, bounded(source, reader, options)?)
}

fn from_bytes(source: &Source, bytes: Vec<u8>) -> Record<Document> {
    let guess = encoding::guess(&bytes, true);
    Ok(Document {
        id: source.id.clone(),
        text: text(source, bytes, guess)?,
        origin: source.origin(None, guess.0.name()),
        ..Document::default()
    })
}

/// The whole file, unpacked, never more of it than one document may have.
pub(super) fn bytes(source: &Source, packing: Packing, options: &ReadOptions) -> Record<Vec<u8>> {
    let max = options.max_document_bytes;
    let size = match (&source.path, packing) {
        (Some(path), Packing::Plain) => path.metadata().map_or(0, |data| data.len()),
        _ => 0,
    };
    if size > max as u64 {
        return Err(too_large(source, max));
    }
    let reader = source
        .open(packing, options)
        .map_err(|error| source.io_fault(&error))?;
    bounded(source, reader, options)
}

fn bounded(source: &Source, reader: impl Read, options: &ReadOptions) -> Record<Vec<u8>> {
    let max = options.max_document_bytes;
    let mut bytes = Vec::new();
    reader
        .take(max as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| source.io_fault(&error))?;
    if bytes.len() > max {
        return Err(too_large(source, max));
    }
    Ok(bytes)
}

/// The text of a whole file: its byte-order mark removed, its line ends kept.
pub(super) fn text(
    source: &Source,
    bytes: Vec<u8>,
    (encoding, bom): (&'static Encoding, usize),
) -> Record<String> {
    let text = encoding::decode(bytes, encoding, bom).map_err(|byte| Quarantined {
        byte: Some(byte),
        ..source.fault(
            format!("not valid {} at byte {byte}", encoding.name()),
            "repair the bytes there, or save the file as UTF-8",
        )
    })?;
    if let Some((reason, advice)) = unusable(&text) {
        return Err(source.fault(reason, advice));
    }
    Ok(text)
}

/// Why a decoded text is no document, and what to do.
pub(super) fn unusable(text: &str) -> Option<(&'static str, &'static str)> {
    if text.trim().is_empty() {
        return Some(("the text is empty", "remove it, or fill it"));
    }
    text.contains('\0').then_some((
        "NUL bytes in the text: it is binary",
        "export it as text (.txt, .html or .jsonl)",
    ))
}

pub(super) fn too_large(source: &Source, max: usize) -> Quarantined {
    source.fault(
        format!("larger than {max} bytes, the most that one document may have"),
        "split it into documents, one a file or one a row",
    )
}
