//! What is shown to people works: the examples of the help, and the commands of the documents.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser};

use super::Cli;

/// Splits at blanks outside quotation marks.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match (c, words.last_mut()) {
            ('"' | '\'', _) => quoted = !quoted,
            (' ', _) if !quoted => words.push(String::new()),
            (other, Some(word)) => word.push(other),
            (_, None) => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The commands of a shell line, without redirections and what stands behind them.
fn commands(line: &str) -> Vec<Vec<String>> {
    words(line)
        .split(|word| ["|", "||", "&&", ";"].contains(&word.as_str()))
        .map(|command| {
            command
                .iter()
                .skip_while(|word| *word == "$" || word.contains('='))
                .take_while(|word| ![">", "#", "2>"].contains(&word.as_str()))
                .cloned()
                .collect::<Vec<_>>()
        })
        .filter(|command| !command.is_empty())
        .collect()
}

/// The commands that run the program with the settings on the line alone.
fn of_program(lines: &str) -> Vec<Vec<String>> {
    let reads_settings = |command: &[String]| {
        command.iter().any(|word| word == "--config") && !command.contains(&"train".to_owned())
    };
    lines
        .lines()
        .flat_map(commands)
        .filter(|command| {
            Path::new(&command[0])
                .file_name()
                .is_some_and(|name| name == "quotestance")
        })
        .filter(|command| !reads_settings(command))
        .collect()
}

fn check(source: &str, lines: &str) {
    for command in of_program(lines) {
        if let Err(error) = Cli::try_parse_from(&command) {
            assert!(!error.use_stderr(), "{source}: {command:?}: {error}");
        }
    }
}

#[test]
fn the_arguments_are_sound() {
    Cli::command().debug_assert();
}

#[test]
fn every_example_of_the_help_parses() {
    let program = Cli::command();
    for verb in std::iter::once(&program).chain(program.get_subcommands()) {
        let help = verb
            .get_after_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        assert!(
            of_program(&help).len() >= 2 || verb.get_name() == "train",
            "{}",
            verb.get_name()
        );
        check(verb.get_name(), &help);
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of the code blocks of a Markdown file.
fn code(path: &Path) -> String {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let blocks = text.split("```").skip(1).step_by(2);
    blocks
        .flat_map(|block| block.lines().skip(1))
        .map(|line| line.to_owned() + "\n")
        .collect()
}

#[test]
fn every_command_of_the_documents_works() {
    let docs = fs::read_dir(root().join("docs"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let markdown = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    for path in markdown.chain([root().join("README.md")]) {
        let code = code(&path);
        check(&path.display().to_string(), &code);
        for command in code.lines().flat_map(commands) {
            let is_script = command[0].starts_with("scripts/");
            assert!(
                !is_script || root().join(&command[0]).is_file(),
                "{}: {command:?}",
                path.display()
            );
        }
    }
}

#[test]
fn the_readme_opens_with_its_two_commands() {
    let code = code(&root().join("README.md"));
    let first: Vec<_> = code
        .lines()
        .flat_map(commands)
        .map(|command| command[0].clone())
        .take(2)
        .collect();
    assert_eq!(first, ["scripts/demo", "scripts/test"]);
}
