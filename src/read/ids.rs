//! No two documents of a run have the same id.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::Record;
use crate::corpus::{Document, Quarantined};

/// The ids seen so far, as the first 128 bits of their SHA-256: 20 to 40 bytes of memory a document.
#[derive(Default)]
pub(super) struct Ids(HashSet<[u8; 16]>);

impl Ids {
    /// The document, unless one before it has its id.
    pub fn admit(&mut self, record: Record<Document>) -> Record<Document> {
        let document = record?;
        let mut hash = [0; 16];
        hash.copy_from_slice(&Sha256::digest(&document.id)[..16]);
        if self.0.insert(hash) {
            return Ok(document);
        }
        Err(Quarantined {
            file: document.origin.file,
            line: document.origin.line,
            byte: None,
            reason: format!("the id `{}` is that of an earlier document", document.id),
            advice: "give each document an id of its own".to_owned(),
        })
    }
}
