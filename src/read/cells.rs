//! Comma- or tab-separated text -> records of cells, each of bounded size.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// More cells than any spreadsheet has columns; a record that has them is taken for too large.
const MAX_CELLS: usize = 1 << 14;

/// Where a record starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// One-based.
    pub line: u64,
    /// Of its first byte, in UTF-8.
    pub byte: u64,
}

/// Why a record cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellFault {
    /// Than the limit.
    TooLarge,
    /// A cell opens with a quotation mark, and the file ends within it.
    NeverClosed,
    /// A cell goes on after the quotation mark that closes it.
    ClosesEarly,
    /// A cell is not UTF-8.
    Undecodable,
}

/// Splits a stream of UTF-8. Where csv readers would mend a stray quotation mark in silence, and so
/// change the text, the record is a fault.
pub(super) struct CellReader {
    reader: Box<dyn BufRead + Send>,
    core: Reader,
    delimiter: u8,
    max: usize,
    line: u64,
    byte: u64,
    /// The record as it stands, its cells one after the other, and where each one ends.
    raw: Vec<u8>,
    out: Vec<u8>,
    ends: Vec<usize>,
}

impl CellReader {
    /// Records of more than `max` bytes are passed over without being held.
    pub fn new(reader: Box<dyn BufRead + Send>, delimiter: u8, max: usize) -> Self {
        Self {
            reader,
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            max,
            line: 1,
            byte: 0,
            raw: Vec::new(),
            out: vec![0; 1024],
            ends: vec![0; 64],
        }
    }

    /// The next record; blank lines are passed over.
    ///
    /// # Errors
    /// When the stream fails; it must not be read on then.
    pub fn next(&mut self) -> io::Result<Option<(Place, Result<Vec<String>, CellFault>)>> {
        let mut place = Place {
            line: self.line,
            byte: self.byte,
        };
        let (mut size, mut count) = (0, 0);
        let mut fault = None;
        self.raw.clear();
        loop {
            let input = self.reader.fill_buf()?;
            if input.is_empty() && ends_in_quotes(&self.core) {
                fault = fault.or(Some(CellFault::NeverClosed));
            }
            let (result, read, written, ended) =
                self.core
                    .read_record(input, &mut self.out[size..], &mut self.ends[count..]);
            let input = &input[..read];
            let room = self.max.saturating_sub(self.raw.len());
            self.raw.extend_from_slice(&input[..read.min(room)]);
            self.line += input.iter().filter(|byte| **byte == b'\n').count() as u64;
            self.byte += read as u64;
            self.reader.consume(read);
            size += written;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.out.len() <= self.max => {
                    self.out.resize((self.out.len() * 2).min(self.max + 1), 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() < MAX_CELLS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    fault = Some(CellFault::TooLarge);
                    (size, count) = (0, 0);
                }
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        for byte in self
            .raw
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        {
            place.line += u64::from(*byte == b'\n');
            place.byte += 1;
        }
        let cells = fault.map_or_else(|| self.cells(count), Err);
        Ok(Some((place, cells)))
    }

    fn cells(&self, count: usize) -> Result<Vec<String>, CellFault> {
        let ends = &self.ends[..count];
        if ends.last().is_some_and(|size| *size > self.max) {
            return Err(CellFault::TooLarge);
        }
        if closes_early(&self.raw, self.delimiter) {
            return Err(CellFault::ClosesEarly);
        }
        let starts = [0].into_iter().chain(ends.iter().copied());
        starts
            .zip(ends)
            .map(|(start, end)| String::from_utf8(self.out[start..*end].to_vec()))
            .collect::<Result<_, _>>()
            .map_err(|_| CellFault::Undecodable)
    }
}

/// Whether the reader stands within a quoted cell: there alone does a line end not end the record.
fn ends_in_quotes(core: &Reader) -> bool {
    let (result, ..) = core.clone().read_record(b"x\n", &mut [0; 4], &mut [0; 4]);
    result == ReadRecordResult::InputEmpty
}

fn closes_early(raw: &[u8], delimiter: u8) -> bool {
    let separates = |byte: u8| byte == delimiter || byte == b'\n' || byte == b'\r';
    let (mut quoted, mut at_start) = (false, true);
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if !quoted {
            quoted = at_start && byte == b'"';
            at_start = separates(byte);
        } else if byte == b'"' {
            match bytes.peek() {
                Some(b'"') => drop(bytes.next()),
                Some(next) if !separates(*next) => return true,
                _ => quoted = false,
            }
        }
    }
    false
}
