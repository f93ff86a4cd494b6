//! A folder: that of a run, or one for the Hugging Face hub.

use std::fs;
use std::path::{Path, PathBuf};

use super::provenance::{self, model, target};
use super::rows::{Dataset, Read};
use super::{Report, Validated, json};
use crate::pipeline::error::PipelineError;
use crate::validate::{self, Fault, Kind, card_version};
use crate::write::{Format, MANIFEST, RunManifest, VERSION};

const CARD: &str = "README.md";
const METRICS: &str = "metrics.json";
const CROISSANT: &str = "croissant.json";

/// A folder that holds rows.
pub(super) struct Folder {
    path: PathBuf,
    /// The rows that all else is held against.
    rows: Dataset,
    /// The same rows in other formats.
    copies: Vec<Dataset>,
}

impl Folder {
    /// # Errors
    /// `Usage` when no rows stand there.
    pub fn open(path: &Path) -> Result<Self, PipelineError> {
        let names = [Format::Jsonl, Format::Parquet, Format::Csv]
            .map(|format| format!("quotes.{}", format.as_str()));
        let there = names.iter().filter(|name| path.join(name).is_file());
        let mut datasets = there.map(|name| Dataset::new(path, name));
        match datasets.next() {
            Some(rows) if !rows.name.ends_with(".csv") => Ok(Self {
                path: path.to_owned(),
                copies: datasets.collect(),
                rows,
            }),
            _ => Err(PipelineError::Usage(format!(
                "{}: no quotes.jsonl and no quotes.parquet stand here; give the folder of a finished \
                 run, or one that `export --to huggingface` wrote",
                path.display()
            ))),
        }
    }

    pub fn validate(self, report: &mut Report) -> Result<Validated, PipelineError> {
        let manifest = provenance::manifest(&self.path, report);
        if let Some(manifest) = &manifest {
            provenance::outputs(&self.path, manifest, report);
        }
        let mut read = self.rows.read(report)?;
        for copy in &self.copies {
            let kind = read.kind.unwrap_or(Kind::Quotes);
            super::copies::compare(&self.rows, copy, kind, report)?;
        }
        if let Some(manifest) = &manifest {
            provenance::counts(&self.path, manifest, &read, report);
        }
        let rows = read.rows;
        self.card(&mut read, manifest.as_ref(), report)?;
        self.croissant(manifest.as_ref(), report)?;
        let others = [CARD, METRICS, CROISSANT, "quarantine.jsonl", MANIFEST];
        let others = others
            .into_iter()
            .filter(|name| self.path.join(name).is_file());
        let datasets = std::iter::once(&self.rows).chain(&self.copies);
        let names = datasets.map(|dataset| dataset.name.as_str()).chain(others);
        Ok(Validated {
            files: names.map(str::to_owned).collect(),
            rows,
        })
    }

    /// The card against the one that these rows give.
    fn card(
        &self,
        read: &mut Read,
        manifest: Option<&RunManifest>,
        report: &mut Report,
    ) -> Result<(), PipelineError> {
        let Ok(stated) = fs::read_to_string(self.path.join(CARD)) else {
            let advice = "a dataset has a card; run again, or export again";
            report(Fault::of_file(CARD, "it is missing, or not UTF-8", advice));
            return Ok(());
        };
        let metrics = json(&self.path, METRICS)
            .transpose()
            .unwrap_or_else(|fault| {
                report(fault);
                None
            });
        let version = manifest.map(|manifest| manifest.tool_version.as_str());
        let version = version.or_else(|| card_version(&stated)).unwrap_or(VERSION);
        let target = manifest.and_then(target).or(read.target.as_deref());
        let model = manifest.and_then(model).or(read.model.as_deref());
        let mut formats = vec![];
        if self.path.join("quotes.parquet").is_file() {
            formats.push(Format::Parquet);
        }
        let card = std::mem::take(&mut read.card);
        let (target, model) = (target.unwrap_or("none"), model.unwrap_or("none"));
        let expected = card.render(target, model, version, &formats, metrics.as_ref())?;
        for fault in validate::card(&stated, &expected) {
            let line = fault.line;
            report(fault.at(CARD, line));
        }
        Ok(())
    }

    fn croissant(
        &self,
        manifest: Option<&RunManifest>,
        report: &mut Report,
    ) -> Result<(), PipelineError> {
        match (json(&self.path, CROISSANT), manifest) {
            (Some(Ok(stated)), Some(manifest)) => {
                provenance::croissant(CROISSANT, &stated, manifest, report)
            }
            (Some(Err(fault)), _) => {
                report(fault);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
