//! `label`: rows that have a text -> stance and sentiment.

use super::chunk::{Chunks, Limits};
use super::error::PipelineError;
use super::said::{Said, say};
use super::single::{format_of, write_one};
use super::work::Stages;
use super::{Progress, Summary, settings};
use crate::classify::{Classifier, Item};
use crate::config::{Destination, JobConfig, LabelConfig, Target};
use crate::corpus::{LabelRow, SCHEMA_VERSION, TextRow};
use crate::read::{self, ReadOptions, Record};

/// Enough that batches of like length can be made of them, and some seconds of work.
const CHUNK: Limits = Limits {
    records: 2_048,
    bytes: 4 << 20,
};

/// Rows that have a text -> stance and sentiment. A row's own target wins.
///
/// # Errors
/// See [`PipelineError`].
pub fn label(
    config: &JobConfig,
    labels: &LabelConfig,
    out: &Destination,
    classifier: &dyn Classifier,
    progress: &dyn Progress,
) -> Result<Summary, PipelineError> {
    let mut settings = settings::of_job("label", config, &[format_of(config, out)?]);
    settings["labels"] = settings::of_labels(labels, classifier);
    let chunks = Chunks::new(records(config)?, CHUNK);
    let make = |rows: &[TextRow], stages: &mut Stages| {
        let target = |row: &TextRow| row.target.clone();
        let targets: Vec<String> = rows
            .iter()
            .map(|row| target(row).unwrap_or_else(|| labels.target.name.clone()))
            .collect();
        let items: Vec<_> = rows
            .iter()
            .zip(&targets)
            .map(|(row, target)| Item {
                target: Target::read_as(target, &labels.known),
                quote: &row.text,
                sentence: row.sentence.as_deref(),
                context: row.context.as_deref(),
            })
            .collect();
        let said = say(labels, classifier, &items, stages)?;
        let each = rows.iter().zip(targets).zip(said);
        let labelled = each.map(|((row, target), said)| row_of(row, target, classifier.id(), said));
        Ok(labelled.collect())
    };
    write_one(config, out, &settings, chunks, progress, make)
}

/// The rows of all inputs, one after the other, up to the limit.
fn records(
    config: &JobConfig,
) -> Result<Box<dyn Iterator<Item = Record<TextRow>> + Send>, PipelineError> {
    let each = config.inputs.iter();
    let streams: Vec<_> = each
        .map(|input| read::rows(input, &config.read))
        .collect::<Result<_, _>>()?;
    let ReadOptions { limit, .. } = config.read;
    let limit = limit.map_or(usize::MAX, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    });
    Ok(Box::new(streams.into_iter().flatten().take(limit)))
}

fn row_of(row: &TextRow, target: String, model: &str, said: Said) -> LabelRow {
    let Said {
        prediction,
        abstained,
        explanation,
    } = said;
    LabelRow {
        schema_version: SCHEMA_VERSION.to_owned(),
        id: row.id.clone(),
        text: row.text.clone(),
        target,
        stance: prediction.stance,
        stance_probs: prediction.stance_probs,
        sentiment: prediction.sentiment,
        sentiment_probs: prediction.sentiment_probs,
        abstained,
        explanation,
        tokens: prediction.tokens,
        truncated: prediction.truncated,
        model: model.to_owned(),
        meta: row.meta.clone(),
    }
}
