//! `segment` and `label`.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use quotestance::config::Destination;
use quotestance::corpus::{LabelRow, QuoteRow};
use quotestance::pipeline::{self, PipelineError, Segmenter, Summary};
use quotestance::read::Input;
use quotestance::write::Format;
use serde_json::{Value, json};

use super::stand_ins::{ByHash, Place, StopAfter, finish, rows, usage};

fn segment(place: &Place, out: &str, formats: &[Format]) -> Result<Summary, PipelineError> {
    let mut job = place.job();
    job.formats = formats.to_vec();
    let out = Destination::File(place.path(out));
    pipeline::segment(&job, &Segmenter::RULES, &out, &StopAfter::never())
}

/// Labels `texts.jsonl`.
fn label(place: &Place, out: &str, resume: bool, chunks: usize) -> Result<Summary, PipelineError> {
    let mut job = place.job();
    job.inputs = vec![Input::Path(place.path("texts.jsonl"))];
    job.formats.clear();
    job.resume = resume;
    let out = Destination::File(place.path(out));
    let by_hash = ByHash {
        pause: Duration::ZERO,
    };
    pipeline::label(
        &job,
        &place.labels(),
        &out,
        &by_hash,
        &StopAfter::chunks(chunks),
    )
}

fn with_texts(count: usize) -> Place {
    let place = Place::with_articles(0);
    let line = |number: usize| match number % 500 {
        499 => "{\"no\": \"text\"}\n".to_owned(),
        7 => format!(
            "{}\n",
            json!({ "id": number, "text": "Tides.", "target": "tides" })
        ),
        _ => format!(
            "{}\n",
            json!({ "id": number, "text": format!("Boat {number}"), "wave": number })
        ),
    };
    let lines: String = (0..count).map(line).collect();
    fs::write(place.path("texts.jsonl"), lines).unwrap();
    place
}

#[test]
fn label_gives_the_quotes_of_a_run_the_labels_of_the_run() {
    let place = Place::with_articles(9);
    finish(&place.config("run")).unwrap();
    fs::copy(place.path("run/quotes.jsonl"), place.path("texts.jsonl")).unwrap();
    label(&place, "labels.jsonl", false, usize::MAX).unwrap();
    let (of_run, labels) = (
        rows(&place.path("run/quotes.jsonl")),
        rows(&place.path("labels.jsonl")),
    );
    assert!(!labels.is_empty());
    for (row, of_run) in labels.iter().zip(&of_run) {
        assert_eq!(row["id"], of_run["quote_id"]);
        assert_eq!(row["stance_probs"], of_run["stance_probs"]);
    }
    assert_eq!(labels.len(), of_run.len());
}

#[test]
fn a_row_s_target_may_go_by_any_of_its_names() {
    let place = Place::with_articles(0);
    let names = ["the Harbour Accord", "lirrin pact", "the tides"];
    let lines = names.map(|name| format!("{}\n", json!({ "text": "Boats.", "target": name })));
    fs::write(place.path("texts.jsonl"), lines.concat()).unwrap();
    label(&place, "labels.jsonl", false, usize::MAX).unwrap();
    let rows = rows(&place.path("labels.jsonl"));
    assert_eq!(
        rows.iter().map(|row| &row["target"]).collect::<Vec<_>>(),
        names
    );
    assert_eq!(rows[0]["stance_probs"], rows[1]["stance_probs"]);
    assert_ne!(rows[0]["stance_probs"], rows[2]["stance_probs"]);
}

#[test]
fn segment_finds_what_run_finds() {
    let place = Place::with_articles(90);
    finish(&place.config("run")).unwrap();
    let summary = segment(&place, "quotes.jsonl", &[]).unwrap();
    assert_eq!((summary.done, summary.quarantined), (88, 2));
    assert_eq!(
        summary.files,
        [
            place.path("quotes.jsonl"),
            place.path("quotes.jsonl.quarantine.jsonl")
        ]
    );
    let of_run = rows(&place.path("run/quotes.jsonl"));
    let found = rows(&place.path("quotes.jsonl"));
    assert_eq!(found.len(), of_run.len());
    for (row, of_run) in found.into_iter().zip(of_run) {
        assert_eq!(row["quote_id"], of_run["quote_id"]);
        assert_eq!(row["content"], of_run["content"]);
        let row: QuoteRow = serde_json::from_value(row).unwrap();
        assert_eq!((row.target, row.stance, row.model), (None, None, None));
    }
    assert!(!place.path("quotes.jsonl.part").exists());
}

#[test]
fn the_ending_is_the_format_unless_one_is_named() {
    let place = Place::with_articles(3);
    segment(&place, "a.parquet", &[]).unwrap();
    assert!(
        fs::read(place.path("a.parquet"))
            .unwrap()
            .starts_with(b"PAR1")
    );
    segment(&place, "b.txt", &[Format::Csv]).unwrap();
    assert!(
        fs::read(place.path("b.txt"))
            .unwrap()
            .starts_with(b"schema_version,")
    );
    assert!(usage(segment(&place, "c.txt", &[])).contains("--format"));
    assert!(
        usage(segment(&place, "c.csv", &[Format::Csv, Format::Jsonl])).contains("one --format")
    );
    assert!(usage(segment(&place, "a.parquet", &[])).contains("--overwrite"));
}

#[test]
fn labels_are_the_same_in_one_chunk_and_in_many() {
    let place = with_texts(5_000);
    let summary = label(&place, "labelled.jsonl", false, usize::MAX).unwrap();
    assert_eq!((summary.records, summary.quarantined), (5_000, 10));
    let together = rows(&place.path("labelled.jsonl"));
    for start in [0, 2_040, 4_990] {
        let text = fs::read_to_string(place.path("texts.jsonl")).unwrap();
        let alone = with_texts(0);
        let few: String = text
            .lines()
            .skip(start)
            .take(9)
            .map(|line| format!("{line}\n"))
            .collect();
        fs::write(alone.path("texts.jsonl"), few).unwrap();
        label(&alone, "labelled.jsonl", false, usize::MAX).unwrap();
        let few = rows(&alone.path("labelled.jsonl"));
        let first = together
            .iter()
            .position(|row| row["id"] == few[0]["id"])
            .unwrap();
        assert_eq!(few, together[first..first + few.len()]);
    }
}

#[test]
fn a_rows_own_target_wins_and_its_columns_stay() {
    let place = with_texts(10);
    label(&place, "labelled.jsonl", false, usize::MAX).unwrap();
    let rows: Vec<LabelRow> = rows(&place.path("labelled.jsonl"))
        .into_iter()
        .map(|row| serde_json::from_value(row).unwrap())
        .collect();
    assert_eq!(rows[7].target, "tides");
    assert_eq!(rows[8].target, "the Harbour Accord");
    assert_eq!(rows[8].meta["wave"], json!(8));
    assert!(rows[7].meta.is_empty());
}

#[test]
fn labels_go_on_where_they_stopped() {
    let place = with_texts(7_000);
    for format in ["jsonl", "csv", "parquet"] {
        label(&place, &format!("whole.{format}"), false, usize::MAX).unwrap();
        let stopped = format!("stopped.{format}");
        let first = label(&place, &stopped, false, 2);
        assert!(
            matches!(first, Err(PipelineError::Interrupted)),
            "{first:?}"
        );
        assert!(usage(label(&place, &stopped, false, usize::MAX)).contains("--resume"));
        label(&place, &stopped, true, usize::MAX).unwrap();
        let read = |name: &str| fs::read(place.path(&format!("{name}.{format}"))).unwrap();
        assert!(read("whole") == read("stopped"), "{format}");
        let aside = |name: &str| rows(&place.path(&format!("{name}.{format}.quarantine.jsonl")));
        assert_eq!(aside("whole"), aside("stopped"));
    }
}

#[test]
fn other_columns_are_text_in_flat_formats() {
    let place = with_texts(10);
    label(&place, "labelled.csv", false, usize::MAX).unwrap();
    let mut reader = csv::Reader::from_path(place.path("labelled.csv")).unwrap();
    let last = reader.headers().unwrap().len() - 1;
    assert_eq!(&reader.headers().unwrap()[last], "meta");
    let metas: Vec<String> = reader
        .records()
        .map(|record| record.unwrap()[last].to_owned())
        .collect();
    assert_eq!(
        serde_json::from_str::<Value>(&metas[8]).unwrap(),
        json!({ "wave": 8 })
    );
    assert_eq!(metas[7], "");
}

/// A process that segments the articles of a place to its standard output; it leaves `result` there.
fn to_stdout(place: &Place, format: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "one_file::child", "--ignored", "--quiet"])
        .env("QUOTESTANCE_TEST_PLACE", place.folder.path())
        .env("QUOTESTANCE_TEST_FORMAT", format)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "started by the tests of standard output"]
fn child() {
    let Some(folder) = env::var_os("QUOTESTANCE_TEST_PLACE").map(PathBuf::from) else {
        return;
    };
    let mut job = Place::with_articles(0).job();
    job.inputs = vec![Input::Path(folder.join("articles.jsonl"))];
    job.formats = match env::var("QUOTESTANCE_TEST_FORMAT").as_deref() {
        Ok("csv") => vec![Format::Csv],
        Ok("parquet") => vec![Format::Parquet],
        _ => vec![],
    };
    let result = pipeline::segment(
        &job,
        &Segmenter::RULES,
        &Destination::Stdout,
        &StopAfter::never(),
    );
    let rows = result.map(|summary| summary.rows);
    fs::write(folder.join("result"), format!("{rows:?}")).unwrap();
}

#[test]
fn standard_output_has_the_rows_of_a_file() {
    let place = Place::with_articles(300);
    for (name, format) in [("a.jsonl", "jsonl"), ("a.csv", "csv")] {
        segment(&place, name, &[]).unwrap();
        let mut child = to_stdout(&place, format);
        let mut bytes = Vec::new();
        child
            .stdout
            .take()
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        child.wait().unwrap();
        let file = fs::read(place.path(name)).unwrap();
        // The test harness prints around it.
        assert!(
            bytes.windows(file.len()).any(|part| part == file),
            "{format}"
        );
    }
    let mut child = to_stdout(&place, "parquet");
    child.wait().unwrap();
    let result = fs::read_to_string(place.path("result")).unwrap();
    assert!(
        result.contains("Usage") && result.contains("--format jsonl"),
        "{result}"
    );
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let place = Place::with_articles(600);
    let all = segment(&place, "all.jsonl", &[]).unwrap().rows;
    let mut child = to_stdout(&place, "jsonl");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let row = lines.find(|line| line.as_ref().unwrap().starts_with('{'));
    assert!(row.is_some());
    drop(lines);
    child.wait().unwrap();
    let result = fs::read_to_string(place.path("result")).unwrap();
    assert!(result.starts_with("Ok("), "{result}");
    assert_ne!(result, format!("Ok({all})"));
}
