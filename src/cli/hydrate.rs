//! `dehydrate` and `hydrate`: rows without the words of others, and with them again.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use quotestance::exchange;
use quotestance::write::{line, write_whole};
use serde_json::Value;

use super::{Exit, Failure, documents, rows};

/// Flags of `dehydrate`.
#[derive(Debug, Args)]
#[command(after_help = DEHYDRATE)]
pub struct DehydrateArgs {
    /// Run folder, or a file of quotes (JSONL)
    #[arg(value_name = "RUN")]
    pub run: PathBuf,

    /// File of rows (JSONL) with offsets and hashes in place of texts
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,
}

/// Flags of `hydrate`.
#[derive(Debug, Args)]
#[command(after_help = HYDRATE)]
pub struct HydrateArgs {
    /// File that `dehydrate` wrote
    #[arg(value_name = "FILE")]
    pub rows: PathBuf,

    /// Inputs that the rows were made on
    #[arg(long, value_name = "INPUT", num_args = 1.., required = true)]
    pub documents: Vec<PathBuf>,

    /// File of rows (JSONL) with their texts
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,
}

const DEHYDRATE: &str = "\
Examples:
  quotestance dehydrate runs/articles --out shared.jsonl
  quotestance dehydrate quotes.jsonl --out shared.jsonl";

const HYDRATE: &str = "\
Examples:
  quotestance hydrate shared.jsonl --documents articles/ --out quotes.jsonl
  quotestance hydrate shared.jsonl --documents articles.jsonl more/ --out quotes.jsonl";

/// Writes all rows.
pub fn dehydrate(args: &DehydrateArgs) -> Result<Exit, Failure> {
    let mut bytes = Vec::new();
    for mut row in rows::jsonl::<Value>(&rows::file(&args.run))? {
        exchange::dehydrate(&mut row);
        bytes.extend(line(&row)?);
    }
    write_whole(&args.out, &bytes)?;
    Ok(Exit::Done)
}

/// Writes the rows whose words are found, and names each mismatch of the others.
pub fn hydrate(args: &HydrateArgs) -> Result<Exit, Failure> {
    let rows = rows::jsonl::<Value>(&args.rows)?;
    let document = |row: &Value| row["document_id"].as_str().unwrap_or_default().to_owned();
    let names: Vec<String> = rows.iter().map(document).collect();
    let wanted: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let texts = documents::texts(&args.documents, &wanted)?;
    let mut bytes = Vec::new();
    let mut left_out = 0;
    for (index, (mut row, document)) in rows.into_iter().zip(&names).enumerate() {
        let faults = match texts.get(document) {
            Some(text) => exchange::hydrate(&mut row, text).err(),
            None => Some(vec!["the document is not among the --documents".to_owned()]),
        };
        match faults {
            None => bytes.extend(line(&row)?),
            Some(faults) => {
                left_out += 1;
                for fault in faults {
                    tracing::error!("row {}, document `{document}`: {fault}", index + 1);
                }
            }
        }
    }
    write_whole(&args.out, &bytes)?;
    Ok(match left_out {
        0 => Exit::Done,
        _ => Exit::Quarantined,
    })
}
