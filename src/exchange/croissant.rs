//! Croissant 1.1: what a dataset folder holds, for machines, and with PROV-O which columns a model made.

use serde_json::{Value, json};

use super::ExchangeError;
use crate::write::{FileHash, RunManifest, quote_rows};

/// The columns that the model fills in, as opposed to the rules.
const LABELS: [&str; 4] = ["stance", "sentiment", "tokens", "truncated"];

/// The rows' columns that are lists or structs; their form is told in words.
const NESTED: &str = "content, cue and source are lists of {start, end, byte_start, byte_end, text}, half-open, in Unicode code points and in bytes of UTF-8; stance_probs and sentiment_probs are one number a label";

/// `croissant.json` of a finished run, to stand beside its files.
///
/// # Errors
/// `Missing` where the run has no rows with a hash.
pub fn croissant(manifest: &RunManifest, target: &str) -> Result<Value, ExchangeError> {
    let output = |name: &str| manifest.outputs.iter().find(|file| file.path == name);
    let rows = output("quotes.parquet").or_else(|| output("quotes.jsonl"));
    let rows = rows.ok_or_else(|| {
        ExchangeError::Missing(
            "the run's manifest names no quotes.parquet and no quotes.jsonl; run it again"
                .to_owned(),
        )
    })?;
    let model = manifest.model["name"].as_str().unwrap_or("unknown");
    Ok(json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": "quotes-with-stance",
        "description": format!("{} quotes from {} documents with cue, source and speaker, the speaker's stance toward {target}, and the sentiment of the words. Labels were made by a program.", manifest.counts.quotes, manifest.counts.documents),
        "version": "1.0.0",
        "datePublished": manifest.finished_at,
        "distribution": [file_object(rows)],
        "recordSet": [record_set(&rows.path, manifest, model)],
        "prov:wasGeneratedBy": activity("segmentation, attribution and labelling", manifest, model),
        "prov:wasDerivedFrom": manifest.inputs.iter().map(source).collect::<Vec<_>>(),
    }))
}

fn file_object(file: &FileHash) -> Value {
    let format = match file.path.ends_with(".parquet") {
        true => "application/x-parquet",
        false => "application/jsonlines",
    };
    json!({
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": format!("{} B", file.bytes.unwrap_or_default()),
        "encodingFormat": format,
        "sha256": file.sha256,
    })
}

fn record_set(file: &str, manifest: &RunManifest, model: &str) -> Value {
    let schema = quote_rows();
    let fields = schema
        .fields()
        .iter()
        .filter(|field| !field.data_type().is_nested());
    let field = |name: &str, kind: &arrow::datatypes::DataType| {
        let mut field = json!({
            "@type": "cr:Field",
            "@id": format!("quotes/{name}"),
            "name": name,
            "dataType": data_type(kind),
            "source": { "fileObject": { "@id": file }, "extract": { "column": name } },
        });
        if LABELS.contains(&name) {
            field["prov:wasGeneratedBy"] = activity("labelling", manifest, model);
        }
        field
    };
    json!({
        "@type": "cr:RecordSet",
        "@id": "quotes",
        "name": "quotes",
        "description": format!("one row a quote and target; {NESTED}"),
        "field": fields.map(|of| field(of.name(), of.data_type())).collect::<Vec<_>>(),
    })
}

fn data_type(kind: &arrow::datatypes::DataType) -> &'static str {
    use arrow::datatypes::DataType;
    match kind {
        DataType::Float32 => "sc:Float",
        DataType::Int32 | DataType::Int64 => "sc:Integer",
        DataType::Boolean => "sc:Boolean",
        _ => "sc:Text",
    }
}

fn activity(what: &str, manifest: &RunManifest, model: &str) -> Value {
    let agent = |name: String| json!({ "@type": "prov:SoftwareAgent", "prov:label": name });
    json!({
        "@type": "prov:Activity",
        "prov:label": what,
        "prov:endedAtTime": manifest.finished_at,
        "prov:wasAssociatedWith": [
            agent(format!("{} {}", manifest.tool, manifest.tool_version)),
            agent(model.to_owned()),
        ],
    })
}

fn source(file: &FileHash) -> Value {
    json!({ "@type": "prov:Entity", "prov:label": file.path, "sha256": file.sha256 })
}

/// The prefixes of the specification, and PROV-O's.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "fileProperty": "cr:fileProperty",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "prov": "http://www.w3.org/ns/prov#",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
