//! A model folder: `model.toml` and the files it vouches for.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::corpus::{LINKS, TAGS};

use super::ClassifyError;

/// The shape of network that the weights are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Architecture {
    /// BERT (Devlin et al. 2019).
    Bert,
    /// RoBERTa (Liu et al. 2019).
    Roberta,
    /// DistilBERT (Sanh et al. 2019).
    Distilbert,
    /// DeBERTa v2 and v3 (He et al. 2021).
    DebertaV2,
    /// Hashed n-grams and one linear layer, without an engine.
    Linear,
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bert => "bert",
            Self::Roberta => "roberta",
            Self::Distilbert => "distilbert",
            Self::DebertaV2 => "deberta_v2",
            Self::Linear => "linear",
        })
    }
}

/// What a model's logits are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Labels of a text: one row of logits a text.
    #[default]
    Classifier,
    /// Places in quotes: one row of logits a token of a document.
    Tagger,
}

/// How a tagger reads what is longer than it can read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowSpec {
    /// Tokens that two neighbouring windows share.
    pub overlap: usize,
}

/// A part of an item that a model may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// What the stance is toward.
    Target,
    /// The quote.
    Quote,
    /// The words around the quote; the quote itself where there are none.
    Context,
    /// A whole document, in windows; of a tagger.
    Document,
}

/// Which text goes first and which second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputSpec {
    /// The first sequence.
    pub first: Part,
    /// The second; none for a model that reads one text.
    pub second: Option<Part>,
}

/// What a model was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseModel {
    /// Its published name.
    pub name: String,
    /// Its licence.
    pub licence: String,
    /// Of its weights, hexadecimal.
    pub sha256: Option<String>,
}

/// One task that a checkpoint serves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskSpec {
    /// The label of each logit, in the order of `logits`.
    pub labels: Vec<String>,
    /// Indices into the model's logits.
    pub logits: Vec<usize>,
    /// Logits are divided by it before the softmax.
    #[serde(default = "one")]
    pub temperature: f32,
}

fn one() -> f32 {
    1.0
}

/// What a file must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

/// `model.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelToml {
    /// The model's name, as rows carry it.
    pub name: String,
    /// Of the weights.
    pub licence: String,
    /// What its logits are.
    #[serde(default)]
    pub kind: Kind,
    /// The shape of network.
    pub architecture: Architecture,
    /// Longer input is cut, and marked as such; a tagger reads it in windows of so many.
    pub max_tokens: usize,
    /// Of a tagger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub windows: Option<WindowSpec>,
    /// What it was made from.
    pub base: Option<BaseModel>,
    /// Which text goes first and which second.
    pub input: InputSpec,
    /// `stance`, `sentiment`, or both; of a tagger, `tag` and `link`.
    pub tasks: BTreeMap<String, TaskSpec>,
    /// Every file that is loaded.
    pub files: BTreeMap<String, FileEntry>,
}

/// A folder whose `model.toml` is sound and whose files match it.
#[derive(Debug, Clone)]
pub struct ModelFolder {
    /// Where it is.
    pub dir: PathBuf,
    /// What it says.
    pub toml: ModelToml,
    /// `name@hash12`: the hash is that of `model.toml`, which holds those of all files.
    pub id: String,
}

impl ModelFolder {
    /// Reads `model.toml` and checks the size and hash of every file it names.
    ///
    /// # Errors
    /// When it is missing, malformed or incomplete, or a file is not what it says.
    pub fn open(dir: &Path) -> Result<Self, ClassifyError> {
        let folder = Self::read(dir)?;
        folder.verify()?;
        Ok(folder)
    }

    /// As [`Self::open`], without a look at the other files.
    ///
    /// # Errors
    /// When `model.toml` is missing, malformed or incomplete.
    pub fn read(dir: &Path) -> Result<Self, ClassifyError> {
        let path = dir.join("model.toml");
        let text = std::fs::read_to_string(&path).map_err(|e| {
            model(
                &path,
                format!("{e}; a model is a folder with a model.toml, see `quotestance models`"),
            )
        })?;
        let toml: ModelToml =
            toml::from_str(&text).map_err(|e| model(&path, e.to_string().trim_end().to_owned()))?;
        toml.check().map_err(|reason| model(&path, reason))?;
        let hash = hex(&Sha256::digest(text.as_bytes()));
        Ok(Self {
            dir: dir.to_owned(),
            id: format!("{}@{}", toml.name, &hash[..12]),
            toml,
        })
    }

    /// Checks the size and hash of every file that `model.toml` names.
    ///
    /// # Errors
    /// Names the first file that differs.
    pub fn verify(&self) -> Result<(), ClassifyError> {
        for (name, entry) in &self.toml.files {
            let path = self.dir.join(name);
            let found = FileEntry::of(&path).map_err(|e| model(&path, e.to_string()))?;
            if found != *entry {
                return Err(model(
                    &path,
                    format!(
                        "is not the file that model.toml names (sha256 {}, {} bytes; expected {}, {} bytes); fetch the model again",
                        found.sha256, found.bytes, entry.sha256, entry.bytes
                    ),
                ));
            }
        }
        Ok(())
    }

    /// The path of one of its files.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

impl FileEntry {
    /// Size and hash of a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut hasher = Sha256::new();
        let bytes = io::copy(&mut File::open(path)?, &mut hasher)?;
        Ok(Self {
            sha256: hex(&hasher.finalize()),
            bytes,
        })
    }
}

impl ModelToml {
    fn check(&self) -> Result<(), String> {
        let needed: &[&str] = match self.architecture {
            Architecture::Linear => &["model.safetensors"],
            _ => &["config.json", "tokenizer.json", "model.safetensors"],
        };
        if let Some(missing) = needed.iter().find(|f| !self.files.contains_key(**f)) {
            return Err(format!(
                "names no hash for {missing}; add [files.\"{missing}\"] with sha256 and bytes"
            ));
        }
        if self.tasks.is_empty() {
            return Err(
                "has no task; add [tasks.stance] or [tasks.sentiment] with labels and logits"
                    .into(),
            );
        }
        if self.kind == Kind::Tagger {
            return self.check_tagger();
        }
        for (task, spec) in &self.tasks {
            let known = match task.as_str() {
                "stance" => ["favor", "against", "neutral"],
                "sentiment" => ["negative", "neutral", "positive"],
                _ => return Err(format!("task {task} is not known; use stance or sentiment")),
            };
            if spec.labels.len() != spec.logits.len() || spec.labels.is_empty() {
                return Err(format!(
                    "tasks.{task} has {} labels for {} logits; give one label a logit",
                    spec.labels.len(),
                    spec.logits.len()
                ));
            }
            if let Some(label) = spec.labels.iter().find(|l| !known.contains(&l.as_str())) {
                return Err(format!(
                    "tasks.{task} has the label {label}; use {}",
                    known.join(", ")
                ));
            }
            if !(spec.temperature > 0.0 && spec.temperature.is_finite()) {
                return Err(format!("tasks.{task}.temperature must be above 0"));
            }
        }
        Ok(())
    }
}

impl ModelToml {
    fn check_tagger(&self) -> Result<(), String> {
        let overlap = self.windows.map(|w| w.overlap);
        if overlap.is_none_or(|overlap| overlap + 2 >= self.max_tokens) {
            return Err("needs [windows] with an overlap below max_tokens".into());
        }
        for (task, labels) in [("tag", &TAGS[..]), ("link", &LINKS[..])] {
            let spec = self
                .tasks
                .get(task)
                .ok_or(format!("needs [tasks.{task}]"))?;
            if spec.labels != labels || spec.logits.len() != labels.len() {
                return Err(format!(
                    "tasks.{task} needs the labels {}, in this order, and one logit each",
                    labels.join(", ")
                ));
            }
        }
        Ok(())
    }
}

fn model(path: &Path, reason: impl fmt::Display) -> ClassifyError {
    ClassifyError::Model(format!("{}: {reason}", path.display()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
