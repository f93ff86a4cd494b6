//! The rows of a dataset, each looked at once, and counted.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::Report;
use crate::corpus::QuoteRow;
use crate::pipeline::error::PipelineError;
use crate::pipeline::work::Counted;
use crate::read::{self, Object, ReadOptions, Records};
use crate::validate::{Fault, Kind, Rows};
use crate::write::{Card, Entry};

/// A file of rows.
pub(super) struct Dataset {
    pub name: String,
    path: PathBuf,
}

/// What its rows give.
#[derive(Default)]
pub(super) struct Read {
    pub kind: Option<Kind>,
    /// Rows that could be read.
    pub rows: u64,
    pub card: Card,
    /// As a run's journal has them.
    pub counts: Entry,
    /// Target and model of the first row.
    pub target: Option<String>,
    pub model: Option<String>,
}

impl Dataset {
    pub fn new(folder: impl AsRef<Path>, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: folder.as_ref().join(name),
        }
    }

    /// The rows with their lines.
    ///
    /// # Errors
    /// `Read` when the file cannot be opened.
    pub fn objects(&self) -> Result<Records<Object>, PipelineError> {
        Ok(read::objects(&self.path, &ReadOptions::default())?)
    }

    /// Looks at all rows.
    ///
    /// # Errors
    /// As [`Dataset::objects`].
    pub fn read(&self, report: &mut Report) -> Result<Read, PipelineError> {
        let sparse = self.name.ends_with(".parquet");
        let mut read = Read::default();
        let mut rows = None;
        for record in self.objects()? {
            let (line, row) = match record {
                Ok(record) => record,
                Err(record) => {
                    report(Fault::of_record(&self.name, record));
                    continue;
                }
            };
            let kind = *read.kind.get_or_insert_with(|| Kind::of(&row));
            let rows = rows.get_or_insert_with(|| Rows::new(kind, sparse));
            for fault in rows.check(&row) {
                report(fault.at(&self.name, Some(line)));
            }
            read.see(row);
        }
        Ok(read)
    }
}

impl Read {
    fn see(&mut self, row: Map<String, Value>) {
        let text = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
        if self.rows == 0 {
            (self.target, self.model) = (text("target"), text("model"));
        }
        self.rows += 1;
        let row = Value::Object(row);
        self.card.add(&row);
        // A row that is none was reported.
        if let Ok(row) = serde_json::from_value::<QuoteRow>(row) {
            row.count(&mut self.counts);
        }
    }
}
