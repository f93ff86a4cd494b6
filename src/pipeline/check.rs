//! Input and output must not be the same place.

use std::path::{Path, PathBuf};

use super::error::PipelineError;
use crate::read::Input;

/// Refuses an output that a walk over the inputs would read, or that would replace an input.
///
/// # Errors
/// `Usage`, naming both.
pub(super) fn refuse_overlap(inputs: &[Input], out: &Path) -> Result<(), PipelineError> {
    let there = resolved(out);
    for input in inputs {
        let Input::Path(path) = input else { continue };
        let here = resolved(path);
        if there.starts_with(&here) || here.starts_with(&there) {
            return Err(PipelineError::Usage(format!(
                "{}: the output would stand in the input {}; choose an --out outside it",
                out.display(),
                path.display()
            )));
        }
    }
    Ok(())
}

/// Absolute and without links, as far as the path exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in absolute.ancestors() {
        if let (Ok(real), Ok(rest)) = (ancestor.canonicalize(), absolute.strip_prefix(ancestor)) {
            return real.join(rest);
        }
    }
    absolute
}
