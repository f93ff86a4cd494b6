//! CSV and TSV -> rows, by the names in the header.

use std::sync::Arc;

use encoding_rs::UTF_8;
use serde_json::Value;

use super::cells::{CellFault, CellReader, Place};
use super::rows::{self, Row, Rows, TEXT, no_text_column};
use super::source::{Packing, Source};
use super::{ReadOptions, Record, transcode};
use crate::corpus::Quarantined;

/// A header is required. Encodings other than UTF-8 are guessed from the first 64 KiB.
pub(super) fn rows(
    source: &Arc<Source>,
    packing: Packing,
    delimiter: u8,
    options: &ReadOptions,
) -> Rows {
    let reader = match source.open(packing, options) {
        Ok(reader) => reader,
        Err(error) => return rows::fault(source.io_fault(&error)),
    };
    let (reader, encoding) = transcode::to_utf8(reader);
    let mut table = Table {
        source: Arc::clone(source),
        cells: CellReader::new(reader, delimiter, options.max_document_bytes),
        encoding: encoding.name(),
        has_offsets: encoding == UTF_8,
        max: options.max_document_bytes,
        columns: Vec::new(),
        done: false,
    };
    match table.read_header() {
        Ok(()) => Box::new(table),
        Err(fault) => rows::fault(fault),
    }
}

struct Table {
    source: Arc<Source>,
    cells: CellReader,
    encoding: &'static str,
    /// Whether bytes are counted in the file's own encoding.
    has_offsets: bool,
    max: usize,
    columns: Vec<String>,
    done: bool,
}

impl Iterator for Table {
    type Item = Record<Row>;

    fn next(&mut self) -> Option<Record<Row>> {
        if self.done {
            return None;
        }
        match self.cells.next() {
            Ok(None) => None,
            Ok(Some((place, cells))) => Some(self.row(place, cells)),
            Err(error) => {
                self.done = true;
                Some(Err(self.source.io_fault(&error)))
            }
        }
    }
}

impl Table {
    fn read_header(&mut self) -> Record<()> {
        let (place, columns) = self
            .cells
            .next()
            .map_err(|error| self.source.io_fault(&error))?
            .ok_or_else(|| {
                let advice = "begin the file with the names of its columns";
                self.source.fault("no header", advice)
            })?;
        self.columns = columns.map_err(|fault| self.cell_fault(place, fault))?;
        let names: Vec<_> = self.columns.iter().map(String::as_str).collect();
        if !names.contains(&TEXT) {
            return Err(no_text_column(&self.source, &names));
        }
        let twice = (1..names.len()).find(|at| names[..*at].contains(&names[*at]));
        match twice.map(|at| names[at]) {
            Some(name) => {
                let reason = format!("two columns are named `{name}`");
                Err(self.fault(place, reason, "rename one of them"))
            }
            None => Ok(()),
        }
    }

    fn row(&self, place: Place, cells: Result<Vec<String>, CellFault>) -> Record<Row> {
        let cells = cells.map_err(|fault| self.cell_fault(place, fault))?;
        let (found, wanted) = (cells.len(), self.columns.len());
        if found != wanted {
            return Err(self.fault(
                place,
                format!("{found} cells where the header has {wanted}"),
                "put cells that hold the separator or a line end in quotation marks",
            ));
        }
        let values = cells.into_iter().map(Value::String);
        Ok(Row {
            line: place.line,
            byte: self.has_offsets.then_some(place.byte),
            encoding: self.encoding,
            fields: self.columns.iter().cloned().zip(values).collect(),
        })
    }

    fn cell_fault(&self, place: Place, fault: CellFault) -> Quarantined {
        let (reason, advice) = match fault {
            CellFault::TooLarge => (
                format!(
                    "larger than {} bytes, the most that one document may have",
                    self.max
                ),
                "split it into documents, one a row; look for a quotation mark that is never closed",
            ),
            CellFault::NeverClosed => (
                "a cell opens with a quotation mark that is never closed".to_owned(),
                "close it; all rows from here to the end of the file are in that cell",
            ),
            CellFault::ClosesEarly => (
                "a cell goes on after the quotation mark that closes it".to_owned(),
                "double the quotation marks within a cell, as csv writers do",
            ),
            CellFault::Undecodable => (
                format!("not valid {}", self.encoding),
                "repair the row, or save the file as UTF-8",
            ),
        };
        self.fault(place, reason, advice)
    }

    fn fault(&self, place: Place, reason: String, advice: &str) -> Quarantined {
        Quarantined {
            line: Some(place.line),
            byte: self.has_offsets.then_some(place.byte),
            ..self.source.fault(reason, advice)
        }
    }
}
