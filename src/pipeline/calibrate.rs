//! `calibrate`: labelled rows -> a temperature a task, in the model's `model.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Progress;
use super::error::PipelineError;
use super::rows::classify;
use crate::classify::{Calibration, Classifier, Item, ModelFolder, TaskSpec, with_temperatures};
use crate::config::CalibrateConfig;
use crate::corpus::{Prediction, Task, TextRow};
use crate::read;
use crate::stats::{self, BRACKET, Forecast, Logits, fit_temperature, nll};
use crate::write::{WriteError, write_whole};

/// Rows that the model reads at a time.
const CHUNK: usize = 512;

/// Bins of the expected calibration error.
const BINS: usize = 15;

/// The temperature of one task, before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// The task.
    pub task: Task,
    /// As `model.toml` had it.
    pub before: f64,
    /// As it has it now.
    pub after: f64,
    /// The rows, and what the change does to them.
    pub calibration: Calibration,
}

/// Fits one temperature a task by maximum likelihood (Guo et al. 2017) on rows that have a `text`,
/// and their label in a column `stance` or `sentiment`, and writes it to the model folder, or to a
/// copy of it. Labels do not change by it, only probabilities. One entry a task that was fitted.
///
/// # Errors
/// `Usage` where the copy's place is taken, a label is not one of the model's, no row has one, or
/// no temperature fits; `Record` at the first row that cannot be used.
pub fn calibrate(
    config: &CalibrateConfig,
    classifier: &dyn Classifier,
    progress: &dyn Progress,
) -> Result<Vec<Calibrated>, PipelineError> {
    if let Some(out) = config.out.as_deref().filter(|out| out.exists()) {
        return Err(PipelineError::Usage(format!(
            "{}: it exists; give --out a new folder, or change the model itself with --in-place",
            out.display()
        )));
    }
    let model = ModelFolder::read(&config.model)?;
    let rows = labelled(config, classifier, progress)?;
    let mut fitted = Vec::new();
    for task in Task::ALL {
        if config.task.is_none_or(|only| only == task)
            && let Some(spec) = model.toml.tasks.get(task.as_str())
            && let Some(logits) = logits(config, task, spec, &rows)?
        {
            fitted.push(fit(config, task, spec, &logits)?);
        }
    }
    if fitted.is_empty() {
        return Err(PipelineError::Usage(format!(
            "{}: no row has a label of a task of this model; give it a column `stance` or `sentiment`",
            config.gold.display()
        )));
    }
    write(config, &model, &fitted)?;
    Ok(fitted)
}

/// The rows of the file, each with what the model says of it.
fn labelled(
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
fn logits(
    config: &CalibrateConfig,
    task: Task,
    spec: &TaskSpec,
    rows: &[(TextRow, Prediction)],
) -> Result<Option<Vec<Logits>>, PipelineError> {
    let mut all = Vec::new();
    for (row, said) in rows {
        let Some(label) = row.meta.get(task.as_str()).and_then(|label| label.as_str()) else {
            continue;
        };
        if label.trim().is_empty() {
            continue;
        }
        let of_model: Vec<(&str, f64)> = log_probabilities(task, said)
            .into_iter()
            .filter(|(name, _)| spec.labels.iter().any(|known| known == name))
            .collect();
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
        all.push(Logits {
            values: of_model.iter().map(|(_, value)| *value).collect(),
            gold,
        });
    }
    Ok((!all.is_empty()).then_some(all))
}

/// By label. They are the logits divided by the old temperature, up to a constant.
fn log_probabilities(task: Task, said: &Prediction) -> Vec<(&'static str, f64)> {
    let probs = task.probabilities(said.stance_probs, said.sentiment_probs);
    let log = |p: f32| f64::from(p.max(f32::MIN_POSITIVE)).ln();
    let probs = probs.into_iter().flatten().map(log);
    task.classes().into_iter().zip(probs).collect()
}

fn fit(
    config: &CalibrateConfig,
    task: Task,
    spec: &TaskSpec,
    rows: &[Logits],
) -> Result<Calibrated, PipelineError> {
    let before = f64::from(spec.temperature);
    let factor = fit_temperature(rows).ok_or_else(|| {
        PipelineError::Usage(format!(
            "{}: no temperature within {} to {} times the present one fits {}: on these {} rows the model is always right, or no better than chance; give it more rows, or others",
            config.gold.display(), BRACKET[0], BRACKET[1], task.as_str(), rows.len()
        ))
    })?;
    let after = rounded(before * factor);
    let factor = after / before;
    let nll = |factor: f64| rounded(nll(rows, factor).unwrap_or_default());
    let name = config.gold.file_name().unwrap_or_default();
    Ok(Calibrated {
        task,
        before,
        after,
        calibration: Calibration {
            set: name.to_string_lossy().into_owned(),
            n: rows.len(),
            nll_before: nll(1.0),
            nll_after: nll(factor),
            ece_before: ece(rows, 1.0),
            ece_after: ece(rows, factor),
        },
    })
}

fn ece(rows: &[Logits], factor: f64) -> f64 {
    let forecast = |row: &Logits| Forecast::new(&row.probabilities(factor), row.gold);
    let forecasts: Vec<Forecast> = rows.iter().filter_map(forecast).collect();
    let sums = stats::Calibration::of(&forecasts, BINS);
    rounded(sums.ece().unwrap_or_default())
}

/// As `model.toml` has it: six decimals.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// Changes the model in place, or makes a copy that appears whole or not at all.
fn write(
    config: &CalibrateConfig,
    model: &ModelFolder,
    fitted: &[Calibrated],
) -> Result<(), PipelineError> {
    let path = model.file("model.toml");
    let text = fs::read_to_string(&path).map_err(WriteError::io(&path))?;
    let temperature = |of: &Calibrated| {
        let entry = (of.after, of.calibration.clone());
        (of.task.as_str().to_owned(), entry)
    };
    let fitted: BTreeMap<_, _> = fitted.iter().map(temperature).collect();
    let text = with_temperatures(&text, &fitted)
        .map_err(|reason| PipelineError::Usage(format!("{}: {reason}", path.display())))?;
    let Some(out) = &config.out else {
        return Ok(write_whole(&path, text.as_bytes())?);
    };
    let part = part_of(out);
    if part.exists() {
        fs::remove_dir_all(&part).map_err(WriteError::io(&part))?;
    }
    fs::create_dir_all(&part).map_err(WriteError::io(&part))?;
    copy_files(&model.dir, &part)?;
    write_whole(&part.join("model.toml"), text.as_bytes())?;
    Ok(fs::rename(&part, out).map_err(WriteError::io(out))?)
}

fn part_of(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// The files of a folder, but not its folders.
fn copy_files(from: &Path, to: &Path) -> Result<(), WriteError> {
    for entry in fs::read_dir(from).map_err(WriteError::io(from))? {
        let path = entry.map_err(WriteError::io(from))?.path();
        if path.is_file()
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, to.join(name)).map_err(WriteError::io(&path))?;
        }
    }
    Ok(())
}
