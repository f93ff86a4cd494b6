//! The loop that all jobs share: a chunk is read, rows are made of it, and both are committed.

use std::path::PathBuf;
use std::time::Instant;

use super::chunk::Chunks;
use super::digest::Readable;
use super::error::PipelineError;
use super::sink::{Reader, Sink};
use super::{Progress, Summary};
use crate::config::OnError;
use crate::corpus::{LabelRow, QuoteRow, Task};
use crate::write::{Entry, Row};

/// A row that a job counts.
pub(super) trait Counted: Row {
    /// Adds the row to the counts by field and value, and to those of cut texts.
    fn count(&self, entry: &mut Entry);
}

impl Counted for QuoteRow {
    fn count(&self, entry: &mut Entry) {
        let quote_type = serde_json::to_value(self.quote_type).unwrap_or_default();
        entry.count("quote_type", quote_type.as_str().unwrap_or_default());
        if let Some(stance) = self.stance {
            entry.count("stance", stance.as_str());
        }
        if let Some(sentiment) = self.sentiment {
            entry.count("sentiment", sentiment.as_str());
        }
        count_abstained(self.abstained.as_deref(), entry);
        entry.truncated += u64::from(self.truncated == Some(true));
    }
}

impl Counted for LabelRow {
    fn count(&self, entry: &mut Entry) {
        if let Some(stance) = self.stance {
            entry.count("stance", stance.as_str());
        }
        if let Some(sentiment) = self.sentiment {
            entry.count("sentiment", sentiment.as_str());
        }
        count_abstained(self.abstained.as_deref(), entry);
        entry.truncated += u64::from(self.truncated);
    }
}

fn count_abstained(abstained: Option<&[Task]>, entry: &mut Entry) {
    for task in abstained.unwrap_or_default() {
        entry.count("abstained", task.as_str());
    }
}

/// Seconds that the stages of one chunk took.
#[derive(Debug, Default)]
pub(super) struct Stages(Vec<(&'static str, f64)>);

impl Stages {
    /// Does `work` and notes how long it took.
    pub fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = work();
        self.0.push((stage, started.elapsed().as_secs_f64()));
        result
    }

    fn add_to(self, entry: &mut Entry) {
        for (stage, seconds) in self.0 {
            *entry.seconds.entry(stage.to_owned()).or_default() += seconds;
        }
    }
}

/// Works through all chunks. Returns the counts; ends early, and quietly, when nobody reads on.
///
/// # Errors
/// `Record` at the first bad record where that is asked for; `Interrupted` after the chunk during
/// which the user wanted to stop; what `make` and the sink return.
pub(super) fn work<R: Readable, T: Counted>(
    chunks: &mut Chunks<R>,
    on_error: OnError,
    mut sink: Sink<'_>,
    progress: &dyn Progress,
    mut make: impl FnMut(&[R], &mut Stages) -> Result<Vec<T>, PipelineError>,
) -> Result<Entry, PipelineError> {
    let mut entry = sink.done();
    progress.update(entry.records, entry.rows, entry.quarantined);
    loop {
        let mut stages = Stages::default();
        let Some(chunk) = stages.time("read", || chunks.next()) else {
            return Ok(entry);
        };
        if on_error == OnError::Fail
            && let Some(record) = chunk.quarantined.first()
        {
            return Err(PipelineError::of_record(record));
        }
        let rows = make(&chunk.records, &mut stages)?;
        entry.records = chunks.count;
        entry.done += chunk.records.len() as u64;
        entry.quarantined += chunk.quarantined.len() as u64;
        entry.rows += rows.len() as u64;
        rows.iter().for_each(|row| row.count(&mut entry));
        entry.records_sha256 = chunks.sha256();
        stages.add_to(&mut entry);
        let mut writing = Stages::default();
        let reader = writing.time("write", || {
            sink.take(&rows, &chunk.quarantined, entry.clone())
        })?;
        // After its own line, so the journal has it from the next one on.
        writing.add_to(&mut entry);
        progress.update(entry.records, entry.rows, entry.quarantined);
        if reader == Reader::Gone {
            return Ok(entry);
        }
        if progress.interrupted() {
            return Err(PipelineError::Interrupted);
        }
    }
}

impl Summary {
    /// Of what a job counted.
    pub(super) fn of(entry: &Entry, started: Instant, files: Vec<PathBuf>) -> Self {
        let counts = entry.counts.iter().flat_map(|(field, values)| {
            let pair = |(value, count): (&String, &u64)| ((field.clone(), value.clone()), *count);
            values.iter().map(pair)
        });
        Self {
            records: entry.records,
            done: entry.done,
            quarantined: entry.quarantined,
            rows: entry.rows,
            truncated: entry.truncated,
            counts: counts.collect(),
            metrics: None,
            files,
            seconds: started.elapsed().as_secs_f64(),
        }
    }
}
