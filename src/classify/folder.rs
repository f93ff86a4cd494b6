//! A model folder: `model.toml` and the files it vouches for.

mod check;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Calibration, ClassifyError};
use crate::corpus::Scaling;

/// How a model's logits become labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A logit a label.
    #[default]
    Classifier,
    /// A head trained on entailment: every label is a hypothesis about the quote.
    Nli,
    /// Places in quotes: a row of logits a token of a document.
    Tagger,
}

impl Kind {
    fn is_classifier(&self) -> bool {
        *self == Self::Classifier
    }
}

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
    /// XLM-RoBERTa (Conneau et al. 2020).
    XlmRoberta,
    /// ALBERT (Lan et al. 2020).
    Albert,
    /// Hashed n-grams and one linear layer, without an engine.
    Linear,
}

impl Architecture {
    /// Those that an engine runs. ELECTRA has no head in rust-bert, Longformer pads to its window, and
    /// MobileBERT's last token sees the padding behind it, so that its logits depend on batch mates.
    pub const TRANSFORMERS: [Self; 6] = [
        Self::Bert,
        Self::Roberta,
        Self::Distilbert,
        Self::DebertaV2,
        Self::XlmRoberta,
        Self::Albert,
    ];
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bert => "bert",
            Self::Roberta => "roberta",
            Self::Distilbert => "distilbert",
            Self::DebertaV2 => "deberta_v2",
            Self::XlmRoberta => "xlm_roberta",
            Self::Albert => "albert",
            Self::Linear => "linear",
        })
    }
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
    /// The quote as it stands in its document, with its source and cue; the quote itself where that is
    /// not known.
    Sentence,
    /// The words around the quote; the quote itself where there are none.
    Context,
    /// A whole document, in windows; of a tagger.
    Document,
    /// A label's sentence about the target; of an NLI model alone.
    Hypothesis,
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
    /// Indices into the model's logits; none for an NLI model.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub logits: Vec<usize>,
    /// Logits are divided by it before the softmax.
    #[serde(default = "one")]
    pub temperature: f32,
    /// What makes the probabilities of the softmax's logarithm, in the order of `labels`; `None` leaves
    /// the softmax as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<Scaling>,
    /// Of an NLI model: the templates of each label, in which `{target}` stands for the target.
    /// All labels of a task have as many, and those at one place of their lists belong together.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hypotheses: BTreeMap<String, Vec<String>>,
    /// Where the temperature or the scaling comes from; `None` where neither was fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
}

fn one() -> f32 {
    1.0
}

/// What an NLI head needs beside its tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NliSpec {
    /// The name that `config.json` gives to the entailment logit, where that name does not say it.
    pub entailment: Option<String>,
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
    /// How logits become labels; `classifier` unless stated.
    #[serde(default, skip_serializing_if = "Kind::is_classifier")]
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
    /// Of an NLI model alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nli: Option<NliSpec>,
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

    /// What a manifest says of it, and of the engine that runs it.
    pub fn describe(&self, engine: Value) -> Value {
        json!({
            "id": self.id,
            "name": self.toml.name,
            "licence": self.toml.licence,
            "kind": self.toml.kind,
            "architecture": self.toml.architecture,
            "base": self.toml.base,
            "tasks": self.toml.describe_tasks(),
            "files": self.toml.files,
            "engine": engine,
        })
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

fn model(path: &Path, reason: impl fmt::Display) -> ClassifyError {
    ClassifyError::Model(format!("{}: {reason}", path.display()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
