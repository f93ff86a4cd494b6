//! `compare`: two or more runs -> where they differ.

use std::path::{Path, PathBuf};

use clap::Args;
use quotestance::compare::{CompareOptions, Labelled, Run, compare};
use quotestance::corpus::{GoldQuote, GoldRow};
use quotestance::pipeline::PipelineError;
use quotestance::report::{self, MOST_QUOTES};

use super::args::{FileArgs, SeedArgs};
use super::folder::Folder;
use super::rows::{self, Rows};
use super::{Exit, Failure, stdout};

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

    /// Folder for comparison.json and report.html
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

/// Prints tables, and writes `comparison.json` and `report.html` where `--out` is given.
pub fn run(args: &CompareArgs) -> Result<Exit, Failure> {
    let out = args.out.as_deref().map(Folder::create).transpose()?;
    let options = CompareOptions {
        seed: args.seed.seed,
        top: MOST_QUOTES,
        ..CompareOptions::default()
    };
    let files = args
        .runs
        .iter()
        .map(|path| rows::predicted(path))
        .collect::<Result<Vec<_>, _>>()?;
    let gold = args
        .gold
        .as_deref()
        .map(|gold| gold_of(gold, &files))
        .transpose()?;
    let runs: Vec<_> = args
        .runs
        .iter()
        .zip(&files)
        .map(|(path, rows)| named(path, rows))
        .collect();
    let comparison = compare(&runs, gold.as_deref(), &options).map_err(Failure::usage)?;
    let pairs: Vec<_> = comparison.pairs.iter().map(report::comparison).collect();
    stdout::write(pairs.join("\n"))?;
    if let Some(out) = out {
        let page = report::comparison_page(&comparison).map_err(PipelineError::from)?;
        out.write("comparison.json", &comparison)?;
        out.write_text("report.html", &page)?;
    }
    Ok(Exit::Done)
}

fn named(path: &Path, rows: &Rows) -> Run {
    Run {
        name: path.display().to_string(),
        rows: match rows {
            Rows::Quotes(quotes) => quotes.iter().map(Labelled::from).collect(),
            Rows::Labels(labels) => labels.iter().map(Labelled::from).collect(),
        },
    }
}

/// Gold is of the kind of the rows that it is for.
fn gold_of(path: &Path, files: &[Rows]) -> Result<Vec<Labelled>, Failure> {
    match files.first() {
        Some(Rows::Labels(_)) => Ok(rows::jsonl::<GoldRow>(path)?
            .iter()
            .map(Labelled::from)
            .collect()),
        _ => Ok(rows::jsonl::<GoldQuote>(path)?
            .iter()
            .map(Labelled::from)
            .collect()),
    }
}
