//! `man`: the man page of the program or of one verb.

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::{Cli, Exit, Failure, stdout};

/// Flags of `man`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ManArgs {
    /// A verb, for a page of its own
    pub verb: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  quotestance man > ~/.local/share/man/man1/quotestance.1
  quotestance man run | man -l -";

/// Prints the page.
pub fn run(args: &ManArgs) -> Result<Exit, Failure> {
    let mut program = Cli::command();
    program.build();
    let command = match &args.verb {
        None => program,
        Some(verb) => program
            .find_subcommand(verb)
            .ok_or_else(|| {
                Failure::usage(format_args!("no verb `{verb}`; see quotestance --help"))
            })?
            .clone(),
    };
    let mut page = Vec::new();
    Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::output("the man page", &error))?;
    stdout::write(page)?;
    Ok(Exit::Done)
}
