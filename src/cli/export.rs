//! `export`: a run -> the files of another tool.

use std::path::{Path, PathBuf};

use clap::Args;
use quotestance::corpus::QuoteRow;
use quotestance::exchange::{self, Files, Format};
use quotestance::write::{RunManifest, write_whole};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::args::one_of;
use super::folder::Folder;
use super::{Exit, Failure, documents, rows};

/// Flags of `export`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExportArgs {
    /// Run folder, or a file of quotes (JSONL)
    #[arg(value_name = "RUN")]
    pub run: PathBuf,

    /// Format to write
    #[arg(long, value_name = "FORMAT",
          value_parser = one_of::<To>(["brat", "citron", "croissant", "doccano", "huggingface",
                                       "iob2", "label-studio", "prodigy", "semeval",
                                       "web-annotation"]))]
    pub to: To,

    /// File, or folder where the format has several files; it must not exist
    #[arg(long, short, value_name = "PATH")]
    pub out: PathBuf,

    /// Inputs that the run read, for the texts; every span is checked against them
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub documents: Vec<PathBuf>,

    /// Only rows toward this target
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,
}

/// Formats of rows, and those of a dataset.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum To {
    /// `croissant.json`, to stand in the run's folder.
    Croissant,
    /// A dataset folder.
    Huggingface,
    #[serde(untagged)]
    Rows(Format),
}

const EXAMPLES: &str = "\
Examples:
  quotestance export runs/articles --to label-studio --out tasks --documents articles/
  quotestance export runs/articles --to brat --out brat --documents articles/
  quotestance export runs/articles --to huggingface --out dataset
  quotestance export runs/articles --to semeval --out stance.tsv";

/// Writes the files, and tells what the format cannot hold.
pub fn run(args: &ExportArgs) -> Result<Exit, Failure> {
    if args.out.exists() {
        return Err(Failure::new(
            Exit::Output,
            format_args!("{}: this exists; choose another --out", args.out.display()),
        ));
    }
    let mut rows = rows::jsonl::<QuoteRow>(&rows::file(&args.run))?;
    if let Some(target) = &args.target {
        rows.retain(|row| row.target.as_ref() == Some(target));
    }
    let wanted = rows.iter().map(|row| row.document_id.as_str()).collect();
    let texts = documents::texts(&args.documents, &wanted)?;
    let pages = exchange::pages(&rows, &texts)?;
    let format = match args.to {
        To::Rows(format) => format,
        To::Croissant => return croissant(args, &rows),
        To::Huggingface => {
            Folder::create(&args.out)?;
            let metrics: Option<Value> = json(&args.run.join("metrics.json"))?;
            exchange::huggingface(&rows, metrics.as_ref(), &args.out)?;
            return Ok(Exit::Done);
        }
    };
    let exported = exchange::export(format, &pages)?;
    write(&args.out, &exported.files)?;
    for what in &exported.left_out {
        tracing::warn!(
            "the format cannot hold {what}; they are not in {}",
            args.out.display()
        );
    }
    Ok(Exit::Done)
}

fn write(out: &Path, files: &Files) -> Result<(), Failure> {
    match files {
        Files::One(bytes) => Ok(write_whole(out, bytes)?),
        Files::Folder(files) => {
            Folder::create(out)?;
            for (name, bytes) in files {
                write_whole(&out.join(name), bytes)?;
            }
            Ok(())
        }
    }
}

fn croissant(args: &ExportArgs, rows: &[QuoteRow]) -> Result<Exit, Failure> {
    let path = args.run.join("manifest.json");
    let manifest: Option<RunManifest> = json(&path)?;
    let manifest = manifest.ok_or_else(|| {
        let path = path.display();
        Failure::usage(format_args!(
            "{path}: no manifest; give the folder of a finished run"
        ))
    })?;
    let target = rows.first().and_then(|row| row.target.as_deref());
    let json = exchange::croissant(&manifest, target.unwrap_or("none"))?;
    write_whole(&args.out, format!("{json:#}\n").as_bytes())?;
    Ok(Exit::Done)
}

/// `None` where there is no such file.
fn json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Failure> {
    let fail = |reason: &dyn std::fmt::Display| {
        Failure::new(Exit::NoInput, format_args!("{}: {reason}", path.display()))
    };
    if !path.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path).map_err(|error| fail(&error))?;
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|error| fail(&error))
}
