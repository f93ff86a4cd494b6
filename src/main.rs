//! The command-line program: what was typed, then the work, then the exit code.

mod cli;

use std::process::ExitCode;

use cli::{Exit, Failure, Verb};

fn main() -> ExitCode {
    match run() {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report().into(),
    }
}

fn run() -> Result<Exit, Failure> {
    let typed = cli::parse(std::env::args_os())?;
    cli::logs::start(&typed.console);
    cli::interrupt::listen()?;
    match &typed.verb {
        Verb::Run(args) => cli::run::run(args, &typed),
        Verb::Segment(args) => cli::segment::run(args, &typed),
        Verb::Label(args) => cli::label::run(args, &typed),
        Verb::Evaluate(args) => cli::evaluate::run(args),
        Verb::Compare(args) => cli::compare::run(args, &typed),
        Verb::Export(args) => cli::export::run(args),
        Verb::Import(args) => cli::import::run(args),
        Verb::Validate(args) => cli::validate::run(args, &typed.console),
        Verb::Dehydrate(args) => cli::hydrate::dehydrate(args),
        Verb::Hydrate(args) => cli::hydrate::hydrate(args),
        Verb::Bench(args) => cli::bench::run(args, &typed),
        Verb::Agree(args) => cli::agree::run(args),
        Verb::Sample(args) => cli::sample::run(args, &typed.console),
        Verb::Prevalence(args) => cli::prevalence::run(args),
        Verb::Report(args) => cli::report::run(args),
        Verb::Train(args) => cli::train::run(args, &typed),
        Verb::Calibrate(args) => cli::calibrate::run(args, &typed),
        Verb::Models(args) => cli::models::run(args),
        Verb::Doctor => cli::doctor::run(),
        Verb::Completions(args) => cli::completions::run(args),
        Verb::Man(args) => cli::man::run(args),
    }
}
