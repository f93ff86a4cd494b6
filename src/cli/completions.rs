//! `completions`: a script that a shell completes verbs and flags with.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Exit, Failure, stdout};

/// Flags of `completions`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  quotestance completions bash > ~/.local/share/bash-completion/completions/quotestance
  quotestance completions zsh > ~/.zfunc/_quotestance
  quotestance completions fish > ~/.config/fish/completions/quotestance.fish";

/// Prints the script.
pub fn run(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "quotestance", &mut script);
    stdout::write(script)?;
    Ok(Exit::Done)
}
