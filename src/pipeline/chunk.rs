//! Records -> chunks of bounded size, in order.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::digest::{self, Readable};
use super::error::PipelineError;
use crate::corpus::Quarantined;
use crate::read::Record;
use crate::write::Entry;

/// When a chunk is full. Its bounds depend on the records alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Records, the quarantined ones included.
    pub records: usize,
    /// Bytes of text; the record that passes it is the last of the chunk.
    pub bytes: usize,
}

/// Records that are worked on together.
pub(super) struct Chunk<R> {
    /// Those that can be used.
    pub records: Vec<R>,
    /// Those that cannot.
    pub quarantined: Vec<Quarantined>,
}

/// Lazy chunks, and what was seen on the way.
pub(super) struct Chunks<R> {
    records: Box<dyn Iterator<Item = Record<R>> + Send>,
    limits: Limits,
    hasher: Sha256,
    /// Records read.
    pub count: u64,
    /// Where they came from.
    pub seen: Seen,
}

/// Where records came from.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Files, as given.
    pub files: BTreeSet<String>,
    /// Records by the encoding of their text.
    pub encodings: BTreeMap<String, u64>,
}

impl Seen {
    /// Makes no copy of a name that is known.
    fn file(&mut self, file: &str) {
        if !self.files.contains(file) {
            self.files.insert(file.to_owned());
        }
    }

    fn encoding(&mut self, encoding: &str) {
        match self.encodings.get_mut(encoding) {
            Some(count) => *count += 1,
            None => drop(self.encodings.insert(encoding.to_owned(), 1)),
        }
    }
}

impl<R: Readable> Chunks<R> {
    /// Reads nothing yet.
    pub fn new(records: Box<dyn Iterator<Item = Record<R>> + Send>, limits: Limits) -> Self {
        Self {
            records,
            limits,
            hasher: Sha256::new(),
            count: 0,
            seen: Seen::default(),
        }
    }

    /// Reads past what is done, showing `see` each record, and makes sure that it still is what it was.
    ///
    /// # Errors
    /// `Usage` when the inputs changed; whatever `see` returns.
    pub fn pass_over(
        &mut self,
        done: &Entry,
        mut see: impl FnMut(&R) -> Result<(), PipelineError>,
    ) -> Result<(), PipelineError> {
        while self.count < done.records {
            match self.read() {
                Some(Ok(record)) => see(&record)?,
                Some(Err(_)) => {}
                None => break,
            }
        }
        if done.records > 0 && (self.count < done.records || self.sha256() != done.records_sha256) {
            return Err(PipelineError::Usage(format!(
                "the inputs changed since the run to resume was started (within its first {} records); \
                 restore them, or start over with --overwrite",
                done.records
            )));
        }
        Ok(())
    }

    /// Hash of all that was read so far, hexadecimal.
    pub fn sha256(&self) -> String {
        format!("{:x}", self.hasher.clone().finalize())
    }

    fn read(&mut self) -> Option<Record<R>> {
        let record = self.records.next()?;
        self.count += 1;
        match &record {
            Ok(used) => {
                used.digest(&mut self.hasher);
                self.seen.file(&used.origin().file);
                self.seen.encoding(&used.origin().encoding);
            }
            Err(record) => {
                digest::quarantined(record, &mut self.hasher);
                self.seen.file(&record.file);
            }
        }
        Some(record)
    }
}

impl<R: Readable> Iterator for Chunks<R> {
    type Item = Chunk<R>;

    fn next(&mut self) -> Option<Chunk<R>> {
        let mut chunk = Chunk {
            records: Vec::new(),
            quarantined: Vec::new(),
        };
        let (mut records, mut bytes) = (0, 0);
        while records < self.limits.records && bytes < self.limits.bytes {
            match self.read() {
                Some(Ok(record)) => {
                    bytes += record.bytes();
                    chunk.records.push(record);
                }
                Some(Err(record)) => chunk.quarantined.push(record),
                None => break,
            }
            records += 1;
        }
        (records > 0).then_some(chunk)
    }
}
