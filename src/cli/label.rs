//! `label`: rows that have a text -> stance and sentiment.

use std::path::PathBuf;

use clap::Args;
use quotestance::pipeline;

use super::args::{JobArgs, LabelArgs, ShowArgs};
use super::progress::{Bar, Nouns};
use super::{Exit, Failure, Typed, dry_run, job, model_dir, summary};

/// Flags of `label`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct LabelRowsArgs {
    /// File of rows (JSONL, CSV, TSV, Parquet) that have a `text`, and may have `id`, `target` and
    /// `sentence` and `context`; `-` is standard input
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,

    /// File of the labelled rows, its format by its ending; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,

    #[command(flatten)]
    pub label: LabelArgs,

    #[command(flatten)]
    pub show: ShowArgs,

    #[command(flatten)]
    pub job: JobArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance label statements.csv --out labelled.csv
  quotestance label posts.jsonl --out labelled.parquet --target \"nuclear power\"
  quotestance label rows.parquet --out - --model baseline | jq -r .stance
  quotestance label statements.csv --out sure.jsonl --abstain-below 0.7
  quotestance label statements.csv --out why.jsonl --explain
  quotestance label big.jsonl --out labelled.jsonl --resume";

/// Reads, labels and writes.
pub fn run(args: &LabelRowsArgs, typed: &Typed) -> Result<Exit, Failure> {
    let (out, format) = job::destination(&args.out, &args.job.format)?;
    let mut config = job::job(&args.job, std::slice::from_ref(&args.input), 0)?;
    config.formats = vec![format];
    let labels = job::label(&args.label, &args.show, &args.job, &typed.targets)?;
    if args.job.dry_run {
        return dry_run::show(typed, &config, true, Some(&labels));
    }
    let classifier = model_dir::load(&labels.model, &labels.engine)?;
    let bar = Bar::start(
        &typed.console,
        &config.inputs,
        config.read.limit,
        Nouns::TEXTS,
    );
    let done = pipeline::label(&config, &labels, &out, classifier.as_ref(), &bar);
    bar.finish();
    summary::show(&done?, Nouns::TEXTS, &typed.console, &[])
}
