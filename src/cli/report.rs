//! `report`: a run, or a comparison -> one page to look at.

use std::path::{Path, PathBuf};

use clap::Args;
use quotestance::compare::Comparison;
use quotestance::read::ReadOptions;
use quotestance::write::write_whole;
use quotestance::{pipeline, report};
use serde::de::DeserializeOwned;

use super::args::FileArgs;
use super::rows::{self, Rows};
use super::{Exit, Failure, job, stdout};

/// Flags of `report`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ReportArgs {
    /// Folder of a run, a file of its rows (JSONL), or what `compare --out` wrote
    #[arg(value_name = "RUN")]
    pub run: PathBuf,

    /// Documents of the run, as they were given to it: the page then carries their whole text
    ///
    /// Without this, the page carries what the rows do: content, cue and source.
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub documents: Vec<PathBuf>,

    /// The page; `-` is standard output
    #[arg(long, short, value_name = "FILE", default_value = "report.html")]
    pub out: PathBuf,

    /// Replace what stands at --out
    #[arg(long)]
    pub overwrite: bool,

    #[command(flatten)]
    pub file: FileArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance report runs/articles
  quotestance report runs/articles --documents articles/ --out articles.html
  quotestance compare runs/a runs/b --out figures && quotestance report figures";

/// Renders the page and writes it.
pub fn run(args: &ReportArgs) -> Result<Exit, Failure> {
    let to_stdout = args.out == Path::new("-");
    if !to_stdout && args.out.exists() && !args.overwrite {
        return Err(Failure::usage(format_args!(
            "{}: this file exists; choose another --out, or replace it with --overwrite",
            args.out.display()
        )));
    }
    let page = page(args)?;
    if to_stdout {
        stdout::write(page)?;
    } else {
        write_whole(&args.out, page.as_bytes())?;
    }
    Ok(Exit::Done)
}

fn page(args: &ReportArgs) -> Result<String, Failure> {
    let comparison = match args.run.is_dir() {
        true => args.run.join("comparison.json"),
        false => args.run.clone(),
    };
    if comparison.ends_with("comparison.json") && comparison.exists() {
        let comparison: Comparison = json(&comparison)?;
        return report::comparison_page(&comparison).map_err(fault);
    }
    let Rows::Quotes(rows) = rows::predicted(&args.run)? else {
        return Err(Failure::usage(format_args!(
            "{}: these rows are not of quotes; give the folder of a run, or its quotes.jsonl",
            args.run.display()
        )));
    };
    let metrics = args.run.join("metrics.json");
    let metrics = metrics.exists().then(|| json(&metrics)).transpose()?;
    let documents: Vec<_> = args.documents.iter().map(|path| job::input(path)).collect();
    let options = ReadOptions::default();
    Ok(pipeline::report(
        &rows,
        metrics.as_ref(),
        &documents,
        &options,
    )?)
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let unreadable = |reason: &dyn std::fmt::Display| {
        Failure::new(
            Exit::NoInput,
            format_args!("{}: {reason}; make it again", path.display()),
        )
    };
    let bytes = std::fs::read(path).map_err(|error| unreadable(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))
}

fn fault(error: report::ReportError) -> Failure {
    pipeline::PipelineError::from(error).into()
}
