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
    /// Larger than the limit.
    TooLarge,
    /// A cell opens with a quotation mark, and the file ends within it.
    NeverClosed,
    /// A cell goes on after the quotation mark that closes it.
    ClosesEarly,
    /// A cell is not UTF-8.
    Undecodable,
}

/// A record: where it starts, and its cells.
pub(super) type Cells = (Place, Result<Vec<String>, CellFault>);

/// Splits a stream of UTF-8. Where csv readers would mend a stray quotation mark in silence, and so
/// change the text, the record is a fault.
pub(super) struct CellReader {
    reader: Box<dyn BufRead + Send>,
    core: Reader,
    delimiter: u8,
    max: usize,
    /// Where the next byte stands.
    at: Place,
    /// The record as it stands in the stream, cut at the limit.
    raw: Vec<u8>,
    /// Its cells one after the other, `size` bytes so far.
    out: Vec<u8>,
    size: usize,
    /// Where each cell ends, `count` so far.
    ends: Vec<usize>,
    count: usize,
    /// Whether a line end was put after the last byte of the stream.
    closed: bool,
}

impl CellReader {
    /// Records of more than `max` bytes are passed over without being held.
    pub fn new(reader: Box<dyn BufRead + Send>, delimiter: u8, max: usize) -> Self {
        Self {
            reader,
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            max,
            at: Place { line: 1, byte: 0 },
            raw: Vec::new(),
            out: vec![0; 1024],
            size: 0,
            ends: vec![0; 64],
            count: 0,
            closed: false,
        }
    }

    /// The next record; blank lines are passed over.
    ///
    /// # Errors
    /// When the stream fails; it must not be read on then.
    pub fn next(&mut self) -> io::Result<Option<Cells>> {
        let mut start = self.at;
        let mut fault = None;
        self.raw.clear();
        (self.size, self.count) = (0, 0);
        loop {
            let (result, read) = self.feed()?;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.out.len() <= self.max => {
                    let longer = (self.out.len() * 2).min(self.max + 1);
                    self.out.resize(longer, 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() < MAX_CELLS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    fault = Some(CellFault::TooLarge);
                    (self.size, self.count) = (0, 0);
                }
                ReadRecordResult::Record => {
                    // A line end ends every record but one within quotation marks.
                    if read == 0 {
                        fault = Some(CellFault::NeverClosed);
                    }
                    break;
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
        let first = self.raw.iter().position(|byte| !b"\r\n".contains(byte));
        start.pass(&self.raw[..first.unwrap_or(0)]);
        let cells = fault.map_or_else(|| self.cells(), Err);
        Ok(Some((start, cells)))
    }

    /// Gives the splitter what is at hand of the stream: the result, and how much it took.
    fn feed(&mut self) -> io::Result<(ReadRecordResult, usize)> {
        let stream = self.reader.fill_buf()?;
        let at_end = stream.is_empty();
        let input = match at_end && !self.closed {
            true => b"\n",
            false => stream,
        };
        let out = &mut self.out[self.size..];
        let ends = &mut self.ends[self.count..];
        let (result, read, written, ended) = self.core.read_record(input, out, ends);
        self.size += written;
        self.count += ended;
        if at_end {
            self.closed |= read > 0;
        } else {
            let room = self.max.saturating_sub(self.raw.len());
            self.raw.extend_from_slice(&input[..read.min(room)]);
            self.at.pass(&input[..read]);
            self.reader.consume(read);
        }
        Ok((result, read))
    }

    fn cells(&self) -> Result<Vec<String>, CellFault> {
        let ends = &self.ends[..self.count];
        if self.size > self.max {
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

impl Place {
    fn pass(&mut self, bytes: &[u8]) {
        self.line += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.byte += bytes.len() as u64;
    }
}

/// Whether a cell goes on after its closing mark.
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
