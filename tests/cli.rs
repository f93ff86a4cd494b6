//! The command line, as a user and a script see it.

use std::fs;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, is_empty, starts_with};
use tempfile::TempDir;

const VERBS: [&str; 21] = [
    "run",
    "segment",
    "label",
    "evaluate",
    "compare",
    "export",
    "import",
    "validate",
    "dehydrate",
    "hydrate",
    "bench",
    "agree",
    "sample",
    "prevalence",
    "report",
    "train",
    "calibrate",
    "models",
    "doctor",
    "completions",
    "man",
];

fn quotestance() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotestance"));
    command
        .env_remove("QUOTESTANCE_MODELS")
        .env_remove("RUST_LOG");
    command
}

/// A folder with one article, and the program started in it.
fn desk() -> (TempDir, Command) {
    let desk = TempDir::new().expect("a temporary folder");
    fs::create_dir(desk.path().join("in")).expect("a folder");
    write(
        &desk,
        "in/a.txt",
        "\"We will sign it,\" said Ana Example, a minister.\n",
    );
    let mut command = quotestance();
    command.current_dir(desk.path());
    (desk, command)
}

fn write(desk: &TempDir, name: &str, text: &str) {
    fs::write(desk.path().join(name), text).expect("a file");
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// Ends with `code`, prints nothing on standard output, and tells `told` on standard error.
fn check_failure(args: &[&str], code: i32, told: &str) {
    let (_desk, mut command) = desk();
    command
        .args(args)
        .assert()
        .code(code)
        .stdout(is_empty())
        .stderr(contains(told));
}

#[test]
fn help_teaches_by_example() {
    for verb in VERBS {
        for flag in ["--help", "-h"] {
            quotestance()
                .args([verb, flag])
                .assert()
                .success()
                .stderr(is_empty())
                .stdout(contains("Examples:").and(contains(format!("quotestance {verb}"))));
        }
    }
}

#[test]
fn wrong_usage_ends_with_2() {
    check_failure(&[], 2, "Usage:");
    check_failure(&["dance"], 2, "unrecognized subcommand");
    check_failure(&["run", "in"], 2, "--out");
    check_failure(&["run", "in", "--out", "o", "--dtype", "f64"], 2, "f32");
    check_failure(
        &["run", "in", "--out", "o", "--resume", "--overwrite"],
        2,
        "cannot be used with",
    );
    check_failure(&["segment", "in", "--out", "o.xyz"], 2, ".parquet");
    check_failure(
        &["segment", "in", "--out", "-", "--format", "parquet"],
        2,
        "--out FILE",
    );
    check_failure(
        &["segment", "in", "-", "--out", "o.csv"],
        2,
        "standard input",
    );
    check_failure(
        &["segment", "in", "--out", "o.csv", "--limit", "0"],
        2,
        "--limit",
    );
    check_failure(&["compare", "one"], 2, "2 values required");
    check_failure(&["calibrate", "--gold", "g.jsonl"], 2, "--out");
    check_failure(
        &[
            "label",
            "in",
            "--out",
            "o.csv",
            "--abstain-below",
            "tone=0.5",
        ],
        2,
        "no task `tone`",
    );
}

#[test]
fn a_gate_on_no_figure_is_told_before_the_work() {
    let gate = [
        "evaluate",
        "--pred",
        "none",
        "--gold",
        "none",
        "--fail-under",
        "makro_f1=0.5",
    ];
    check_failure(&gate, 2, "macro_f1");
}

#[test]
fn missing_input_ends_with_3() {
    check_failure(
        &["segment", "no-such-folder", "--out", "o.jsonl"],
        3,
        "no-such-folder",
    );
    check_failure(
        &["evaluate", "--pred", "none.jsonl", "--gold", "g.jsonl"],
        3,
        "none.jsonl",
    );
}

#[test]
fn an_unknown_model_ends_with_4() {
    check_failure(
        &["run", "in", "--out", "o", "--model", "oracle"],
        4,
        "no model `oracle`",
    );
    check_failure(
        &["run", "in", "--out", "o", "--model", "./oracle"],
        4,
        "oracle/model.toml",
    );
}

#[test]
fn a_model_is_found_by_name_in_the_folder_of_models() {
    let (desk, mut command) = desk();
    fs::create_dir_all(desk.path().join("shelf/mine")).expect("a folder");
    write(&desk, "shelf/mine/model.toml", "");
    command
        .env("QUOTESTANCE_MODELS", "shelf")
        .args(["run", "in", "--out", "o", "--model", "mine", "--dry-run"])
        .assert()
        .success()
        .stdout(contains("# model: shelf/mine"));
}

#[test]
fn a_checkpoint_gets_a_draft_on_standard_output() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/models");
    quotestance()
        .args(["models", "inspect"])
        .arg(fixtures.join("nli"))
        .assert()
        .success()
        .stderr(is_empty())
        .stdout(contains("kind = \"nli\"").and(contains("# could not know: the licence")));
    quotestance()
        .args(["models", "inspect"])
        .arg(fixtures)
        .assert()
        .code(4)
        .stderr(contains("has no config.json"));
}

#[test]
fn a_dry_run_shows_the_settings_and_writes_nothing() {
    let (desk, mut command) = desk();
    command
        .args([
            "run",
            "in",
            "--out",
            "o",
            "--model",
            "baseline",
            "--dry-run",
        ])
        .assert()
        .success()
        .stderr(is_empty())
        .stdout(
            contains("# files to read: 1")
                .and(contains("out = \"o\""))
                .and(contains("Marrakech Compact")),
        );
    assert_eq!(files(desk.path()), ["in"]);
}

/// What `segment ... --dry-run` says with `settings` in the file and `typed` on the command line.
fn check_merged(settings: &str, typed: &[&str], expected: &[&str]) {
    let (desk, mut command) = desk();
    write(&desk, "settings.toml", settings);
    let output = command
        .args([
            "run",
            "--config",
            "settings.toml",
            "--model",
            "baseline",
            "--dry-run",
        ])
        .args(typed)
        .output()
        .expect("an output");
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    for line in expected {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[test]
fn flags_win_over_the_settings_file() {
    let settings =
        "input = [\"in\"]\nout = \"o\"\nlimit = 5\nformat = [\"csv\", \"jsonl\"]\nresume = true\n";
    check_merged(
        settings,
        &[],
        &[
            "limit = 5",
            "format = [\"csv\", \"jsonl\"]",
            "resume = true",
        ],
    );
    check_merged(
        settings,
        &["--limit", "2", "--format", "parquet", "--overwrite"],
        &[
            "limit = 2",
            "format = [\"parquet\"]",
            "overwrite = true",
            "resume = false",
        ],
    );
}

#[test]
fn a_target_is_defined_in_the_settings_file() {
    let settings = "input = \"in\"\nout = \"o\"\n[target]\nname = \"the carbon tax\"\naliases = [\"CO2 levy\"]\n";
    check_merged(settings, &[], &["name = \"the carbon tax\""]);
    check_merged(
        settings,
        &["--target", "co2 levy"],
        &["name = \"the carbon tax\""],
    );
    check_merged(
        settings,
        &["--target", "GCM"],
        &["name = \"the UN Global Compact for Migration\""],
    );
    check_merged(
        settings,
        &["--target", "whaling"],
        &["name = \"whaling\"", "aliases = []"],
    );
}

#[test]
fn a_fault_of_the_settings_file_is_named() {
    check_merged(
        "limt = 5",
        &["in", "--out", "o"],
        &["settings.toml", "unknown key `limt`", "limit"],
    );
    check_merged(
        "limit = \"many\"",
        &["in", "--out", "o"],
        &["invalid value 'many' for '--limit <N>'"],
    );
    check_merged(
        "resume = 3",
        &["in", "--out", "o"],
        &["`resume` wants true or false"],
    );
    check_merged(
        "limit = ",
        &["in", "--out", "o"],
        &["settings.toml", "line 1"],
    );
    check_merged(
        "[target]\nnam = \"x\"",
        &["in", "--out", "o"],
        &["settings.toml", "[target]", "nam"],
    );
    // Of another verb.
    check_merged(
        "pred = \"p.jsonl\"",
        &["in", "--out", "o"],
        &["out = \"o\""],
    );
    check_failure(
        &["run", "--config", "none.toml", "in", "--out", "o"],
        2,
        "none.toml",
    );
}

#[test]
fn the_merged_settings_are_a_settings_file() {
    let (desk, mut command) = desk();
    let args = [
        "in",
        "--out",
        "o",
        "--model",
        "baseline",
        "--target",
        "whaling",
        "--limit",
        "7",
        "--dry-run",
    ];
    let first = command
        .arg("run")
        .args(args)
        .output()
        .expect("an output")
        .stdout;
    write(&desk, "settings.toml", &String::from_utf8_lossy(&first));
    quotestance()
        .current_dir(desk.path())
        .args(["run", "--config", "settings.toml", "--dry-run"])
        .assert()
        .success()
        .stdout(String::from_utf8_lossy(&first).into_owned());
}

#[test]
fn completions_parse() {
    let script = quotestance()
        .args(["completions", "bash"])
        .output()
        .expect("an output")
        .stdout;
    Command::new("bash")
        .arg("-n")
        .write_stdin(script)
        .assert()
        .success()
        .stderr(is_empty());
    quotestance()
        .args(["completions", "zsh"])
        .assert()
        .success()
        .stdout(starts_with("#compdef quotestance"));
}

#[test]
fn man_pages_are_roff() {
    let roff = || starts_with(".ie").or(starts_with(".TH"));
    quotestance()
        .arg("man")
        .assert()
        .success()
        .stdout(roff().and(contains("quotestance")));
    quotestance()
        .args(["man", "run"])
        .assert()
        .success()
        .stdout(roff().and(contains("fail\\-under")));
    check_failure(&["man", "dance"], 2, "no verb `dance`");
}

#[test]
fn a_broken_pipe_is_quiet() {
    let (desk, _) = desk();
    for args in [
        &["completions", "bash"][..],
        &["man"],
        &["--help"],
        &[
            "run",
            "in",
            "--out",
            "o",
            "--model",
            "baseline",
            "--dry-run",
        ],
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = Process::new(env!("CARGO_BIN_EXE_quotestance"))
            .current_dir(desk.path())
            .args(args)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .expect("an output");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

#[test]
fn rows_go_to_standard_output_and_all_else_to_standard_error() {
    let (_desk, mut command) = desk();
    let output = command
        .args(["segment", "in", "--out", "-"])
        .output()
        .expect("an output");
    let rows = String::from_utf8_lossy(&output.stdout).into_owned();
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect(row);
        assert_eq!(row["document_id"], "a.txt");
    }
    assert_ne!(rows, "");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("1 documents"), "{told}");
}

#[test]
fn quiet_is_quiet() {
    let (_desk, mut command) = desk();
    command
        .args(["segment", "in", "--out", "q.csv", "-q"])
        .assert()
        .success()
        .stdout(is_empty())
        .stderr(is_empty());
}

#[test]
fn standard_input_is_a_document() {
    let (_desk, mut command) = desk();
    command
        .args(["segment", "-", "--out", "-"])
        .write_stdin("\"We will sign it,\" said Ana Example, a minister.\n")
        .assert()
        .success()
        .stdout(contains("We will sign it"));
}

#[test]
fn quarantined_records_end_with_5() {
    for (what, told) in [
        ("quarantine", "in quarantine: 1 of 2 records"),
        ("fail", "b.jsonl, line 1"),
    ] {
        let (desk, mut command) = desk();
        write(&desk, "in/b.jsonl", "{\"text\": \n");
        command
            .args(["segment", "in", "--out", "q.jsonl", "--on-error", what])
            .assert()
            .code(5)
            .stdout(is_empty())
            .stderr(contains(told));
    }
}

#[test]
fn output_that_cannot_be_written_ends_with_6() {
    let (desk, mut command) = desk();
    write(&desk, "file", "");
    command
        .args(["segment", "in", "--out", "file/q.jsonl"])
        .assert()
        .code(6)
        .stdout(is_empty())
        .stderr(contains("file/q.jsonl"));
}

#[test]
fn finished_output_is_kept_unless_told_otherwise() {
    let (desk, mut command) = desk();
    let args = ["segment", "in", "--out", "q.jsonl"];
    command.args(args).assert().success();
    let again = || {
        let mut command = quotestance();
        command.current_dir(desk.path()).args(args);
        command
    };
    again().assert().code(2).stderr(contains("--overwrite"));
    again().arg("--overwrite").assert().success();
}

#[test]
fn validate_prints_faults_and_ends_with_1() {
    let (desk, _) = desk();
    let in_desk = |args: &[&str]| {
        let mut command = quotestance();
        command.current_dir(desk.path()).args(args).assert()
    };
    in_desk(&[
        "run",
        "in",
        "--out",
        "out",
        "--model",
        "baseline",
        "--segmenter",
        "rules",
        "-q",
    ])
    .success();
    in_desk(&["validate", "out"])
        .code(0)
        .stdout(is_empty())
        .stderr(contains("out: 1 row; ").and(contains("no fault")));
    let path = desk.path().join("out/quotes.jsonl");
    let text = fs::read_to_string(&path).expect("the rows");
    fs::write(&path, text.replace("Ana Example", "Bo Sample")).expect("a file");
    in_desk(&["validate", "out"])
        .code(1)
        .stdout(starts_with(
            r#"{"file":"quotes.jsonl","line":null,"key":"sha256","reason":""#,
        ))
        .stderr(contains("11 faults: ").and(contains("quotes.jsonl 5")));
    check_failure(&["validate", "nowhere"], 3, "no such file or folder");
    let folder = desk.path().join("in").display().to_string();
    check_failure(&["validate", &folder], 2, "no quotes.jsonl");
}

#[test]
fn json_logs_are_json() {
    let output = quotestance()
        .args([
            "evaluate",
            "--pred",
            "none.jsonl",
            "--gold",
            "none.jsonl",
            "--log-format",
            "json",
        ])
        .output()
        .expect("an output");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines: Vec<serde_json::Value> = stderr
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    assert_eq!(lines[0]["exit"], 3, "{stderr}");
}

const GOLD: &str = r#"{"id": "1", "stance": "favor", "sentiment": "positive"}
{"id": "2", "stance": "against", "sentiment": "negative"}
{"id": "3", "stance": "neutral", "sentiment": "neutral"}
"#;

/// A row of `label` without probabilities.
fn labelled(id: &str, stance: &str, sentiment: &str) -> String {
    format!(
        r#"{{"schema_version": "1", "id": "{id}", "text": "t", "target": "whaling", "stance": "{stance}", "stance_probs": null, "sentiment": "{sentiment}", "sentiment_probs": null, "tokens": 3, "truncated": false, "model": "m@0"}}"#
    ) + "\n"
}

#[test]
fn evaluate_prints_figures_and_writes_them() {
    let (desk, mut command) = desk();
    write(&desk, "gold.jsonl", GOLD);
    let rows = [
        labelled("1", "favor", "positive"),
        labelled("2", "favor", "negative"),
        labelled("3", "neutral", "neutral"),
    ];
    write(&desk, "pred.jsonl", &rows.concat());
    let gate = |name: &str| {
        let mut command = quotestance();
        command.current_dir(desk.path());
        command.args([
            "evaluate",
            "--pred",
            "pred.jsonl",
            "--gold",
            "gold.jsonl",
            "--fail-under",
            name,
        ]);
        command
    };
    command
        .args([
            "evaluate",
            "--pred",
            "pred.jsonl",
            "--gold",
            "gold.jsonl",
            "--out",
            "figures",
        ])
        .assert()
        .success()
        .stdout(
            contains("macro F1")
                .and(contains("gold against"))
                .and(contains("0.67")),
        );
    let metrics =
        fs::read_to_string(desk.path().join("figures/metrics.json")).expect("metrics.json");
    let metrics: serde_json::Value = serde_json::from_str(&metrics).expect("JSON");
    assert_eq!(metrics["quotes"]["sentiment"]["accuracy"]["value"], 1.0);
    gate("accuracy=0.6").assert().code(0);
    gate("accuracy=0.7")
        .assert()
        .code(1)
        .stderr(contains("accuracy is 0.6667, under 0.7"));
    gate("spans.overlap_f1=0.7")
        .assert()
        .code(2)
        .stderr(contains("no figure"));
}

#[test]
fn compare_tells_where_runs_differ_and_writes_it() {
    let (desk, mut command) = desk();
    write(&desk, "gold.jsonl", GOLD);
    write(
        &desk,
        "a.jsonl",
        &[
            labelled("1", "favor", "positive"),
            labelled("2", "against", "negative"),
        ]
        .concat(),
    );
    write(
        &desk,
        "b.jsonl",
        &[
            labelled("1", "favor", "positive"),
            labelled("2", "favor", "negative"),
        ]
        .concat(),
    );
    command
        .args([
            "compare",
            "a.jsonl",
            "b.jsonl",
            "--gold",
            "gold.jsonl",
            "--out",
            "figures",
        ])
        .assert()
        .success()
        .stdout(
            contains("2 rows in both")
                .and(contains("1 of 1 changed rows"))
                .and(contains("McNemar")),
        );
    let figures = desk.path().join("figures");
    assert_eq!(
        files(&figures),
        [
            "comparison.json",
            "comparison.md",
            "comparison.tex",
            "report.html"
        ]
    );
    let page = fs::read(figures.join("report.html")).expect("the page");
    quotestance()
        .current_dir(desk.path())
        .args(["report", "figures", "--out", "-"])
        .assert()
        .success()
        .stdout(page);
    let read = |name: &str| fs::read_to_string(desk.path().join("figures").join(name)).unwrap();
    assert!(read("comparison.md").contains("| stance, accuracy | 1.00 "));
    assert!(read("comparison.tex").contains("\\toprule"));
}

#[test]
fn labels_by_other_names_are_compared_through_a_map() {
    let (desk, _) = desk();
    write(&desk, "a.jsonl", &labelled("1", "favor", "positive"));
    write(&desk, "b.jsonl", "{\"id\": \"1\", \"stance\": \"pro\"}\n");
    let compare = |flag: &[&str]| {
        let mut command = quotestance();
        command.current_dir(desk.path());
        command.args(["compare", "a.jsonl", "b.jsonl"]).args(flag);
        command.assert()
    };
    compare(&[])
        .code(2)
        .stderr(contains("b.jsonl has other labels").and(contains("[stance]\n\"pro\" = ")));
    write(&desk, "names.toml", "[stance]\npro = \"favor\"\n");
    compare(&["--labels", "names.toml"])
        .code(0)
        .stdout(contains("1 rows in both"));
    write(&desk, "settings.toml", "[labels.stance]\npro = \"favor\"\n");
    compare(&["--config", "settings.toml"]).code(0);
    write(&desk, "names.toml", "[stance]\npro = \"for\"\n");
    compare(&["--labels", "names.toml"])
        .code(2)
        .stderr(contains("unknown variant `for`"));
}

#[test]
fn report_carries_what_it_is_given() {
    let (desk, mut command) = desk();
    let run = ["run", "in", "--out", "out", "--model", "baseline"];
    command.args(run).assert().success();
    let report = |args: &[&str]| {
        let mut command = quotestance();
        command.current_dir(desk.path()).arg("report").args(args);
        command.assert()
    };
    let by_run = fs::read_to_string(desk.path().join("out/report.html")).expect("a page");
    assert!(by_run.contains("\"embedded\":\"paragraphs\"") && by_run.contains("a minister."));

    report(&["out"]).success().stdout(is_empty());
    let of_rows = fs::read_to_string(desk.path().join("report.html")).expect("a page");
    assert!(of_rows.contains("\"embedded\":\"spans\"") && !of_rows.contains("a minister."));
    report(&["out"]).code(2).stderr(contains("--overwrite"));
    report(&["out", "--documents", "in", "--out", "-"])
        .success()
        .stdout(contains("\"embedded\":\"documents\"").and(contains("a minister.")));

    write(
        &desk,
        "in/a.txt",
        "\"We will not,\" said Ana Example, a minister.\n",
    );
    report(&["out", "--documents", "in", "--out", "-"])
        .code(2)
        .stderr(contains("is not the text"));
    report(&["nowhere", "--out", "-"])
        .code(3)
        .stderr(contains("nowhere"));
    write(&desk, "labels.jsonl", &labelled("1", "favor", "positive"));
    report(&["labels.jsonl", "--out", "-"])
        .code(2)
        .stderr(contains("not of quotes"));
}

#[test]
fn a_malformed_row_is_named_with_its_line() {
    let (desk, mut command) = desk();
    write(&desk, "gold.jsonl", GOLD);
    write(
        &desk,
        "pred.jsonl",
        &(labelled("1", "favor", "positive") + "{\"id\": 2}\n"),
    );
    command
        .args(["evaluate", "--pred", "pred.jsonl", "--gold", "gold.jsonl"])
        .assert()
        .code(3)
        .stderr(contains("pred.jsonl: line 2"));
}
