//! `validate`: a dataset -> what is wrong with it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use quotestance::pipeline;
use quotestance::write::line;

use super::console::Console;
use super::{Exit, Failure, logs, stdout};

/// Flags of `validate`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ValidateArgs {
    /// Folder of a run, folder for the Hugging Face hub, file of rows (JSONL, Parquet), or a
    /// Croissant file in the folder of its run
    #[arg(value_name = "DIR|FILE")]
    pub path: PathBuf,
}

const EXAMPLES: &str = "\
Each fault is a JSON object on standard output: file, line, key, reason, advice.

Examples:
  quotestance validate runs/articles
  quotestance validate dataset/ | jq -r '[.file, .line, .key, .reason] | @tsv'
  quotestance validate labels.jsonl

Exit codes: 0 no fault   1 faults   2 not a dataset   3 no such file";

/// Prints the faults as they are found, and tells how many there are.
pub fn run(args: &ValidateArgs, console: &Console) -> Result<Exit, Failure> {
    let mut faults: BTreeMap<String, u64> = BTreeMap::new();
    let mut printed = Ok(());
    let validated = pipeline::validate(&args.path, &mut |fault| {
        if printed.is_ok() {
            let row = line(&fault).map_err(Failure::from);
            printed = row.and_then(stdout::write);
        }
        *faults.entry(fault.file).or_default() += 1;
    })?;
    printed?;
    let all: u64 = faults.values().sum();
    let by_file: Vec<_> = faults
        .iter()
        .map(|(file, n)| format!("{file} {n}"))
        .collect();
    logs::tell(
        console,
        &format!(
            "{}: {} row{}; {} read; {}",
            args.path.display(),
            validated.rows,
            if validated.rows == 1 { "" } else { "s" },
            validated.files.join(", "),
            match all {
                0 => "no fault".to_owned(),
                1 => format!("1 fault: {}", by_file.join(", ")),
                _ => format!("{all} faults: {}", by_file.join(", ")),
            }
        ),
    );
    Ok(if all == 0 {
        Exit::Done
    } else {
        Exit::GateNotMet
    })
}
