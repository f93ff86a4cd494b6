//! How many files are there to read, before they are read.

use quotestance::read::Input;
use walkdir::WalkDir;

/// What the inputs come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Files of kinds that can be read.
    pub count: u64,
    /// Whether each is one record, so that their count is that of the records.
    pub one_record_each: bool,
}

const ONE_RECORD: [&str; 5] = ["txt", "md", "markdown", "html", "htm"];
const ROWS: [&str; 5] = ["jsonl", "ndjson", "csv", "tsv", "parquet"];

/// Counts the files below `inputs`. Standard input is none, with an unknown number of records.
pub fn count(inputs: &[Input]) -> Files {
    let mut files = Files {
        count: 0,
        one_record_each: true,
    };
    for input in inputs {
        let Input::Path(path) = input else {
            files.one_record_each = false;
            continue;
        };
        for entry in WalkDir::new(path).into_iter().flatten() {
            let name = entry.file_name().to_string_lossy();
            if !entry.file_type().is_dir()
                && (entry.depth() == 0 || is(&name, &ONE_RECORD) || is(&name, &ROWS))
            {
                files.count += 1;
                files.one_record_each &= is(&name, &ONE_RECORD);
            }
        }
    }
    files
}

/// Whether the name, without `.gz` or `.zst`, ends in one of `endings`.
fn is(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name
        .strip_suffix(".gz")
        .or_else(|| name.strip_suffix(".zst"))
        .unwrap_or(&name);
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| endings.contains(&ending))
}
