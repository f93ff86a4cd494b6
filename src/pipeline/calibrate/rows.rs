//! The labelled rows of a file, with what a model says of them.

use crate::classify::{Classifier, Item, TaskSpec};
use crate::config::CalibrateConfig;
use crate::corpus::{Prediction, Task, TextRow};
use crate::pipeline::Progress;
use crate::pipeline::error::PipelineError;
use crate::pipeline::rows::classify;
use crate::read;
use crate::stats::Logits;

/// Rows that the model reads at a time.
const CHUNK: usize = 512;

/// The rows that have a label of one task.
pub struct Labelled {
    /// The model's log probabilities, in the order of the task's labels, each once.
    pub logits: Vec<Logits>,
    /// What each row's stance is toward.
    pub targets: Vec<String>,
}

/// The rows of the file, each with what the model says of it.
///
/// # Errors
/// `Record` at the first row that cannot be used.
pub fn said_of(
    config: &CalibrateConfig,
    classifier: &dyn Classifier,
    progress: &dyn Progress,
) -> Result<Vec<(TextRow, Prediction)>, PipelineError> {
    let input = read::Input::Path(config.gold.clone());
    let rows = read::rows(&input, &config.read)?;
    let rows: Vec<TextRow> = rows
        .collect::<Result<_, _>>()
        .map_err(|record| PipelineError::of_record(&record))?;
    let mut said = Vec::with_capacity(rows.len());
    for chunk in rows.chunks(CHUNK) {
        let item = |row| item(row, &config.target);
        said.extend(classify(
            classifier,
            &chunk.iter().map(item).collect::<Vec<_>>(),
        )?);
        progress.update(said.len() as u64, said.len() as u64, 0);
        if progress.interrupted() {
            return Err(PipelineError::Usage(
                "interrupted; nothing was written".to_owned(),
            ));
        }
    }
    Ok(rows.into_iter().zip(said).collect())
}

fn item<'a>(row: &'a TextRow, target: &'a str) -> Item<'a> {
    Item {
        target: row.target.as_deref().unwrap_or(target),
        quote: &row.text,
        sentence: row.sentence.as_deref(),
        context: row.context.as_deref(),
    }
}

/// Of the rows that have a label of the task; `None` where none has.
///
/// # Errors
/// `Usage` where a label is not one of the model's.
pub fn labelled(
    config: &CalibrateConfig,
    task: Task,
    spec: &TaskSpec,
    rows: &[(TextRow, Prediction)],
) -> Result<Option<Labelled>, PipelineError> {
    let mut all = Labelled {
        logits: Vec::new(),
        targets: Vec::new(),
    };
    for (row, said) in rows {
        let Some(label) = row.meta.get(task.as_str()).and_then(|label| label.as_str()) else {
            continue;
        };
        if label.trim().is_empty() {
            continue;
        }
        let of_model = log_probabilities(task, spec, said);
        let gold = of_model.iter().position(|(name, _)| *name == label.trim());
        let gold = gold.ok_or_else(|| {
            PipelineError::Usage(format!(
                "{}, row `{}`: {} `{label}` is none of the model's {}; leave the row out, or correct it",
                config.gold.display(),
                row.id,
                task.as_str(),
                spec.labels.join(", ")
            ))
        })?;
        all.logits.push(Logits {
            values: of_model.iter().map(|(_, value)| *value).collect(),
            gold,
        });
        let target = row.target.as_deref().unwrap_or(&config.target);
        all.targets.push(target.to_owned());
    }
    Ok((!all.logits.is_empty()).then_some(all))
}

/// By label, in the order of the task's labels, each once.
fn log_probabilities<'a>(task: Task, spec: &'a TaskSpec, said: &Prediction) -> Vec<(&'a str, f64)> {
    let classes = task.classes();
    let probs = task.probabilities(said.stance_probs, said.sentiment_probs);
    let log = |label: &str| {
        let class = classes.iter().position(|class| *class == label)?;
        let p = probs?[class].max(f32::MIN_POSITIVE);
        Some(f64::from(p).ln())
    };
    let mut by_label: Vec<(&str, f64)> = Vec::new();
    for label in &spec.labels {
        if by_label.iter().all(|(known, _)| known != label) {
            by_label.extend(log(label).map(|value| (label.as_str(), value)));
        }
    }
    by_label
}
