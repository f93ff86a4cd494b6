//! A folder for results, made before the work, so that a bad path fails at once.

use std::path::{Path, PathBuf};

use quotestance::write::write_whole;
use serde::Serialize;

use super::Failure;

/// A folder that exists.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes it, and those it lies in.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(path).map_err(|error| Failure::output(path.display(), &error))?;
        Ok(Self(path.to_owned()))
    }

    /// Writes a JSON file that appears whole or not at all.
    pub fn write(&self, name: &str, content: &impl Serialize) -> Result<(), Failure> {
        let mut json = serde_json::to_vec_pretty(content).map_err(Failure::usage)?;
        json.push(b'\n');
        Ok(write_whole(&self.0.join(name), &json)?)
    }

    /// Writes a text file that appears whole or not at all.
    pub fn write_text(&self, name: &str, content: &str) -> Result<(), Failure> {
        Ok(write_whole(&self.0.join(name), content.as_bytes())?)
    }
}
