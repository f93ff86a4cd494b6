//! `run`: documents -> a labelled dataset.

use std::path::PathBuf;

use clap::Args;
use quotestance::classify;
use quotestance::config::RunConfig;
use quotestance::pipeline;
use quotestance::write::Format;

use super::args::{JobArgs, LabelArgs, SeedArgs, ShowArgs};
use super::gate::{self, Gate};
use super::progress::{Bar, Nouns};
use super::segmentation::{Loaded, SegmentationArgs};
use super::{Exit, Failure, Typed, dry_run, job, model_dir, summary};

/// Flags of `run`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RunArgs {
    /// Files and folders of documents; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub input: Vec<PathBuf>,

    /// Folder of the dataset
    #[arg(long, short, value_name = "DIR")]
    pub out: PathBuf,

    /// Gold quotes (JSONL) to score against
    #[arg(long, value_name = "FILE")]
    pub gold: Option<PathBuf>,

    /// End with code 1 when a figure is lower: macro_f1=0.70; may be given again
    #[arg(long, value_name = "NAME=VALUE", requires = "gold")]
    pub fail_under: Vec<Gate>,

    #[command(flatten)]
    pub seed: SeedArgs,

    #[command(flatten)]
    pub segmentation: SegmentationArgs,

    #[command(flatten)]
    pub label: LabelArgs,

    #[command(flatten)]
    pub show: ShowArgs,

    #[command(flatten)]
    pub job: JobArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance run articles/ --out runs/articles
  quotestance run wire.jsonl speeches/ --out runs/tax --target \"carbon tax\" --format jsonl
  quotestance run articles/ --out runs/checked --gold gold.jsonl --fail-under macro_f1=0.60
  quotestance run articles/ --out runs/sure --abstain-below stance=0.7,sentiment=0.6
  quotestance run articles/ --out runs/articles --resume
  quotestance run --config study.toml --dry-run";

/// Reads, segments, labels, scores and writes.
pub fn run(args: &RunArgs, typed: &Typed) -> Result<Exit, Failure> {
    let config = args.config(typed)?;
    gate::check_names(&args.fail_under)?;
    if args.job.dry_run {
        return dry_run::show(typed, &config.job, false, Some(&config.label));
    }
    let loaded = Loaded::new(&args.segmentation, &config.label.engine)?;
    let classifier = model_dir::load(&config.label.model, &config.label.engine)?;
    let baseline = match (&config.gold, args.label.model.as_str()) {
        (Some(_), model) if model != model_dir::BASELINE => Some(classify::baseline()?),
        _ => None,
    };
    let bar = Bar::start(
        &typed.console,
        &config.job.inputs,
        config.job.read.limit,
        Nouns::DOCUMENTS,
    );
    let (segmenter, baseline) = (loaded.segmenter(), baseline.as_deref());
    let done = pipeline::run(&config, &segmenter, classifier.as_ref(), baseline, &bar);
    bar.finish();
    summary::show(&done?, Nouns::DOCUMENTS, &typed.console, &args.fail_under)
}

impl RunArgs {
    fn config(&self, typed: &Typed) -> Result<RunConfig, Failure> {
        let mut job = job::job(&self.job, &self.input, self.seed.seed)?;
        if job.formats.is_empty() {
            job.formats = vec![Format::Jsonl, Format::Csv, Format::Parquet];
        }
        Ok(RunConfig {
            job,
            out: self.out.clone(),
            label: job::label(&self.label, &self.show, &self.job, &typed.targets)?,
            gold: self.gold.clone(),
        })
    }
}
