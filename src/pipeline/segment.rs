//! `segment`: documents -> quotes.

use super::chunk::{Chunks, Limits};
use super::error::PipelineError;
use super::rows::{find, pool};
use super::single::{format_of, write_one};
use super::{Progress, Summary, settings};
use crate::config::{Destination, JobConfig};
use crate::corpus::{Document, QuoteRow};
use crate::read;

/// A few megabytes.
const CHUNK: Limits = Limits {
    records: 256,
    bytes: 4 << 20,
};

/// Documents -> quotes, whose rows have no target and no labels. Records that could not be used go
/// to `FILE.quarantine.jsonl`, or to the log where the output is standard output.
///
/// # Errors
/// See [`PipelineError`].
pub fn segment(
    config: &JobConfig,
    out: &Destination,
    progress: &dyn Progress,
) -> Result<Summary, PipelineError> {
    let settings = settings::of_job("segment", config, &[format_of(config, out)?]);
    let pool = pool(config.threads)?;
    let records = read::documents(&config.inputs, &config.read)?;
    let chunks = Chunks::new(records, CHUNK);
    let make = |documents: &[Document], stages: &mut super::work::Stages| {
        let found = stages.time("segment", || find(documents, None, pool.as_ref()));
        let rows = found.into_iter().flatten().map(|found| found.row);
        Ok(rows.collect::<Vec<QuoteRow>>())
    };
    write_one(config, out, &settings, chunks, progress, make)
}
