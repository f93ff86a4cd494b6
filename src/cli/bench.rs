//! `bench`: published sets -> figures of models on them.

use std::path::PathBuf;

use clap::Args;
use quotestance::bench::{self, Benchmark};
use quotestance::classify::{Classifier, Dtype, EngineOptions, Item};
use quotestance::evaluate::{self, BenchmarkRow, EvaluateOptions, Figure};
use quotestance::report::{self, BenchmarkLine};
use quotestance::write::write_whole;

use super::args::{SeedArgs, one_of};
use super::{Exit, Failure, Typed, interrupt, logs, model_dir, stdout};

/// Flags of `bench`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct BenchArgs {
    /// Folder of the sets, as scripts/training_data.py writes it
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,

    /// Model folder, or the name of one that `quotestance models` lists; may be given again. The
    /// linear baseline stands beside them
    #[arg(long, value_name = "DIR", default_value = model_dir::DEFAULT)]
    pub model: Vec<String>,

    /// Numbers that the models compute with; `auto` is bf16 where the processor has it, else f32
    #[arg(long, default_value = "auto", value_parser = one_of::<Dtype>(["auto", "f32", "bf16"]))]
    pub dtype: Dtype,

    /// File for the table; standard output unless given
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,

    #[command(flatten)]
    pub seed: SeedArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance bench --data data
  quotestance bench --data data --model stance-sentiment-minilm --model path/to/model --out labels.md

Where each set is published, and under which terms, eval/benchmarks.toml says.";

/// Rows labelled before a stop is looked for.
const CHUNK: usize = 256;

/// Measures every set that is there, and writes a Markdown table.
pub fn run(args: &BenchArgs, typed: &Typed) -> Result<Exit, Failure> {
    let sets = bench::builtin()?;
    let there = sets_there(sets, args, typed)?;
    let models = models(args)?;
    let options = EvaluateOptions {
        seed: args.seed.seed,
        ..EvaluateOptions::default()
    };
    let mut lines = Vec::new();
    for set in there {
        let rows = bench::read(&set, &args.data)?;
        tracing::info!(
            set = set.name,
            split = set.split,
            rows = rows.len(),
            "measuring"
        );
        lines.push(line(&set, &rows, &models, &options)?);
    }
    let names: Vec<String> = models.iter().map(|model| name(model.as_ref())).collect();
    let table = report::benchmarks(&names, &lines);
    match &args.out {
        Some(path) => write_whole(path, table.as_bytes())?,
        None => stdout::write(table)?,
    }
    Ok(Exit::Done)
}

/// The sets to measure; the others are named.
fn sets_there(
    sets: Vec<Benchmark>,
    args: &BenchArgs,
    typed: &Typed,
) -> Result<Vec<Benchmark>, Failure> {
    let mut there = Vec::new();
    for set in sets {
        let named = format!("{} ({}, {})", set.name, set.task.as_str(), set.split);
        if let Some(reason) = &set.left_out {
            logs::tell(&typed.console, &format!("{named}: left out: {reason}"));
        } else if bench::is_there(&set, &args.data) {
            there.push(set);
        } else {
            let files: Vec<_> = set.files.keys().map(String::as_str).collect();
            let text = format!("{named}: {} not there, skipped", files.join(", "));
            logs::tell(&typed.console, &text);
        }
    }
    if there.is_empty() {
        return Err(Failure::new(
            Exit::NoInput,
            format_args!(
                "{}: none of the sets is in it; `scripts/training_data.py SOURCE {0}` writes them",
                args.data.display()
            ),
        ));
    }
    Ok(there)
}

/// Those asked for, then the baseline.
fn models(args: &BenchArgs) -> Result<Vec<Box<dyn Classifier>>, Failure> {
    let options = EngineOptions {
        dtype: args.dtype,
        ..EngineOptions::default()
    };
    let asked = args
        .model
        .iter()
        .filter(|model| *model != model_dir::BASELINE);
    asked
        .map(String::as_str)
        .chain([model_dir::BASELINE])
        .map(|model| model_dir::load(&model_dir::find(model)?, &options))
        .collect()
}

fn line(
    set: &Benchmark,
    rows: &[BenchmarkRow],
    models: &[Box<dyn Classifier>],
    options: &EvaluateOptions,
) -> Result<BenchmarkLine, Failure> {
    let figures = models
        .iter()
        .map(|model| figure(set, rows, model.as_ref(), options))
        .collect::<Result<_, _>>()?;
    let most = vec![evaluate::majority(rows); rows.len()];
    let reference = set.reference.as_ref();
    Ok(BenchmarkLine {
        name: set.name.clone(),
        split: set.split.clone(),
        task: set.task.as_str(),
        metric: set.metric,
        n: rows.len(),
        figures,
        majority: evaluate::benchmark(set.metric, rows, &most, options),
        published: reference.map(|reference| (reference.value, reference.of.clone())),
    })
}

/// `None` for a model that lacks the task.
fn figure(
    set: &Benchmark,
    rows: &[BenchmarkRow],
    model: &dyn Classifier,
    options: &EvaluateOptions,
) -> Result<Option<Figure>, Failure> {
    let items: Vec<Item<'_>> = rows
        .iter()
        .map(|row| Item {
            target: &row.target,
            quote: &row.text,
            sentence: None,
            context: None,
        })
        .collect();
    let mut said = Vec::with_capacity(rows.len());
    for part in items.chunks(CHUNK) {
        if interrupt::asked_to_stop() {
            let message = "interrupted; no table was written";
            return Err(Failure::new(Exit::Interrupted, message));
        }
        said.extend(model.classify(part)?);
    }
    let offered = evaluate::offered(rows);
    let probabilities = said.iter().map(|said| {
        set.task
            .probabilities(said.stance_probs, said.sentiment_probs)
    });
    let chosen: Option<Vec<_>> = probabilities
        .map(|p| p.map(|p| evaluate::choice(p, offered)))
        .collect();
    Ok(chosen.map(|chosen| evaluate::benchmark(set.metric, rows, &chosen, options)))
}

fn name(model: &dyn Classifier) -> String {
    let id = model.id();
    id.split('@').next().unwrap_or(id).to_owned()
}
