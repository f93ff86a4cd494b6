//! `compare`: two or more runs -> where they differ.

use std::path::{Path, PathBuf};

use clap::Args;
use quotestance::compare::{CompareOptions, LabelMap, Row, Run, compare};
use quotestance::pipeline::PipelineError;
use quotestance::report::{self, MOST_QUOTES};

use super::args::{FileArgs, SeedArgs};
use super::folder::Folder;
use super::{Exit, Failure, Typed, rows, stdout};

/// Flags of `compare`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CompareArgs {
    /// Run folders, or files of rows (JSONL); each is compared with every later one
    #[arg(required = true, num_args = 2.., value_name = "RUN_OR_FILE")]
    pub runs: Vec<PathBuf>,

    /// Gold to score each against
    #[arg(long, value_name = "FILE")]
    pub gold: Option<PathBuf>,

    /// Labels of the files by other names than ours: TOML with tables `stance` and `sentiment`, such as
    /// `pro = "favor"`; as `[labels.stance]` in the --config file too
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,

    /// Changed rows to show for each pair and task; the files have up to 5,000
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub top: usize,

    /// Folder for comparison.json, comparison.md, comparison.tex and report.html
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
  quotestance compare runs/a/quotes.jsonl other.jsonl --labels names.toml
  quotestance compare runs/f32 runs/bf16 runs/baseline --out figures/";

/// Prints tables, and writes `comparison.json`, `.md`, `.tex` and `report.html` where `--out` is given.
pub fn run(args: &CompareArgs, typed: &Typed) -> Result<Exit, Failure> {
    let out = args.out.as_deref().map(Folder::create).transpose()?;
    let options = CompareOptions {
        seed: args.seed.seed,
        top: MOST_QUOTES,
        ..CompareOptions::default()
    };
    let map = match &args.labels {
        Some(path) => label_map(path)?,
        None => typed.labels.clone(),
    };
    let read = |path: &PathBuf| {
        let rows = rows::jsonl::<Row>(&rows::file(path))?;
        Run::new(&path.display().to_string(), rows, &map).map_err(Failure::usage)
    };
    let runs = args.runs.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let gold = args.gold.as_ref().map(read).transpose()?;
    let gold = gold.as_ref().map(|gold| &gold.rows[..]);
    let comparison = compare(&runs, gold, &options).map_err(Failure::usage)?;
    let pairs = comparison.pairs.iter();
    let pairs: Vec<_> = pairs
        .map(|pair| report::comparison(pair, args.top))
        .collect();
    stdout::write(pairs.join("\n"))?;
    if let Some(out) = out {
        let page = report::comparison_page(&comparison).map_err(PipelineError::from)?;
        out.write("comparison.json", &comparison)?;
        out.write_text(
            "comparison.md",
            &report::comparison_markdown(&comparison, args.top),
        )?;
        out.write_text("comparison.tex", &report::comparison_latex(&comparison))?;
        out.write_text("report.html", &page)?;
    }
    Ok(Exit::Done)
}

fn label_map(path: &Path) -> Result<LabelMap, Failure> {
    let fail = |reason: &dyn std::fmt::Display| {
        Failure::usage(format_args!("{}: {reason}", path.display()))
    };
    let text = std::fs::read_to_string(path).map_err(|error| fail(&error))?;
    toml::from_str(&text).map_err(|error| fail(&error))
}
