//! `train`: labelled rows -> a model folder.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use quotestance::train::{TrainConfig, TrainEvent, train};

use super::{Exit, Failure, Typed, interrupt, logs, progress};

/// Flags of `train`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct TrainArgs {
    /// The training: data sets with their column maps, encoder, tasks, schedule, output (TOML)
    #[arg(id = "training", long = "config", value_name = "FILE")]
    pub config: PathBuf,

    /// Of every random draw, in place of the recipe's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// The model folder to write, in place of the recipe's
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  quotestance train --config models/recipes/stance-sentiment-minilm.toml
  quotestance train --config my-labels.toml -v
  quotestance train --config my-labels.toml --seed 2 --out models/my-labels-2

A training that was stopped goes on from its last checkpoint when the same command is given again.";

/// Steps whose mean loss the bar shows.
const RECENT: f64 = 50.0;

/// Trains, and writes the model folder.
pub fn run(args: &TrainArgs, typed: &Typed) -> Result<Exit, Failure> {
    let mut config = TrainConfig::read(&args.config)?;
    config.seed = args.seed.unwrap_or(config.seed);
    config.out = args.out.clone().unwrap_or(config.out);
    let mut view = View::new(progress::is_seen(&typed.console));
    train(&config, &mut |event| {
        view.show(event);
        if interrupt::asked_to_stop() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    Ok(Exit::Done)
}

/// What the user sees of a training.
struct View {
    bar: ProgressBar,
    loss: Option<f64>,
}

impl View {
    fn new(seen: bool) -> Self {
        let bar = if seen {
            logs::BARS.add(ProgressBar::no_length())
        } else {
            ProgressBar::hidden()
        };
        let template = "{bar:30} {pos}/{len} steps · {per_sec} · {eta} left · loss {msg}";
        let style = ProgressStyle::with_template(template);
        Self {
            bar: bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())),
            loss: None,
        }
    }

    fn show(&mut self, event: TrainEvent) {
        match event {
            TrainEvent::Started {
                rows,
                steps,
                resumed_at,
                parameters: (trained, all),
                fresh,
            } => {
                self.bar.set_length(steps as u64);
                self.bar.set_position(resumed_at as u64);
                self.bar.reset_eta();
                tracing::info!(rows, steps, resumed_at, trained, all, ?fresh, "training");
            }
            TrainEvent::Step { step, loss, .. } => {
                let mean = self.loss.map_or(loss, |mean| mean + (loss - mean) / RECENT);
                self.loss = Some(mean);
                self.bar.set_message(format!("{mean:.4}"));
                self.bar.set_position(step as u64);
                if step % RECENT as usize == 0 {
                    tracing::debug!(step, loss = mean, "step");
                }
            }
            TrainEvent::Evaluated {
                step,
                scores,
                mean,
                best,
            } => tracing::info!(step, ?scores, mean, best, "macro-F1 on dev"),
            TrainEvent::Saved { dir } => {
                self.bar.finish_and_clear();
                tracing::info!(folder = %dir.display(), "model written");
            }
        }
    }
}
