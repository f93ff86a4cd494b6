//! The rows of a run are all there: the other formats, the metrics, the card, the report, and the manifest.

use std::fs;
use std::path::Path;
use std::time::Instant;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::chunk::Seen;
use super::error::PipelineError;
use super::excerpts::Excerpts;
use super::gold::Gold;
use super::rows::{classify, set_labels};
use super::said::Said;
use super::settings::described;
use crate::classify::{Classifier, Item};
use crate::config::RunConfig;
use crate::corpus::QuoteRow;
use crate::evaluate::{self, EvaluateOptions, Metrics};
use crate::report::{Embedded, RunPage};
use crate::write::{
    Card, Counts, Entry, FileHash, Format, OUTPUTS, Partial, RunManifest, VERSION, WriteError,
    convert, quote_rows, values, write_whole,
};

/// What is known when the last row is written.
pub(super) struct Finish<'a> {
    pub config: &'a RunConfig,
    pub classifier: &'a dyn Classifier,
    pub baseline: Option<&'a dyn Classifier>,
    pub gold: Option<&'a Gold>,
    pub settings: Value,
    pub entry: Entry,
    pub seen: Seen,
    pub excerpts: Excerpts,
}

/// `metrics.json`: the figures of a model's rows, and those of another model's labels on the same rows.
pub fn metrics_json(
    model: Option<&str>,
    metrics: &Metrics,
    baseline: Option<(&str, &Metrics)>,
) -> Value {
    let labels = |(model, metrics): (&str, &Metrics)| {
        let Metrics {
            stance, sentiment, ..
        } = metrics;
        json!({ "model": model, "stance": stance, "sentiment": sentiment })
    };
    json!({
        "format_version": "1",
        "model": model,
        "quotes": metrics,
        "baseline": baseline.map(labels),
    })
}

impl Finish<'_> {
    /// Writes all other files beside the rows, the manifest last.
    ///
    /// # Errors
    /// `Output` when one cannot be written; `Classify` when the baseline fails.
    pub fn write(mut self, partial: &Partial) -> Result<(), PipelineError> {
        let started = Instant::now();
        let (folder, rows) = (partial.folder(), partial.rows());
        for format in [Format::Csv, Format::Parquet] {
            let path = folder.join(format!("quotes.{}", format.as_str()));
            if self.config.job.formats.contains(&format) {
                convert(rows, &quote_rows(), format, &path)?;
            }
        }
        let excerpts = std::mem::take(&mut self.excerpts).of;
        let mut page = RunPage::new(Embedded::Paragraphs, excerpts);
        let (card, of_gold) = self.read_back(rows, &mut page)?;
        let metrics = self.gold.map(|gold| self.metrics(gold, of_gold));
        let metrics = metrics.transpose()?;
        if let Some(metrics) = &metrics {
            write_json(&folder.join("metrics.json"), metrics)?;
        }
        let (target, model) = (&self.config.label.target.name, self.classifier.id());
        let formats = &self.config.job.formats;
        let card = card.render(target, model, VERSION, formats, metrics.as_ref())?;
        write_whole(&folder.join("README.md"), card.as_bytes())?;
        let page = page.render(metrics.as_ref())?;
        write_whole(&folder.join("report.html"), page.as_bytes())?;
        if self.entry.quarantined == 0 {
            let empty = partial.quarantine();
            fs::remove_file(empty).map_err(WriteError::io(empty))?;
        }
        let seconds = &mut self.entry.seconds;
        seconds.insert("finish".to_owned(), started.elapsed().as_secs_f64());
        let manifest = self.manifest(folder)?;
        write_json(&folder.join("manifest.json"), &manifest)
    }

    /// Shows all rows to the card and the report, and keeps those of documents with gold.
    fn read_back(
        &self,
        rows: &Path,
        page: &mut RunPage,
    ) -> Result<(Card, Vec<QuoteRow>), PipelineError> {
        let mut card = Card::default();
        let mut of_gold = Vec::new();
        for row in values(rows)? {
            let row = row?;
            card.add(&row);
            let row: QuoteRow = serde_json::from_value(row).map_err(WriteError::content(rows))?;
            page.add(&row);
            if self.gold.is_some_and(|gold| gold.has(&row.document_id)) {
                of_gold.push(row);
            }
        }
        Ok((card, of_gold))
    }

    fn metrics(&self, gold: &Gold, mut rows: Vec<QuoteRow>) -> Result<Value, PipelineError> {
        if let [first, ..] = gold.not_read().as_slice() {
            tracing::warn!(
                documents = gold.not_read().len(),
                first,
                "gold for documents that were not read is not scored; compare its ids with those of the rows"
            );
        }
        let gold = gold.of_read();
        let options = EvaluateOptions {
            seed: self.config.job.seed,
            ..EvaluateOptions::default()
        };
        let quotes = evaluate::quotes(&rows, &gold, &options);
        let model = Some(self.classifier.id());
        let Some(baseline) = self.baseline else {
            return Ok(metrics_json(model, &quotes, None));
        };
        relabel(&mut rows, &self.config.label.target.name, baseline)?;
        let beside = evaluate::quotes(&rows, &gold, &options);
        Ok(metrics_json(model, &quotes, Some((baseline.id(), &beside))))
    }

    fn manifest(self, folder: &Path) -> Result<RunManifest, PipelineError> {
        let hash = |path: &str| match path {
            "-" => Ok(FileHash::unknown("-")),
            path if Path::new(path).is_file() => FileHash::of(Path::new(path), path),
            path => Ok(FileHash::unknown(path)),
        };
        let written = OUTPUTS.map(|name| (folder.join(name), name));
        let outputs = written.iter().filter(|(path, _)| path.is_file());
        let entry = self.entry;
        let all: f64 = entry.seconds.values().sum();
        let mut configuration = self.settings;
        configuration["on_error"] = json!(self.config.job.on_error);
        configuration["threads"] = json!(self.config.job.threads);
        configuration["model_folder"] = json!(self.config.label.model);
        Ok(RunManifest {
            configuration,
            model: self.classifier.describe(),
            baseline: self.baseline.map(described),
            seed: self.config.job.seed,
            inputs: self
                .seen
                .files
                .iter()
                .map(|file| hash(file))
                .collect::<Result<_, _>>()?,
            encodings: self.seen.encodings,
            records_sha256: entry.records_sha256,
            gold: self.gold.map(|gold| gold.file.clone()),
            gold_not_read: self.gold.map(Gold::not_read).unwrap_or_default(),
            outputs: outputs
                .map(|(path, name)| FileHash::of(path, name))
                .collect::<Result<_, _>>()?,
            counts: Counts {
                documents: entry.records,
                done: entry.done,
                quarantined: entry.quarantined,
                quotes: entry.rows,
                truncated: entry.truncated,
            },
            quotes_per_second: (entry.rows > 0 && all > 0.0).then(|| entry.rows as f64 / all),
            quotes_by: entry.counts,
            seconds: entry.seconds,
            ..RunManifest::default()
        })
    }
}

/// The same rows as another classifier labels them; without the paragraph, which rows do not carry.
fn relabel(
    rows: &mut [QuoteRow],
    target: &str,
    classifier: &dyn Classifier,
) -> Result<(), PipelineError> {
    let items: Vec<_> = rows
        .iter()
        .map(|row| Item {
            target,
            quote: &row.text,
            sentence: row.sentence.first().map(|span| span.text.as_str()),
            context: None,
        })
        .collect();
    let said = classify(classifier, &items)?;
    for (row, said) in rows.iter_mut().zip(said) {
        set_labels(row, target, classifier.id(), Said::plain(said));
    }
    Ok(())
}

fn write_json<T: serde::Serialize>(path: &Path, value: &T) -> Result<(), PipelineError> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(WriteError::content(path))?;
    bytes.push(b'\n');
    Ok(write_whole(path, &bytes)?)
}

/// A JSON file that was written by this program.
///
/// # Errors
/// `Output` when it cannot be read.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, PipelineError> {
    let bytes = fs::read(path).map_err(WriteError::io(path))?;
    Ok(serde_json::from_slice(&bytes).map_err(WriteError::content(path))?)
}
