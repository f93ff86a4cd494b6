//! What a training needs to go on: weights, optimiser state, and where it was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tch::Tensor;

use super::TrainError;
use super::adamw::Param;

/// Where a training was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Of the configuration and rows; another training's checkpoint is refused.
    pub fingerprint: String,
    /// Steps done.
    pub step: usize,
    /// The best mean dev score so far.
    pub best: Option<f64>,
    /// The step it was reached at.
    pub best_step: usize,
    /// Every look at the dev sets: step, then score a set.
    pub history: Vec<(usize, BTreeMap<String, f64>)>,
}

/// The folder that unfinished trainings of a model keep their checkpoint in.
pub fn folder(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".training");
    out.with_file_name(name)
}

/// Writes state and tensors; the old checkpoint stands until the new one is whole.
///
/// # Errors
/// When the folder cannot be written.
pub fn save(dir: &Path, state: &State, params: &[Param]) -> Result<(), TrainError> {
    let output = |path: &Path| {
        let path = path.to_owned();
        move |source| TrainError::Output { path, source }
    };
    std::fs::create_dir_all(dir).map_err(output(dir))?;
    let tensors: Vec<(String, &Tensor)> = params
        .iter()
        .flat_map(|p| {
            [
                ("master", &p.master),
                ("mean", &p.mean),
                ("square", &p.square),
            ]
            .map(|(kind, tensor)| (format!("{kind}/{}", p.name), tensor))
        })
        .collect();
    let name = format!("step-{}.safetensors", state.step);
    let weights = dir.join(&name);
    Tensor::write_safetensors(&tensors, &weights).map_err(|e| TrainError::Engine(e.to_string()))?;
    let part = dir.join("state.json.part");
    let json = serde_json::to_vec(state).map_err(|e| TrainError::Engine(e.to_string()))?;
    std::fs::write(&part, json).map_err(output(&part))?;
    let path = dir.join("state.json");
    std::fs::rename(&part, &path).map_err(output(&path))?;
    for entry in std::fs::read_dir(dir).map_err(output(dir))?.flatten() {
        let other = entry.file_name().to_string_lossy().into_owned();
        if other.starts_with("step-") && other != name {
            std::fs::remove_file(entry.path()).map_err(output(&entry.path()))?;
        }
    }
    Ok(())
}

/// Puts the tensors of a checkpoint back; `None` where there is none.
///
/// # Errors
/// When the checkpoint is another training's, or broken.
pub fn load(
    dir: &Path,
    fingerprint: &str,
    params: &mut [Param],
) -> Result<Option<State>, TrainError> {
    let path = dir.join("state.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        return Ok(None);
    };
    let broken = |e: &dyn std::fmt::Display| {
        TrainError::Config(format!(
            "{}: {e}; remove {} to start anew",
            path.display(),
            dir.display()
        ))
    };
    let state: State = serde_json::from_str(&text).map_err(|e| broken(&e))?;
    if state.fingerprint != fingerprint {
        return Err(broken(
            &"belongs to a training with another configuration or other rows",
        ));
    }
    let weights = dir.join(format!("step-{}.safetensors", state.step));
    let tensors = Tensor::read_safetensors(&weights).map_err(|e| broken(&e))?;
    let tensors: BTreeMap<String, Tensor> = tensors.into_iter().collect();
    for param in params {
        for (kind, tensor) in [
            ("master", &mut param.master),
            ("mean", &mut param.mean),
            ("square", &mut param.square),
        ] {
            let key = format!("{kind}/{}", param.name);
            let saved = tensors
                .get(&key)
                .ok_or_else(|| broken(&format!("lacks {key}")))?;
            tensor.f_copy_(saved).map_err(|e| broken(&e))?;
        }
        param.publish();
    }
    Ok(Some(state))
}
