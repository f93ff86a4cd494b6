//! A running hash of what was read, by which a resumed job knows that it reads the same.

use sha2::{Digest, Sha256};

use crate::corpus::{Document, Origin, Quarantined, TextRow};

/// What a job reads.
pub(super) trait Readable {
    /// Size of its texts, by which chunks are cut. Bytes.
    fn bytes(&self) -> usize;

    /// Where it was read.
    fn origin(&self) -> &Origin;

    /// Hashes all that rows are made of.
    fn digest(&self, hasher: &mut Sha256);
}

impl Readable for Document {
    fn bytes(&self) -> usize {
        self.text.len()
    }

    fn origin(&self) -> &Origin {
        &self.origin
    }

    fn digest(&self, hasher: &mut Sha256) {
        feed(hasher, Some(&self.id));
        feed(hasher, Some(&self.text));
        for field in [&self.title, &self.outlet, &self.url, &self.published_at] {
            feed(hasher, field.as_deref());
        }
    }
}

impl Readable for TextRow {
    fn bytes(&self) -> usize {
        let around = [&self.sentence, &self.context];
        self.text.len() + around.into_iter().flatten().map(String::len).sum::<usize>()
    }

    fn origin(&self) -> &Origin {
        &self.origin
    }

    fn digest(&self, hasher: &mut Sha256) {
        feed(hasher, Some(&self.id));
        feed(hasher, Some(&self.text));
        feed(hasher, self.target.as_deref());
        feed(hasher, self.sentence.as_deref());
        feed(hasher, self.context.as_deref());
        let meta = serde_json::to_string(&self.meta).unwrap_or_default();
        feed(hasher, Some(&meta));
    }
}

/// As [`Readable::digest`], of a record that could not be used.
pub(super) fn quarantined(record: &Quarantined, hasher: &mut Sha256) {
    feed(hasher, Some(&record.file));
    feed(hasher, Some(&record.reason));
    for place in [record.line, record.byte] {
        feed(hasher, place.map(|place| place.to_string()).as_deref());
    }
}

/// With its length, so that no two sequences of fields look the same.
fn feed(hasher: &mut Sha256, field: Option<&str>) {
    match field {
        None => hasher.update([0]),
        Some(text) => {
            hasher.update([1]);
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text);
        }
    }
}
