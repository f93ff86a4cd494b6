//! How the program ends.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use quotestance::bench::BenchError;
use quotestance::classify::ClassifyError;
use quotestance::exchange::{AnnotationError, ExchangeError};
use quotestance::pipeline::PipelineError;
use quotestance::read::ReadError;
use quotestance::train::TrainError;
use quotestance::write::WriteError;

/// The exit codes that scripts may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All is well.
    Done = 0,
    /// A `--fail-under` gate was not met.
    GateNotMet = 1,
    /// What was asked for cannot be.
    Usage = 2,
    /// Nothing to read.
    NoInput = 3,
    /// Model or device.
    Engine = 4,
    /// Done, with records put aside.
    Quarantined = 5,
    /// Output could not be written.
    Output = 6,
    /// Stopped by the user; `--resume` goes on.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why the work ended early.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    /// `None` where there is nothing to tell.
    message: Option<String>,
}

impl Failure {
    /// Ends with `exit`, after telling why.
    pub fn new(exit: Exit, message: impl Display) -> Self {
        Self {
            exit,
            message: Some(message.to_string()),
        }
    }

    /// What was asked for cannot be: exit code 2.
    pub fn usage(message: impl Display) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Ends with `exit` in silence: all has been told.
    pub fn silent(exit: Exit) -> Self {
        Self {
            exit,
            message: None,
        }
    }

    /// A write to `path` went wrong. A reader that went away, as `head` does, is no failure.
    pub fn output(path: impl Display, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::silent(Exit::Done);
        }
        Self::new(
            Exit::Output,
            format_args!("{path}: {error}; check the path and the disk"),
        )
    }

    /// Tells each of `faults` of a model or device; the exit code that they come to.
    pub fn told<'a>(faults: impl Iterator<Item = &'a str>) -> Exit {
        faults
            .map(|fault| Self::new(Exit::Engine, fault).report())
            .last()
            .unwrap_or(Exit::Done)
    }

    /// Tells the user, in the form of the logs.
    pub fn report(&self) -> Exit {
        if let Some(message) = &self.message {
            if super::logs::are_json() {
                tracing::error!(exit = self.exit as u8, "{message}");
            } else {
                // With standard error gone there is no one left to tell.
                let _ = writeln!(io::stderr(), "error: {message}");
            }
        }
        self.exit
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message.as_deref().unwrap_or_default())
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::new(Exit::NoInput, error)
    }
}

impl From<BenchError> for Failure {
    fn from(error: BenchError) -> Self {
        Self::new(Exit::NoInput, error)
    }
}

impl From<AnnotationError> for Failure {
    fn from(error: AnnotationError) -> Self {
        Self::new(Exit::NoInput, error)
    }
}

impl From<ClassifyError> for Failure {
    fn from(error: ClassifyError) -> Self {
        Self::new(Exit::Engine, error)
    }
}

impl From<TrainError> for Failure {
    fn from(error: TrainError) -> Self {
        let exit = match &error {
            TrainError::Config(_) => Exit::Usage,
            TrainError::Classify(_) | TrainError::Engine(_) => Exit::Engine,
            TrainError::Output { .. } => Exit::Output,
            TrainError::Interrupted => Exit::Interrupted,
        };
        Self::new(exit, error)
    }
}

impl From<ExchangeError> for Failure {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Write(error) => error.into(),
            ExchangeError::Input { .. } => Self::new(Exit::NoInput, error),
            error => Self::usage(error),
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        PipelineError::from(error).into()
    }
}

impl From<PipelineError> for Failure {
    fn from(error: PipelineError) -> Self {
        let exit = match &error {
            PipelineError::Read(_) => Exit::NoInput,
            PipelineError::Classify(_) => Exit::Engine,
            PipelineError::Output { .. } => Exit::Output,
            PipelineError::Usage(_) => Exit::Usage,
            PipelineError::Record(_) => Exit::Quarantined,
            PipelineError::Interrupted => Exit::Interrupted,
        };
        Self::new(exit, error)
    }
}
