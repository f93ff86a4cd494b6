//! Parquet -> rows.

use std::fmt;
use std::fs::File;
use std::iter;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use arrow::json::LineDelimitedWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value};

use super::rows::{self, Row, Rows, TEXT, no_text_column};
use super::source::{Packing, Source};
use super::{ReadOptions, Record};
use crate::corpus::Quarantined;

/// Rows held at a time.
const BATCH: usize = 64;

/// Cells of other types than text become JSON: timestamps in RFC 3339, bytes in hexadecimal, nulls absent.
pub(super) fn rows(source: &Arc<Source>, packing: Packing, options: &ReadOptions) -> Rows {
    let opened = match (packing, &source.path) {
        (Packing::Plain, Some(path)) => File::open(path).map_err(|error| source.io_fault(&error)),
        _ => Err(source.fault(
            "a packed Parquet file",
            "unpack it; Parquet is packed within",
        )),
    };
    opened
        .and_then(|file| batches(source, file, options))
        .unwrap_or_else(rows::fault)
}

fn batches(source: &Arc<Source>, file: File, options: &ReadOptions) -> Record<Rows> {
    let builder = guarded(|| ParquetRecordBatchReaderBuilder::try_new(file))
        .map_err(|error| damaged(source, &error))?;
    let groups = builder.metadata().row_groups();
    let size: i64 = groups
        .iter()
        .map(|group| group.total_byte_size())
        .fold(0, i64::saturating_add);
    if u64::try_from(size).unwrap_or(u64::MAX) > options.max_unpacked_bytes {
        return Err(source.fault(
            format!("unpacks to more than {} bytes", options.max_unpacked_bytes),
            "split the file",
        ));
    }
    let schema = builder.schema();
    let Ok(text) = schema.field_with_name(TEXT) else {
        let columns: Vec<_> = schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        return Err(no_text_column(source, &columns));
    };
    if !is_text(text.data_type()) {
        return Err(source.fault(
            format!("the column `{TEXT}` is of type {}", text.data_type()),
            "store it as a string",
        ));
    }
    let mut batches = guarded(|| builder.with_batch_size(BATCH).build())
        .map_err(|error| damaged(source, &error))?;
    let source = Arc::clone(source);
    let (mut line, mut failed) = (0, false);
    let batches = iter::from_fn(move || {
        // A damaged file would fail again and again.
        if failed {
            return None;
        }
        let next = guarded(|| batches.next().map(|batch| objects(&batch?)).transpose());
        failed = next.is_err();
        match next {
            Ok(rows) => Some(number(rows?, &mut line)),
            Err(error) => Some(vec![Err(Quarantined {
                line: Some(line + 1),
                ..damaged(&source, &error)
            })]),
        }
    });
    Ok(Box::new(batches.flatten()))
}

fn number(rows: Vec<Map<String, Value>>, line: &mut u64) -> Vec<Record<Row>> {
    let one = |fields| {
        *line += 1;
        Ok(Row {
            line: *line,
            byte: None,
            encoding: "UTF-8",
            fields,
        })
    };
    rows.into_iter().map(one).collect()
}

/// The crate asserts some of what a file says of itself; a false claim must not end the run.
fn guarded<T, E: fmt::Display>(work: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match panic::catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("it contradicts itself".to_owned()),
    }
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, value) => is_text(value),
        _ => false,
    }
}

/// One object a row.
fn objects(batch: &RecordBatch) -> Result<Vec<Map<String, Value>>, ArrowError> {
    let mut lines = Vec::new();
    let mut writer = LineDelimitedWriter::new(&mut lines);
    writer.write(batch)?;
    writer.finish()?;
    serde_json::Deserializer::from_slice(&lines)
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|error| ArrowError::JsonError(error.to_string()))
}

fn damaged(source: &Source, error: &str) -> Quarantined {
    source.fault(
        format!("not readable as Parquet: {error}"),
        "write or fetch the file again",
    )
}
