//! What is shown to people parses: the examples of the help, and the commands of the documents.

use clap::{CommandFactory, Parser};

use super::Cli;

/// The arguments of every `quotestance ...` command in `text`, up to a pipe or a redirection.
fn commands(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .filter_map(|line| {
            let words = words(line.trim().trim_start_matches("$ "));
            let program = words
                .iter()
                .position(|word| word == "quotestance" || word.ends_with("/quotestance"))?;
            let is_command = words[..program].iter().all(|word| {
                word.contains('=') || word == "|" || word == "cat" || word.ends_with(".txt")
            });
            let stop =
                |word: &String| ["|", ">", "||", "&&", "#", "2>", "\\"].contains(&word.as_str());
            is_command.then(|| {
                words[program..]
                    .iter()
                    .take_while(|word| !stop(word))
                    .cloned()
                    .collect()
            })
        })
        .collect()
}

/// Splits at blanks outside double quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().expect("never empty").push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn check(source: &str, text: &str, at_least: usize) {
    let commands = commands(text);
    assert!(commands.len() >= at_least, "{source} has {commands:?}");
    for command in commands {
        // A file named by --config is not there to be read, and may hold what else is required.
        if command.iter().any(|word| word == "--config")
            && !command.iter().any(|word| word == "train")
        {
            continue;
        }
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
        check(verb.get_name(), &help, 2);
    }
}
