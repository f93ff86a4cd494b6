//! Arguments and the settings file -> what was asked for.

use std::ffi::OsString;

use clap::{ArgMatches, CommandFactory, FromArgMatches};
use quotestance::compare::LabelMap;
use quotestance::config::Target;

use super::config_file::{self, ConfigFile};
use super::console::Console;
use super::{Cli, Failure, Verb};

/// What was asked for, flags and settings file taken together.
pub struct Typed {
    /// The verb and its flags.
    pub verb: Verb,
    /// What the user sees meanwhile.
    pub console: Console,
    /// Targets that go by a name: those of the settings file, then the program's own.
    pub targets: Vec<Target>,
    /// Other names of labels, of the settings file.
    pub labels: LabelMap,
    /// Every setting of the verb, as a settings file would have it.
    pub merged: toml::Table,
}

/// Parses `argv`. The settings file is spliced in as flags, so that both go through the same
/// checks. Ends the process on `--help`, `--version` and wrong usage.
pub fn parse(argv: impl IntoIterator<Item = OsString>) -> Result<Typed, Failure> {
    let mut argv: Vec<_> = argv.into_iter().collect();
    let mut command = Cli::command();
    command.build();
    let typed = matches(command.clone().ignore_errors(true), &argv);
    let file = ConfigFile::named_by(&typed)?;
    if let Some(file) = &file {
        argv = file.splice(argv, &command, &typed)?;
    }
    let all = matches(command.clone(), &argv);
    let cli = Cli::from_arg_matches(&all).unwrap_or_else(|error| error.exit());
    let file = file.unwrap_or_default();
    Ok(Typed {
        verb: cli.verb,
        console: cli.console,
        merged: config_file::merged(&command, &all),
        labels: file.labels,
        targets: file.targets.into_iter().chain(Target::builtin()).collect(),
    })
}

fn matches(command: clap::Command, argv: &[OsString]) -> ArgMatches {
    command
        .try_get_matches_from(argv)
        .unwrap_or_else(|error| error.exit())
}
