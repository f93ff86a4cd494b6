//! `sample`: predictions -> the rows that people are to label.

use std::path::PathBuf;

use clap::Args;
use quotestance::corpus::{Task, column};
use quotestance::exchange::{TaskFormat, tasks};
use quotestance::prevalence::{Allocation, sample};
use quotestance::write::write_whole;
use serde_json::{Map, Value};

use super::args::{FileArgs, one_of};
use super::{Exit, Failure, console::Console, logs, rows};

/// Flags of `sample`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SampleArgs {
    /// Quote rows, or rows of `label` (JSONL)
    #[arg(long, value_name = "FILE")]
    pub pred: PathBuf,

    /// Rows to draw
    #[arg(long, value_name = "N")]
    pub n: usize,

    /// Columns whose values are the strata: stance, sentiment, quote_type, outlet, length, ...
    #[arg(
        long,
        value_name = "COLUMN",
        value_delimiter = ',',
        default_value = "stance"
    )]
    pub by: Vec<String>,

    /// Rows of each stratum: as its share of the corpus, or as many as the others
    #[arg(long, value_name = "HOW", default_value = "proportional",
          value_parser = one_of::<Allocation>(["proportional", "equal"]))]
    pub allocation: Allocation,

    /// What is to be labelled; for prodigy and doccano one of the two
    #[arg(long, value_name = "TASK", value_delimiter = ',', default_value = "stance",
          value_parser = one_of::<Task>(["stance", "sentiment"]))]
    pub task: Vec<Task>,

    /// The tool that the file is for
    #[arg(long, value_name = "FORMAT", default_value = "csv",
          value_parser = one_of::<TaskFormat>(["csv", "label-studio", "prodigy", "doccano"]))]
    pub format: TaskFormat,

    /// The file to label
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,

    /// Seed of the draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    #[command(flatten)]
    pub file: FileArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance sample --pred runs/articles --n 300 --out to_label.csv
  quotestance sample --pred runs/articles --n 300 --by stance,outlet --allocation equal --out to_label.csv
  quotestance sample --pred labelled.jsonl --n 200 --format label-studio --out tasks.json
  quotestance prevalence --pred runs/articles --gold to_label.csv";

/// Writes the file, and tells how many rows it has.
pub fn run(args: &SampleArgs, console: &Console) -> Result<Exit, Failure> {
    if args.task.len() > 1 && !args.format.asks_several() {
        return Err(Failure::usage(
            "this format asks one question; give --task stance or --task sentiment",
        ));
    }
    let rows = rows::predicted(&args.pred)?.maps();
    check_columns(&rows, &args.by)?;
    let strata: Vec<_> = rows
        .iter()
        .map(|row| (key(row), stratum(row, &args.by)))
        .collect();
    let drawn = sample(&strata, args.n, args.allocation, args.seed).map_err(Failure::usage)?;
    let drawn: Vec<_> = drawn
        .into_iter()
        .map(|(i, draw)| (&rows[i], draw))
        .collect();
    write_whole(&args.out, &tasks(&drawn, &args.task, args.format)?)?;
    let count = drawn.len();
    logs::tell(
        console,
        &format!("{count} of {} rows in {}", rows.len(), args.out.display()),
    );
    Ok(Exit::Done)
}

/// What tells a row from all others.
fn key(row: &Map<String, Value>) -> String {
    let part = |name| row.get(name).map(ToString::to_string).unwrap_or_default();
    ["quote_id", "id", "target"].map(part).join("\t")
}

/// Rows of one input need not all have a column that it brought along, but one must.
fn check_columns(rows: &[Map<String, Value>], by: &[String]) -> Result<(), Failure> {
    let lacks = |name: &&String| rows.iter().all(|row| column(row, name).is_none());
    match (by.iter().find(lacks), rows.first()) {
        (Some(name), Some(row)) => {
            let known: Vec<_> = row.keys().map(String::as_str).collect();
            Err(Failure::usage(format_args!(
                "no row has a column `{name}`; stratify by length, by one of {}, or by a column under `meta`",
                known.join(", ")
            )))
        }
        _ => Ok(()),
    }
}

fn stratum(row: &Map<String, Value>, by: &[String]) -> String {
    let value = |name: &String| column(row, name).unwrap_or_else(|| "(none)".to_owned());
    by.iter().map(value).collect::<Vec<_>>().join("\t")
}
