//! `import`: labels that people gave in another tool -> rows.

use std::path::PathBuf;

use clap::Args;
use quotestance::exchange::{self, Imported, Source};
use quotestance::write::{line, write_whole};

use super::args::one_of;
use super::{Exit, Failure};

/// Flags of `import`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ImportArgs {
    /// File that the tool exported
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Tool that wrote it
    #[arg(long, value_name = "FORMAT",
          value_parser = one_of::<Source>(["doccano", "label-studio", "prodigy", "semeval"]))]
    pub from: Source,

    /// File of rows (JSONL): gold quotes where spans were marked, else labelled texts
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  quotestance import project.json --from label-studio --out gold.jsonl
  quotestance import all.jsonl --from doccano --out gold.jsonl
  quotestance import train.tsv --from semeval --out rows.jsonl";

/// Writes the rows, and tells how many records were not accepted.
pub fn run(args: &ImportArgs) -> Result<Exit, Failure> {
    let fail = |reason: &dyn std::fmt::Display| {
        Failure::new(
            Exit::NoInput,
            format_args!("{}: {reason}", args.file.display()),
        )
    };
    let text = std::fs::read_to_string(&args.file).map_err(|error| fail(&error))?;
    let (imported, left_out) = exchange::import(args.from, &text).map_err(|error| fail(&error))?;
    let mut bytes = Vec::new();
    for rows in &imported {
        match rows {
            Imported::Quotes(quotes) => {
                for quote in quotes {
                    bytes.extend(line(quote)?);
                }
            }
            Imported::Text(text) => bytes.extend(line(text)?),
        }
    }
    write_whole(&args.out, &bytes)?;
    if left_out > 0 {
        tracing::warn!(
            "{left_out} records were rejected, skipped or not labelled; they are not in {}",
            args.out.display()
        );
    }
    Ok(Exit::Done)
}
