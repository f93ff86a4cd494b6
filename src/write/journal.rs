//! How far an unfinished job is whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One line of the journal, written after the rows it counts are on the disk. All of it is
/// cumulative: the last line says everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Records read: `done + quarantined`.
    pub records: u64,
    /// Records used.
    pub done: u64,
    /// Records put aside.
    pub quarantined: u64,
    /// Rows written.
    pub rows: u64,
    /// Rows whose text was cut to fit the model.
    pub truncated: u64,
    /// Rows by field and value: `stance` -> `favor` -> count.
    pub counts: BTreeMap<String, BTreeMap<String, u64>>,
    /// Length of the rows' file. Bytes.
    pub rows_bytes: u64,
    /// Length of the quarantine's file. Bytes.
    pub quarantine_bytes: u64,
    /// Running hash of all that was read, to notice inputs that changed.
    pub records_sha256: String,
    /// Seconds a stage.
    pub seconds: BTreeMap<String, f64>,
}

impl Entry {
    /// Counts one row with `value` in `field`.
    pub fn count(&mut self, field: &str, value: &str) {
        let values = self.counts.entry(field.to_owned()).or_default();
        *values.entry(value.to_owned()).or_default() += 1;
    }
}

/// The last line that the part files are long enough for, and the journal's length up to its end.
/// A torn line, and all after it, count as not written.
pub(super) fn last_whole(journal: &[u8], rows: u64, quarantine: u64) -> (Entry, u64) {
    let mut best = (Entry::default(), 0);
    let mut end = 0;
    for line in journal.split_inclusive(|byte| *byte == b'\n') {
        end += line.len() as u64;
        let Some(entry) = line.strip_suffix(b"\n").and_then(parse) else {
            break;
        };
        if entry.rows_bytes > rows || entry.quarantine_bytes > quarantine {
            break;
        }
        best = (entry, end);
    }
    best
}

fn parse(line: &[u8]) -> Option<Entry> {
    serde_json::from_slice(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> Vec<u8> {
        let entries = [(1, 10, 0), (2, 20, 5), (3, 20, 9)];
        let lines = entries.map(|(records, rows_bytes, quarantine_bytes)| {
            let entry = Entry {
                records,
                rows_bytes,
                quarantine_bytes,
                ..Entry::default()
            };
            serde_json::to_string(&entry).unwrap() + "\n"
        });
        lines.concat().into_bytes()
    }

    fn check(cut: usize, rows: u64, quarantine: u64, records: u64) {
        let journal = journal();
        let (entry, end) = last_whole(&journal[..journal.len() - cut], rows, quarantine);
        assert_eq!(entry.records, records);
        let lines = journal[..end as usize]
            .iter()
            .filter(|byte| **byte == b'\n');
        assert_eq!(lines.count() as u64, records);
    }

    #[test]
    fn the_last_line_that_fits_counts() {
        check(0, 20, 9, 3);
        check(0, 99, 99, 3);
        check(0, 20, 8, 2);
        check(0, 19, 9, 1);
        check(0, 9, 9, 0);
        check(1, 20, 9, 2);
        check(40, 20, 9, 2);
    }
}
