//! `evaluate`, closer: slices of the rows, and the rows that are wrong.

use std::path::{Path, PathBuf};

use clap::Args;
use quotestance::evaluate::{self, EvaluateOptions, Pair, Slicing};
use quotestance::write::{line, write_whole};
use serde_json::{Map, Value};

use super::Failure;
use super::rows::{self, Rows};

/// What to look at beside the figures of all rows.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Slices and errors")]
pub struct PartArgs {
    /// Figures for each value of these: quote_type, outlet, speaker_method, target_mention, length
    /// (in words), or any other column of the rows or of their metadata
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub by: Vec<String>,

    /// Mark slices of fewer rows, and do not rank them
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub min_slice: usize,

    /// Write the most confident errors here (JSONL): the whole row, with gold and margin
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,

    /// Most errors of each task, gold label and predicted label
    #[arg(long, value_name = "N", default_value_t = 20, requires = "errors")]
    pub top: usize,
}

/// What was asked for.
pub struct Parts<'a> {
    pub slices: Vec<Slicing>,
    errors: Option<(&'a Path, Vec<Map<String, Value>>)>,
}

impl PartArgs {
    /// Joins the rows again where anything was asked for.
    pub fn of(
        &self,
        predicted: &Rows,
        gold: &Path,
        options: &EvaluateOptions,
    ) -> Result<Parts<'_>, Failure> {
        let pairs: Vec<Pair> = match (self.by.is_empty() && self.errors.is_none(), predicted) {
            (true, _) => Vec::new(),
            (false, Rows::Quotes(quotes)) => evaluate::quote_pairs(quotes, &rows::jsonl(gold)?),
            (false, Rows::Labels(labels)) => {
                evaluate::row_pairs(labels, &rows::jsonl(gold)?).map_err(Failure::usage)?
            }
        };
        let slices = evaluate::slices(&pairs, &self.by, self.min_slice, options);
        let errors = self.errors.as_deref();
        Ok(Parts {
            slices: slices.map_err(Failure::usage)?,
            errors: errors.map(|path| (path, evaluate::errors(&pairs, self.top))),
        })
    }
}

impl Parts<'_> {
    /// Writes the rows of `--errors`.
    pub fn write_errors(&self) -> Result<(), Failure> {
        let Some((path, rows)) = &self.errors else {
            return Ok(());
        };
        let mut bytes = Vec::new();
        for row in rows {
            bytes.extend(line(row)?);
        }
        Ok(write_whole(path, &bytes)?)
    }
}
