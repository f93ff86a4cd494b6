//! Whether `manifest.json`, and a Croissant file made of it, tell the truth of the files beside them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::rows::Read;
use super::{Report, Validated, json as json_file};
use crate::corpus::Quarantined;
use crate::exchange;
use crate::pipeline::error::PipelineError;
use crate::validate::{Fault, like};
use crate::write::{FileHash, MANIFEST, OUTPUTS, RunManifest};

const CHANGED: &str = "put back the file that the run wrote, or run again with --overwrite; changed labels belong in a file of their own";

/// The manifest, where there is one that can be read.
pub(super) fn manifest(folder: &Path, report: &mut Report) -> Option<RunManifest> {
    let manifest = json_file(folder, MANIFEST)?.and_then(|value| {
        serde_json::from_value(value).map_err(|error| {
            Fault::of_file(MANIFEST, error.to_string(), "run again with --overwrite")
        })
    });
    manifest.map_err(report).ok()
}

/// Hashes and sizes of the files that it names, and files that it does not name.
pub(super) fn outputs(folder: &Path, manifest: &RunManifest, report: &mut Report) {
    for file in &manifest.outputs {
        if !OUTPUTS.contains(&file.path.as_str()) {
            let key = format!("outputs.{}", file.path);
            let fault = Fault::of(key, "no run writes such a file", CHANGED);
            report(fault.at(MANIFEST, None));
            continue;
        }
        match FileHash::of(&folder.join(&file.path), &file.path) {
            Err(error) => report(Fault::of_file(&file.path, error.to_string(), CHANGED)),
            Ok(found) if found == *file => {}
            Ok(found) => {
                let told = |of: &FileHash| {
                    let hash = of.sha256.clone().unwrap_or_default();
                    format!("{} bytes with SHA-256 {hash}", of.bytes.unwrap_or_default())
                };
                let reason = format!("it is {}, the manifest says {}", told(&found), told(file));
                report(Fault {
                    key: Some("sha256".to_owned()),
                    ..Fault::of_file(&file.path, reason, CHANGED)
                });
            }
        }
    }
    let named =
        |name: &str| name == MANIFEST || manifest.outputs.iter().any(|file| file.path == name);
    for name in OUTPUTS
        .iter()
        .filter(|name| !named(name) && folder.join(name).is_file())
    {
        report(Fault::of_file(
            name,
            "the manifest does not name it",
            "remove it, or run again",
        ));
    }
}

/// Counts against the rows that were read and the records that were put aside.
pub(super) fn counts(folder: &Path, manifest: &RunManifest, read: &Read, report: &mut Report) {
    let (counts, entry) = (&manifest.counts, &read.counts);
    let quarantined = quarantined(folder, report);
    let by = |of: &BTreeMap<_, _>| json!(of);
    let found = [
        ("counts.quotes", json!(read.rows), json!(counts.quotes)),
        (
            "counts.truncated",
            json!(entry.truncated),
            json!(counts.truncated),
        ),
        (
            "counts.quarantined",
            json!(quarantined),
            json!(counts.quarantined),
        ),
        (
            "counts.documents",
            json!(counts.done + counts.quarantined),
            json!(counts.documents),
        ),
        ("quotes_by", by(&entry.counts), by(&manifest.quotes_by)),
    ];
    for (key, counted, stated) in found {
        for fault in like(key, &counted, &stated, CHANGED) {
            report(fault.at(MANIFEST, None));
        }
    }
}

/// Records of `quarantine.jsonl`.
fn quarantined(folder: &Path, report: &mut Report) -> u64 {
    const NAME: &str = "quarantine.jsonl";
    let Ok(file) = File::open(folder.join(NAME)) else {
        return 0;
    };
    let mut count = 0;
    for (line, number) in BufReader::new(file).lines().zip(1..) {
        let record = line.map_err(|error| error.to_string()).and_then(|line| {
            serde_json::from_str::<Quarantined>(&line).map_err(|error| error.to_string())
        });
        match record {
            Ok(_) => count += 1,
            Err(reason) => report(Fault::of_file(NAME, reason, CHANGED).at(NAME, Some(number))),
        }
    }
    count
}

/// A Croissant file against the one that the manifest gives.
pub(super) fn croissant(
    name: &str,
    stated: &Value,
    manifest: &RunManifest,
    report: &mut Report,
) -> Result<(), PipelineError> {
    let target = target(manifest).unwrap_or("none");
    let expected = exchange::croissant(manifest, target)
        .map_err(|error| PipelineError::Usage(error.to_string()))?;
    let advice = "export it again with --to croissant";
    for fault in like("", &expected, stated, advice) {
        report(fault.at(name, None));
    }
    Ok(())
}

/// A Croissant file that was named alone.
pub(super) fn croissant_alone(
    folder: PathBuf,
    name: &str,
    report: &mut Report,
) -> Result<Validated, PipelineError> {
    let shown = folder.join(name);
    let usage = |reason: &str| PipelineError::Usage(format!("{}: {reason}", shown.display()));
    let stated = match json_file(&folder, name) {
        Some(Ok(stated)) if stated["recordSet"].is_array() => stated,
        Some(Err(fault)) => {
            report(fault);
            return Ok(Validated {
                files: vec![name.to_owned()],
                rows: 0,
            });
        }
        _ => {
            return Err(usage(
                "not a Croissant file; give the folder that it stands in",
            ));
        }
    };
    let manifest = manifest(&folder, report)
        .ok_or_else(|| usage("no manifest stands beside it; put it into the folder of its run"))?;
    outputs(&folder, &manifest, report);
    croissant(name, &stated, &manifest, report)?;
    Ok(Validated {
        files: vec![name.to_owned()],
        rows: manifest.counts.quotes,
    })
}

/// What the run's stances are toward.
pub(super) fn target(manifest: &RunManifest) -> Option<&str> {
    manifest.configuration["labels"]["target"]["name"].as_str()
}

/// What labelled, `name@hash12`.
pub(super) fn model(manifest: &RunManifest) -> Option<&str> {
    manifest.configuration["labels"]["model"].as_str()
}
