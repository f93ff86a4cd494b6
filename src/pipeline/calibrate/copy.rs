//! A model folder with another `model.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Calibrated;
use crate::classify::{ModelFolder, with_fitted};
use crate::config::CalibrateConfig;
use crate::pipeline::error::PipelineError;
use crate::write::{WriteError, write_whole};

/// Changes the model in place, or makes a copy that appears whole or not at all.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(
    config: &CalibrateConfig,
    model: &ModelFolder,
    fitted: &[Calibrated],
) -> Result<(), PipelineError> {
    let path = model.file("model.toml");
    let text = fs::read_to_string(&path).map_err(WriteError::io(&path))?;
    let entry = |of: &Calibrated| {
        let entry = (of.after.clone(), of.calibration.clone());
        (of.task.as_str().to_owned(), entry)
    };
    let fitted: BTreeMap<_, _> = fitted.iter().map(entry).collect();
    let text = with_fitted(&text, &fitted)
        .map_err(|reason| PipelineError::Usage(format!("{}: {reason}", path.display())))?;
    let Some(out) = &config.out else {
        return Ok(write_whole(&path, text.as_bytes())?);
    };
    let part = part_of(out);
    if part.exists() {
        fs::remove_dir_all(&part).map_err(WriteError::io(&part))?;
    }
    fs::create_dir_all(&part).map_err(WriteError::io(&part))?;
    copy_files(&model.dir, &part)?;
    write_whole(&part.join("model.toml"), text.as_bytes())?;
    Ok(fs::rename(&part, out).map_err(WriteError::io(out))?)
}

fn part_of(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// The files of a folder, but not its folders.
fn copy_files(from: &Path, to: &Path) -> Result<(), WriteError> {
    for entry in fs::read_dir(from).map_err(WriteError::io(from))? {
        let path = entry.map_err(WriteError::io(from))?.path();
        if path.is_file()
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, to.join(name)).map_err(WriteError::io(&path))?;
        }
    }
    Ok(())
}
