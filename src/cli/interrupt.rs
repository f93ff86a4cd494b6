//! Ctrl-C: the first asks the job to stop where it can be resumed, the second ends it at once.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Exit, Failure};

static ASKED_TO_STOP: AtomicBool = AtomicBool::new(false);

/// Whether the user wants the job to stop.
pub fn asked_to_stop() -> bool {
    ASKED_TO_STOP.load(Ordering::Relaxed)
}

/// Listens for Ctrl-C and for the signals that end a process.
pub fn listen() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        if ASKED_TO_STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(Exit::Interrupted as i32);
        }
    })
    .map_err(|error| {
        Failure::new(
            Exit::Usage,
            format_args!("cannot listen for Ctrl-C: {error}"),
        )
    })
}
