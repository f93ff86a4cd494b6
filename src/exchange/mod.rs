//! Rows -> the files of other tools, and back: quotes whose spans people mark, and texts that they
//! label as a whole.
//!
//! Results in, bytes out: one file a format. Offsets are converted to the unit that each tool counts
//! in; where the text of a document is at hand, every span is checked against it.

mod annotations;
mod answers;
mod brat;
mod citron;
mod croissant;
mod doccano;
mod error;
mod huggingface;
mod hydrate;
mod imported;
mod iob2;
mod label_studio;
mod page;
mod prodigy;
mod questions;
mod regions;
mod semeval;
mod tags;
mod tokens;
mod units;
mod web_annotation;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use annotations::{AnnotationError, annotations};
pub use croissant::croissant;
pub use error::ExchangeError;
pub use huggingface::huggingface;
pub use hydrate::{dehydrate, hydrate};
pub use imported::{Imported, LabelledText};
pub use page::{Page, pages};
pub use questions::{TaskFormat, tasks};

/// A format of another tool that quotes are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// brat's stand-off: a `.txt` and an `.ann` a document.
    Brat,
    /// The BBC's Citron: a JSON file a document.
    Citron,
    /// doccano: JSONL.
    Doccano,
    /// Tokens with tags in columns.
    Iob2,
    /// Label Studio: tasks with predictions, and the labelling interface.
    LabelStudio,
    /// Prodigy: JSONL.
    Prodigy,
    /// SemEval-2016 task 6: a table.
    Semeval,
    /// W3C Web Annotation: JSON-LD.
    WebAnnotation,
}

/// A format of another tool that people's labels are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Label Studio's JSON export.
    LabelStudio,
    /// doccano's JSONL export.
    Doccano,
    /// Prodigy's `db-out`.
    Prodigy,
    /// SemEval-2016 task 6.
    Semeval,
}

/// What a format makes of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// One file.
    One(Vec<u8>),
    /// A folder: names of files, with `/`, and their content.
    Folder(Vec<(String, Vec<u8>)>),
}

/// Files, and what they lack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// What to write.
    pub files: Files,
    /// What the format cannot hold, counted, for people.
    pub left_out: Vec<String>,
}

impl Exported {
    fn one(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            files: Files::One(bytes.into()),
            left_out: Vec::new(),
        }
    }

    fn lines(rows: Vec<Value>) -> Self {
        let lines = rows.iter().map(|row| format!("{row}\n"));
        Self::one(lines.collect::<String>())
    }

    fn folder(files: Vec<(String, Vec<u8>)>) -> Self {
        Self {
            files: Files::Folder(files),
            left_out: Vec::new(),
        }
    }

    /// Notes that `count` of something are not in the files, unless it is 0.
    fn without(mut self, count: usize, what: &str) -> Self {
        if count > 0 {
            self.left_out.push(format!("{count} {what}"));
        }
        self
    }
}

/// The files of a format, documents in the order of the pages.
///
/// # Errors
/// Where a document's text is needed and not given.
pub fn export(format: Format, pages: &[Page]) -> Result<Exported, ExchangeError> {
    match format {
        Format::Brat => brat::export(pages),
        Format::Citron => citron::export(pages),
        Format::Doccano => doccano::export(pages),
        Format::Iob2 => iob2::export(pages),
        Format::LabelStudio => label_studio::export(pages),
        Format::Prodigy => prodigy::export(pages),
        Format::Semeval => Ok(semeval::export(pages)),
        Format::WebAnnotation => Ok(web_annotation::export(pages)),
    }
}

/// The rows of a file of another tool, in its order, and how many records were not accepted by
/// those who labelled.
///
/// # Errors
/// `Input` with the line or task and what is wrong with it.
pub fn import(source: Source, text: &str) -> Result<(Vec<Imported>, usize), ExchangeError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match source {
        Source::LabelStudio => label_studio::import(text),
        Source::Doccano => of_lines(text, |line| doccano::import(line).map(Some)),
        Source::Prodigy => of_lines(text, prodigy::import),
        Source::Semeval => Ok((semeval::import(text)?, 0)),
    }
}

fn of_lines(
    text: &str,
    import: impl Fn(&Value) -> Result<Option<Imported>, String>,
) -> Result<(Vec<Imported>, usize), ExchangeError> {
    let (mut rows, mut left_out) = (Vec::new(), 0);
    let lines = text.lines().enumerate();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let fail = |reason: String| ExchangeError::input(index + 1, reason);
        let line: Value = serde_json::from_str(line)
            .map_err(|error| fail(format!("{error}; the file has one JSON object a line")))?;
        match import(&line).map_err(fail)? {
            Some(row) => rows.push(row),
            None => left_out += 1,
        }
    }
    Ok((rows, left_out))
}

#[cfg(test)]
mod tests;
