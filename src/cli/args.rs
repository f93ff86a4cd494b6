//! The flags that several verbs share.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use quotestance::classify::{self, Dtype};
use quotestance::config::{Abstain, OnError};
use quotestance::corpus::Task;
use quotestance::write::Format;
use serde::de::DeserializeOwned;

/// Larger documents go to quarantine, unless told otherwise.
pub const MAX_DOCUMENT_BYTES: usize = 64 << 20;

/// Compressed files that unpack to more are cut off, unless told otherwise.
pub const MAX_UNPACKED_BYTES: u64 = 16 << 30;

/// Of verbs that read records and write rows.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Input and output")]
pub struct JobArgs {
    #[command(flatten)]
    pub file: FileArgs,

    /// Stop after N records
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: Option<u64>,

    /// What a record that cannot be used does: go to quarantine, or stop the job
    #[arg(long, value_name = "WHAT", default_value = "quarantine",
          value_parser = one_of::<OnError>(["quarantine", "fail"]))]
    pub on_error: OnError,

    /// Put larger documents into quarantine
    #[arg(long, value_name = "BYTES", default_value_t = MAX_DOCUMENT_BYTES)]
    pub max_document_bytes: usize,

    /// Cut off compressed files that unpack to more
    #[arg(long, value_name = "BYTES", default_value_t = MAX_UNPACKED_BYTES)]
    pub max_unpacked_bytes: u64,

    /// Formats of the rows: jsonl, csv, parquet
    #[arg(long, value_name = "FORMAT", value_delimiter = ',',
          value_parser = one_of::<Format>(["jsonl", "csv", "parquet"]))]
    pub format: Vec<Format>,

    /// Go on with an unfinished run
    #[arg(long, conflicts_with = "overwrite")]
    pub resume: bool,

    /// Replace what stands at --out
    #[arg(long, conflicts_with = "resume")]
    pub overwrite: bool,

    /// Threads; all that the machine has, unless given
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub threads: Option<usize>,

    /// Print the merged configuration and what would be read, and do nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Of verbs that take settings from a file.
#[derive(Debug, Clone, Args)]
pub struct FileArgs {
    /// Settings from a TOML file: keys are the long flags, and flags win over it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Of verbs that label.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Labels")]
pub struct LabelArgs {
    /// Model folder, or the name of one that `quotestance models` lists; `baseline` needs no engine
    #[arg(long, value_name = "DIR", default_value = super::model_dir::DEFAULT)]
    pub model: String,

    /// What the stance is toward [default: the UN Global Compact for Migration]
    ///
    /// A name or an alias of a `[target]` table in the --config file or of the default target;
    /// any other text is taken as it stands.
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,

    /// Numbers that the model computes with; `auto` is bf16 where the processor has it, else f32
    #[arg(long, default_value = "auto", value_parser = one_of::<Dtype>(["auto", "f32", "bf16"]))]
    pub dtype: Dtype,

    /// Most tokens in one forward pass, padding included
    #[arg(long, value_name = "N", default_value_t = classify::MAX_BATCH_TOKENS, value_parser = at_least_one)]
    pub max_batch_tokens: usize,
}

/// Of verbs that write labels.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Labels")]
pub struct ShowArgs {
    /// Withhold labels whose probability is lower: P for both tasks, or stance=P, sentiment=P
    ///
    /// The row stays, its label is null, and `abstained` says so. `evaluate` finds the threshold
    /// for an accuracy.
    #[arg(long, value_name = "[TASK=]P", value_delimiter = ',')]
    pub abstain_below: Vec<Threshold>,

    /// Say in each row which words its labels rest on; takes as many times longer as a text has words
    #[arg(long)]
    pub explain: bool,
}

impl ShowArgs {
    /// The last one given for a task counts.
    pub fn abstain_below(&self) -> Abstain {
        let mut abstain = Abstain::default();
        for Threshold { task, p } in &self.abstain_below {
            if *task != Some(Task::Sentiment) {
                abstain.stance = Some(*p);
            }
            if *task != Some(Task::Stance) {
                abstain.sentiment = Some(*p);
            }
        }
        abstain
    }
}

/// A least probability, of one task or of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    task: Option<Task>,
    p: f32,
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let (task, p) = match typed.split_once('=') {
            None => (None, typed),
            Some((name, p)) => {
                let mut all = Task::ALL.into_iter();
                let task = all.find(|task| task.as_str() == name.trim());
                let unknown = || format!("no task `{name}`; write stance=P or sentiment=P");
                (Some(task.ok_or_else(unknown)?), p)
            }
        };
        match p.trim().parse::<f32>() {
            Ok(p) if (0.0..=1.0).contains(&p) => Ok(Self { task, p }),
            _ => Err(format!("`{p}` is no probability; write one from 0 to 1")),
        }
    }
}

/// Of verbs that draw at random, for the intervals.
#[derive(Debug, Clone, Args)]
pub struct SeedArgs {
    /// Seed of the bootstrap that the intervals come from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// One of `names`, each of which is how `T` is spelled in files.
pub fn one_of<T>(names: impl Into<PossibleValuesParser>) -> impl TypedValueParser<Value = T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    names
        .into()
        .try_map(|name| serde_json::from_value::<T>(serde_json::Value::String(name)))
}

pub fn at_least_one(typed: &str) -> Result<usize, String> {
    match typed.parse() {
        Ok(0) => Err("it must be at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &[&str], expected: Result<(Option<f32>, Option<f32>), &str>) {
        let parsed: Result<Vec<Threshold>, String> = typed.iter().map(|t| t.parse()).collect();
        let found = parsed.map(|abstain_below| {
            let explain = false;
            let abstain = ShowArgs {
                abstain_below,
                explain,
            }
            .abstain_below();
            (abstain.stance, abstain.sentiment)
        });
        assert_eq!(found, expected.map_err(str::to_owned), "{typed:?}");
    }

    #[test]
    fn a_threshold_is_of_one_task_or_of_both() {
        check(&[], Ok((None, None)));
        check(&["0.6"], Ok((Some(0.6), Some(0.6))));
        check(&["stance=0.7"], Ok((Some(0.7), None)));
        check(
            &["tone=0.5"],
            Err("no task `tone`; write stance=P or sentiment=P"),
        );
        check(&["0.6", "sentiment=0.5"], Ok((Some(0.6), Some(0.5))));
        check(
            &["60"],
            Err("`60` is no probability; write one from 0 to 1"),
        );
        check(
            &["NaN"],
            Err("`NaN` is no probability; write one from 0 to 1"),
        );
    }
}
