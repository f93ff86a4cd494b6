//! `prevalence`: predictions and a labelled sample -> the share of each label.

use std::path::PathBuf;

use clap::Args;
use quotestance::exchange;
use quotestance::prevalence::Corpus;
use quotestance::read::ReadOptions;
use quotestance::report;

use super::args::FileArgs;
use super::folder::Folder;
use super::rows::{self, Rows};
use super::{Exit, Failure, stdout};

/// Flags of `prevalence`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct PrevalenceArgs {
    /// All rows of the corpus: quote rows, or rows of `label` (JSONL)
    #[arg(long, value_name = "FILE")]
    pub pred: PathBuf,

    /// What `sample` drew from them, labelled: the table (CSV, JSONL), or the export of Label
    /// Studio, Prodigy or doccano; other gold rows are taken for a simple random sample
    #[arg(long, value_name = "FILE")]
    pub gold: PathBuf,

    /// Take the labels of this annotator alone
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,

    /// Folder for prevalence.json
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Seed of the folds that the supervised correction learns from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    #[command(flatten)]
    pub file: FileArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance sample --pred runs/articles --n 300 --out to_label.csv
  quotestance prevalence --pred runs/articles --gold to_label.csv
  quotestance prevalence --pred runs/articles --gold export.json --annotator 2 --out figures/";

/// Prints tables, and writes `prevalence.json` where `--out` is given.
pub fn run(args: &PrevalenceArgs) -> Result<Exit, Failure> {
    let out = args.out.as_deref().map(Folder::create).transpose()?;
    let corpus = match &rows::predicted(&args.pred)? {
        Rows::Quotes(quotes) => Corpus::of_quotes(quotes),
        Rows::Labels(labels) => Corpus::of_labels(labels),
    };
    let mut gold = exchange::annotations(&args.gold, &ReadOptions::default())?;
    if let Some(name) = &args.annotator {
        gold.retain(|said| said.annotator.as_ref() == Some(name));
    }
    let found = corpus
        .and_then(|corpus| corpus.prevalence(&gold, args.seed))
        .map_err(Failure::usage)?;
    if found.stance.is_none() && found.sentiment.is_none() {
        return Err(nothing(args));
    }
    stdout::write(report::prevalence(&found))?;
    if let Some(out) = out {
        out.write("prevalence.json", &found)?;
    }
    Ok(Exit::Done)
}

fn nothing(args: &PrevalenceArgs) -> Failure {
    let path = args.gold.display();
    Failure::new(
        Exit::NoInput,
        format_args!("{path}: no row has a label; fill in the column `stance` or `sentiment`"),
    )
}
