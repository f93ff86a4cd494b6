//! The flags that several verbs share.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use quotestance::classify::{self, Dtype};
use quotestance::config::OnError;
use quotestance::read::ReadOptions;
use quotestance::write::Format;
use serde::de::DeserializeOwned;

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
    #[arg(long, value_name = "BYTES", default_value_t = ReadOptions::default().max_document_bytes)]
    pub max_document_bytes: usize,

    /// Cut off compressed files that unpack to more
    #[arg(long, value_name = "BYTES", default_value_t = ReadOptions::default().max_unpacked_bytes)]
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

/// Of verbs that draw at random, for the intervals.
#[derive(Debug, Clone, Args)]
pub struct SeedArgs {
    /// Seed of the bootstrap that the intervals come from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// One of `names`, each of which is how `T` is spelled in files.
fn one_of<T>(names: impl Into<PossibleValuesParser>) -> impl TypedValueParser<Value = T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    names
        .into()
        .try_map(|name| serde_json::from_value::<T>(serde_json::Value::String(name)))
}

fn at_least_one(typed: &str) -> Result<usize, String> {
    match typed.parse() {
        Ok(0) => Err("it must be at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(error) => Err(error.to_string()),
    }
}
