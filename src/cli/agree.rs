//! `agree`: annotators and models -> how far they agree.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use quotestance::compare::{
    AgreementOptions, LabelMap, Labelled, Rater, RaterKind, Row, Run, agreement,
};
use quotestance::exchange;
use quotestance::read::ReadOptions;
use quotestance::report;

use super::args::{FileArgs, SeedArgs};
use super::folder::Folder;
use super::rows::{self, Kind};
use super::{Exit, Failure, stdout};

/// Flags of `agree`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct AgreeArgs {
    /// One a rater: run folders, rows of `label`, gold, labelled tables (CSV, JSONL), exports of
    /// Label Studio, Prodigy and doccano; a file with several annotators is as many raters
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// One of the files whose labels a person corrected, though its rows name a model; may be given again
    #[arg(long, value_name = "FILE")]
    pub human: Vec<PathBuf>,

    /// Folder for agreement.json
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,

    #[command(flatten)]
    pub seed: SeedArgs,

    #[command(flatten)]
    pub file: FileArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance agree ana.csv ben.csv
  quotestance agree ana.csv ben.csv runs/articles --out figures/
  quotestance agree label-studio-export.json labelled.jsonl";

/// Prints tables, and writes `agreement.json` where `--out` is given.
pub fn run(args: &AgreeArgs) -> Result<Exit, Failure> {
    let out = args.out.as_deref().map(Folder::create).transpose()?;
    let options = AgreementOptions {
        seed: args.seed.seed,
        ..AgreementOptions::default()
    };
    let mut raters = Vec::new();
    for path in &args.files {
        raters.extend(raters_of(path, args.human.contains(path))?);
    }
    let found = agreement(&raters, &options).map_err(Failure::usage)?;
    stdout::write(report::agreement(&found))?;
    if let Some(out) = out {
        out.write("agreement.json", &found)?;
    }
    Ok(Exit::Done)
}

/// The raters of one file, by name where it has several.
fn raters_of(path: &Path, human: bool) -> Result<Vec<Rater>, Failure> {
    let name = path.display().to_string();
    let rater = |name, kind, rows| Rater { name, kind, rows };
    match rows::kind(path)? {
        Kind::Rows => {
            let rows = rows::jsonl::<Row>(&rows::file(path))?;
            let kind = match human || rows.iter().all(|row| row.model.is_none()) {
                true => RaterKind::Human,
                false => RaterKind::Model,
            };
            let run = Run::new(&name, rows, &LabelMap::default()).map_err(Failure::usage)?;
            Ok(vec![rater(name, kind, run.rows)])
        }
        Kind::Annotations => {
            let mut by_name: BTreeMap<String, Vec<Labelled>> = BTreeMap::new();
            for said in &exchange::annotations(path, &ReadOptions::default())? {
                let by = said.annotator.as_ref();
                let name = by.map_or_else(|| name.clone(), |by| format!("{name}, {by}"));
                by_name.entry(name).or_default().push(said.into());
            }
            let raters = by_name.into_iter();
            Ok(raters
                .map(|(name, rows)| rater(name, RaterKind::Human, rows))
                .collect())
        }
    }
}
