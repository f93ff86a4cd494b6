//! What the rows of a job depend on, as `.partial/config.json` and the manifest have it.

use serde_json::{Value, json};

use crate::classify::Classifier;
use crate::config::{JobConfig, LabelConfig};
use crate::read::Input;
use crate::write::{Format, git_commit};

/// Of every job: a run may be resumed only where all of this is the same. Threads and `--on-error`
/// are left out, for they do not change a row.
pub(super) fn of_job(verb: &str, job: &JobConfig, formats: &[Format]) -> Value {
    json!({
        "format_version": "1",
        "verb": verb,
        "tool_version": env!("CARGO_PKG_VERSION"),
        "git_commit": git_commit(),
        "inputs": job.inputs.iter().map(name).collect::<Vec<_>>(),
        "max_document_bytes": job.read.max_document_bytes,
        "max_unpacked_bytes": job.read.max_unpacked_bytes,
        "limit": job.read.limit,
        "formats": formats,
        "seed": job.seed,
    })
}

/// Of the labels.
pub(super) fn of_labels(labels: &LabelConfig, classifier: &dyn Classifier) -> Value {
    json!({
        "target": labels.target,
        "known": labels.known,
        "model": classifier.id(),
        "described": described(classifier),
        "dtype": labels.engine.dtype,
        "max_batch_tokens": labels.engine.max_batch_tokens,
        "abstain_below": labels.abstain_below,
        "explain": labels.explain,
    })
}

/// What a classifier says of itself, but for its threads.
pub(super) fn described(classifier: &dyn Classifier) -> Value {
    let mut described = classifier.describe();
    forget_threads(&mut described);
    described
}

/// Threads change no row.
pub(super) fn forget_threads(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.remove("threads");
        fields.values_mut().for_each(forget_threads);
    }
}

fn name(input: &Input) -> String {
    match input {
        Input::Path(path) => path.display().to_string(),
        Input::Stdin => "-".to_owned(),
    }
}
