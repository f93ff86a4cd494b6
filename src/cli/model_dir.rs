//! Where model folders are looked for.

use std::path::{Path, PathBuf};

use quotestance::classify::{self, Classifier, EngineOptions};

use super::{Exit, Failure};

/// The model that is used unless another is named.
pub const DEFAULT: &str = "stance-sentiment-minilm";

/// The classifier that needs no engine.
pub const BASELINE: &str = "baseline";

/// The environment variable that names a folder of models.
pub const VARIABLE: &str = "QUOTESTANCE_MODELS";

/// Loads what [`find`] found.
pub fn load(dir: &Path, options: &EngineOptions) -> Result<Box<dyn Classifier>, Failure> {
    if dir == Path::new(BASELINE) {
        return Ok(classify::baseline()?);
    }
    let model = classify::load(dir, options)?;
    tracing::info!(model = model.id(), folder = %dir.display(), "model loaded");
    Ok(model)
}

/// The folder of a model: a path as it stands, or a bare name in one of [`roots`].
pub fn find(model: &str) -> Result<PathBuf, Failure> {
    let as_path = Path::new(model);
    if model == BASELINE || as_path.components().count() > 1 || as_path.is_absolute() {
        return Ok(as_path.to_owned());
    }
    let roots = roots();
    roots
        .iter()
        .map(|root| root.join(model))
        .chain([as_path.to_owned()])
        .find(|dir| dir.join("model.toml").is_file())
        .ok_or_else(|| {
            let looked: Vec<_> = roots.iter().map(|root| root.display().to_string()).collect();
            Failure::new(
                Exit::Engine,
                format_args!(
                    "no model `{model}` in {}; give --model DIR, or set {VARIABLE} to the folder it is in; `quotestance models` lists those found",
                    looked.join(", ")
                ),
            )
        })
}

/// Folders of models, the first of which wins: that of the environment, `models` here, and
/// `models` beside the project that the program was built in.
pub fn roots() -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = std::env::var_os(VARIABLE)
        .map(PathBuf::from)
        .into_iter()
        .collect();
    roots.push("models".into());
    let program = std::env::current_exe().and_then(std::fs::canonicalize);
    roots.extend(
        program
            .iter()
            .flat_map(|program| program.ancestors().skip(1))
            .map(|folder| folder.join("models"))
            .filter(|models| models.is_dir()),
    );
    roots
}

/// The model folders of [`roots`], sorted by name within each; a folder that two roots reach
/// comes once.
pub fn all() -> Vec<PathBuf> {
    let mut seen = std::collections::BTreeSet::new();
    roots()
        .iter()
        .flat_map(|root| {
            let mut dirs: Vec<_> = std::fs::read_dir(root)
                .into_iter()
                .flatten()
                .filter_map(|entry| Some(entry.ok()?.path()))
                .filter(|dir| dir.join("model.toml").is_file())
                .collect();
            dirs.sort();
            dirs
        })
        .filter(|dir| seen.insert(std::fs::canonicalize(dir).unwrap_or_else(|_| dir.clone())))
        .collect()
}
