//! `--dry-run`: what would be done, as a settings file.

use std::fmt::Write;

use quotestance::config::{JobConfig, LabelConfig};

use super::{Exit, Failure, Typed, inputs, stdout};

/// Prints the merged settings, as `--config` takes them, and what they come to as comments.
pub fn show(typed: &Typed, job: &JobConfig, label: Option<&LabelConfig>) -> Result<Exit, Failure> {
    stdout::write(text(typed, job, label).map_err(Failure::usage)?)?;
    Ok(Exit::Done)
}

fn text(
    typed: &Typed,
    job: &JobConfig,
    label: Option<&LabelConfig>,
) -> Result<String, toml::ser::Error> {
    let mut merged = typed.merged.clone();
    let files = inputs::count(&job.inputs);
    let mut text = format!("# files to read: {}\n", files.count);
    if let Some(label) = label {
        let _ = writeln!(text, "# model: {}", label.model.display());
        merged.insert("target".to_owned(), toml::Value::try_from(&label.target)?);
    }
    text += "# nothing was read or written; the settings, as --config takes them:\n";
    text += &toml::to_string(&merged)?;
    Ok(text)
}
