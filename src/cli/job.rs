//! Flags -> validated configuration, for the verbs that read records and write rows.

use std::path::{Path, PathBuf};

use quotestance::classify::EngineOptions;
use quotestance::config::{Destination, JobConfig, LabelConfig, Target};
use quotestance::read::{Input, ReadOptions};
use quotestance::write::Format;

use super::args::{JobArgs, LabelArgs, ShowArgs};
use super::{Failure, model_dir};

/// `-` is standard input.
pub fn input(typed: &Path) -> Input {
    if typed == Path::new("-") {
        Input::Stdin
    } else {
        Input::Path(typed.to_owned())
    }
}

/// The formats as they were given; none means that the verb decides.
pub fn job(args: &JobArgs, inputs: &[PathBuf], seed: u64) -> Result<JobConfig, Failure> {
    let inputs: Vec<_> = inputs.iter().map(|path| input(path)).collect();
    if inputs.len() > 1 && inputs.contains(&Input::Stdin) {
        return Err(Failure::usage(
            "`-` (standard input) cannot be read beside other inputs; give it alone",
        ));
    }
    Ok(JobConfig {
        inputs,
        read: ReadOptions {
            max_document_bytes: args.max_document_bytes,
            max_unpacked_bytes: args.max_unpacked_bytes,
            limit: args.limit,
        },
        on_error: args.on_error,
        formats: args.format.clone(),
        resume: args.resume,
        overwrite: args.overwrite,
        seed,
        threads: args.threads,
    })
}

/// Finds the model and the target.
pub fn label(
    args: &LabelArgs,
    show: &ShowArgs,
    job: &JobArgs,
    known: &[Target],
) -> Result<LabelConfig, Failure> {
    Ok(LabelConfig {
        model: model_dir::find(&args.model)?,
        target: target(args, known),
        known: known.to_vec(),
        engine: engine(args, job.threads),
        abstain_below: show.abstain_below(),
        explain: show.explain,
    })
}

/// How the model is run.
pub fn engine(args: &LabelArgs, threads: Option<usize>) -> EngineOptions {
    EngineOptions {
        dtype: args.dtype,
        max_batch_tokens: args.max_batch_tokens,
        threads,
    }
}

/// The target named, else the first known: the settings file's, then the program's own.
pub fn target(args: &LabelArgs, known: &[Target]) -> Target {
    match (&args.target, known.first()) {
        (Some(name), _) => Target::named(name, known),
        (None, Some(first)) => first.clone(),
        (None, None) => Target::default(),
    }
}

/// Where a single-file verb writes, and the one format it writes there.
pub fn destination(out: &Path, formats: &[Format]) -> Result<(Destination, Format), Failure> {
    let to_stdout = out == Path::new("-");
    let format = match formats {
        [] if to_stdout => Format::Jsonl,
        [] => by_ending(out)?,
        [format] => *format,
        _ => {
            return Err(Failure::usage(
                "this verb writes one file; give one --format",
            ));
        }
    };
    match (to_stdout, format) {
        (true, Format::Parquet) => Err(Failure::usage(
            "parquet cannot be written to standard output; give --out FILE",
        )),
        (true, format) => Ok((Destination::Stdout, format)),
        (false, format) => Ok((Destination::File(out.to_owned()), format)),
    }
}

fn by_ending(out: &Path) -> Result<Format, Failure> {
    let ending = out.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("jsonl" | "ndjson") => Ok(Format::Jsonl),
        Some("csv") => Ok(Format::Csv),
        Some("parquet") => Ok(Format::Parquet),
        _ => Err(Failure::usage(format_args!(
            "{}: no format goes by that ending; end it in .jsonl, .csv or .parquet, or give --format",
            out.display()
        ))),
    }
}
