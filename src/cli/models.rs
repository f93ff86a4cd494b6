//! `models`: the model folders found, and drafts of new ones.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use quotestance::classify::{self, ModelFolder};
use quotestance::report;

use super::{Exit, Failure, model_dir, stdout};

/// Flags of `models`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ModelsArgs {
    #[command(subcommand)]
    pub what: Option<What>,

    /// Do not read the weights: their hashes stay unchecked
    #[arg(long)]
    pub fast: bool,
}

/// What is done instead of listing.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Print a draft of model.toml for a folder in the Hugging Face layout
    Inspect {
        /// Folder with config.json, tokenizer.json and model.safetensors
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
}

const EXAMPLES: &str = "\
Examples:
  quotestance models
  quotestance models inspect path/to/checkpoint > path/to/checkpoint/model.toml
  QUOTESTANCE_MODELS=/srv/models quotestance models
  quotestance models --fast

Looked for in: $QUOTESTANCE_MODELS, ./models, and `models` beside the project of the program.";

/// Prints a table of them, or a draft; ends with code 4 when a model is broken.
pub fn run(args: &ModelsArgs) -> Result<Exit, Failure> {
    if let Some(What::Inspect { dir }) = &args.what {
        stdout::write(classify::draft(dir)?)?;
        return Ok(Exit::Done);
    }
    let folders: Vec<_> = model_dir::all()
        .iter()
        .map(|dir| Found::at(dir, args.fast))
        .collect();
    if folders.is_empty() {
        let looked: Vec<_> = model_dir::roots()
            .iter()
            .map(|root| root.display().to_string())
            .collect();
        return Err(Failure::new(
            Exit::Engine,
            format_args!(
                "no model folder in {}; set {} to the folder they are in",
                looked.join(", "),
                model_dir::VARIABLE
            ),
        ));
    }
    let rows = folders.iter().map(Found::row);
    let head = ["model", "architecture", "tasks", "size", "files", "folder"];
    stdout::write(report::table(&head, rows, &[1, 2, 4, 5]) + "\n")?;
    Ok(Failure::told(
        folders.iter().filter_map(|found| found.fault.as_deref()),
    ))
}

/// A model folder, and what is wrong with it.
pub struct Found {
    cells: [String; 4],
    folder: String,
    checked: bool,
    /// What is wrong, and what to do.
    pub fault: Option<String>,
}

impl Found {
    /// Reads `model.toml`, and unless `fast` every file that it names.
    pub fn at(dir: &Path, fast: bool) -> Self {
        let folder = dir.display().to_string();
        let name = dir
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match ModelFolder::read(dir) {
            Err(error) => Self {
                cells: [name, "?".into(), "?".into(), "?".into()],
                folder,
                checked: true,
                fault: Some(error.to_string()),
            },
            Ok(model) => Self {
                cells: [
                    name,
                    model.toml.architecture.to_string(),
                    model
                        .toml
                        .tasks
                        .keys()
                        .cloned()
                        .collect::<Vec<_>>()
                        .join(", "),
                    size(model.toml.files.values().map(|file| file.bytes).sum()),
                ],
                folder,
                checked: !fast,
                fault: if fast {
                    None
                } else {
                    model.verify().err().map(|error| error.to_string())
                },
            },
        }
    }

    /// Whether its files are whole, in a word.
    pub fn state(&self) -> &'static str {
        match (self.checked, &self.fault) {
            (_, Some(_)) => "broken",
            (true, None) => "whole",
            (false, None) => "unchecked",
        }
    }

    fn row(&self) -> Vec<String> {
        let mut row = self.cells.to_vec();
        row.extend([self.state().to_owned(), self.folder.clone()]);
        row
    }
}

fn size(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
