//! `compare`: two or more runs -> where they differ.

use std::path::PathBuf;

use clap::Args;

use super::args::{FileArgs, SeedArgs};
use super::{Exit, Failure, Typed};

/// Flags of `compare`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CompareArgs {
    /// Run folders, or files of rows (JSONL); the first is what the others are compared with
    #[arg(required = true, num_args = 2.., value_name = "RUN_OR_FILE")]
    pub runs: Vec<PathBuf>,

    /// Gold to score each against
    #[arg(long, value_name = "FILE")]
    pub gold: Option<PathBuf>,

    /// Folder for comparison.json
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,

    #[command(flatten)]
    pub seed: SeedArgs,

    #[command(flatten)]
    pub file: FileArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance compare runs/march runs/april
  quotestance compare runs/a/quotes.jsonl runs/b/quotes.jsonl --gold gold.jsonl
  quotestance compare runs/f32 runs/bf16 runs/baseline --out figures/";

/// Prints tables, and writes `comparison.json` where `--out` is given.
pub fn run(args: &CompareArgs, typed: &Typed) -> Result<Exit, Failure> {
    let _ = (args, typed);
    Err(Failure::usage("not yet"))
}
