//! Whole folders are found whole, and each damage is named with its place.

use std::fs;
use std::path::Path;

use quotestance::corpus::QuoteRow;
use quotestance::exchange;
use quotestance::pipeline::{PipelineError, validate};
use quotestance::validate::Fault;
use serde_json::Value;

use super::stand_ins::{Place, finish, json, rows};

fn faults(path: &Path) -> Vec<Fault> {
    let mut faults = Vec::new();
    validate(path, &mut |fault| faults.push(fault)).unwrap();
    faults
}

/// The folder of a run over the articles.
fn run(place: &Place) -> std::path::PathBuf {
    let config = place.config("out");
    finish(&config).unwrap();
    config.out
}

fn hub(place: &Place) -> std::path::PathBuf {
    let quotes = rows(&run(place).join("quotes.jsonl"));
    let quotes: Vec<QuoteRow> = quotes
        .into_iter()
        .map(|row| serde_json::from_value(row).unwrap())
        .collect();
    let folder = place.path("hub");
    fs::create_dir(&folder).unwrap();
    exchange::huggingface(&quotes, None, &folder).unwrap();
    folder
}

/// Replaces the first `from` in line `line` (from 1) of a file.
fn edit(path: &Path, line: usize, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let edited = lines[line - 1].replacen(from, to, 1);
    assert_ne!(edited, lines[line - 1], "{from} is not in the line");
    lines[line - 1] = edited;
    fs::write(path, lines.join("\n") + "\n").unwrap();
}

/// One of the faults has this place and says this.
#[track_caller]
fn check(found: &[Fault], file: &str, line: Option<u64>, key: Option<&str>, reason: &str) {
    let is = |fault: &&Fault| {
        (fault.file.as_str(), fault.line, fault.key.as_deref()) == (file, line, key)
            && fault.reason.contains(reason)
            && !fault.advice.is_empty()
    };
    assert!(found.iter().any(|fault| is(&fault)), "{found:#?}");
}

#[test]
fn what_is_written_is_whole() {
    for articles in [0, 1, 150] {
        let place = Place::with_articles(articles);
        if articles == 0 {
            let nobody = "{\"text\": \"Nobody spoke.\"}\n";
            fs::write(place.path("articles.jsonl"), nobody).unwrap();
        }
        let folder = run(&place);
        let mut found = Vec::new();
        let validated = validate(&folder, &mut |fault| found.push(fault)).unwrap();
        assert_eq!(found, []);
        assert_eq!(
            validated.rows as usize,
            rows(&folder.join("quotes.jsonl")).len()
        );
        assert!(validated.files.contains(&"quotes.csv".to_owned()));
    }
    let place = Place::with_articles(50);
    assert_eq!(faults(&hub(&place)), []);
    assert_eq!(faults(&place.path("hub/quotes.parquet")), []);
    assert_eq!(faults(&place.path("hub/quotes.jsonl")), []);
}

#[test]
fn changed_rows_are_named() {
    let place = Place::with_articles(60);
    let folder = run(&place);
    let path = folder.join("quotes.jsonl");
    let third = &rows(&path)[2];
    let (stance, other) = match third["stance"].as_str().unwrap() {
        "favor" => ("favor", "against"),
        stance => (stance, "favor"),
    };
    let stated = |label: &str| format!("\"stance\":\"{label}\"");
    edit(&path, 3, &stated(stance), &stated(other));
    edit(&path, 5, "\"stance\":\"", "\"stance\":\"anti-");
    let start = rows(&path)[6]["content"][0]["start"].as_u64().unwrap();
    let shifted = [
        format!("{{\"start\":{start},"),
        format!("{{\"start\":{},", start + 1),
    ];
    edit(&path, 7, &shifted[0], &shifted[1]);
    edit(&path, 9, "\"quote_type\":", "\"kind\":");
    edit(
        &path,
        11,
        "\"speaker_method\":\"",
        "\"speaker_method\":3,\"was\":\"",
    );
    edit(&path, 13, "\"outlet\":\"Coast Post\",", "");
    let found = faults(&folder);
    let check = |line, key, reason| check(&found, "quotes.jsonl", line, key, reason);
    check(None, Some("sha256"), "the manifest says");
    check(Some(3), Some("stance"), "and another label of");
    check(Some(5), Some("stance"), "is no value of it");
    check(
        Some(7),
        Some("content.0.end"),
        "is not the length of its text",
    );
    check(Some(7), Some("quote_id"), "content spans give");
    check(Some(9), Some("kind"), "no such field");
    check(Some(9), Some("quote_type"), "it is missing");
    check(Some(11), Some("speaker_method"), "3 is of another type");
    check(Some(13), Some("outlet"), "it is missing");
    for copy in ["quotes.csv", "quotes.parquet"] {
        assert!(
            found
                .iter()
                .any(|f| f.file == copy && f.key.as_deref() == Some("stance"))
        );
        assert!(
            found
                .iter()
                .all(|f| f.file != copy || !f.reason.contains("lacks the row"))
        );
    }
}

#[test]
fn a_moved_quote_is_found_by_its_bytes_and_its_id() {
    let place = Place::with_articles(2);
    let folder = run(&place);
    let path = folder.join("quotes.jsonl");
    let mut all = rows(&path);
    for name in ["start", "end"] {
        let place = &mut all[0]["cue"][0][name];
        *place = Value::from(place.as_u64().unwrap() + 1);
    }
    let text: String = all.iter().map(|row| format!("{row}\n")).collect();
    fs::write(&path, text).unwrap();
    let found = faults(&path);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].reason.contains("cannot be one place of a text"));
}

#[test]
fn lost_rows_are_named() {
    let place = Place::with_articles(60);
    let folder = run(&place);
    let (jsonl, csv) = (folder.join("quotes.jsonl"), folder.join("quotes.csv"));
    let ids: Vec<String> = rows(&jsonl)
        .iter()
        .map(|row| row["quote_id"].as_str().unwrap().to_owned())
        .collect();
    let text = fs::read_to_string(&csv).unwrap();
    let without = |id: &String| !text.lines().any(|line| line.contains(id.as_str()));
    assert!(!ids.iter().any(without));
    let kept = text
        .lines()
        .filter(|line| !line.contains(&ids[4]) && !line.contains(&ids[5]));
    fs::write(
        &csv,
        kept.map(|line| format!("{line}\n")).collect::<String>(),
    )
    .unwrap();
    let bytes = fs::read(&jsonl).unwrap();
    fs::write(&jsonl, &bytes[..bytes.len() - 30]).unwrap();

    let found = faults(&folder);
    for id in [&ids[4], &ids[5]] {
        check(
            &found,
            "quotes.csv",
            None,
            None,
            &format!("it lacks the row `{id}`"),
        );
    }
    let last = ids.len() as u64;
    check(
        &found,
        "quotes.jsonl",
        Some(last),
        None,
        "not a JSON object",
    );
    let id = ids.last().unwrap();
    let extra = format!("quotes.jsonl has no row `{id}`");
    check(&found, "quotes.parquet", Some(last), None, &extra);
    let counted = format!("it is {last}, and should be {}", last - 1);
    check(
        &found,
        "manifest.json",
        None,
        Some("counts.quotes"),
        &counted,
    );
    // Nothing after the gap is out of step.
    assert!(
        found
            .iter()
            .all(|f| f.file != "quotes.csv" || f.key.as_deref() != Some("text"))
    );
}

#[test]
fn a_card_that_was_written_over_is_named() {
    let place = Place::with_articles(60);
    let folder = hub(&place);
    let card = folder.join("README.md");
    let text = fs::read_to_string(&card).unwrap();
    let line = text
        .lines()
        .position(|line| line.starts_with("| against | "))
        .unwrap()
        + 1;
    edit(&card, line, "| against | ", "| against | 9");
    edit(&card, 17, "- quotation", "- quotation-and-more");
    let class = text
        .lines()
        .position(|line| line.trim() == "'1': against")
        .unwrap()
        + 1;
    edit(&card, class, "against", "favor");
    let text = fs::read_to_string(&card).unwrap();
    // What people add is theirs.
    let more = text.replacen(
        "## Counts\n",
        "## Counts\n\nCollected in 2031 by 3 people.\n",
        1,
    );
    fs::write(&card, more).unwrap();
    let found = faults(&folder);
    check(
        &found,
        "README.md",
        Some(line as u64 + 2),
        Some("body"),
        "it states `| against | 9",
    );
    let head = found
        .iter()
        .find(|f| f.key.as_ref().is_some_and(|key| key.starts_with("head.")));
    assert!(
        head.unwrap().reason.contains("and should be \"against\""),
        "{found:#?}"
    );
    assert_eq!(found.len(), 2, "{found:#?}");

    fs::write(&card, "---\npretty_name: [\n---\n").unwrap();
    check(
        &faults(&folder),
        "README.md",
        None,
        Some("head"),
        "not readable as YAML",
    );
    fs::remove_file(&card).unwrap();
    check(&faults(&folder), "README.md", None, None, "it is missing");
}

#[test]
fn a_manifest_and_a_croissant_file_that_lie_are_named() {
    let place = Place::with_articles(60);
    let folder = run(&place);
    let manifest = serde_json::from_value(json(&folder.join("manifest.json"))).unwrap();
    let croissant = exchange::croissant(&manifest, &place.labels().target.name).unwrap();
    let path = folder.join("croissant.json");
    fs::write(&path, croissant.to_string()).unwrap();
    assert_eq!(faults(&folder), []);
    assert_eq!(faults(&path), []);

    let sha256 = croissant["distribution"][0]["sha256"].as_str().unwrap();
    fs::write(&path, croissant.to_string().replace(sha256, "0123")).unwrap();
    let key = Some("distribution.0.sha256");
    check(
        &faults(&path),
        "croissant.json",
        None,
        key,
        "it is \"0123\"",
    );
    check(
        &faults(&folder),
        "croissant.json",
        None,
        key,
        "it is \"0123\"",
    );

    let manifest = folder.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(
        &manifest,
        text.replace("\"quarantined\": 1", "\"quarantined\": 2"),
    )
    .unwrap();
    fs::remove_file(folder.join("report.html")).unwrap();
    fs::write(folder.join("metrics.json"), "{}").unwrap();
    let found = faults(&folder);
    let key = Some("counts.quarantined");
    check(
        &found,
        "manifest.json",
        None,
        key,
        "it is 2, and should be 1",
    );
    check(&found, "report.html", None, None, "report.html");
    check(
        &found,
        "metrics.json",
        None,
        None,
        "the manifest does not name it",
    );
}

#[test]
fn what_is_no_dataset_is_refused() {
    let place = Place::with_articles(1);
    let refused = |name: &str| validate(&place.path(name), &mut |_| {}).unwrap_err();
    assert!(matches!(refused("nothing"), PipelineError::Read(_)));
    assert!(matches!(refused(""), PipelineError::Usage(_)));
    fs::write(place.path("rows.csv"), "text\na\n").unwrap();
    assert!(matches!(refused("rows.csv"), PipelineError::Usage(_)));
}
