//! What inputs come to, before anything is read.

use super::{Input, ReadError, walk};

/// How much there is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    /// Files, standard input included.
    pub files: usize,
    /// Records, where each file is one; `None` where their number shows only in reading.
    pub records: Option<u64>,
}

/// Counts the files that [`super::documents`] would read; with `rows_only`, [`super::rows`].
///
/// # Errors
/// As theirs.
pub fn survey(inputs: &[Input], rows_only: bool) -> Result<Survey, ReadError> {
    let sources = walk::expand(inputs, rows_only)?;
    let one_record_each = sources.iter().all(|source| match &source.kind {
        Ok((format, _)) => source.path.is_some() && !format.has_rows(),
        Err(_) => true,
    });
    Ok(Survey {
        files: sources.len(),
        records: one_record_each.then_some(sources.len() as u64),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn check(names: &[&str], rows_only: bool, expected: Option<(usize, Option<u64>)>) {
        let folder = tempfile::tempdir().expect("a folder");
        for name in names {
            fs::write(folder.path().join(name), "text").expect("a file");
        }
        let found = survey(&[Input::Path(folder.path().to_owned())], rows_only).ok();
        assert_eq!(
            found.map(|found| (found.files, found.records)),
            expected,
            "{names:?}"
        );
    }

    #[test]
    fn records_are_counted_where_a_file_is_one() {
        check(&["a.txt", "b.md", "c.xyz"], false, Some((2, Some(2))));
        check(&["a.txt", "b.jsonl"], false, Some((2, None)));
        check(&["a.txt", "b.jsonl"], true, Some((1, None)));
        check(&["c.xyz"], false, None);
    }
}
