//! `--dry-run`: what would be done, as a settings file.

use std::fmt::Write;

use quotestance::config::{JobConfig, LabelConfig};
use quotestance::read;

use super::{Exit, Failure, Typed, stdout};

/// Prints the merged settings, as `--config` takes them, and what they come to as comments.
pub fn show(
    typed: &Typed,
    job: &JobConfig,
    rows_only: bool,
    label: Option<&LabelConfig>,
) -> Result<Exit, Failure> {
    let files = read::survey(&job.inputs, rows_only)?.files;
    stdout::write(text(typed, files, label).map_err(Failure::usage)?)?;
    Ok(Exit::Done)
}

fn text(
    typed: &Typed,
    files: usize,
    label: Option<&LabelConfig>,
) -> Result<String, toml::ser::Error> {
    let mut merged = typed.merged.clone();
    let mut text = format!("# files to read: {files}\n");
    if let Some(label) = label {
        let _ = writeln!(text, "# model: {}", label.model.display());
        merged.insert("target".to_owned(), toml::Value::try_from(&label.target)?);
    }
    text += "# nothing was read or written; the settings, as --config takes them:\n";
    text += &toml::to_string(&merged)?;
    Ok(text)
}
