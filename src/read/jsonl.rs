//! JSON Lines -> rows; a bad line costs only itself.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::rows::{self, Row, Rows};
use super::source::{Packing, Source};
use super::{ReadOptions, Record, plain};
use crate::corpus::Quarantined;

/// Blank lines are passed over.
pub(super) fn rows(source: &Arc<Source>, packing: Packing, options: &ReadOptions) -> Rows {
    match source.open(packing, options) {
        Ok(reader) => from_reader(source, reader, options),
        Err(error) => rows::fault(source.io_fault(&error)),
    }
}

/// The rows of a stream that is already open.
pub(super) fn from_reader(
    source: &Arc<Source>,
    reader: Box<dyn BufRead + Send>,
    options: &ReadOptions,
) -> Rows {
    Box::new(Lines {
        source: Arc::clone(source),
        reader,
        max: options.max_document_bytes,
        buffer: Vec::new(),
        line: 0,
        byte: 0,
        next_byte: 0,
        done: false,
    })
}

struct Lines {
    source: Arc<Source>,
    reader: Box<dyn BufRead + Send>,
    /// A longer line is passed over without being held.
    max: usize,
    buffer: Vec<u8>,
    /// Of the line in the buffer, one-based, and the offset of its first byte.
    line: u64,
    byte: u64,
    next_byte: u64,
    done: bool,
}

impl Iterator for Lines {
    type Item = Record<Row>;

    fn next(&mut self) -> Option<Record<Row>> {
        while !self.done {
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.done = true;
                    let byte = Some(self.next_byte);
                    let fault = self.source.io_fault(&error);
                    return Some(Err(Quarantined {
                        line: Some(self.line),
                        byte: fault.byte.or(byte),
                        ..fault
                    }));
                }
            }
            if self.line == 1 && is_utf16(&self.buffer) {
                self.done = true;
                let reason = "JSON lines in UTF-16";
                return Some(Err(self.fault(0, reason, "save the file as UTF-8")));
            }
            if !self.buffer.trim_ascii().is_empty() {
                return Some(self.row());
            }
        }
        None
    }
}

impl Lines {
    /// Reads the next line, at most one byte more than the limit of it; the rest is passed over.
    fn advance(&mut self) -> io::Result<bool> {
        self.line += 1;
        self.byte = self.next_byte;
        self.buffer.clear();
        let mut limited = self.reader.by_ref().take(self.max as u64 + 1);
        let read = limited.read_until(b'\n', &mut self.buffer)?;
        self.next_byte += read as u64;
        if self.is_cut() {
            self.next_byte += self.reader.skip_until(b'\n')? as u64;
        }
        Ok(read > 0)
    }

    fn is_cut(&self) -> bool {
        self.buffer.len() > self.max && !self.buffer.ends_with(b"\n")
    }

    fn row(&self) -> Record<Row> {
        if self.is_cut() {
            let fault = plain::too_large(&self.source, self.max);
            return Err(Quarantined {
                line: Some(self.line),
                byte: Some(self.byte),
                ..fault
            });
        }
        let bom = match self.buffer.starts_with(b"\xef\xbb\xbf") {
            true if self.line == 1 => 3,
            _ => 0,
        };
        let text = std::str::from_utf8(self.buffer[bom..].trim_ascii_end()).map_err(|error| {
            let at = bom + error.valid_up_to();
            self.fault(at, "not valid UTF-8", "save the file as UTF-8")
        })?;
        let fields: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
            let at = bom + error.column().saturating_sub(1);
            // Its position is within the line; the record has that in the file.
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or_default();
            let reason = format!("not a JSON object: {what}");
            self.fault(at, reason, "write one complete object a line")
        })?;
        Ok(Row {
            line: self.line,
            byte: Some(self.byte),
            encoding: "UTF-8",
            fields,
        })
    }

    fn fault(&self, at: usize, reason: impl Into<String>, advice: &str) -> Quarantined {
        Quarantined {
            line: Some(self.line),
            byte: Some(self.byte + at as u64),
            ..self.source.fault(reason, advice)
        }
    }
}

fn is_utf16(line: &[u8]) -> bool {
    line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff")
}
