//! `calibrate`: labelled rows -> a temperature or a scaling a task, in the model's `model.toml`.

mod copy;
mod fit;
mod rows;

use self::copy::write;
use self::fit::Change;
use self::rows::{Labelled, labelled, said_of};
use super::Progress;
use super::error::PipelineError;
use crate::classify::{
    self, Calibration, CalibrationMethod, EngineOptions, Fitted, ModelFolder, TaskSpec,
};
use crate::config::CalibrateConfig;
use crate::corpus::Task;
use crate::stats::Logits;

pub use self::fit::{CrossFitted, Figures};

/// One task, before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// The task.
    pub task: Task,
    /// As `model.toml` had it.
    pub before: Fitted,
    /// As it has it now.
    pub after: Fitted,
    /// What it says of the fit.
    pub calibration: Calibration,
    /// Of the rows, before and after.
    pub figures: [Figures; 2],
    /// Of the rows, by fits on others; `None` where such a fit has none.
    pub cross_fitted: Option<CrossFitted>,
}

/// Fits a temperature (Guo et al. 2017) or a scaling (Kull et al. 2019) a task by maximum likelihood on
/// rows that have a `text`, and their label in a column `stance` or `sentiment`, and writes it to the
/// model folder, or to a copy of it. One entry a task that was fitted.
///
/// A former scaling goes: a new one takes its place, and a temperature is fitted to the model without
/// it. A scaling is fitted at the present temperature, which stays.
///
/// # Errors
/// `Usage` where the copy's place is taken, a label is not one of the model's, no row has one, or
/// nothing fits; `Record` at the first row that cannot be used; `Classify` where the model cannot be
/// loaded, or fails.
pub fn calibrate(
    config: &CalibrateConfig,
    engine: &EngineOptions,
    progress: &dyn Progress,
) -> Result<Vec<Calibrated>, PipelineError> {
    if let Some(out) = config.out.as_deref().filter(|out| out.exists()) {
        return Err(PipelineError::Usage(format!(
            "{}: it exists; give --out a new folder, or change the model itself with --in-place",
            out.display()
        )));
    }
    let model = ModelFolder::read(&config.model)?;
    let classifier = classify::load_unscaled(&config.model, engine)?;
    tracing::info!(model = classifier.id(), folder = %config.model.display(), "model loaded");
    let rows = said_of(config, classifier.as_ref(), progress)?;
    let mut fitted = Vec::new();
    for task in Task::ALL {
        if config.task.is_none_or(|only| only == task)
            && let Some(spec) = model.toml.tasks.get(task.as_str())
            && let Some(rows) = labelled(config, task, spec, &rows)?
        {
            fitted.push(fit(config, task, spec, &rows)?);
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

fn fit(
    config: &CalibrateConfig,
    task: Task,
    spec: &TaskSpec,
    rows: &Labelled,
) -> Result<Calibrated, PipelineError> {
    let fault = |reason: String| {
        let (gold, task) = (config.gold.display(), task.as_str());
        PipelineError::Usage(format!("{gold}, {task}: {reason}"))
    };
    let classes = rows.logits[0].values.len();
    if config.method == CalibrationMethod::Matrix && classes < spec.labels.len() {
        return Err(fault(
            "the model has two logits of one label, which no scaling is for; fit with --method temperature".to_owned(),
        ));
    }
    let before = Fitted {
        temperature: as_typed(spec.temperature),
        scaling: spec.scaling.clone(),
    };
    let change = Change::fit(config.method, &rows.logits).map_err(fault)?;
    let (after, change) = change.written(before.temperature);
    let as_before = |row: &Logits| match &before.scaling {
        Some(scaling) => row.scaled(scaling),
        None => row.clone(),
    };
    let rows_before: Vec<Logits> = rows.logits.iter().map(as_before).collect();
    let rows_after: Vec<Logits> = rows.logits.iter().map(|row| change.of(row)).collect();
    let figures = [&rows_before, &rows_after].map(|rows| Figures::new(rows, &rows_before));
    let cross_fitted = CrossFitted::new(config.method, rows, &rows_before);
    Ok(Calibrated {
        task,
        before,
        after,
        calibration: calibration(config, rows.logits.len(), figures, cross_fitted),
        figures,
        cross_fitted,
    })
}

/// With the decimals that it has in the file.
fn as_typed(temperature: f32) -> f64 {
    let decimals = temperature.to_string();
    decimals.parse().unwrap_or(f64::from(temperature))
}

fn calibration(
    config: &CalibrateConfig,
    n: usize,
    [before, after]: [Figures; 2],
    cross_fitted: Option<CrossFitted>,
) -> Calibration {
    let name = config.gold.file_name().unwrap_or_default();
    Calibration {
        method: config.method,
        set: name.to_string_lossy().into_owned(),
        n,
        nll_before: before.nll,
        nll_after: after.nll,
        nll_cross_fitted: cross_fitted.map(|cross| cross.figures.nll),
        ece_before: before.ece,
        ece_after: after.ece,
        ece_cross_fitted: cross_fitted.map(|cross| cross.figures.ece),
    }
}
