//! The same rows in every format.

use std::fs::{self, File};
use std::path::Path;

use arrow::json::LineDelimitedWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value};

use super::stand_ins::{Place, finish, rows};

/// The rows of a Parquet file as JSON, absent values left out.
pub fn parquet_rows(path: &Path) -> Vec<Value> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let mut bytes = Vec::new();
    let mut writer = LineDelimitedWriter::new(&mut bytes);
    for batch in builder.build().unwrap() {
        writer.write(&batch.unwrap()).unwrap();
    }
    writer.finish().unwrap();
    drop(writer);
    let text = String::from_utf8(bytes).unwrap();
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

pub fn without_nulls(row: &Value) -> Value {
    let fields = row.as_object().unwrap().iter();
    let present = fields.filter(|(_, value)| !value.is_null());
    Value::Object(
        present
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect::<Map<_, _>>(),
    )
}

#[test]
fn parquet_has_the_rows_of_jsonl() {
    let place = Place::with_articles(150);
    let config = place.config("out");
    finish(&config).unwrap();
    let path = config.out.join("quotes.parquet");
    let expected: Vec<_> = rows(&config.out.join("quotes.jsonl"))
        .iter()
        .map(without_nulls)
        .collect();
    assert_eq!(parquet_rows(&path), expected);

    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let metadata = builder.metadata().file_metadata().key_value_metadata();
    let value = |key: &str| {
        let pair = metadata.unwrap().iter().find(|pair| pair.key == key);
        pair.unwrap().value.clone().unwrap()
    };
    assert_eq!(value("schema_version"), "1");
    assert!(value("offset_unit").contains("code points"));
}

#[test]
fn every_key_of_a_row_has_its_column() {
    let place = Place::with_articles(2);
    let config = place.config("out");
    finish(&config).unwrap();
    let row = &rows(&config.out.join("quotes.jsonl"))[0];
    let keys: Vec<_> = row.as_object().unwrap().keys().cloned().collect();
    let schema = quotestance::write::quote_rows();
    let columns: Vec<_> = schema
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    assert_eq!(keys, columns);
}

#[test]
fn csv_has_the_rows_of_jsonl_and_no_formula() {
    let place = Place::with_articles(150);
    let config = place.config("out");
    finish(&config).unwrap();
    let expected = rows(&config.out.join("quotes.jsonl"));
    let mut reader = csv::Reader::from_path(config.out.join("quotes.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), expected.len());
    let mut neutralised = 0;
    for (record, row) in records.iter().zip(&expected) {
        let cell = |name: &str| &record[header.iter().position(|column| column == name).unwrap()];
        let text = row["text"].as_str().unwrap();
        assert_eq!(cell("text").trim_start_matches('\''), text);
        assert_eq!(
            cell("stance_p_favor"),
            row["stance_probs"]["favor"].to_string()
        );
        assert_eq!(
            cell("content_start"),
            row["content"][0]["start"].to_string()
        );
        assert_eq!(cell("gold_stance"), "");
        let spans: Value = serde_json::from_str(cell("content")).unwrap();
        assert_eq!(spans, row["content"]);
        neutralised += usize::from(cell("text").starts_with("'="));
        for cell in record {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
    assert!(neutralised > 0);
}

#[test]
fn formats_without_rows_can_be_read() {
    let place = Place::with_articles(0);
    fs::write(
        place.path("articles.jsonl"),
        "{\"text\": \"Nobody spoke.\"}\n",
    )
    .unwrap();
    let config = place.config("out");
    finish(&config).unwrap();
    assert!(parquet_rows(&config.out.join("quotes.parquet")).is_empty());
    let mut reader = csv::Reader::from_path(config.out.join("quotes.csv")).unwrap();
    assert_eq!(&reader.headers().unwrap()[0], "schema_version");
    assert_eq!(reader.records().count(), 0);
}
