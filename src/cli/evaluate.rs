//! `evaluate`: predictions and gold -> figures.

use std::path::PathBuf;

use clap::Args;

use super::args::{FileArgs, SeedArgs};
use super::gate::Gate;
use super::{Exit, Failure, Typed};

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

/// Prints a table, and writes `metrics.json` where `--out` is given.
pub fn run(args: &EvaluateArgs, typed: &Typed) -> Result<Exit, Failure> {
    let _ = (args, typed);
    Err(Failure::usage("not yet"))
}
