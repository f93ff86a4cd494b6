//! `segment`: documents -> quotes.

use super::chunk::{Chunks, Limits};
use super::error::PipelineError;
use super::rows::{find, pool};
use super::single::{format_of, write_one};
use super::{Progress, Segmenter, Summary, settings};
use crate::config::{Destination, JobConfig};
use crate::corpus::{Document, QuoteRow};
use crate::read;

/// Some seconds of a tagger's work.
const CHUNK: Limits = Limits {
    records: 256,
    bytes: 1 << 20,
};

/// Documents -> quotes, whose rows have no target and no labels. Records that could not be used go
/// to `FILE.quarantine.jsonl`, or to the log where the output is standard output.
///
/// # Errors
/// See [`PipelineError`].
pub fn segment(
    config: &JobConfig,
    segmenter: &Segmenter<'_>,
    out: &Destination,
    progress: &dyn Progress,
) -> Result<Summary, PipelineError> {
    let mut settings = settings::of_job("segment", config, &[format_of(config, out)?]);
    settings["segmenter"] = segmenter.describe();
    let pool = pool(config.threads)?;
    let records = read::documents(&config.inputs, &config.read)?;
    let chunks = Chunks::new(records, CHUNK);
    let make = |documents: &[Document], stages: &mut super::work::Stages| {
        let find = || find(documents, None, segmenter, pool.as_ref());
        let found = stages.time("segment", find)?;
        let rows = found.into_iter().flatten().map(|found| found.row);
        Ok(rows.collect::<Vec<QuoteRow>>())
    };
    write_one(config, out, &settings, chunks, progress, make)
}
