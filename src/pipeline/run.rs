//! `run`: documents -> labelled dataset.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};

use super::check::refuse_overlap;
use super::chunk::{Chunks, Limits};
use super::error::PipelineError;
use super::excerpts::{Excerpts, committed};
use super::finish::{Finish, read_json};
use super::gold::Gold;
use super::mention::Names;
use super::rows::{Found, find, pool, set_labels};
use super::said::say;
use super::settings;
use super::sink::Sink;
use super::work::{Stages, work};
use super::{Progress, Segmenter, Summary};
use crate::classify::{Classifier, Item};
use crate::config::{LabelConfig, RunConfig};
use crate::corpus::{Document, QuoteRow};
use crate::read;
use crate::write::{Format, Partial, RunFolder, RunManifest};

/// Some seconds of work, and a few megabytes.
const CHUNK: Limits = Limits {
    records: 64,
    bytes: 1 << 20,
};

/// Documents -> labelled dataset. `baseline` labels the quotes that have gold too, for comparison.
///
/// # Errors
/// See [`PipelineError`].
pub fn run(
    config: &RunConfig,
    segmenter: &Segmenter<'_>,
    classifier: &dyn Classifier,
    baseline: Option<&dyn Classifier>,
    progress: &dyn Progress,
) -> Result<Summary, PipelineError> {
    let started = Instant::now();
    let job = &config.job;
    refuse_overlap(&job.inputs, &config.out)?;
    let target = &config.label.target;
    let names = Names::of(target)?;
    let pool = pool(job.threads)?;
    let gold = config.gold.as_deref().map(|path| Gold::load(path, target));
    let mut gold = gold.transpose()?;
    let mut settings = settings_of(config, classifier, baseline, gold.as_ref());
    settings["segmenter"] = segmenter.describe();
    let records = read::documents(&job.inputs, &job.read)?;

    let folder = RunFolder::open(&config.out, job.resume, job.overwrite)?;
    if folder.is_written() {
        Partial::verify(&folder.partial(), &settings)?;
        return publish(folder, &config.out, started);
    }
    let mut partial = Partial::open(&folder.partial(), "quotes.jsonl", &settings, job.resume)?;
    let mut chunks = Chunks::new(records, CHUNK);
    let mut excerpts = Excerpts::default();
    let mut known = committed(partial.rows())?;
    chunks.pass_over(partial.last(), |document| {
        excerpts.see(document, &mut known);
        see(&mut gold, document)
    })?;
    let sink = Sink::Partial(&mut partial);
    let entry = work(
        &mut chunks,
        job.on_error,
        sink,
        progress,
        |documents, stages| {
            for document in documents {
                see(&mut gold, document)?;
            }
            let find = || find(documents, Some(&names), segmenter, pool.as_ref());
            let found = stages.time("segment", find)?;
            let rows = label(found, &config.label, classifier, gold.as_ref(), stages)?;
            let mut new = rows.iter().peekable();
            for document in documents {
                excerpts.see(document, &mut new);
            }
            Ok(rows)
        },
    )?;
    let finish = Finish {
        config,
        classifier,
        baseline,
        gold: gold.as_ref(),
        settings,
        entry,
        seen: chunks.seen,
        excerpts,
    };
    finish.write(&partial)?;
    publish(folder, &config.out, started)
}

fn see(gold: &mut Option<Gold>, document: &Document) -> Result<(), PipelineError> {
    gold.as_mut().map_or(Ok(()), |gold| gold.see(document))
}

fn settings_of(
    config: &RunConfig,
    classifier: &dyn Classifier,
    baseline: Option<&dyn Classifier>,
    gold: Option<&Gold>,
) -> Value {
    let mut formats = config.job.formats.clone();
    formats.push(Format::Jsonl);
    formats.sort();
    formats.dedup();
    let mut settings = settings::of_job("run", &config.job, &formats);
    settings["labels"] = settings::of_labels(&config.label, classifier);
    settings["baseline"] = json!(baseline.map(settings::described));
    settings["gold"] = json!(gold.map(|gold| &gold.file));
    settings
}

/// Quotes of a chunk -> its rows. `found` has one list a document.
fn label(
    found: Vec<Vec<Found<'_>>>,
    labels: &LabelConfig,
    classifier: &dyn Classifier,
    gold: Option<&Gold>,
    stages: &mut Stages,
) -> Result<Vec<QuoteRow>, PipelineError> {
    let target = labels.target.name.as_str();
    let items: Vec<_> = found
        .iter()
        .flatten()
        .map(|found| Item {
            target,
            quote: &found.row.text,
            sentence: found.row.sentence.first().map(|span| span.text.as_str()),
            context: Some(found.context),
        })
        .collect();
    let mut said = say(labels, classifier, &items, stages)?.into_iter();
    let mut rows = Vec::with_capacity(items.len());
    for quotes in found {
        let first = rows.len();
        for (Found { mut row, .. }, said) in quotes.into_iter().zip(said.by_ref()) {
            set_labels(&mut row, target, classifier.id(), said);
            rows.push(row);
        }
        if let Some(gold) = gold {
            gold.join(&mut rows[first..]);
        }
    }
    Ok(rows)
}

/// Moves the files to their place; the summary is what their manifest says.
fn publish(folder: RunFolder, out: &Path, started: Instant) -> Result<Summary, PipelineError> {
    let files = folder.publish()?;
    let manifest: RunManifest = read_json(&out.join("manifest.json"))?;
    let metrics = out.join("metrics.json");
    let metrics = metrics.exists().then(|| read_json(&metrics)).transpose()?;
    let counts = manifest.quotes_by.into_iter().flat_map(|(field, values)| {
        let pair = move |(value, count)| ((field.clone(), value), count);
        values.into_iter().map(pair)
    });
    Ok(Summary {
        records: manifest.counts.documents,
        done: manifest.counts.done,
        quarantined: manifest.counts.quarantined,
        rows: manifest.counts.quotes,
        truncated: manifest.counts.truncated,
        counts: counts.collect(),
        metrics,
        files,
        seconds: started.elapsed().as_secs_f64(),
    })
}
