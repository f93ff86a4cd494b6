//! What was typed -> validated configuration -> work. The only place that prints.

mod args;
mod config_file;
mod console;
mod documents;
mod dry_run;
mod exit;
mod folder;
mod gate;
mod job;
mod model_dir;
mod parse;
mod parts;
mod progress;
mod rows;
mod stdout;
mod summary;

pub mod interrupt;
pub mod logs;

pub mod agree;
pub mod bench;
pub mod calibrate;
pub mod compare;
pub mod completions;
pub mod doctor;
pub mod evaluate;
pub mod export;
pub mod hydrate;
pub mod import;
pub mod label;
pub mod man;
pub mod models;
pub mod prevalence;
pub mod report;
pub mod run;
pub mod sample;
pub mod segment;
mod segmentation;
pub mod train;
pub mod validate;

use clap::{Parser, Subcommand};

pub use exit::{Exit, Failure};
pub use parse::{Typed, parse};

/// Segments the quotes in news text and labels each one's stance toward a target and its sentiment
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,

    #[command(flatten)]
    console: console::Console,
}

const EXAMPLES: &str = "\
Examples:
  quotestance run articles/ --out runs/articles
  quotestance run articles/ --out runs/tax --target \"carbon tax\"
  quotestance label statements.csv --out labelled.csv
  quotestance doctor

Exit codes:
  0 done   1 a --fail-under gate was not met   2 usage or configuration   3 no readable input
  4 model or device   5 done, with quarantined records   6 output could not be written
  130 interrupted; --resume goes on";

/// One a subcommand.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Documents -> quotes -> labels -> a dataset, with metrics where gold is given
    Run(run::RunArgs),
    /// Documents -> quotes
    Segment(segment::SegmentArgs),
    /// Rows that have a text -> stance and sentiment
    Label(label::LabelRowsArgs),
    /// Predictions and gold -> figures with their intervals
    Evaluate(evaluate::EvaluateArgs),
    /// Two or more runs -> where they differ, and whether by more than chance
    Compare(compare::CompareArgs),
    /// A run -> the files of another tool
    Export(export::ExportArgs),
    /// Labels that people gave in another tool -> rows
    Import(import::ImportArgs),
    /// A dataset -> what is wrong with it: rows, hashes, card
    Validate(validate::ValidateArgs),
    /// Rows without their words, to share where the documents may not be
    Dehydrate(hydrate::DehydrateArgs),
    /// Rows with their words again, from the documents
    Hydrate(hydrate::HydrateArgs),
    /// Published sets -> figures of models on them
    Bench(bench::BenchArgs),
    /// Annotators and models -> how far they agree
    Agree(agree::AgreeArgs),
    /// Predictions -> rows for people to label, drawn with known probabilities
    Sample(sample::SampleArgs),
    /// Predictions and a labelled sample -> the share of each label, corrected
    Prevalence(prevalence::PrevalenceArgs),
    /// A run, or a comparison -> one page to look at
    Report(report::ReportArgs),
    /// Fine-tune a model on labelled rows
    Train(train::TrainArgs),
    /// Fit a model's temperatures or scalings on labelled rows, so that its probabilities are what they say
    Calibrate(calibrate::CalibrateArgs),
    /// List the models found, and whether their files are whole
    Models(models::ModelsArgs),
    /// Check what the program needs, and say what to do about each fault
    #[command(after_help = doctor::EXAMPLES)]
    Doctor,
    /// Print a completion script for a shell
    Completions(completions::CompletionsArgs),
    /// Print the man page
    Man(man::ManArgs),
}

#[cfg(test)]
mod tests;
