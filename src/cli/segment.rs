//! `segment`: documents -> quotes.

use std::path::PathBuf;

use clap::Args;
use quotestance::classify::EngineOptions;
use quotestance::pipeline;

use super::args::JobArgs;
use super::progress::{Bar, Nouns};
use super::segmentation::{Loaded, SegmentationArgs};
use super::{Exit, Failure, Typed, dry_run, job, summary};

/// Flags of `segment`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SegmentArgs {
    /// Files and folders of documents; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub input: Vec<PathBuf>,

    /// File of the quotes, its format by its ending; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,

    #[command(flatten)]
    pub segmentation: SegmentationArgs,

    #[command(flatten)]
    pub job: JobArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance segment articles/ --out quotes.jsonl
  quotestance segment article.txt --out - | jq .text
  quotestance segment archive/ --out quotes.jsonl --segmenter rules
  cat statement.txt | quotestance segment - --out - --format csv
  quotestance segment archive.jsonl.zst --out quotes.parquet --limit 1000";

/// Reads, segments, attributes and writes.
pub fn run(args: &SegmentArgs, typed: &Typed) -> Result<Exit, Failure> {
    let (out, format) = job::destination(&args.out, &args.job.format)?;
    let mut config = job::job(&args.job, &args.input, 0)?;
    config.formats = vec![format];
    if args.job.dry_run {
        return dry_run::show(typed, &config, false, None);
    }
    let engine = EngineOptions {
        threads: config.threads,
        ..EngineOptions::default()
    };
    let loaded = Loaded::new(&args.segmentation, &engine)?;
    let bar = Bar::start(
        &typed.console,
        &config.inputs,
        config.read.limit,
        Nouns::DOCUMENTS,
    );
    let done = pipeline::segment(&config, &loaded.segmenter(), &out, &bar);
    bar.finish();
    summary::show(&done?, Nouns::DOCUMENTS, &typed.console, &[])
}
