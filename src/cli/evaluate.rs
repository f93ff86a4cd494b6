//! `evaluate`: predictions and gold -> figures.

use std::path::{Path, PathBuf};

use clap::Args;
use quotestance::evaluate::{self, EvaluateOptions, Metrics};
use quotestance::report;

use super::args::{FileArgs, SeedArgs};
use super::folder::Folder;
use super::gate::{self, Gate};
use super::rows::{self, Rows};
use super::{Exit, Failure, stdout};

/// Flags of `evaluate`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct EvaluateArgs {
    /// Quote rows, or rows of `label` (JSONL)
    #[arg(long, value_name = "FILE")]
    pub pred: PathBuf,

    /// Gold quotes, or rows with gold labels and the ids of the predictions (JSONL)
    #[arg(long, value_name = "FILE")]
    pub gold: PathBuf,

    /// Folder for metrics.json
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// End with code 1 when a figure is lower: macro_f1=0.70; may be given again
    #[arg(long, value_name = "NAME=VALUE")]
    pub fail_under: Vec<Gate>,

    #[command(flatten)]
    pub seed: SeedArgs,

    #[command(flatten)]
    pub file: FileArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance evaluate --pred runs/articles/quotes.jsonl --gold gold.jsonl
  quotestance evaluate --pred labelled.jsonl --gold labels.jsonl --out figures/
  quotestance evaluate --pred labelled.jsonl --gold labels.jsonl --fail-under macro_f1=0.70";

/// Prints tables, and writes `metrics.json` where `--out` is given.
pub fn run(args: &EvaluateArgs) -> Result<Exit, Failure> {
    gate::check_names(&args.fail_under)?;
    let out = args.out.as_deref().map(Folder::create).transpose()?;
    let options = EvaluateOptions {
        seed: args.seed.seed,
        ..EvaluateOptions::default()
    };
    let metrics = score(&args.pred, &args.gold, &options)?;
    stdout::write(text(&metrics))?;
    if let Some(out) = out {
        out.write("metrics.json", &metrics)?;
    }
    Ok(match gate::check(&args.fail_under, &metrics)? {
        true => Exit::Done,
        false => Exit::GateNotMet,
    })
}

/// The figures of one file of predictions.
pub fn score(pred: &Path, gold: &Path, options: &EvaluateOptions) -> Result<Metrics, Failure> {
    match rows::predicted(pred)? {
        Rows::Quotes(quotes) => Ok(evaluate::quotes(&quotes, &rows::jsonl(gold)?, options)),
        Rows::Labels(labels) => {
            evaluate::rows(&labels, &rows::jsonl(gold)?, options).map_err(Failure::usage)
        }
    }
}

fn text(metrics: &Metrics) -> String {
    let mut text = report::figures(&[("value [95 % interval]", metrics)]) + "\n";
    for (name, labels) in [
        ("stance", &metrics.stance),
        ("sentiment", &metrics.sentiment),
    ] {
        if let Some(labels) = labels {
            text += &format!(
                "\n{name}: gold down, predicted across\n{}\n",
                report::confusion(labels)
            );
        }
    }
    let rows = &metrics.rows;
    text + &format!(
        "\n{} documents · {} gold · {} predicted · {} joined · {} predicted without gold\n",
        metrics.documents,
        rows.gold,
        rows.predicted,
        rows.joined,
        rows.predicted_only + rows.elsewhere
    )
}
