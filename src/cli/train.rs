//! `train`: labelled rows -> a model folder.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Failure, Typed};
#[cfg(feature = "torch")]
use super::{interrupt, train_bar::TrainBar};
#[cfg(feature = "torch")]
use quotestance::train::{TrainConfig, train};
#[cfg(feature = "torch")]
use std::ops::ControlFlow;

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
  quotestance train --config models/recipes/stance-sentiment-minilm.toml
  quotestance train --config my-labels.toml --progress never

The same command goes on from the last checkpoint of a training that was interrupted.";

/// Trains, and writes the model folder.
#[cfg(feature = "torch")]
pub fn run(args: &TrainArgs, typed: &Typed) -> Result<Exit, Failure> {
    let config = TrainConfig::read(&args.config)?;
    let mut bar = TrainBar::start(&typed.console);
    let trained = train(&config, &mut |event| {
        bar.show(&event);
        match interrupt::asked_to_stop() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    bar.finish();
    trained?;
    Ok(Exit::Done)
}

/// Names the feature that is missing.
#[cfg(not(feature = "torch"))]
pub fn run(args: &TrainArgs, _: &Typed) -> Result<Exit, Failure> {
    Err(Failure::usage(format_args!(
        "{}: training needs the engine `torch`, which this build is without; build with `--features torch`",
        args.config.display()
    )))
}
