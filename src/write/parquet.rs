//! Columns with nested spans, for datasets that are read by machines.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::json::ReaderBuilder;
use arrow::json::reader::Decoder;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use crate::corpus::SCHEMA_VERSION;

/// Rows that are turned into columns together.
const BATCH_ROWS: usize = 1_024;

/// A row group is closed when its columns take this much memory. Bytes.
const GROUP_BYTES: usize = 32 << 20;

/// A Parquet file in the making.
pub struct Columns<W: Write + Send> {
    schema: SchemaRef,
    batch: Vec<Value>,
    decoder: Decoder,
    writer: ArrowWriter<W>,
}

impl<W: Write + Send> Columns<W> {
    /// Starts a file: zstd, with the schema version and the unit of offsets in its metadata.
    ///
    /// # Errors
    /// When `out` refuses.
    pub fn new(schema: &SchemaRef, out: W) -> Result<Self, ParquetError> {
        let metadata = [
            ("schema_version", SCHEMA_VERSION),
            ("offset_unit", "unicode code points, half-open [start, end)"),
        ];
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_key_value_metadata(Some(
                metadata
                    .map(|(key, value)| KeyValue::new(key.to_owned(), value.to_owned()))
                    .to_vec(),
            ))
            .build();
        Ok(Self {
            schema: schema.clone(),
            batch: Vec::with_capacity(BATCH_ROWS),
            decoder: ReaderBuilder::new(schema.clone())
                .with_strict_mode(true)
                .build_decoder()?,
            writer: ArrowWriter::try_new(out, schema.clone(), Some(properties))?,
        })
    }

    /// Adds one row.
    ///
    /// # Errors
    /// When it does not fit the schema, or the output refuses.
    pub fn append(&mut self, mut row: Value) -> Result<(), ParquetError> {
        text_of_objects(&self.schema, &mut row);
        self.batch.push(row);
        if self.batch.len() == BATCH_ROWS {
            self.write_batch()?;
        }
        Ok(())
    }

    /// Writes what is left, and the footer.
    ///
    /// # Errors
    /// As [`Columns::append`].
    pub fn finish(mut self) -> Result<(), ParquetError> {
        self.write_batch()?;
        self.writer.close().map(drop)
    }

    fn write_batch(&mut self) -> Result<(), ParquetError> {
        self.decoder.serialize(&self.batch)?;
        self.batch.clear();
        if let Some(columns) = self.decoder.flush()? {
            self.writer.write(&columns)?;
        }
        if self.writer.memory_size() > GROUP_BYTES {
            self.writer.flush()?;
        }
        Ok(())
    }
}

/// An object in a column of texts becomes its JSON.
fn text_of_objects(schema: &SchemaRef, row: &mut Value) {
    for field in schema.fields() {
        if !field.data_type().is_nested()
            && let Some(value) = row.get_mut(field.name())
            && value.is_object()
        {
            *value = Value::String(value.to_string());
        }
    }
}
