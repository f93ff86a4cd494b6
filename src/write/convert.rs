//! JSONL -> the other formats, as a stream.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use arrow::datatypes::SchemaRef;

use super::csv::Table;
use super::parquet::Columns;
use super::{Format, WriteError, values};

/// Makes `out` of the rows in `jsonl`, in their order, and syncs it. Memory does not grow with the rows.
///
/// # Errors
/// When a file cannot be read or written, or a row does not fit the schema.
pub fn convert(
    jsonl: &Path,
    schema: &SchemaRef,
    format: Format,
    out: &Path,
) -> Result<(), WriteError> {
    let file = File::create(out).map_err(WriteError::io(out))?;
    let mut writer = BufWriter::new(file);
    match format {
        Format::Jsonl => {
            let mut rows = File::open(jsonl).map_err(WriteError::io(jsonl))?;
            io::copy(&mut rows, &mut writer).map_err(WriteError::io(out))?;
        }
        Format::Csv => {
            let mut table = Table::new(schema, &mut writer).map_err(of_csv(out))?;
            for row in values(jsonl)? {
                table.append(&row?).map_err(of_csv(out))?;
            }
            table.flush().map_err(WriteError::io(out))?;
        }
        Format::Parquet => {
            let mut columns = Columns::new(schema, &mut writer).map_err(of_parquet(out))?;
            for row in values(jsonl)? {
                columns.append(row?).map_err(of_parquet(out))?;
            }
            columns.finish().map_err(of_parquet(out))?;
        }
    }
    writer.flush().map_err(WriteError::io(out))?;
    writer.get_ref().sync_all().map_err(WriteError::io(out))
}

fn of_csv(path: &Path) -> impl Fn(csv::Error) -> WriteError {
    move |error| match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::io(path)(error),
        other => WriteError::content(path)(format!("{other:?}")),
    }
}

fn of_parquet(path: &Path) -> impl Fn(parquet::errors::ParquetError) -> WriteError {
    use parquet::errors::ParquetError;
    move |error| match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(error) => WriteError::io(path)(*error),
            Err(other) => WriteError::content(path)(other),
        },
        other => WriteError::content(path)(other),
    }
}
