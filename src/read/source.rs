//! One file to read: its id, its format, and how its faults are told.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;

use super::ReadOptions;
use super::compressed::{self, UnpackError};
use crate::corpus::{Origin, Quarantined};

/// The endings that are read, for advice.
pub(super) const KINDS: &str =
    ".txt, .md, .html, .jsonl, .csv, .tsv or .parquet (all but .parquet also as .gz or .zst)";

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Jsonl,
    Csv,
    Tsv,
    Parquet,
}

/// How it is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// A file, or standard input.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Path below the input given, with `/`; the file name of a file given directly; `stdin`.
    pub id: String,
    /// As given; `None` is standard input.
    pub path: Option<PathBuf>,
    /// By its ending; or why it cannot be read.
    pub kind: Result<(Format, Packing), Quarantined>,
}

impl Format {
    /// Whether the file holds one record a row.
    pub fn has_rows(self) -> bool {
        matches!(self, Self::Jsonl | Self::Csv | Self::Tsv | Self::Parquet)
    }
}

/// Format and packing by the ending of a file name, without regard to case; the format is `None` where it is unknown.
pub(super) fn by_ending(name: &str) -> (Option<Format>, Packing) {
    let name = name.to_ascii_lowercase();
    let (name, packing) = match name.rsplit_once('.') {
        Some((inner, "gz")) => (inner, Packing::Gzip),
        Some((inner, "zst")) => (inner, Packing::Zstd),
        _ => (name.as_str(), Packing::Plain),
    };
    let format = name.rsplit_once('.').and_then(|(_, ending)| match ending {
        "txt" => Some(Format::Text),
        "md" => Some(Format::Markdown),
        "html" | "htm" => Some(Format::Html),
        "jsonl" | "ndjson" => Some(Format::Jsonl),
        "csv" => Some(Format::Csv),
        "tsv" => Some(Format::Tsv),
        "parquet" => Some(Format::Parquet),
        _ => None,
    });
    (format, packing)
}

impl Source {
    /// Path as given, `-` for standard input.
    pub fn file(&self) -> String {
        match &self.path {
            Some(path) => path.display().to_string(),
            None => "-".to_owned(),
        }
    }

    /// A fault of the whole file; add line and byte where they are known.
    pub fn fault(&self, reason: impl Into<String>, advice: impl Into<String>) -> Quarantined {
        Quarantined {
            file: self.file(),
            line: None,
            byte: None,
            reason: reason.into(),
            advice: advice.into(),
        }
    }

    /// A fault that reading or unpacking ended with.
    pub fn io_fault(&self, error: &io::Error) -> Quarantined {
        match error.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(unpack @ UnpackError::TooLarge { limit }) => Quarantined {
                byte: Some(*limit),
                ..self.fault(
                    unpack.to_string(),
                    "unpack it yourself and split it if its content is what you expect",
                )
            },
            Some(unpack @ UnpackError::Damaged { byte, .. }) => Quarantined {
                byte: Some(*byte),
                ..self.fault(unpack.to_string(), "fetch or pack the file again")
            },
            None => self.fault(
                format!("cannot be read: {error}"),
                "check the path and its permissions",
            ),
        }
    }

    /// Where a record of this file was read.
    pub fn origin(&self, line: Option<u64>, encoding: &str) -> Origin {
        Origin {
            file: self.file(),
            line,
            encoding: encoding.to_owned(),
        }
    }

    /// The bytes of the file as a stream, unpacked.
    pub fn open(
        &self,
        packing: Packing,
        options: &ReadOptions,
    ) -> io::Result<Box<dyn BufRead + Send>> {
        match &self.path {
            None => Ok(Box::new(BufReader::new(io::stdin()))),
            Some(path) => {
                compressed::unpack(File::open(path)?, packing, options.max_unpacked_bytes)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_ending() {
        let check = |name: &str, format, packing| {
            assert_eq!(by_ending(name), (format, packing), "{name}");
        };
        check("a.txt", Some(Format::Text), Packing::Plain);
        check("A.HTM", Some(Format::Html), Packing::Plain);
        check("a.b.ndjson.gz", Some(Format::Jsonl), Packing::Gzip);
        check("a.md.zst", Some(Format::Markdown), Packing::Zstd);
        check("a.parquet.gz", Some(Format::Parquet), Packing::Gzip);
        check("a.tar.gz", None, Packing::Gzip);
        check("a.gz", None, Packing::Gzip);
        check("README", None, Packing::Plain);
        check("txt", None, Packing::Plain);
    }
}
