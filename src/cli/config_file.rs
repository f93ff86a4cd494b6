//! The settings file: TOML whose keys are the long flags, with `[target]` and `[labels]` tables.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use quotestance::compare::LabelMap;
use quotestance::config::Target;
use toml::{Table, Value};

use super::Failure;

/// A settings file, read.
#[derive(Debug, Default)]
pub struct ConfigFile {
    path: PathBuf,
    keys: Table,
    /// Its `[target]` or `[[target]]` tables.
    pub targets: Vec<Target>,
    /// Its `[labels.stance]` and `[labels.sentiment]` tables.
    pub labels: LabelMap,
}

impl ConfigFile {
    /// The file that `--config` names, where the verb takes one.
    pub fn named_by(typed: &ArgMatches) -> Result<Option<Self>, Failure> {
        let path = typed
            .subcommand()
            .and_then(|(_, verb)| verb.try_get_one::<PathBuf>("config").ok().flatten());
        path.map(|path| Self::read(path)).transpose()
    }

    fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::usage(format_args!("{}: {error}", path.display())))?;
        Self::parse(path, &text)
            .map_err(|reason| Failure::usage(format_args!("{}: {reason}", path.display())))
    }

    fn parse(path: &Path, text: &str) -> Result<Self, String> {
        let mut keys: Table = toml::from_str(text).map_err(|error| error.to_string())?;
        let tables = match keys.get("target") {
            Some(Value::Table(_)) => keys.remove("target").map(|table| vec![table]),
            Some(Value::Array(_)) => keys
                .remove("target")
                .and_then(|list| list.as_array().cloned()),
            _ => None,
        };
        let targets = tables
            .unwrap_or_default()
            .into_iter()
            .map(Value::try_into)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("[target]: {}", error.message()))?;
        let labels = match keys.get("labels") {
            Some(Value::Table(_)) => keys.remove("labels"),
            _ => None,
        };
        let labels = labels
            .map(Value::try_into)
            .transpose()
            .map_err(|error| format!("[labels]: {}", error.message()))?;
        Ok(Self {
            path: path.to_owned(),
            keys,
            targets,
            labels: labels.unwrap_or_default(),
        })
    }

    /// `argv` with the settings that it does not mention itself, as flags behind the verb.
    pub fn splice(
        &self,
        argv: Vec<OsString>,
        command: &Command,
        typed: &ArgMatches,
    ) -> Result<Vec<OsString>, Failure> {
        let Some((name, typed)) = typed.subcommand() else {
            return Ok(argv);
        };
        let verb = verb(command, name);
        let mut flags = Vec::new();
        for (key, value) in &self.keys {
            let fail =
                |reason: String| Failure::usage(format_args!("{}: {reason}", self.path.display()));
            match setting(verb, key) {
                Some(arg) if is_typed(typed, verb, arg) => {}
                Some(arg) => flags.extend(as_flags(arg, key, value).map_err(fail)?),
                // One file may serve several verbs.
                None if command
                    .get_subcommands()
                    .any(|verb| setting(verb, key).is_some()) => {}
                None => return Err(fail(unknown(verb, key))),
            }
        }
        let behind = 1 + argv.iter().position(|arg| arg == name).unwrap_or(0);
        let mut argv = argv;
        argv.splice(behind..behind, flags);
        Ok(argv)
    }
}

/// Every setting of the verb with its value, defaults included.
pub fn merged(command: &Command, all: &ArgMatches) -> Table {
    let Some((name, all)) = all.subcommand() else {
        return Table::new();
    };
    settings(verb(command, name))
        .filter(|(_, arg)| arg.get_id() != "dry_run")
        .filter_map(|(key, arg)| {
            let values: Vec<_> = all
                .get_raw(arg.get_id().as_str())?
                .map(|raw| scalar(&raw.to_string_lossy()))
                .collect();
            let value = match (arg.get_action(), &values[..]) {
                (ArgAction::Append, _) => Value::Array(values),
                (ArgAction::Count, _) => {
                    Value::Integer(i64::from(all.get_count(arg.get_id().as_str())))
                }
                (_, [value]) => value.clone(),
                _ => return None,
            };
            Some((key.to_owned(), value))
        })
        .collect()
}

fn scalar(raw: &str) -> Value {
    if let Ok(boolean) = raw.parse() {
        Value::Boolean(boolean)
    } else if let Ok(integer) = raw.parse() {
        Value::Integer(integer)
    } else {
        Value::String(raw.to_owned())
    }
}

fn verb<'a>(command: &'a Command, name: &str) -> &'a Command {
    command.find_subcommand(name).unwrap_or(command)
}

/// The arguments that a file may set, by key.
fn settings(verb: &Command) -> impl Iterator<Item = (&str, &Arg)> {
    verb.get_arguments()
        .filter(|arg| !["help", "version", "config"].contains(&arg.get_id().as_str()))
        .map(|arg| (arg.get_long().unwrap_or(arg.get_id().as_str()), arg))
}

fn setting<'a>(verb: &'a Command, key: &str) -> Option<&'a Arg> {
    settings(verb)
        .find(|(name, _)| *name == key)
        .map(|(_, arg)| arg)
}

/// Whether `arg`, or one that it conflicts with, stands on the command line.
fn is_typed(typed: &ArgMatches, verb: &Command, arg: &Arg) -> bool {
    std::iter::once(arg)
        .chain(verb.get_arg_conflicts_with(arg))
        .any(|arg| typed.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine))
}

fn as_flags(arg: &Arg, key: &str, value: &Value) -> Result<Vec<OsString>, String> {
    let flag = |value: &Value| {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Table(_) | Value::Array(_) => {
                return Err(format!("`{key}` wants a plain value, or a list of them"));
            }
            plain => plain.to_string(),
        };
        Ok(OsString::from(if arg.is_positional() {
            value
        } else {
            format!("--{key}={value}")
        }))
    };
    match (arg.get_action(), value) {
        (ArgAction::SetTrue, Value::Boolean(yes)) => {
            Ok(vec![format!("--{key}").into(); usize::from(*yes)])
        }
        (ArgAction::SetTrue, _) => Err(format!("`{key}` wants true or false, not {value}")),
        (ArgAction::Count, Value::Integer(times @ 0..=3)) => {
            Ok(vec![format!("--{key}").into(); *times as usize])
        }
        (ArgAction::Count, _) => Err(format!("`{key}` wants 0, 1, 2 or 3, not {value}")),
        (_, Value::Array(values)) => values.iter().map(flag).collect(),
        _ => Ok(vec![flag(value)?]),
    }
}

fn unknown(verb: &Command, key: &str) -> String {
    let known: Vec<_> = settings(verb).map(|(key, _)| key).collect();
    format!(
        "unknown key `{key}`; {} knows {}",
        verb.get_name(),
        known.join(", ")
    )
}
