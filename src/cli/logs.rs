//! Logs: on standard error, above the progress bar.

use std::io::{self, Write};
use std::sync::{LazyLock, OnceLock};

use indicatif::MultiProgress;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::console::{Console, LogFormat};

/// The bars that log lines have to stand above.
pub static BARS: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

static FORMAT: OnceLock<LogFormat> = OnceLock::new();

/// Starts logging as `console` asks; `RUST_LOG` wins over `-q` and `-v`.
pub fn start(console: &Console) {
    let level = match (console.quiet, console.verbose, console.log_format) {
        (true, ..) => "error",
        (_, 0, LogFormat::Text) => "warn",
        (_, 0, LogFormat::Json) | (_, 1, _) => "info",
        (_, 2, _) => "debug",
        _ => "trace",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(AboveBars)
        .with_target(false);
    // A second start, as in tests, keeps the first one's format.
    let _ = match console.log_format {
        LogFormat::Text => logs.with_ansi(false).without_time().try_init(),
        LogFormat::Json => logs.json().flatten_event(true).try_init(),
    };
    let _ = FORMAT.set(console.log_format);
}

/// Whether a program reads standard error.
pub fn are_json() -> bool {
    FORMAT.get() == Some(&LogFormat::Json)
}

/// Tells people something that is no fault: above the bars, as an event where a program reads.
pub fn tell(console: &Console, text: &str) {
    if are_json() {
        tracing::info!("{text}");
    } else if !console.quiet {
        // With standard error gone there is no one left to tell.
        let _ = writeln!(AboveBars, "{text}");
    }
}

struct AboveBars;

impl Write for AboveBars {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        BARS.suspend(|| io::stderr().write(line))
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

impl MakeWriter<'_> for AboveBars {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
