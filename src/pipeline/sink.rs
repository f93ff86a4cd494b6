//! Where rows go as they are made.

use std::io::{self, Stdout, Write};

use super::error::PipelineError;
use crate::corpus::Quarantined;
use crate::write::{Entry, Format, Partial, Row, Table, WriteError, line};

/// A job's output while it grows.
pub(super) enum Sink<'a> {
    /// Part files with a journal.
    Partial(&'a mut Partial),
    /// Standard output, as JSONL.
    Lines(Stdout),
    /// Standard output, as CSV.
    Table(Box<Table<Stdout>>),
}

/// Whether anybody still reads what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Yes, as far as is known.
    Listens,
    /// The pipe is closed: a quiet end.
    Gone,
}

impl Sink<'_> {
    /// Standard output in that format.
    ///
    /// # Errors
    /// `Usage` for Parquet, which is not a stream.
    pub fn stdout<T: Row>(format: Format) -> Result<Self, PipelineError> {
        match format {
            Format::Jsonl => Ok(Self::Lines(io::stdout())),
            Format::Csv => Table::new(&T::schema(), io::stdout())
                .map(|table| Self::Table(Box::new(table)))
                .map_err(|error| failed(error.into())),
            Format::Parquet => Err(PipelineError::Usage(
                "parquet cannot be written to standard output; give --out a file, or --format jsonl"
                    .to_owned(),
            )),
        }
    }

    /// What is done already.
    pub fn done(&self) -> Entry {
        match self {
            Self::Partial(partial) => partial.last().clone(),
            _ => Entry::default(),
        }
    }

    /// Takes one chunk; it is safe, or flushed, on return.
    ///
    /// # Errors
    /// `Output` when it cannot be written.
    pub fn take<T: Row>(
        &mut self,
        rows: &[T],
        quarantined: &[Quarantined],
        entry: Entry,
    ) -> Result<Reader, PipelineError> {
        let written = match self {
            Self::Partial(partial) => {
                partial.commit(rows, quarantined, entry)?;
                return Ok(Reader::Listens);
            }
            Self::Lines(out) => write_lines(out, rows)?,
            Self::Table(table) => write_table(table, rows)?,
        };
        for record in quarantined {
            tracing::warn!(
                file = record.file,
                line = record.line,
                byte = record.byte,
                advice = record.advice,
                "quarantined: {}",
                record.reason
            );
        }
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
            Err(error) => Err(failed(error)),
            Ok(()) => Ok(Reader::Listens),
        }
    }
}

fn write_lines<T: Row>(out: &mut Stdout, rows: &[T]) -> Result<io::Result<()>, WriteError> {
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend(line(row)?);
    }
    Ok(out.write_all(&bytes).and_then(|()| out.flush()))
}

fn write_table<T: Row>(
    table: &mut Table<Stdout>,
    rows: &[T],
) -> Result<io::Result<()>, WriteError> {
    for row in rows {
        // By way of its line, so that cells have the numbers that lines have.
        let value = serde_json::from_slice(&line(row)?)
            .map_err(WriteError::content("standard output".as_ref()))?;
        if let Err(error) = table.append(&value) {
            return Ok(Err(error.into()));
        }
    }
    Ok(table.flush())
}

fn failed(error: io::Error) -> PipelineError {
    WriteError::io("standard output".as_ref())(error).into()
}
