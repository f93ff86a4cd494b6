//! The output of the verbs that write one file: it grows in `FILE.part`, and appears by rename.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;

use super::check::refuse_overlap;
use super::chunk::Chunks;
use super::digest::Readable;
use super::error::PipelineError;
use super::sink::Sink;
use super::work::{Counted, Stages, work};
use super::{Progress, Summary};
use crate::config::{Destination, JobConfig};
use crate::write::{Format, OneFile};

/// The format of a single output: the one asked for, else that of the ending, else JSONL.
///
/// # Errors
/// `Usage` when several were asked for, or the ending is none of a known format.
pub(super) fn format_of(job: &JobConfig, out: &Destination) -> Result<Format, PipelineError> {
    match (job.formats.as_slice(), out) {
        ([format], _) => Ok(*format),
        ([], Destination::Stdout) => Ok(Format::Jsonl),
        ([], Destination::File(path)) => of_ending(path).ok_or_else(|| {
            PipelineError::Usage(format!(
                "{}: its ending is none of .jsonl, .csv, .parquet; give it one, or say --format",
                path.display()
            ))
        }),
        (several, _) => Err(PipelineError::Usage(format!(
            "{} formats for one output; give one --format",
            several.len()
        ))),
    }
}

fn of_ending(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    let mut all = [Format::Jsonl, Format::Csv, Format::Parquet].into_iter();
    all.find(|format| format.as_str() == ending)
}

/// Works through all records into one output. `settings` is all that its rows depend on.
///
/// # Errors
/// See [`PipelineError`].
pub(super) fn write_one<R: Readable, T: Counted>(
    job: &JobConfig,
    out: &Destination,
    settings: &Value,
    mut chunks: Chunks<R>,
    progress: &dyn Progress,
    make: impl FnMut(&[R], &mut Stages) -> Result<Vec<T>, PipelineError>,
) -> Result<Summary, PipelineError> {
    let started = Instant::now();
    let format = format_of(job, out)?;
    let path = match out {
        Destination::File(path) => path,
        Destination::Stdout if job.resume => {
            return Err(PipelineError::Usage(
                "standard output cannot be resumed; give --out a file".to_owned(),
            ));
        }
        Destination::Stdout => {
            let sink = Sink::stdout::<T>(format)?;
            let entry = work(&mut chunks, job.on_error, sink, progress, make)?;
            return Ok(Summary::of(&entry, started, Vec::new()));
        }
    };
    refuse_overlap(&job.inputs, path)?;
    let mut file = OneFile::open(path, settings, job.resume, job.overwrite)?;
    chunks.pass_over(file.partial().last(), |_| Ok(()))?;
    let sink = Sink::Partial(file.partial());
    let entry = work(&mut chunks, job.on_error, sink, progress, make)?;
    let files: Vec<PathBuf> = file.publish(&T::schema(), format)?;
    Ok(Summary::of(&entry, started, files))
}
