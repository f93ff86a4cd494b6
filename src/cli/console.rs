//! What the user sees while a verb works: the flags that every verb has.

use clap::{ArgAction, Args, ValueEnum};

/// Progress, logs and summaries, all on standard error.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Progress and logs")]
pub struct Console {
    /// Progress bars: on a terminal, or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub progress: When,

    /// Logs for people, or one JSON object a line
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub log_format: LogFormat,

    /// Only errors: no summary, no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Tell more; twice for even more
    #[arg(short, long, global = true, conflicts_with = "quiet", action = ArgAction::Count)]
    pub verbose: u8,
}

/// When progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// When standard error is a terminal.
    Auto,
    /// Not at all.
    Never,
}

/// How logs look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line of text.
    Text,
    /// One JSON object a line.
    Json,
}
