//! `calibrate`: labelled rows -> probabilities that are what they say.

use std::path::PathBuf;

use clap::Args;
use quotestance::classify::{CalibrationMethod, Fitted};
use quotestance::config::CalibrateConfig;
use quotestance::corpus::Task;
use quotestance::pipeline::{self, Calibrated, Figures};
use quotestance::read::{Input, ReadOptions};
use quotestance::report;

use super::args::{
    FileArgs, LabelArgs, MAX_DOCUMENT_BYTES, MAX_UNPACKED_BYTES, at_least_one, one_of,
};
use super::progress::{Bar, Nouns};
use super::{Exit, Failure, Typed, job, model_dir, stdout};

/// Flags of `calibrate`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CalibrateArgs {
    /// Rows (JSONL, CSV, TSV, Parquet) that the model was not trained on, with a `text`, a label in
    /// `stance`, `sentiment` or both, and where they have one their `target` and `context`
    #[arg(long, value_name = "FILE")]
    pub gold: PathBuf,

    /// What is fitted: a temperature, by which no label changes, or a matrix that scales the log
    /// probabilities, by which labels can change
    #[arg(
        long,
        value_name = "METHOD",
        default_value = "temperature",
        value_parser = one_of::<CalibrationMethod>(["temperature", "matrix"])
    )]
    pub method: CalibrationMethod,

    /// Only this task; all that the rows have labels of, unless given
    #[arg(long, value_name = "TASK", value_parser = one_of::<Task>(["stance", "sentiment"]))]
    pub task: Option<Task>,

    /// New folder for a calibrated copy of the model
    #[arg(long, short, value_name = "DIR", required_unless_present = "in_place")]
    pub out: Option<PathBuf>,

    /// Change the model's own model.toml
    #[arg(long, conflicts_with = "out")]
    pub in_place: bool,

    #[command(flatten)]
    pub label: LabelArgs,

    /// Stop after N rows
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: Option<u64>,

    /// Threads; all that the machine has, unless given
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub threads: Option<usize>,

    #[command(flatten)]
    pub file: FileArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance calibrate --model models/mine --gold dev.jsonl --out models/mine-calibrated
  quotestance calibrate --model models/mine --gold dev.csv --task stance --in-place
  quotestance calibrate --model models/mine --gold dev.jsonl --method matrix --in-place

A task gets a temperature (Guo et al. 2017), by which no label changes, only the probabilities;
or, at its present temperature, a scaling of its log probabilities (Kull et al. 2019), by which
labels can change: the table says how many rows' did. A former scaling is replaced, or by a
temperature removed. Rows that the model was trained on make it look surer than it is. The last
column of the table is of rows that the fit had not seen: up to five fits, each judged on targets
that it leaves out (on rows, where all have one target).";

/// Fits, writes, and prints what changed.
pub fn run(args: &CalibrateArgs, typed: &Typed) -> Result<Exit, Failure> {
    let config = CalibrateConfig {
        gold: args.gold.clone(),
        read: ReadOptions {
            max_document_bytes: MAX_DOCUMENT_BYTES,
            max_unpacked_bytes: MAX_UNPACKED_BYTES,
            limit: args.limit,
        },
        model: model_dir::find(&args.label.model)?,
        target: job::target(&args.label, &typed.targets).name,
        method: args.method,
        task: args.task,
        out: args.out.clone(),
    };
    let engine = job::engine(&args.label, args.threads);
    let bar = Bar::start(
        &typed.console,
        &[Input::Path(args.gold.clone())],
        args.limit,
        Nouns::TEXTS,
    );
    let done = pipeline::calibrate(&config, &engine, &bar);
    bar.finish();
    stdout::write(text(&done?) + "\n")?;
    Ok(Exit::Done)
}

/// A table, and what it does not say.
fn text(fitted: &[Calibrated]) -> String {
    let head = ["task", "figure", "before", "after", "cross-fitted"];
    let table = report::table(&head, fitted.iter().flat_map(rows), &[1]);
    let notes: Vec<String> = fitted.iter().flat_map(notes).collect();
    format!("{table}\n\n{}", notes.join("\n"))
}

fn rows(of: &Calibrated) -> Vec<Vec<String>> {
    let [before, after] = of.figures;
    let cross = of.cross_fitted.map(|cross| cross.figures);
    let none = String::new;
    let figure = |name: &str, value: fn(Figures) -> String| {
        let cross = cross.map_or_else(|| "-".to_owned(), value);
        vec![none(), name.to_owned(), value(before), value(after), cross]
    };
    let scaling = |of: &Fitted| match of.scaling {
        Some(_) => "matrix".to_owned(),
        None => "none".to_owned(),
    };
    let setting = |name: &str, value: fn(&Fitted) -> String| {
        let name = name.to_owned();
        vec![none(), name, value(&of.before), value(&of.after), none()]
    };
    let mut rows = vec![
        setting("temperature", |of| format!("{:.3}", of.temperature)),
        setting("scaling", scaling),
        figure("log loss", |of| format!("{:.3}", of.nll)),
        figure("calibration error", |of| format!("{:.3}", of.ece)),
        figure("accuracy", |of| format!("{:.3}", of.accuracy)),
        figure("labels changed", |of| of.changed.to_string()),
    ];
    rows[0][0] = of.task.as_str().to_owned();
    rows
}

fn notes(of: &Calibrated) -> Vec<String> {
    let (task, n) = (of.task.as_str(), of.calibration.n);
    let mut notes = vec![match of.cross_fitted {
        Some(cross) => {
            let by = if cross.by_target { "target" } else { "row" };
            let folds = cross.folds;
            format!("{task}: fitted on {n} rows; cross-fitted in {folds} folds by {by}")
        }
        None => format!("{task}: fitted on {n} rows, too few or too plain to be cross-fitted"),
    }];
    notes.extend(match (&of.before.scaling, &of.after.scaling) {
        (Some(_), None) => Some(format!(
            "{task}: the former scaling was removed, and the temperature fitted without it"
        )),
        (Some(_), Some(_)) => Some(format!("{task}: the former scaling was replaced")),
        (None, _) => None,
    });
    notes
}
