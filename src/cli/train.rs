//! `train`: labelled rows -> a model folder.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Failure, Typed};

/// Flags of `train`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct TrainArgs {
    /// The training run: data sets with their column maps, base model, schedule, output (TOML)
    #[arg(id = "training", long = "config", value_name = "FILE")]
    pub config: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  quotestance train --config training/stance-sentiment.toml
  quotestance train --config my-labels.toml -v";

/// Trains, and writes the model folder.
#[cfg(feature = "torch")]
pub fn run(args: &TrainArgs, typed: &Typed) -> Result<Exit, Failure> {
    // The one place: quotestance::train::train(&TrainConfig, &mut dyn FnMut(TrainEvent)).
    let _ = typed;
    Err(Failure::usage(format_args!(
        "{}: train is not part of this build yet",
        args.config.display()
    )))
}

/// Names the feature that is missing.
#[cfg(not(feature = "torch"))]
pub fn run(args: &TrainArgs, _: &Typed) -> Result<Exit, Failure> {
    Err(Failure::usage(format_args!(
        "{}: training needs the engine `torch`, which this build is without; build with `--features torch`",
        args.config.display()
    )))
}
