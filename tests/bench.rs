//! The readers of published sets, on small files of our own in the published forms, and the verb `bench`.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use quotestance::bench::{self, Benchmark};
use quotestance::corpus::Task;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bench")
}

fn set(name: &str) -> Benchmark {
    let all = bench::builtin().unwrap();
    all.into_iter().find(|set| set.name == name).unwrap()
}

/// Target, label and start of the text of each row.
fn check(name: &str, expected: &[(&str, &str, &str)]) {
    let set = set(name);
    let rows = bench::read(&set, &data()).unwrap();
    let labels = set.task.classes();
    let found: Vec<_> = rows
        .iter()
        .zip(expected)
        .map(|(row, (.., start))| {
            let text = row.text.get(..start.len()).unwrap_or(&row.text);
            (row.target.as_str(), labels[row.gold], text)
        })
        .collect();
    assert_eq!(found, expected, "{name}");
    assert_eq!(rows.len(), expected.len(), "{name}");
}

#[test]
fn semeval_is_read_in_its_encoding_and_without_quoting() {
    check(
        "SemEval-2016 task 6 A",
        &[
            (
                "Harbour Tolls",
                "against",
                "Tolls on our harbour? \"Never again, they said.",
            ),
            (
                "Harbour Tolls",
                "favor",
                "A café owner likes the new tolls –",
            ),
            ("Night Ferries", "neutral", "Ferries"),
            ("Night Ferries", "favor", "Keep"),
            ("Night Ferries", "against", "Noise"),
        ],
    );
}

#[test]
fn gwsd_has_the_most_probable_label_of_its_held_out_part() {
    let target = "the view that global warming is a serious concern";
    check(
        "GWSD",
        &[
            (
                target,
                "favor",
                "The dyke will not hold another \"mild\" winter,",
            ),
            (target, "against", "Nobody"),
            (target, "neutral", "The report"),
        ],
    );
}

#[test]
fn p_stance_is_three_files_without_its_neutral_rows() {
    check(
        "P-Stance",
        &[
            ("Tobin Birk", "favor", "Birk for mayor"),
            ("Tobin Birk", "against", "Birk?"),
            ("Mira Stane", "favor", "Stane said \"we will pay\","),
            ("Mira Stane", "against", "Stane, go"),
            ("Mira Stane", "against", "No vote for Stane, not in my café"),
            ("Ottar Quill", "favor", "Four"),
            ("Ottar Quill", "against", "Quill sold"),
        ],
    );
}

#[test]
fn a_group_counts_once_where_its_label_is_the_text_s() {
    let all = bench::builtin().unwrap();
    let of = |task| {
        all.iter()
            .find(|s| s.name == "silver_dev" && s.task == task)
            .cloned()
    };
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("dev")).unwrap();
    let rows = "\
{\"id\": \"a-0\", \"group\": \"a\", \"text\": \"We pay.\", \"target\": \"tolls\", \"stance\": \"favor\", \"sentiment\": \"neutral\"}
{\"id\": \"a-1\", \"group\": \"a\", \"text\": \"We pay.\", \"target\": \"Quill\", \"stance\": \"neutral\", \"sentiment\": \"neutral\"}
{\"id\": \"b-0\", \"group\": \"b\", \"text\": \"No.\", \"target\": \"tolls\", \"stance\": \"against\", \"sentiment\": \"negative\"}
";
    fs::write(folder.path().join("dev/silver_dev.jsonl"), rows).unwrap();
    for (task, expected) in [(Task::Stance, 3), (Task::Sentiment, 2)] {
        let mut set = of(task).unwrap();
        set.files.values_mut().for_each(String::clear);
        let rows = bench::read(&set, folder.path()).unwrap();
        assert_eq!(rows.len(), expected, "{task:?}");
        assert_eq!(
            (rows[0].group.as_str(), rows[expected - 1].group.as_str()),
            ("a", "b")
        );
    }
}

#[test]
fn a_row_that_is_not_of_the_set_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let check = |text: &str, expected: &str| {
        let path = folder.path().join("semeval-2016-task6");
        fs::create_dir_all(&path).unwrap();
        let file = path.join("SemEval2016-Task6-subtaskA-testdata-gold.txt");
        fs::write(file, text).unwrap();
        let error = bench::read(&set("SemEval-2016 task 6 A"), folder.path()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    };
    let head = "ID\tTarget\tTweet\tStance\n";
    check(
        &format!("{head}1\tTolls\tYes\tMAYBE\n"),
        "gold.txt:2: label `MAYBE` is none of favor",
    );
    check(
        "ID\tTarget\tText\tStance\n1\tTolls\tYes\tNONE\n",
        ":2: no column Tweet",
    );
    check(&format!("{head}1\tTolls\tYes\n"), ":2");
    check(head, "has no row that counts");
}

fn quotestance(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotestance"));
    command
        .env_remove("QUOTESTANCE_MODELS")
        .env_remove("RUST_LOG")
        .current_dir(folder);
    command
}

#[test]
fn the_verb_measures_what_is_there_and_names_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    quotestance(folder.path())
        .args([
            "bench", "--model", "baseline", "--out", "table.md", "--data",
        ])
        .arg(data())
        .assert()
        .success()
        .stdout(predicates::str::is_empty())
        .stderr(
            contains("VAST, zero-shot topics (stance, test): test/vast.jsonl not there, skipped")
                .and(contains(
                    "IBM claim stance (stance, train): left out: only its training part",
                )),
        );
    let table = fs::read_to_string(folder.path().join("table.md")).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "| set | split | task | figure | n | baseline | majority | published |"
    );
    assert_eq!(lines.len(), 5, "{table}");
    assert!(lines[2].starts_with("| SemEval-2016 task 6 A | test | stance | F_avg | 5 | 0."));
    assert!(
        lines[2].ends_with("| 0.678 (best of the task, trained on its targets) |"),
        "{table}"
    );
    assert!(
        lines[4].contains("| F_avg, mean over targets | 7 |"),
        "{table}"
    );
    // All against: its F1 is 2/3, 4/5 and 2/3 in the three targets, and that of favor 0.
    let majority = (1.0 / 3.0 + 0.4 + 1.0 / 3.0) / 3.0;
    assert!(lines[4].contains(&format!("| {majority:.3} |")), "{table}");
}

#[test]
fn a_file_that_is_another_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("test")).unwrap();
    fs::write(folder.path().join("test/sst2.jsonl"), "{}\n").unwrap();
    quotestance(folder.path())
        .args(["bench", "--model", "baseline", "--data", "."])
        .assert()
        .code(3)
        .stderr(contains(
            "test/sst2.jsonl: is not the file that `SST-2` was published as",
        ));
    quotestance(folder.path())
        .args(["bench", "--model", "baseline", "--data", "nowhere"])
        .assert()
        .code(3)
        .stderr(contains("nowhere: none of the sets is in it"));
}
