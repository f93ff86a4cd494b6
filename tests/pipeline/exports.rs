//! What the Hugging Face hub and readers of Croissant find in an export.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow::datatypes::{DataType, Schema};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use quotestance::corpus::{QuoteRow, Sentiment, Stance};
use quotestance::exchange;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::formats::{parquet_rows, without_nulls};
use super::stand_ins::{Place, finish, json as json_of, rows};

fn run(place: &Place) -> PathBuf {
    let config = place.config("out");
    finish(&config).unwrap();
    config.out
}

fn hub(place: &Place) -> PathBuf {
    let rows = rows(&run(place).join("quotes.jsonl"));
    let rows: Vec<QuoteRow> = serde_json::from_value(json!(rows)).unwrap();
    let folder = place.path("hub");
    fs::create_dir(&folder).unwrap();
    exchange::huggingface(&rows, None, &folder).unwrap();
    folder
}

fn head(folder: &Path) -> Value {
    let card = fs::read_to_string(folder.join("README.md")).unwrap();
    let (head, _) = card[4..].split_once("\n---\n").unwrap();
    serde_saphyr::from_str(head).unwrap()
}

fn schema(path: &Path) -> Schema {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    builder.schema().as_ref().clone()
}

/// What the hub calls a type of Arrow; of a class label the head has the names of a text.
fn feature(name: &str, kind: &DataType) -> Value {
    let scalar = |kind: &DataType| match kind {
        DataType::Utf8 => "string",
        DataType::Float32 => "float32",
        DataType::Int32 => "int32",
        DataType::Int64 => "int64",
        DataType::Boolean => "bool",
        other => panic!("{other}"),
    };
    let fields = |fields: &arrow::datatypes::Fields| -> Vec<Value> {
        let each = fields.iter();
        each.map(|field| feature(field.name(), field.data_type()))
            .collect()
    };
    match kind {
        DataType::Struct(inner) => json!({"name": name, "struct": fields(inner)}),
        DataType::List(item) => match item.data_type() {
            DataType::Struct(inner) => json!({"name": name, "list": fields(inner)}),
            other => json!({"name": name, "list": scalar(other)}),
        },
        other => json!({"name": name, "dtype": scalar(other)}),
    }
}

#[test]
fn the_hub_finds_columns_of_the_types_that_the_head_states() {
    let place = Place::with_articles(30);
    let folder = hub(&place);
    let head = head(&folder);
    assert_eq!(
        head["configs"],
        json!([{"config_name": "default",
                "data_files": [{"split": "train", "path": "quotes.parquet"}]}])
    );
    let schema = schema(&folder.join("quotes.parquet"));
    let stated = head["dataset_info"]["features"].as_array().unwrap();
    assert_eq!(stated.len(), schema.fields().len());
    for (stated, field) in stated.iter().zip(schema.fields()) {
        let mut stated = stated.clone();
        if stated["dtype"]["class_label"].is_object() {
            stated["dtype"] = json!("string");
        }
        assert_eq!(stated, feature(field.name(), field.data_type()));
    }
    let kind = |name: &str| schema.field_with_name(name).unwrap().data_type().clone();
    assert_eq!(kind("tokens"), DataType::Int32);
    assert_eq!(kind("confidence"), DataType::Float32);
    let expected: Vec<_> = rows(&folder.join("quotes.jsonl"))
        .iter()
        .map(without_nulls)
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(parquet_rows(&folder.join("quotes.parquet")), expected);
}

#[test]
fn class_labels_are_named_in_the_order_of_their_ids() {
    let place = Place::with_articles(3);
    let head = head(&hub(&place));
    let names = |column: &str| -> Vec<String> {
        let features = head["dataset_info"]["features"].as_array().unwrap();
        let feature = features.iter().find(|of| of["name"] == column).unwrap();
        let names = feature["dtype"]["class_label"]["names"]
            .as_object()
            .unwrap();
        let ids: Vec<_> = names.keys().cloned().collect();
        let counted: Vec<_> = (0..names.len()).map(|id| id.to_string()).collect();
        assert_eq!(ids, counted, "{column}");
        names
            .values()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("stance"), Stance::ALL.map(Stance::as_str));
    assert_eq!(names("gold_stance"), Stance::ALL.map(Stance::as_str));
    assert_eq!(names("sentiment"), Sentiment::ALL.map(Sentiment::as_str));
    assert_eq!(names("quote_type"), ["direct", "indirect", "mixed"]);
}

#[test]
fn croissant_describes_the_file_and_every_flat_column_of_it() {
    let place = Place::with_articles(30);
    let folder = run(&place);
    let manifest = serde_json::from_value(json_of(&folder.join("manifest.json"))).unwrap();
    let croissant = exchange::croissant(&manifest, "the Harbour Accord").unwrap();
    assert_eq!(croissant["@type"], "sc:Dataset");
    assert_eq!(
        croissant["conformsTo"],
        "http://mlcommons.org/croissant/1.1"
    );
    for key in ["name", "description", "version", "datePublished"] {
        assert!(croissant[key].is_string(), "{key}");
    }
    let file = &croissant["distribution"][0];
    let bytes = fs::read(folder.join(file["contentUrl"].as_str().unwrap())).unwrap();
    assert_eq!(file["@type"], "cr:FileObject");
    assert_eq!(file["encodingFormat"], "application/x-parquet");
    assert_eq!(file["sha256"], format!("{:x}", Sha256::digest(&bytes)));
    assert_eq!(file["contentSize"], format!("{} B", bytes.len()));

    let set = &croissant["recordSet"][0];
    assert_eq!(set["@type"], "cr:RecordSet");
    let schema = schema(&folder.join("quotes.parquet"));
    let flat = schema
        .fields()
        .iter()
        .filter(|of| !of.data_type().is_nested());
    let names: Vec<_> = flat.map(|field| field.name().clone()).collect();
    let fields = set["field"].as_array().unwrap();
    assert_eq!(
        fields
            .iter()
            .map(|of| of["name"].as_str().unwrap())
            .collect::<Vec<_>>(),
        names
    );
    for field in fields {
        assert_eq!(field["@type"], "cr:Field");
        assert_eq!(
            field["@id"],
            format!("quotes/{}", field["name"].as_str().unwrap())
        );
        assert_eq!(field["source"]["fileObject"]["@id"], file["@id"]);
        assert_eq!(field["source"]["extract"]["column"], field["name"]);
        let kind = schema
            .field_with_name(field["name"].as_str().unwrap())
            .unwrap();
        let expected = match kind.data_type() {
            DataType::Float32 => "sc:Float",
            DataType::Int32 => "sc:Integer",
            DataType::Boolean => "sc:Boolean",
            _ => "sc:Text",
        };
        assert_eq!(field["dataType"], expected, "{field}");
    }
}

#[test]
fn croissant_says_by_prov_what_a_machine_made() {
    let place = Place::with_articles(30);
    let folder = run(&place);
    let manifest = serde_json::from_value(json_of(&folder.join("manifest.json"))).unwrap();
    let croissant = exchange::croissant(&manifest, "the Harbour Accord").unwrap();
    let context = &croissant["@context"];
    for (prefix, iri) in [
        ("@vocab", "https://schema.org/"),
        ("cr", "http://mlcommons.org/croissant/"),
        ("dct", "http://purl.org/dc/terms/"),
        ("prov", "http://www.w3.org/ns/prov#"),
        ("conformsTo", "dct:conformsTo"),
        ("recordSet", "cr:recordSet"),
        ("field", "cr:field"),
        ("source", "cr:source"),
        ("fileObject", "cr:fileObject"),
        ("extract", "cr:extract"),
        ("column", "cr:column"),
    ] {
        assert_eq!(context[prefix], iri, "{prefix}");
    }
    let activity = |of: &Value| {
        assert_eq!(of["@type"], "prov:Activity");
        assert!(of["prov:endedAtTime"].is_string());
        let agents = of["prov:wasAssociatedWith"].as_array().unwrap();
        assert!(agents.iter().all(|of| of["@type"] == "prov:SoftwareAgent"));
        agents[1]["prov:label"].clone()
    };
    assert_eq!(activity(&croissant["prov:wasGeneratedBy"]), "by-hash");
    let derived = croissant["prov:wasDerivedFrom"].as_array().unwrap();
    let input = fs::read(place.path("articles.jsonl")).unwrap();
    assert_eq!(derived[0]["@type"], "prov:Entity");
    assert_eq!(
        derived[0]["sha256"],
        format!("{:x}", Sha256::digest(&input))
    );
    let fields = croissant["recordSet"][0]["field"].as_array().unwrap();
    for field in fields {
        let name = field["name"].as_str().unwrap();
        let by_model = ["stance", "sentiment", "tokens", "truncated"].contains(&name);
        assert_eq!(field["prov:wasGeneratedBy"].is_object(), by_model, "{name}");
    }
}
