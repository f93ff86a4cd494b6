//! What was asked for, validated before any work starts.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::classify::{CalibrationMethod, EngineOptions};
use crate::corpus::Task;
use crate::read::{Input, ReadOptions};
use crate::write::Format;

/// A stance target: its name, as the model reads it, and the names it goes by in texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// What the model reads.
    pub name: String,
    /// Other names: a target of such a name is this one, and a text with it speaks of this one.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Short forms that mean it in documents about it alone: looked for in texts, and not taken for
    /// its name.
    #[serde(default)]
    pub mentions: Vec<String>,
}

/// Targets as a file lists them: `[[target]]` tables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Targets {
    target: Vec<Target>,
}

impl Target {
    /// The targets that the program brings along; the first is the default.
    pub fn builtin() -> Vec<Self> {
        let targets: Targets = toml::from_str(include_str!("targets.toml"))
            .expect("targets.toml is part of the program, and a test reads it");
        targets.target
    }

    /// The first of `known` that goes by `name`; else a target of that name alone.
    pub fn named(name: &str, known: &[Self]) -> Self {
        let found = known.iter().find(|target| target.goes_by(name));
        found.cloned().unwrap_or_else(|| Self {
            name: name.trim().to_owned(),
            aliases: Vec::new(),
            mentions: Vec::new(),
        })
    }

    /// The name of the first of `known` that goes by `name`; else `name` itself.
    pub fn read_as<'a>(name: &'a str, known: &'a [Self]) -> &'a str {
        let found = known.iter().find(|target| target.goes_by(name));
        found.map_or(name, |target| &target.name)
    }

    /// Whether it is its name or an alias, case, white space at the edges and a leading `the` aside.
    pub fn goes_by(&self, name: &str) -> bool {
        let name = plain(name);
        let mut names = std::iter::once(&self.name).chain(&self.aliases);
        names.any(|own| plain(own) == name)
    }
}

fn plain(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

impl Default for Target {
    /// The UN Global Compact for Migration.
    fn default() -> Self {
        Self::builtin().swap_remove(0)
    }
}

/// What a bad record does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// It goes to `quarantine.jsonl` and the run goes on.
    Quarantine,
    /// The run stops at the first.
    Fail,
}

/// How quotes are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Segmentation {
    /// Marks, cues and sentence structure.
    Rules,
    /// A token classifier.
    Tagger,
    /// The token classifier, and the rules for what the form of a text shows.
    Both,
}

/// Labels whose probability is lower than this are withheld; `None` withholds none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Abstain {
    /// Of stance.
    pub stance: Option<f32>,
    /// Of sentiment.
    pub sentiment: Option<f32>,
}

/// How labels are made.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelConfig {
    /// Model folder.
    pub model: PathBuf,
    /// What the stance is toward, unless a row names its own.
    pub target: Target,
    /// By these a row's target may go by any of its names.
    pub known: Vec<Target>,
    /// How the engine runs it.
    pub engine: EngineOptions,
    /// Which labels are withheld.
    pub abstain_below: Abstain,
    /// Whether rows say which words their labels rest on.
    pub explain: bool,
}

/// All of `calibrate`.
#[derive(Debug, Clone)]
pub struct CalibrateConfig {
    /// Labelled rows.
    pub gold: PathBuf,
    /// Limits on them.
    pub read: ReadOptions,
    /// Model folder.
    pub model: PathBuf,
    /// What the stance is toward, unless a row names its own.
    pub target: String,
    /// What is fitted.
    pub method: CalibrationMethod,
    /// The one task to calibrate; `None` is every one that rows have labels of.
    pub task: Option<Task>,
    /// The folder of the calibrated copy; `None` changes the model in place.
    pub out: Option<PathBuf>,
}

/// Where a single-file verb writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Standard output, as JSONL or CSV.
    Stdout,
    /// A file; its format is that of its ending unless `--format` says otherwise.
    File(PathBuf),
}

/// What every verb that reads and writes records shares.
#[derive(Debug, Clone)]
pub struct JobConfig {
    /// What is read.
    pub inputs: Vec<Input>,
    /// Limits on it.
    pub read: ReadOptions,
    /// What a bad record does.
    pub on_error: OnError,
    /// Formats of the rows; JSONL is always written by `run`.
    pub formats: Vec<Format>,
    /// Go on with an unfinished run.
    pub resume: bool,
    /// Replace a finished one.
    pub overwrite: bool,
    /// Of every random draw (bootstrap).
    pub seed: u64,
    /// Threads; `None` is all that the machine has.
    pub threads: Option<usize>,
}

/// All of `run`.
#[derive(Debug, Clone)]
pub struct RunConfig {
    /// Input, formats, and what happens to old output.
    pub job: JobConfig,
    /// The output folder.
    pub out: PathBuf,
    /// How labels are made.
    pub label: LabelConfig,
    /// Gold quotes to score against.
    pub gold: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        assert_eq!(Target::named(typed, &Target::builtin()).name, expected);
    }

    #[test]
    fn a_target_is_found_by_any_of_its_names() {
        check("gcm", "the UN Global Compact for Migration");
        check(" Marrakech compact ", "the UN Global Compact for Migration");
        check(
            "Global Compact for Migration",
            "the UN Global Compact for Migration",
        );
        check("carbon tax", "carbon tax");
        check("the pact", "the pact");
    }

    #[test]
    fn a_row_s_target_is_read_under_its_known_name() {
        let known = Target::builtin();
        let expected = "the UN Global Compact for Migration";
        assert_eq!(Target::read_as("un migration pact", &known), expected);
        assert_eq!(Target::read_as("the carbon tax", &known), "the carbon tax");
    }

    #[test]
    fn no_alias_stands_twice_or_empty() {
        for target in Target::builtin() {
            let all = target.aliases.iter().chain(&target.mentions);
            let mut names: Vec<_> = all.map(|a| a.to_lowercase()).collect();
            names.sort();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all);
            assert!(names.iter().all(|name| !name.trim().is_empty()));
        }
    }
}
