//! Standard output: data, and nothing else.

use std::io::Write;

use super::Failure;

/// Writes `text` as it stands.
pub fn write(text: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_ref())
        .and_then(|()| out.flush())
        .map_err(|error| Failure::output("standard output", &error))
}
