//! `calibrate`: labelled rows -> probabilities that are what they say.

use std::path::PathBuf;

use clap::Args;
use quotestance::config::CalibrateConfig;
use quotestance::corpus::Task;
use quotestance::pipeline::{self, Calibrated};
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

One temperature a task is fitted by maximum likelihood (Guo et al. 2017). No label changes by it,
only the probabilities. Rows that the model was trained on make it look surer than it is.";

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
        task: args.task,
        out: args.out.clone(),
    };
    let engine = job::engine(&args.label, args.threads);
    let classifier = model_dir::load(&config.model, &engine)?;
    let bar = Bar::start(
        &typed.console,
        &[Input::Path(args.gold.clone())],
        args.limit,
        Nouns::TEXTS,
    );
    let done = pipeline::calibrate(&config, classifier.as_ref(), &bar);
    bar.finish();
    stdout::write(text(&done?) + "\n")?;
    Ok(Exit::Done)
}

fn text(fitted: &[Calibrated]) -> String {
    let row = |of: &Calibrated| {
        let figures = &of.calibration;
        let change = |before: f64, after: f64| format!("{before:.3} -> {after:.3}");
        vec![
            of.task.as_str().to_owned(),
            figures.n.to_string(),
            change(of.before, of.after),
            change(figures.nll_before, figures.nll_after),
            change(figures.ece_before, figures.ece_after),
        ]
    };
    let head = [
        "task",
        "rows",
        "temperature",
        "log loss",
        "calibration error",
    ];
    report::table(&head, fitted.iter().map(row), &[])
}
